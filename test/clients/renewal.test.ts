import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createAgoraEmulator } from '../../src/testing.js';
import { HERE, MODULES, ROOT, workFolder } from './started.js';

/** The example of renewal under three test runners, and the stand-in against the types of the SDKs. */

const EXAMPLE = join(ROOT, 'examples', 'renewal');
/** The cases of the example. */
const CASES = 7;

const node = (args: readonly string[], cwd = EXAMPLE) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    timeout: 60_000,
    env: { PATH: `${process.env.PATH}`, HOME: '/nonexistent', NO_COLOR: '1' },
  });
  return { status, output: stdout + stderr };
};

const JEST = [
  '--experimental-vm-modules',
  join(MODULES, 'jest', 'bin', 'jest.js'),
  ...['--transform', '{}', '--cache', 'false', '--ci'],
];
const VITEST = [join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), 'run'];

test.each<[string, readonly string[], RegExp]>([
  ['vitest', [...VITEST, '--root', EXAMPLE], /Tests +(\d+) passed \(\d+\)/],
  [
    'jest',
    [...JEST, '--rootDir', EXAMPLE, '--testMatch', '**/jest.test.js'],
    /Tests: +(\d+) passed, \d+ total/,
  ],
  ['node:test', ['--test', 'node.test.js'], /pass (\d+)\n/],
])('the cases pass under %s', (_runner, args, passed) => {
  const { status, output } = node(args);
  expect(output).toMatch(passed);
  expect([status, Number(passed.exec(output)?.[1])]).toEqual([0, CASES]);
});

const APP = `import AgoraRTC from 'agora-rtc-sdk-ng';
export const join = (...values) => AgoraRTC.createClient({ mode: 'rtc', codec: 'vp8' }).join(...values);
`;
const PROJECT = `{ appId: '${'1'.repeat(32)}', appCertificate: '${'2'.repeat(32)}' }`;
const MOCKED = `const { createAgoraEmulator } = await import('agora-token-cli/testing');
  return { default: createAgoraEmulator({ projects: [${PROJECT}] }).AgoraRTC };`;
const TESTED = `
test('the token is judged, and the matcher says why', async () => {
  const { token } = signToken({ kind: 'rtc', channel: 'demo', uid: 43 }, ${PROJECT});
  await expect(join('${'1'.repeat(32)}', 'demo', token, 42)).rejects.toThrow('token is for uid 43');
  expect(token).toBeAgoraTokenFor({ uid: 43 });
  expect(() => expect(token).toBeAgoraTokenFor({ uid: 42 })).toThrow('fix: ');
});
`;

test.each<[string, string, readonly string[]]>([
  [
    'vitest',
    `import { expect, test, vi } from 'vitest';
import { signToken } from 'agora-token-cli';
import 'agora-token-cli/testing/matchers';
import { join } from './app.mjs';
vi.mock('agora-rtc-sdk-ng', async () => { ${MOCKED} });
${TESTED}`,
    [...VITEST, '--root'],
  ],
  [
    'jest',
    `import { jest } from '@jest/globals';
import { signToken } from 'agora-token-cli';
import 'agora-token-cli/testing/matchers';
jest.unstable_mockModule('agora-rtc-sdk-ng', async () => { ${MOCKED} });
const { join } = await import('./app.mjs');
${TESTED}`,
    [...JEST, '--testMatch', '**/*.test.mjs', '--moduleFileExtensions', 'js', 'mjs', '--rootDir'],
  ],
])('an app that imports the SDK, with it mocked, and the matcher: %s', (_runner, code, args) => {
  const folder = workFolder();
  writeFileSync(join(folder, 'app.mjs'), APP);
  writeFileSync(join(folder, 'app.test.mjs'), code);
  // Else vitest finds the one of this folder, and runs these tests again.
  writeFileSync(
    join(folder, 'vitest.config.mjs'),
    `export default { test: { include: ['app.test.mjs'] } };\n`,
  );
  const { status, output } = node([...args, folder], folder);
  expect([status, output]).toEqual([0, expect.stringContaining('1 passed')]);
});

const TYPES = `import type { IAgoraRTC, IAgoraRTCClient } from 'agora-rtc-sdk-ng';
import type AgoraRTM from 'agora-rtm';
import { createAgoraEmulator } from 'agora-token-cli/testing';

const agora = createAgoraEmulator({ projects: [] });
const client = agora.AgoraRTC.createClient({ mode: 'rtc', codec: 'vp8' });

/** What an app may use of the look-alike. */
type Used = 'join' | 'leave' | 'renewToken' | 'setClientRole' | 'publish' | 'unpublish' | 'subscribe'
  | 'unsubscribe' | 'on' | 'once' | 'off' | 'removeAllListeners' | 'getListeners' | 'connectionState'
  | 'uid' | 'channelName' | 'remoteUsers' | 'localTracks' | 'mode' | 'role';
export const asClient: Pick<IAgoraRTCClient, Used> = client;
export const asRtc: Pick<IAgoraRTC, 'VERSION' | 'on' | 'checkSystemRequirements' | 'getDevices'
  | 'getCameras' | 'getMicrophones' | 'getPlaybackDevices' | 'getSupportedCodec' | 'setLogLevel'
  | 'enableLogUpload' | 'disableLogUpload' | 'setArea' | 'setAppType' | 'resumeAudioContext'
> = agora.AgoraRTC;

type Rtm = InstanceType<typeof AgoraRTM.RTM>;
export const asRtm: Pick<Rtm, 'login' | 'logout' | 'renewToken' | 'addEventListener'
  | 'removeEventListener'> = new agora.AgoraRTM.RTM('x', 'alice');
`;

test('the look-alikes fit where the types of the SDKs are asked for', () => {
  const folder = workFolder();
  writeFileSync(join(folder, 'types.ts'), TYPES);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
        ...{ target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'] },
        ...{ module: 'esnext', moduleResolution: 'bundler' },
      },
      files: ['types.ts'],
    }),
  );
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status, output } = node([compiler, '-p', folder], HERE);
  expect([output, status]).toEqual(['', 0]);
});

/** Methods of an interface of the SDK, as its declarations list them. */
test('nothing of the SDK is missing without saying so', () => {
  const declarations = readFileSync(join(MODULES, 'agora-rtc-sdk-ng', 'rtc-sdk_en.d.ts'), 'utf8');
  const text = declarations.replaceAll('\r', '').replace(/\/\*\*[\s\S]*?\*\//g, '');
  const methods = (name: string) => {
    const [, body = ''] =
      new RegExp(`interface ${name} [^{]*\\{\\n([\\s\\S]*?)\\n\\}`).exec(text) ?? [];
    return [...new Set([...body.matchAll(/^ {4}([a-z]\w*)\(/gm)].map(([, method]) => `${method}`))];
  };
  const { AgoraRTC } = createAgoraEmulator({
    projects: [{ appId: '1'.repeat(32), appCertificate: '2'.repeat(32) }],
  });
  const lacks = (object: object, name: string) =>
    methods(name).filter((method) => typeof (object as never)[method] !== 'function');
  expect(methods('IAgoraRTCClient').length).toBeGreaterThan(40);
  expect(lacks(AgoraRTC.createClient(), 'IAgoraRTCClient')).toEqual([]);
  expect(lacks(AgoraRTC, 'IAgoraRTC')).toEqual([]);
});
