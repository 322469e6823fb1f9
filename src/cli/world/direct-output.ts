import type { OutputStream } from '../context.js';
import { isClosedPipe } from './streams.js';

export type StreamName = 'stdout' | 'stderr';

const DESCRIPTORS = { stdout: 1, stderr: 2 } as const;

/**
 * Whether a stream is a pipe, a file, or the socket that programs started by Node.js have for a pipe:
 * to all of these Node.js itself writes synchronously. Not so on Windows, where pipes are
 * asynchronous.
 */
export function isPipeOrFile(name: StreamName): boolean {
  if (process.platform === 'win32') return false;
  try {
    const stat = process.getBuiltinModule('node:fs').fstatSync(DESCRIPTORS[name]);
    return stat.isFIFO() || stat.isFile() || stat.isSocket();
  } catch {
    return false;
  }
}

/**
 * Writes to a pipe or a file without Node.js' own stream, whose modules take longer to load than
 * most commands take to run.
 */
export class DirectOutput implements OutputStream {
  readonly isTTY = false;
  /** Takes over when the pipe is full and set to refuse instead of to wait. */
  private fallback: NodeJS.WriteStream | undefined;

  constructor(private readonly name: StreamName) {}

  write(text: string, callback?: (error?: Error | null) => void): boolean {
    if (this.fallback) return this.fallback.write(text, callback);
    const { writeSync } = process.getBuiltinModule('node:fs');
    let rest = Buffer.from(text);
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(DESCRIPTORS[this.name], rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') {
        const stream = nodeStream(this.name);
        this.fallback = stream;
        return stream.write(rest, callback);
      }
      callback?.(error as Error);
      return false;
    }
    callback?.(null);
    return true;
  }
}

/** Whether a stream leads nowhere: Node.js opens `/dev/null` in the place of a closed one. */
function leadsNowhere(name: StreamName): boolean {
  if (process.platform === 'win32') return false;
  try {
    const { fstatSync, statSync } = process.getBuiltinModule('node:fs');
    const stat = fstatSync(DESCRIPTORS[name]);
    return stat.isCharacterDevice() && stat.rdev === statSync('/dev/null').rdev;
  } catch {
    return true;
  }
}

/** Every write learns of its failure by its callback; without a listener Node.js would throw too. */
export function nodeStream(name: StreamName): NodeJS.WriteStream & OutputStream {
  const stream = process[name];
  Object.defineProperty(stream, 'discards', {
    configurable: true,
    get: () => leadsNowhere(name),
  });
  stream.on('error', (error) => {
    if (name === 'stdout' && !isClosedPipe(error)) process.exitCode = 1;
  });
  return stream;
}
