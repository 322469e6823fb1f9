import { chmodSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Prompter } from '../../../src/cli/context.js';
import { InterruptedError } from '../../../src/core/errors.js';
import { folder } from '../../helpers/folder.js';
import { run } from '../../helpers/run.js';
import { settings } from '../../helpers/settings.js';

const A = 'a'.repeat(32);
const SECRET = 'c0ffee11c0ffee11c0ffee11c0ffee11';
const FLAGS = ['init', '--app-id', A, '--certificate-env', 'IT'];
const posix = process.platform !== 'win32';

/** Answers by the start of each question; what is not answered fails the test. */
function answers(
  given: Readonly<Record<string, unknown>>,
): Prompter & { readonly asked: string[] } {
  const asked: string[] = [];
  const left = new Map(
    Object.entries(given).map(([key, value]) => [key, Array.isArray(value) ? [...value] : [value]]),
  );
  const answer = (message: string) => {
    asked.push(message);
    const key = [...left.keys()].find((start) => message.startsWith(start));
    const values = key === undefined ? undefined : left.get(key);
    if (!values || values.length === 0) throw new Error(`no answer for ${message}`);
    return values.shift();
  };
  const text = async (question: Parameters<Prompter['input']>[0]) => {
    const reply = (answer(question.message) ?? question.default ?? '') as string;
    const verdict = question.validate?.(reply) ?? true;
    if (verdict !== true) throw new Error(`${question.message}: ${verdict}`);
    return reply;
  };
  return {
    asked,
    input: text,
    password: text,
    select: async (question) => {
      const reply = answer(question.message) ?? question.default;
      expect(question.choices.map(({ value }) => value)).toContain(reply);
      return reply as never;
    },
    confirm: async (question) => (answer(question.message) ?? question.default) as boolean,
  };
}

describe('from options alone', () => {
  test.each(['yaml', 'json'])('%s', async (format) => {
    const cwd = folder();
    const path = join(cwd, `.agora-tokenrc.${format}`);
    const { code, stdout, stderr } = await run([...FLAGS, '--format', format], { cwd });
    expect(code).toBe(0);
    expect(stdout).toBe(`.agora-tokenrc.${format}\n`);
    expect(stderr).toContain('Set IT to the App Certificate of dev.');
    expect(stderr).toContain('agora-token generate rtc');
    if (posix) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toContain('schema/config.schema.json');
    const { active } = await settings({ cwd, env: { IT: SECRET } });
    expect(active).toMatchObject({ name: 'dev', appId: { value: A } });
    expect(await active?.appCertificate?.resolve()).toBe(SECRET);
  });

  test.each([
    [['--certificate-file', 'it'], {}],
    [['--app-certificate-file', 'it'], {}],
    [['--app-certificate-file', '-'], { stdin: `${SECRET}\n` }],
  ])('%j', async (flags, world) => {
    const cwd = folder({ it: `${SECRET}\n` });
    for (const scope of ['project', 'user']) {
      const home = folder();
      const argv = ['init', '--app-id', A, '--scope', scope, ...flags];
      const { code, stdout, stderr } = await run(argv, { cwd, home, ...world });
      expect([code, stderr.includes(SECRET), stdout.includes(SECRET)]).toEqual([0, false, false]);
      const { active } = await settings({ cwd, home });
      expect(await active?.appCertificate?.resolve()).toBe(SECRET);
    }
  });

  test('with a name and whiteboard keys, as JSON', async () => {
    const cwd = folder();
    const argv = [
      ...FLAGS,
      '-p',
      'prod',
      '--whiteboard-access-key',
      'ak',
      '--whiteboard-secret-env',
      'SK',
      '--json',
    ];
    const { stdout } = await run(argv, { cwd });
    const { stderr } = await run([...argv.slice(0, -1), '--force'], { cwd });
    expect(stderr).toContain('Set SK to the whiteboard secret key of prod.');
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      ok: true,
      path: join(cwd, '.agora-tokenrc.yaml'),
      profile: 'prod',
      defaultProfile: 'prod',
      profiles: ['prod'],
      gitignore: false,
    });
    const { active } = await settings({ cwd, env: { SK: 'key' } });
    expect(active?.whiteboardAccessKey?.value).toBe('ak');
    expect(await active?.whiteboardSecretKey?.resolve()).toBe('key');
  });

  test.each([
    [['init'], '--app-id is missing'],
    [['init', '--app-id', A], 'where the App Certificate is kept is missing'],
    [
      ['init', '--app-id', 'x', '--certificate-env', 'IT'],
      'the App ID from --app-id is not valid: it has 1 character',
    ],
    [
      [...FLAGS, '--certificate-file', 'x'],
      '--certificate-env and --certificate-file cannot be used together',
    ],
    [
      [...FLAGS, '--whiteboard-access-key', 'x'],
      'the whiteboard needs an access key and a secret key',
    ],
    [[...FLAGS, '-p', 'demo'], 'demo is the built-in profile'],
    [[...FLAGS, '-p', 'environment'], 'environment means the values of the environment'],
    [[...FLAGS, '-p', '__proto__'], 'a name has letters'],
    [[...FLAGS, '--scope', 'world'], 'not one of project, user'],
    [['init', '--app-id', A, '--certificate-env', SECRET], 'looks like the secret itself'],
    [['init', '--app-id', A, '--certificate-file', SECRET], 'looks like a certificate itself'],
    [[...FLAGS, '--config', SECRET], '--config looks like a certificate itself'],
    [[...FLAGS, '-p', SECRET], 'this looks like a certificate; a name such as dev is expected'],
    [['init', '--app-id', A, '--certificate-file', ''], '--certificate-file is empty'],
    [['init', '--app-id', A, '--app-certificate-file', ''], '--app-certificate-file is empty'],
    [[...FLAGS, '--whiteboard-access-key', ''], '--whiteboard-access-key is empty'],
    [[...FLAGS, '--whiteboard-secret-file', ' '], '--whiteboard-secret-file is empty'],
    [[...FLAGS, '--config', ''], '--config is empty'],
  ])('refuses %j', async (argv, expected) => {
    const cwd = folder();
    const { code, stderr } = await run(argv, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(expected);
    expect(stderr).not.toContain(SECRET);
    expect(existsSync(join(cwd, '.agora-tokenrc.yaml'))).toBe(false);
  });
});

describe('--config names the file', () => {
  test.each([
    ['team.json', '{', []],
    ['team.yaml', '# yaml', []],
    ['team', '# yaml', []],
    ['team', '{', ['--format', 'json']],
    ['sub/team.yml', '# yaml', []],
  ])('%s %j', async (config, start, flags) => {
    const cwd = folder({ it: SECRET });
    const argv = ['init', '--app-id', A, '--certificate-file', 'it', '--config', config, ...flags];
    expect((await run(argv, { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, config), 'utf8').startsWith(start)).toBe(true);
    const { active } = await settings({ cwd }, { config });
    expect(await active?.appCertificate?.resolve()).toBe(SECRET);
    expect((await run(argv, { cwd })).code).toBe(3);
    expect((await run([...argv, '--force'], { cwd })).code).toBe(0);
  });

  test.each([
    [['--config', 'x.js'], 'is neither JSON nor YAML'],
    [['--config', 'x.json', '--format', 'yaml'], '--format yaml does not fit the name "x.json"'],
    [['--config', 'x.json', '--scope', 'user'], '--config and --scope cannot be used together'],
  ])('refuses %j', async (flags, expected) => {
    const { code, stderr } = await run([...FLAGS, ...flags], { cwd: folder() });
    expect([code, stderr.includes(expected)]).toEqual([2, true]);
  });
});

describe('what is there', () => {
  test('stays, and gets another profile', async () => {
    const before = '# mine\nprofiles:\n  old: {}   # kept\n';
    const cwd = folder({ '.agora-tokenrc.yaml': before });
    const path = join(cwd, '.agora-tokenrc.yaml');
    const { code, stderr } = await run(FLAGS, { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain('Added the profile dev to .agora-tokenrc.yaml.');
    expect(stderr).toContain('agora-token profile use dev');
    expect(readFileSync(path, 'utf8')).toBe(
      `${before}  dev:\n    appId: ${A}\n    appCertificate:\n      env: IT\ndefaultProfile: old\n`,
    );
  });

  test('twice: the profile stays as it is without --force, and alone is replaced with it', async () => {
    const cwd = folder();
    const path = join(cwd, '.agora-tokenrc.yaml');
    expect((await run(FLAGS, { cwd })).code).toBe(0);
    expect((await run([...FLAGS, '-p', 'other'], { cwd })).code).toBe(0);
    const before = readFileSync(path, 'utf8');
    const second = await run([...FLAGS, '--certificate-env', 'NEW'], { cwd });
    expect(second.code).toBe(3);
    expect(second.stderr).toContain('the profile dev exists in .agora-tokenrc.yaml');
    expect(second.stderr).toContain('--force');
    expect(readFileSync(path, 'utf8')).toBe(before);
    const third = await run([...FLAGS, '--certificate-env', 'NEW', '--force'], { cwd });
    expect(third.code).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(before.replace('env: IT', 'env: NEW'));
  });

  test('a secret written out in the profile that --force replaces is kept beside the config', async () => {
    const secret = `${'c'.repeat(31)}1`;
    const old = `profiles:\n  dev:\n    appId: ${'a'.repeat(32)}\n    appCertificate: ${secret}\n`;
    const cwd = folder({ '.agora-tokenrc.yaml': old });
    const { code, stderr } = await run([...FLAGS, '--force'], { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain('The secret that was in it is in .agora-tokenrc.yaml.bak');
    expect(readFileSync(join(cwd, '.agora-tokenrc.yaml.bak'), 'utf8')).toBe(old);
    expect(statSync(join(cwd, '.agora-tokenrc.yaml.bak')).mode & 0o77).toBe(0);
    expect(readFileSync(join(cwd, '.agora-tokenrc.yaml'), 'utf8')).not.toContain(secret);
  });

  test.each([
    [{ '.agora-tokenrc': '{"profiles": {}}' }, '.agora-tokenrc'],
    [{ '.agora-tokenrc.json': '{}' }, '.agora-tokenrc.json'],
    [{ 'agora-token.config.yaml': '{}' }, 'agora-token.config.yaml'],
    [{ 'package.json': '{"agora-token": {}}' }, 'package.json'],
    [{ '.git/': '', '.agora-tokenrc.yml': '' }, '.agora-tokenrc.yml'],
  ])('whatever it is called: %j', async (files, name) => {
    const cwd = folder({ ...(files as Record<string, string>), '.git/': '', 'below/': '' });
    const { code, stdout } = await run(FLAGS, { cwd: join(cwd, 'below') });
    expect(code).toBe(0);
    expect(stdout.trim()).toBe(join(cwd, name));
    const { active } = await settings({ cwd, env: { IT: SECRET } });
    expect(active).toMatchObject({ name: 'dev', appId: { value: A } });
  });

  test('no secret itself goes into a package.json', async () => {
    const text = '{"agora-token": {}}';
    const cwd = folder({ 'package.json': text, it: SECRET });
    for (const command of ['init', 'profile add']) {
      const argv = [...command.split(' '), '--app-id', A, '--app-certificate-file', 'it'];
      const { code, stderr } = await run(argv, { cwd });
      expect([code, stderr.includes('which is committed and published')]).toEqual([3, true]);
      expect(readFileSync(join(cwd, 'package.json'), 'utf8')).toBe(text);
    }
  });

  test('a new config goes to the root of the repository', async () => {
    const cwd = folder({ '.git/': '', 'a/b/': '', 'a/it': SECRET });
    const argv = ['init', '--app-id', A, '--certificate-file', '../it'];
    expect((await run(argv, { cwd: join(cwd, 'a/b') })).code).toBe(0);
    expect(readFileSync(join(cwd, '.agora-tokenrc.yaml'), 'utf8')).toContain('file: a/it');
    const { active } = await settings({ cwd });
    expect(await active?.appCertificate?.resolve()).toBe(SECRET);
  });

  test.each([
    [{ '.agora-tokenrc.yaml': 'a: [' }, 'is not valid YAML'],
    [{ '.agora-tokenrc.yaml': 'profile: {}' }, 'profile: unknown key'],
    [{ '.agora-tokenrc.yaml/': '' }, 'is a directory, not a file'],
  ])('%j is not touched', async (files, expected) => {
    const cwd = folder(files as Record<string, string>);
    const { code, stderr } = await run([...FLAGS, '--force'], { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain(expected);
  });

  test.runIf(posix)('a symbolic link to nowhere is not followed', async () => {
    const cwd = folder();
    symlinkSync(join(cwd, 'elsewhere'), join(cwd, '.agora-tokenrc.yaml'));
    expect((await run(FLAGS, { cwd })).code).toBe(3);
    expect(existsSync(join(cwd, 'elsewhere'))).toBe(false);
  });
});

describe('.gitignore', () => {
  const literal = ['init', '--app-id', A, '--app-certificate-file', 'it'];
  test.each([
    ['a reference can be shared', FLAGS, { '.git/': '' }, undefined],
    ['a secret is not', literal, { '.git/': '' }, '/.agora-tokenrc.yaml*\n'],
    ['on request', [...FLAGS, '--gitignore'], { '.git/': '' }, '/.agora-tokenrc.yaml*\n'],
    ['against it', [...literal, '--no-gitignore'], { '.git/': '' }, undefined],
    ['without a repository', literal, {}, undefined],
    [
      'behind what is there',
      literal,
      { '.git/': '', '.gitignore': 'dist' },
      'dist\n/.agora-tokenrc.yaml*\n',
    ],
    [
      'once',
      literal,
      { '.git/': '', '.gitignore': '/.agora-tokenrc.yaml*\nx\n' },
      '/.agora-tokenrc.yaml*\nx\n',
    ],
  ])('%s', async (_name, argv, files, expected) => {
    const cwd = folder({ ...(files as Record<string, string>), it: SECRET });
    expect((await run(argv, { cwd })).code).toBe(0);
    const path = join(cwd, '.gitignore');
    expect(existsSync(path) ? readFileSync(path, 'utf8') : undefined).toBe(expected);
  });

  test.each([
    ['into a repository', { it: SECRET }, { '.git/': '' }, '/team.yaml*\n'],
    ['out of one', { it: SECRET, '.git/': '' }, {}, undefined],
    ['into a new folder of one', { it: SECRET }, { '.git/': '' }, '/team.yaml*\n', 'new/of/it'],
  ])('by --config %s', async (_name, here, there, expected, below = '') => {
    const other = join(folder(there as Record<string, string>), below);
    const argv = [...literal, '--config', join(other, 'team.yaml')];
    const { code } = await run(argv, { cwd: folder(here as Record<string, string>) });
    expect(code).toBe(0);
    const path = join(other, '.gitignore');
    expect(existsSync(path) ? readFileSync(path, 'utf8') : undefined).toBe(expected);
  });

  test('one that cannot be read leaves no config behind', async () => {
    const cwd = folder({ '.git/': '', '.gitignore/': '', it: SECRET });
    const { code, stderr } = await run(literal, { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain('.gitignore is a directory, not a file');
    expect(existsSync(join(cwd, '.agora-tokenrc.yaml'))).toBe(false);
  });

  test.skipIf(!posix || process.getuid?.() === 0)(
    'nor does one that cannot be written',
    async () => {
      const cwd = folder({ '.git/': '', it: SECRET });
      chmodSync(cwd, 0o500);
      const { code, stderr } = await run(literal, { cwd });
      chmodSync(cwd, 0o700);
      expect(code).toBe(3);
      expect(stderr).toContain('.gitignore cannot be written: EACCES');
      expect(stderr).toContain('--no-gitignore');
    },
  );

  test('nor does Ctrl-C at its question', async () => {
    const cwd = folder({ '.git/': '' });
    const prompter = answers({
      'App ID': A,
      'Where is the App Certificate': 'literal',
      'App Certificate': SECRET,
      'Add Interactive Whiteboard': undefined,
      'Name of the profile': undefined,
      'Where is the profile kept': 'project',
    });
    const { confirm } = prompter;
    prompter.confirm = async (question) => {
      if (question.message.includes('.gitignore')) throw new InterruptedError();
      return confirm(question);
    };
    const { code } = await run(['init'], { cwd, terminal: true, prompter });
    expect(code).toBe(130);
    expect(readdirSync(cwd)).toEqual(['.git']);
  });
});

describe('with answers', () => {
  const DEFAULTS = {
    'App ID': ` ${A} `,
    'Where is the App Certificate': undefined,
    'Name of the variable': undefined,
    'Add Interactive Whiteboard': undefined,
    'Name of the profile': undefined,
    'Where is the profile kept': undefined,
  };

  test('the defaults: this project, YAML, a reference to a variable', async () => {
    const cwd = folder();
    const prompter = answers(DEFAULTS);
    const world = { cwd, home: folder(), terminal: true, prompter };
    const { code, stderr } = await run(['init'], world);
    expect(code).toBe(0);
    expect(stderr).toContain(
      'App ID and App Certificate are in the Agora Console (console.agora.io)',
    );
    expect(stderr).toContain('Into .agora-tokenrc.yaml, as profile dev:');
    expect(prompter.asked).toEqual([
      'App ID',
      'Where is the App Certificate kept?',
      'Name of the variable',
      expect.stringContaining('Add Interactive Whiteboard keys as well?'),
      'Name of the profile',
      'Where is the profile kept?',
    ]);
    const { active } = await settings({ cwd, env: { AGORA_CERTIFICATE: SECRET } });
    expect(await active?.appCertificate?.resolve()).toBe(SECRET);
  });

  test('a hidden certificate, whiteboard keys, one’s own config', async () => {
    const cwd = folder();
    const home = folder();
    const prompter = answers({
      'App ID': A,
      'Where is the App Certificate': 'literal',
      'App Certificate': SECRET,
      'Add Interactive Whiteboard': true,
      'Access key': 'access-key',
      'Where is the Secret key': 'literal',
      'Secret key (SK)': 'secret-key',
      'Name of the profile': 'my app',
      'Where is the profile kept': undefined,
    });
    const { code, stdout, stderr } = await run(['init'], { cwd, home, terminal: true, prompter });
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain(SECRET);
    expect(readdirSync(cwd)).toEqual([]);
    const { active } = await settings({ cwd, home });
    expect(active?.name).toBe('my app');
    expect(await active?.appCertificate?.resolve()).toBe(SECRET);
    expect(await active?.whiteboardSecretKey?.resolve()).toBe('secret-key');
  });

  test('a variable is suggested by the words of the name', async () => {
    const cwd = folder();
    const world = { cwd, home: folder(), terminal: true, prompter: answers(DEFAULTS) };
    expect((await run(['profile', 'add', 'my-app_'], world)).code).toBe(0);
    expect(readFileSync(join(cwd, '.agora-tokenrc.yaml'), 'utf8')).toContain(
      'AGORA_MY_APP_CERTIFICATE',
    );
  });

  test('a password manager, which is for one’s own config alone', async () => {
    const home = folder();
    const prompter = answers({
      'App ID': A,
      'Where is the App Certificate': 'command',
      Command: 'echo "a b" c',
      'Add Interactive Whiteboard': undefined,
      'Name of the profile': undefined,
    });
    const world = { cwd: folder(), home, terminal: true, prompter };
    expect((await run(['init'], world)).code).toBe(0);
    const text = readFileSync(join(home, '.config/agora-token/config.yaml'), 'utf8');
    expect(text).toContain('- a b\n');
  });

  test('only what the options leave open', async () => {
    const cwd = folder();
    const prompter = answers({ 'App ID': A, 'Add Interactive Whiteboard': false });
    const argv = ['init', '-p', 'dev', '--scope', 'project', '--certificate-env', 'IT'];
    expect((await run(argv, { cwd, terminal: true, prompter })).code).toBe(0);
    expect(prompter.asked).toHaveLength(2);
  });

  test('again: a free name, a variable of its own', async () => {
    const cwd = folder();
    const world = { cwd, home: folder(), terminal: true };
    expect((await run(['init'], { ...world, prompter: answers(DEFAULTS) })).code).toBe(0);
    expect((await run(['init'], { ...world, prompter: answers(DEFAULTS) })).code).toBe(0);
    const text = readFileSync(join(cwd, '.agora-tokenrc.yaml'), 'utf8');
    expect(text).toMatch(/ {2}dev:\n.*\n.*\n {6}env: AGORA_CERTIFICATE\n/);
    expect(text).toMatch(/ {2}prod:\n.*\n.*\n {6}env: AGORA_PROD_CERTIFICATE\n/);
  });

  test('one variable for two projects is warned of', async () => {
    const cwd = folder();
    const add = (name: string, id: string) =>
      run(['profile', 'add', name, '--app-id', id, '--certificate-env', 'IT'], { cwd });
    expect((await add('one', A)).stderr).not.toContain('warning');
    expect((await add('two', A.toLowerCase())).stderr).not.toContain('warning');
    expect((await add('three', 'f'.repeat(32))).stderr).toContain(
      'warning: the profile one reads IT too, and has another App ID',
    );
  });

  test('a profile that is there is replaced after a question', async () => {
    for (const [reply, expected] of [
      [false, 3],
      [true, 0],
    ] as const) {
      const cwd = folder({ '.agora-tokenrc.yaml': 'profiles: { dev: {} }\n' });
      const prompter = answers({
        ...DEFAULTS,
        'Name of the profile': 'dev',
        '.agora-tokenrc.yaml has a profile dev': reply,
      });
      const world = { cwd, home: folder(), terminal: true, prompter };
      const { code, stderr } = await run(['init'], world);
      expect([code, stderr.includes('Replaced the profile dev in')]).toEqual([expected, reply]);
    }
  });

  test.each([
    ['App ID', 'x', 'An App ID has 32 hexadecimal characters; it has 1 character.'],
    ['Name of the profile', 'demo', 'demo is the built-in profile'],
    ['Name of the profile', 'a/b', 'a name has letters'],
    ['Name of the variable', SECRET, 'looks like the secret itself'],
    ['Path of the file', 'nowhere', 'That file does not exist'],
    ['Command', ' ', 'A command is needed.'],
    ['App Certificate', A, 'This is the App ID'],
    ['Access key', 'a b', 'has no spaces'],
    ['Secret key (SK)', 'access-key', 'This is the access key.'],
  ])('%s is not %s', async (question, reply, expected) => {
    const ways: Record<string, string> = {
      'Path of the file': 'file',
      Command: 'command',
      'App Certificate': 'literal',
    };
    const prompter = answers({
      ...DEFAULTS,
      'Where is the App Certificate': ways[question],
      'Add Interactive Whiteboard': /key/.test(question),
      'Access key': 'access-key',
      'Where is the Secret key': 'literal',
      [question]: reply,
    });
    const { stderr } = await run(['init'], { cwd: folder(), terminal: true, prompter });
    expect(stderr).toContain(expected);
  });

  test('Ctrl-C at any question leaves nothing behind', async () => {
    const all = {
      ...DEFAULTS,
      'Where is the App Certificate': 'literal',
      'App Certificate': SECRET,
    };
    for (let at = 0; at < 7; at++) {
      const cwd = folder({ '.git/': '' });
      const home = folder();
      const prompter = answers({
        ...all,
        'Where is the profile kept': 'project',
        'Add .agora': true,
      });
      const stop =
        <T>(ask: (question: never) => Promise<T>) =>
        async (question: never) => {
          if (prompter.asked.length === at) throw new InterruptedError();
          return ask(question);
        };
      const { input, password, select, confirm } = prompter;
      Object.assign(prompter, {
        input: stop(input),
        password: stop(password),
        select: stop(select),
        confirm: stop(confirm),
      });
      const { code } = await run(['init'], { cwd, home, terminal: true, prompter });
      expect([code, readdirSync(cwd), readdirSync(home)]).toEqual([130, ['.git'], []]);
    }
  });

  test.each([['--no-input'], ['--json'], ['--quiet']])('no question with %s', async (flag) => {
    expect((await run(['init', flag], { cwd: folder(), terminal: true })).code).toBe(2);
  });
});
