import { EXIT, type ExitCode, exclusionError } from '../../core/errors.js';
import type { Kind } from '../../core/generate/kinds.js';
import type { Values } from '../../core/generate/options.js';
import { count } from '../../core/text/count.js';
import {
  type BatchJob,
  batchSigner,
  type Chunk,
  type ChunkResult,
  checkColumns,
  type Row,
} from '../batch/batch.js';
import { type BatchInput, interruptible, openInput } from '../batch/batch-input.js';
import { inOrder } from '../batch/in-order.js';
import { openPool } from '../batch/pool.js';
import { rowSource } from '../batch/rows.js';
import { signerName } from '../config/names.js';
import type { Profile } from '../config/types.js';
import type { Invocation } from '../invocation.js';
import type { ProgressBar } from '../render/progress.js';
import { unlessInterrupted } from '../world/streams.js';
import { credentialsFor, type GenerateOptions } from './generate.js';

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
  invocation: Invocation<GenerateOptions>,
  path: string,
  kind: Kind,
  values: Values,
  profile: Profile,
): Promise<ExitCode> {
  const output = outputOf(invocation.options, invocation.json);
  const signal = invocation.ctx.interruption();
  const input = await openInput(path, invocation);
  try {
    const names = kind.options.map(({ key }) => key);
    const source = await rowSource(interruptible(input.bytes, signal), { path, names });
    if (source.columns) checkColumns(kind, source.columns, values);
    const job: BatchJob = {
      kind: kind.name,
      values,
      credentials: await credentialsFor(kind, profile),
      profile: signerName(profile, kind.signs.as !== 'services'),
      now: invocation.now(),
      output,
      ...(source.columns && { columns: source.columns }),
    };
    const total = await signAll(invocation, job, kind, source.batches, input, signal);
    return await conclude(invocation, total);
  } finally {
    await input.close();
  }
}

function outputOf({ output, copy, qr }: GenerateOptions, json: boolean): 'json' | 'token' {
  if (copy || qr) {
    const flag = copy ? '--copy' : '--qr';
    throw exclusionError('--batch', flag, `${flag} is for one token.`);
  }
  if (json || output === undefined || output === 'json') return 'json';
  if (output === 'token') return 'token';
  throw exclusionError(
    '--batch',
    `--output ${output}`,
    'A batch is printed as NDJSON, or as a token a line with --output token.',
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
  batches: AsyncIterable<readonly Row[]>,
  input: BatchInput,
  signal: AbortSignal,
): Promise<Total> {
  const total: Total = { rows: 0, failed: 0 };
  let taken = 0;
  async function* chunks() {
    for await (const batch of batches) {
      for (let start = 0; start < batch.length; start += CHUNK_ROWS) {
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
      open: () => (taken >= THREADS_FROM_ROW ? openPool(job) : undefined),
      finish: async ({ text, rows, failed, failure }: ChunkResult) => {
        await unlessInterrupted(invocation.print(text), signal, invocation.ctx);
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

/** Randomness is drawn here, so that threads need none of their own. */
function chunkOf(rows: readonly Row[], first: number, kind: Kind, { random }: Invocation): Chunk {
  const whiteboard = kind.signs.as !== 'services';
  return {
    first,
    rows,
    salts: whiteboard ? [] : rows.map(random.randomUint32),
    nonces: whiteboard ? rows.map(random.randomUuid) : [],
  };
}

async function conclude(
  invocation: Invocation,
  { rows, failed, failure }: Total,
): Promise<ExitCode> {
  if (failure) {
    await invocation.warn(
      `${failed} of ${rows} rows could not be signed; the first is row ${failure.row}: ${failure.message}`,
      'Their places in the output say why: look for "ok":false.',
    );
    return failure.exitCode;
  }
  if (invocation.ctx.stderr.isTTY) await invocation.note(`signed ${count(rows, 'token')}`);
  return EXIT.ok;
}
