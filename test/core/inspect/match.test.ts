import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchCrc, matchesText, nearMiss } from '../../../src/core/inspect/match.js';
import { crc32 } from '../../../src/core/token/crc32.js';
import { runs } from '../../helpers/runs.js';

describe('a text of a token admits a value', () => {
  test.each([
    ['', 'anything', true],
    ['*', 'anything', true],
    ['*', '', true],
    ['a', 'a', true],
    ['a', 'A', false],
    ['1*a*2', '1a2', true],
    ['1*a*2', '1xxayy2', true],
    ['1*a*2', '1xx2', false],
    ['a*a', 'a', false],
    ['*a*a*', 'a', false],
    ['a**b', 'ab', true],
    ['*b*', 'abc', true],
  ])('%j for %j: %s', (inToken, value, expected) => {
    expect(matchesText(inToken, value)).toBe(expected);
  });

  test('as a regular expression would say', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 8 });
    const value = fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 });
    fc.assert(
      fc.property(letters, value, (pattern, text) => {
        const joined = pattern.join('');
        fc.pre(joined !== '');
        const expected = new RegExp(`^${joined.replaceAll('*', '.*')}$`).test(text.join(''));
        expect(matchesText(joined, text.join(''))).toBe(expected);
      }),
      runs(100),
    );
  });

  test('bytes that are not UTF-8 admit nothing', () => {
    expect(matchesText({ hex: 'ff' }, 'ÿ')).toBe(false);
  });
});

describe('by what two texts differ', () => {
  test.each([
    ['Demo', 'demo', 'letter case'],
    ['demo ', 'demo', 'surrounding white space'],
    ['my room', 'myroom', 'white space'],
    ['my%20room', 'my room', 'percent-encoding'],
    ['my+room', 'my room', 'a plus sign where a space belongs'],
    ['e\u0301', '\u00e9', 'Unicode normalisation'],
    ['007', '7', 'leading zeros'],
    ['"demo"', 'demo', 'quotes around it'],
    ['demo', 'test', undefined],
    ['demo', 'demo', undefined],
    ['%', '%25', 'percent-encoding'],
  ])('%j and %j: %s', (left, right, by) => {
    expect(nearMiss(left, right)).toBe(by);
    expect(nearMiss(right, left)).toBe(by);
  });
});

describe('what a CRC-32 stands for', () => {
  test.each([
    ['demo', 'demo', undefined],
    ['demo', 'DEMO', 'letter case'],
    ['Demo', 'demo', 'letter case'],
    ['demo\n', 'demo', 'surrounding white space'],
    ['demo\r\n', 'demo', 'surrounding white space'],
    [' demo', 'demo', 'surrounding white space'],
    ['demo ', 'demo', 'surrounding white space'],
    ['demo', ' demo ', 'surrounding white space'],
    ['myroom', 'my room', 'white space'],
    ['my+room', 'my room', 'a plus sign where a space belongs'],
    ['my room', 'my+room', 'a plus sign where a space belongs'],
    ['e\u0301', '\u00e9', 'Unicode normalisation'],
    ['\u00e9', 'e\u0301', 'Unicode normalisation'],
    ['"demo"', 'demo', 'quotes around it'],
    ['my%20room', 'my room', 'percent-encoding'],
    ['my room', 'my%20room', 'percent-encoding'],
  ])('that of %j, looked for as %j: %s', (signed, expected, by) => {
    expect(matchCrc(crc32(signed), expected)).toEqual({ text: signed, ...(by && { by }) });
  });

  test('something else', () => {
    expect(matchCrc(crc32('other'), 'demo')).toBeUndefined();
  });
});
