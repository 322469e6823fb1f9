import { localTime, type UtcOffset, utcTime } from '../core/text/time.js';
import type { Instant } from '../core/token/model.js';
import { zone } from './state.js';

/** A moment in the form that was chosen at the top of the page. */
export function momentText(unix: number): string {
  switch (zone.value) {
    case 'UTC':
      return utcTime(unix);
    case 'local':
      return localTime(unix, utcOffsetMinutes);
    case 'Unix':
      return String(unix);
  }
}

/** The same as an element; pointing at it shows the other forms. */
export function Moment({ at }: { readonly at: Instant }) {
  return (
    <time
      dateTime={at.iso}
      title={`${utcTime(at.unix)}\n${localTime(at.unix, utcOffsetMinutes)}\nUnix ${at.unix}`}
    >
      {momentText(at.unix)}
    </time>
  );
}

const utcOffsetMinutes: UtcOffset = (milliseconds) => -new Date(milliseconds).getTimezoneOffset();

/** The time zone that was chosen, for sentences. */
export const utcOffset = (): UtcOffset => (zone.value === 'local' ? utcOffsetMinutes : () => 0);

/** A time left or past: `0:42:10`, `2 d 3:00:00`. */
export function clockText(seconds: number): string {
  const rest = Math.abs(Math.trunc(seconds));
  const days = Math.floor(rest / 86_400);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const clock = `${Math.floor((rest % 86_400) / 3600)}:${two((rest % 3600) / 60)}:${two(rest % 60)}`;
  return days > 0 ? `${days} d ${clock}` : clock;
}
