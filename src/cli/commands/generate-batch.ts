import {
  EXIT,
  type ExitCode,
  exclusionError,
  InterruptedError,
  UsageError,
} from '../../core/errors.js';
import { type Kind, projectOfKind } from '../../core/generate/kinds.js';
import type { Values } from '../../core/generate/options.js';
import { count } from '../../core/text/count.js';
import { maskSecrets } from '../../core/text/mask.js';
import { safeMessage } from '../../core/text/safe-text.js';
import {
  type BatchJob,
  type BatchOutput,
  batchSigner,
  type Chunk,
  type ChunkResult,
  type Row,
} from '../batch/batch.js';
import { type BatchInput, interruptible, openInput } from '../batch/batch-input.js';
import { type Columns, nearlyColumn, readColumns } from '../batch/columns.js';
import { csvLine, keptColumns, RESULT_COLUMNS } from '../batch/csv-output.js';
import { inOrder } from '../batch/in-order.js';
import { openPool } from '../batch/pool.js';
import { type Numbered, rowSource } from '../batch/rows.js';
import { projectCredentials } from '../config/credentials.js';
import { DEMO } from '../config/demo.js';
import { quotedName } from '../config/hex32.js';
import { signerName } from '../config/names.js';
import type { Settings } from '../config/types.js';
import type { Invocation } from '../invocation.js';
import type { SigningOptions } from '../output/deliver.js';
import type { ProgressBar } from '../render/progress.js';
import { tell } from '../world/streams.js';

/** Rows that are signed together: enough to make handing them to a thread cheap. */
const CHUNK_ROWS = 64;
/** Below this many rows, starting threads costs more than it gains. */
const THREADS_FROM_ROW = 1024;

/**
 * Signs a token for each row of a file or of standard input, in order and in constant memory.
 * @param values the command line over the profile: what rows leave out
 * @returns the exit code of the first row that failed
 */
export async function generateBatch(
  invocation: Invocation<SigningOptions>,
  path: string,
  kind: Kind,
  values: Values,
  settings: Settings,
): Promise<ExitCode> {
  const profile = settings.requireActive();
  const output = outputOf(invocation.options, invocation.json);
  const signal = invocation.ctx.interruption();
  const input = await openInput(path, invocation);
  try {
    const { header, batches } = await rowSource(interruptible(input.bytes, signal), { path, kind });
    const columns = header && readColumns(kind, header, values);
    if (output === 'csv' && !columns) throw noColumns();
    if (columns) await noteCarried(invocation, columns, kind);
    const job: BatchJob = {
      kind: kind.name,
      values,
      credentials: await projectCredentials(profile, projectOfKind(kind), settings.empty),
      profile: signerName(profile, kind.signs.as !== 'services'),
      ownProject: profile.name !== DEMO,
      now: invocation.now(),
      output,
      ...(columns && { columns }),
    };
    if (columns && output === 'csv') await invocation.print(csvHeader(columns));
    const total = await signAll(invocation, job, kind, batches, input, signal);
    return await conclude(invocation, total, job);
  } finally {
    await input.close();
  }
}

function outputOf({ output, copy, qr }: SigningOptions, json: boolean): BatchOutput {
  if (copy || qr) {
    const flag = copy ? '--copy' : '--qr';
    throw exclusionError('--batch', flag, `${flag} is for one token.`);
  }
  if (json || output === undefined || output === 'json') return 'json';
  if (output === 'token' || output === 'csv') return output;
  throw exclusionError(
    '--batch',
    `--output ${output}`,
    'A batch is printed as NDJSON, with --output csv as CSV, or with --output token as one token per line.',
  );
}

function noColumns(): UsageError {
  return new UsageError(
    '--output csv repeats the columns of a CSV, and rows of JSON have none',
    'Leave --output out: each row is then answered with a JSON document.',
  );
}

async function noteCarried(invocation: Invocation, columns: Columns, kind: Kind): Promise<void> {
  const { names, keys } = columns;
  const results: readonly string[] = RESULT_COLUMNS;
  const carried = names.filter(
    (name, at) => keys[at] === undefined && name !== '' && !results.includes(name),
  );
  if (carried.length === 0) return;
  for (const name of carried) {
    const meant = nearlyColumn(columns, name);
    if (meant === undefined) continue;
    await invocation.warn(
      `the column ${quotedName(name)} is not signed, although its name is almost ${meant}`,
      'If it is a mistake, rename or remove the column.',
    );
  }
  await invocation.note(
    `${carried.length === 1 ? 'column' : 'columns'} not signed, because generate ${kind.name} has no such option: ${carried.map((name) => safeMessage(maskSecrets(name))).join(', ')}`,
  );
}

function csvHeader({ names, delimiter }: Columns): string {
  return csvLine(
    [...keptColumns(names).map((at) => names[at] as string), ...RESULT_COLUMNS],
    delimiter,
  );
}

interface Total {
  rows: number;
  failed: number;
  failure?: ChunkResult['failure'];
}

async function signAll(
  invocation: Invocation,
  job: BatchJob,
  kind: Kind,
  batches: AsyncIterable<readonly Numbered<Row>[]>,
  input: BatchInput,
  signal: AbortSignal,
): Promise<Total> {
  const total: Total = { rows: 0, failed: 0 };
  let taken = 0;
  async function* chunks() {
    for await (const batch of batches) {
      if (taken > 0) invocation.ctx.saveMemory();
      for (let start = 0; start < batch.length; start += CHUNK_ROWS) {
        // Thousands of rows may have been read already.
        if (signal.aborted) throw new InterruptedError();
        const rows = batch.slice(start, start + CHUNK_ROWS);
        yield chunkOf(rows, taken + 1, kind, invocation);
        taken += rows.length;
      }
    }
  }
  const bar = await progress(invocation, input.size);
  try {
    await inOrder(chunks(), {
      work: await batchSigner(job),
      open: () =>
        taken >= THREADS_FROM_ROW ? openPool<Chunk, ChunkResult>({ sign: job }) : undefined,
      finish: async ({ text, rows, failed, failure, errors }: ChunkResult) => {
        await invocation.print(text);
        if (errors.length > 0) await tell(invocation.ctx.stderr, errors.map(errorLine).join(''));
        total.rows += rows;
        total.failed += failed;
        total.failure ??= failure;
        bar.update(input.read(), total.rows);
      },
    });
  } finally {
    bar.stop();
  }
  return total;
}

/** A bar where a person watches: stderr is a terminal, and the tokens go elsewhere. */
async function progress({ ctx, mode }: Invocation, size?: number): Promise<ProgressBar> {
  if (!ctx.stderr.isTTY || ctx.stdout.isTTY || mode.quiet) {
    return { update: () => {}, stop: () => {} };
  }
  return (await import('../render/progress.js')).progressBar(ctx, size);
}

const errorLine = ({ line, row, message }: ChunkResult['errors'][number]) =>
  `agora-token: line ${line} (row ${row}): ${safeMessage(message)}\n`;

/** Randomness is drawn here, so that threads need none of their own. */
function chunkOf(
  rows: readonly Numbered<Row>[],
  first: number,
  kind: Kind,
  { random }: Invocation,
): Chunk {
  const whiteboard = kind.signs.as !== 'services';
  return {
    first,
    rows: rows.map(({ value }) => value),
    lines: rows.map(({ line }) => line),
    salts: whiteboard ? [] : rows.map(random.randomUint32),
    nonces: whiteboard ? rows.map(random.randomUuid) : [],
  };
}

/** Says how many were signed. */
async function conclude(
  invocation: Invocation,
  { rows, failed, failure }: Total,
  { columns, output }: BatchJob,
): Promise<ExitCode> {
  if (failure) {
    await invocation.warn(
      `${failed} of ${rows} rows could not be signed, and ${rows - failed} were; the first is row ${failure.row} in line ${failure.line}: ${failure.message}`,
      WHERE_ERRORS_ARE[output],
    );
    return failure.exitCode;
  }
  if (rows === 0 && columns) {
    await invocation.warn('the list has a header and no rows, so nothing was signed');
  } else await invocation.note(`signed ${count(rows, 'token')}`);
  return EXIT.ok;
}

const WHERE_ERRORS_ARE: Readonly<Record<BatchOutput, string>> = {
  json: 'The reason is in the output: look for "ok":false.',
  csv: 'The column error says why.',
  token: 'The lines above say why.',
};
