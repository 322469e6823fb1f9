import { setImmediate } from 'node:timers/promises';
import type { Pool } from './pool.js';
import { stoppable } from './stoppable.js';

interface Work<Piece, Result> {
  /** Does a piece in this thread. */
  readonly work: (piece: Piece) => Result | Promise<Result>;
  /** Asked before every piece until it answers; undefined: not yet, null: never. */
  readonly open: () => Pool<Piece, Result> | null | undefined;
  /** Takes the results, one after another, in the order of the pieces. */
  readonly finish: (result: Result) => Promise<void>;
}

/**
 * Works on pieces as they come in, in this thread and in others, and hands on the results in order.
 * Reads ahead by a few pieces only, so that memory stays bounded; what a thread fails at is done
 * again in this one.
 */
export async function inOrder<Piece, Result>(
  pieces: AsyncIterable<Piece>,
  { work, open, finish }: Work<Piece, Result>,
): Promise<void> {
  // A result that cannot be handed on ends it at once, also while no piece comes.
  const { source, stop } = stoppable(pieces);
  let pool: ReturnType<typeof open>;
  const underWay: Promise<void>[] = [];
  try {
    for await (const piece of source) {
      if (pool === undefined) pool = open();
      if (!pool) {
        await finish(await work(piece));
        continue;
      }
      const result = pool.run(piece)?.catch(() => work(piece)) ?? work(piece);
      const before = underWay.at(-1);
      const finished = Promise.all([result, before]).then(([done]) => finish(done));
      finished.catch(stop);
      underWay.push(finished);
      if (underWay.length > 2 * pool.room) await underWay.shift();
      // The answers of threads come in between.
      await setImmediate();
    }
    await underWay.at(-1);
  } finally {
    await pool?.close();
  }
}
