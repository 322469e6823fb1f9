import type { Pool } from './pool.js';
import { stoppable } from './stoppable.js';

type Opened<Piece, Result> = Pool<Piece, Result> | null | undefined;

interface Work<Piece, Result> {
  /** Does a piece in this thread. */
  readonly work: (piece: Piece) => Result | Promise<Result>;
  /** Asked before every piece until it answers; undefined: not yet, null: never. */
  readonly open: () => Opened<Piece, Result> | Promise<Opened<Piece, Result>>;
  /** Takes the results, one after another, in the order of the pieces. */
  readonly finish: (result: Result) => Promise<void>;
}

/** Enough for all threads, and little memory. */
const MOST_UNDER_WAY = 32;

/**
 * Works on pieces as they come in, in this thread or, once there are some, in others, and hands on the
 * results in order. Reads ahead by a few pieces only, so that memory stays bounded; what a thread fails
 * at is done again in this one.
 */
export async function inOrder<Piece, Result>(
  pieces: AsyncIterable<Piece>,
  { work, open, finish }: Work<Piece, Result>,
): Promise<void> {
  // A result that cannot be handed on ends it at once, also while no piece comes.
  const { source, stop } = stoppable(pieces);
  let pool: Opened<Piece, Result>;
  /** The pieces that were handed over and are not finished, the oldest first. */
  const underWay: Promise<void>[] = [];
  let finishing = Promise.resolve();
  let ended = false;
  const handOn = (result: Result) => {
    if (!ended) finishing = finish(result);
    return finishing;
  };

  const handOver = async (piece: Piece) => {
    // What is done and not handed on waits for a slow reader.
    if (underWay.length >= MOST_UNDER_WAY) await underWay.shift();
    let result = pool?.run(piece);
    while (!result && !pool?.helped && underWay.length > 0) {
      await underWay.shift();
      result = pool?.run(piece);
    }
    // No thread has it, and no result is to come before it.
    if (!result && underWay.length === 0) return handOn(await work(piece));
    result ??= Promise.resolve(work(piece));
    const done = result.catch(() => work(piece));
    const finished = Promise.all([done, underWay.at(-1)]).then(([given]) => handOn(given));
    finished.catch(stop);
    underWay.push(finished);
  };

  try {
    for await (const piece of source) {
      if (pool === undefined) pool = await open();
      if (pool) await handOver(piece);
      else await handOn(await work(piece));
    }
    await underWay.at(-1);
  } finally {
    ended = true;
    await pool?.close();
    // A line that is being written is written to its end.
    await finishing.catch(() => {});
  }
}
