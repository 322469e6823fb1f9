import { constants, deflateSync, inflateSync, type ZlibOptions } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Inflated, inflate, isZlibHeader } from '../../../src/core/token/inflate.js';
import { runs } from '../../helpers/runs.js';
import { vectors } from '../../helpers/vectors.js';

const LIMIT = 64 * 1024;

/** What Node.js' zlib says of the same bytes, in the same words. */
function byZlib(input: Uint8Array): { reason: string } | { bytes: Buffer; consumed: number } {
  try {
    const { buffer, engine } = inflateSync(input, {
      info: true,
      maxOutputLength: LIMIT,
    } as ZlibOptions) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    return { bytes: buffer, consumed: engine.bytesWritten };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return { reason: 'too-large' };
    if (code === 'Z_BUF_ERROR') return { reason: 'truncated' };
    return { reason: message === 'incorrect data check' ? 'bad-checksum' : 'bad-compression' };
  }
}

function inOwnWords(result: Inflated) {
  return result.ok
    ? { bytes: Buffer.from(result.bytes), consumed: result.consumed }
    : { reason: result.reason };
}

function expectAsZlib(input: Uint8Array) {
  if (!isZlibHeader(input[0] as number, input[1] as number)) return;
  const own = inOwnWords(inflate(input, LIMIT));
  const zlib = byZlib(input);
  // An empty code length code is no code: zlib reads on, and may meet the end first.
  if ('reason' in zlib && zlib.reason === 'truncated' && 'reason' in own) {
    expect(['truncated', 'bad-compression']).toContain(own.reason);
  } else {
    expect(own).toEqual(zlib);
  }
}

/** Data as tokens hold it and as they do not: repetitive, random, long and short. */
const data = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.uint8Array({ maxLength: 2000, max: 3 }),
  fc
    .array(fc.constantFrom('7d72365e', 'b983', 'é', '\0\0X\u0002', 'demo'), { maxLength: 400 })
    .map((parts) => new Uint8Array(Buffer.from(parts.join('')))),
);

const options = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  windowBits: fc.integer({ min: 9, max: 15 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FILTERED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FIXED,
  ),
});

describe('inflate, held against zlib', () => {
  test.each(vectors('access-token-2').map(({ by, token }) => [by, token]))(
    'a token from %s',
    (_, token) => {
      const input = Buffer.from((token as string).slice(3), 'base64');
      const result = inflate(input, LIMIT);
      expect(inOwnWords(result)).toEqual(byZlib(input));
      expect(result).toMatchObject({ ok: true, strayBits: false });
    },
  );

  test('whatever deflate writes', () => {
    fc.assert(
      fc.property(data, options, (bytes, how) => {
        const input = deflateSync(bytes, how);
        expectAsZlib(input);
        expect(inflate(input, LIMIT)).toMatchObject({ ok: true, strayBits: false });
        expect(inflate(input, bytes.length)).toMatchObject({ ok: true });
        if (bytes.length === 0) return;
        expect(inflate(input, bytes.length - 1)).toEqual({ ok: false, reason: 'too-large' });
      }),
      runs(100),
    );
  });

  test('streams with changed bytes, cut ones, and ones with something behind', () => {
    fc.assert(
      fc.property(
        data,
        options,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, how, at, by) => {
          const input = deflateSync(bytes, how);
          const changed = Buffer.from(input);
          const index = 2 + (at % (input.length - 2));
          changed[index] = (changed[index] as number) ^ by;
          expectAsZlib(changed);
          expectAsZlib(input.subarray(0, 2 + (at % (input.length - 2))));
          expectAsZlib(Buffer.concat([input, Buffer.from([by])]));
        },
      ),
      runs(150),
    );
  });

  test('random bytes behind a header', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expectAsZlib(Buffer.concat([Buffer.from([0x78, 0x9c]), bytes]));
      }),
      runs(250),
    );
  });
});

/** A number as deflate writes it, its lowest bit first; of a code the highest comes first. */
const number = (value: number, bits: number) =>
  [...value.toString(2).padStart(bits, '0')].reverse().join('');
/** A code for the lengths of codes: 1 and 2, one length again, and zeros. */
const [ONE, TWO, AGAIN, ZEROS] = ['110', '111', '10', '0'];
const LENGTHS: Readonly<Record<number, string>> = { 1: ONE, 2: TWO, 16: AGAIN, 18: ZEROS };
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1];
const zeros = (count: number) => ZEROS + number(count - 11, 7);

/** An empty stream whose block brings its own codes, for its end and for one distance. */
function withCodes(lengths: string, moreLengths = 0, moreDistances = 0): Uint8Array {
  const sizes = ORDER.map((symbol) => number(LENGTHS[symbol]?.length ?? 0, 3)).join('');
  const counts = number(moreLengths, 5) + number(moreDistances, 5);
  const block = `1${number(2, 2)}${counts}${number(ORDER.length - 4, 4)}${sizes}${lengths}0`;
  const bytes = block.match(/.{1,8}/g) ?? [];
  const packed = bytes.map((bits) => Number.parseInt([...bits].reverse().join(''), 2));
  return Uint8Array.of(0x78, 0x9c, ...packed, 0, 0, 0, 1);
}

test.each<[what: string, lengths: string, good: boolean, more?: readonly [number, number]]>([
  ['codes of one bit', `${zeros(138)}${zeros(118)}${ONE}${ONE}`, true],
  ['29 more', `${zeros(138)}${zeros(118)}${ONE}${zeros(29)}${ONE}`, true, [29, 0]],
  ['one length too many', `${zeros(138)}${zeros(118)}${ONE}${zeros(30)}${ONE}`, false, [30, 0]],
  ['29 distances more', `${zeros(138)}${zeros(118)}${ONE}${zeros(29)}${ONE}`, true, [0, 29]],
  ['one distance too many', `${zeros(138)}${zeros(118)}${ONE}${zeros(30)}${ONE}`, false, [0, 30]],
  [
    'a length again where there was none',
    `${AGAIN}00${zeros(138)}${zeros(115)}${ONE}${ONE}`,
    false,
  ],
  ['one distance, with a code of two bits', `${zeros(138)}${zeros(118)}${ONE}${TWO}`, false],
])('%s', (_, lengths, good, more = [0, 0]) => {
  const input = withCodes(lengths, ...more);
  expectAsZlib(input);
  expect(inflate(input, LIMIT).ok).toBe(good);
});

test('zlib headers are told as zlib tells them', () => {
  for (let first = 0x08; first <= 0xff; first += 0x10) {
    for (let second = 0; second <= 0xff; second++) {
      // With this bit zlib asks for a dictionary, which no token has.
      const good = (second & 0x20) === 0 && !/header|window/.test(problem(first, second));
      expect([first, second, isZlibHeader(first, second)]).toEqual([first, second, good]);
    }
  }
});

function problem(...header: number[]): string {
  try {
    inflateSync(Uint8Array.from(header), { chunkSize: 64 });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test('a cut stream gives what came out before the cut', () => {
  const input = deflateSync(Buffer.from('a channel, a user and a lifetime'));
  const half = inflate(input.subarray(0, input.length - 20), LIMIT);
  expect(half).toMatchObject({ ok: false, reason: 'truncated' });
  expect(Buffer.from((half as { partial: Uint8Array }).partial).toString()).toMatch(/^a channel, /);
  expect(inflate(input.subarray(0, input.length - 3), LIMIT)).toMatchObject({
    reason: 'truncated',
    checksumBytesMissing: 3,
  });
});

test('a bomb is stopped at the limit', () => {
  const bomb = deflateSync(Buffer.alloc(LIMIT + 1));
  expect(inflate(bomb, LIMIT)).toEqual({ ok: false, reason: 'too-large' });
  expect(inflate(deflateSync(Buffer.alloc(LIMIT)), LIMIT)).toMatchObject({ ok: true });
});

test('bits that belong to no byte are told', () => {
  const input = deflateSync(Buffer.from('demo'), { strategy: constants.Z_FIXED });
  const last = input.length - 5;
  const changed = Buffer.from(input);
  changed[last] = (changed[last] as number) | 0x80;
  expect(inflateSync(changed).toString()).toBe('demo');
  expect(inflate(changed, LIMIT)).toMatchObject({ ok: true, strayBits: true });
});
