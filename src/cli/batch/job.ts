import type { Answers } from './answers.js';
import type { BatchJob, Chunk, ChunkResult } from './batch.js';
import type { Line } from './lines.js';

/** What threads are started for: to sign the rows of a batch, or to decode the lines of a stream. */
export interface Jobs {
  readonly sign: { readonly job: BatchJob; readonly piece: Chunk; readonly result: ChunkResult };
  readonly decode: {
    readonly job: undefined;
    readonly piece: readonly Line[];
    readonly result: Answers;
  };
}

/** What a thread is given when it starts. */
export interface Assignment<K extends keyof Jobs> {
  readonly kind: K;
  readonly job: Jobs[K]['job'];
}
