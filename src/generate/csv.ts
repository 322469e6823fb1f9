import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { UsageError } from '../errors.js';

/**
 * The records of a CSV (RFC 4180), the header among them. Rows of another length than the header are
 * passed on: the caller tells them in their place.
 * @throws UsageError naming the line from which on it cannot be read
 */
export async function* csvRecords(
  input: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<string[]> {
  const parser = parse({ bom: true, relax_column_count: true, skip_empty_lines: true });
  const source = Readable.from(input);
  source.on('error', (error) => parser.destroy(error));
  try {
    yield* source.pipe(parser) as AsyncIterable<string[]>;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = (error as { lines?: number }).lines;
    throw new UsageError(
      `the CSV cannot be read${line === undefined ? '' : ` from line ${line} on`}: ${CAUSES[error.code] ?? error.code}`,
      'A cell with a comma, a quote or a line break stands in double quotes, and a quote in it is doubled.',
    );
  } finally {
    source.destroy();
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a double quote is not closed',
  CSV_INVALID_CLOSING_QUOTE: 'something stands behind a closing quote',
  INVALID_OPENING_QUOTE: 'a double quote stands inside a cell without quotes',
};
