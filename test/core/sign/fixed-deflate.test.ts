import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FixedDeflate } from '../../../src/core/sign/fixed-deflate.js';
import { type Inflated, inflate } from '../../../src/core/token/inflate.js';
import { runs } from '../../helpers/runs.js';

const LIMIT = 1024 * 1024;
const compressor = new FixedDeflate();

/** Data that repeats itself near and far, in runs and not at all. */
const data = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.uint8Array({ maxLength: 4000, max: 2 }),
  fc
    .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(300)), { maxLength: 20 })
    .map(
      (parts) =>
        new Uint8Array(
          parts.flatMap(([part, times]) =>
            Array(times)
              .fill([...part])
              .flat(),
          ),
        ),
    ),
);

function expectInflated(input: Uint8Array) {
  const stream = compressor.compress(input);
  // zlib and our own reader check every bit, and the Adler-32.
  const same = Buffer.compare(inflateSync(stream), input) === 0;
  const { bytes, ...own } = inflate(stream, LIMIT) as Extract<Inflated, { ok: true }>;
  expect({ header: [...stream.subarray(0, 2)], same, own }).toEqual({
    header: [0x78, 0x9c],
    same: true,
    own: { ok: true, consumed: stream.length, strayBits: false },
  });
}

test('zlib and our own inflate read what was compressed', () => {
  fc.assert(fc.property(data, expectInflated), runs(150));
});

test.each([
  ['nothing', 0, () => 0],
  ['one byte', 1, () => 200],
  ['one run of the longest repeat', 259, () => 7],
  ['one more than that', 260, () => 7],
  [
    'bytes that repeat as far back as a window reaches',
    66_000,
    (at: number) => ((at % 32_768) * 2654435761) >>> 24,
  ],
  ['and a byte farther', 66_000, (at: number) => ((at % 32_769) * 2654435761) >>> 24],
  ['a megabyte', LIMIT, (at: number) => (at * at) >>> 7],
])('%s', (_what, length, byte) => {
  expectInflated(Uint8Array.from({ length }, (_, at) => byte(at)));
});

test('every length and every distance', () => {
  for (let length = 3; length <= 258; length++) {
    const run = Uint8Array.from({ length }, (_, at) => (at * 37 + length) & 0xff);
    expectInflated(Uint8Array.of(...run, 0xfe, ...run));
  }
  for (let distance = 1; distance <= 32_768; distance = Math.ceil(distance * 1.06)) {
    const input = new Uint8Array(distance + 9);
    for (let at = 0; at < distance; at++) input[at] = (at * 2654435761) >>> 24;
    input.copyWithin(distance, 0, Math.min(9, distance));
    expectInflated(input);
  }
});

test('codes of their own pay for a long text of few letters, and not for a token', () => {
  const payOff = (text: string) => {
    compressor.compress(Buffer.from(text));
    return compressor.ownCodesPay;
  };
  expect(payOff('')).toBe(false);
  expect(payOff('970CA35de60c44645bbae8a215061b33 demo 42')).toBe(false);
  let state = 1;
  const letter = () => {
    state = (state * 48271) % 2147483647;
    return 'abcdef'[state % 6];
  };
  expect(payOff(Array.from({ length: 400 }, letter).join(''))).toBe(true);
});
