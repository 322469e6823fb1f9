import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { BatchJob } from './batch.js';

/** What threads do with all pieces that they are sent: sign chunks of rows, or decode lines. */
export type Job =
  | { readonly sign: BatchJob }
  /** `context`: false where what a line says besides its token is left out. */
  | { readonly decode: { readonly context: boolean | undefined } };

/** Threads that work on pieces. */
export interface Pool<Piece, Result> {
  /** Whether the thread that hands over works too, instead of waiting until one of these has room. */
  readonly helped: boolean;
  /** Hands a piece to a thread that has room for it; undefined: all have enough to do. */
  run(piece: Piece): Promise<Result> | undefined;
  close(): Promise<void>;
}

/** More would wait for the one thread that reads and writes. */
const MOST_THREADS = 8;

/** While a thread works, its next pieces are there already: a main thread that works may hand over none. */
const PIECES_PER_THREAD = 12;

/** In MiB: V8 takes all it may, and a piece needs a few. */
const MEMORY = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 32 };

/**
 * Starts threads that sign rows or decode lines.
 *
 * @param helped whether this thread works too: it keeps a processor, and the others get something to do as
 *   soon as they are ready
 * @returns null where their program is not there, or the system does not let any start
 */
export function openPool<Piece, Result>(job: Job, helped = false): Pool<Piece, Result> | null {
  // Next to this file in the built program; there is none when running from the sources.
  const program = fileURLToPath(new URL('./worker.cjs', import.meta.url));
  if (!existsSync(program) || addressesAreLimited()) return null;
  const threads: Thread<Piece, Result>[] = [];
  try {
    while (threads.length < Math.min(availableParallelism() - (helped ? 1 : 0), MOST_THREADS)) {
      threads.push(new Thread(program, job));
    }
  } catch {
    if (threads.length === 0) return null;
  }
  return {
    helped,
    run: (piece) =>
      threads.find((thread) => thread.hasRoom && (thread.ready || !helped))?.run(piece),
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

/** V8 ends the whole process where it cannot reserve the addresses that a thread wants. */
function addressesAreLimited(): boolean {
  try {
    return /^Max address space +\d/m.test(readFileSync('/proc/self/limits', 'utf8'));
  } catch {
    // Not Linux.
    return false;
  }
}

interface Waiting<Result> {
  resolve(result: Result): void;
  reject(error: Error): void;
}

/** One thread; it answers in the order it was asked. */
class Thread<Piece, Result> {
  private readonly worker: Worker;
  private readonly waiting: Waiting<Result>[] = [];
  private ended = false;
  /** Its program has been loaded. */
  ready = false;

  constructor(program: string, job: Job) {
    // A certificate goes to the thread by memory alone; argv and environment stay empty.
    this.worker = new Worker(program, {
      workerData: job,
      argv: [],
      env: {},
      resourceLimits: MEMORY,
    });
    this.worker.once('message', () => {
      this.ready = true;
      this.worker.on('message', (result: Result) => this.waiting.shift()?.resolve(result));
    });
    this.worker.on('error', (error) => this.end(error));
    this.worker.on('exit', () => this.end(new Error('the thread has ended')));
  }

  get hasRoom(): boolean {
    return !this.ended && this.waiting.length < PIECES_PER_THREAD;
  }

  private end(error: Error): void {
    this.ended = true;
    for (const each of this.waiting.splice(0)) each.reject(error);
  }

  run(piece: Piece): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(piece);
    });
  }

  async close(): Promise<void> {
    this.ended = true;
    // Nobody waits any more, so that nothing of it need be done elsewhere.
    this.waiting.length = 0;
    await this.worker.terminate();
  }
}
