import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandOutput } from '../../../src/cli/config/secret-command.js';
import { makeFifo } from '../../helpers/file-places.js';
import { folder } from '../../helpers/folder.js';
import { contextOf, type World } from '../../helpers/run.js';
import { settings } from '../../helpers/settings.js';

const A = 'a'.repeat(32);
const SECRET = 'c0ffee11c0ffee11c0ffee11c0ffee11';
const posix = process.platform !== 'win32';
const root = process.getuid?.() === 0;

/** The failure's message and hint in one text, which holds no secret. */
async function failure(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => expect.unreachable('it should have failed'),
    (reason: Error & { hint?: string; code?: string }) => reason,
  );
  expect(error).toMatchObject({ code: 'configuration' });
  const text = `${error.message}\n${error.hint ?? ''}`;
  expect(text).not.toContain(SECRET);
  return text;
}

/** Resolves the certificate of a profile whose appCertificate is this YAML, in the user's own config. */
async function resolve(yaml: string, files: Record<string, string> = {}, world: World = {}) {
  const home = folder({
    ...files,
    '.config/agora-token/config.yaml': `profiles: { dev: { appId: ${A}, appCertificate: ${yaml} } }`,
  });
  const { active } = await settings({ cwd: folder(), home, ...world });
  return active?.appCertificate?.resolve();
}

test('a literal, with white space around it', async () => {
  expect(await resolve(`" ${SECRET} "`)).toBe(SECRET);
});

describe('a variable', () => {
  test('is read', async () => {
    expect(await resolve('{ env: IT }', {}, { env: { IT: `${SECRET}\n` } })).toBe(SECRET);
  });
  test.each([
    [{}, 'refers to the variable IT, which is not set'],
    [{ IT: '' }, 'refers to the variable IT, which is empty'],
    [{ IT: ' ' }, 'refers to the variable IT, which is empty'],
    [{ IT: SECRET.slice(1) }, 'it has 31 characters (expected 32 hex digits)'],
    [{ IT: `${SECRET.slice(1)}g` }, 'character 32 is not a hex digit'],
  ])('%j', async (env, expected) => {
    expect(
      await failure(resolve('{ env: IT }', {}, { env: env as Record<string, string> })),
    ).toContain(expected);
  });

  test('an option can stand for that of a certificate alone', async () => {
    const cwd = folder({
      '.agora-tokenrc':
        'profiles: { dev: { whiteboard: { accessKey: ak, secretKey: { env: SK } } } }',
    });
    const { active } = await settings({ cwd });
    const whiteboard = await failure(active?.whiteboardSecretKey?.resolve() as Promise<string>);
    expect(whiteboard).toContain('Set it, or give --dotenv.');
    expect(await failure(resolve('{ env: IT }'))).toContain('or --app-certificate-file.');
  });
});

describe('a file', () => {
  const dir = '.config/agora-token';
  test.each([
    ['relative to the config', '{ file: it }', `${dir}/it`, SECRET],
    ['at home', '{ file: ~/it }', 'it', SECRET],
    ['with a line end', '{ file: it }', `${dir}/it`, `${SECRET}\n`],
    ['with CRLF', '{ file: it }', `${dir}/it`, `${SECRET}\r\n`],
    ['with blank lines', '{ file: it }', `${dir}/it`, `\n${SECRET}\n\n`],
    ['with a byte order mark', '{ file: it }', `${dir}/it`, `\ufeff${SECRET}`],
  ])('%s', async (_name, yaml, path, content) => {
    expect(await resolve(yaml, { [path]: content })).toBe(SECRET);
  });

  test.each([
    ['{ file: it }', {}, 'does not exist'],
    ['{ file: it }', { [`${dir}/it/`]: '' }, 'is a directory, not a file'],
    ['{ file: it }', { [`${dir}/it`]: '' }, 'is empty'],
    ['{ file: it }', { [`${dir}/it`]: `${SECRET}\n${SECRET}` }, 'has 2 lines; expected one line'],
    ['{ file: it }', { [`${dir}/it`]: 'x'.repeat(2_000_000) }, 'has 2000000 bytes'],
    ['{ file: it/in }', { [`${dir}/it`]: '' }, 'does not exist'],
  ])('%s %#', async (yaml, files, expected) => {
    expect(await failure(resolve(yaml, files as Record<string, string>))).toContain(expected);
  });

  test('at home, without a home', async () => {
    const cwd = folder({
      '.agora-tokenrc': `profiles: { dev: { appId: ${A}, appCertificate: { file: ~/it } } }`,
    });
    const { active } = await settings({ cwd });
    expect(await failure(active?.appCertificate?.resolve() as Promise<string>)).toContain(
      'there is none',
    );
  });

  test.runIf(posix)('a FIFO does not hang', async () => {
    const cwd = folder({
      '.agora-tokenrc': `profiles: { dev: { appId: ${A}, appCertificate: { file: it } } }`,
    });
    makeFifo(join(cwd, 'it'));
    const { active } = await settings({ cwd });
    expect(await failure(active?.appCertificate?.resolve() as Promise<string>)).toContain(
      'is a FIFO, not a file',
    );
  });

  test.skipIf(!posix || root)('without permission', async () => {
    const cwd = folder({
      '.agora-tokenrc': `profiles: { dev: { appId: ${A}, appCertificate: { file: it } } }`,
      it: SECRET,
    });
    chmodSync(join(cwd, 'it'), 0);
    const { active } = await settings({ cwd });
    expect(await failure(active?.appCertificate?.resolve() as Promise<string>)).toContain(
      'permission denied',
    );
  });
});

// Most of the time they wait for processes.
describe.concurrent('a command', () => {
  const node = (script: string) =>
    `{ command: [${JSON.stringify(process.execPath)}, -e, ${JSON.stringify(script)}] }`;

  test('prints it on its first line', async () => {
    expect(await resolve(node(`console.log('${SECRET}\\nuser: me')`))).toBe(SECRET);
  });
  test('sees its standard input end', async () => {
    expect(
      await resolve(node(`process.stdin.on('end', () => console.log('${SECRET}')).resume()`)),
    ).toBe(SECRET);
  });
  test('runs without a shell, in the folder of the config', async () => {
    const script = `process.stdout.write(process.argv[1] === '$(id)' && process.cwd().endsWith('agora-token') ? '${SECRET}' : '')`;
    const yaml = `{ command: [${JSON.stringify(process.execPath)}, -e, ${JSON.stringify(script)}, "$(id)"] }`;
    expect(await resolve(yaml)).toBe(SECRET);
  });
  test.each([
    [node('process.exit(3)'), 'failed with exit code 3'],
    [
      node(`console.error('${SECRET}'); console.log('${SECRET}'); process.exit(1)`),
      'failed with exit code 1',
    ],
    [node(''), 'printed is empty'],
    [node(`console.log('\\n${SECRET}')`), 'printed is empty'],
    [node("console.log('x'.repeat(100000))"), 'printed too much'],
    [node("process.kill(process.pid, 'SIGTERM')"), posix ? 'was ended by SIGTERM' : ''],
    ['{ command: [""] }', 'an empty text found; a program expected'],
    [`{ command: ["echo ${SECRET}"] }`, 'looks like a certificate itself; a program expected'],
    [`{ command: [echo, "${SECRET}\\0"] }`, 'cannot be run: a word of it has a NUL character'],
    [`{ command: [echo, "${SECRET.repeat(5000)}"] }`, 'could not be run (E'],
    ['{ command: [no-such-program-here] }', 'no-such-program-here was not found'],
    [node(`console.log('${SECRET}0')`), 'it has 33 characters'],
  ])('%s', async (yaml, expected) => {
    expect(await failure(resolve(yaml, {}, { env: { PATH: process.env.PATH ?? '' } }))).toContain(
      expected,
    );
  });

  test('has a time limit, whatever it leaves running', async () => {
    const script =
      "require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 3000)'], { stdio: 'inherit' }); setInterval(() => {}, 1000)";
    const { ctx } = contextOf({});
    const waiting = commandOutput([process.execPath, '-e', script], 'the key', ctx, tmpdir(), 300);
    expect(await failure(waiting)).toContain('gave no answer within 0.3 seconds');
  });

  test.runIf(posix)(
    'takes its line where something it left behind keeps the output open',
    async () => {
      const yaml = `{ command: [sh, -c, "sleep 30 & echo ${SECRET}"] }`;
      expect(await resolve(yaml, {}, { env: { PATH: process.env.PATH ?? '' } })).toBe(SECRET);
    },
  );

  test.runIf(posix)(
    'ends with all that it started, at its limit and at a signal',
    async ({ expect }) => {
      // Whoever lives keeps the pipe open.
      const survivor = ['sh', '-c', 'exec 3>pipe; sleep 30 & wait'];
      const cwd = folder();
      makeFifo(join(cwd, 'pipe'));
      const pipe = openSync(join(cwd, 'pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
      const { ctx } = contextOf({ env: { PATH: process.env.PATH ?? '' } });
      const late = commandOutput(survivor, 'the key', ctx, cwd, 100);
      expect(await failure(late)).toContain('gave no answer');
      const shielded: typeof ctx.shielded = (act) => act(AbortSignal.abort());
      const stopped = { ...ctx, shielded };
      await expect(commandOutput(survivor, 'the key', stopped, cwd)).rejects.toMatchObject({
        code: 'interrupted',
      });
      // Read to its end, or EAGAIN as long as somebody could still write.
      await expect.poll(() => readSync(pipe, Buffer.alloc(1)), { timeout: 5000 }).toBe(0);
      closeSync(pipe);
    },
  );

  test.runIf(posix)('that goes on after its line is ended', async ({ expect }) => {
    const cwd = folder();
    makeFifo(join(cwd, 'pipe'));
    const pipe = openSync(join(cwd, 'pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
    const { ctx } = contextOf({ env: { PATH: process.env.PATH ?? '' } });
    const command = ['sh', '-c', 'exec 3>pipe; echo it; sleep 30 & wait'];
    expect(await commandOutput(command, 'the key', ctx, cwd)).toBe('it');
    await expect.poll(() => readSync(pipe, Buffer.alloc(1)), { timeout: 5000 }).toBe(0);
    closeSync(pipe);
  });

  test('sees no secret of the environment', async () => {
    const script =
      'console.log(Object.keys(process.env).filter((name) => /AGORA/.test(name)).join() || "none")';
    const env = {
      AGORA_APP_ID: A,
      AGORA_APP_CERTIFICATE: SECRET,
      AGORA_APP_SECONDARY_CERTIFICATE: SECRET,
      AGORA_WHITEBOARD_SECRET_KEY: SECRET,
      NEXT_AGORA_APP_CERTIFICATE: SECRET,
    };
    const { ctx } = contextOf({ env });
    const names = await commandOutput([process.execPath, '-e', script], 'the key', ctx, tmpdir());
    expect(names).toBe('AGORA_APP_ID');
  });

  test('is refused in a project, and not run', async () => {
    const cwd = folder();
    const marker = join(cwd, 'marker');
    const yaml = `profiles: { dev: { appId: ${A}, appCertificate: ${node(`fs.writeFileSync(${JSON.stringify(marker)}, '')`)} } }`;
    writeFileSync(join(cwd, '.agora-tokenrc'), yaml);
    expect(await failure(settings({ cwd }))).toContain(
      'command is honoured only in your own config',
    );
    writeFileSync(join(cwd, 'named.yaml'), yaml);
    expect(await failure(settings({ cwd }, { config: 'named.yaml' }))).toContain(
      'only in your own config',
    );
    expect(existsSync(marker)).toBe(false);
  });

  test('is not run before it is needed', async () => {
    const home = folder({
      '.config/agora-token/config.yaml': `profiles: { dev: { appId: ${A}, appCertificate: { command: [no-such-program-here] } } }`,
    });
    expect((await settings({ cwd: folder(), home })).active?.name).toBe('dev');
  });

  test('is honoured where --config names the user’s own config', async () => {
    const home = folder({
      '.config/agora-token/config.yaml': `profiles: { dev: { appId: ${A}, appCertificate: ${node(`console.log('${SECRET}')`)} } }`,
    });
    const { active } = await settings(
      { cwd: folder(), home },
      { config: '~/.config/agora-token/config.yaml' },
    );
    expect(await active?.appCertificate?.resolve()).toBe(SECRET);
  });
});

describe('--app-certificate-file', () => {
  const option = async (file: string, world: World) => {
    const { active, optionCertificate } = await settings(
      { env: { AGORA_APP_ID: A, AGORA_APP_CERTIFICATE: 'f'.repeat(32) }, ...world },
      { appCertificateFile: file },
    );
    expect(active?.appCertificate).toBe(optionCertificate);
    return active?.appCertificate?.resolve();
  };
  test('a path', async () => {
    expect(await option('it', { cwd: folder({ it: `${SECRET}\n` }) })).toBe(SECRET);
  });
  test('a path and standard input in UTF-16, as Windows PowerShell writes them', async () => {
    const utf16 = Buffer.from(`\ufeff${SECRET}\r\n`, 'utf16le');
    expect(await option('it', { cwd: folder({ it: utf16 }) })).toBe(SECRET);
    const stdin = (async function* () {
      yield utf16;
    })();
    expect(await option('-', { cwd: folder(), stdin })).toBe(SECRET);
  });
  test('standard input that cannot be read', async () => {
    // biome-ignore lint/correctness/useYield: it fails before it has anything to give.
    const stdin = (async function* (): AsyncGenerator<string> {
      throw Object.assign(new Error('EISDIR'), { code: 'EISDIR' });
    })();
    expect(await failure(option('-', { cwd: folder(), stdin }))).toContain(
      'standard input cannot be read: it is a directory',
    );
  });
  test('standard input, read once', async () => {
    const cwd = folder();
    const { active } = await settings(
      { cwd, stdin: `${SECRET}\r\n`, env: { AGORA_APP_ID: A } },
      { appCertificateFile: '-' },
    );
    expect(await active?.appCertificate?.resolve()).toBe(SECRET);
    expect(await active?.appCertificate?.resolve()).toBe(SECRET);
  });
  test('a terminal is no pipe', async () => {
    await expect(option('-', { cwd: folder(), terminal: true })).rejects.toMatchObject({
      code: 'usage',
    });
  });
  test.each([
    ['missing', {}, 'the file missing of --app-certificate-file does not exist'],
    ['it', { 'it/': '' }, 'is a directory'],
    ['it', { it: `${SECRET}\n${SECRET}\n` }, 'has 2 lines'],
  ])('%s %j', async (file, files, expected) => {
    expect(await failure(option(file, { cwd: folder(files as Record<string, string>) }))).toContain(
      expected,
    );
  });
});

describe('who can read a config', () => {
  const literal = `profiles: { dev: { appId: ${A}, appCertificate: ${SECRET} } }`;
  const reference = `profiles: { dev: { appId: ${A}, appCertificate: { env: X } } }`;
  test.runIf(posix).each([
    [0o600, literal, []],
    [0o644, literal, ['chmod 600 .agora-tokenrc']],
    [0o640, literal, ['chmod 600 .agora-tokenrc']],
    [0o644, reference, []],
    [0o666, reference, ['chmod o-w .agora-tokenrc']],
  ])('%o %s', async (mode, content, hints) => {
    const cwd = folder({ '.agora-tokenrc': content });
    chmodSync(join(cwd, '.agora-tokenrc'), mode);
    const { notices } = await settings({ cwd });
    expect(notices.map(({ hint }) => hint)).toEqual(hints);
    expect((await settings({ cwd, platform: 'win32' })).notices).toEqual([]);
  });

  test.runIf(posix)('a symbolic link', async () => {
    const cwd = folder({ real: reference });
    mkdirSync(join(cwd, 'in'));
    symlinkSync(join(cwd, 'real'), join(cwd, 'in', '.agora-tokenrc'));
    const { notices } = await settings({ cwd: join(cwd, 'in') });
    expect(notices.map(({ message }) => message)).toEqual([
      'the config .agora-tokenrc is a symbolic link: the permissions are those of its target',
    ]);
  });
});
