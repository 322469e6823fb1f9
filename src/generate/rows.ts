import { UsageError } from '../errors.js';
import { lineBatches, TOO_LONG } from '../lines.js';
import type { Row } from './batch.js';

/** The rows of a batch file as they come in, and how they are written. */
interface RowSource {
  /** The header of a CSV; undefined: JSON lines. */
  readonly columns?: readonly string[];
  /** Rows that came together. */
  readonly batches: AsyncIterable<Row[]>;
}

type Bytes = AsyncIterable<Uint8Array | string>;

/**
 * Tells CSV from JSON lines by the first character, and reads the header of a CSV.
 * @throws UsageError for an empty file, a JSON array, or a CSV that cannot be read
 */
export async function rowSource(input: Bytes): Promise<RowSource> {
  const { first, all } = await peek(input);
  switch (first) {
    case '':
      throw new UsageError(
        'the batch is empty',
        'It needs one JSON object a line, or a CSV with a header row.',
      );
    case '{':
      return { batches: jsonRows(all) };
    case '[':
      throw new UsageError(
        'the batch is a JSON array; one object a line is expected',
        "Turn it into lines: jq -c '.[]' users.json | agora-token generate rtc --batch -",
      );
    default:
      return csvRows(all);
  }
}

/** The first character that is not white space, and the input with nothing lost. */
async function peek(input: Bytes): Promise<{ first: string; all: Bytes }> {
  const iterator = input[Symbol.asyncIterator]();
  const seen: (Uint8Array | string)[] = [];
  let first = '';
  while (first === '') {
    const { done, value } = await iterator.next();
    if (done) break;
    seen.push(value);
    const text =
      typeof value === 'string' ? value : new TextDecoder().decode(value.subarray(0, 4096));
    first = text.trimStart().charAt(0);
  }
  async function* all() {
    try {
      yield* seen;
      // Of a generator, so that leaving early also closes the input.
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { first, all: all() };
}

async function* jsonRows(input: Bytes): AsyncGenerator<Row[]> {
  for await (const lines of lineBatches(input)) {
    const rows: Row[] = [];
    for (const line of lines) {
      if (line === TOO_LONG) rows.push({ error: 'the line is longer than 1 MiB' });
      else if (line.trim() !== '') rows.push(line);
    }
    if (rows.length > 0) yield rows;
  }
}

/** Rows are handed on in groups of this many. */
const GROUP = 256;

async function csvRows(input: Bytes): Promise<RowSource> {
  const { csvRecords } = await import('./csv.js');
  const records = csvRecords(input)[Symbol.asyncIterator]();
  const header = await records.next();
  if (header.done) {
    throw new UsageError(
      'the CSV has no header row',
      'Its first row names the columns: channel,uid.',
    );
  }
  async function* batches(): AsyncGenerator<Row[]> {
    let rows: Row[] = [];
    try {
      for (let next = await records.next(); !next.done; next = await records.next()) {
        rows.push(next.value);
        if (rows.length < GROUP) continue;
        yield rows;
        rows = [];
      }
      if (rows.length > 0) yield rows;
    } finally {
      await records.return?.(undefined);
    }
  }
  return { columns: header.value.map((name) => name.trim()), batches: batches() };
}
