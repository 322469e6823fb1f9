import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { REFUSAL_CODES } from '../../src/server/refusal.js';
import { ROUTES } from '../../src/server/routes.js';

const DOCS = fileURLToPath(new URL('../../docs/server.md', import.meta.url));

/** `vitest --update` writes it. */
test('docs/server.md lists the routes of the table', async () => {
  const rows = ROUTES.map(({ name, method, paths, example: { path, body }, clients }) => {
    const sent = body === undefined ? '' : ` \`${JSON.stringify(body)}\``;
    const others = paths.filter((each) => !each.includes('{') && !path.startsWith(each));
    const also = others.map((each) => `, \`${each}\``).join('');
    return `| ${name} | \`${method} ${path}\`${sent}${also} | ${clients} |`;
  });
  const head = ['| name | for example | who asks like this |', '|---|---|---|'];
  const table = [...head, ...rows].join('\n');
  const text = readFileSync(DOCS, 'utf8').replace(
    /(?<=<!-- routes -->\n)[\s\S]*?(?=<!-- \/routes -->)/,
    () => `${table}\n`,
  );
  await expect(text).toMatchFileSnapshot(DOCS);
});

test('docs/server.md names every code of a refusal', () => {
  const text = readFileSync(DOCS, 'utf8');
  for (const code of REFUSAL_CODES) expect(text).toContain(`\`${code}\``);
});
