import { expect, test } from 'vitest';
import { tokenText } from '../../../src/core/token/bytes.js';

test.each([
  ['', ''],
  ['7f', '\u007f'],
  ['80', { hex: '80' }],
  ['c3a9', 'é'],
  ['c3', { hex: 'c3' }],
  ['efbbbf61', '\ufeffa'],
  ['eda080', { hex: 'eda080' }],
])('the bytes %s are the text %j', (hex, text) => {
  expect(tokenText(Uint8Array.from(Buffer.from(hex, 'hex')))).toEqual(text);
});
