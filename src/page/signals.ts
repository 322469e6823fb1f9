/** Values that know who has read them: what was made of one is made anew when it changes. */

interface Readable<T> {
  readonly value: T;
}

export interface Signal<T> {
  value: T;
}

/** What the computation that is going on has read so far, and what it got. */
let reads: Map<Readable<unknown>, unknown> | undefined;

export function signal<T>(initial: T): Signal<T> {
  let current = initial;
  const own: Signal<T> = {
    get value() {
      reads?.set(own, current);
      return current;
    },
    set value(next) {
      if (next === current) return;
      current = next;
      settle();
    },
  };
  return own;
}

/** Computed where it is read, and again only where something that it read has another value. */
export function computed<T>(compute: () => T): Readable<T> {
  let seen: Map<Readable<unknown>, unknown> | undefined;
  let current: T;
  const own: Readable<T> = {
    get value() {
      if (!seen || noting(undefined, () => hasChanged(seen))) {
        seen = new Map();
        current = noting(seen, compute);
      }
      reads?.set(own, current);
      return current;
    },
  };
  return own;
}

const hasChanged = (seen: typeof reads) =>
  [...(seen ?? [])].some(([each, value]) => each.value !== value);

function noting<T>(into: typeof reads, act: () => T): T {
  const outer = reads;
  reads = into;
  try {
    return act();
  } finally {
    reads = outer;
  }
}

const effects: Readable<void>[] = [];
let batches = 0;
let settling = false;
let unsettled = false;

/** Runs now, and whenever something that it read has another value. */
export function effect(run: () => void): void {
  effects.push(computed(run));
  settle();
}

/** Several changes that are one. */
export function batch(change: () => void): void {
  batches++;
  change();
  batches--;
  settle();
}

/** An effect may change what another has read. */
function settle(): void {
  unsettled = true;
  if (settling || batches > 0) return;
  settling = true;
  try {
    while (unsettled) {
      unsettled = false;
      for (const each of effects) noting(undefined, () => each.value);
    }
  } finally {
    settling = false;
  }
}
