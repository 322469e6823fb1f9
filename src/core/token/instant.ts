import type { Instant } from './model.js';

/** Most tokens name the same few times again and again; the last one is kept at hand. */
let latest: Instant = Object.freeze({ unix: 0, iso: '1970-01-01T00:00:00Z' });

/**
 * A point in time as tokens show it. Results share the object, so it is frozen.
 * @param unix Unix seconds; a fraction is dropped
 */
export function instant(unix: number): Instant {
  const seconds = Math.floor(unix);
  if (seconds !== latest.unix) {
    latest = Object.freeze({ unix: seconds, iso: isoSeconds(seconds) });
  }
  return latest;
}

/** Largest and smallest time that Date can show, in seconds. */
const DATE_LIMIT_SECONDS = 8.64e12;

/** The day that was asked for last, as tokens of one batch are mostly of one day. */
let latestDay = { day: 0, iso: '1970-01-01T' };

const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

function isoSeconds(seconds: number): string {
  const shown = Math.max(-DATE_LIMIT_SECONDS, Math.min(DATE_LIMIT_SECONDS, seconds));
  const day = Math.floor(shown / 86_400);
  if (day !== latestDay.day) {
    const iso = new Date(day * 86_400_000).toISOString();
    latestDay = { day, iso: iso.slice(0, iso.indexOf('T') + 1) };
  }
  const rest = shown - day * 86_400;
  const [hours, minutes] = [Math.floor(rest / 3600), Math.floor((rest % 3600) / 60)];
  return `${latestDay.iso}${TWO_DIGITS[hours]}:${TWO_DIGITS[minutes]}:${TWO_DIGITS[rest % 60]}Z`;
}
