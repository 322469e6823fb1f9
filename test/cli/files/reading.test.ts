import {
  appendFileSync,
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileChunks } from '../../../src/cli/config/read-file.js';
import {
  environmentIn,
  type FilePlace,
  makeFifo,
  makeSocket,
  ONE_ANSWER,
} from '../../helpers/file-places.js';
import { folder } from '../../helpers/folder.js';
import { NOW, type Result, run } from '../../helpers/run.js';
import { serving } from '../../helpers/serving.js';

/** Each option, variable and key that names a file to read, with the file in every state. */

const ID = '5b7e2c9f41d84a06b3f2a8c61e9d7043';
const CERTIFICATE = 'c0ffee11c0ffee11c0ffee11c0ffee11';
const KEY = 'k'.repeat(20);
const PROJECT = { AGORA_APP_ID: ID, AGORA_APP_CERTIFICATE: CERTIFICATE };
const RTC = ['generate', 'rtc', '-c', 'demo', '-u', '1'];
const TOKEN = (await run([...RTC, '--now', String(NOW)], { env: PROJECT })).stdout;

interface Place extends FilePlace {
  /** What is fine in it. */
  readonly good: string;
  /** The exit code where it cannot be read. */
  readonly unreadable: 2 | 3;
  /** The exit code where it is empty. */
  readonly empty: number;
  /** The exit codes with a NUL, and with a byte that is not UTF-8, in the middle. */
  readonly damaged: readonly [nul: number, notUtf8: number];
  /** It is read in pieces, whatever its length. */
  readonly anyLength?: true;
}

const secretIn = (key: string) =>
  `profiles: { dev: { appId: ${ID}, appCertificate: { env: AGORA_APP_CERTIFICATE }, whiteboard: { accessKey: ak, secretKey: ${key === 'whiteboard' ? '{ file: it }' : '{ env: X }'} } } }`;

// biome-ignore format: one place a line
const PLACES: Readonly<Record<string, Place>> = {
  '--config': { called: 'the config it', argv: ['profile', 'list', '--config', 'it'], good: 'profiles: { dev: {} }\n', unreadable: 3, empty: 0, damaged: [3, 3] },
  'AGORA_TOKEN_CONFIG': { called: 'the config it', argv: ['profile', 'list'], env: { AGORA_TOKEN_CONFIG: 'it' }, good: 'profiles: { dev: {} }\n', unreadable: 3, empty: 0, damaged: [3, 3] },
  'a config in JSON': { called: 'the config it.json', argv: ['profile', 'list', '--config', 'it.json'], at: 'it.json', good: '{ "profiles": { "dev": {} } }\n', unreadable: 3, empty: 0, damaged: [3, 3] },
  'the config of the project': { called: 'the config .agora-tokenrc', argv: RTC, at: '.agora-tokenrc', env: PROJECT, good: 'profiles: { dev: {} }\n', unreadable: 3, empty: 0, damaged: [3, 3] },
  'the config of the user': { called: 'the config home/agora-token/config.yaml', argv: RTC, at: 'home/agora-token/config.yaml', env: { ...PROJECT, XDG_CONFIG_HOME: 'CWD/home' }, good: 'profiles: { dev: {} }\n', unreadable: 3, empty: 0, damaged: [3, 3] },
  '--dotenv': { called: 'the env file it', argv: [...RTC, '--dotenv', 'it'], good: `AGORA_APP_ID=${ID}\nAGORA_APP_CERTIFICATE=${CERTIFICATE}\n`, unreadable: 3, empty: 3, damaged: [3, 3] },
  '--app-certificate-file': { called: 'the file it of --app-certificate-file', argv: [...RTC, '--app-certificate-file', 'it'], env: { AGORA_APP_ID: ID }, good: `${CERTIFICATE}\n`, unreadable: 3, empty: 3, damaged: [3, 3] },
  'appCertificate': { called: 'the file it of .agora-tokenrc: profiles.dev.appCertificate', argv: RTC, others: { '.agora-tokenrc': `profiles: { dev: { appId: ${ID}, appCertificate: { file: it } } }` }, good: `${CERTIFICATE}\n`, unreadable: 3, empty: 3, damaged: [3, 3] },
  'whiteboard.secretKey': { called: 'the file it of .agora-tokenrc: profiles.dev.whiteboard.secretKey', argv: ['generate', 'whiteboard', 'sdk', '--role', 'reader'], others: { '.agora-tokenrc': secretIn('whiteboard') }, good: 'secret key of the whiteboard\n', unreadable: 3, empty: 3, damaged: [3, 3] },
  '--app-certificate-file of init': { called: 'the file it of --app-certificate-file', argv: ['init', '--app-id', ID, '--config', 'new.yaml', '--app-certificate-file', 'it'], good: `${CERTIFICATE}\n`, unreadable: 3, empty: 3, damaged: [3, 3] },
  '--batch': { called: 'the batch it', argv: ['generate', 'rtc', '--batch', 'it'], env: PROJECT, good: '{"channel":"a","uid":1}\n', unreadable: 2, empty: 2, damaged: [2, 2], anyLength: true },
  '--batch of a CSV': { called: 'the batch it', argv: ['generate', 'rtc', '--batch', 'it'], env: PROJECT, good: 'channel,uid\na,1\n', unreadable: 2, empty: 2, damaged: [2, 2], anyLength: true },
  'decode': { called: 'the file it', argv: ['decode', '@it'], good: TOKEN, unreadable: 2, empty: 4, damaged: [4, 4], anyLength: true },
  'inspect': { called: 'the file it', argv: ['inspect', '@it'], good: TOKEN, unreadable: 2, empty: 4, damaged: [4, 4], anyLength: true },
  'renew': { called: 'the file it', argv: ['renew', '@it'], env: PROJECT, good: TOKEN, unreadable: 2, empty: 4, damaged: [4, 4], anyLength: true },
  'diff': { called: 'the file it', argv: ['diff', '@it', TOKEN.trim()], good: TOKEN, unreadable: 2, empty: 4, damaged: [4, 4], anyLength: true },
  'redact': { called: 'the file it', argv: ['redact', 'it'], good: TOKEN, unreadable: 2, empty: 0, damaged: [0, 0], anyLength: true },
  '--key-file': { called: 'the file of --key-file', argv: ['serve', '--key-file', 'it'], env: PROJECT, good: `${KEY}\n`, unreadable: 3, empty: 3, damaged: [3, 3] },
  '--tls-cert': { called: 'the file of --tls-cert', argv: ['serve', '--tls-cert', 'it', '--tls-key', 'other'], others: { other: 'x' }, env: PROJECT, good: 'a certificate\n', unreadable: 3, empty: 3, damaged: [0, 0] },
  '--tls-key': { called: 'the file of --tls-key', argv: ['serve', '--tls-cert', 'other', '--tls-key', 'it'], others: { other: 'x' }, env: PROJECT, good: 'a key\n', unreadable: 3, empty: 3, damaged: [0, 0] },
};

const posix = process.platform !== 'win32';
const linux = process.platform === 'linux';
const root = process.getuid?.() === 0;

type State = readonly [make: (path: string, good: string) => unknown, said: RegExp];

function sparse(path: string): void {
  const file = openSync(path, 'w');
  ftruncateSync(file, 2 ** 30);
  closeSync(file);
}

/** What cannot be read. */
const UNREADABLE: Readonly<Record<string, State>> = {
  missing: [() => {}, /does not exist/],
  'a directory': [(path) => mkdirSync(path), /is a directory/],
  ...(posix && {
    'a link to nowhere': [(path) => symlinkSync('nowhere', path), /does not exist/],
    'a link to itself': [(path) => symlinkSync(basename(path), path), /loop of symbolic links/],
    'a FIFO': [makeFifo, /is a FIFO/],
    'a socket': [makeSocket, /is a socket/],
    'a link to /dev/zero': [(path) => symlinkSync('/dev/zero', path), /is a device/],
    'a link to /dev/null': [(path) => symlinkSync('/dev/null', path), /is a device/],
  }),
  ...(posix &&
    !root && {
      'without permission': [
        (path: string, good: string) => {
          writeFileSync(path, good);
          chmodSync(path, 0);
        },
        /permission denied/,
      ],
    }),
  ...(linux && {
    'a link to /proc/self/mem': [
      (path) => symlinkSync('/proc/self/mem', path),
      /cannot be read: reading or writing it failed/,
    ],
  }),
};

const CONTENTS: Readonly<Record<string, (good: string) => string | Uint8Array>> = {
  'as it should be': (good) => good,
  'a byte order mark': (good) => `\ufeff${good}`,
  'ends of lines of Windows': (good) => good.replaceAll('\n', '\r\n'),
  'no end of the last line': (good) => good.trimEnd(),
  'UTF-16': (good) => Buffer.from(`\ufeff${good}`, 'utf16le'),
  'UTF-16, the other way round': (good) => Buffer.from(`\ufeff${good}`, 'utf16le').swap16(),
  'UTF-16 without its mark': (good) => Buffer.from(good, 'utf16le'),
};

const within = (good: string, bytes: number[]) => {
  const middle = good.length >> 1;
  return Buffer.concat([
    Buffer.from(good.slice(0, middle)),
    Buffer.from(bytes),
    Buffer.from(good.slice(middle)),
  ]);
};

async function act(at: Place, cwd: string): Promise<Result> {
  const { argv } = at;
  const world = { cwd, env: environmentIn(cwd, at) };
  return argv[0] === 'serve' ? serving(argv.slice(1), undefined, world) : run(argv, world);
}

function place({ at = 'it', others = {} }: Place): { cwd: string; path: string } {
  const cwd = folder({ '.git/': '', ...others });
  const path = join(cwd, at);
  mkdirSync(dirname(path), { recursive: true });
  return { cwd, path };
}
/** Where a config may be missing. */
const optional = ({ at = '' }: Place) => /rc$|config\.yaml$/.test(at);

describe.each(Object.entries(PLACES))('%s', (_name, at) => {
  const listed = (path: string) => readdirSync(dirname(path));

  test.each(Object.entries(UNREADABLE))('%s', async (state, [make, said]) => {
    // It waits for who writes into it, and a signal ends that: see the tests of the built program.
    if (state === 'a FIFO' && at.argv.includes('--batch')) return;
    const { cwd, path } = place(at);
    await make(path, at.good);
    const before = listed(path);
    const { code, stdout, stderr } = await act(at, cwd);
    expect(listed(path)).toEqual(before);
    if (state === 'missing' && optional(at)) {
      expect(code).toBe(0);
      return;
    }
    expect({ code, stdout }).toEqual({ code: at.unreadable, stdout: '' });
    expect(stderr).toMatch(ONE_ANSWER);
    expect(stderr).toContain(at.called);
    expect(stderr).toMatch(said);
  });

  test.each(Object.entries(CONTENTS))('%s', async (_state, make) => {
    const { cwd, path } = place(at);
    writeFileSync(path, make(at.good));
    const { code, stderr } = await act(at, cwd);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('hint:')]);
  });

  test.each<[state: string, content: (good: string) => string | Uint8Array, code: number]>([
    ['empty', () => '', at.empty],
    ['a NUL in its middle', (good) => within(good, [0]), at.damaged[0]],
    ['a byte in its middle that is not UTF-8', (good) => within(good, [255]), at.damaged[1]],
  ])('%s', async (_state, content, expected) => {
    const { cwd, path } = place(at);
    writeFileSync(path, content(at.good));
    const { code, stderr } = await act(at, cwd);
    expect(code).toBe(expected);
    if (code !== 0) expect(stderr).toMatch(ONE_ANSWER);
  });

  test.skipIf(at.anyLength)('a gigabyte', async () => {
    const { cwd, path } = place(at);
    sparse(path);
    const { code, stdout, stderr } = await act(at, cwd);
    expect({ code, stdout }).toEqual({ code: at.unreadable, stdout: '' });
    expect(stderr).toMatch(ONE_ANSWER);
    expect(stderr).toContain(`${at.called} has 1073741824 bytes; at most 1048576 are read`);
  });
});

describe('a file that is read in pieces', () => {
  const MIB = 1024 * 1024;
  const pieces = async (act: (path: string, taken: number) => void) => {
    const path = join(folder({ it: Buffer.alloc(3 * MIB) }), 'it');
    let taken = 0;
    for await (const piece of fileChunks(path, 'it')) {
      taken += piece.length;
      act(path, taken);
    }
    return taken;
  };

  test('and grows meanwhile is read as far as it was', async () => {
    expect(await pieces((path) => appendFileSync(path, Buffer.alloc(MIB)))).toBe(3 * MIB);
  });

  test('and is cut meanwhile ends there', async () => {
    expect(await pieces((path) => truncateSync(path, MIB))).toBe(MIB);
  });

  test.runIf(posix)('and is replaced meanwhile is still the one that was opened', async () => {
    const taken = await pieces((path) => {
      writeFileSync(`${path}.new`, 'x');
      renameSync(`${path}.new`, path);
    });
    expect(taken).toBe(3 * MIB);
  });
});
