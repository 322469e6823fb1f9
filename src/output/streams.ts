import type { OutputStream } from '../context.js';

/** The reader of a pipe has gone (`| head -1`): the program ends quietly, with exit 0. */
export class ClosedPipeError extends Error {}

/**
 * Writes all of the text, resolving when the stream has taken it, so that memory stays bounded and
 * nothing is lost at exit.
 * @throws ClosedPipeError when nobody reads any more
 */
export function write(stream: OutputStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error) resolve();
      else reject(isClosedPipe(error) ? new ClosedPipeError() : error);
    });
  });
}

/** EPIPE; on Windows a closed pipe can also show as EOF, and a destroyed stream refuses writes. */
export function isClosedPipe(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'EPIPE' || code === 'EOF' || code === 'ERR_STREAM_DESTROYED';
}
