import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wrapLines } from '../../src/output/wrap.js';

const wrapped = (text: string, columns: number, hang = 0) =>
  wrapLines([{ text, hang }], columns).slice(0, -1).split('\n');

describe('wrapLines', () => {
  test.each<[string, string, number, string[]]>([
    ['what fits stays', '  a  b', 0, ['  a  b']],
    ['nothing', '', 2, ['']],
    ['words move down', 'one two three four five six', 0, ['one two three four five', 'six']],
    ['and are set in', 'one two three four five six', 4, ['one two three four five', '    six']],
    [
      'at least as far as the line',
      '   one two three four five',
      0,
      ['   one two three four', '   five'],
    ],
    ['long words are broken', 'x'.repeat(30), 2, ['x'.repeat(24), `  ${'x'.repeat(6)}`]],
    ['wide characters take two cells', '字'.repeat(14), 0, ['字'.repeat(12), '字'.repeat(2)]],
    ['combining ones none', 'e\u0301'.repeat(24), 0, ['e\u0301'.repeat(24)]],
    [
      'nor do colours',
      `\x1b[31m${'x'.repeat(24)}\x1b[39m`,
      0,
      [`\x1b[31m${'x'.repeat(24)}\x1b[39m`],
    ],
  ])('%s', (_name, text, hang, expected) => {
    expect(wrapped(text, 24, hang)).toEqual(expected);
  });

  test('nothing is lost, and no line is too long', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'é', '-', '='),
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 12 }),
        fc.integer({ min: 24, max: 90 }),
        fc.nat(30),
        (words, columns, hang) => {
          const lines = wrapped(words.join(' '), columns, hang);
          expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});
