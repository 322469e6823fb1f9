import { expect, test } from 'vitest';
import { endLines } from '../../../src/cli/render/ends-text.js';
import { bar, table } from '../../../src/cli/render/layout.js';
import { PLAIN } from '../../../src/cli/render/style.js';
import { isAsciiLocale } from '../../../src/cli/render/view.js';
import { MAX_ENTRIES } from '../../../src/core/token/limits.js';
import { view } from '../../helpers/view.js';

/** More than a call of a function takes as arguments. */
const MANY = 200_000;

test('a table of very many rows', () => {
  const text = table(Array(MANY).fill(['label', 'value']), PLAIN);
  expect(text).toBe('  label  value\n'.repeat(MANY));
});

test('very many privileges', () => {
  const end = { name: 'join', status: 'never', expiresAt: null, remainingSeconds: null } as const;
  const lines = endLines(Array(MAX_ENTRIES).fill(end), view({}), { issued: undefined, indent: 2 });
  expect(lines).toHaveLength(MAX_ENTRIES);
  expect(lines[0]?.text).toBe('  join  never ends');
});

test.each([
  [26, 1],
  [27, 2],
])('a name of %i characters takes %i lines', (length, count) => {
  const name = 'n'.repeat(length);
  const end = { name, status: 'never', expiresAt: null, remainingSeconds: null } as const;
  expect(endLines([end], view({}), { issued: undefined, indent: 2 })).toHaveLength(count);
});

test.each([
  [1, '██████'],
  [0.99, '██████'],
  [0.5, '███░░░'],
  [0.01, '█░░░░░'],
  [0, '░░░░░░'],
  [-3, '░░░░░░'],
  [7, '██████'],
])('a bar of %s shows what is left', (fraction, drawn) => {
  expect(bar(fraction, 6)).toBe(drawn);
  expect(bar(fraction, 6, true)).toBe(drawn.replaceAll('█', '#').replaceAll('░', '-'));
});

test.each([
  [{}, false],
  [{ LANG: 'C' }, true],
  [{ LANG: 'POSIX' }, true],
  [{ LANG: 'C.UTF-8' }, false],
  [{ LANG: 'en_US.utf8' }, false],
  [{ LANG: 'de_DE.ISO-8859-1@euro' }, true],
  [{ LANG: 'de_DE@euro' }, false],
  [{ LANG: 'C', LC_ALL: 'en_US.UTF-8' }, false],
  [{ LANG: 'en_US.UTF-8', LC_CTYPE: 'C' }, true],
  [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, true],
])('with the locale %j bars are ASCII: %s', (env, ascii) => {
  expect(isAsciiLocale(env)).toBe(ascii);
});
