/** A source that can be ended with an error, even while it waits for what has not come. */
export interface Stoppable<T> {
  readonly source: AsyncGenerator<T>;
  /** The first error counts. */
  stop(error: unknown): void;
}

export function stoppable<T>(input: AsyncIterable<T>): Stoppable<T> {
  let stopped: { readonly error: unknown } | undefined;
  let leave: (error: unknown) => void = () => {};
  async function* source() {
    const iterator = input[Symbol.asyncIterator]();
    try {
      for (;;) {
        // Not Promise.race(): the promise that outlives them all would remember every one.
        const next = await new Promise<IteratorResult<T>>((resolve, reject) => {
          if (stopped) throw stopped.error;
          leave = reject;
          iterator.next().then(resolve, reject);
        });
        if (next.done) return;
        yield next.value;
      }
    } finally {
      // An input that still waits would let this wait too.
      if (!stopped) await iterator.return?.();
    }
  }
  return {
    source: source(),
    stop: (error) => {
      stopped ??= { error };
      leave(stopped.error);
    },
  };
}
