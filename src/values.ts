import { UsageError } from './errors.js';

const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const DURATION = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;
/** From here on a number of seconds is taken for a Unix time (2001-09-09). */
export const LOOKS_ABSOLUTE = 1_000_000_000;
/** From here on a number is taken for a Unix time in milliseconds (2001-09-09). */
const LOOKS_MILLISECONDS = 1_000_000_000_000;
export const UINT32_MAX = 0xffff_ffff;

const DURATION_FORMS = 'Use 90s, 15m, 1h30m, 24h, 7d, or a whole number of seconds.';

/**
 * A duration as the command line writes it.
 * @param text `90s`, `15m`, `1h30m`, `24h`, `7d`, or a bare number of seconds
 * @param name where it came from, for messages: `--expires-in`
 * @returns whole seconds, 1 … 999,999,999
 * @throws UsageError for what is empty, zero, negative, fractional, or looks like a Unix time
 */
export function parseDuration(text: string, name: string): number {
  const value = text.trim();
  const fail = (what: string, hint = DURATION_FORMS) => {
    throw new UsageError(`${name} ${what}`, hint);
  };
  if (value === '') fail('is empty');
  if (/^-/.test(value)) fail(`is ${value}: a lifetime cannot be negative`);
  if (/^\d*[.,]\d+/.test(value)) fail(`is ${value}: fractions are not accepted`);
  if (/^\d{4}-\d{2}-\d{2}/.test(value)) {
    fail(`is ${value}: that is a date; a duration from now is expected`);
  }
  const seconds = /^\d+$/.test(value) ? Number(value) : sumOfUnits(value.toLowerCase());
  if (seconds === undefined) return fail(`is "${value}", which is not a duration`) as never;
  if (seconds === 0) fail(`is ${value}: a lifetime of zero ends at once`);
  if (seconds >= LOOKS_MILLISECONDS) {
    fail(
      `is ${value}, which looks like a Unix time in milliseconds`,
      'A duration from now in seconds is expected, such as 3600.',
    );
  }
  if (seconds >= LOOKS_ABSOLUTE) {
    fail(
      `is ${value}, which looks like a Unix timestamp`,
      'A duration from now in seconds is expected, such as 3600: the issue time is added by Agora.',
    );
  }
  return seconds;
}

function sumOfUnits(value: string): number | undefined {
  const match = DURATION.exec(value);
  if (!match) return undefined;
  const [, d, h, m, s] = match;
  return (
    Number(d ?? 0) * UNIT_SECONDS.d +
    Number(h ?? 0) * UNIT_SECONDS.h +
    Number(m ?? 0) * UNIT_SECONDS.m +
    Number(s ?? 0) * UNIT_SECONDS.s
  );
}

const RFC3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * A point in time as the command line writes it.
 * @param text Unix seconds, or RFC 3339 such as `2026-01-31T12:00:00Z`
 * @param name where it came from, for messages: `--now`
 * @returns Unix seconds, whole
 * @throws UsageError for every other form
 */
export function parseTime(text: string, name: string): number {
  const value = text.trim();
  const forms = 'Use Unix seconds (1700000000) or RFC 3339 (2026-01-31T12:00:00Z).';
  if (/^-?\d+$/.test(value)) {
    const seconds = Number(value);
    if (Math.abs(seconds) >= LOOKS_MILLISECONDS) {
      throw new UsageError(
        `${name} is ${value}, which looks like milliseconds`,
        `In seconds that is ${Math.floor(seconds / 1000)}.`,
      );
    }
    return seconds;
  }
  const milliseconds = isRealDate(value) ? Date.parse(value.replace(' ', 'T')) : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    throw new UsageError(`${name} is "${value}", which is not a time`, forms);
  }
  return Math.floor(milliseconds / 1000);
}

/** Date.parse accepts 31 February and rolls it over; the calendar must hold. */
function isRealDate(value: string): boolean {
  const match = RFC3339.exec(value);
  if (!match) return false;
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number];
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/**
 * A whole number in a range.
 * @throws UsageError naming the range
 */
export function parseInteger(text: string, name: string, min: number, max: number): number {
  const value = text.trim();
  if (!/^-?\d+$/.test(value)) {
    throw new UsageError(`${name} is "${value}", which is not a whole number`, range(min, max));
  }
  const number = Number(value);
  if (number < min || number > max) {
    throw new UsageError(`${name} is ${value}, which is out of range`, range(min, max));
  }
  return number;
}

/**
 * The largest of the numbers; `least` where none is larger. A token may hold more of them than a call
 * takes arguments, which is what `Math.max(...numbers)` would need.
 */
export function largest(numbers: readonly number[], least: number): number {
  return numbers.reduce((most, number) => Math.max(most, number), least);
}

const range = (min: number, max: number) => `A whole number from ${min} to ${max} is expected.`;
