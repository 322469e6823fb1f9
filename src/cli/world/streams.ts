import { CliError, EXIT } from '../../core/errors.js';
import type { OutputStream } from '../context.js';

/** The reader of the result has gone (`| head -1`): the program ends quietly, with exit 0. */
export class ClosedPipeError extends Error {}

/**
 * Writes all of the text, resolving when the stream has taken it, so that memory stays bounded and
 * nothing is lost at exit.
 * @throws ClosedPipeError when nobody reads any more; CliError when the disk is full or alike
 */
export function write(stream: OutputStream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error) resolve();
      else reject(isClosedPipe(error) ? new ClosedPipeError() : notWritten(error));
    });
  });
}

/**
 * Says something beside the result, on stderr. That nobody can hear it, in a closed pipe or on a full
 * disk, costs neither the result nor the exit code.
 */
export function tell(stream: OutputStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.write(text, () => resolve());
  });
}

function notWritten(error: Error): CliError {
  const { code = error.message } = error as NodeJS.ErrnoException;
  return new CliError(
    'unexpected',
    EXIT.unexpected,
    code === 'ENOSPC'
      ? 'no space left to write the output to'
      : `the output cannot be written (${code})`,
    'The output is incomplete. Free some space or write elsewhere, then run again.',
  );
}

/** EPIPE; on Windows a closed pipe can also show as EOF, and a destroyed stream refuses writes. */
export function isClosedPipe(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'EPIPE' || code === 'EOF' || code === 'ERR_STREAM_DESTROYED';
}
