import { describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { run } from './helpers/run.js';

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

  test.each([[['--help']], [['help']], [['decode', '--help']], [['help', 'decode']]])(
    '%j goes to stdout',
    async (argv) => {
      const { code, stdout, stderr } = await run(argv);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('Usage: agora-token');
    },
  );

  test('every command and kind has an example in its help, and global options', async () => {
    const { stdout } = await run(['--help']);
    const commands = [...stdout.matchAll(/^ {2}([a-z]+)(?:\|\w+)? /gm)].map(
      (match) => match[1] ?? '',
    );
    expect(commands).toContain('decode');
    for (const command of commands.filter((name) => name !== 'help')) {
      const { stdout: help } = await run(['help', command]);
      expect(help, command).toMatch(/Examples?:\n {2}/);
    }
  });

  test('help exit-codes prints the table', async () => {
    const { code, stdout } = await run(['help', 'exit-codes']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/ {3}0 {2}done/);
    expect(stdout).toMatch(/ 130 {2}interrupted/);
  });
});

describe('a wrong command line exits 2', () => {
  test.each([
    [['decod'], "unknown command 'decod'", 'Did you mean decode?'],
    [['decode', '--jsno', 'x'], "unknown option '--jsno'", 'Did you mean --json?'],
    [['--jsno'], "unknown option '--jsno'", 'Did you mean --json?'],
    [['help', 'decoed'], 'there is no help on "decoed"', 'Did you mean decode?'],
    [['decode', 'x', '--now'], "option '--now <time>' argument missing", '--help'],
    [['inspect', 'x', '--now', 'noon'], '--now is "noon", which is not a time', 'Unix seconds'],
  ])('%j', async (argv, message, hint) => {
    const { code, stdout, stderr } = await run(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`agora-token: ${message}`);
    expect(stderr).toContain(`hint: `);
    expect(stderr).toContain(hint);
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
