import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { APP_ID } from '../helpers/demo.js';
import { folder } from '../helpers/folder.js';
import { onTerminal, PROJECT_ENV, runBin } from '../helpers/spawn.js';

const CTRL_C = '\x03';
const ENTER = '\r';
const APP_ID_QUESTION = /\?\S* \S*App ID/;
const HIDDEN_CURSOR = '\x1b[?25l';
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character begins a colour.
const COLOUR = /\x1b\[3\d/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same, of any kind.
const ANY_COLOUR = /\x1b\[[\d;]*m/;

const token = runBin(['generate', 'rtc', '-c', 'demo', '-u', '42'], { env: PROJECT_ENV }).then(
  ({ stdout }) => stdout.trim(),
);

describe.skipIf(process.platform === 'win32')('on a terminal', () => {
  test('generate asks for what is missing, and prints the token', async () => {
    const terminal = onTerminal(['generate', 'rtc'], { env: PROJECT_ENV });
    await terminal.shows('Channel');
    terminal.type(`demo${ENTER}`);
    await terminal.shows(/uid \(a number/);
    terminal.type(`42${ENTER}`);
    await terminal.shows('subscriber');
    terminal.type(ENTER);
    expect(await terminal.exit).toBe(0);
    const screen = stripVTControlCharacters(terminal.screen());
    const [text] = /007[\w+/=]{60,}/.exec(screen.replaceAll('\r\n', '')) ?? [];
    const decoded = await runBin(['decode', '--json', '-'], { input: text ?? '' });
    expect(JSON.parse(decoded.stdout).services[0]).toMatchObject({ channel: 'demo', uid: '42' });
  });

  test('a wrong answer is told at once, and can be corrected', async () => {
    const terminal = onTerminal(['generate', 'rtc', '-u', '1', '-r', 'publisher'], {
      env: PROJECT_ENV,
    });
    await terminal.shows('Channel');
    terminal.type(`a/b${ENTER}`);
    await terminal.shows(/not allowed|may not|allowed/);
    terminal.type(`\x7f\x7f\x7froom${ENTER}`);
    expect(await terminal.exit).toBe(0);
  });

  test.each<[coloured: boolean, flags: string[], env?: Record<string, string>, stdout?: string]>([
    [true, []],
    [false, ['--no-color'], { FORCE_COLOR: '1' }],
    [false, [], { NO_COLOR: '1' }],
    [true, ['--color'], { NO_COLOR: '1' }],
    [true, [], {}, join(folder(), 'stdout')],
  ])('a question has colour: %s, with %j %j %s', async (coloured, flags, env = {}, stdout) => {
    const args = ['generate', 'rtc', '-u', '1', ...flags];
    const terminal = onTerminal(args, {
      env: { ...PROJECT_ENV, ...env },
      ...(stdout && { stdout }),
    });
    await terminal.shows('Channel');
    terminal.type(`demo${ENTER}`);
    // The last line of a choice, in all of its parts.
    await terminal.shows('select');
    terminal.type(ENTER);
    expect(await terminal.exit).toBe(0);
    expect(ANY_COLOUR.test(terminal.screen())).toBe(coloured);
  });

  test('Ctrl-C at a question ends with 130, and no stack', async () => {
    const terminal = onTerminal(['generate', 'rtc'], { env: PROJECT_ENV });
    await terminal.shows('Channel');
    terminal.type(CTRL_C);
    expect(await terminal.exit).toBe(130);
    expect(terminal.screen()).not.toContain('    at ');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s from outside does so too', async (signal) => {
    const terminal = onTerminal(['init']);
    await terminal.shows(APP_ID_QUESTION);
    terminal.type(`${APP_ID}${ENTER}`);
    await terminal.shows(HIDDEN_CURSOR);
    process.kill(terminal.pty.pid, signal);
    expect(await terminal.exit).toBe(130);
    const screen = terminal.screen();
    expect(screen.lastIndexOf('\x1b[?25h')).toBeGreaterThan(screen.lastIndexOf(HIDDEN_CURSOR));
  });

  test.each([{ CI: 'true' }, undefined])('nothing is asked with %j, or --no-input', async (env) => {
    const args = ['generate', 'rtc', ...(env ? [] : ['--no-input'])];
    const terminal = onTerminal(args, { env: { ...PROJECT_ENV, ...env } });
    expect(await terminal.exit).toBe(2);
    expect(terminal.screen()).toContain('--channel');
  });

  test('inspect has colour, and none where the user wants none', async () => {
    const args = ['inspect', await token];
    const run = async (env: Record<string, string>) => {
      const terminal = onTerminal(args, { env });
      expect(await terminal.exit).toBe(0);
      return terminal.screen();
    };
    expect(await run({})).toMatch(COLOUR);
    expect(await run({ NO_COLOR: '1' })).not.toMatch(COLOUR);
    expect(await run({ TERM: 'dumb' })).not.toContain('\x1b');
  });

  test.each([20, 40, 100])(
    'inspect fits %i columns, or breaks where a word ends',
    async (columns) => {
      const terminal = onTerminal(['inspect', await token], { columns, env: { NO_COLOR: '1' } });
      expect(await terminal.exit).toBe(0);
      const lines = terminal.screen().split('\r\n');
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(Math.max(columns, 24));
    },
  );

  test('decode without a token asks for one', async () => {
    const terminal = onTerminal(['decode']);
    await terminal.shows('Token');
    terminal.type(`${await token}${ENTER}`);
    expect(await terminal.exit).toBe(0);
    await terminal.shows('RTC');
  });

  test('init writes a profile, and a second time another one', async () => {
    const cwd = folder({ '.git/': '' });
    for (const [name, shown] of [
      ['', 'Wrote .agora-tokenrc.yaml'],
      ['prod', 'Added the profile prod to .agora-tokenrc.yaml'],
    ] as const) {
      const terminal = onTerminal(['init', '--scope', 'project'], { cwd });
      await terminal.shows(APP_ID_QUESTION);
      terminal.type(`${APP_ID}${ENTER}`);
      await terminal.shows('Where is the App Certificate kept?');
      terminal.type(ENTER);
      await terminal.shows('Name of the variable');
      terminal.type(ENTER);
      await terminal.shows('Interactive Whiteboard');
      terminal.type(ENTER);
      await terminal.shows('Name of the profile');
      terminal.type(`${name}${ENTER}`);
      await terminal.shows(shown);
      expect(await terminal.exit).toBe(0);
    }
    const text = readFileSync(join(cwd, '.agora-tokenrc.yaml'), 'utf8');
    expect(text).toContain('defaultProfile: dev\n');
    expect(text.match(/^ {2}\w+:$/gm)).toEqual(['  dev:', '  prod:']);
  });

  test('inspect --watch counts down, and Ctrl-C ends it with 130', async () => {
    const terminal = onTerminal(['inspect', '--watch', await token]);
    await terminal.shows('unverified');
    terminal.type(CTRL_C);
    expect(await terminal.exit).toBe(130);
  });
});
