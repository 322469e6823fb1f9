import { setImmediate } from 'node:timers/promises';
import type { Pool } from './pool.js';

interface Work<Piece, Result> {
  /** Does a piece in this thread. */
  readonly work: (piece: Piece) => Result | Promise<Result>;
  /** Asked before every piece until there are threads; undefined: they do not pay yet. */
  readonly open: () => Pool<Piece, Result> | undefined;
  /** Takes the results, one after another, in the order of the pieces. */
  readonly finish: (result: Result) => Promise<void>;
}

/**
 * Works on pieces as they come in, in this thread and in others, and hands on the results in order.
 * Reads ahead by a few pieces only, so that memory stays bounded.
 */
export async function inOrder<Piece, Result>(
  pieces: AsyncIterable<Piece>,
  { work, open, finish }: Work<Piece, Result>,
): Promise<void> {
  let pool: Pool<Piece, Result> | undefined;
  const underWay: Promise<void>[] = [];
  try {
    for await (const piece of pieces) {
      pool ??= open();
      if (!pool) {
        await finish(await work(piece));
        continue;
      }
      const result = pool.run(piece) ?? work(piece);
      const before = underWay.at(-1);
      const finished = Promise.all([result, before]).then(([done]) => finish(done));
      finished.catch(() => {});
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
