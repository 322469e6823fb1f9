import type { Context } from '../context.js';

/** Where salts and whiteboard nonces come from. */
export type Randomness = Pick<Context, 'randomUint32' | 'randomUuid'>;

/**
 * Numbers that follow from a time, one after another: with `--now` the same command line prints the
 * same token. Salts and nonces stand in the token for everybody to read, so they need not be secret.
 * @param unixSeconds the time of `--now`
 */
export function randomnessFrom(unixSeconds: number): Randomness {
  let drawn = 0;
  const next = (bits: number) => {
    const value = (unixSeconds + drawn++) % 2 ** bits;
    return value < 0 ? value + 2 ** bits : value;
  };
  return {
    randomUint32: () => next(32),
    randomUuid: () => `00000000-0000-4000-8000-${next(48).toString(16).padStart(12, '0')}`,
  };
}
