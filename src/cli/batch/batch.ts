import { deflateSync } from 'node:zlib';
import {
  CliError,
  type ErrorJson,
  type ExitCode,
  errorJson,
  SigningError,
  UsageError,
} from '../../core/errors.js';
import { type Kind, kindByName } from '../../core/generate/kinds.js';
import { type Input, keyOf, longFlag, type Values } from '../../core/generate/options.js';
import { tokenRequest } from '../../core/generate/request.js';
import {
  checkKey,
  type Inputs,
  inputOf,
  missing,
  over,
  readInputs,
} from '../../core/generate/values.js';
import { type WarningsOf, warningsFinder } from '../../core/generate/warnings.js';
import { document, SCHEMA_VERSION } from '../../core/json/document.js';
import { tokenJson } from '../../core/json/generate-json.js';
import { manySignerOf, type Sign } from '../../core/sign/load-signer.js';
import type { Credentials } from '../../core/sign/signer.js';
import { count } from '../../core/text/count.js';
import { quoted } from '../../core/text/safe-text.js';
import { nodeRuntime } from '../../core/token/node-runtime.js';

/** What is the same for all rows; it can be sent to a worker thread. */
export interface BatchJob {
  /** Name of the kind. */
  readonly kind: string;
  /** The command line over the profile. */
  readonly values: Values;
  readonly credentials: Credentials;
  /** The name of the profile that signs. */
  readonly profile: string;
  /** Unix seconds. */
  readonly now: number;
  readonly output: 'json' | 'token';
  /** The columns of a CSV; undefined: the rows are JSON. */
  readonly columns?: readonly string[];
}

/** A row as it was read: a line of JSON, the cells of a CSV row, or why it could not be read. */
export type Row = string | readonly string[] | UnreadableRow;

export interface UnreadableRow {
  readonly error: string;
  readonly hint?: string;
}

/** Some consecutive rows, and the randomness that they use up. */
export interface Chunk {
  /** The number of the first, counted from 1. */
  readonly first: number;
  readonly rows: readonly Row[];
  readonly salts: readonly number[];
  /** Whiteboard alone. */
  readonly nonces: readonly string[];
}

/** What became of a chunk. */
export interface ChunkResult {
  /** Whole lines, one per row; a thread gives them in UTF-8. */
  readonly text: string | Uint8Array;
  readonly rows: number;
  readonly failed: number;
  /** The first row that failed. */
  readonly failure?: {
    readonly row: number;
    readonly exitCode: ExitCode;
    readonly message: string;
  };
}

type BatchSigner = (chunk: Chunk) => ChunkResult & { readonly text: string };

/** Prepares everything that rows have in common; each chunk is then signed without waiting. */
export async function batchSigner(job: BatchJob): Promise<BatchSigner> {
  const kind = kindByName(job.kind);
  if (!kind) throw new TypeError(`no kind ${job.kind}`);
  const { as } = kind.signs;
  const main = as === 'services' ? '007' : as;
  const legacy = kind.options.some(({ key }) => key === 'tokenVersion') ? ['006' as const] : [];
  const sign = await manySignerOf(nodeRuntime, deflateSync, main, ...legacy);
  const tools = { job, kind, sign, warningsOf: warningsFinder() };
  return (chunk) => signChunk(chunk, tools);
}

interface Tools {
  readonly job: BatchJob;
  readonly kind: Kind;
  readonly sign: Sign;
  readonly warningsOf: WarningsOf;
}

function signChunk(chunk: Chunk, tools: Tools): ReturnType<BatchSigner> {
  let text = '';
  let failed = 0;
  let failure: ChunkResult['failure'];
  chunk.rows.forEach((row, index) => {
    const number = chunk.first + index;
    try {
      text += signRow(row, number, chunk, tools);
    } catch (error) {
      if (!(error instanceof CliError) || error instanceof SigningError) throw error;
      failed++;
      failure ??= { row: number, exitCode: error.exitCode, message: error.message };
      text += document(badRow(number, errorJson(error)), true);
    }
  });
  return { text, rows: chunk.rows.length, failed, ...(failure && { failure }) };
}

const badRow = (row: number, error: ErrorJson) => ({
  schemaVersion: SCHEMA_VERSION,
  row,
  ok: false,
  error,
});

function signRow(row: Row, number: number, chunk: Chunk, tools: Tools): string {
  const { job, kind, sign, warningsOf } = tools;
  const own = readInputs(kind, inputsOf(row, kind, job.columns), keyOf);
  const values = over(own, job.values);
  const lacking = missing(kind, values);
  if (lacking.length > 0) throw missingInRowError(lacking);
  const at = number - chunk.first;
  const request = tokenRequest(kind, values, {
    now: job.now,
    randomUint32: () => chunk.salts[at] as number,
    randomUuid: () => chunk.nonces[at] as string,
  });
  const signed = sign(request, job.credentials);
  if (job.output === 'token') return `${signed.text}\n`;
  const found = warningsOf(signed, values.issuedAt ?? job.now, job.now);
  const json = tokenJson(signed, job.profile, found);
  return `{"row":${number},${document(json, true).slice(1)}`;
}

function inputsOf(row: Row, kind: Kind, columns: readonly string[] | undefined): Inputs {
  if (typeof row === 'string') return jsonInputs(row, kind);
  if (!isCells(row)) throw new UsageError(row.error, row.hint);
  const names = columns ?? [];
  if (row.length !== names.length) {
    throw new UsageError(
      `the row has ${count(row.length, 'cell')}, and the header names ${count(names.length, 'column')}`,
      'A cell with a comma in it must stand in double quotes.',
    );
  }
  // An empty cell leaves the command line's value.
  return Object.fromEntries(names.flatMap((name, i) => (row[i] === '' ? [] : [[name, row[i]]])));
}

const isCells = (row: Row): row is readonly string[] => Array.isArray(row);

function jsonInputs(line: string, kind: Kind): Inputs {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new UsageError('the row is not valid JSON', 'One JSON object a line is expected.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError('the row is no JSON object', 'Write {"channel":"a","uid":1}.');
  }
  const inputs: Record<string, Input> = {};
  for (const [key, each] of Object.entries(value)) {
    checkKey(key, kind);
    // null stands for a value that is not there.
    if (each !== null) inputs[key] = inputOf(each, key);
  }
  return inputs;
}

/** What is missing, by the names of columns. */
const namesOf = (lacking: Lacking) =>
  lacking.map((options) => options.map(({ key }) => key).join(' or '));

/** The options that would give it for all rows. */
const flagsOf = (lacking: Lacking) =>
  lacking.flatMap(([first]) => (first ? [longFlag(first)] : [])).join(' and ');

type Lacking = ReturnType<typeof missing>;

function missingInRowError(lacking: Lacking): UsageError {
  return new UsageError(
    `the row has no ${namesOf(lacking).join(', and no ')}`,
    `Give it in the row, or for all rows with ${flagsOf(lacking)}.`,
  );
}

/**
 * A CSV without a column that nothing else supplies would fail in every row: better at once.
 * @throws UsageError naming the column
 */
export function checkColumns(kind: Kind, columns: readonly string[], values: Values): void {
  assertCommas(columns);
  const seen = new Set<string>();
  for (const column of columns) {
    checkKey(column, kind);
    if (seen.has(column)) {
      throw new UsageError(
        `the CSV names the column ${column} twice`,
        'Remove or rename one of the two: only one can be signed.',
      );
    }
    seen.add(column);
  }
  const lacking = missing(kind, values).filter(
    (options) => !options.some(({ key }) => seen.has(key)),
  );
  if (lacking.length === 0) return;
  throw new UsageError(
    `the CSV has no column ${namesOf(lacking).join(', and none named ')}`,
    `Its header names ${columns.join(', ')}. Add the column, or give ${flagsOf(lacking)} for all rows.`,
  );
}

function assertCommas(columns: readonly string[]): void {
  const [only = ''] = columns;
  const [separator] = columns.length === 1 ? (/[;\t]/.exec(only) ?? []) : [];
  if (separator === undefined) return;
  throw new UsageError(
    `the CSV has one column, ${quoted(only)}`,
    `Its cells are separated by ${separator === ';' ? 'semicolons' : 'tabs'}; commas are expected.`,
  );
}
