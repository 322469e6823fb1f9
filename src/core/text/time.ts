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

/**
 * Local time and UTC to the minute: `2023-11-14 23:13 +01:00 (22:13 UTC)`, with the day of UTC
 * where it is another.
 * @param utcOffsetMinutes local time minus UTC at a Unix time in milliseconds
 */
export function minutes(
  unixSeconds: number,
  utcOffsetMinutes: (unixMilliseconds: number) => number,
): string {
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
 * @param utcOffsetMinutes local time minus UTC at a Unix time in milliseconds
 */
export function localAndUtc(
  unixSeconds: number,
  utcOffsetMinutes: (unixMilliseconds: number) => number,
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
 * @param utcOffsetMinutes local time minus UTC at a Unix time in milliseconds
 */
export function localTime(
  unixSeconds: number,
  utcOffsetMinutes: (unixMilliseconds: number) => number,
): string {
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
