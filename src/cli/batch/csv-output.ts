/** The columns that `--output csv` puts after those of the list. */
export const RESULT_COLUMNS = ['token', 'expiresAt', 'error'] as const;

type Results = Readonly<Partial<Record<(typeof RESULT_COLUMNS)[number], string>>>;

/** A line of CSV (RFC 4180). */
export function csvLine(cells: readonly string[], delimiter: string): string {
  return `${cells.map((cell) => quotedCell(cell, delimiter)).join(delimiter)}\n`;
}

/** White space around a cell would be lost without quotes. */
function quotedCell(cell: string, delimiter: string): string {
  const bare = !/["\r\n]|^\s|\s$/.test(cell) && !cell.includes(delimiter);
  return bare ? cell : `"${cell.replaceAll('"', '""')}"`;
}

/** The places of the columns that are kept: a list may be the answer to an earlier run. */
export const keptColumns = (names: readonly string[]): readonly number[] =>
  [...names.keys()].filter(
    (at) => !(RESULT_COLUMNS as readonly string[]).includes(names[at] as string),
  );

/** A row of the list with its results after it. */
export function csvRow(
  cells: readonly string[],
  kept: readonly number[],
  results: Results,
  delimiter: string,
): string {
  return csvLine(
    [...kept.map((at) => cells[at] ?? ''), ...RESULT_COLUMNS.map((name) => results[name] ?? '')],
    delimiter,
  );
}
