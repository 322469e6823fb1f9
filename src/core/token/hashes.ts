import type { HashAlgorithm } from './runtime.js';
import { joined } from './wire.js';

/**
 * SHA-256 and SHA-1 (FIPS 180-4), MD5 (RFC 1321) and HMAC (RFC 2104), for platforms that have none which
 * is synchronous. The tests compare them with those of Node.js.
 */

interface Hash {
  readonly start: readonly number[];
  readonly bigEndian: boolean;
  /** The words of the state after a block of 16 words. */
  readonly mixed: (state: readonly number[], block: Int32Array) => readonly number[];
}

type Words = [number, number, number, number, number, number, number, number];

const BLOCK_BYTES = 64;

const left = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits));
const right = (word: number, bits: number) => left(word, 32 - bits);

/** Where one word is set, the other is taken; where it is not, the last. */
const choice = (by: number, one: number, other: number) => (by & one) ^ (~by & other);
const majority = (a: number, b: number, c: number) => (a & b) ^ (a & c) ^ (b & c);

/** The first 32 bits after the point. */
const fraction = (value: number) => Math.floor((value % 1) * 2 ** 32) | 0;

function primes(count: number): number[] {
  const found: number[] = [];
  for (let next = 2; found.length < count; next++) {
    if (found.every((prime) => next % prime !== 0)) found.push(next);
  }
  return found;
}

const SHA256_ROUNDS = Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));

const sha256: Hash = {
  start: primes(8).map((prime) => fraction(Math.sqrt(prime))),
  bigEndian: true,
  mixed: (state, block) => {
    const words = new Int32Array(64);
    words.set(block);
    const word = (at: number) => words[at] as number;
    let [a, b, c, d, e, f, g, h] = state as Words;
    for (let at = 0; at < 64; at++) {
      if (at >= 16) {
        const [early, late] = [word(at - 15), word(at - 2)];
        words[at] =
          word(at - 16) +
          (right(early, 7) ^ right(early, 18) ^ (early >>> 3)) +
          word(at - 7) +
          (right(late, 17) ^ right(late, 19) ^ (late >>> 10));
      }
      const one =
        (h +
          (right(e, 6) ^ right(e, 11) ^ right(e, 25)) +
          choice(e, f, g) +
          (SHA256_ROUNDS[at] as number) +
          word(at)) |
        0;
      const two = (right(a, 2) ^ right(a, 13) ^ right(a, 22)) + majority(a, b, c);
      [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
    }
    return [a, b, c, d, e, f, g, h];
  },
};

/** Both are what MD5 begins with; SHA-1 has one word more. */
const START = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];

const sha1: Hash = {
  start: [...START, 0xc3d2e1f0],
  bigEndian: true,
  mixed: (state, block) => {
    const words = new Int32Array(80);
    words.set(block);
    const word = (at: number) => words[at] as number;
    let [a, b, c, d, e] = state as Words;
    const rounds = [
      () => choice(b, c, d) + 0x5a827999,
      () => (b ^ c ^ d) + 0x6ed9eba1,
      () => majority(b, c, d) + 0x8f1bbcdc,
      () => (b ^ c ^ d) + 0xca62c1d6,
    ];
    for (let at = 0; at < 80; at++) {
      if (at >= 16) {
        words[at] = left(word(at - 3) ^ word(at - 8) ^ word(at - 14) ^ word(at - 16), 1);
      }
      const round = rounds[Math.floor(at / 20)] as () => number;
      const next = (left(a, 5) + round() + e + word(at)) | 0;
      [a, b, c, d, e] = [next, a, left(b, 30), c, d];
    }
    return [a, b, c, d, e];
  },
};

/** How far each of four rounds in turn shifts. */
const MD5_SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

const md5: Hash = {
  start: START,
  bigEndian: false,
  mixed: (state, block) => {
    let [a, b, c, d] = state as Words;
    const rounds: readonly ((at: number) => readonly [mix: number, word: number])[] = [
      (at) => [choice(b, c, d), at],
      (at) => [choice(d, b, c), 5 * at + 1],
      (at) => [b ^ c ^ d, 3 * at + 5],
      (at) => [c ^ (b | ~d), 7 * at],
    ];
    for (let at = 0; at < 64; at++) {
      const round = at >> 4;
      const [mix, word] = (rounds[round] as (typeof rounds)[number])(at);
      const sum =
        a + mix + Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32) + (block[word & 15] as number);
      const shift = MD5_SHIFTS[round]?.[at & 3] as number;
      [a, b, c, d] = [d, (b + left(sum, shift)) | 0, b, c];
    }
    return [a, b, c, d];
  },
};

const HASHES: Readonly<Record<HashAlgorithm, Hash>> = { sha256, sha1, md5 };

export function hash(algorithm: HashAlgorithm, message: Uint8Array): Uint8Array {
  const { start, bigEndian, mixed } = HASHES[algorithm];
  const padded = withLength(message, bigEndian);
  let state = start;
  for (let at = 0; at < padded.byteLength; at += BLOCK_BYTES) {
    const block = Int32Array.from({ length: 16 }, (_, word) =>
      padded.getInt32(at + 4 * word, !bigEndian),
    );
    const next = mixed(state, block);
    state = state.map((word, index) => (word + (next[index] as number)) | 0);
  }
  const digest = new DataView(new ArrayBuffer(4 * state.length));
  for (const [index, word] of state.entries()) digest.setInt32(4 * index, word, !bigEndian);
  return new Uint8Array(digest.buffer);
}

/** A message, a bit that ends it, zeros up to the end of a block, and there its length in bits. */
function withLength(message: Uint8Array, bigEndian: boolean): DataView {
  const blocks = Math.floor((message.length + 8) / BLOCK_BYTES) + 1;
  const bytes = new Uint8Array(blocks * BLOCK_BYTES);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setBigUint64(bytes.length - 8, 8n * BigInt(message.length), !bigEndian);
  return view;
}

export function hmac(algorithm: HashAlgorithm, key: Uint8Array, message: Uint8Array): Uint8Array {
  const own = new Uint8Array(BLOCK_BYTES);
  own.set(key.length > BLOCK_BYTES ? hash(algorithm, key) : key);
  const masked = (mask: number) => own.map((byte) => byte ^ mask);
  const inner = hash(algorithm, joined(masked(0x36), message));
  return hash(algorithm, joined(masked(0x5c), inner));
}
