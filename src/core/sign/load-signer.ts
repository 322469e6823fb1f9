import type { TokenRequest } from '../generate/request.js';
import type { ParsedToken } from '../token/model.js';
import type { TokenRuntime } from '../token/runtime.js';
import type { Deflate } from './encode-007.js';
import { type Credentials, type SignerSet, signRequest } from './signer.js';

/** Signers that are loaded when they are needed: each costs milliseconds at start-up. */

export type Sign = (request: TokenRequest, credentials: Credentials) => ParsedToken;

/** `signRequest` for these formats alone, so that no other signer is loaded. */
export async function signerOf(
  runtime: TokenRuntime,
  ...formats: readonly TokenRequest['format'][]
): Promise<Sign> {
  const signers: SignerSet = Object.assign({}, ...(await Promise.all(formats.map(load))));
  return (request, credentials) => signRequest(request, credentials, signers, runtime);
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
  const signers: SignerSet = Object.assign(
    { sign007: encoder007(runtime, deflate) },
    ...(await Promise.all(others.map(load))),
  );
  return (request, credentials) => signRequest(request, credentials, signers, runtime);
}

async function load(format: TokenRequest['format']): Promise<Partial<SignerSet>> {
  switch (format) {
    case '007':
      return import('./sign-007.js');
    case '006':
      return import('./sign-006.js');
    default:
      return import('./sign-whiteboard.js');
  }
}
