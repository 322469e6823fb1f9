import { parentPort, workerData } from 'node:worker_threads';
import { type BatchJob, batchSigner, type Chunk } from './batch.js';
import { md5 } from './md5.js';

/** A thread that signs the chunks it is sent, one after another. */
const signer = batchSigner(workerData as BatchJob, md5);
parentPort?.on('message', async (chunk: Chunk) => parentPort?.postMessage((await signer)(chunk)));
