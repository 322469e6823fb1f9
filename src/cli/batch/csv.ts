import { CsvError, type Options, parse } from 'csv-parse/sync';
import type { UnreadableRow } from './batch.js';

/** The cells, or why there are none. */
export type CsvRow = readonly string[] | UnreadableRow;

const optionsFor = (delimiter: string): Options => ({
  delimiter,
  record_delimiter: '\n',
  relax_column_count: true,
  trim: true,
});

/** What spreadsheets put between cells, by country and program. */
const DELIMITERS = [',', ';', '\t'];

/**
 * The delimiter of a CSV, by its header: the one that gives the most names of columns.
 * @param isName whether a cell names a column that matters
 */
export function delimiterOf(header: string, isName: (cell: string) => boolean): string {
  let best = { delimiter: ',', names: 0, cells: 0 };
  for (const delimiter of DELIMITERS) {
    const [row] = csvRows([header], delimiter);
    if (!row || 'error' in row) continue;
    const names = row.filter(isName).length;
    const better = names > best.names || (names === best.names && row.length > best.cells);
    if (better) best = { delimiter, names, cells: row.length };
  }
  return best.delimiter;
}

/**
 * The cells of lines of CSV (RFC 4180), or why a line cannot be read. White space around a cell goes,
 * unless it stands in the quotes of the cell.
 *
 * Each text is one row. A row with a line break in a cell comes as one text, so that a quote that was
 * left open ends with its line and does not swallow the rows after it.
 *
 * @param lines without the line breaks at their ends, none of them blank
 */
export function csvRows(lines: readonly string[], delimiter: string): CsvRow[] {
  try {
    const rows: string[][] = parse(lines.join('\n'), optionsFor(delimiter));
    // There are fewer where a quote was left open and a later line closed it.
    if (rows.length === lines.length) return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  // An error ends what the parser reads: one line at a time it ends that line.
  return lines.map((line) => csvRow(line, delimiter));
}

function csvRow(line: string, delimiter: string): CsvRow {
  try {
    return (parse(line, optionsFor(delimiter)) as string[][])[0] ?? [];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { column } = error as { readonly column?: number };
    const cell = typeof column === 'number' ? `cell ${column + 1}` : 'the row';
    return {
      error: `${cell} cannot be read: ${CAUSES[error.code] ?? error.code}`,
      hint: 'Put double quotes around a cell that contains a delimiter, a quote or a line break, and double the quotes inside.',
    };
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a double quote is not closed',
  CSV_INVALID_CLOSING_QUOTE: 'there is something after a closing quote',
  INVALID_OPENING_QUOTE: 'there is a double quote inside a cell without quotes',
};
