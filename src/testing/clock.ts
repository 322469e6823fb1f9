/**
 * The clock and timers of the moment: they are looked up at every call, so that fake timers which a test
 * installs later are used, and no timer keeps a process alive.
 */

/** Unix time in milliseconds. */
export const nowMilliseconds = (): number => Date.now();

/** Whole Unix seconds, as tokens count. */
export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** Longer timeouts overflow and fire at once. */
const LONGEST_MILLISECONDS = 2 ** 31 - 1;

/** Calls `run` when the clock reaches `unix` seconds, even where it was set back; returns what cancels it. */
function at(unix: number, run: () => void): () => void {
  let cancelled = false;
  let cancelTimer = () => {};
  const wait = () => {
    const milliseconds = Math.min(unix * 1000 - nowMilliseconds(), LONGEST_MILLISECONDS);
    // Cleared by the timers that set it: fake ones may be gone by then.
    const clear = clearTimeout;
    const timer: unknown = setTimeout(
      () => {
        if (cancelled) return;
        if (nowMilliseconds() < unix * 1000) wait();
        else run();
      },
      Math.max(0, milliseconds),
    );
    (timer as { unref?: () => void }).unref?.();
    cancelTimer = () => clear(timer as number);
  };
  wait();
  return () => {
    cancelled = true;
    cancelTimer();
  };
}

/** The SDKs warn so many seconds before a token's privilege ends. */
const WILL_EXPIRE_SECONDS = 30;

/**
 * Warns before an end, and calls `end` at it.
 * @param ends Unix seconds; Infinity: never
 * @returns what cancels both
 */
export function untilEnd(ends: number, warn: () => void, end: () => void): () => void {
  if (!Number.isFinite(ends)) return () => {};
  const cancels = [
    at(ends - WILL_EXPIRE_SECONDS, () => {
      if (nowSeconds() < ends) warn();
    }),
    at(ends, end),
  ];
  return () => {
    for (const cancel of cancels) cancel();
  };
}
