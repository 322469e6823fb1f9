import { UsageError } from '../../core/errors.js';
import type { Row, UnreadableRow } from './batch.js';
import type { CsvRow } from './csv.js';
import { type Line, lineBatches, TOO_LONG } from './lines.js';

/** The rows of a batch file as they come in, and how they are written. */
interface RowSource {
  /** The header of a CSV; undefined: JSON lines. */
  readonly columns?: readonly string[];
  /** Rows that came together. */
  readonly batches: AsyncIterable<Row[]>;
}

type CsvReader = (lines: readonly string[]) => CsvRow[];

/** What is known of a batch without reading it. */
interface About {
  /** The file, or `-`. */
  readonly path: string;
  /** What a column may be called. */
  readonly names: readonly string[];
}

/**
 * Tells CSV from JSON lines, and reads the header of a CSV.
 * @throws UsageError for an empty batch, a JSON array, or a header that cannot be read
 */
export async function rowSource(
  input: AsyncIterable<Uint8Array | string>,
  about: About,
): Promise<RowSource> {
  const lines = filledLines(input);
  const seen: Line[][] = [];
  const nextSeen = async () => {
    const { done, value } = await lines.next();
    if (!done) seen.push(value);
  };
  await nextSeen();
  const first = seen[0]?.[0];
  if (first === undefined) {
    throw new UsageError(
      'the batch is empty',
      'It needs one JSON object a line, or a CSV with a header row.',
    );
  }
  const second = async () => {
    if (seen.flat().length === 1) await nextSeen();
    return seen.flat()[1];
  };
  const json = await isJsonLines(first, second, about);
  const batches = chained(seen, lines);
  return json ? { batches: jsonRows(batches) } : csvSource(batches);
}

/** Lines that are not blank; each ends as on Unix, Windows or an old Mac. */
async function* filledLines(input: AsyncIterable<Uint8Array | string>): AsyncGenerator<Line[]> {
  for await (const batch of lineBatches(input)) {
    const filled = batch.flatMap(filledParts);
    if (filled.length > 0) yield filled;
  }
}

function filledParts(line: Line): readonly Line[] {
  if (line === TOO_LONG) return [line];
  const parts = line.includes('\r') ? line.split('\r') : [line];
  return parts.filter((part) => part.trim() !== '');
}

async function* chained<T>(seen: readonly T[], rest: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    yield* seen;
    yield* rest;
  } finally {
    // Leaving early also closes the input.
    await rest.return(undefined);
  }
}

/**
 * A first row that is no JSON must not turn the rows behind it into a CSV, so that more than its first
 * character is asked.
 * @param second the next line, which is waited for only where it matters
 */
async function isJsonLines(
  first: Line,
  second: () => Promise<Line | undefined>,
  { path, names }: About,
): Promise<boolean> {
  if (startsWith(first, '{')) return true;
  const [, ending] = /\.(ndjson|jsonl|json|csv)$/i.exec(path) ?? [];
  const form = ending?.toLowerCase();
  if (form === 'ndjson' || form === 'jsonl') return true;
  if (startsWith(first, '[') && (!isJson(first) || (await second()) === undefined)) {
    throw new UsageError(
      'the batch is a JSON array; one object a line is expected',
      "Turn it into lines: jq -c '.[]' users.json | agora-token generate rtc --batch -",
    );
  }
  if (form !== undefined) return form === 'json';
  if (first !== TOO_LONG) {
    const header = (await csvReader())([first])[0];
    if (header && !('error' in header) && header.some((name) => names.includes(name))) return false;
  }
  return startsWith(await second(), '{');
}

const startsWith = (line: Line | undefined, start: string) =>
  typeof line === 'string' && line.trimStart().startsWith(start);

function isJson(line: Line): boolean {
  try {
    JSON.parse(String(line));
    return true;
  } catch {
    return false;
  }
}

const TOO_LONG_ROW: UnreadableRow = { error: 'the line is longer than 1 MiB' };

async function* jsonRows(batches: AsyncIterable<Line[]>): AsyncGenerator<Row[]> {
  for await (const lines of batches) {
    yield lines.map((line) => (line === TOO_LONG ? TOO_LONG_ROW : line));
  }
}

/** Loaded only for a CSV. */
const csvReader = async (): Promise<CsvReader> => (await import('./csv.js')).csvRows;

async function csvSource(batches: AsyncGenerator<Line[]>): Promise<RowSource> {
  const read = await csvReader();
  const { value: lines = [] } = await batches.next();
  const [header, ...rows] = csvRows(lines, read);
  if (header === undefined || 'error' in header) {
    const { error, hint } = header ?? TOO_LONG_ROW;
    throw new UsageError(`the header of the CSV: ${error}`, hint);
  }
  async function* all(): AsyncGenerator<Row[]> {
    try {
      if (rows.length > 0) yield rows;
      for await (const more of batches) yield csvRows(more, read);
    } finally {
      await batches.return(undefined);
    }
  }
  return { columns: header.map((name) => name.trim()), batches: all() };
}

/** @param read takes lines that are not too long */
function csvRows(lines: readonly Line[], read: CsvReader): CsvRow[] {
  const rows = read(lines.filter((line) => line !== TOO_LONG))[Symbol.iterator]();
  return lines.map((line) => (line === TOO_LONG ? TOO_LONG_ROW : (rows.next().value as CsvRow)));
}
