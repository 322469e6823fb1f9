import { parentPort, workerData } from 'node:worker_threads';
import { type BatchJob, batchSigner, type Chunk } from './batch.js';

/** A thread that signs the chunks it is sent, one after another. */
const signer = batchSigner(workerData as BatchJob);
parentPort?.on('message', async (chunk: Chunk) => parentPort?.postMessage((await signer)(chunk)));
