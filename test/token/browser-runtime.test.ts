import { readFileSync } from 'node:fs';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { browserRuntime } from '../../src/token/browser-runtime.js';
import { nodeRuntime } from '../../src/token/node-runtime.js';

/** Both platforms must say the same of the same bytes, or the library would differ from the CLI. */
function expectSame(bytes: Uint8Array, limit: number) {
  const plain = (result: ReturnType<typeof nodeRuntime.inflate>) => ({
    ...result,
    ...('bytes' in result && { bytes: [...result.bytes] }),
    ...('partial' in result && { partial: [...(result.partial ?? [])] }),
  });
  const node = plain(nodeRuntime.inflate(bytes, limit));
  expect(plain(browserRuntime.inflate(bytes, limit))).toEqual(node);
  return node;
}

const LIMIT = 64 * 1024;
const vectors = readFileSync(new URL('../vectors/access-token-2.json', import.meta.url), 'utf8');
const tokens = vectors.match(/\b007[A-Za-z0-9+/=]{40,}/g) ?? [];

describe('inflate as in Node.js', () => {
  test('the payloads of real tokens', () => {
    expect(tokens.length).toBeGreaterThan(5);
    for (const token of tokens) {
      const bytes = browserRuntime.fromBase64(token.slice(3));
      expect(Buffer.from(bytes)).toEqual(nodeRuntime.fromBase64(token.slice(3)));
      expect(expectSame(bytes, LIMIT).ok).toBe(true);
    }
  });

  test('a stream cut anywhere', () => {
    const whole = deflateSync(Buffer.from('the quick brown fox '.repeat(40)));
    for (let length = 0; length < whole.length; length++) {
      expect(expectSame(whole.subarray(0, length), LIMIT)).toMatchObject({ reason: 'truncated' });
    }
  });

  test('a changed checksum, gzip, bytes behind the end, a preset dictionary', () => {
    const whole = deflateSync(Buffer.from('hello'));
    const wrong = Uint8Array.from(whole);
    wrong[wrong.length - 1] = (wrong.at(-1) as number) ^ 1;
    expect(expectSame(wrong, LIMIT)).toMatchObject({ reason: 'bad-checksum' });
    expectSame(gzipSync(Buffer.from('hello')), LIMIT);
    const behind = Buffer.concat([whole, Buffer.from('rest')]);
    expect(expectSame(behind, LIMIT)).toMatchObject({ ok: true, consumed: whole.length });
    const dictionary = Buffer.from('hello');
    expectSame(deflateSync(dictionary, { dictionary }), LIMIT);
  });

  test.each([LIMIT - 1, LIMIT, LIMIT + 1])('%i bytes against a limit of 64 KiB', (length) => {
    const result = expectSame(deflateSync(Buffer.alloc(length)), LIMIT);
    expect(result.ok).toBe(length <= LIMIT);
  });

  test('any bytes, and any change to a stream', () => {
    const changed = fc
      .tuple(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
      )
      .map(([content, at, mask]) => {
        const bytes = Uint8Array.from(deflateSync(content));
        const index = at % bytes.length;
        bytes[index] = (bytes[index] as number) ^ mask;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), changed), (bytes) => {
        expectSame(bytes, LIMIT);
      }),
      { numRuns: 500 },
    );
  });
});
