import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineBatches, TOO_LONG } from '../../../src/cli/batch/lines.js';
import { runs } from '../../helpers/runs.js';

async function* pieces(chunks: readonly (Uint8Array | string)[]) {
  yield* chunks;
}

async function lines(chunks: readonly (Uint8Array | string)[], limit?: number) {
  const all = [];
  for await (const batch of lineBatches(pieces(chunks), limit)) all.push(...batch);
  return all;
}

/** Cuts bytes at these places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length];
  at.sort((a, b) => a - b);
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

test('lines are the same wherever the input is cut, even inside a character', async () => {
  const text = fc.array(fc.constantFrom('a', 'é', '\n', '\n\n', '😀', 'token'), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(), { maxLength: 8 }), async (parts, places) => {
      const whole = parts.join('');
      const expected = whole.split('\n');
      if (expected.at(-1) === '') expected.pop();
      expect(await lines(cut(Buffer.from(whole), places))).toEqual(expected);
    }),
    runs(100),
  );
});

test.each([
  ['le', (text: string) => Buffer.from(text, 'utf16le')],
  ['be', (text: string) => Buffer.from(text, 'utf16le').swap16()],
])('UTF-16%s is read as the text that it is, wherever it is cut', async (_order, encode) => {
  const bytes = encode('\ufeffa😀\né');
  for (let place = 0; place <= bytes.length; place++) {
    expect(await lines(cut(bytes, [place]))).toEqual(['a😀', 'é']);
  }
  expect(await lines(cut(encode('ab😀\né'), []))).toEqual(['ab😀', 'é']);
});

test('a line over the limit is an error for that line only', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '中'), maxLength: 20 })),
      fc.array(fc.nat(), { maxLength: 8 }),
      async (given, places) => {
        const limit = 10;
        const bytes = Buffer.from(given.map((line) => `${line}\n`).join(''));
        const expected = given.map((line) => (Buffer.byteLength(line) > limit ? TOO_LONG : line));
        expect(await lines(cut(bytes, places), limit)).toEqual(expected);
      },
    ),
    runs(100),
  );
});

test('lines that are in come out before more input is asked for', async () => {
  let asked = 0;
  async function* slow() {
    for (const chunk of ['a\nb\nc', 'd\n', 'e']) {
      asked++;
      yield chunk;
    }
  }
  const seen: [number, unknown][] = [];
  for await (const batch of lineBatches(slow())) seen.push([asked, batch]);
  expect(seen).toEqual([
    [1, ['a', 'b']],
    [2, ['cd']],
    [3, ['e']],
  ]);
});
