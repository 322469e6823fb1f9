import { expect, test } from 'vitest';
import { count, listed, verb } from '../../../src/core/text/count.js';

const LETTERS = [...'abcdefghijkl'];

test.each([
  [0, ''],
  [1, 'a'],
  [2, 'a and b'],
  [3, 'a, b and c'],
  [10, 'a, b, c, d, e, f, g, h, i and j'],
  [11, 'a, b, c, d, e, f, g, h, i, j and 1 more'],
  [12, 'a, b, c, d, e, f, g, h, i, j and 2 more'],
])('a list of %i', (length, text) => {
  expect(listed(LETTERS.slice(0, length))).toBe(text);
});

test('a choice', () => {
  expect(listed(['a', 'b', 'c'], 'or')).toBe('a, b or c');
});

test.each([
  [0, '0 services', 'are', 'have', 'occur'],
  [1, '1 service', 'is', 'has', 'occurs'],
  [2, '2 services', 'are', 'have', 'occur'],
])('%i', (number, counted, is, has, occurs) => {
  expect(count(number, 'service')).toBe(counted);
  expect(['is', 'has', 'occurs'].map((one) => verb(number, one))).toEqual([is, has, occurs]);
});
