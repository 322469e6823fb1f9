import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  openSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { type CliError, ConfigError } from '../../core/errors.js';
import { utf8Text } from '../../core/text/utf8.js';
import { assertRegular, code, unreadableReason } from './files.js';

/** A config, a secret's file or an env file has a few lines; what is larger is something else. */
const LIMIT_BYTES = 1024 * 1024;

/** What a shell substitutes for `<(command)`, and standard input: pipes that have a writer. */
const SHELL_PIPE = /^\/(?:dev\/stdin|(?:dev|proc\/self)\/fd\/\d+)$/;

/** How a failure is reported: as a ConfigError (exit 3) unless the caller wants a UsageError. */
type Failure = new (message: string, hint?: string) => CliError;

export interface ReadOptions {
  /** Bytes that are read at most; 1 MiB without it. */
  readonly limit?: number;
  /** Whether the `<(command)` of a shell is read too. */
  readonly pipes?: boolean;
  readonly failure?: Failure;
}

/**
 * The one way in which files are read whole. A file can be anything: a FIFO without a writer, a
 * device, a link to `/proc` whose size is 0 and which never ends. So it is opened without waiting,
 * the opened file itself is looked at, and never more than the limit is read.
 * @param what how a message names it: `the config .agora-tokenrc`
 * @throws the failure for everything that keeps it from being read whole
 */
export async function readBytes(
  path: string,
  what: string,
  { limit = LIMIT_BYTES, pipes = false, failure = ConfigError }: ReadOptions = {},
): Promise<Uint8Array> {
  if (pipes && SHELL_PIPE.test(path) && isPipe(path)) {
    return readStream(createReadStream(path), what, { limit, failure });
  }
  try {
    return readRegular(path, what, limit);
  } catch (error) {
    throw readingError(error, what, failure);
  }
}

/** How much of a long file is read at once. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * The same in pieces, for a file of any length: who reads it decides how much is enough.
 * @throws the failure for everything that keeps it from being read
 */
export async function* fileChunks(
  path: string,
  what: string,
  { pipes = false, failure = ConfigError }: Omit<ReadOptions, 'limit'> = {},
): AsyncGenerator<Uint8Array> {
  try {
    if (pipes && SHELL_PIPE.test(path) && isPipe(path)) {
      yield* createReadStream(path);
      return;
    }
    const file = openRegular(path, what);
    try {
      let left = readableBytes(fstatSync(file));
      while (left > 0) {
        const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, left));
        const length = readSync(file, chunk, 0, chunk.length, null);
        if (length === 0) return;
        left -= length;
        yield chunk.subarray(0, length);
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw readingError(error, what, failure);
  }
}

/**
 * How many bytes of an open file to read: as many as it has now. If the output is appended to the same file,
 * reading on would never end. A file in /proc says that it has 0 bytes.
 */
export const readableBytes = ({ size }: Stats) => (size > 0 ? size : Number.POSITIVE_INFINITY);

/** The same as text: UTF-8, or UTF-16 with its byte order mark, which is not part of the text. */
export async function readTextFile(
  path: string,
  what: string,
  options?: ReadOptions,
): Promise<string> {
  return utf8Text(await readBytes(path, what, options));
}

/** The first bytes of a regular file, at most the limit; undefined where there is none to be read. */
export function readHead(path: string, limit = LIMIT_BYTES): Uint8Array | undefined {
  try {
    return withRegular(path, path, (file) => upTo(file, limit));
  } catch {
    return undefined;
  }
}

/**
 * A stream such as standard input, read to its end.
 * @throws the failure when it cannot be read, or is longer than the limit
 */
export async function readStream(
  stream: AsyncIterable<Uint8Array | string>,
  what: string,
  { limit = LIMIT_BYTES, failure = ConfigError }: ReadOptions = {},
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of stream) {
      const chunk = Buffer.from(piece);
      length += chunk.length;
      if (length > limit) throw tooLarge(what, limit);
      chunks.push(chunk);
    }
  } catch (error) {
    throw readingError(error, what, failure);
  }
  return Buffer.concat(chunks);
}

function readRegular(path: string, what: string, limit: number): Uint8Array {
  return withRegular(path, what, (file, stats) => {
    if (stats.size > limit) throw tooLarge(what, limit, stats.size);
    const bytes = upTo(file, limit + 1, stats.size + 1);
    // A file of /proc says that it has 0 bytes.
    if (bytes.length > limit) throw tooLarge(what, limit);
    return bytes;
  });
}

function withRegular<T>(path: string, what: string, use: (file: number, stats: Stats) => T): T {
  const file = openRegular(path, what);
  try {
    return use(file, fstatSync(file));
  } finally {
    closeSync(file);
  }
}

function openRegular(path: string, what: string): number {
  // Opening a device may do something; what is there is looked at before, and again once it is open.
  assertRegular(statSync(path), what);
  const { O_RDONLY, O_NONBLOCK = 0, O_NOCTTY = 0 } = constants;
  const file = openSync(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  try {
    assertRegular(fstatSync(file), what);
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** @param expected how many bytes there probably are: more room is made when there are more */
function upTo(file: number, limit: number, expected = 64 * 1024): Uint8Array {
  let bytes = Buffer.allocUnsafe(Math.min(expected, limit));
  let length = 0;
  for (;;) {
    const count = readSync(file, bytes, length, bytes.length - length, null);
    length += count;
    if (count === 0 || length === limit) return bytes.subarray(0, length);
    if (length === bytes.length) {
      const larger = Buffer.allocUnsafe(Math.min(Math.max(2 * length, 4096), limit));
      bytes.copy(larger);
      bytes = larger;
    }
  }
}

function isPipe(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFIFO() ?? false;
}

function tooLarge(what: string, limit: number, size?: number): ConfigError {
  return new ConfigError(
    size === undefined
      ? `${what} is larger than ${limit} bytes, the most that is read`
      : `${what} has ${size} bytes; at most ${limit} are read`,
    'Is it the right file?',
  );
}

function readingError(error: unknown, what: string, Failure: Failure): CliError {
  if (error instanceof ConfigError) {
    return Failure === ConfigError ? error : new Failure(error.message, error.hint);
  }
  if (['ENOENT', 'ENOTDIR'].includes(code(error))) {
    return new Failure(`${what} does not exist`, 'Correct its path, or create it.');
  }
  // A failure that is not of the file system is a bug, and must show as one.
  if (code(error) === '') throw error;
  return new Failure(
    `${what} cannot be read: ${unreadableReason(error)}`,
    'Correct its path or its permissions.',
  );
}
