import type { Sign } from '../core/sign/sign-with.js';

/** What signing takes from where the library runs. */
export interface Platform {
  readonly sign: Sign;
  /** Cryptographically random, 0 … 2^32-1. */
  readonly randomUint32: () => number;
  /** A random UUID (version 4). */
  readonly randomUuid: () => string;
}
