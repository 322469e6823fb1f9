import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { BatchJob, Chunk, ChunkResult } from './batch.js';

/** Threads that sign chunks side by side. */
interface Pool {
  readonly threads: number;
  /** Signs a chunk on the next thread in turn. */
  run(chunk: Chunk): Promise<ChunkResult>;
  close(): Promise<void>;
}

/** More would wait for the one thread that reads and writes. */
const MOST_THREADS = 8;

/**
 * Memory of a thread, in MiB. Tokens leave much garbage that dies at once, for which a roomy young
 * generation is a third faster. Lines of JSON outlive it, and would fill it to its limit for a gain
 * of a few percent. `npm run bench -- --full` measures both.
 */
const MEMORY: Readonly<Record<BatchJob['output'], ResourceLimits>> = {
  token: { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 48 },
  json: { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 32 },
};

/**
 * Starts a thread for each processor.
 * @returns undefined where threads do not pay (one processor) or their program is not at hand
 */
export function openPool(job: BatchJob): Pool | undefined {
  // Beside this file in the built program; there is none when running from the sources.
  const program = fileURLToPath(new URL('./batch-worker.cjs', import.meta.url));
  const count = Math.min(availableParallelism(), MOST_THREADS);
  if (count < 2 || !existsSync(program)) return undefined;
  const threads = Array.from({ length: count }, () => new Thread(program, job));
  let turn = 0;
  return {
    threads: count,
    run: (chunk) => (threads[turn++ % count] as Thread).run(chunk),
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
      resourceLimits: MEMORY[job.output],
    });
    this.worker.on('message', (result: ChunkResult) => this.waiting.shift()?.resolve(result));
    this.worker.on('error', (error) => {
      for (const each of this.waiting.splice(0)) each.reject(error);
    });
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
