import { Buffer } from 'node:buffer';
import { sha256 } from '@noble/hashes/sha2';
import { nodeBase64 } from './node-base64.js';
import type { Bytes, HashAlgorithm, TokenRuntime } from './runtime.js';
import { sameBytes } from './same-bytes.js';

/** The platform on Node.js. */
export const nodeRuntime: TokenRuntime = {
  ...nodeBase64,
  hash: (algorithm, ...parts) => digest(algorithm, joined(parts)),
  hmac: (algorithm, key, ...parts) => {
    const given = bytesOf(key);
    const short = given.length > BLOCK_BYTES ? digest(algorithm, joined([given])) : given;
    const inner = digest(algorithm, padded(short, 0x36, parts));
    return digest(algorithm, padded(short, 0x5c, [inner]));
  },
  equal: sameBytes,
};

/** What MD5, SHA-1 and SHA-256 take at once, and HMAC fills its keys up to. */
const BLOCK_BYTES = 64;

/** The key of an HMAC (RFC 2104) as one of its two hashes takes it, and the message after it. */
function padded(key: Uint8Array, mask: number, message: readonly Bytes[]): Buffer {
  const whole = joined(message, BLOCK_BYTES);
  for (let at = 0; at < BLOCK_BYTES; at++) whole[at] = (key[at] ?? 0) ^ mask;
  return whole;
}

/** The parts one after the other, after room for so many bytes. */
function joined(parts: readonly Bytes[], before = 0): Buffer {
  const bytes = parts.map(bytesOf);
  const whole = Buffer.allocUnsafe(bytes.reduce((sum, { length }) => sum + length, before));
  let at = before;
  for (const part of bytes) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * The few SHA-256 hashes of one token are computed in JavaScript: loading `node:crypto` would take longer
 * than all the rest of signing and checking it. From then on, `node:crypto` is faster.
 */
const digest = (algorithm: HashAlgorithm, data: Buffer): Uint8Array => {
  if (!loaded && algorithm === 'sha256') {
    hashed += data.length;
    if (hashed < FEW_BYTES) return hashOf(data);
  }
  // In one call, with a string as the answer: an object of Node.js for each hash or HMAC takes up to ten
  // times as long, on Node.js 24 most of the time of signing a token.
  return Buffer.from(crypto().hash(algorithm, data, 'binary'), 'latin1');
};

/** About what JavaScript hashes while `node:crypto` loads; a token takes 1 KiB. */
const FEW_BYTES = 16_384;

let hashed = 0;

/** What was hashed, and its hash: reading a new token back asks for the very hashes that signing took. */
const hashes = new Map<string, Uint8Array>();

function hashOf(data: Buffer): Uint8Array {
  const text = data.toString('latin1');
  const hash = hashes.get(text) ?? sha256(data);
  hashes.set(text, hash);
  return hash;
}

type Crypto = typeof import('node:crypto');

let loaded: Crypto | undefined;

function crypto(): Crypto {
  loaded ??= process.getBuiltinModule('node:crypto');
  return loaded;
}

const bytesOf = (part: Bytes) => (typeof part === 'string' ? Buffer.from(part) : part);
