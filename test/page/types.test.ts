import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** What is for a browser is compiled apart, with the types of one: nothing else may use them. */
const root = fileURLToPath(new URL('../..', import.meta.url));

test.each(['src/page', 'test/e2e/page'])('%s compiles', (folder) => {
  const compiler = 'node_modules/typescript/bin/tsc';
  const { stdout } = spawnSync(process.execPath, [compiler, '--noEmit', '-p', folder], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
});
