import { UsageError } from '../../core/errors.js';
import type { Kind } from '../../core/generate/kinds.js';
import type { Row, UnreadableRow } from './batch.js';
import { optionOf } from './columns.js';
import type { CsvRow } from './csv.js';
import { type Line, lineBatches, TOO_LONG } from './lines.js';

/** The rows of a batch file as they come in, and how they are written. */
interface RowSource {
  /** The header of a CSV; undefined: JSON lines. */
  readonly header?: { readonly names: readonly string[]; readonly delimiter: string };
  /** Rows that came together. */
  readonly batches: AsyncIterable<Numbered<Row>[]>;
}

/** A line or row, and which line of the file it is, counted from 1. */
export interface Numbered<T> {
  readonly line: number;
  readonly value: T;
}

type CsvModule = typeof import('./csv.js');

/** What is known of a batch without reading it. */
interface About {
  /** The file, or `-`. */
  readonly path: string;
  readonly kind: Kind;
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
  const seen: Numbered<Line>[][] = [];
  const nextSeen = async () => {
    const { done, value } = await lines.next();
    if (!done) seen.push(value);
  };
  await nextSeen();
  const first = seen[0]?.[0]?.value;
  if (first === undefined) {
    throw new UsageError(
      'the batch is empty',
      'It needs one JSON object per line, or a CSV with a header row.',
    );
  }
  const second = async () => {
    if (seen.flat().length === 1) await nextSeen();
    return seen.flat()[1]?.value;
  };
  const json = await isJsonLines(first, second, about);
  const batches = chained(seen, lines);
  return json ? { batches: jsonRows(batches) } : csvSource(batches, about.kind);
}

/** Lines that are not blank; each ends as on Unix, Windows or an old Mac. */
async function* filledLines(
  input: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<Numbered<Line>[]> {
  let number = 0;
  for await (const batch of lineBatches(input)) {
    const filled: Numbered<Line>[] = [];
    for (const value of batch.flatMap(parts)) {
      number++;
      if (value === TOO_LONG || value.trim() !== '') filled.push({ line: number, value });
    }
    if (filled.length > 0) yield filled;
  }
}

function parts(line: Line): readonly Line[] {
  if (line === TOO_LONG || !line.includes('\r')) return [line];
  const split = line.split('\r');
  // The carriage return before a line feed ends the same line.
  return split.at(-1) === '' ? split.slice(0, -1) : split;
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
  { path, kind }: About,
): Promise<boolean> {
  if (startsWith(first, '{')) return true;
  if (separatorIn(first) !== undefined) return false;
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
    const { csvRows, delimiterOf } = await csv();
    const isName = (cell: string) => optionOf(cell, kind) !== undefined;
    const [header] = csvRows([first], delimiterOf(first, isName));
    if (header && !('error' in header) && header.some(isName)) return false;
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

async function* jsonRows(
  batches: AsyncIterable<Numbered<Line>[]>,
): AsyncGenerator<Numbered<Row>[]> {
  for await (const lines of batches) {
    yield lines.map(({ line, value }) => ({
      line,
      value: value === TOO_LONG ? TOO_LONG_ROW : value,
    }));
  }
}

/** Loaded only for a CSV. */
const csv = (): Promise<CsvModule> => import('./csv.js');

/** The first line that a spreadsheet writes to tell the delimiter: `sep=;`. */
function separatorIn(line: Line | undefined): string | undefined {
  return typeof line === 'string' ? /^\s*"?sep=([^"])"?\s*$/i.exec(line)?.[1] : undefined;
}

/** The text of a header, whose names may have line breaks in them; undefined: it is too long. */
async function headerText(
  first: Numbered<Line>,
  next: () => Promise<Numbered<Line> | undefined>,
): Promise<string | undefined> {
  if (first.value === TOO_LONG) return undefined;
  const lines = [first];
  for (let open = leavesQuoteOpen(first); open && lines.length <= MAX_LINES_OF_ROW; ) {
    const line = await next();
    // The quote is not closed: the first line alone says where it is.
    if (line === undefined || line.value === TOO_LONG) return first.value;
    lines.push(line);
    open = !leavesQuoteOpen(line);
  }
  return String(joinedRow(lines).value);
}

async function csvSource(
  batches: AsyncGenerator<Numbered<Line>[]>,
  kind: Kind,
): Promise<RowSource> {
  const { csvRows, delimiterOf } = await csv();
  const queue: Numbered<Line>[] = [];
  const next = async () => {
    if (queue.length === 0) queue.push(...((await batches.next()).value ?? []));
    return queue.shift();
  };
  let first = await next();
  const separator = separatorIn(first?.value);
  if (separator !== undefined) first = await next();
  const text = first && (await headerText(first, next));
  const delimiter =
    separator ?? delimiterOf(text ?? '', (cell) => optionOf(cell, kind) !== undefined);
  const header = text === undefined ? TOO_LONG_ROW : csvRows([text], delimiter)[0];
  if (header === undefined || 'error' in header) {
    const { error, hint } = first === undefined ? NO_HEADER : (header ?? TOO_LONG_ROW);
    throw new UsageError(`the header of the CSV: ${error}`, hint);
  }
  // No option takes a line break: where a cell of one has it, a quote was left open.
  const carried = header.map((name) => optionOf(name, kind) === undefined);
  const isRow = (text: string) => {
    const [row] = csvRows([text], delimiter);
    if (row === undefined || 'error' in row || row.length !== header.length) return false;
    return row.every((cell, at) => carried[at] || !cell.includes('\n'));
  };
  const rowsOf = (lines: readonly Numbered<Line>[]) =>
    csvRowsOf(lines, csvRows, delimiter).filter(({ value }) => !isBlank(value));
  async function* all(): AsyncGenerator<Numbered<Row>[]> {
    try {
      for await (const lines of withLineBreaks(chained([queue], batches), isRow)) {
        const rows = rowsOf(lines);
        if (rows.length > 0) yield rows;
      }
    } finally {
      await batches.return(undefined);
    }
  }
  return { header: { names: header.map((name) => name.trim()), delimiter }, batches: all() };
}

/** A spreadsheet writes a row that was emptied as its delimiters alone. */
const isBlank = (row: CsvRow) => !('error' in row) && row.every((cell) => cell === '');

/** A row of more lines than this has lost a quote. */
const MAX_LINES_OF_ROW = 200;

/** Whether a quote is open at the end of a line: they come in pairs. */
const leavesQuoteOpen = ({ value }: Numbered<Line>) =>
  value !== TOO_LONG && value.includes('"') && value.split('"').length % 2 === 0;

/**
 * Joins the lines of rows that have line breaks in their cells. Where the lines make no row, they stay
 * apart: a quote was left open.
 */
async function* withLineBreaks(
  batches: AsyncIterable<readonly Numbered<Line>[]>,
  isRow: (text: string) => boolean,
): AsyncGenerator<Numbered<Line>[]> {
  let open: readonly Numbered<Line>[] = [];
  for await (const batch of batches) {
    const whole: Numbered<Line>[] = [];
    for (const line of batch) {
      const { ended, rest } = afterLine(open, line, isRow);
      whole.push(...ended);
      open = rest;
    }
    if (whole.length > 0) yield whole;
  }
  if (open.length > 0) yield [...open];
}

type Lines = readonly Numbered<Line>[];

/** Which rows a line ends, and which lines wait for more. */
function afterLine(
  open: Lines,
  line: Numbered<Line>,
  isRow: (text: string) => boolean,
): { readonly ended: Lines; readonly rest: Lines } {
  const lines = [...open, line];
  const turns = leavesQuoteOpen(line);
  if (open.length === 0) return turns ? { ended: [], rest: lines } : { ended: lines, rest: [] };
  if (line.value === TOO_LONG || lines.length > MAX_LINES_OF_ROW) return { ended: lines, rest: [] };
  if (!turns) return { ended: [], rest: lines };
  const row = joinedRow(lines);
  if (isRow(String(row.value))) return { ended: [row], rest: [] };
  // The quote that was left open is an earlier one, and this line may open a cell of its own.
  return { ended: open, rest: [line] };
}

/** Blank lines between them belong to the cell. */
function joinedRow(lines: readonly Numbered<Line>[]): Numbered<Line> {
  const [first, ...rest] = lines as [Numbered<Line>, ...Numbered<Line>[]];
  let text = String(first.value);
  let at = first.line;
  for (const { line, value } of rest) {
    text += '\n'.repeat(line - at) + value;
    at = line;
  }
  return { line: first.line, value: text };
}

const NO_HEADER: UnreadableRow = { error: 'there is none after the line sep=' };

function csvRowsOf(
  lines: readonly Numbered<Line>[],
  read: CsvModule['csvRows'],
  delimiter: string,
): Numbered<CsvRow>[] {
  const texts = lines.flatMap(({ value }) => (value === TOO_LONG ? [] : [value]));
  const rows = read(texts, delimiter)[Symbol.iterator]();
  return lines.map(({ line, value }) => ({
    line,
    value: value === TOO_LONG ? TOO_LONG_ROW : (rows.next().value as CsvRow),
  }));
}
