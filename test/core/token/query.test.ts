import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queryPairs } from '../../../src/core/token/query.js';
import { runs } from '../../helpers/runs.js';

test.each([
  ['', []],
  ['a=b', [['a', 'b']]],
  [
    'a=b=c&&d',
    [
      ['a', 'b=c'],
      ['d', ''],
    ],
  ],
  [
    '=b&a=',
    [
      ['', 'b'],
      ['a', ''],
    ],
  ],
  ['a+b=c%2Bd%20e', [['a b', 'c+d e']]],
  [
    'a=%&b=%4&c=%zz%41',
    [
      ['a', '%'],
      ['b', '%4'],
      ['c', '%zzA'],
    ],
  ],
  ['%C3%A9=%EF%BB%BF%00', [['é', '\ufeff\0']]],
  ['a=%FF%41', [['a', { hex: 'ff41' }]]],
  ['%C3=a', [[{ hex: 'c3' }, 'a']]],
])('%j', (query, pairs) => {
  expect(queryPairs(query)).toEqual(pairs);
});

test('as URLSearchParams reads it, but for bytes that are not UTF-8', () => {
  const piece = fc.constantFrom('a', 'b', '=', '&', '+', '%', '%4', '%41', '%C3%A9', '%26', '%3D');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const query = pieces.join('');
      fc.pre(!isReplaced(query));
      expect(queryPairs(query)).toEqual([...new URLSearchParams(query)]);
    }),
    runs(100),
  );
});

/** Where pieces side by side make an escape that is not UTF-8. */
function isReplaced(query: string): boolean {
  return [...new URLSearchParams(query)].flat().some((text) => text.includes('\ufffd'));
}
