import { constants, openSync, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { isatty } from 'node:tty';
import { CliError, InterruptedError, UsageError } from '../../core/errors.js';
import { safeText } from '../../core/text/safe-text.js';
import { code, kindOfFile, resolvePath, unreadableReason } from '../config/files.js';
import { assertPath } from '../config/hex32.js';
import { readableBytes } from '../config/read-file.js';
import type { Context } from '../context.js';
import { stdinChunks } from '../input/read-token.js';
import type { Invocation } from '../invocation.js';
import { stoppable } from './stoppable.js';

/** What `--batch` names: a file, or standard input. */
export interface BatchInput {
  readonly bytes: AsyncIterable<Uint8Array | string>;
  /** Bytes of the file, where it is one. */
  readonly size?: number;
  /** Bytes read so far. */
  read(): number;
  close(): Promise<void>;
}

/**
 * Opens what `--batch` names.
 * @throws UsageError for what cannot be read, or is wanted for the certificate too
 */
export async function openInput(
  path: string,
  { ctx, options }: Invocation<{ readonly appCertificateFile?: string }>,
): Promise<BatchInput> {
  if (path !== '-') return openFile(path, ctx);
  if (options.appCertificateFile === '-') {
    throw new UsageError(
      '--batch - and --app-certificate-file - both want standard input',
      'Give one of the two as a file.',
    );
  }
  if (ctx.stdin.isTTY) {
    throw new UsageError(
      '--batch - reads rows from standard input, which is a terminal here',
      'Name a file, or pipe the rows in: agora-token generate rtc --batch - < users.csv',
    );
  }
  return counted(stdinChunks(ctx.stdin, 'Pipe the rows in, or name a file.'), async () => {});
}

async function openFile(path: string, ctx: Context): Promise<BatchInput> {
  assertPath(path, '--batch');
  const absolute = resolvePath(path, ctx.cwd, ctx);
  const failed = (error: unknown) => readingError(error, path);
  const wrongKind = (stats: Stats) => unreadable(path, `it is ${kindOfFile(stats)}`);
  try {
    const stats = await stat(absolute);
    if (stats.isFIFO()) return openFifo(absolute, failed);
    if (stats.isDirectory() || stats.isSocket()) throw wrongKind(stats);
    const file = await open(absolute);
    const opened = await file.stat();
    // A device such as /dev/zero never ends.
    if (!opened.isFile() && !isatty(file.fd)) {
      await file.close();
      throw wrongKind(opened);
    }
    const end = opened.isFile() ? { end: readableBytes(opened) - 1 } : {};
    const stream = file.createReadStream({ highWaterMark: 64 * 1024, ...end });
    return counted(
      reading(stream as AsyncIterable<Uint8Array>, failed),
      async () => {
        stream.destroy();
      },
      opened.isFile() ? opened.size : undefined,
    );
  } catch (error) {
    throw failed(error);
  }
}

const unreadable = (path: string, reason: string) =>
  new UsageError(
    `the batch ${safeText(path)} cannot be read: ${reason}`,
    'Name a CSV or NDJSON file, or - for standard input.',
  );

/** Only the file system's failures are reworded: any other is a bug, and must show as one. */
const readingError = (error: unknown, path: string) =>
  error instanceof CliError || code(error) === ''
    ? error
    : unreadable(path, unreadableReason(error));

/** Opening a FIFO as a file would wait for its writer, deaf to signals. */
function openFifo(path: string, failed: (error: unknown) => unknown): BatchInput {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const stream = new Socket({ fd, readable: true, writable: false });
  return counted(reading(stream as AsyncIterable<Uint8Array>, failed), async () => {
    stream.destroy();
  });
}

async function* reading(source: AsyncIterable<Uint8Array>, failed: (error: unknown) => unknown) {
  try {
    yield* source;
  } catch (error) {
    throw failed(error);
  }
}

function counted(
  source: AsyncIterable<Uint8Array | string>,
  close: () => Promise<void>,
  size?: number,
): BatchInput {
  let total = 0;
  async function* bytes() {
    for await (const chunk of source) {
      total += chunk.length;
      yield chunk;
    }
  }
  return { bytes: bytes(), read: () => total, close, ...(size === undefined ? {} : { size }) };
}

/** Ends with InterruptedError on a signal, even while the input has nothing to give. */
export async function* interruptible<T>(
  input: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const { source, stop } = stoppable(input);
  const interrupt = () => stop(new InterruptedError());
  if (signal.aborted) interrupt();
  signal.addEventListener('abort', interrupt);
  try {
    yield* source;
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}
