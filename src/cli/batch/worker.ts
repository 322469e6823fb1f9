import { parentPort, workerData } from 'node:worker_threads';
import type { BatchJob } from './batch.js';
import type { Assignment, Jobs } from './job.js';

/** A thread that works on the pieces it is sent, one after another. */

/** How the pieces of each kind of job are done, with everything that they have in common prepared. */
const WORK: {
  readonly [K in keyof Jobs]: (
    job: Jobs[K]['job'],
  ) => Promise<(piece: Jobs[K]['piece']) => Jobs[K]['result']>;
} = {
  sign: async (job: BatchJob) => (await import('./batch.js')).batchSigner(job),
  decode: async () => (await import('./answers.js')).decodedLines,
};

function start<K extends keyof Jobs>({ kind, job }: Assignment<K>): void {
  const work = WORK[kind](job);
  parentPort?.on('message', async (piece: Jobs[K]['piece']) =>
    parentPort?.postMessage((await work)(piece)),
  );
}

start(workerData as Assignment<keyof Jobs>);
