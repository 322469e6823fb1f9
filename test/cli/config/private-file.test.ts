import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addToGitignore, writePrivateFile } from '../../../src/cli/config/private-file.js';
import { folder } from '../../helpers/folder.js';
import { run } from '../../helpers/run.js';

const posix = process.platform !== 'win32';
const A = 'a'.repeat(32);
const SECRET = 'c0ffee11c0ffee11c0ffee11c0ffee11';
const INIT = ['init', '--app-id', A, '--app-certificate-file', '-'];
const world = (cwd: string) => ({ cwd, stdin: SECRET });

describe('a file for the user alone', () => {
  test('is whole, private and alone in its folder', () => {
    const cwd = folder();
    const path = join(cwd, 'new/it');
    writePrivateFile(path, 'one', 'it');
    expect(() => writePrivateFile(path, 'two', 'it')).toThrow('it exists');
    expect(readFileSync(path, 'utf8')).toBe('one');
    chmodSync(path, 0o644);
    writePrivateFile(path, 'two', 'it', { replace: true });
    expect(readFileSync(path, 'utf8')).toBe('two');
    if (posix) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(cwd, 'new'))).toEqual(['it']);
  });

  test('leaves nothing behind where it fails', () => {
    const cwd = folder({ 'it/': '' });
    expect(() => writePrivateFile(join(cwd, 'it'), 'x', 'it', { replace: true })).toThrow(
      'it is a directory, not a file',
    );
    expect(readdirSync(cwd)).toEqual(['it']);
  });
});

describe.runIf(posix)('symbolic links of a repository', () => {
  test('init --force does not write through one', async () => {
    const outside = folder({ secret: 'mine' });
    const cwd = folder({ '.git/': '' });
    symlinkSync(join(outside, 'secret'), join(cwd, '.agora-tokenrc.yaml'));
    for (const flags of [[], ['--force'], ['--force', '--config', '.agora-tokenrc.yaml']]) {
      expect((await run([...INIT, ...flags], world(cwd))).code).toBe(3);
    }
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('mine');
    expect(lstatSync(join(cwd, '.agora-tokenrc.yaml')).isSymbolicLink()).toBe(true);
  });

  test('nor to a .gitignore, which git would not follow', async () => {
    const outside = folder({ bashrc: 'mine' });
    const cwd = folder({ '.git/': '' });
    symlinkSync(join(outside, 'bashrc'), join(cwd, '.gitignore'));
    const { code, stderr } = await run(INIT, world(cwd));
    expect([code, stderr.includes('.gitignore is a symbolic link')]).toEqual([3, true]);
    expect(readFileSync(join(outside, 'bashrc'), 'utf8')).toBe('mine');
    expect(existsSync(join(cwd, '.agora-tokenrc.yaml'))).toBe(false);
  });

  test('nor into a folder that leads out of it', async () => {
    const outside = folder();
    const cwd = folder({ '.git/': '' });
    symlinkSync(outside, join(cwd, '.config'));
    const argv = [...INIT, '--config', '.config/agora-tokenrc.yaml'];
    const { code, stderr } = await run(argv, world(cwd));
    expect([code, stderr.includes('outside of the project')]).toEqual([3, true]);
    expect(readdirSync(outside)).toEqual([]);
  });

  test('one that stays inside is fine', async () => {
    const cwd = folder({ '.git/': '', 'real/': '' });
    symlinkSync('real', join(cwd, '.config'));
    const argv = [...INIT, '--config', '.config/agora-tokenrc.yaml'];
    expect((await run(argv, world(cwd))).code).toBe(0);
  });
});

describe('.gitignore', () => {
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', ['-C', cwd, '-c', 'core.quotePath=false', ...args], { encoding: 'utf8' });

  test
    .runIf(posix)
    .each([
      'a[b].yaml',
      '[ab].json',
      'back\\slash.yaml',
      'trail ',
      '#hash',
      '!bang',
      'st*r?.yml',
      'plain.yaml',
      'ünï.yaml',
    ])('keeps the config %j and what lies beside it from git', async (name) => {
    const cwd = folder();
    git(cwd, 'init', '--quiet');
    const { code, stderr } = await run([...INIT, '--config', name], world(cwd));
    expect([code, stderr.includes('Added it to .gitignore')]).toEqual([0, true]);
    writeFileSync(join(cwd, `${name}.bak`), SECRET);
    git(cwd, 'add', '--all');
    expect(git(cwd, 'ls-files')).toBe('.gitignore\n');
  });

  test.runIf(posix)('a name with a line break is refused', async () => {
    const cwd = folder({ '.git/': '' });
    const { code, stderr } = await run([...INIT, '--config', 'new\nline.yaml'], world(cwd));
    expect([code, stderr.includes('has a line break')]).toEqual([3, true]);
    expect(readdirSync(cwd)).toEqual(['.git']);
  });

  test('one in UTF-16, which git does not follow, is refused', async () => {
    const cwd = folder({ '.git/': '' });
    writeFileSync(join(cwd, '.gitignore'), '\ufeff/.agora-tokenrc.yaml*\r\n', 'utf16le');
    const { code, stderr } = await run(INIT, world(cwd));
    expect([code, stderr.includes('.gitignore is not UTF-8')]).toEqual([3, true]);
    expect(readdirSync(cwd).sort()).toEqual(['.git', '.gitignore']);
  });

  test('a later exclamation mark is answered', async () => {
    const cwd = folder({ '.gitignore': '/it*\n!it\n' });
    expect(await addToGitignore(join(cwd, 'it'))).toBe('added');
    expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toBe('/it*\n!it\n/it*\n');
    expect(await addToGitignore(join(cwd, 'it'))).toBe('there');
  });

  test('says that a file that git tracks is not protected', async () => {
    const cwd = folder({ '.git/': '', '.agora-tokenrc.yaml': '' });
    const { code, stderr } = await run([...INIT, '--force'], world(cwd));
    expect(code).toBe(0);
    expect(stderr).toContain('git rm --cached .agora-tokenrc.yaml');
  });
});

/** HOME is the folder of the application in some containers. */
describe('a home directory within a repository', () => {
  const config = (marker: string) =>
    `profiles: { dev: { appId: ${A}, appCertificate: { command: [touch, ${marker}] } } }`;
  const rtc = ['generate', 'rtc', '-c', 'demo', '-u', '1'];

  test.each<[home: (root: string) => string, env?: Record<string, string>]>([
    [() => '.'],
    [() => '..'],
    [() => 'sub'],
    [(root) => root],
    [(root) => join(root, 'sub')],
    [() => '/nonexistent', { XDG_CONFIG_HOME: 'ROOT/sub/.config' }],
  ])('runs nothing of it %#', async (homeOf, env = {}) => {
    const root = folder({ '.git/': '' });
    const marker = join(root, 'PWNED');
    for (const place of ['.config', 'sub/.config']) {
      mkdirSync(join(root, place, 'agora-token'), { recursive: true });
      writeFileSync(join(root, place, 'agora-token/config.yaml'), config(marker));
    }
    const all = Object.fromEntries(
      Object.entries(env).map(([name, value]) => [name, value.replace('ROOT', root)]),
    );
    for (const cwd of [root, join(root, 'sub')]) {
      expect((await run(rtc, { cwd, home: homeOf(root), env: all })).code).toBe(3);
    }
    expect(existsSync(marker)).toBe(false);
  });
});
