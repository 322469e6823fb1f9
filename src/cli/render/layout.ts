import { largest } from '../../core/util.js';
import type { Style } from './style.js';
import type { Line } from './wrap.js';

/** A line of a report: a label and its value, or a heading. */
export type Row = readonly [label: string, value: string];

/**
 * Labels and values in two columns.
 * @param indent how many spaces come before each label
 */
export function table(rows: readonly Row[], style: Style, indent = 2): string {
  const width = widest(rows.map(([label]) => label));
  return rows
    .map(([label, value]) => `${' '.repeat(indent)}${style.dim(label.padEnd(width))}  ${value}\n`)
    .join('');
}

/** The same as lines that can be wrapped. */
export function fieldLines(rows: readonly Row[], style: Style, indent = 2): Line[] {
  const width = widest(rows.map(([label]) => label));
  return rows.map(([label, value]) => ({
    text: `${' '.repeat(indent)}${style.dim(label.padEnd(width))}  ${value}`,
    hang: indent + width + 2,
  }));
}

/** The length of the longest text. */
export function widest(texts: readonly string[]): number {
  return largest(
    texts.map(({ length }) => length),
    0,
  );
}

/**
 * How much of a lifetime is left, as a bar that drains. Only what has ended is shown empty.
 * @param fraction 0 … 1; what is outside is shown full or empty
 * @param width cells
 */
export function bar(fraction: number, width: number, ascii = false): string {
  const cells = Math.round(Math.min(1, Math.max(0, fraction)) * width);
  const left = fraction > 0 ? Math.max(1, cells) : 0;
  return (ascii ? '#' : '█').repeat(left) + (ascii ? '-' : '░').repeat(width - left);
}
