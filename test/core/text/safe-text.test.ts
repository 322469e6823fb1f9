import { expect, test } from 'vitest';
import { quoted, safeMessage, safeText } from '../../../src/core/text/safe-text.js';

test.each([
  ['plain text', 'plain text'],
  ['ünï 漢字 😀', 'ünï 漢字 😀'],
  ['a\nb\tc\r', 'a\\nb\\tc\\r'],
  ['\u001b[2J', '\\x1b[2J'],
  ['\u009b31m', '\\x9b31m'],
  ['ab\u202ecd', 'ab\\u{202e}cd'],
  ['zero\u200bwidth', 'zero\\u{200b}width'],
  ['back\\slash', 'back\\\\slash'],
  ['no\u00a0break', 'no\\xa0break'],
  ['lone \ud800', 'lone \\u{d800}'],
  ['soft\u00adhyphen \ufeffBOM \u{e0041}tag', 'soft\\xadhyphen \\u{feff}BOM \\u{e0041}tag'],
  ['Việt e\u0323\u0302 שָּׁ', 'Việt e\u0323\u0302 שָּׁ'],
  [`z${'\u0301'.repeat(6)}`, `z${'\u0301'.repeat(4)}\\u{301}\\u{301}`],
  ['a\\u{202e}', 'a\\\\u{202e}'],
])('%j is shown as %s', (text, shown) => {
  expect(safeText(text)).toBe(shown);
});

test('quotes show where a text begins and ends', () => {
  expect(quoted(' a"b ')).toBe('" a\\"b "');
});

test.each([
  ['two\nlines of C:\\path …', 'two\nlines of C:\\path …'],
  ['\u001b[2J\n', '\\x1b[2J\n'],
])('as a whole message %j is shown as %s', (text, shown) => {
  expect(safeMessage(text)).toBe(shown);
});
