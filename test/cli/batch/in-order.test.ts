import { expect, test } from 'vitest';
import { inOrder } from '../../../src/cli/batch/in-order.js';
import type { Pool } from '../../../src/cli/batch/pool.js';

const PIECES = Array.from({ length: 40 }, (_, index) => index);

async function* source(pieces: readonly number[] = PIECES): AsyncGenerator<number> {
  yield* pieces;
}

/** Threads that answer in their own time, out of order. */
function pool(answer: (piece: number) => Promise<string>): Pool<number, string> {
  let load = 0;
  return {
    helped: false,
    run: (piece) => {
      if (load >= 4) return undefined;
      load++;
      return answer(piece).finally(() => load--);
    },
    close: async () => {},
  };
}

const later = (piece: number) =>
  new Promise<string>((resolve) => setTimeout(() => resolve(`${piece}`), (piece % 3) * 2));

async function results(open: () => Pool<number, string> | null | undefined, helped = false) {
  const done: string[] = [];
  await inOrder(source(), {
    work: (piece) => `${piece}`,
    open: () => {
      const opened = open();
      return opened && { ...opened, helped };
    },
    finish: async (result) => {
      done.push(result);
    },
  });
  return done;
}

test.each<[string, () => Pool<number, string> | null | undefined]>([
  ['no threads yet', () => undefined],
  ['no threads at all', () => null],
  ['threads that answer in any order', () => pool(later)],
  ['threads that fail', () => pool(() => Promise.reject(new Error('the thread has ended')))],
  ['threads that fail at times', () => pool((piece) => (piece % 5 ? later(piece) : failing()))],
])('results come in the order of the pieces: %s', async (_what, open) => {
  expect(await results(open)).toEqual(PIECES.map(String));
  expect(await results(open, true)).toEqual(PIECES.map(String));
});

test.each([true, false])('this thread works while others have enough to do: %s', async (helped) => {
  let handedOver = 0;
  const counted = (piece: number) => {
    handedOver++;
    return later(piece);
  };
  await results(() => pool(counted), helped);
  expect(handedOver < PIECES.length).toBe(helped);
});

const failing = () => Promise.reject(new Error('out of memory'));

test('is asked for threads until it has an answer', async () => {
  const answers = [undefined, undefined, null];
  let asked = 0;
  await results(() => answers[asked++]);
  expect(asked).toBe(3);
});

test('an error of the work itself ends it, wherever it was tried', async () => {
  const work = () => {
    throw new TypeError('a bug');
  };
  const run = inOrder(source(), {
    work,
    open: () => pool(() => Promise.reject(new Error('as in the thread'))),
    finish: async () => {},
  });
  await expect(run).rejects.toThrow('a bug');
});

test('a result that cannot be handed on ends it while no piece comes', async () => {
  async function* waiting() {
    yield 1;
    await new Promise(() => {});
  }
  let closed = false;
  const run = inOrder(waiting(), {
    work: String,
    open: () => ({
      ...pool(later),
      close: async () => {
        closed = true;
      },
    }),
    finish: async () => {
      throw new Error('nobody reads');
    },
  });
  await expect(run).rejects.toThrow('nobody reads');
  expect(closed).toBe(true);
});

test('reads ahead of a slow reader by a few pieces only', async () => {
  let read = 0;
  let handedOn = 0;
  let ahead = 0;
  async function* many() {
    for (; read < 400; read++) yield read;
  }
  await inOrder(many(), {
    work: String,
    open: () => pool(async (piece) => `${piece}`),
    finish: async () => {
      await new Promise((resolve) => setTimeout(resolve));
      ahead = Math.max(ahead, read - handedOn++);
    },
  });
  expect(handedOn).toBe(400);
  expect(ahead).toBeLessThan(50);
});
