import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { BatchJob, Chunk, ChunkResult } from './batch.js';

/** Threads that sign chunks beside the main one. */
interface Pool {
  /** How many chunks the threads take at once. */
  readonly room: number;
  /** Hands a chunk to a thread that has room for it; undefined: all have enough to do. */
  run(chunk: Chunk): Promise<ChunkResult> | undefined;
  close(): Promise<void>;
}

/** More would wait for the one thread that reads and writes. */
const MOST_THREADS = 7;

/** A thread that has as many chunks as this is busy until the main one looks again. */
const CHUNKS_A_THREAD = 2;

/** Memory of a thread, in MiB; it needs a few, and takes all it may. `npm run bench -- --full` measures. */
const MEMORY: ResourceLimits = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 32 };

/**
 * Starts a thread for each processor but the one of the main thread, which signs as well.
 * @returns undefined where threads do not pay (one processor) or their program is not at hand
 */
export function openPool(job: BatchJob): Pool | undefined {
  // Beside this file in the built program; there is none when running from the sources.
  const program = fileURLToPath(new URL('./batch-worker.cjs', import.meta.url));
  const count = Math.min(availableParallelism() - 1, MOST_THREADS);
  if (count < 1 || !existsSync(program)) return undefined;
  const threads = Array.from({ length: count }, () => new Thread(program, job));
  return {
    room: count * CHUNKS_A_THREAD,
    run: (chunk) => threads.find(({ load }) => load < CHUNKS_A_THREAD)?.run(chunk),
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

interface Waiting {
  resolve(result: ChunkResult): void;
  reject(error: Error): void;
}

/** One thread; it answers in the order it was asked. */
class Thread {
  private readonly worker: Worker;
  private readonly waiting: Waiting[] = [];

  constructor(program: string, job: BatchJob) {
    // The certificate goes to the thread by memory alone; argv and environment stay empty.
    this.worker = new Worker(program, {
      workerData: job,
      argv: [],
      env: {},
      resourceLimits: MEMORY,
    });
    this.worker.on('message', (result: ChunkResult) => this.waiting.shift()?.resolve(result));
    this.worker.on('error', (error) => {
      for (const each of this.waiting.splice(0)) each.reject(error);
    });
  }

  /** Chunks that it has not answered. */
  get load(): number {
    return this.waiting.length;
  }

  run(chunk: Chunk): Promise<ChunkResult> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(chunk);
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
