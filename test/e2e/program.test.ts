import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder } from '../helpers/folder.js';
import { BIN, bareEnv, ending, PROJECT_ENV, runBin, start } from '../helpers/spawn.js';

const NOW = 1_700_000_000;

/** A token that ends an hour after NOW. */
async function rtcToken(...options: string[]): Promise<string> {
  const args = ['generate', 'rtc', '-c', 'demo', '-u', '42', '--now', String(NOW)];
  const { code, stdout, stderr } = await runBin([...args, ...options], { env: PROJECT_ENV });
  expect([code, stderr]).toEqual([0, '']);
  return stdout.trim();
}

describe('the built program', () => {
  test('tells the version of the package', async () => {
    const { version } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    expect(await runBin(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  test('generate prints the token and a line end, and nothing else', async () => {
    const result = await runBin(['generate', 'rtc', '-c', 'demo', '-u', '1'], { env: PROJECT_ENV });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toMatch(/^007[\w+/=]+\n$/);
  });

  const token = rtcToken();
  test.each<[number, string, readonly string[], string?]>([
    [0, 'a good token', ['inspect', '-'], String(NOW)],
    [2, 'an unknown option', ['inspect', '--nope']],
    [3, 'an unknown profile', ['generate', 'rtc', '-c', 'a', '-u', '1', '-p', 'nope']],
    [5, 'an expired token', ['inspect', '-'], String(NOW + 3601)],
    [7, 'another channel', ['inspect', '-', '--channel', 'other'], String(NOW)],
    [8, 'a token that ends too soon', ['inspect', '-', '--expires-in', '2h'], String(NOW)],
  ])('exits %i for %s', async (code, _what, args, now) => {
    const clock = now === undefined ? [] : ['--now', now];
    const result = await runBin([...args, ...clock], { env: PROJECT_ENV, input: await token });
    expect(result.stderr).not.toContain('    at ');
    expect(result.code).toBe(code);
  });

  test('exits 4 for a cut token', async () => {
    const { code, stderr } = await runBin(['decode', '-'], { input: (await token).slice(0, 50) });
    expect(code).toBe(4);
    expect(stderr).toContain('cut short');
  });

  test.skipIf(process.platform === 'win32')('exits 2 for a directory as its input', () => {
    const directory = openSync(folder(), 'r');
    const { status, stderr } = spawnSync(process.execPath, [BIN, 'decode'], {
      env: bareEnv(),
      stdio: [directory, 'pipe', 'pipe'],
      encoding: 'utf8',
    });
    closeSync(directory);
    expect(stderr).toContain('standard input cannot be read: it is a directory');
    expect(status).toBe(2);
  });

  test('exits 6 for the wrong certificate', async () => {
    const env = { ...PROJECT_ENV, AGORA_APP_CERTIFICATE: 'a'.repeat(32) };
    const { code } = await runBin(['inspect', '-', '--now', String(NOW)], {
      env,
      input: await token,
    });
    expect(code).toBe(6);
  });

  test('does not wait for a standard input that it has no use for', async () => {
    const child = start(['decode', await token]);
    expect((await ending(child)).code).toBe(0);
  });
});

describe('large output', () => {
  /** Many times what a pipe holds, and several pieces of input. */
  const LINES = 1500;
  const lines = async () => `${await rtcToken()}\n`.repeat(LINES);

  test('is whole when its reader is slow', async () => {
    const child = start(['decode', '--ndjson']);
    child.stdin.on('error', () => {});
    child.stdin.end(await lines());
    const ended = ending(child);
    await once(child.stdout, 'data');
    child.stdout.pause();
    await new Promise((resolve) => setTimeout(resolve, 100));
    child.stdout.resume();
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    const documents = stdout.trimEnd().split('\n');
    expect(documents).toHaveLength(LINES);
    expect(JSON.parse(documents[LINES - 1] as string).ok).toBe(true);
  });

  test.skipIf(process.platform === 'win32')('ends quietly when its reader has gone', async () => {
    const input = join(folder(), 'tokens.txt');
    writeFileSync(input, await lines());
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own.
    const script = '"$NODE" "$BIN" decode --ndjson <"$INPUT" | head -1; echo "${PIPESTATUS[0]}"';
    const shell = spawnSync('bash', ['-c', script], {
      env: bareEnv({ NODE: process.execPath, BIN, INPUT: input }),
      encoding: 'utf8',
    });
    expect(shell.stderr).toBe('');
    const [first, status] = shell.stdout.trimEnd().split('\n');
    expect(JSON.parse(first as string).ok).toBe(true);
    expect(status).toBe('0');
  });

  const hasPython = spawnSync('python3', ['--version']).status === 0;
  test.skipIf(!hasPython)('is whole through a pipe that refuses instead of waiting', async () => {
    const input = join(folder(), 'tokens.txt');
    writeFileSync(input, await lines());
    // The pipe is O_NONBLOCK and is read when it is full: writes to it fail with EAGAIN.
    const script = `
import fcntl, os, select, subprocess, sys, time
r, w = os.pipe()
fcntl.fcntl(w, fcntl.F_SETFL, fcntl.fcntl(w, fcntl.F_GETFL) | os.O_NONBLOCK)
p = subprocess.Popen(sys.argv[2:], stdin=open(sys.argv[1]), stdout=w)
while select.select([], [w], [], 0)[1]: time.sleep(0.01)
os.close(w)
print(sum(1 for line in os.fdopen(r)), p.wait())
`;
    const python = spawnSync(
      'python3',
      ['-c', script, input, process.execPath, BIN, 'decode', '--ndjson'],
      { env: bareEnv(), encoding: 'utf8' },
    );
    expect([python.stdout, python.stderr]).toEqual([`${LINES} 0\n`, '']);
  });
});

describe('files are read', () => {
  const { AGORA_APP_ID: id, AGORA_APP_CERTIFICATE: certificate } = PROJECT_ENV;
  const cwd = folder({
    '.env.local': `AGORA_APP_ID=${id}\nAGORA_APP_CERTIFICATE=${certificate}\n`,
    certificate,
    'config.yaml': `profiles: { dev: { appId: ${id}, appCertificate: { file: certificate } } }`,
    '.agora-tokenrc.yaml': `profiles: { own: { appId: ${id}, appCertificate: { file: certificate } } }`,
  });
  test.each([
    ['a dotenv file', ['--env-file', '.env.local'], {}],
    ['a certificate', ['--app-certificate-file', 'certificate'], { AGORA_APP_ID: id }],
    ['a config, and the certificate it names', ['--config', 'config.yaml'], {}],
    ['the config of a project', ['--profile', 'own'], {}],
  ])('%s', async (_name, args, env) => {
    const argv = ['generate', 'rtc', '-c', 'demo', '-u', '42', ...args];
    const { code, stdout, stderr } = await runBin(argv, { cwd, env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^007\S+\n$/);
  });
});

describe('a stderr that nobody reads', () => {
  const deaf = (...args: string[]) => {
    const child = start(args);
    child.stderr.destroy();
    child.stdin.end();
    return ending(child);
  };

  test.each<[code: number, args: readonly string[]]>([
    [2, ['nonsense']],
    [3, ['generate', 'rtc', '-c', 'a', '-u', '1']],
    [4, ['inspect', 'nonsense']],
  ])('leaves exit code %i of %j', async (code, args) => {
    expect((await deaf(...args)).code).toBe(code);
  });

  test('leaves the token', async () => {
    const { code, stdout } = await deaf('generate', 'rtc', '-p', 'demo', '-c', 'a', '-u', '1');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^007\S+\n$/);
  });

  test.skipIf(!existsSync('/dev/full'))('on a full disk too', async () => {
    const args = ['generate', 'rtc', '-p', 'demo', '-c', 'a', '-u', '1'];
    const stderr = openSync('/dev/full', 'w');
    const { status, stdout } = spawnSync(process.execPath, [BIN, ...args], {
      cwd: folder(),
      env: bareEnv(),
      stdio: ['ignore', 'pipe', stderr],
      encoding: 'utf8',
    });
    closeSync(stderr);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^007\S+\n$/);
  });
});

test.skipIf(process.platform !== 'linux')('no secret stands in the command line', async () => {
  const certificate = join(folder(), 'certificate');
  writeFileSync(certificate, PROJECT_ENV.AGORA_APP_CERTIFICATE);
  const child = start(['inspect', '-', '--app-certificate-file', certificate], {
    env: PROJECT_ENV,
  });
  const ended = ending(child);
  const commandLine = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8');
  child.stdin.end(await rtcToken());
  await ended;
  expect(commandLine).toContain('inspect');
  expect(commandLine).not.toContain(PROJECT_ENV.AGORA_APP_CERTIFICATE);
});

test('an old Node.js gets one clear line', async () => {
  const preload = join(folder(), 'old.cjs');
  writeFileSync(preload, "Object.defineProperty(process.versions, 'node', { value: '18.19.0' });");
  const child = spawn(process.execPath, ['-r', preload, BIN, '--version']);
  expect(await ending(child)).toEqual({
    code: 1,
    signal: null,
    stdout: '',
    stderr: 'agora-token: Node.js 20.17 or newer is needed; this is 18.19.0\n',
  });
});

test.each<[NODE_DEBUG: string, args: readonly string[]]>([
  ['child_process', ['doctor']],
  ['CHILD*', ['generate', 'rtc', '-c', 'demo', '-u', '1']],
  ['*', ['doctor']],
  ['net,child_process', ['generate', 'rtc', '-c', 'demo', '-u', '1']],
])(
  'a secret’s command is not started where NODE_DEBUG=%s would show its words to %j',
  async (NODE_DEBUG, args) => {
    const secret = 'c0ffee11c0ffee11c0ffee11c0ffee11';
    const command = `command: [echo, ${secret}]`;
    const home = folder({
      '.config/agora-token/config.yaml': `profiles: { dev: { appId: ${'a'.repeat(32)}, appCertificate: { ${command} } } }`,
    });
    const env = { HOME: home, NODE_DEBUG, AGORA_TOKEN_PROFILE: 'dev' };
    const { code, stdout, stderr } = await runBin(args, { env });
    expect(code).toBe(3);
    expect(stdout + stderr).not.toContain(secret);
    expect(stdout + stderr).toContain('Unset NODE_DEBUG');
  },
);
