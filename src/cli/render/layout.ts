import { largest } from '../../core/largest.js';
import type { Style } from './style.js';

/** A line of a report: a label and its value, or a heading. */
export type Row = readonly [label: string, value: string];

/**
 * Labels and values in two columns.
 * @param indent how many spaces stand before each label
 */
export function table(rows: readonly Row[], style: Style, indent = 2): string {
  const width = widest(rows.map(([label]) => label));
  return rows
    .map(([label, value]) => `${' '.repeat(indent)}${style.dim(label.padEnd(width))}  ${value}\n`)
    .join('');
}

/** The length of the longest text. */
export function widest(texts: readonly string[]): number {
  return largest(
    texts.map(({ length }) => length),
    0,
  );
}

/**
 * How much of a lifetime is used, as a bar.
 * @param fraction 0 … 1; what lies outside is shown full or empty
 * @param width cells
 */
export function bar(fraction: number, width: number): string {
  const used = Math.round(Math.min(1, Math.max(0, fraction)) * width);
  return '█'.repeat(used) + '░'.repeat(width - used);
}
