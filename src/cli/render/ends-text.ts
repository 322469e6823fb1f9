import { inShort, minutes } from '../../core/text/time.js';
import type { Instant } from '../../core/token/model.js';
import { bar, widest } from './layout.js';
import type { Style } from './style.js';
import { type Line, together } from './wrap.js';

/** When something ends: a privilege, or the whole token. */
export interface NamedEnd {
  readonly name: string;
  readonly status: 'valid' | 'expired' | 'expiring' | 'never';
  readonly expiresAt: Instant | null;
  /** null: it never ends. */
  readonly remainingSeconds: number | null;
}

interface EndsOptions {
  readonly style: Style;
  readonly utcOffsetMinutes: (unixMilliseconds: number) => number;
  /** When the token was issued, in Unix seconds, where it says. */
  readonly issued: number | undefined;
  /** Unix seconds. */
  readonly now: number;
  readonly indent: number;
  /** What is said of an end that is not there. */
  readonly never?: string;
}

const BAR_CELLS = 6;

/** One line an end, in columns: its name, the time left, when it is, and a bar of the lifetime used. */
export function endLines(ends: readonly NamedEnd[], options: EndsOptions): Line[] {
  const rows = ends.map((end) => ({
    ...end,
    left: leftText(end, options),
    until: untilText(end, options),
  }));
  const width = (key: 'name' | 'left' | 'until') => widest(rows.map((row) => row[key]));
  const [nameWidth, leftWidth, untilWidth] = [width('name'), width('left'), width('until')];
  const { style, indent } = options;
  const paint = {
    valid: style.good,
    expired: style.bad,
    expiring: style.warn,
    never: options.never ? style.dim : style.warn,
  };
  return rows.map(({ name, left, until, status, expiresAt }) => ({
    text: `${' '.repeat(indent)}${name.padEnd(nameWidth)}  ${paint[status](left.padEnd(leftWidth))}  ${until.padEnd(untilWidth)}  ${gauge(expiresAt, options)}`.trimEnd(),
    hang: indent + nameWidth + 2,
  }));
}

/** Only what has ended is shown full. */
function gauge(expiresAt: Instant | null, { issued, now }: EndsOptions): string {
  if (!expiresAt || issued === undefined || expiresAt.unix <= issued) return '';
  const used = (now - issued) / (expiresAt.unix - issued);
  return bar(used < 1 ? Math.min(used, 1 - 1 / BAR_CELLS) : 1, BAR_CELLS);
}

function leftText({ status, remainingSeconds }: NamedEnd, { never }: EndsOptions): string {
  if (remainingSeconds === null) return never ?? 'never ends';
  return status === 'expired'
    ? `ended ${inShort(remainingSeconds)} ago`
    : `${inShort(remainingSeconds)} left`;
}

function untilText({ expiresAt }: NamedEnd, { utcOffsetMinutes }: EndsOptions): string {
  return expiresAt
    ? together(minutes(expiresAt.unix, utcOffsetMinutes)).replace(/\u00a0\(/, ' (')
    : '';
}
