import { chmodSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import * as module from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder } from '../helpers/folder.js';
import { runBin } from '../helpers/spawn.js';

const CACHE = '.cache/agora-token';

/** What the program has kept in a home after one run. */
async function kept(home: string): Promise<string[]> {
  const { code, stdout, stderr } = await runBin(['--version'], { env: { HOME: home } });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^\d/);
  return readdirSync(join(home, CACHE));
}

function homeWith(path: string, mode: number): string {
  const home = folder();
  mkdirSync(join(home, CACHE), { recursive: true, mode: 0o700 });
  chmodSync(join(home, path), mode);
  return home;
}

// From Node.js 22.8 on.
describe.runIf('enableCompileCache' in module && process.platform !== 'win32')(
  'compiled code is kept',
  () => {
    test('in a folder that is made for it, for the user alone', async () => {
      expect(await kept(folder())).not.toEqual([]);
    });

    test.each([
      ['the folder', CACHE, 0o777],
      ['the folder, by its group', CACHE, 0o770],
      ['the folder above', '.cache', 0o777],
      ['the home', '.', 0o777],
    ])('not where others can write to %s', async (_what, path, mode) => {
      expect(await kept(homeWith(path, mode))).toEqual([]);
    });

    test('where others can only add to the folder above, as in /tmp', async () => {
      expect(await kept(homeWith('.', 0o1777))).not.toEqual([]);
    });

    test('not where a link leads to a folder that others can write to', async () => {
      const home = folder();
      const shared = folder();
      chmodSync(shared, 0o777);
      mkdirSync(join(home, '.cache'));
      symlinkSync(shared, join(home, CACHE));
      expect(await kept(home)).toEqual([]);
    });
  },
);
