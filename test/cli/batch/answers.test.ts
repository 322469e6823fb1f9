import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decodedLines } from '../../../src/cli/batch/answers.js';
import { TOO_LONG } from '../../../src/cli/batch/lines.js';
import { edgeCase } from '../../helpers/vectors.js';

const GOOD = edgeCase('base rtc');

/** A short token of very many services, each of which is a long answer. */
function large(): string {
  const payload = Buffer.alloc(32 + 2 + 34 + 14 + 4 * 60_000);
  payload.writeUInt16LE(32, 0);
  payload.writeUInt16LE(32, 34);
  payload.write('a'.repeat(32), 36);
  payload.writeUInt16LE(60_000, 80);
  for (let at = 82; at < payload.length; at += 4) payload.writeUInt16LE(9, at);
  return `007${deflateSync(payload).toString('base64')}`;
}

test('lines are answered one by one, and the first that fails gives the exit code', () => {
  const { text, exitCode, rest } = decodedLines([GOOD, TOO_LONG, 'no token', GOOD]);
  const reasons = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).error?.reason);
  expect(reasons).toEqual([undefined, 'too-large', 'not-a-token', undefined]);
  expect([exitCode, rest]).toEqual([4, []]);
  expect(decodedLines([])).toEqual({ text: '', exitCode: 0, rest: [] });
});

test('lines behind a long answer are left for later', () => {
  const lines = [GOOD, large(), 'no token', GOOD];
  const first = decodedLines(lines);
  expect(first.text.trimEnd().split('\n')).toHaveLength(2);
  expect([first.exitCode, first.rest]).toEqual([0, lines.slice(2)]);
  expect(decodedLines(first.rest)).toMatchObject({ exitCode: 4, rest: [] });
});
