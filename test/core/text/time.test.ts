import { expect, test } from 'vitest';
import { inWords, localTime, utcTime } from '../../../src/core/text/time.js';

test.each([
  [0, '0 seconds'],
  [1, '1 second'],
  [59, '59 seconds'],
  [60, '1 minute'],
  [61, '1 minute 1 second'],
  [3600, '1 hour'],
  [3599, '59 minutes 59 seconds'],
  [5400, '1 hour 30 minutes'],
  [3601, '1 hour'],
  [86_400, '1 day'],
  [90_000, '1 day 1 hour'],
  [-90, '1 minute 30 seconds'],
  [1_790_000_000, '56 years 263 days'],
])('%d seconds in words: %s', (seconds, words) => {
  expect(inWords(seconds)).toBe(words);
});

test.each([
  [0, '2023-11-14 22:13:20 +00:00'],
  [60, '2023-11-14 23:13:20 +01:00'],
  [-210, '2023-11-14 18:43:20 -03:30'],
  [345, '2023-11-15 03:58:20 +05:45'],
])('local time at %d minutes from UTC: %s', (offset, shown) => {
  expect(localTime(1_700_000_000, () => offset)).toBe(shown);
});

test('times before 1970, after 2106 and beyond the calendar', () => {
  expect(utcTime(-1)).toBe('1969-12-31 23:59:59 UTC');
  expect(utcTime(0x1_ffff_fffe)).toBe('2242-03-16 12:56:30 UTC');
  expect(utcTime(1e15)).toBe('Unix time 1000000000000000 UTC');
});
