import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rtc } from '../../core/inspect/tokens.js';
import { folder } from '../../helpers/folder.js';
import { har } from '../../helpers/har.js';
import { NOW, ndjson, run } from '../../helpers/run.js';
import { edgeCase, official, vectors } from '../../helpers/vectors.js';

const RTC = edgeCase('base rtc');
const PLUS = official('007-04');
const whiteboard = (prefix: string) =>
  vectors('whiteboard').find(({ token }) => token.startsWith(prefix))?.token as string;
const CURL = `curl -X POST https://api.test/join \\
  -H 'Authorization: agora token=${RTC}' \\
  -d '{"name":"a","properties":{"token":"${PLUS.replaceAll('/', '\\/')}","agent_rtc_uid":"7"}}'`;
const json = (text: string) => JSON.parse(text);

describe('decode', () => {
  test('one token in a text: its document, with where it is', async () => {
    const { code, stdout, stderr } = await run(['decode', '--json', `AGORA_TOKEN="${RTC}"`]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(json(stdout)).toMatchObject({
      ok: true,
      format: '007',
      source: { line: 1, column: 14, offset: 13, length: 139, key: 'AGORA_TOKEN' },
      findings: [{ code: 'found-in-text', severity: 'info' }],
    });
  });

  test('for a person the place is a line in front', async () => {
    const { stdout } = await run(['decode'], { stdin: `a\nb\n  rtcToken: ${RTC}\n` });
    expect(stdout).toMatch(/^from line 3, column 13 \(rtcToken\)\n007 token/);
  });

  test('several in the order of the text', async () => {
    const { code, stdout } = await run(['decode', '--json'], { stdin: CURL });
    expect(code).toBe(0);
    expect(json(stdout)).toMatchObject([
      { format: '007', source: { line: 2, key: 'Authorization' } },
      {
        source: { line: 3, key: 'token' },
        findings: [
          { code: 'found-in-text' },
          { code: 'repaired-escapes' },
          { code: 'context-differs', severity: 'warning' },
        ],
      },
    ]);
    const { stdout: text } = await run(['decode', CURL]);
    expect(text).toMatch(/^from line 2[\s\S]*\n\nfrom line 3/);
  });

  test('a text that is a token is read as ever', async () => {
    for (const text of [RTC, ` "${RTC}"\n`, `Bearer ${RTC}`, `${RTC}****`]) {
      const { code, stdout } = await run(['decode', '--json', text]);
      expect(code).toBe(0);
      expect(stdout).not.toMatch(/found-in-text|"source"/);
    }
  });

  test('two tokens, one behind the other', async () => {
    const { code, stdout } = await run(['decode', '--json'], { stdin: `${RTC}\n${PLUS}\n` });
    expect(code).toBe(0);
    expect(json(stdout)).toMatchObject([{ source: { line: 1 } }, { source: { line: 2 } }]);
  });

  test('what is none is said, with its place where it looks like one', async () => {
    expect(json((await run(['decode', '--json', 'hello'])).stdout).error).toMatchObject({
      reason: 'not-a-token',
      message: expect.stringContaining('5 characters'),
    });
    const log = `12:00:01 joined\n12:00:02 token=${RTC.slice(0, 120)}\n12:00:03 left\n`;
    const { code, stdout } = await run(['decode', '--json'], { stdin: log });
    expect(code).toBe(4);
    expect(json(stdout).error).toMatchObject({
      reason: 'truncated',
      message: expect.stringMatching(/line 2, column 16.*cut short/),
      position: { offset: 31, length: 120 },
      partial: { format: '007', appId: expect.any(String), lifetimeSeconds: expect.any(Number) },
    });
  });

  test('a masked one', async () => {
    for (const text of [`"token":"${RTC.slice(0, 110)}****"`, `${RTC.slice(0, 110)}…`]) {
      const { code, stdout, stderr } = await run(['decode', '--json', text]);
      expect(code).toBe(4);
      expect(json(stdout).error).toMatchObject({
        reason: 'masked',
        hint: expect.stringMatching(/on purpose/),
        partial: { format: '007' },
      });
      expect(stderr).toContain('masked');
    }
  });

  // How much of it is there, where its end is missing.
  const parts: readonly (readonly [
    format: string,
    token: string,
    length: number,
    partial: object,
  ])[] = [
    ['006', official('006-03'), 130, { appId: expect.any(String), expiresAt: expect.any(Object) }],
    ['005', official('005-04'), 104, { appId: expect.any(String), issuedAt: expect.any(Object) }],
    ['004', official('004-02'), 90, { appId: expect.any(String), issuedAt: expect.any(Object) }],
    ['003', official('003-01'), 104, { salt: expect.any(Number), uid: expect.any(String) }],
    ['signaling', official('signaling-01'), 60, { expiresAt: expect.any(Object) }],
    ['whiteboard-room', whiteboard('NETLESSROOM_'), 120, { accessKey: expect.any(String) }],
  ];
  describe.each(parts)('of the format %s', (format, token, length, partial) => {
    const part = token.slice(0, length);
    test.each([
      ['masked', `${part}****`],
      ['masked', `${part} …`],
      ['masked', `login with ${part}… failed`],
      ['truncated', part],
      ['truncated', `token=${part}\nnext line`],
    ])('%s: %s', async (reason, text) => {
      const { code, stdout } = await run(['decode', '--json', text]);
      expect(code).toBe(4);
      const { error } = json(stdout);
      expect(error).toMatchObject({ reason, partial: { format, ...partial } });
      expect(error.partial).not.toHaveProperty('signature');
    });
  });

  test.each(['{"tok**":"0**K*"}', 'x token=*****', '{"rtcToken": "ab***"}'])(
    '%s has a masked one too',
    async (text) => {
      const { code, stdout } = await run(['decode', '--json', text]);
      expect(code).toBe(4);
      expect(json(stdout).error).toMatchObject({ reason: 'masked' });
      const { offset, length } = json(stdout).error.position;
      expect(text.slice(offset, offset + length)).toMatch(/^[\w*]+$/);
    },
  );

  test('what cannot be read beside what can is a note', async () => {
    const text = `a=${RTC.slice(0, 60)}\nb=${RTC}\n`;
    const { code, stderr } = await run(['decode'], { stdin: text });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'note: what looks like a token at line 1, column 3 cannot be read\n',
    });
    expect((await run(['decode', '-q'], { stdin: text })).stderr).toBe('');
  });
});

describe('files', () => {
  const files = () => {
    const cwd = folder();
    writeFileSync(join(cwd, '.env'), `A=1\nAGORA_TOKEN=${RTC}\n`);
    writeFileSync(join(cwd, 'token.txt'), `${RTC}\n`);
    writeFileSync(join(cwd, 'tokens.txt'), `${RTC}\n${PLUS}\n`);
    writeFileSync(join(cwd, 'utf16.txt'), Buffer.from(`\ufefftoken: ${RTC}\r\n`, 'utf16le'));
    writeFileSync(join(cwd, '@odd'), RTC);
    writeFileSync(join(cwd, 'none.txt'), 'nothing\n');
    mkdirSync(join(cwd, 'sub'));
    return { cwd };
  };

  test('an argument that is no token and names a file', async () => {
    const world = files();
    for (const name of ['.env', '@.env', './.env', join(world.cwd, '.env')]) {
      const { code, stdout } = await run(['decode', '--json', name], world);
      expect(code).toBe(0);
      expect(json(stdout).source).toMatchObject({ line: 2, key: 'AGORA_TOKEN', file: '.env' });
    }
    const { stdout } = await run(['decode', '.env'], world);
    expect(stdout).toMatch(/^from \.env, line 2, column 13 \(AGORA_TOKEN\)\n/);
    const alone = await run(['decode', '--json', 'token.txt'], world);
    expect(json(alone.stdout)).toMatchObject({ ok: true, findings: [] });
    const two = await run(['decode', '--json', 'tokens.txt'], world);
    expect(json(two.stdout)).toHaveLength(2);
    const utf16 = await run(['decode', '--json', 'utf16.txt'], world);
    expect(json(utf16.stdout).source).toMatchObject({ column: 8, offset: 7 });
  });

  test.each([
    ['sub', 2, /the file sub is a directory/],
    ['@sub', 2, /directory/],
    ['@not-there', 2, /the file not-there does not exist/],
    ['none.txt', 4, /none.txt: .*not an Agora token/],
    ['/dev/zero', 2, /device/],
    ['not-there.log', 4, /not there|name of a file/],
  ])('%s exits %d', async (name, expected, message) => {
    const { code, stderr } = await run(['decode', name], files());
    expect(stderr).toMatch(message);
    expect(code).toBe(expected);
  });
});

describe('inspect', () => {
  const good = rtc();
  const ended = rtc({ uid: '7' }, { issued: NOW - 9999 });
  const log = `a: ${good}\nb: ${ended}\n`;

  test('one token in a text', async () => {
    const { code, stdout } = await run(['inspect', '--json', `token=${good}`]);
    expect(code).toBe(0);
    expect(json(stdout)).toMatchObject({
      verdict: 'valid',
      source: { offset: 6, key: 'token' },
      findings: expect.arrayContaining([expect.objectContaining({ code: 'found-in-text' })]),
    });
  });

  test('several tokens, and the exit code of the first that fails', async () => {
    const { code, stdout } = await run(['inspect', '--json'], { stdin: log });
    expect(code).toBe(5);
    expect(json(stdout)).toMatchObject([{ verdict: 'valid' }, { verdict: 'expired' }]);
    const text = await run(['inspect', good, 'nonsense', ended]);
    expect(text.code).toBe(4);
    expect(text.stderr).toMatch(/token 2: /);
  });

  test('--watch is for one', async () => {
    const { code, stderr } = await run(['inspect', '--watch', good, ended]);
    expect(code).toBe(2);
    expect(stderr).toContain('--watch');
  });
});

describe('inspect of a HAR', () => {
  const other = har(rtc(), { code: 9, buffer: { uid: 7 } });

  test('compares the token with what the client joined with', async () => {
    const { code, stdout } = await run(['inspect', '--json', '--profile', 'demo'], {
      stdin: other,
    });
    expect(code).toBe(7);
    expect(json(stdout)).toMatchObject({
      verdict: 'mismatch',
      source: { key: 'key', join: { channel: 'demo', uid: '7', code: 9 } },
    });
    expect(json(stdout).findings[0]).toMatchObject({ code: 'uid-mismatch', severity: 'error' });
    expect(json(stdout).explained[0].meaning).toEqual(expect.any(String));
    const text = await run(['inspect', '--profile', 'demo'], { stdin: other });
    expect(text.stdout).toMatch(/^from line 1, column \d+ \(key\): a client joined with App ID/);
    expect(text.stdout).toMatch(/uid 7, and was refused with 9 \(invalid token/);
  });

  test('explicit options win, and --no-context leaves it out', async () => {
    expect((await run(['inspect', '--uid', '42'], { stdin: other })).code).toBe(0);
    expect((await run(['inspect', '--account', '42'], { stdin: other })).code).toBe(0);
    const { code, stdout } = await run(['inspect', '--json', '--no-context'], { stdin: other });
    expect(code).toBe(0);
    expect(json(stdout).source).not.toHaveProperty('join');
    const body = `{"uid":7,"token":"${rtc()}"}`;
    const warned = await run(['inspect', '--json', body]);
    expect(warned.code).toBe(0);
    expect(warned.stdout).toContain('context-differs');
  });

  test.each([
    ['inspect', '--json'],
    ['inspect', '--ndjson'],
    ['decode', '--json'],
    ['decode', '--ndjson'],
  ])('%s %s --no-context', async (...args) => {
    for (const text of [`{"uid":7,"token":"${rtc()}"}`, other.replaceAll('\n', ' ')]) {
      expect((await run([...args, text])).stdout).toMatch(/context-differs|"join"/);
      const { stdout } = await run([...args, '--no-context', text]);
      expect(stdout).toContain('found-in-text');
      expect(stdout).not.toMatch(/context-differs|"join"/);
    }
  });

  test('what matches is good', async () => {
    const { code, stdout } = await run(['inspect', '--json'], { stdin: har(rtc(), { code: 0 }) });
    expect(code).toBe(0);
    expect(json(stdout).source.join).toEqual({
      appId: expect.any(String),
      channel: 'demo',
      uid: '42',
      code: 0,
    });
  });
});

test('renew and diff read the one token of a text', async () => {
  const renewed = await run(['renew', '--profile', 'demo', `token=${rtc()}`, '--salt', '1']);
  expect(renewed).toMatchObject({ code: 0, stdout: `${rtc()}\n` });
  const same = await run(['diff', `a="${rtc()}"`, '-'], { stdin: `x ${rtc()} y` });
  expect(same.code).toBe(0);
});

describe('renew', () => {
  const several = `a=${rtc()}\nb=${official('signaling-01')}\nc=${rtc({ uid: '7' })}\n`;

  test('several tokens, and the exit code of the first that fails', async () => {
    const args = ['renew', '--profile', 'demo', '--salt', '1'];
    const text = await run([...args, several]);
    expect(text).toMatchObject({ code: 2, stdout: `${rtc()}\n${rtc({ uid: '7' })}\n` });
    expect(text.stderr).toMatch(/token 1 of 3, from line 1, column 3 \(a\):\n/);
    expect(text.stderr).toMatch(/token 2 of 3[^\n]*:\nagora-token: /);
    const { code, stdout } = await run([...args, '--json', several]);
    expect(code).toBe(2);
    expect(json(stdout)).toMatchObject([
      { ok: true, token: rtc() },
      { ok: false, error: { code: 'usage' } },
      { ok: true, token: rtc({ uid: '7' }) },
    ]);
  });

  test.each([[['--copy']], [['--qr']], [['--output', 'dotenv']]])(
    'several tokens do not leave by %j',
    async (way) => {
      const { code, stdout, stderr } = await run(['renew', '--profile', 'demo', ...way, several]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(`3 tokens were found, and ${way.join(' ')} is for one`);
    },
  );
});

describe('diff', () => {
  const two = `a=${rtc()}\nb=${rtc({ uid: '7' })}\n`;

  test.each([
    ['one with each of the other side', rtc(), two, [true, false]],
    ['each with the one of the other side', two, rtc({ uid: '7' }), [false, true]],
    ['as many in their order', two, two, [true, true]],
  ])('%s', async (_what, first, second, same) => {
    const code = same.includes(false) ? 7 : 0;
    const asJson = await run(['diff', '--json', first, second]);
    expect(asJson.code).toBe(code);
    expect(json(asJson.stdout).map((each: { same: boolean }) => each.same)).toEqual(same);
    const text = await run(['diff', first, second]);
    expect(text.code).toBe(code);
    expect(text.stdout.split('\n\n')).toHaveLength(2);
    expect(text.stdout).toMatch(/(first |second) from line 2, column 3 \(b\)\n/);
    expect(await run(['diff', '--silent', first, second])).toMatchObject({ code, stdout: '' });
  });

  test('where they are is in the document', async () => {
    const { stdout } = await run(['diff', '--json', rtc(), `t: ${rtc()}`]);
    expect(json(stdout)).toMatchObject({ same: true, secondSource: { column: 4, key: 't' } });
    expect(json(stdout)).not.toHaveProperty('firstSource');
  });

  test('two and three cannot be compared', async () => {
    const { code, stderr } = await run(['diff', two, `${two}c=${RTC}`]);
    expect(code).toBe(2);
    expect(stderr).toContain('2 tokens were found in the first text and 3 in the second');
  });
});

test('a line of --ndjson that contains a token', async () => {
  const { code, stdout } = await run(['decode', '--ndjson'], {
    stdin: `${RTC}\n2026-01-01 token=${PLUS} ok\nnothing\n`,
  });
  expect(code).toBe(4);
  expect(ndjson(stdout)).toMatchObject([
    { ok: true, findings: [] },
    { ok: true, findings: [{ code: 'found-in-text' }], source: { column: 18, key: 'token' } },
    { ok: false },
  ]);
  const inspected = await run(['inspect', '--ndjson'], { stdin: `x: ${rtc()}\n` });
  expect(ndjson(inspected.stdout)).toMatchObject([{ verdict: 'valid', source: { key: 'x' } }]);
});
