import {
  chmodSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { editFile } from '../../../src/cli/config/edit-file.js';
import { folder } from '../../helpers/folder.js';
import { contextOf, run, type World } from '../../helpers/run.js';

const A = 'a'.repeat(32);
const SECRET = 'c0ffee11c0ffee11c0ffee11c0ffee11';
const ADD = ['profile', 'add', 'new', '--app-id', A, '--certificate-env', 'IT'];
const posix = process.platform !== 'win32';

const YAML = `# team\ndefaultProfile: dev\nprofiles:\n  dev: { appId: ${A} }   # mine\n  old:\n    appId: ${A}\n\n# end\n`;
const YAML_NEW = `  new:\n    appId: ${A}\n    appCertificate:\n      env: IT\n`;
const json = (content: string) => `{\n    "a": [1, 2],\n${content}    "z": "\\u00e9"\n}`;
const JSON_NEW = (indent: string) =>
  `,\n${indent}"new": {\n${indent}    "appId": "${A}",\n${indent}    "appCertificate": {\n${indent}        "env": "IT"\n${indent}    }\n${indent}}`;

/** Every place of a config: what it says, and the same with another profile. */
const PLACES: readonly (readonly [
  name: string,
  before: string,
  added: string,
  removed: string,
  used: string,
])[] = [
  ...[
    '.agora-tokenrc',
    '.agora-tokenrc.yaml',
    '.agora-tokenrc.yml',
    '.config/agora-tokenrc',
    '.config/agora-tokenrc.yaml',
    '.config/agora-tokenrc.yml',
    'agora-token.config.yaml',
    'agora-token.config.yml',
    'home/.config/agora-token/config.yaml',
    'home/.config/agora-token/config.yml',
  ].map(
    (name) =>
      [
        name,
        YAML,
        YAML.replace('\n\n# end', `\n${YAML_NEW}\n# end`),
        YAML.replace(`  old:\n    appId: ${A}\n`, ''),
        YAML.replace('defaultProfile: dev', 'defaultProfile: old'),
      ] as const,
  ),
  ...[
    '.agora-tokenrc.json',
    '.config/agora-tokenrc.json',
    'agora-token.config.json',
    'home/.config/agora-token/config.json',
  ].map((name) => {
    const text = (more: string, chosen = 'dev', old = `,\n        "old": {"appId": "${A}"}`) =>
      `{\n    "defaultProfile": "${chosen}",\n    "profiles": {\n        "dev": {}${old}${more}\n    }\n}`;
    return [
      name,
      text(''),
      text(JSON_NEW('        ')),
      text('', 'dev', ''),
      text('', 'old'),
    ] as const;
  }),
  (() => {
    const inner = (more: string, chosen: string, old: string) =>
      json(
        `    "agora-token": {"defaultProfile": "${chosen}", "profiles": {\n        "dev": {}${old}${more}\n    }},\n`,
      );
    const old = `,\n        "old": {"appId": "${A}"}`;
    return [
      'package.json',
      inner('', 'dev', old),
      inner(JSON_NEW('        '), 'dev', old),
      inner('', 'dev', ''),
      inner('', 'old', old),
    ] as const;
  })(),
];

describe.each(PLACES)('%s', (name, before, added, removed, used) => {
  test.each([
    ['add', ADD, added],
    ['remove', ['profile', 'remove', 'old'], removed],
    ['use', ['profile', 'use', 'old'], used],
  ] as const)('%s changes its own bytes alone', async (_what, argv, after) => {
    const cwd = folder({ [name]: before });
    const path = join(cwd, name);
    const scope = name.startsWith('home') ? ['--scope', 'user'] : [];
    const words = argv[1] === 'add' ? [...argv, ...scope] : argv;
    const world = { cwd, home: join(cwd, 'home') };
    const { code, stdout } = await run(words, world);
    expect([code, stdout]).toEqual([0, `${name}\n`]);
    expect(readFileSync(path, 'utf8')).toBe(after);
    expect(readdirSync(join(path, '..')).filter((each) => /lock|bak|\w{16}/.test(each))).toEqual(
      [],
    );
    expect((await run(['profile', 'list'], world)).code).toBe(0);
  });
});

describe('nothing is lost', () => {
  const name = '.agora-tokenrc.yaml';
  const refused = async (cwd: string, expected: string, world: World = {}) => {
    for (const argv of [ADD, ['profile', 'remove', 'old'], ['profile', 'use', 'old']]) {
      const { code, stderr } = await run(argv, { cwd, ...world });
      expect([code, stderr]).toEqual([3, expect.stringContaining(expected)]);
    }
    expect(readFileSync(join(cwd, name), 'utf8')).toBe(YAML);
  };

  test.runIf(posix)('a config that is read-only', async () => {
    const cwd = folder({ [name]: YAML });
    chmodSync(join(cwd, name), 0o444);
    await refused(cwd, `the config ${name} is read-only`);
  });

  test.runIf(posix)('a config that is a symbolic link', async () => {
    const cwd = folder({ real: YAML });
    symlinkSync(join(cwd, 'real'), join(cwd, name));
    await refused(cwd, `the config ${name} is a symbolic link`);
  });

  test('a config that another run is changing', async () => {
    const cwd = folder({ [name]: YAML, [`${name}.lock`]: '' });
    await refused(cwd, 'is being changed by another run of this program');
  });

  test('a config that is not UTF-8', async () => {
    const cwd = folder({ [name]: Buffer.from(`\ufeff${YAML}`, 'utf16le') });
    const { code, stderr } = await run(ADD, { cwd });
    expect([code, stderr.includes('is not UTF-8')]).toEqual([3, true]);
  });

  test('what anchors hold together', async () => {
    const cwd = folder({
      [name]: 'profiles:\n  old: &a { appId: x }\n  dev: *a\n'.replace('x', A),
    });
    const { code, stderr } = await run(['profile', 'remove', 'old'], { cwd });
    expect([code, stderr.includes('profile edit')]).toEqual([3, true]);
  });

  test('two runs at once both get their profile', async () => {
    const cwd = folder({ [name]: YAML });
    const sleep = () => new Promise<void>((resolve) => setTimeout(resolve, 1));
    const names = ['a1', 'b2', 'c3', 'd4', 'e5'];
    const results = await Promise.all(
      names.map((each) => run(ADD.with(2, each), { cwd, context: { sleep } })),
    );
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    const { stdout } = await run(['profile', 'list', '--json'], { cwd });
    expect(JSON.parse(stdout).profiles.map((each: { name: string }) => each.name)).toEqual(
      expect.arrayContaining(['dev', 'old', ...names]),
    );
  });

  test('what somebody else writes meanwhile is read again', async () => {
    const cwd = folder({ it: 'one' });
    const path = join(cwd, 'it');
    let first = true;
    await editFile(path, 'it', contextOf({}).ctx, (text) => {
      if (first) writeFileSync(path, 'two');
      first = false;
      return { text: `${text} and mine`, secret: false, backup: false };
    });
    expect(readFileSync(path, 'utf8')).toBe('two and mine');
  });

  test('a text that has to be written anew stays beside it', async () => {
    const text = `profiles:\n  dev: {appId: ${A}}   # kept\n  ? old\n  : {}\n`;
    const cwd = folder({ [name]: text });
    expect((await run(['profile', 'remove', 'old'], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, name), 'utf8')).toBe(
      `profiles:\n  dev: { appId: ${A} } # kept\n`,
    );
    expect(readFileSync(join(cwd, `${name}.bak`), 'utf8')).toBe(text);
  });

  test.runIf(posix)('a shared config keeps its mode, one with a secret is private', async () => {
    const cwd = folder({ [name]: YAML });
    const mode = () => (statSync(join(cwd, name)).mode & 0o777).toString(8);
    chmodSync(join(cwd, name), 0o644);
    await run(ADD, { cwd });
    expect(mode()).toBe('644');
    const argv = ['profile', 'add', 'secret', '--app-id', A, '--app-certificate-file', '-'];
    await run(argv, { cwd, stdin: SECRET });
    expect(mode()).toBe('600');
  });
});

describe('use', () => {
  test('what is in one’s own config alone, by the config that decides', async () => {
    const cwd = folder({
      '.agora-tokenrc': 'defaultProfile: dev\nprofiles: { dev: {} }\n',
      'home/.config/agora-token/config.yaml': 'profiles: { mine: {} }\n',
    });
    const world = { cwd, home: join(cwd, 'home') };
    expect((await run(['profile', 'use', 'mine'], world)).stdout).toBe('.agora-tokenrc\n');
    const { stdout } = await run(['profile', 'list'], world);
    expect(stdout).toMatch(/^\* mine/);
  });

  test('says that a variable wins', async () => {
    const cwd = folder({ '.agora-tokenrc': 'profiles: { dev: {}, other: {} }\n' });
    const env = { AGORA_TOKEN_PROFILE: 'dev' };
    const { code, stderr } = await run(['profile', 'use', 'other'], { cwd, env });
    expect([code, stderr.includes('AGORA_TOKEN_PROFILE chooses dev')]).toEqual([0, true]);
  });

  test.each([
    [['profile', 'use', 'prd'], 'Did you mean prod?'],
    [['profile', 'remove', 'nothing-like-it'], 'There are: prod, my app, é.'],
  ])('%j', async (argv, expected) => {
    const cwd = folder({ '.agora-tokenrc': 'profiles: { prod: {}, my app: {}, é: {} }\n' });
    const { code, stderr } = await run(argv, { cwd });
    expect([code, stderr]).toEqual([3, expect.stringContaining(expected)]);
  });

  test.each(['use', 'remove'])('%s without a name: asked for on a terminal', async (verb) => {
    const cwd = folder({ '.agora-tokenrc': 'profiles: { prod: {}, my app: {} }\n' });
    const { code, stderr } = await run(['profile', verb], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('no profile was named\nhint: There are: prod, my app.');
    const prompter: World['prompter'] = {
      select: async ({ choices }) => choices[1]?.value as never,
    };
    const asked = await run(['profile', verb], { cwd, terminal: true, prompter });
    expect(asked.code).toBe(0);
    expect(asked.stderr).toContain('my app');
  });

  test('names with spaces and letters of any script', async () => {
    const cwd = folder({ '.agora-tokenrc': 'profiles: { my app: {}, é: {} }\n' });
    for (const name of ['my app', 'é']) {
      expect((await run(['profile', 'use', name], { cwd })).code).toBe(0);
    }
    expect((await run(['profile', 'add', '日本 1', ...ADD.slice(3)], { cwd })).code).toBe(0);
    const { stdout } = await run(['profile', 'show', '日本 1', '--json'], { cwd });
    expect(JSON.parse(stdout).appId.value).toBe(A);
  });
});

describe('remove', () => {
  const literal = `defaultProfile: dev\nprofiles: { dev: { appId: ${A}, appCertificate: ${SECRET} }, b: {}, c: {} }\n`;
  test('a certificate that may be nowhere else only when that is meant', async () => {
    const cwd = folder({ '.agora-tokenrc': literal });
    const refused = await run(['profile', 'remove', 'dev'], { cwd });
    expect([refused.code, refused.stderr.includes('may be kept nowhere else')]).toEqual([2, true]);
    expect(readFileSync(join(cwd, '.agora-tokenrc'), 'utf8')).toBe(literal);
    const { code, stderr } = await run(['profile', 'remove', 'dev', '--force'], { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain('agora-token profile use b | c');
    expect(readFileSync(join(cwd, '.agora-tokenrc'), 'utf8')).toBe('profiles: { b: {}, c: {} }\n');
  });

  test('or after a question', async () => {
    for (const [reply, code] of [
      [true, 0],
      [false, 2],
    ] as const) {
      const cwd = folder({ '.agora-tokenrc': literal });
      const prompter = { confirm: async () => reply };
      const world = { cwd, terminal: true, prompter };
      expect((await run(['profile', 'remove', 'dev'], world)).code).toBe(code);
    }
  });
});

describe('edit', () => {
  const world = (cwd: string, text: string, words: string[][] = []): World => ({
    cwd,
    terminal: true,
    env: { EDITOR: 'code --wait "a b"' },
    context: {
      runEditor: async (command) => {
        words.push([...command]);
        writeFileSync(command.at(-1) as string, text);
        return 0;
      },
    },
  });

  test('opens the config in use, and says what is wrong with it then', async () => {
    const cwd = folder({ '.agora-tokenrc': YAML });
    const words: string[][] = [];
    const good = await run(['profile', 'edit'], world(cwd, YAML, words));
    expect([good.code, words]).toEqual([
      0,
      [['code', '--wait', 'a b', join(cwd, '.agora-tokenrc')]],
    ]);
    const bad = await run(['profile', 'edit'], world(cwd, 'profile: {}'));
    expect([bad.code, bad.stderr.includes('profile: unknown key')]).toEqual([3, true]);
    const again = await run(['profile', 'edit'], world(cwd, YAML));
    expect(again.code).toBe(0);
  });

  test('needs a terminal, and a config', async () => {
    const cwd = folder({ '.agora-tokenrc': YAML });
    const { code, stderr } = await run(['profile', 'edit'], { cwd });
    expect([code, stderr.includes(join(cwd, '.agora-tokenrc'))]).toEqual([2, true]);
    expect((await run(['profile', 'edit'], { cwd: folder(), terminal: true })).code).toBe(3);
  });
});
