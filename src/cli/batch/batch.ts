import { deflateSync } from 'node:zlib';
import { CliError, type ExitCode, errorJson, SigningError, UsageError } from '../../core/errors.js';
import { type Kind, kindByName } from '../../core/generate/kinds.js';
import { keyOf, type Values } from '../../core/generate/options.js';
import type { Input } from '../../core/generate/read.js';
import { formatsOf, signKind } from '../../core/generate/sign-kind.js';
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
import { type Credentials, manySignerOf, type Sign } from '../../core/sign/signer.js';
import { count } from '../../core/text/count.js';
import { repeatedKey } from '../../core/text/repeated-key.js';
import { quoted } from '../../core/text/safe-text.js';
import { nodeRuntime } from '../../core/token/node-runtime.js';
import { KnownSecrets } from '../known-secrets.js';
import { type Columns, flagsOf, namesOf } from './columns.js';
import { csvRow, keptColumns } from './csv-output.js';

/** What is printed for a row: a JSON document, its token alone, or its line of the list and the token. */
export type BatchOutput = 'json' | 'token' | 'csv';

/** What is the same for all rows; it can be sent to a worker thread. */
export interface BatchJob {
  /** Name of the kind. */
  readonly kind: string;
  /** The command line over the profile. */
  readonly values: Values;
  readonly credentials: Credentials;
  /** The name of the profile that signs. */
  readonly profile: string;
  /** Whether that is not the demo. */
  readonly ownProject: boolean;
  /** Unix seconds. */
  readonly now: number;
  readonly output: BatchOutput;
  /** The columns of a CSV; undefined: the rows are JSON. */
  readonly columns?: Columns;
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
  /** The line of the file that each is. */
  readonly lines: readonly number[];
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
  readonly failure?: Failure;
  /** What to say of those that failed where their places in the output do not: with tokens alone. */
  readonly errors: readonly Failure[];
}

interface Failure {
  readonly row: number;
  readonly line: number;
  readonly exitCode: ExitCode;
  readonly message: string;
}

type BatchSigner = (chunk: Chunk) => ChunkResult & { readonly text: string };

/** Prepares everything that rows have in common; each chunk is then signed without waiting. */
export async function batchSigner(job: BatchJob): Promise<BatchSigner> {
  const kind = kindByName(job.kind);
  if (!kind) throw new TypeError(`no kind ${job.kind}`);
  const sign = await manySignerOf(nodeRuntime, deflateSync, ...formatsOf(kind));
  const kept = keptColumns(job.columns?.names ?? []);
  const secrets = new KnownSecrets({});
  secrets.add(job.credentials.secret);
  const tools = { job, kind, sign, warningsOf: warningsFinder(), kept, secrets };
  return (chunk) => signChunk(chunk, tools);
}

interface Tools {
  readonly job: BatchJob;
  readonly kind: Kind;
  readonly sign: Sign;
  readonly warningsOf: WarningsOf;
  readonly secrets: KnownSecrets;
  /** The places of the columns that `--output csv` repeats. */
  readonly kept: readonly number[];
}

function signChunk(chunk: Chunk, tools: Tools): ReturnType<BatchSigner> {
  let text = '';
  const failures: Failure[] = [];
  chunk.rows.forEach((row, index) => {
    try {
      text += signRow(row, index, chunk, tools);
    } catch (error) {
      if (!(error instanceof CliError) || error instanceof SigningError) throw error;
      const { exitCode, message } = tools.secrets.maskError(error);
      const place = { row: chunk.first + index, line: chunk.lines[index] as number };
      failures.push({ ...place, exitCode, message });
      text += badRow(row, place, error, tools);
    }
  });
  const [failure] = failures;
  return {
    text,
    rows: chunk.rows.length,
    failed: failures.length,
    ...(failure && { failure }),
    errors: tools.job.output === 'token' ? failures : [],
  };
}

/** What is printed in the place of a row that cannot be signed. */
function badRow(
  row: Row,
  place: Pick<Failure, 'row' | 'line'>,
  error: CliError,
  { job, kept }: Tools,
): string {
  switch (job.output) {
    case 'json':
      return document(
        { schemaVersion: SCHEMA_VERSION, ...place, ok: false, error: errorJson(error) },
        true,
      );
    case 'csv':
      return csvRow(isCells(row) ? row : [], kept, { error: error.message }, delimiterOf(job));
    case 'token':
      return '';
  }
}

const delimiterOf = ({ columns }: BatchJob) => columns?.delimiter ?? ',';

function signRow(row: Row, index: number, chunk: Chunk, tools: Tools): string {
  const { job, kind, sign, warningsOf, kept } = tools;
  const own = readInputs(kind, inputsOf(row, kind, job.columns), keyOf);
  const values = over(own, job.values);
  const lacking = missing(kind, values);
  if (lacking.length > 0) throw missingInRowError(lacking);
  const { signed, warnings } = signKind(kind, values, job.credentials, {
    now: job.now,
    randomUint32: () => chunk.salts[index] as number,
    randomUuid: () => chunk.nonces[index] as string,
    sign,
    warningsOf,
    ownProject: job.ownProject,
  });
  switch (job.output) {
    case 'token':
      return `${signed.text}\n`;
    case 'csv': {
      const results = { token: signed.text, expiresAt: signed.token.expiresAt?.iso ?? '' };
      return csvRow(row as readonly string[], kept, results, delimiterOf(job));
    }
    case 'json': {
      const json = document(tokenJson(signed, job.profile, warnings()), true);
      return `{"row":${chunk.first + index},"line":${chunk.lines[index]},${json.slice(1)}`;
    }
  }
}

function inputsOf(row: Row, kind: Kind, columns: Columns | undefined): Inputs {
  if (typeof row === 'string') return jsonInputs(row, kind);
  if (!isCells(row)) throw new UsageError(row.error, row.hint);
  const keys = columns?.keys ?? [];
  if (row.length !== keys.length) {
    throw new UsageError(
      `the row has ${count(row.length, 'cell')}, and the header names ${count(keys.length, 'column')}`,
      'Put a cell that contains the delimiter in double quotes.',
    );
  }
  const inputs: Record<string, Input> = {};
  keys.forEach((key, at) => {
    // An empty cell leaves the command line's value.
    if (key !== undefined && row[at] !== '') inputs[key] = row[at] as string;
  });
  return inputs;
}

const isCells = (row: Row): row is readonly string[] => Array.isArray(row);

function jsonInputs(line: string, kind: Kind): Inputs {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new UsageError('the row is not valid JSON', 'One JSON object per line is expected.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError('the row is not a JSON object', 'For example: {"channel":"a","uid":1}');
  }
  const repeated = repeatedKey(line, value);
  if (repeated) {
    throw new UsageError(
      `the row has the key ${quoted(repeated.key)} twice`,
      'Remove one of the two: only one can be signed.',
    );
  }
  const inputs: Record<string, Input> = {};
  for (const [key, each] of Object.entries(value)) {
    checkKey(key, kind);
    // null stands for a value that is not there.
    if (each !== null) inputs[key] = inputOf(each, key);
  }
  return inputs;
}

function missingInRowError(lacking: ReturnType<typeof missing>): UsageError {
  return new UsageError(
    `the row has no ${namesOf(lacking).join(', and no ')}`,
    `Give it in the row, or for all rows with ${flagsOf(lacking)}.`,
  );
}
