import { describe, expect, test } from 'vitest';
import { together, wrapLines } from '../../../src/cli/render/wrap.js';

describe('lines are laid out in a width', () => {
  test.each([
    ['fits', '  label  value', 9, 40, '  label  value\n'],
    [
      'moves words down',
      '  label  one two three four five',
      9,
      26,
      '  label  one two three\n         four five\n',
    ],
    [
      'breaks what is too long',
      'abcdefghijklmnopqrstuvwxyz0123',
      2,
      24,
      'abcdefghijklmnopqrstuvwx\n  yz0123\n',
    ],
    [
      'counts wide characters twice',
      '日本語日本語日本語日本語日本語',
      0,
      24,
      '日本語日本語日本語日本語\n日本語\n',
    ],
    [
      'never narrower than is readable',
      'one two three four five',
      0,
      5,
      'one two three four five\n',
    ],
    [
      'hangs by half the width where the hang is wider than the terminal',
      'label  one two three four five six',
      40,
      30,
      'label  one two three four five\n               six\n',
    ],
    [
      'hangs no less than it is set in',
      '        one two three four five',
      2,
      24,
      '        one two three\n        four five\n',
    ],
    ['leaves the text empty', '', 2, 40, '\n'],
  ])('%s', (_, text, hang, columns, expected) => {
    expect(wrapLines([{ text, hang }], columns)).toBe(expected);
  });

  test('colours take no room', () => {
    const red = (text: string) => `\x1b[31m${text}\x1b[39m`;
    expect(wrapLines([{ text: red('a'.repeat(24)), hang: 0 }], 24)).toBe(
      `${red('a'.repeat(24))}\n`,
    );
  });

  test('a date stays with its time where there is room', () => {
    const text = `Ends  ${together('2023-11-14 23:13:20 +01:00')} (${together('22:13:20 UTC')})`;
    expect(wrapLines([{ text, hang: 6 }], 50)).toBe(
      'Ends  2023-11-14 23:13:20 +01:00 (22:13:20 UTC)\n',
    );
    expect(wrapLines([{ text, hang: 6 }], 46)).toBe(
      'Ends  2023-11-14 23:13:20 +01:00\n      (22:13:20 UTC)\n',
    );
    expect(wrapLines([{ text, hang: 6 }], 30)).toBe(
      'Ends  2023-11-14 23:13:20\n      +01:00 (22:13:20 UTC)\n',
    );
  });
});
