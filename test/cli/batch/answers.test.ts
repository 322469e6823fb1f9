import { expect, test } from 'vitest';
import { decodedLines } from '../../../src/cli/batch/answers.js';
import { TOO_LONG } from '../../../src/cli/batch/lines.js';
import { handMade, str, text, u16 } from '../../helpers/demo.js';
import { edgeCase } from '../../helpers/vectors.js';

const GOOD = edgeCase('base rtc');

/** A short token with a long answer: each byte of its channel is written as six. */
const LARGE = handMade(Buffer.concat([u16(1, 1, 0), str(Buffer.alloc(60_000, 0x1b)), text('')]));

test('lines are answered one by one, and the first that fails gives the exit code', () => {
  const { text: answered, exitCode, rest } = decodedLines([GOOD, TOO_LONG, 'no token', GOOD]);
  const reasons = answered
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).error?.reason);
  expect(reasons).toEqual([undefined, 'too-large', 'not-a-token', undefined]);
  expect([exitCode, rest]).toEqual([4, []]);
  expect(decodedLines([])).toEqual({ text: '', exitCode: 0, rest: [] });
});

test('lines behind a long answer are left for later', () => {
  const lines = [GOOD, LARGE, LARGE, LARGE, 'no token', GOOD];
  const first = decodedLines(lines);
  expect(first.text.trimEnd().split('\n')).toHaveLength(4);
  expect([first.exitCode, first.rest]).toEqual([0, lines.slice(4)]);
  expect(decodedLines(first.rest)).toMatchObject({ exitCode: 4, rest: [] });
});
