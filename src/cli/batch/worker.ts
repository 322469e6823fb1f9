import { parentPort, workerData } from 'node:worker_threads';
import { type BatchJob, batchSigner, type Chunk } from './batch.js';

/** A thread that signs the rows it is sent, one chunk after another. */

const signer = batchSigner(workerData as BatchJob);
const encoder = new TextEncoder();

parentPort?.on('message', async (chunk: Chunk) => {
  const result = (await signer)(chunk);
  // Bytes are handed over without a copy, and leave nothing for the main thread to collect.
  const text = encoder.encode(result.text);
  parentPort?.postMessage({ ...result, text }, [text.buffer]);
});
