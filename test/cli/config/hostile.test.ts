import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { APP_ID, CERTIFICATE } from '../../helpers/demo.js';
import { folder } from '../../helpers/folder.js';
import { type Result, run } from '../../helpers/run.js';

/**
 * A repository that was cloned from somewhere: nothing of it may run, and what is executable in it
 * may change nothing.
 */
const EXTENSIONS = ['js', 'ts', 'cjs', 'mjs', 'cts', 'mts', 'jsx', 'tsx'];
const EXECUTABLE = [
  ...['.agora-tokenrc', '.config/agora-tokenrc', 'agora-token.config', '.config/config'].flatMap(
    (name) => EXTENSIONS.map((extension) => `${name}.${extension}`),
  ),
];
/** cosmiconfig's own settings, which could send its search elsewhere; the first one found hides the others. */
const META = [
  'package.json',
  'package.yaml',
  '.config/config.json',
  '.config/config.yaml',
  '.config/config.yml',
];

const COMMANDS = [
  ['decode', '007x'],
  ['inspect', '007x'],
  ['generate', 'rtc', '-c', 'demo', '-u', '1', '-p', 'demo'],
  ['generate', 'rtc', '-c', 'demo', '-u', '1'],
  ['renew', '007x'],
  ['explain', '110'],
  ['diff', '007x', '007y'],
  ['init', '--no-input'],
  ['profile', 'list'],
  ['profile', 'show'],
  ['profile', 'path'],
  ['doctor'],
  ['completion', 'bash'],
  ['__complete', '--', '--profile', ':'],
  ['help'],
  ['--version'],
];

/** Plants every executable name with a marker. */
function plant(root: string): string {
  const marker = join(root, 'marker');
  const plain = `require('fs').writeFileSync(${JSON.stringify(marker)}, 'ran');`;
  const module = `import fs from 'node:fs'; fs.writeFileSync(${JSON.stringify(marker)}, 'ran'); export default {};`;
  for (const name of EXECUTABLE) {
    write(root, name, /\.(mjs|mts|ts|tsx)$/.test(name) ? module : plain);
  }
  write(root, 'package.json', '{}');
  return marker;
}

function write(root: string, name: string, content: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), content);
}

let before: string;
beforeEach(() => {
  before = process.cwd();
});
afterEach(() => process.chdir(before));

describe('executable configs', () => {
  test.each(COMMANDS)('%s %s %s', async (...command) => {
    const argv = command.filter((word) => word !== undefined);
    const clean = folder({ '.git/': '' });
    const planted = folder({ '.git/': '' });
    const marker = plant(planted);
    process.chdir(clean);
    const expected = await run(argv, { cwd: clean });
    process.chdir(planted);
    const result = await run(argv, { cwd: planted });
    const home = (it: Result) => ({ ...it, stdout: it.stdout.replaceAll(planted, clean) });
    expect(home(result)).toEqual(expected);
    expect(existsSync(marker)).toBe(false);
  });

  test.each(['.agora-tokenrc', 'package.json'])('beside a real config in %s', async (name) => {
    const config = { profiles: { real: { appId: 'b'.repeat(32) } } };
    const cwd = folder({ '.git/': '' });
    const marker = plant(cwd);
    writeFileSync(
      join(cwd, name),
      JSON.stringify(name === 'package.json' ? { 'agora-token': config } : config),
    );
    process.chdir(cwd);
    const { stdout } = await run(['profile', 'list', '--json'], { cwd });
    const names = JSON.parse(stdout).profiles.map((profile: { name: string }) => profile.name);
    expect(names).toEqual(['real', 'demo']);
    expect(existsSync(marker)).toBe(false);
    expect(process.cwd()).toBe(cwd);
  });

  test.each(META)('settings of cosmiconfig in %s are not followed', async (name) => {
    const cwd = folder({
      'planted.yaml': `profiles: { planted: { appId: ${'a'.repeat(32)} } }`,
      'agora-token.config.yaml': 'profiles: { real: {} }',
    });
    write(cwd, name, JSON.stringify({ cosmiconfig: { searchPlaces: ['planted.yaml'] } }));
    process.chdir(cwd);
    const { stdout } = await run(['profile', 'list', '--json'], { cwd });
    expect(stdout).toContain('"real"');
    expect(stdout).not.toContain('planted');
  });

  test.each(EXTENSIONS)('named by --config, .%s', async (extension) => {
    const cwd = folder();
    const marker = plant(cwd);
    const argv = ['profile', 'list', '--config', `.agora-tokenrc.${extension}`];
    const { code, stderr } = await run(argv, { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain('is neither JSON nor YAML');
    expect(existsSync(marker)).toBe(false);
  });

  test('named by --config, and not there', async () => {
    const { code, stderr } = await run(['profile', 'list', '--config', 'none.yaml'], {
      cwd: folder(),
    });
    expect(code).toBe(3);
    expect(stderr).toContain('the config none.yaml of --config does not exist');
    expect(stderr).toContain('agora-token init --config <file>');
  });

  test.each(['js', 'ts', 'yaml'])('imported with $import, .%s', async (extension) => {
    const cwd = folder({ 'other.yaml': 'profiles: {}' });
    const marker = plant(cwd);
    const from = extension === 'yaml' ? './other.yaml' : `./.agora-tokenrc.${extension}`;
    writeFileSync(join(cwd, '.agora-tokenrc'), JSON.stringify({ $import: from }));
    const { code, stderr } = await run(['profile', 'list'], { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain('$import: unknown key');
    expect(existsSync(marker)).toBe(false);
  });
});

describe('the search', () => {
  const config = (name: string) => JSON.stringify({ profiles: { [name]: {} } });
  const found = async (cwd: string, home?: string) => {
    const { code, stdout, stderr } = await run(['profile', 'list', '--json'], {
      cwd,
      ...(home && { home }),
    });
    if (code !== 0) return stderr;
    return JSON.parse(stdout)
      .profiles.map((profile: { name: string }) => profile.name)
      .filter((name: string) => name !== 'demo');
  };

  test.each([
    'package.json',
    '.agora-tokenrc',
    '.agora-tokenrc.json',
    '.agora-tokenrc.yaml',
    '.agora-tokenrc.yml',
    '.config/agora-tokenrc',
    '.config/agora-tokenrc.json',
    '.config/agora-tokenrc.yaml',
    '.config/agora-tokenrc.yml',
    'agora-token.config.json',
    'agora-token.config.yaml',
    'agora-token.config.yml',
  ])('reads %s', async (name) => {
    const content = config('here');
    const cwd = folder({
      [name]: name === 'package.json' ? `{"agora-token": ${content}}` : content,
    });
    expect(await found(cwd)).toEqual(['here']);
  });

  test.each<[string, Record<string, string>, string[]]>([
    [
      'up to the repository root',
      { '.git/': '', '.agora-tokenrc': config('root'), 'a/b/': '' },
      ['root'],
    ],
    [
      'a .git file ends it too',
      { '.agora-tokenrc': config('above'), 'a/.git': 'gitdir: x', 'a/b/': '' },
      [],
    ],
    [
      'not above the repository',
      { '.agora-tokenrc': config('above'), 'a/.git/': '', 'a/b/': '' },
      [],
    ],
    [
      'only the working directory without one',
      { '.agora-tokenrc': config('above'), 'a/b/': '' },
      [],
    ],
    [
      'the nearest wins',
      { '.git/': '', '.agora-tokenrc': config('root'), 'a/b/.agora-tokenrc': config('near') },
      ['near'],
    ],
    [
      'past a package.json without the key',
      { '.git/': '', '.agora-tokenrc': config('root'), 'a/b/package.json': '{}' },
      ['root'],
    ],
    [
      'past a package.json whose key of our name is a text',
      { '.git/': '', '.agora-tokenrc': config('root'), 'a/b/package.json': '{"agora-token":"1"}' },
      ['root'],
    ],
    [
      'past a broken package.json of others',
      { '.git/': '', '.agora-tokenrc': config('root'), 'a/b/package.json': '{' },
      ['root'],
    ],
    [
      'past an empty file',
      {
        '.git/': '',
        '.agora-tokenrc': config('root'),
        'a/b/.agora-tokenrc': '\n',
        'a/b/.agora-tokenrc.yaml': '# soon\n',
      },
      ['root'],
    ],
    [
      'with a byte order mark',
      { 'a/b/.agora-tokenrc': `\ufeff${config('marked')}`, 'a/b/.config/agora-tokenrc.json': '{' },
      ['marked'],
    ],
  ])('%s', async (_name, files, expected) => {
    expect(await found(join(folder(files), 'a/b'))).toEqual(expected);
  });

  test.each<[string, Record<string, string>, string]>([
    [
      'a directory',
      { '.agora-tokenrc/': '' },
      'the config .agora-tokenrc is a directory, not a file',
    ],
    [
      'broken JSON',
      { '.agora-tokenrc.json': '{' },
      'the config .agora-tokenrc.json is not valid JSON: line 1, column 2',
    ],
    ['broken YAML', { '.agora-tokenrc': 'a: [' }, 'the config .agora-tokenrc is not valid YAML'],
    [
      'our key in a broken package.json',
      { 'package.json': '{"agora-token": ' },
      'the config package.json is not valid JSON',
    ],
  ])('reports %s', async (_name, files, expected) => {
    expect(await found(folder(files))).toContain(expected);
  });

  test('one report for the project’s and the user’s config', async () => {
    const home = folder({ '.config/agora-token/config.json': '{"profile": {}}' });
    const report = await found(folder({ '.agora-tokenrc': 'a: [' }), home);
    expect(report).toContain('the config .agora-tokenrc is not valid YAML');
    expect(report).toContain('profile: unknown key; did you mean profiles?');
  });

  test.each([
    ['nowhere', 'is a symbolic link to a file that does not exist'],
    ['.agora-tokenrc', 'cannot be read: it is part of a loop of symbolic links'],
  ])('reports a symbolic link to %s', async (target, expected) => {
    const cwd = folder();
    symlinkSync(join(cwd, target), join(cwd, '.agora-tokenrc'));
    expect(await found(cwd)).toContain(`the config .agora-tokenrc ${expected}`);
    const home = folder({ '.config/agora-token/': '' });
    const own = join(home, '.config/agora-token/config.yaml');
    symlinkSync(target === 'nowhere' ? join(home, target) : own, own);
    expect(await found(folder(), home)).toContain(
      `the config ~/.config/agora-token/config.yaml ${expected}`,
    );
  });

  test('a package.json that leads nowhere is not ours to report', async () => {
    const cwd = folder();
    symlinkSync(join(cwd, 'nowhere'), join(cwd, 'package.json'));
    expect(await found(cwd)).toEqual([]);
  });

  test.each<[string, Record<string, string>, NodeJS.Platform, Record<string, string>]>([
    [
      'XDG_CONFIG_HOME',
      { 'xdg/agora-token/config.yml': config('own') },
      'linux',
      { XDG_CONFIG_HOME: 'xdg' },
    ],
    ['~/.config', { '.config/agora-token/config.yaml': config('own') }, 'linux', {}],
    ['macOS', { 'Library/Preferences/agora-token/config.json': config('own') }, 'darwin', {}],
    ['macOS, as on Linux', { '.config/agora-token/config.yaml': config('own') }, 'darwin', {}],
    [
      'Windows',
      { 'Roaming/agora-token/config.yaml': config('own') },
      'win32',
      { APPDATA: 'Roaming' },
    ],
  ])('the user’s own config: %s', async (_name, files, platform, env) => {
    const home = folder(files);
    const absolute = Object.fromEntries(
      Object.entries(env).map(([key, value]) => [key, join(home, value)]),
    );
    const { stdout } = await run(['profile', 'path'], {
      cwd: folder(),
      home,
      platform,
      env: absolute,
    });
    expect(stdout).toBe(`${join(home, Object.keys(files)[0] as string)}\n`);
  });

  test('a relative XDG_CONFIG_HOME does not count', async () => {
    const home = folder({ '.config/agora-token/config.yaml': config('own') });
    const { stdout } = await run(['profile', 'path'], {
      cwd: folder({ 'xdg/agora-token/config.yaml': config('other') }),
      home,
      env: { XDG_CONFIG_HOME: 'xdg' },
    });
    expect(stdout).toBe(`${join(home, '.config/agora-token/config.yaml')}\n`);
  });

  test('--config reads that file alone', async () => {
    const home = folder({ '.config/agora-token/config.yaml': config('own') });
    const cwd = folder({ '.agora-tokenrc': config('near'), 'other.yaml': config('other') });
    for (const [argv, env] of [
      [['--config', 'other.yaml'], {}],
      [[], { AGORA_TOKEN_CONFIG: join(cwd, 'other.yaml') }],
      [['--config', 'other.yaml'], { AGORA_TOKEN_CONFIG: 'missing.yaml' }],
    ] as const) {
      const { stdout } = await run(['profile', 'path', ...argv], { cwd, home, env });
      expect(stdout).toBe(`${join(cwd, 'other.yaml')}\n`);
    }
    const missing = await run(['profile', 'path'], {
      cwd,
      env: { AGORA_TOKEN_CONFIG: 'missing.yaml' },
    });
    expect(missing.code).toBe(3);
    expect(missing.stderr).toContain(
      'the config missing.yaml of AGORA_TOKEN_CONFIG does not exist',
    );
  });
});

/** Names and paths of a cloned config are shown, and must not steer the terminal. */
describe('a config with control characters in its names', () => {
  const NAME = 'd\u001b[31mv';
  const demo = { appId: APP_ID, appCertificate: CERTIFICATE };
  const unset = { env: 'NOT_SET' };
  const configs: Record<string, object> = {
    'that is complete': { [NAME]: demo },
    'without a certificate': { [NAME]: { appId: APP_ID } },
    'without anything': { [NAME]: {} },
    'with a secret that is absent': { [NAME]: { appId: APP_ID, appCertificate: unset } },
    'with an absent file': { [NAME]: { appId: APP_ID, appCertificate: { file: 'a\u001b[31m' } } },
    'with an unknown key': { [NAME]: { 'x\u001b[31m': 1 } },
  };
  const commands = [
    ...COMMANDS,
    ['generate', 'whiteboard', 'sdk', '--role', 'reader'],
    ['generate', 'rtc', '-c', 'demo', '-u', '1', '-p', 'x\u001b[31m'],
    ['generate', 'rtc', '-u', '1'],
  ];

  test.each(Object.entries(configs))('%s', async (_, profiles) => {
    const config = JSON.stringify({ defaultProfile: NAME, profiles });
    const cwd = folder({ '.git/': '', '.agora-tokenrc.json': config });
    const signed = ['generate', 'rtc', '-c', 'demo', '-u', '1', '-p', 'demo'];
    const token = (await run(signed)).stdout.trim();
    for (const argv of [...commands, ['inspect', token], ['renew', token, '-c', 'demo']]) {
      const { stdout, stderr } = await run(argv, { cwd });
      expect(stdout + stderr, argv.join(' ')).not.toContain('\u001b');
    }
  });
});

test.each([
  ['.agora-tokenrc.json', '{"profiles":{"d\xe9v":{"appId":"A"}}}'],
  ['.agora-tokenrc.yaml', '# cl\xe9\nprofiles:\n  dev: { appId: A }\n'],
  ['package.json', '{"agora-token":{"profiles":{"d\xe9v":{"appId":"A"}}}}'],
])('%s that is not UTF-8 is read by no command, as init writes to none', async (name, text) => {
  const cwd = folder();
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, name), text.replace('"A"', `"${APP_ID}"`).replace(' A ', ` ${APP_ID} `), {
    encoding: 'latin1',
    mode: 0o600,
  });
  for (const argv of [
    ['profile', 'list'],
    ['generate', 'rtc', '-c', 'demo', '-u', '1'],
  ]) {
    const { code, stderr } = await run(argv, { cwd });
    expect([code, stderr.includes('Save it as UTF-8')]).toEqual([3, true]);
  }
});
