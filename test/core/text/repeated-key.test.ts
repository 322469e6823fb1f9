import { expect, test } from 'vitest';
import { repeatedKey } from '../../../src/core/text/repeated-key.js';

test.each<[text: string, key?: string, offset?: number]>([
  ['{"a":1,"a":2}', 'a', 7],
  ['{"a":1,"\\u0061":2}', 'a', 7],
  ['{"b":{"a":1},"c":{"a":1 , "a" : 1}}', 'a', 26],
  ['[{"a":1},{"a":1,"a":1}]', 'a', 16],
  ['{"a\\"":1,"a\\"":1}', 'a"', 9],
  ['{"__proto__":1,"__proto__":2}', '__proto__', 15],
  ['{"":1,"":1}', '', 6],
  ['{"a":"\\"a\\":","b":":","c":"a:b"}'],
  ['{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}'],
  ['{"a":"x","b":["a","a"],"c":"\\\\"}'],
  ['{}'],
  ['[]'],
  ['"a:b"'],
  [`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`],
])('%.60s', (text, key, offset) => {
  expect(repeatedKey(text, JSON.parse(text))).toEqual(
    key === undefined ? undefined : { key, offset },
  );
});

test('a key that repeats elsewhere is not ours', () => {
  const text = '{"x":1,"x":2,"own":{"a":1,"b":2}}';
  const value = JSON.parse(text);
  expect(repeatedKey(text, value, { own: value.own })).toBe(undefined);
});
