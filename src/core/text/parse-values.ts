import { UsageError } from '../errors.js';
import { utcTime } from './time.js';

/** `90s`, `15m`, `1h30m`, `24h`, `7d`, `1w`, `2 hours`, or a whole number of seconds, from 1 on. */
export type Duration = string | number;

const UNIT_SECONDS = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 } as const;

/** The spellings of each unit, the largest unit first, for that is the order they come in. */
const UNITS = ['w|weeks?', 'd|days?', 'h|hrs?|hours?', 'm|mins?|minutes?', 's|secs?|seconds?'];
const DURATION = new RegExp(
  `^${UNITS.map((spellings) => `(?:(\\d+) ?(?:${spellings}) ?)?`).join('')}$`,
  'i',
);
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
 * @throws UsageError for what is empty, zero, negative, fractional, or looks like a Unix time, with
 *   what was probably meant
 */
export function parseDuration(text: string, name: string): number {
  const value = text.trim();
  const fail = (what: string, hint = DURATION_FORMS): never => {
    throw new UsageError(`${name} ${what}`, hint);
  };
  if (value === '') {
    fail('is empty', `An unset shell variable is the usual cause. ${DURATION_FORMS}`);
  }
  if (/^-/.test(value)) {
    fail(`is ${value}: a lifetime cannot be negative`, meant(value.slice(1)));
  }
  if (/^\d*[.,]\d+/.test(value)) {
    fail(`is ${value}: fractions are not accepted`, meant(wholeUnits(value)));
  }
  if (/^\d{4}-\d{2}-\d{2}/.test(value)) {
    fail(`is ${value}: that is a date; a duration from now is expected`);
  }
  const seconds = secondsIn(value);
  if (seconds === undefined) return fail(`is "${value}", which is not a duration`);
  if (seconds === 0) {
    fail(
      `is ${value}: the token would expire immediately`,
      'For the longest lifetime Agora allows, use 24h.',
    );
  }
  if (seconds >= LOOKS_ABSOLUTE) fail(...tooLong(value, seconds));
  return seconds;
}

/** What is wrong with as many seconds as a Unix time has, and what was probably meant. */
function tooLong(value: string, seconds: number): [what: string, hint: string] {
  if (seconds !== Number(value)) {
    return [
      `is ${value}, as many seconds as a Unix timestamp has`,
      'Give a shorter one, such as 7d.',
    ];
  }
  return seconds >= LOOKS_MILLISECONDS
    ? [
        `is ${value}, which looks like a Unix time in milliseconds`,
        fromNow(Math.floor(seconds / 1000)),
      ]
    : [`is ${value}, which looks like a Unix timestamp`, fromNow(seconds)];
}

function secondsIn(value: string): number | undefined {
  return /^\d+$/.test(value) ? Number(value) : sumOfUnits(value);
}

/** Suggests a duration, where it is one. */
function meant(text: string): string {
  const seconds = secondsIn(text) ?? 0;
  return seconds > 0 && seconds < LOOKS_ABSOLUTE
    ? `Did you mean ${text}? ${DURATION_FORMS}`
    : DURATION_FORMS;
}

/** `1h30m` for `1.5h`; empty where it is nothing, and for `1,000`, which may be a thousand. */
function wholeUnits(fraction: string): string {
  const [, number = '', unit = ''] =
    /^(\d*\.\d+|\d*,\d+(?=[smhd]))([smhd]?)$/i.exec(fraction) ?? [];
  const size = UNIT_SECONDS[(unit.toLowerCase() || 's') as keyof typeof UNIT_SECONDS];
  const seconds = Math.round(Number(number.replace(',', '.')) * size);
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  return parts.map(([count, name]) => (count > 0 ? `${count}${name}` : '')).join('');
}

/** What to give in place of a Unix time. */
function fromNow(unix: number): string {
  return `A duration from now is expected, such as 1h. To end at ${utcTime(unix)}, give the seconds that are left until then: that time less the present one.`;
}

function sumOfUnits(value: string): number | undefined {
  const match = DURATION.exec(value);
  if (!match) return undefined;
  return Object.values(UNIT_SECONDS).reduce(
    (sum, seconds, index) => sum + Number(match[index + 1] ?? 0) * seconds,
    0,
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

type Four = [number, number, number, number];

/** Date.parse rolls 31 February over, and takes 24 for an hour; calendar and clock must hold. */
function isRealDate(value: string): boolean {
  const match = RFC3339.exec(value);
  if (!match) return false;
  const [year, month, day, hour] = match.slice(1, 5).map(Number) as Four;
  return hour <= 23 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
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

const range = (min: number, max: number) => `A whole number from ${min} to ${max} is expected.`;
