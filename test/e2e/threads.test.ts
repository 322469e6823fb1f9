import { expect, test } from 'vitest';
import { ndjson } from '../helpers/run.js';
import { DEMO_ENV, runBin } from '../helpers/spawn.js';
import { vectors } from '../helpers/vectors.js';

/** So many lines that the built program starts threads, where there is a processor for one. */
const LINES = 6000;

test('decode --ndjson answers in the order of the lines', async () => {
  const tokens = vectors('official').map(({ token }) => token);
  const lines = [...tokens, tokens[0]?.slice(0, 60), 'no token', 'x'.repeat(2 * 1024 * 1024)];
  const alone = await runBin(['decode', '--ndjson'], { input: lines.join('\n') });
  const times = Math.ceil(LINES / lines.length);
  // The longest line once: it is there for its place between the others.
  const input = [...lines, ...Array(times).fill(lines.slice(0, -1)).flat()].join('\n');
  const { code, stdout, stderr } = await runBin(['decode', '--ndjson'], { input });
  expect([code, stderr]).toEqual([4, '']);
  const answers = alone.stdout.trimEnd().split('\n');
  expect(answers).toHaveLength(lines.length);
  const expected = [...answers, ...Array(times).fill(answers.slice(0, -1)).flat()];
  expect(stdout === `${expected.join('\n')}\n`).toBe(true);
});

test('generate --batch signs in the order of the rows, and a bad row costs only itself', async () => {
  const bad = 4321;
  const rows = Array.from({ length: LINES }, (_, index) =>
    index + 1 === bad ? '{"channel":"a/b","uid":1}' : `{"channel":"a","uid":${index + 1}}`,
  );
  const args = ['generate', 'rtc', '--batch', '-', '--now', '1700000000'];
  const { code, stdout } = await runBin(args, { env: DEMO_ENV, input: rows.join('\n') });
  expect(code).toBe(2);
  expect(ndjson(stdout).map(({ row, ok, services }) => [row, ok, services?.[0].uid])).toEqual(
    rows.map((_, index) =>
      index + 1 === bad ? [bad, false, undefined] : [index + 1, true, String(index + 1)],
    ),
  );
});
