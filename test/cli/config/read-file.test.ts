import { closeSync, ftruncateSync, openSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  readBytes,
  readHead,
  readStream,
  readTextFile,
} from '../../../src/cli/config/read-file.js';
import { UsageError } from '../../../src/core/errors.js';
import { makeFifo } from '../../helpers/file-places.js';
import { folder } from '../../helpers/folder.js';
import { run } from '../../helpers/run.js';

const posix = process.platform !== 'win32';
const linux = process.platform === 'linux';
const MIB = 1024 * 1024;

/** A file of so many bytes that takes no room. */
function sparse(path: string, size: number): void {
  const file = openSync(path, 'w');
  ftruncateSync(file, size);
  closeSync(file);
}

test.each([
  ['UTF-8', 'é\n', 'é\n'],
  ['a byte order mark', '\ufeffa', 'a'],
  ['UTF-16', Buffer.from('\ufeffé', 'utf16le'), 'é'],
  ['nothing', '', ''],
])('%s', async (_name, content, expected) => {
  expect(await readTextFile(join(folder({ it: content }), 'it'), 'it')).toBe(expected);
});

test('up to the limit, and not a byte more', async () => {
  const path = join(folder({ it: 'abcd' }), 'it');
  expect(Buffer.from(await readBytes(path, 'it', { limit: 4 })).toString()).toBe('abcd');
  await expect(readBytes(path, 'it', { limit: 3 })).rejects.toThrow('it has 4 bytes; at most 3');
  expect(readHead(path, 3)?.length).toBe(3);
  expect(readHead(`${path}s`)).toBe(undefined);
});

test('the failure is of the kind that the caller wants', async () => {
  for (const path of ['none', '.']) {
    const options = { failure: UsageError };
    await expect(readBytes(join(folder(), path), 'it', options)).rejects.toBeInstanceOf(UsageError);
  }
});

test('a stream ends at the limit', async () => {
  async function* endless() {
    for (;;) yield Buffer.alloc(MIB / 2);
  }
  await expect(readStream(endless(), 'standard input')).rejects.toThrow(
    'standard input is larger than 1048576 bytes',
  );
});

type Place = readonly [name: string, make: (path: string) => void, expected: string];

/** What a cloned repository may put in the place of a file; git keeps symbolic links. */
const PLACES: readonly Place[] = [
  ['a sparse file of 1 GiB', (path) => sparse(path, 1024 * MIB), 'at most 1048576'],
  ['a FIFO', makeFifo, 'is a FIFO, not a file'],
  ['a link to itself', (path) => symlinkSync(path, path), 'it is part of a loop of symbolic links'],
];
const LINUX_PLACES: readonly Place[] = [
  ['pagemap', (path) => symlinkSync('/proc/self/pagemap', path), 'cannot be read: '],
  [
    'mem',
    (path) => symlinkSync('/proc/self/mem', path),
    'cannot be read: reading or writing it failed',
  ],
  ['zero', (path) => symlinkSync('/dev/zero', path), 'is a device, not a file'],
  ['kmsg', (path) => symlinkSync('/proc/kmsg', path), ''],
];
const ALL = linux ? [...PLACES, ...LINUX_PLACES] : PLACES;

const APP_ID = 'a'.repeat(32);
const CONFIG = (key: string) =>
  `profiles: { dev: { appId: ${APP_ID}, appCertificate: { file: ${key} } } }`;
const RTC = ['generate', 'rtc', '-c', 'demo', '-u', '1'];

/** Each file that a command reads. */
const READERS: readonly (readonly [name: string, argv: readonly string[], files: object])[] = [
  ['.agora-tokenrc', ['profile', 'list'], {}],
  ['.agora-tokenrc.json', ['inspect', '007x'], {}],
  ['.agora-tokenrc.yaml', ['doctor'], {}],
  ['named.yaml', ['profile', 'list', '--config', 'named.yaml'], {}],
  ['.env', [...RTC, '--env-file', '.env'], {}],
  ['it', RTC, { '.agora-tokenrc': CONFIG('it') }],
  ['it', [...RTC, '--app-certificate-file', 'it'], {}],
  [
    '.gitignore',
    ['init', '--app-id', APP_ID, '--certificate-env', 'X', '--gitignore'],
    { '.git/': '' },
  ],
];

describe.runIf(posix).each(READERS)('%s', (name, argv, files) => {
  test.each(ALL)(`as %s, for ${argv.join(' ')}`, async (_what, make, expected) => {
    const cwd = folder(files as Record<string, string>);
    make(join(cwd, name));
    const env = argv.includes('--app-certificate-file') ? { AGORA_APP_ID: APP_ID } : {};
    const { code, stdout, stderr } = await run([...argv, '--json'], { cwd, env });
    // inspect says that it could not look for a certificate, and judges the rest.
    expect([3, 4]).toContain(code);
    expect(stderr + stdout).not.toContain('unexpected');
    if (argv[0] !== 'inspect' && name !== '.gitignore') expect(stdout).toContain(expected);
  });
});

test.runIf(posix)('a package.json of others is not ours to report, whatever it is', async () => {
  for (const [, make] of ALL) {
    const cwd = folder();
    make(join(cwd, 'package.json'));
    expect((await run(['profile', 'list'], { cwd })).code).toBe(0);
  }
});

test('standard input is no larger than a certificate needs', async () => {
  const argv = [...RTC, '--app-certificate-file', '-'];
  const { code, stderr } = await run(argv, {
    cwd: folder(),
    env: { AGORA_APP_ID: APP_ID },
    stdin: 'a'.repeat(2 * MIB),
  });
  expect([code, stderr.includes('standard input is larger than')]).toEqual([3, true]);
});

test('completion offers what it can where a config cannot be read', async () => {
  const cwd = folder();
  sparse(join(cwd, '.agora-tokenrc'), 64 * MIB);
  expect((await run(['__complete', '--', '-p', ':'], { cwd })).stdout).toBe('demo\n');
});

describe('a secret in a variable', () => {
  test.each(['constructor', 'toString', '__proto__', 'valueOf', 'hasOwnProperty'])(
    'named %s is not set',
    async (name) => {
      const cwd = folder({ '.agora-tokenrc': CONFIG('it').replace('file: it', `env: ${name}`) });
      for (const argv of [RTC, ['doctor']]) {
        const { code, stdout, stderr } = await run(argv, { cwd });
        expect(code).toBe(3);
        expect(stdout + stderr).toContain('which is not set');
      }
    },
  );
});
