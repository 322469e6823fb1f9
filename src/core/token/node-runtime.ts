import { Buffer } from 'node:buffer';
import { hash, timingSafeEqual } from 'node:crypto';
import type { Bytes, HashAlgorithm, TokenRuntime } from './runtime.js';

/** The platform on Node.js. */
export const nodeRuntime: TokenRuntime = {
  fromBase64: (text) => {
    const bytes = Buffer.from(text, 'base64');
    // Buffer is lenient; comparing takes less time than a look at every character.
    return bytes.toString('base64') === text ? bytes : undefined;
  },
  toBase64: (bytes) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  hash: (algorithm, ...parts) => digest(algorithm, parts.map(bytesOf)),
  hmac: (algorithm, key, ...parts) => {
    const given = bytesOf(key);
    const short = given.length > BLOCK_BYTES ? digest(algorithm, [given]) : given;
    const inner = digest(algorithm, [padded(short, 0x36), ...parts.map(bytesOf)]);
    return digest(algorithm, [padded(short, 0x5c), inner]);
  },
  equal: (a, b) => a.length === b.length && timingSafeEqual(a, b),
};

/** What MD5, SHA-1 and SHA-256 take at once, and HMAC fills its keys up to. */
const BLOCK_BYTES = 64;

/** The key of an HMAC (RFC 2104) as one of its two hashes takes it. */
function padded(key: Uint8Array, mask: number): Uint8Array {
  const block = Buffer.alloc(BLOCK_BYTES, mask);
  for (let at = 0; at < key.length; at++) block[at] = (key[at] as number) ^ mask;
  return block;
}

/**
 * In one call, with a string as the answer: an object of Node.js for each hash or HMAC takes up to ten
 * times as long, on Node.js 24 most of the time of signing a token.
 */
function digest(algorithm: HashAlgorithm, parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  const data = only && parts.length === 1 ? only : Buffer.concat(parts);
  return Buffer.from(hash(algorithm, data, 'binary'), 'latin1');
}

const bytesOf = (part: Bytes) => (typeof part === 'string' ? Buffer.from(part) : part);
