import { TokenError } from '../../errors.js';
import { type Finding, finding } from '../../finding.js';
import { count, verb } from '../../text/count.js';
import { decodeBase64 } from '../base64.js';
import { leftOver } from '../bytes.js';
import { cutShort } from '../cut.js';
import { PREFIX_LENGTH } from '../detect.js';
import { type Inflated, inflate, isZlibHeader } from '../inflate.js';
import { MAX_PAYLOAD_BYTES, tooLarge } from '../limits.js';
import type { TokenRuntime } from '../runtime.js';
import { decodePayload007 } from './007.js';

interface Payload {
  readonly bytes: Uint8Array;
  readonly findings: readonly Finding[];
}

/**
 * Opens the envelope of a 007 token: `007`, then base64 of a zlib stream.
 *
 * Stricter than Agora's parsers, several of which accept gzip, a wrong checksum or a doubled token.
 *
 * @throws TokenError `bad-base64`, `bad-compression`, `truncated`, `too-large` or `bad-checksum`
 */
export function payload007(text: string, runtime: TokenRuntime): Payload {
  const compressed = decodeBase64(text, PREFIX_LENGTH, runtime);
  refuseOtherCompression(compressed);
  const inflated = inflate(compressed, MAX_PAYLOAD_BYTES);
  if (!inflated.ok) throw notInflated(inflated);
  const left = compressed.length - inflated.consumed;
  return {
    bytes: inflated.bytes,
    findings: left > 0 || inflated.strayBits ? oddEnd(left, inflated.strayBits) : NONE,
  };
}

const NONE: readonly Finding[] = [];

function oddEnd(left: number, strayBits: boolean): Finding[] {
  const findings = leftOver(left, 'the compressed token');
  if (strayBits) {
    findings.push(
      finding(
        'trailing-bytes',
        'the last bits of a compressed block, which belong to no byte, are not zero: a character may have been changed',
        'Copy the token again. What it says is not affected.',
      ),
    );
  }
  return findings;
}

function refuseOtherCompression(compressed: Uint8Array): void {
  const [first = 0, second = 0] = compressed;
  if (compressed.length < 2) {
    throw new TokenError(
      'truncated',
      `the token is cut short: only ${count(compressed.length, 'byte')} of compressed data after 007`,
      'Copy the whole token again.',
    );
  }
  if (first === 0x1f && second === 0x8b) {
    throw new TokenError(
      'bad-compression',
      'the token is compressed with gzip; a 007 token is compressed with zlib',
      'Agora refuses such a token. Compress with zlib (RFC 1950), as the official builders do.',
    );
  }
  if (!isZlibHeader(first, second)) {
    throw new TokenError(
      'bad-compression',
      `the data after 007 is not zlib-compressed: it starts with ${hexByte(first)} ${hexByte(second)} instead of 78 9c (or similar)`,
      'A 007 token normally begins with 007eJ. Copy it again from where it was made.',
    );
  }
}

const hexByte = (byte: number) => byte.toString(16).padStart(2, '0');

type NotInflated = Extract<Inflated, { readonly ok: false }>;
type Cut = Extract<NotInflated, { readonly reason: 'truncated' }>;

function notInflated(failure: NotInflated): TokenError {
  switch (failure.reason) {
    case 'too-large':
      return tooLarge('more than 64 KiB');
    case 'bad-checksum':
      return new TokenError(
        'bad-checksum',
        "the token's checksum (Adler-32) does not match its content: one or more characters were changed",
        'Copy the token again from where it was made.',
      );
    case 'truncated':
      return cutInside(failure);
    case 'bad-compression':
      return new TokenError(
        'bad-compression',
        "the token's compressed content is damaged: it is not a valid zlib stream",
        'A character was changed or lost. Copy the token again from where it was made.',
      );
  }
}

/** Names the field in which a cut stream ends. */
function cutInside({ partial, checksumBytesMissing }: Cut): TokenError {
  if (checksumBytesMissing !== undefined) {
    return cutShort(
      `its content is whole, and ${checksumBytesMissing} of the 4 bytes of its checksum (Adler-32) ${verb(checksumBytesMissing, 'is')} missing`,
    );
  }
  try {
    decodePayload007(partial);
  } catch (error) {
    if (error instanceof TokenError && error.reason === 'truncated') return error;
  }
  return cutShort('the compressed content ends before its checksum');
}
