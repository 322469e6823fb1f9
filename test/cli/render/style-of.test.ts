import { expect, test } from 'vitest';
import type { Environment, OutputStream } from '../../../src/cli/context.js';
import { colourLevel, styleOf } from '../../../src/cli/render/style-of.js';

const stream = (isTTY: boolean, bits = 24): OutputStream => ({
  isTTY,
  // As Node.js: an empty NO_COLOR counts there.
  getColorDepth: (env) => (env?.NO_COLOR === undefined ? bits : 1),
  write: () => true,
});

const cases: [string, boolean, Environment, boolean | undefined, number][] = [
  ['a terminal', true, {}, undefined, 3],
  ['a pipe', false, {}, undefined, 0],
  ['NO_COLOR', true, { NO_COLOR: '1' }, undefined, 0],
  ['NO_COLOR empty', true, { NO_COLOR: '' }, undefined, 3],
  ['FORCE_COLOR in a pipe', false, { FORCE_COLOR: '1' }, undefined, 1],
  ['FORCE_COLOR=3 in a pipe', false, { FORCE_COLOR: '3' }, undefined, 3],
  ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, undefined, 0],
  ['NO_COLOR beats FORCE_COLOR', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, undefined, 0],
  ['TERM=dumb', true, { TERM: 'dumb' }, undefined, 0],
  ['--no-color', true, { FORCE_COLOR: '1' }, false, 0],
  ['--color in a pipe', false, {}, true, 3],
  ['--color beats NO_COLOR', true, { NO_COLOR: '1' }, true, 3],
];

test.each(cases)('%s', (_name, isTTY, env, choice, level) => {
  expect(colourLevel(stream(isTTY), env, choice)).toBe(level);
});

test('each stream is decided by itself, and colour is never switched on half', async () => {
  const plain = await styleOf(stream(false), {}, undefined);
  expect(plain.bad('x')).toBe('x');
  const coloured = await styleOf(stream(true, 4), {}, undefined);
  expect(coloured.bad('x')).toBe('\u001b[31mx\u001b[39m');
});
