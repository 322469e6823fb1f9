import { Refusal } from './refusal.js';

/** How many requests an address may send. */
export interface RateLimit {
  /** @throws Refusal with the seconds to wait */
  assert(address: string): void;
}

interface Rate {
  readonly requests: number;
  readonly seconds: number;
}

const RATES: readonly Rate[] = [
  { requests: 60, seconds: 1 },
  { requests: 600, seconds: 60 },
];

/** So many addresses are remembered; those that have asked least recently are forgotten. */
const ADDRESSES = 10_000;

/**
 * A bucket of requests for each address and rate, which fills up again evenly.
 * @param now Unix milliseconds
 */
export function rateLimit(now: () => number, rates: readonly Rate[] = RATES): RateLimit {
  const known = new Map<string, { left: number[]; at: number }>();
  return {
    assert(address) {
      const time = now();
      const bucket = known.get(address) ?? {
        left: rates.map(({ requests }) => requests),
        at: time,
      };
      // The last of a map is the one that was put in last.
      known.delete(address);
      known.set(address, bucket);
      if (known.size > ADDRESSES) known.delete(known.keys().next().value as string);
      const passed = Math.max(0, time - bucket.at) / 1000;
      bucket.at = time;
      bucket.left = rates.map(({ requests, seconds }, at) =>
        Math.min(requests, (bucket.left[at] as number) + (passed * requests) / seconds),
      );
      const waits = rates.map(
        ({ requests, seconds }, at) => ((1 - (bucket.left[at] as number)) * seconds) / requests,
      );
      const wait = Math.max(...waits);
      if (wait > 0) {
        throw new Refusal(
          'too-many-requests',
          `more than ${rates.map(({ requests, seconds }) => `${requests} requests in ${seconds} s`).join(' or ')}`,
          'Keep a token until it expires: one is enough for a user and a channel.',
          { 'retry-after': String(Math.ceil(wait)) },
        );
      }
      bucket.left = bucket.left.map((left) => left - 1);
    },
  };
}
