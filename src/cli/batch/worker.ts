import { parentPort, workerData } from 'node:worker_threads';
import type { Chunk } from './batch.js';
import type { Line } from './lines.js';
import type { Job } from './pool.js';

/** A thread that signs rows or decodes lines, one piece after another. */

type Work = (piece: Chunk & readonly Line[]) => { readonly text: string };

const work = workOf(workerData as Job);
const encoder = new TextEncoder();

async function workOf(job: Job): Promise<Work> {
  if ('sign' in job) return (await import('./batch.js')).batchSigner(job.sign);
  const { decodedLines } = await import('./answers.js');
  return (lines) => decodedLines(lines, job.decode.context);
}

// The first message says that it is ready.
work.then(() => parentPort?.postMessage(null));

parentPort?.on('message', async (piece) => {
  const result = (await work)(piece);
  // Bytes are handed over without a copy, and leave nothing for the main thread to collect.
  const text = encoder.encode(result.text);
  parentPort?.postMessage({ ...result, text }, [text.buffer]);
});
