import { CsvError, type Options, parse } from 'csv-parse/sync';
import type { UnreadableRow } from './batch.js';

/** The cells, or why there are none. */
export type CsvRow = readonly string[] | UnreadableRow;

const OPTIONS: Options = { record_delimiter: '\n', relax_column_count: true, trim: true };

/**
 * The cells of lines of CSV (RFC 4180), or why a line cannot be read. White space around a cell goes,
 * unless it stands in the quotes of the cell.
 *
 * A line is a row: no option takes a line break, so that a quote that was left open ends with its line
 * and does not swallow the rows behind it.
 *
 * @param lines without their line breaks, none of them blank
 */
export function csvRows(lines: readonly string[]): CsvRow[] {
  try {
    const rows: string[][] = parse(lines.join('\n'), OPTIONS);
    // There are fewer where a quote was left open and a later line closed it.
    if (rows.length === lines.length) return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  // An error ends what the parser reads: one line at a time it ends that line.
  return lines.map(csvRow);
}

function csvRow(line: string): CsvRow {
  try {
    return (parse(line, OPTIONS) as string[][])[0] ?? [];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { column } = error as { readonly column?: number };
    const cell = typeof column === 'number' ? `cell ${column + 1}` : 'the row';
    return {
      error: `${cell} cannot be read: ${CAUSES[error.code] ?? error.code}`,
      hint: 'A row is one line; a cell with a comma or a quote in it stands in double quotes, and the quote is doubled.',
    };
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a double quote is not closed in the line',
  CSV_INVALID_CLOSING_QUOTE: 'something stands behind a closing quote',
  INVALID_OPENING_QUOTE: 'a double quote stands inside a cell without quotes',
};
