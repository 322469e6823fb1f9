import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, test } from 'vitest';
import { dotenvLines, powershellLines, shellLines } from '../../../src/cli/render/variables.js';
import { folder } from '../../helpers/folder.js';

const VALUES = [
  'demo',
  "it's",
  '\\',
  "\\'; touch PWNED #",
  "a\\'b",
  '$(touch PWNED)',
  '`touch PWNED`',
  '"; touch PWNED; "',
  '!1 ~ * ? [a] {b} # & | ; < > ( )',
  'two\nlines',
  '',
  'é 日本',
];

const present = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

describe.each(['bash', 'dash', 'zsh', 'fish'].filter(present))('%s', (shell) => {
  test.each(VALUES)('reads %j back, and runs nothing', (value) => {
    const cwd = folder();
    writeFileSync(join(cwd, 'lines'), shellLines([['VALUE', value]]));
    const source = shell === 'fish' ? 'source lines' : '. ./lines';
    const script = `${source}; "$NODE" -p 'JSON.stringify(process.env.VALUE)'; ls`;
    const { stdout } = spawnSync(shell, ['-c', script], {
      cwd,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, NODE: process.execPath, HOME: cwd },
    });
    expect(stdout).toBe(`${JSON.stringify(value)}\nlines\n`);
  });
});

test.each(VALUES.filter((value) => !value.includes('\n')))('dotenv reads %j back', (value) => {
  expect(parse(dotenvLines([['VALUE', value]])).VALUE).toBe(value);
});

test('dotenv: a value with a backslash is put into quotes that leave it alone, or refused', () => {
  expect(dotenvLines([['VALUE', "it's\\n"]])).toBe("VALUE=`it's\\n`\n");
  expect(dotenvLines([['VALUE', "it's `a`"]])).toBe('VALUE="it\'s `a`"\n');
  expect(() => dotenvLines([['VALUE', "it's `a`\\n"]])).toThrow('VALUE has every kind of quotes');
});

test.each([..."'\u2018\u2019\u201a\u201b"])('PowerShell reads %j twice as one', (quote) => {
  expect(powershellLines([['VALUE', `a${quote}b`]])).toBe(`$env:VALUE = 'a${quote}${quote}b'\n`);
});
