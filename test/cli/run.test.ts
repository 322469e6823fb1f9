import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { EXIT_MEANINGS } from '../../src/core/errors.js';
import { run } from '../helpers/run.js';
import { leaves, tree } from '../helpers/tree.js';

describe('the program', () => {
  test('without arguments shows its help', async () => {
    const { code, stdout, stderr } = await run([]);
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: agora-token');
    expect(stderr).toBe('');
  });

  test.each([[['--version']], [['-V']], [['decode', '--version']]])('%j', async (argv) => {
    expect(await run(argv)).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  test.each([[['--version', '--json']], [['--json', '-V']], [['decode', '--json', '--version']]])(
    '%j is one JSON document',
    async (argv) => {
      const { code, stdout } = await run(argv);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual({ schemaVersion: 1, ok: true, version: manifest.version });
    },
  );

  test.each([
    [['generate', '--help'], 'Usage: agora-token generate '],
    [['help', 'generate', 'rtc'], 'Usage: agora-token generate rtc '],
    [['help'], 'Usage: agora-token '],
  ])('%j with --json is one JSON document', async (argv, usage) => {
    const [plain, { code, stdout }] = [await run(argv), await run([...argv, '--json'])];
    const { help, ...others } = JSON.parse(stdout);
    expect([code, others]).toEqual([0, { schemaVersion: 1, ok: true }]);
    expect(help).toContain(usage);
    expect(`${help}\n`).toBe(plain.stdout);
  });

  test('help exit-codes --json', async () => {
    const { code, stdout } = await run(['help', 'exit-codes', '--json']);
    expect(code).toBe(0);
    const { exitCodes, ...others } = JSON.parse(stdout);
    expect(others).toEqual({ schemaVersion: 1, ok: true });
    expect(exitCodes[0]).toEqual({ code: 0, meaning: 'done; for inspect, the token is good' });
    expect(exitCodes.at(-1)).toEqual({ code: 130, meaning: 'interrupted' });
  });

  test('completion --json', async () => {
    const script = (await run(['completion', 'bash'])).stdout;
    const { code, stdout } = await run(['completion', 'bash', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ schemaVersion: 1, ok: true, shell: 'bash', script });
  });

  test.each([[['--help']], [['help']], [['decode', '--help']], [['help', 'decode']]])(
    '%j goes to stdout',
    async (argv) => {
      const { code, stdout, stderr } = await run(argv);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('Usage: agora-token');
    },
  );

  test('every command and kind has an example in its help, and the global options', async () => {
    const paths = leaves(await tree()).filter(([name]) => name !== 'help' && name !== '__complete');
    expect(paths).toContainEqual(['generate', 'whiteboard', 'room']);
    for (const path of paths) {
      const { stdout } = await run([...path, '--help']);
      expect(stdout, path.join(' ')).toMatch(/\nExamples?:\n {2}.*agora-token /);
      expect(stdout, path.join(' ')).toContain('--profile <name>');
    }
  });

  test('help exit-codes prints the table', async () => {
    const { code, stdout } = await run(['help', 'exit-codes']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/ {3}0 {2}done/);
    expect(stdout).toMatch(/ 130 {2}interrupted/);
  });

  test('README has the same table of exit codes', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const rows = [...readme.matchAll(/^\| (\d+) \| (.+) \|$/gm)].map(([, code, meaning = '']) => [
      Number(code),
      meaning.replaceAll('`', ''),
    ]);
    expect(rows).toEqual(EXIT_MEANINGS);
  });
});

describe('a wrong command line exits 2', () => {
  test.each([
    [['decod'], "unknown command 'decod'", 'Did you mean decode?'],
    [['decod', '--help'], "unknown command 'decod'", 'Did you mean decode?'],
    [['generate', 'rct', '--help'], "unknown command 'rct'", 'Did you mean rtc?'],
    [['generate', 'rct'], "unknown kind 'rct'", 'Did you mean generate rtc?'],
    [['generate', 'rct', '-c', 'demo', '-u', '1'], "unknown kind 'rct'", 'generate rtc?'],
    [['generate', 'chat', 'usr', '--user-id', 'x'], "unknown kind 'usr'", 'generate chat user?'],
    [['generate', 'apaas', 'room', '--room', 'r'], "unknown kind 'room'", 'apaas room-user?'],
    [['generate', '-c', 'demo'], 'generate needs a kind of token', 'The kinds are rtc'],
    [['decode', '--jsno', 'x'], "unknown option '--jsno'", 'Did you mean --json?'],
    [['--jsno'], "unknown option '--jsno'", 'Did you mean --json?'],
    [['help', 'decoed'], 'there is no help on "decoed"', 'Did you mean decode?'],
    [
      ['help', 'nonsense'],
      'there is no help on "nonsense"',
      'Topics: generate, decode, inspect, renew, serve, explain, diff, page, redact, init, profile, doctor, completion, help, environment, config, batch, durations, formats, recording, errors, exit-codes.',
    ],
    [['help', 'generate', 'chat', 'x'], 'there is no help on', 'Topics: user, app.'],
    [['--quiet'], 'no command was given', 'agora-token --help'],
    [['--json=true', 'decode', 'x'], '--json takes no value', 'Give --json alone.'],
    [
      ['generate', 'rtc', '--copy=yes'],
      '--copy takes no value',
      'See agora-token generate rtc --help.',
    ],
    [['decode', '--copy=yes'], "unknown option '--copy'", '--help'],
    [['decode', '--role', 'x'], "unknown option '--role'", 'See agora-token decode --help.'],
    [
      ['generate', '--quiet', 'whiteboard', 'sdk', '--salt', '1'],
      "unknown option '--salt'",
      'See agora-token generate whiteboard sdk --help.',
    ],
    ...[
      ['rtc', '-c', 'my', 'room', '-u', '1'],
      ['rtc', 'extra', '--batch', 'users.csv'],
      ['chat', 'app', 'extra'],
      ['education', 'app', 'x', 'y'],
    ].map((words): [string[], string, string] => [
      ['generate', ...words, '--profile', 'demo'],
      'unexpected argument',
      'See agora-token generate',
    ]),
    [['renew', 'x', 'y'], 'unexpected argument "y"', 'needs quotes'],
    [['decode', 'x', '--now'], '--now needs a value', '--help'],
    [['inspect', 'x', '--now', 'noon'], '--now is "noon", which is not a time', 'Unix seconds'],
  ])('%j', async (argv, message, hint) => {
    const { code, stdout, stderr } = await run(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`agora-token: ${message}`);
    expect(stderr).toContain(`hint: `);
    expect(stderr).toContain(hint);
  });

  test.each([
    [['decode', '007x', '--json']],
    [['decode', '--ndjson']],
    [['profile', 'list']],
    [['profile', 'path']],
    [['explain', '110']],
    [['diff', '007x', '007y']],
    [['init', '--app-id', 'a'.repeat(32), '--certificate-env', 'X']],
    [['completion', 'bash']],
    [['help']],
  ])('%j with a --now that is no time', async (argv) => {
    const { code, stderr } = await run([...argv, '--now', 'noon']);
    expect(code).toBe(2);
    expect(stderr).toContain('--now is "noon", which is not a time');
  });

  test.each([
    [['--no-color', '--color'], true],
    [['--color', '--no-color'], false],
    [['--color', '--', '--no-color'], true],
    [[], false],
  ])('and %j counts for its colour', async (flags, coloured) => {
    const { stderr } = await run(['nonsense', ...flags]);
    expect(stderr.includes('\x1b[')).toBe(coloured);
  });

  test.each(['--app-certificate', '--certificate', '--app-cert'])(
    '%s with a value neither works nor is repeated',
    async (flag) => {
      const secret = 'a'.repeat(32);
      for (const argv of [[`${flag}=${secret}`], [flag, secret]]) {
        const { code, stdout, stderr } = await run(['decode', ...argv, '--json', '--debug']);
        expect(code).toBe(2);
        expect(stderr).toContain('--app-certificate-file');
        expect(stdout + stderr).not.toContain(secret);
      }
    },
  );

  test.each([[['--output', 'json']], [['--output=json']]])(
    '%j asks for JSON as --json does',
    async (output) => {
      const argv = ['generate', 'rtc', '--profile', 'demo', '--channel', 'a/b', ...output];
      const { code, stdout } = await run(argv);
      expect(code).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'usage' } });
    },
  );

  test('without a command --json gives one JSON document', async () => {
    const { code, stdout } = await run(['--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout).error.message).toBe('no command was given');
  });

  test('with --json, as one JSON document too', async () => {
    const { code, stdout } = await run(['decode', '--json', '--nope']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      ok: false,
      error: { code: 'usage', message: "unknown option '--nope'" },
    });
  });
});
