import { isNear } from '../../core/inspect/expiry.js';
import type { End } from '../../core/inspect/types.js';
import { inShort, minutes } from '../../core/text/time.js';
import { bar, widest } from './layout.js';
import type { View } from './view.js';
import { type Line, together } from './wrap.js';

/** When something ends: privileges, or the whole token. */
export interface NamedEnd extends End {
  readonly name: string;
}

interface EndsOptions {
  /** When the token was issued, in Unix seconds, where it says. */
  readonly issued: number | undefined;
  readonly indent: number;
}

const BAR_CELLS = 6;

/** The widest name that leaves room for the rest of its line. */
const NAME_CELLS = 26;

/**
 * One line per end, in columns: its name, the time left, when it ends, and a bar of the lifetime that is
 * left. Where the names are long, each has a line of its own.
 */
export function endLines(ends: readonly NamedEnd[], view: View, options: EndsOptions): Line[] {
  const rows = ends.map((end) => ({ ...end, left: leftText(end), until: untilText(end, view) }));
  const width = (key: 'name' | 'left' | 'until') => widest(rows.map((row) => row[key]));
  const [nameWidth, leftWidth, untilWidth] = [width('name'), width('left'), width('until')];
  const { indent } = options;
  const stacked = nameWidth > NAME_CELLS;
  const spaces = ' '.repeat(indent);
  return rows.flatMap((row) => {
    const paint = endPaint(row, view, options.issued);
    const end =
      `${paint(row.left.padEnd(leftWidth))}  ${row.until.padEnd(untilWidth)}  ${gauge(row, view, options)}`.trimEnd();
    if (!stacked) {
      const text = `${spaces}${row.name.padEnd(nameWidth)}  ${end}`;
      return [{ text, hang: indent + nameWidth + 2 }];
    }
    return [
      { text: spaces + row.name, hang: indent },
      { text: `${spaces}  ${end}`, hang: indent + 2 },
    ];
  });
}

/** The colour of what is left: green only for what is not near its end. */
export function endPaint(
  { status, expiresAt }: End,
  { style, now }: View,
  issued: number | undefined,
): (text: string) => string {
  if (status === 'expired') return (text) => style.bad(text);
  const near = expiresAt !== null && isNear(expiresAt.unix, issued, now);
  return status === 'valid' && !near ? (text) => style.good(text) : (text) => style.warn(text);
}

/** Only what has ended is shown empty. */
function gauge(end: End, view: View, { issued }: EndsOptions): string {
  const fraction = fractionLeft(end, issued, view.now);
  return fraction === undefined
    ? ''
    : endPaint(end, view, issued)(bar(fraction, BAR_CELLS, view.ascii));
}

/** How much of its lifetime is left; undefined where that is not known. */
function fractionLeft(
  { expiresAt }: End,
  issued: number | undefined,
  now: number,
): number | undefined {
  if (!expiresAt || issued === undefined || expiresAt.unix <= issued) return undefined;
  return (expiresAt.unix - now) / (expiresAt.unix - issued);
}

function leftText({ status, remainingSeconds }: End): string {
  if (remainingSeconds === null) return 'never ends';
  return status === 'expired'
    ? `ended ${inShort(remainingSeconds)} ago`
    : `${inShort(remainingSeconds)} left`;
}

function untilText({ expiresAt }: End, { utcOffsetMinutes }: View): string {
  return expiresAt
    ? together(minutes(expiresAt.unix, utcOffsetMinutes)).replace(/\u00a0\(/, ' (')
    : '';
}
