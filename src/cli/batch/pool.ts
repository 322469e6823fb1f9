import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { Assignment, Jobs } from './job.js';

/** Threads that work on pieces beside the main one. */
export interface Pool<Piece, Result> {
  /** How many pieces the threads take at once. */
  readonly room: number;
  /** Hands a piece to a thread that has room for it; undefined: all have enough to do. */
  run(piece: Piece): Promise<Result> | undefined;
  close(): Promise<void>;
}

/** More would wait for the one thread that reads and writes. */
const MOST_THREADS = 7;

/** A thread that has as many pieces as this is busy until the main one looks again. */
const PIECES_A_THREAD = 2;

/**
 * Memory of a thread, in MiB: V8 takes all it may. `npm run bench -- --full` measures.
 * Signing needs a few; a line to decode may hold a token that is made to be large.
 */
const MEMORY: Readonly<Record<keyof Jobs, ResourceLimits>> = {
  sign: { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 32 },
  decode: { maxYoungGenerationSizeMb: 6 },
};

/**
 * Starts a thread for each processor but the one of the main thread, which works as well.
 * @returns null where threads do not pay (one processor), their program is not at hand, or the system
 *   does not let any be started
 */
export function openPool<K extends keyof Jobs>(
  kind: K,
  job: Jobs[K]['job'],
): Pool<Jobs[K]['piece'], Jobs[K]['result']> | null {
  // Beside this file in the built program; there is none when running from the sources.
  const program = fileURLToPath(new URL('../../threads/worker.cjs', import.meta.url));
  const count = Math.min(availableParallelism() - 1, MOST_THREADS);
  if (count < 1 || !existsSync(program)) return null;
  const threads: Thread<K>[] = [];
  try {
    while (threads.length < count) threads.push(new Thread<K>(program, { kind, job }));
  } catch {
    if (threads.length === 0) return null;
  }
  return {
    room: threads.length * PIECES_A_THREAD,
    run: (piece) => threads.find((thread) => thread.hasRoom)?.run(piece),
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

interface Waiting<Result> {
  resolve(result: Result): void;
  reject(error: Error): void;
}

/** One thread; it answers in the order it was asked. */
class Thread<K extends keyof Jobs> {
  private readonly worker: Worker;
  private readonly waiting: Waiting<Jobs[K]['result']>[] = [];
  private ended = false;

  constructor(program: string, assignment: Assignment<K>) {
    // A certificate goes to the thread by memory alone; argv and environment stay empty.
    this.worker = new Worker(program, {
      workerData: assignment,
      argv: [],
      env: {},
      resourceLimits: MEMORY[assignment.kind],
    });
    this.worker.on('message', (result: Jobs[K]['result']) => this.waiting.shift()?.resolve(result));
    this.worker.on('error', (error) => this.end(error));
    this.worker.on('exit', () => this.end(new Error('the thread has ended')));
  }

  get hasRoom(): boolean {
    return !this.ended && this.waiting.length < PIECES_A_THREAD;
  }

  private end(error: Error): void {
    this.ended = true;
    for (const each of this.waiting.splice(0)) each.reject(error);
  }

  run(piece: Jobs[K]['piece']): Promise<Jobs[K]['result']> {
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
