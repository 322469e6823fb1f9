import type { OutputStream } from '../context.js';
import { isClosedPipe } from './streams.js';

export type StreamName = 'stdout' | 'stderr';

const DESCRIPTORS = { stdout: 1, stderr: 2 } as const;

/** What a stream leads to; undefined: a terminal, or something that only Node.js knows how to write to. */
export function kindOfOutput(name: StreamName): 'file' | 'pipe' | undefined {
  // On Windows pipes are asynchronous.
  if (process.platform === 'win32') return undefined;
  try {
    const stat = process.getBuiltinModule('node:fs').fstatSync(DESCRIPTORS[name]);
    if (stat.isFile() || leadsNowhere(name)) return 'file';
    // Programs started by Node.js have a socket for a pipe.
    return stat.isFIFO() || stat.isSocket() ? 'pipe' : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes to a pipe or a file without Node.js' own stream, whose modules take longer to load than
 * most commands take to run.
 */
export class DirectOutput implements OutputStream {
  readonly isTTY = false;
  /** Takes over when the pipe is full and set to refuse instead of to wait, or when it has to. */
  private fallback: NodeJS.WriteStream | undefined;

  constructor(
    private readonly name: StreamName,
    private readonly kind: 'file' | 'pipe',
  ) {}

  /**
   * Lets Node.js write to a pipe from now on: while a reader that does not read is waited for here,
   * nothing else happens, and no signal arrives.
   */
  waitForNoReader(): void {
    if (this.kind === 'pipe') this.fallback ??= nodeStream(this.name);
  }

  get discards(): boolean {
    return keepsNothing(this.name);
  }

  write(text: string | Uint8Array, callback?: (error?: Error | null) => void): boolean {
    if (this.fallback) return this.fallback.write(text, callback);
    const { writeSync } = process.getBuiltinModule('node:fs');
    let rest = typeof text === 'string' ? Buffer.from(text) : text;
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

/** Whether it is closed or a device other than a terminal, such as `/dev/zero`: what is written is lost. */
function keepsNothing(name: StreamName): boolean {
  if (leadsNowhere(name)) return true;
  const { fstatSync } = process.getBuiltinModule('node:fs');
  const { isatty } = process.getBuiltinModule('node:tty');
  const descriptor = DESCRIPTORS[name];
  return fstatSync(descriptor).isCharacterDevice() && !isatty(descriptor);
}

/** Every write learns of its failure by its callback; without a listener Node.js would throw too. */
export function nodeStream(name: StreamName): NodeJS.WriteStream & OutputStream {
  const stream = process[name];
  Object.defineProperty(stream, 'discards', {
    configurable: true,
    get: () => keepsNothing(name),
  });
  stream.on('error', (error) => {
    if (name === 'stdout' && !isClosedPipe(error)) process.exitCode = 1;
  });
  return stream;
}
