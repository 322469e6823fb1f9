import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder } from '../helpers/folder.js';
import { BIN, runBin } from '../helpers/spawn.js';

const CACHE = '.cache/agora-token';

/** A home that has compiled code of its own. */
const inHome = (home: string) => ({ HOME: home, XDG_CACHE_HOME: '' });

/** Runs the program in a home, which it must do well. */
async function ranWell(home: string, args: readonly string[] = ['--version'], bin = BIN) {
  const { code, stdout, stderr } = await runBin(args, { env: inHome(home), bin });
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}

/** What the program has kept in a home. */
const keptIn = (home: string) => readdirSync(join(home, CACHE));

/** The one file that was kept. */
function keptFile(home: string): string {
  const [name = '', ...others] = keptIn(home);
  expect(others).toEqual([]);
  return join(home, CACHE, name);
}

function homeWith(path: string, mode: number): string {
  const home = folder();
  mkdirSync(join(home, CACHE), { recursive: true, mode: 0o700 });
  chmodSync(join(home, path), mode);
  return home;
}

// On Windows it lies elsewhere, and the user's profile is private.
describe.skipIf(process.platform === 'win32')('compiled code is kept', () => {
  test('in a folder that is made for it, for the user alone', async () => {
    const home = folder();
    expect(await ranWell(home)).toMatch(/^\d/);
    expect(statSync(join(home, CACHE)).mode & 0o777).toBe(0o700);
    expect(statSync(keptFile(home)).mode & 0o777).toBe(0o600);
  });

  test('once for each command, and with what more runs need; from then on it is used', async () => {
    const home = folder();
    const sizes: number[] = [];
    for (const args of [['explain'], ['explain', '110'], ['explain', '17'], ['explain', '110']]) {
      await ranWell(home, args);
      sizes.push(statSync(keptFile(home)).size);
    }
    expect(sizes[1]).toBeGreaterThan(sizes[0] as number);
    const { ino } = statSync(keptFile(home));
    await ranWell(home, ['explain', '110']);
    expect(statSync(keptFile(home)).ino).toBe(ino);
    await ranWell(home, ['explain', '--help']);
    await ranWell(home);
    expect(keptIn(home).map((name) => name.split('-')[2])).toEqual(['explain', 'help', 'other']);
  });

  test('with what a later run loads beside it', async () => {
    const home = folder();
    for (let run = 0; run < 3; run++) await ranWell(home, ['help', 'exit-codes']);
    const before = statSync(keptFile(home));
    await ranWell(home, ['help', 'exit-codes']);
    expect(statSync(keptFile(home)).ino).toBe(before.ino);
    await ranWell(home, ['decode', '--help']);
    const grown = statSync(keptFile(home));
    expect(grown.size).toBeGreaterThan(before.size);
    await ranWell(home, ['help', 'exit-codes']);
    expect(statSync(keptFile(home)).ino).toBe(grown.ino);
  });

  test('not of a run that failed', async () => {
    const home = folder();
    expect(await runBin(['inspect', '-'], { env: inHome(home) })).toMatchObject({ code: 4 });
    expect(await runBin(['generate'], { env: inHome(home) })).toMatchObject({ code: 2 });
    expect(readdirSync(home)).toEqual([]);
  });

  test('not where compiled code is not wanted', async () => {
    const env = { ...inHome(folder()), NODE_DISABLE_COMPILE_CACHE: '1' };
    expect(await runBin(['--version'], { env })).toMatchObject({ code: 0 });
    expect(readdirSync(env.HOME)).toEqual([]);
  });

  test.each<[string, (file: string) => void]>([
    ['of another length', (file) => truncateSync(file, 1000)],
    ['empty', (file) => truncateSync(file)],
    ['with another byte', (file) => damage(file, 20_000)],
    ['with another byte in its first number', (file) => damage(file, 0)],
  ])('and replaced where it is damaged: %s', async (_what, spoil) => {
    const home = folder();
    await ranWell(home);
    const file = keptFile(home);
    const { size, ino } = statSync(file);
    spoil(file);
    expect(await ranWell(home)).toMatch(/^\d/);
    const now = statSync(keptFile(home));
    expect(now.ino).not.toBe(ino);
    expect(Math.abs(now.size - size)).toBeLessThan(1000);
  });

  test('and replaced where the program is another of the same size', async () => {
    const home = folder();
    const copy = folder();
    for (const name of ['bin', 'dist'])
      cpSync(join(dirname(BIN), '..', name), join(copy, name), { recursive: true });
    const bin = join(copy, 'bin', 'agora-token.js');
    const version = await ranWell(home, ['--version'], bin);
    const program = join(copy, 'dist', 'main.cjs');
    const other = version.trim().replaceAll(/\d/g, '7');
    writeFileSync(program, readFileSync(program, 'utf8').replaceAll(version.trim(), other));
    expect(await ranWell(home, ['--version'], bin)).toBe(`${other}\n`);
    expect(await ranWell(home, ['--version'], bin)).toBe(`${other}\n`);
  });

  test('for a month: what is older is removed with the next that is kept', async () => {
    const home = folder({
      [`${CACHE}/v18.20.0-x64-old`]: 'x',
      [`${CACHE}/v22.8.0-x64-cache/of-node`]: 'x',
      [`${CACHE}/v20.20.0-x64-young`]: 'x',
      // Where the user keeps caches and configs in one folder.
      [`${CACHE}/config.yaml`]: 'profiles: {}\n',
    });
    const longAgo = Date.now() / 1000 - 31 * 24 * 3600;
    for (const name of ['v18.20.0-x64-old', 'v22.8.0-x64-cache', 'config.yaml'])
      utimesSync(join(home, CACHE, name), longAgo, longAgo);
    await ranWell(home);
    expect(new Set(keptIn(home).map((name) => name.split('-')[2] ?? name))).toEqual(
      new Set(['young', 'other', 'config.yaml']),
    );
  });

  test.each([
    ['the folder', CACHE, 0o777],
    ['the folder, by its group', CACHE, 0o770],
    ['the folder above', '.cache', 0o777],
    ['the home', '.', 0o777],
  ])('not where others can write to %s', async (_what, path, mode) => {
    const home = homeWith(path, mode);
    await ranWell(home);
    expect(keptIn(home)).toEqual([]);
  });

  test('and not read from there', async () => {
    const home = folder();
    await ranWell(home);
    damage(keptFile(home), 20_000, 20_000 + statSync(keptFile(home)).size / 2);
    chmodSync(join(home, CACHE), 0o777);
    expect(await ranWell(home)).toMatch(/^\d/);
  });

  test('nor from a file that others can write to', async () => {
    const home = folder();
    await ranWell(home);
    damage(keptFile(home), 20_000, 20_000 + statSync(keptFile(home)).size / 2);
    chmodSync(keptFile(home), 0o666);
    expect(await ranWell(home)).toMatch(/^\d/);
    expect(statSync(keptFile(home)).mode & 0o777).toBe(0o600);
  });

  test('where others can only add to the folder above, as in /tmp', async () => {
    const home = homeWith('.', 0o1777);
    await ranWell(home);
    expect(keptIn(home)).not.toEqual([]);
  });

  test('not where a link leads to a folder that others can write to', async () => {
    const home = folder();
    const shared = folder();
    chmodSync(shared, 0o777);
    mkdirSync(join(home, '.cache'));
    symlinkSync(shared, join(home, CACHE));
    await ranWell(home);
    expect(keptIn(home)).toEqual([]);
  });
});

/** Turns bytes of a file around. */
function damage(file: string, ...places: readonly number[]): void {
  const bytes = readFileSync(file);
  for (const at of places) bytes[at] = ~(bytes[at] as number);
  writeFileSync(file, bytes);
}
