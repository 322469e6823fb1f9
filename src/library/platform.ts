import type { SignerSet } from '../core/sign/signer.js';
import type { TokenRuntime } from '../core/token/runtime.js';

/** What signing takes from where the library runs. */
export interface Platform {
  readonly runtime: TokenRuntime;
  readonly signers: SignerSet;
  /** Cryptographically random, 0 … 2^32-1. */
  readonly randomUint32: () => number;
  /** A random UUID (version 4). */
  readonly randomUuid: () => string;
}
