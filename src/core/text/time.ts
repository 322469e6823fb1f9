import { count } from './count.js';

/** Renders points in time and durations for people. Unix seconds in, text out. */

const UNITS = [
  ['year', 31_557_600],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/**
 * A duration in its two largest units: `59 minutes 30 seconds`, `1 hour`, `2 days 3 hours`.
 * @param seconds whole seconds; the sign is dropped
 */
export function inWords(seconds: number): string {
  let rest = Math.abs(Math.trunc(seconds));
  const parts: string[] = [];
  for (const [index, [name, size]] of UNITS.entries()) {
    const whole = Math.floor(rest / size);
    if (whole > 0) {
      parts.push(count(whole, name));
      rest -= whole * size;
      const next = UNITS[index + 1];
      const more = next ? Math.floor(rest / next[1]) : 0;
      if (next && more > 0) parts.push(count(more, next[0]));
      break;
    }
  }
  return parts.join(' ') || '0 seconds';
}

const SHORT_UNITS = { year: 'y', day: 'd', hour: 'h', minute: 'm', second: 's' } as const;

/**
 * A duration for a table: `59m 30s`, `2d 3h`.
 * @param seconds whole seconds; the sign is dropped
 */
export function inShort(seconds: number): string {
  return inWords(seconds).replace(
    / (year|day|hour|minute|second)s?/g,
    (_, unit: keyof typeof SHORT_UNITS) => SHORT_UNITS[unit],
  );
}

const BRIEF_UNITS = { year: 'years', day: 'days', hour: 'h', minute: 'min', second: 's' } as const;

/** From so many seconds on, a brief duration is without seconds. */
const BRIEF_MINUTES = 600;

/**
 * A duration for a headline: `48 min`, `4 min 30 s`, `1 h 30 min`, `2 days 3 h`.
 * @param seconds whole seconds; the sign is dropped
 */
export function inBrief(seconds: number): string {
  const absolute = Math.abs(Math.trunc(seconds));
  const exact = absolute < BRIEF_MINUTES ? absolute : absolute - (absolute % 60);
  return inWords(exact).replace(
    /(\d+) (year|day|hour|minute|second)s?/g,
    (_, number: string, unit: keyof typeof BRIEF_UNITS) =>
      number === '1' && BRIEF_UNITS[unit].length > 3
        ? `1 ${unit}`
        : `${number} ${BRIEF_UNITS[unit]}`,
  );
}

/** Local time minus UTC, in minutes, at a Unix time in milliseconds. */
export type UtcOffset = (unixMilliseconds: number) => number;

/** Nearer than this a time of day needs no date. */
const SAME_DAY_SECONDS = 43_200;

/**
 * A time of day, with its date where that could be another than one thinks: `10:05:32`,
 * `2023-11-16 00:05:32`; in UTC it says so.
 * @param now Unix seconds
 */
export function clockTime(unixSeconds: number, now: number, utcOffsetMinutes: UtcOffset): string {
  const offset = Math.round(utcOffsetMinutes(unixSeconds * 1000));
  const [time, today] = [unixSeconds, now].map((unix) => stamp(unix + offset * 60)) as [
    string,
    string,
  ];
  const near = Math.abs(unixSeconds - now) < SAME_DAY_SECONDS;
  const sameDay = time.slice(0, 10) === today.slice(0, 10);
  return `${near || sameDay ? time.replace(/^\d{4}-\d\d-\d\d /, '') : time}${offset === 0 ? ' UTC' : ''}`;
}

/**
 * Local time and UTC to the minute: `2023-11-14 23:13 +01:00 (22:13 UTC)`, with the day of UTC
 * where it is another.
 */
export function minutes(unixSeconds: number, utcOffsetMinutes: UtcOffset): string {
  const withoutSeconds = (text: string) => text.replace(/(\d\d:\d\d):\d\d/, '$1');
  const exact = localAndUtc(unixSeconds, utcOffsetMinutes);
  const utc = withoutSeconds(exact.utc);
  if (exact.local === undefined) return utc;
  const local = withoutSeconds(exact.local);
  const sameDay = local.slice(0, 10) === utc.slice(0, 10);
  return `${local} (${utc.slice(sameDay ? 11 : 5)})`;
}

/**
 * The local time and UTC, and UTC alone where both are the same.
 */
export function localAndUtc(
  unixSeconds: number,
  utcOffsetMinutes: UtcOffset,
): { readonly local?: string; readonly utc: string } {
  const utc = utcTime(unixSeconds);
  return Math.round(utcOffsetMinutes(unixSeconds * 1000)) === 0
    ? { utc }
    : { local: localTime(unixSeconds, utcOffsetMinutes), utc };
}

/** The time in UTC: `2023-11-14 22:13:20 UTC`. */
export function utcTime(unixSeconds: number): string {
  return `${stamp(unixSeconds)} UTC`;
}

/**
 * The local time with its offset: `2023-11-14 23:13:20 +01:00`.
 */
export function localTime(unixSeconds: number, utcOffsetMinutes: UtcOffset): string {
  const offset = Math.round(utcOffsetMinutes(unixSeconds * 1000));
  return `${stamp(unixSeconds + offset * 60)} ${offsetText(offset)}`;
}

function offsetText(minutes: number): string {
  const absolute = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}

/** Date shows years up to 275760; what lies beyond is shown as the number it is. */
function stamp(unixSeconds: number): string {
  const date = new Date(unixSeconds * 1000);
  if (Number.isNaN(date.getTime())) return `Unix time ${unixSeconds}`;
  return date
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d{3}Z$/, '');
}
