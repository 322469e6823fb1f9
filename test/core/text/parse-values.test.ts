import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/core/errors.js';
import { parseDuration, parseInteger, parseTime } from '../../../src/core/text/parse-values.js';
import { thrown } from '../../helpers/thrown.js';

describe('durations', () => {
  test.each([
    ['90s', 90],
    ['15m', 900],
    ['1h30m', 5400],
    ['24h', 86_400],
    ['7d', 604_800],
    ['1d1h1m1s', 90_061],
    ['3600', 3600],
    [' 60 ', 60],
    ['1H', 3600],
    ['1w', 604_800],
    ['90min', 5400],
    ['1 day', 86_400],
    ['2 Hours', 7200],
    ['1h 30m', 5400],
    ['1 week 2 days', 777_600],
    ['30 secs', 30],
    ['999999999', 999_999_999],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseDuration(text, '--expires-in')).toBe(seconds);
  });

  test.each([
    ['', 'is empty'],
    [' ', 'is empty'],
    ['0', 'expire immediately'],
    ['0s', 'expire immediately'],
    ['-1', 'negative'],
    ['-1h', 'negative'],
    ['1.5', 'fractions'],
    ['1.5h', 'fractions'],
    ['.5h', 'fractions'],
    ['1e3', 'not a duration'],
    ['30m1h', 'not a duration'],
    ['1x', 'not a duration'],
    ['1 day 2', 'not a duration'],
    ['day', 'not a duration'],
    ['h', 'not a duration'],
    ['0x10', 'not a duration'],
    ['1000000000', 'Unix timestamp'],
    ['1790000000', 'Unix timestamp'],
    ['1790000000000', 'milliseconds'],
    ['99999d', 'Unix timestamp'],
    ['2026-01-01T00:00:00Z', 'date'],
  ])('%j is refused: %s', (text, why) => {
    expect(() => parseDuration(text, '--expires-in')).toThrow(UsageError);
    expect(() => parseDuration(text, '--expires-in')).toThrow(why);
    expect(() => parseDuration(text, '--expires-in')).toThrow('--expires-in');
  });

  const hint = (text: string) => thrown(() => parseDuration(text, '--expires-in')).hint;

  test.each([
    ['1.5h', 'Did you mean 1h30m?'],
    ['1,5H', 'Did you mean 1h30m?'],
    ['.5h', 'Did you mean 30m?'],
    ['1.5d', 'Did you mean 36h?'],
    ['0.25m', 'Did you mean 15s?'],
    ['3600.0', 'Did you mean 1h?'],
    ['-1h', 'Did you mean 1h?'],
    ['-3600', 'Did you mean 3600?'],
    ['0', 'use 24h'],
    ['0h', 'use 24h'],
    ['', 'An unset shell variable'],
    ['1700000000', 'To end at 2023-11-14 22:13:20 UTC'],
    ['1700000000000', 'To end at 2023-11-14 22:13:20 UTC'],
    ['99999d', 'such as 7d'],
  ])('%j is told what was probably meant: %s', (text, meant) => {
    expect(hint(text)).toContain(meant);
  });

  test.each(['-1x', '-0', '-', '1.5x', '0.0', '1.5.5', '.0001', '1,000'])(
    '%j is not guessed at',
    (text) => {
      expect(hint(text)).toMatch(/^Use 90s/);
    },
  );
});

describe('times', () => {
  test.each([
    ['1700000000', 1_700_000_000],
    ['0', 0],
    ['-1', -1],
    ['4294967296', 4_294_967_296],
    ['2023-11-14T22:13:20Z', 1_700_000_000],
    ['2023-11-14t22:13:20z', 1_700_000_000],
    ['2023-11-14 22:13:20Z', 1_700_000_000],
    ['2023-11-14T23:13:20.9+01:00', 1_700_000_000],
    ['2024-02-29T00:00:00Z', 1_709_164_800],
  ])('%s is %d', (text, seconds) => {
    expect(parseTime(text, '--now')).toBe(seconds);
  });

  test.each([
    ['1700000000000', 'milliseconds'],
    ['-1700000000000', 'milliseconds'],
    ['noon', 'not a time'],
    ['', 'not a time'],
    ['2023-11-14', 'not a time'],
    ['2023-11-14T22:13:20', 'not a time'],
    ['2023-02-30T00:00:00Z', 'not a time'],
    ['2023-13-01T00:00:00Z', 'not a time'],
    ['2023-11-14T25:00:00Z', 'not a time'],
    ['2023-11-14T24:00:00Z', 'not a time'],
    ['1.5', 'not a time'],
  ])('%j is refused: %s', (text, why) => {
    expect(() => parseTime(text, '--now')).toThrow(why);
  });
});

test.each([
  ['-1', 'out of range'],
  ['4294967296', 'out of range'],
  ['1.5', 'not a whole number'],
  ['abc', 'not a whole number'],
  ['', 'not a whole number'],
])('the integer %j is refused: %s', (text, why) => {
  expect(() => parseInteger(text, '--uid', 0, 0xffff_ffff)).toThrow(why);
});
