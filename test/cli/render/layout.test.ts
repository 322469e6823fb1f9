import { expect, test } from 'vitest';
import { endLines } from '../../../src/cli/render/ends-text.js';
import { table } from '../../../src/cli/render/layout.js';
import { PLAIN } from '../../../src/cli/render/style.js';

/** More than a call of a function takes as arguments. */
const MANY = 200_000;

test('a table of very many rows', () => {
  const text = table(Array(MANY).fill(['label', 'value']), PLAIN);
  expect(text).toBe('  label  value\n'.repeat(MANY));
});

test('very many privileges', () => {
  const end = { name: 'join', status: 'never', expiresAt: null, remainingSeconds: null } as const;
  const lines = endLines(Array(MANY).fill(end), {
    style: PLAIN,
    utcOffsetMinutes: () => 0,
    issued: undefined,
    now: 0,
    indent: 2,
  });
  expect(lines).toHaveLength(MANY);
  expect(lines[0]?.text).toBe('  join  never ends');
});
