import type { TokenRequest } from '../generate/request.js';
import type { TokenRuntime } from '../token/runtime.js';
import type { Deflate } from './fixed-deflate.js';
import { type Sign, type Signers, signerWith } from './sign-with.js';

/** Signers that are loaded when they are needed: each costs milliseconds at start-up. */

export { type Credentials, checkCredentials, type Sign, signerWith } from './sign-with.js';

/** A signer for these formats alone, so that no other signer is loaded. */
export async function signerOf(
  runtime: TokenRuntime,
  ...formats: readonly TokenRequest['format'][]
): Promise<Sign> {
  const signers: Signers = Object.assign({}, ...(await Promise.all(formats.map(load))));
  return signerWith(signers, runtime);
}

/**
 * The same for many tokens, one after the other: 007 tokens by our own encoder.
 * @param deflate zlib's
 */
export async function manySignerOf(
  runtime: TokenRuntime,
  deflate: Deflate,
  ...formats: readonly TokenRequest['format'][]
): Promise<Sign> {
  const { encoder007 } = await import('./encode-007.js');
  const others = formats.filter((format) => format !== '007');
  const signers: Signers = Object.assign(
    { sign007: encoder007(runtime, deflate) },
    ...(await Promise.all(others.map(load))),
  );
  return signerWith(signers, runtime);
}

async function load(format: TokenRequest['format']): Promise<Partial<Signers>> {
  switch (format) {
    case '007':
      return import('./sign-007.js');
    case '006':
      return import('./sign-006.js');
    default:
      return import('./sign-whiteboard.js');
  }
}
