import { TokenError } from '../errors.js';

/**
 * What a token may take to be read. Agora's own are far below: a short text must not become work and
 * output without end, and its reader in C++ reads no more than 64 KiB either.
 */

/** Bytes of what a token contains, once decompressed. */
export const MAX_PAYLOAD_BYTES = 64 * 1024;
export const MAX_SERVICES = 512;
/** Privileges and names together; as many lists of names, which may be empty. */
export const MAX_ENTRIES = 4096;

/** @param what how large it is: `more than 64 KiB` */
export function tooLarge(what: string): TokenError {
  return new TokenError(
    'too-large',
    `the token contains ${what}`,
    'No Agora token is that large. It is either not a token or an attempt to exhaust memory.',
  );
}

/** @throws TokenError `too-large` */
export function assertPayloadFits(bytes: number): void {
  if (bytes > MAX_PAYLOAD_BYTES) throw tooLarge('more than 64 KiB');
}
