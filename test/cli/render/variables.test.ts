import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
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
  test('reads every value back, and runs nothing', () => {
    const values = VALUES.map((value, index) => [`VALUE_${index}`, value] as const);
    const cwd = folder({ lines: shellLines(values) });
    const source = shell === 'fish' ? 'source lines' : '. ./lines';
    const script = `${source}; "$NODE" -p 'JSON.stringify(process.env)'`;
    const { stdout } = spawnSync(shell, ['-c', script], {
      cwd,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, NODE: process.execPath, HOME: cwd },
    });
    expect(JSON.parse(stdout)).toMatchObject(Object.fromEntries(values));
    expect(readdirSync(cwd).filter((name) => !name.startsWith('.'))).toEqual(['lines']);
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
