import { expect, test } from 'vitest';
import { ndjson, run } from '../../helpers/run.js';

let calls = 0;
/** Real randomness never repeats. */
const context = {
  randomUint32: () => ++calls,
  randomUuid: () => `00000000-0000-4000-8000-${String(++calls).padStart(12, '0')}`,
};
const rows = '{"uid":1}\n{"uid":2}\n';

test.each([
  ['generate rtc', ['generate', 'rtc', '-c', 'demo', '-u', '42'], ''],
  ['generate whiteboard', ['generate', 'whiteboard', 'room', '--uuid', 'u'], ''],
  ['a batch', ['generate', 'rtc', '-c', 'demo', '--batch', '-'], rows],
])('--now makes %s reproducible, and only --now does', async (_name, words, stdin) => {
  const printed = async (...now: string[]) =>
    (await run([...words, '--profile', 'demo', ...now], { stdin, context })).stdout;
  expect(await printed('--now', '1700000000')).toBe(await printed('--now', '1700000000'));
  expect(await printed('--now', '1700000000')).not.toBe(await printed('--now', '1700000009'));
  expect(await printed()).not.toBe(await printed());
});

test('rows of a batch have salts of their own', async () => {
  const argv = ['generate', 'rtc', '-c', 'demo', '--batch', '-', '--profile', 'demo'];
  const { stdout } = await run([...argv, '--now', '1700000000'], { stdin: rows, context });
  const salts = ndjson(stdout).map(({ salt }) => salt);
  expect(salts).toEqual([1_700_000_000, 1_700_000_001]);
});

test.each(['-1', '0', '4294967296'])('--now %s gives a salt in range', async (now) => {
  const argv = ['generate', 'rtc', '-c', 'demo', '-u', '1', '--profile', 'demo', '--json'];
  const { code, stdout } = await run([...argv, '--issued-at', '5', '--now', now]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).salt).toBe((Number(now) + 2 ** 32) % 2 ** 32);
});
