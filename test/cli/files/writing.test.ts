import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { appendLine } from '../../../src/cli/config/private-file.js';
import {
  environmentIn,
  type FilePlace,
  makeFifo,
  makeSocket,
  ONE_ANSWER,
} from '../../helpers/file-places.js';
import { folder } from '../../helpers/folder.js';
import { type Result, run } from '../../helpers/run.js';

/** Each option and variable that names a file to write, with what may be in its place already. */

const ID = '5b7e2c9f41d84a06b3f2a8c61e9d7043';
const PROJECT = { AGORA_APP_ID: ID, AGORA_APP_CERTIFICATE: 'c41f7a93d2e8460b95ac3e7d18f6b052' };
const PAGE = join(folder({ 'page.html': '<!doctype html>' }), 'page.html');
const ADD = ['--app-id', ID, '--certificate-env', 'X'];

interface Place extends FilePlace {
  /** What may be in the file before. */
  readonly before: string;
  /** What is in it then. */
  readonly after: RegExp;
  /** A link to a file is followed: who names it is not the repository. */
  readonly follows?: true;
}

const profile = /profiles:\n {2}(?:old: \{\}\n {2})?dev:\n/;
const config = { before: 'profiles:\n  old: {}\n', after: profile };

// biome-ignore format: one place a line
const PLACES: Readonly<Record<string, Place>> = {
  'page --out': { called: 'the page it', argv: ['page', '--out', 'it'], before: '<title>Agora token</title>', after: /^<!doctype html>$/ },
  'GITHUB_OUTPUT': { called: 'GITHUB_OUTPUT', argv: ['generate', 'rtc', '-c', 'a', '-u', '1', '--output', 'github'], env: { ...PROJECT, GITHUB_OUTPUT: 'CWD/it' }, before: 'a=b', after: /^(?:a=b\n)?token=007\S+\n$/, follows: true },
  'init --config': { called: 'the config it', argv: ['init', ...ADD, '--config', 'it'], ...config },
  'init where a config is': { called: 'the config .agora-tokenrc.yaml', argv: ['init', ...ADD], at: '.agora-tokenrc.yaml', ...config },
  'profile add --config': { called: 'the config it', argv: ['profile', 'add', 'dev', ...ADD, '--config', 'it'], ...config },
  'init --scope user': { called: 'the config home/agora-token/config.yaml', argv: ['init', ...ADD, '--scope', 'user'], env: { XDG_CONFIG_HOME: 'CWD/home' }, at: 'home/agora-token/config.yaml', others: { 'home/agora-token/': '' }, ...config },
  '.gitignore of init': { called: '.gitignore', argv: ['init', ...ADD, '--gitignore'], at: '.gitignore', before: 'dist', after: /^(?:dist\n)?\/.agora-tokenrc.yaml\*\n$/ },
};

const posix = process.platform !== 'win32';
const root = process.getuid?.() === 0;

type State = readonly [make: (path: string) => unknown, said: RegExp];

const UNWRITABLE: Readonly<Record<string, State>> = {
  'a directory': [(path) => mkdirSync(path), /is a directory/],
  'a FIFO': [makeFifo, /is a FIFO/],
  'a socket': [makeSocket, /is a socket|cannot be written/],
  'a link to a device': [
    (path) => symlinkSync('/dev/null', path),
    /is a symbolic link|is a device/,
  ],
  'a link to itself': [
    (path) => symlinkSync(path, path),
    /loop of symbolic links|is a symbolic link/,
  ],
};

const act = (place: Place, cwd: string): Promise<Result> =>
  run(place.argv, { cwd, env: environmentIn(cwd, place), context: { pagePath: () => PAGE } });

/** All that is in a folder, but for what the place writes. */
function others(cwd: string, { at = 'it' }: Place): string[] {
  const all = readdirSync(cwd, { recursive: true, encoding: 'utf8' });
  return all.filter((name) => name !== at).sort();
}

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe.skipIf(!posix).each(Object.entries(PLACES))('%s', (name, place) => {
  const start = () => {
    const cwd = folder({ '.git/': '', ...place.others });
    return { cwd, path: join(cwd, place.at ?? 'it') };
  };
  /** What init writes beside the .gitignore. */
  const beside = name === '.gitignore of init' ? ['.agora-tokenrc.yaml'] : [];

  test('nothing is there', async () => {
    const { cwd, path } = start();
    const before = others(cwd, place);
    expect((await act(place, cwd)).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toMatch(place.after);
    expect(others(cwd, place)).toEqual([...before, ...beside].sort());
  });

  test('a file keeps its mode, and what has to stay in it', async () => {
    const { cwd, path } = start();
    writeFileSync(path, place.before);
    chmodSync(path, 0o640);
    const before = others(cwd, place);
    expect((await act(place, cwd)).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toMatch(place.after);
    expect(mode(path)).toBe('640');
    expect(others(cwd, place)).toEqual([...before, ...beside].sort());
  });

  test.each(Object.entries(UNWRITABLE))('%s', async (_state, [make, said]) => {
    const { cwd, path } = start();
    await make(path);
    const before = others(cwd, place);
    const there = lstatSync(path).ino;
    const { code, stdout, stderr } = await act(place, cwd);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(ONE_ANSWER);
    expect(stderr).toContain(place.called);
    expect(stderr).toMatch(said);
    expect(others(cwd, place)).toEqual(before);
    expect(lstatSync(path).ino).toBe(there);
  });

  test('a link to a file outside', async () => {
    const { cwd, path } = start();
    const outside = join(folder({ precious: place.before }), 'precious');
    symlinkSync(outside, path);
    const { code, stderr } = await act(place, cwd);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    if (place.follows) {
      expect(readFileSync(outside, 'utf8')).toMatch(place.after);
      return;
    }
    expect([code, stderr]).toEqual([3, expect.stringMatching(ONE_ANSWER)]);
    expect(stderr).toContain(`${place.called} is a symbolic link`);
    expect(readFileSync(outside, 'utf8')).toBe(place.before);
  });

  test('a link to nowhere', async () => {
    const { cwd, path } = start();
    const outside = join(folder(), 'nowhere');
    symlinkSync(outside, path);
    const { code, stderr } = await act(place, cwd);
    if (place.follows) return;
    expect([code, stderr]).toEqual([3, expect.stringMatching(ONE_ANSWER)]);
    expect(() => lstatSync(outside)).toThrow('ENOENT');
  });

  test.skipIf(root)('a folder that is read-only', async () => {
    const { cwd, path } = start();
    chmodSync(dirname(path), 0o500);
    const { code, stdout, stderr } = await act(place, cwd);
    // Temporary folders are removed later.
    chmodSync(dirname(path), 0o700);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(ONE_ANSWER);
    expect(stderr).toContain('permission denied');
  });

  test.skipIf(root || name === 'page --out')('a file that is read-only', async () => {
    const { cwd, path } = start();
    writeFileSync(path, place.before);
    chmodSync(path, 0o400);
    const { code, stdout, stderr } = await act(place, cwd);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(ONE_ANSWER);
    expect(readFileSync(path, 'utf8')).toBe(place.before);
  });
});

describe.skipIf(!posix)('a place that cannot be', () => {
  const LONG = 'x'.repeat(300);
  test.each<[what: string, argv: readonly string[], said: string]>([
    ['page', ['page', '--out', 'file/it'], 'a part of its path is not a directory'],
    ['page', ['page', '--out', LONG], 'its name is too long'],
    ['init', ['init', ...ADD, '--config', 'file/it'], 'a part of its path is not a directory'],
    ['init', ['init', ...ADD, '--config', LONG], 'its name is too long'],
  ])('%s %#', async (_what, argv, said) => {
    const cwd = folder({ file: '' });
    const { code, stdout, stderr } = await run(argv, { cwd, context: { pagePath: () => PAGE } });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(ONE_ANSWER);
    expect(stderr).toContain(said);
    expect(readdirSync(cwd)).toEqual(['file']);
  });
});

describe('what is kept beside a config', () => {
  const literal = (certificate: string) =>
    `profiles:\n  dev:\n    appId: ${ID}\n    appCertificate: ${certificate}\n`;
  const FORCE = ['init', '--app-id', ID, '--app-certificate-file', '-', '--force'];

  test('is never replaced by the next', async () => {
    const [one, two, three] = ['1', '2', '3'].map((digit) => digit.repeat(31).concat('a'));
    const cwd = folder({
      '.agora-tokenrc.yaml': literal(`${one}`),
      '.agora-tokenrc.yaml.bak': 'mine',
    });
    const first = await run(FORCE, { cwd, stdin: `${two}` });
    const second = await run(FORCE, { cwd, stdin: `${three}` });
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(first.stderr).toContain('is in .agora-tokenrc.yaml.bak2');
    expect(second.stderr).toContain('is in .agora-tokenrc.yaml.bak3');
    const text = (name: string) => readFileSync(join(cwd, `.agora-tokenrc.yaml${name}`), 'utf8');
    expect(text('.bak')).toBe('mine');
    expect(text('.bak2')).toContain(one);
    expect(text('.bak3')).toContain(two);
    expect(text('')).toContain(three);
  });

  test('profile remove says where it is, too', async () => {
    const text = `profiles:\n  dev: {appId: ${ID}}   # kept\n  ? old\n  : {}\n`;
    const cwd = folder({ '.agora-tokenrc.yaml': text });
    const { stderr } = await run(['profile', 'remove', 'old'], { cwd });
    expect(stderr).toContain('Its layout has changed; the old one is .agora-tokenrc.yaml.bak.');
  });
});

test('a line is appended as a whole, after the end of the one before', () => {
  const path = join(folder({ it: 'a' }), 'it');
  for (const line of ['b', 'c']) appendLine(path, line, 'it');
  expect(readFileSync(path, 'utf8')).toBe('a\nb\nc\n');
});
