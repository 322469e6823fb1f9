import { describe, expect, test } from 'vitest';
import type { InputStream } from '../../../src/cli/context.js';
import { token005, whiteboard } from '../../core/inspect/tokens.js';
import { handMade, text, u16 } from '../../helpers/demo.js';
import { ndjson, run } from '../../helpers/run.js';
import { edgeCase, official, vectors } from '../../helpers/vectors.js';

const RTC = edgeCase('base rtc');
const WRONG = edgeCase('zlib wrong adler');
const TASK = vectors('whiteboard')[0]?.token as string;
const json = (text: string) => JSON.parse(text);

describe('where the token comes from', () => {
  test('the argument wins, and standard input is not read', async () => {
    const stdin = (async function* (): AsyncGenerator<string> {
      yield await Promise.reject(new Error('was read'));
    })();
    const { code, stdout } = await run(['decode', '--json', RTC], { stdin });
    expect(code).toBe(0);
    expect(json(stdout)).toMatchObject({ ok: true, format: '007' });
  });

  test.each([
    ['a pipe', ['decode', '--json']],
    ['-', ['decode', '--json', '-']],
    ['a pipe with --no-input', ['decode', '--json', '--no-input']],
  ])('%s is read to its end and trimmed', async (_what, argv) => {
    const { code, stdout } = await run(argv, { stdin: `\ufeff  ${RTC}\r\n` });
    expect(code).toBe(0);
    expect(json(stdout)).toMatchObject({ ok: true, findings: [] });
  });

  test.each(['LE', 'BE'])('a file that Windows PowerShell wrote, in UTF-16%s', async (order) => {
    const littleEndian = Buffer.from(`\ufeff${RTC}\r\n`, 'utf16le');
    const bytes = order === 'LE' ? littleEndian : littleEndian.swap16();
    const stdin = (async function* () {
      yield bytes.subarray(0, 51);
      yield bytes.subarray(51);
    })();
    expect((await run(['decode'], { stdin })).code).toBe(0);
  });

  test('an empty line parts two answers, and is not in front of the first', async () => {
    const alone = (await run(['decode', RTC])).stdout;
    expect((await run(['decode', 'not a token', RTC])).stdout).toBe(alone);
    expect((await run(['decode', RTC, 'not a token', RTC])).stdout).toBe(`${alone}\n${alone}`);
  });

  test('standard input holds one token, not two', async () => {
    const { code, stdout, stderr } = await run(['decode', '-', '-'], { stdin: RTC });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--ndjson');
  });

  test('on a terminal it asks', async () => {
    const input = async () => ` ${RTC}`;
    const { code, stdout } = await run(['decode'], { terminal: true, prompter: { input } });
    expect(code).toBe(0);
    expect(stdout).toContain('007 token');
  });

  test.each([
    ['--no-input', ['decode', '--no-input'], {}],
    ['--quiet', ['decode', '-q'], {}],
    ['CI', ['decode'], { CI: 'true' }],
    ['--json', ['decode', '--json'], {}],
    ['--ndjson', ['decode', '--ndjson'], {}],
    ['inspect', ['inspect', '--no-input'], {}],
    ['inspect --ndjson', ['inspect', '--ndjson'], {}],
  ])('with %s it names what is missing instead', async (_what, argv, env) => {
    const { code, stderr } = await run(argv, { terminal: true, env });
    expect(code).toBe(2);
    expect(stderr).toMatch(/token/);
    expect(stderr).toMatch(/hint/);
    // The commands share the message.
    expect(stderr).not.toContain('agora-token decode');
  });

  test('a long text is searched to its end', async () => {
    const stdin = (async function* () {
      for (let chunk = 0; chunk < 40; chunk++) yield 'x'.repeat(64 * 1024);
      yield `\ntoken: ${RTC}\n`;
    })();
    const { code, stdout } = await run(['decode', '--json'], { stdin });
    expect(code).toBe(0);
    expect(json(stdout).source).toEqual({
      line: 2,
      column: 8,
      offset: 40 * 64 * 1024 + 8,
      length: RTC.length,
      key: 'token',
    });
  });
  test('standard input that cannot be read is told', async () => {
    const stdin = (async function* (): AsyncGenerator<string> {
      yield await Promise.reject(Object.assign(new Error('EISDIR: read'), { code: 'EISDIR' }));
    })() as InputStream;
    const { code, stderr } = await run(['decode'], { stdin });
    expect(code).toBe(2);
    expect(stderr).toMatch(/standard input cannot be read: it is a directory/);
  });
});

describe('one token', () => {
  test('exactly one JSON document, which says what the contract says', async () => {
    const { code, stdout, stderr } = await run(['decode', '--json', official('007-12')]);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(json(stdout)).toEqual({
      schemaVersion: 1,
      ok: true,
      format: '007',
      appId: '970CA35de60c44645bbae8a215061b33',
      issuedAt: { unix: 1111111, iso: '1970-01-13T20:38:31Z' },
      expiresAt: { unix: 1111711, iso: '1970-01-13T20:48:31Z' },
      endsAt: { unix: 1111711, iso: '1970-01-13T20:48:31Z' },
      lifetimeSeconds: 600,
      salt: 1,
      services: [
        {
          type: 1,
          name: 'rtc',
          channel: '7d72365eb983485397e3e3f9d460bdda',
          uid: '2882341273',
          role: 'subscriber',
          privileges: [
            {
              id: 1,
              name: 'join-channel',
              value: 600,
              expiresAt: { unix: 1111711, iso: '1970-01-13T20:48:31Z' },
            },
          ],
        },
      ],
      signature: expect.stringMatching(/^[0-9a-f]{64}$/),
      findings: [],
    });
  });

  test('a failure is a JSON document too, and exit 4', async () => {
    const { code, stdout } = await run(['decode', '--json', WRONG]);
    expect(code).toBe(4);
    expect(json(stdout)).toEqual({
      schemaVersion: 1,
      ok: false,
      error: {
        code: 'malformed-token',
        reason: 'bad-checksum',
        message: expect.any(String),
        hint: expect.any(String),
      },
    });
  });

  test('needs no config, not even where a broken one is named', async () => {
    const { code } = await run(['decode', RTC], { env: { AGORA_TOKEN_CONFIG: '/not/there.yaml' } });
    expect(code).toBe(0);
  });

  test('control and bidirectional characters are shown escaped, and kept in JSON', async () => {
    const name = 'a\u001b[2J\u202eb\u200b';
    const token = handMade(Buffer.concat([u16(1, 1, 0), text(name), text('é\n')]));
    const shown = await run(['decode', token]);
    expect(shown.stdout).toContain('"a\\x1b[2J\\u{202e}b\\u{200b}"');
    for (const raw of ['\u001b', '\u202e', '\u200b']) expect(shown.stdout).not.toContain(raw);
    const { services } = json((await run(['decode', '--json', token])).stdout);
    expect(services[0]).toMatchObject({ channel: name, uid: 'é\n' });
  });

  test('a name that is not UTF-8 is shown as hex', async () => {
    const { stdout } = await run(['decode', edgeCase('non-utf8 channel')]);
    expect(stdout).toMatch(/hex [0-9a-f]+/);
  });

  test('an in-channel permission of 005 is shown with what it means', async () => {
    const { stdout } = await run(['decode', official('005-04')]);
    expect(stdout).toMatch(
      /in-channel-permission[\s\S]*allowUploadInChannel +"3" \(audio and video\)/,
    );
  });

  test.each(['constructor', 'toString', '__proto__', '3.0', '-1'])(
    '%s is no role and no extra that has a meaning',
    async (word) => {
      const role = whiteboard('SDK', { role: word });
      expect((await run(['decode', role])).stdout).toMatch(new RegExp(`^ +Role +${word}$`, 'm'));
      expect(json((await run(['decode', '--json', role])).stdout).role).toBe(word);
      const { stdout } = await run(['decode', token005(word)]);
      expect(stdout).toMatch(new RegExp(`^ +allowUploadInChannel +"${word}"$`, 'm'));
    },
  );

  test('findings stand behind the token', async () => {
    const { stdout, stderr } = await run(['decode', `Bearer ${RTC}`]);
    expect(stdout).toMatch(/RTC[\s\S]*\[repaired-prefix\]/);
    expect(stderr).toBe('');
  });
});

describe('several tokens', () => {
  test('one JSON array, a bad one in its place', async () => {
    const { code, stdout } = await run(['decode', '--json', RTC, WRONG, TASK]);
    expect(code).toBe(4);
    expect(json(stdout)).toMatchObject([
      { ok: true, format: '007' },
      { ok: false, error: { reason: 'bad-checksum' } },
      { ok: true, format: 'whiteboard-task' },
    ]);
  });

  test('one after another, a bad one on stderr', async () => {
    const { code, stdout, stderr } = await run(['decode', RTC, WRONG, TASK]);
    expect(code).toBe(4);
    expect(stdout).toMatch(/^007 token[\s\S]*\n\nWhiteboard task token/);
    expect(stderr).toMatch(/^agora-token: token 2: /);
  });

  test('one of them from standard input', async () => {
    const { code, stdout } = await run(['decode', '--json', RTC, '-'], { stdin: TASK });
    expect(code).toBe(0);
    expect(json(stdout)).toMatchObject([{ format: '007' }, { format: 'whiteboard-task' }]);
  });
});

describe('--ndjson', () => {
  const stream = (stdin: string | AsyncIterable<string>) => run(['decode', '--ndjson'], { stdin });

  test('a document a line, in order, blank lines skipped', async () => {
    const { code, stdout, stderr } = await stream(`${RTC}\r\n\n  \n${WRONG}\n"${TASK}"`);
    expect(code).toBe(4);
    expect(stderr).toBe('');
    expect(ndjson(stdout)).toMatchObject([
      { schemaVersion: 1, ok: true, format: '007', findings: [] },
      { schemaVersion: 1, ok: false, error: { reason: 'bad-checksum' } },
      { schemaVersion: 1, ok: true, findings: [{ code: 'repaired-quotes' }] },
    ]);
  });

  test('nothing in, nothing out', async () => {
    expect(await stream('')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('a file that Windows PowerShell wrote, in UTF-16', async () => {
    const bytes = Buffer.from(`\ufeff${RTC}\r\n\r\n${TASK}\r\n`, 'utf16le');
    const stdin = (async function* () {
      yield bytes.subarray(0, 51);
      yield bytes.subarray(51);
    })();
    const { code, stdout } = await run(['decode', '--ndjson'], { stdin });
    expect(code).toBe(0);
    expect(ndjson(stdout)).toMatchObject([
      { format: '007', findings: [] },
      { format: 'whiteboard-task', findings: [] },
    ]);
  });

  test.each(['decode', 'inspect'])('%s answers an empty argument too', async (command) => {
    for (const argument of ['', ' ']) {
      const { code, stdout } = await run([command, '--ndjson', argument]);
      expect(code).toBe(4);
      expect(ndjson(stdout)).toMatchObject([{ ok: false, error: { reason: 'empty' } }]);
    }
  });

  test('arguments are not trimmed', async () => {
    const { stdout } = await run(['decode', '--ndjson', ` ${RTC} `]);
    expect(ndjson(stdout)).toMatchObject([{ findings: [{ code: 'repaired-whitespace' }] }]);
  });

  test('- among arguments stands for the lines of standard input', async () => {
    const stdin = `${RTC}\n\n${WRONG}\n`;
    const { code, stdout } = await run(['decode', '--ndjson', TASK, '-', TASK], { stdin });
    expect(code).toBe(4);
    expect(ndjson(stdout)).toMatchObject([
      { format: 'whiteboard-task' },
      { format: '007' },
      { error: { reason: 'bad-checksum' } },
      { format: 'whiteboard-task' },
    ]);
  });

  test('standard input is read once', async () => {
    const { code, stdout } = await run(['decode', '--ndjson', '-', '-'], { stdin: RTC });
    expect(code).toBe(2);
    expect(json(stdout)).toMatchObject({ error: { message: expect.stringMatching(/only one/) } });
  });

  test('a line over 1 MiB is an error for that line only', async () => {
    const { code, stdout } = await stream(`${RTC}\n${'x'.repeat(1024 * 1024 + 1)}\n${TASK}\n`);
    expect(code).toBe(4);
    expect(ndjson(stdout)).toMatchObject([
      { ok: true },
      { ok: false, error: { reason: 'too-large' } },
      { ok: true },
    ]);
  });

  test('arguments are lines too', async () => {
    const { stdout } = await run(['decode', '--ndjson', RTC, TASK]);
    expect(ndjson(stdout)).toMatchObject([{ format: '007' }, { format: 'whiteboard-task' }]);
  });

  test('a line goes out before the next comes in, and waits for the reader', async () => {
    const events: string[] = [];
    const stdin = (async function* () {
      for (const token of [RTC, TASK]) {
        events.push('in');
        yield `${token}\n`;
      }
    })();
    const stdout = {
      write(text: string, callback?: (error?: Error | null) => void) {
        setTimeout(() => {
          if (text) events.push(`out ${ndjson(text).length}`);
          callback?.(null);
        }, 5);
        return false;
      },
    };
    expect((await run(['decode', '--ndjson'], { stdin, context: { stdout } })).code).toBe(0);
    expect(events).toEqual(['in', 'out 1', 'in', 'out 1']);
  });

  test('lines that are there already share writes of bounded size', async () => {
    const sizes: number[] = [];
    const stdin = (async function* () {
      for (let chunk = 0; chunk < 3; chunk++) yield `${RTC}\n`.repeat(500);
    })();
    const stdout = {
      write(text: string, callback?: (error?: Error | null) => void) {
        if (text) sizes.push(text.length);
        callback?.(null);
        return true;
      },
    };
    await run(['decode', '--ndjson'], { stdin, context: { stdout } });
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(sizes.length).toBeLessThan(total / 30_000);
    expect(Math.max(...sizes)).toBeLessThan(70_000);
  });

  test('a reader that leaves ends it quietly', async () => {
    const stdout = {
      write(_text: string, callback?: (error?: Error | null) => void) {
        callback?.(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
        return false;
      },
    };
    const { code, stderr } = await run(['decode', '--ndjson'], {
      stdin: `${RTC}\n${RTC}\n`,
      context: { stdout },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
