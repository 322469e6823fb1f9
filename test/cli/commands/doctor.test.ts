import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { Check } from '../../../src/cli/commands/doctor.js';
import { folder } from '../../helpers/folder.js';
import { run, type World } from '../../helpers/run.js';

const A = 'a'.repeat(32);
const SECRET = 'c0ffee11c0ffee11c0ffee11c0ffee11';
const profile = (text: string) => ({
  '.agora-tokenrc': `profiles: { dev: { appId: ${A}, ${text} } }`,
});

/** The exit code, and the checks that are not ok. */
async function complaints(world: World, argv: readonly string[] = []) {
  const { code, stdout } = await run(['doctor', '--json', ...argv], world);
  expect(stdout).not.toContain(SECRET);
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: Check[] };
  expect(ok).toBe(code === 0);
  return [
    code,
    ...checks
      .filter(({ status }) => status !== 'ok')
      .map((check) => `${check.status} ${check.check}: ${check.message}`),
  ];
}

test('a good configuration, a verdict a line', async () => {
  const cwd = folder(profile('appCertificate: { env: IT }'));
  const { code, stdout, stderr } = await run(['doctor'], { cwd, env: { IT: SECRET } });
  expect([code, stderr]).toEqual([0, '']);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.filter((line) => line.startsWith('ok'))).toHaveLength(4);
  for (const line of lines) expect(line).toMatch(/^(?:ok {5}| {7}) {2}\S/);
});

test.each<[string, Record<string, string>, Partial<World>, readonly unknown[]]>([
  [
    'nothing',
    {},
    {},
    [3, 'failed profile: there is no App ID and no App Certificate: nothing can be signed'],
  ],
  ['variables alone', {}, { env: { AGORA_APP_ID: A, AGORA_APP_CERTIFICATE: SECRET } }, [0]],
  [
    'an empty variable',
    profile(`appCertificate: ${SECRET}`),
    { env: { AGORA_APP_ID: '' } },
    [0, 'warning environment: AGORA_APP_ID is set but empty: it counts as not set'],
  ],
  [
    'a bad App ID in the environment',
    {},
    { env: { AGORA_APP_ID: 'x' } },
    [
      3,
      expect.stringContaining('failed profile: the App ID from AGORA_APP_ID is not valid'),
      'warning secret: environment: no App Certificate',
    ],
  ],
  [
    'a bad App ID in the environment, and a missing secret',
    profile('appCertificate: { file: missing }'),
    { env: { AGORA_APP_ID: 'x', AGORA_APP_CERTIFICATE: SECRET } },
    [
      3,
      expect.stringContaining('failed profile: the App ID from AGORA_APP_ID is not valid'),
      'warning secret: the file missing of .agora-tokenrc: profiles.dev.appCertificate does not exist',
    ],
  ],
  [
    'a missing secret',
    profile('appCertificate: { env: IT }'),
    {},
    [
      3,
      expect.stringContaining(
        'failed secret: .agora-tokenrc: profiles.dev.appCertificate refers to the variable IT',
      ),
    ],
  ],
  ['no certificate', profile(''), {}, [0, 'warning secret: dev: no App Certificate']],
  [
    'a broken config',
    { '.agora-tokenrc': '[' },
    {},
    [3, expect.stringContaining('failed config: the config .agora-tokenrc is not valid YAML')],
  ],
  [
    'an invalid config',
    profile('x: 1'),
    {},
    [3, expect.stringContaining('profiles.dev.x: unknown key')],
  ],
  [
    'an unknown profile',
    profile(''),
    { env: { AGORA_TOKEN_PROFILE: 'prod' } },
    [
      3,
      'failed profile: profile "prod" (from AGORA_TOKEN_PROFILE) does not exist',
      'warning secret: dev: no App Certificate',
    ],
  ],
  [
    'two profiles and none chosen',
    {
      '.agora-tokenrc': `profiles: { a: { appId: ${A}, appCertificate: ${SECRET} }, b: { appId: ${A}, appCertificate: ${SECRET} } }`,
    },
    {},
    [0, 'warning profile: no profile is active'],
  ],
  [
    'an old Node.js',
    profile(`appCertificate: ${SECRET}`),
    { context: { nodeVersion: '18.20.0' } },
    [3, 'failed node: Node.js 18.20.0; 20.17 or newer is needed'],
  ],
  [
    'a clock at its beginning',
    profile(`appCertificate: ${SECRET}`),
    { now: 0 },
    [3, expect.stringContaining('failed clock: the clock says 1970-01-01')],
  ],
  [
    'the environment’s App ID wins',
    profile(`appCertificate: ${SECRET}`),
    { env: { AGORA_APP_ID: 'b'.repeat(32), AGORA_APP_CERTIFICATE: SECRET } },
    [0, 'warning profile: the App ID of AGORA_APP_ID is used, not that of the profile dev'],
  ],
])('%s', async (_name, files, world, expected) => {
  expect(await complaints({ cwd: folder(files), ...world })).toEqual(expected);
});

test.runIf(process.platform !== 'win32')('who can read and change a config', async () => {
  const cwd = folder({ ...profile(`appCertificate: ${SECRET}`), 'in/': '' });
  chmodSync(join(cwd, '.agora-tokenrc'), 0o666);
  symlinkSync('../.agora-tokenrc', join(cwd, 'in', '.agora-tokenrc'));
  expect(await complaints({ cwd: join(cwd, 'in') })).toEqual([
    0,
    'warning config: the config .agora-tokenrc can be changed by other users',
    'warning config: the config .agora-tokenrc contains a secret, and other users can read it',
    'warning config: the config .agora-tokenrc is a symbolic link: the permissions are those of its target',
  ]);
});

test('every secret of every profile', async () => {
  const cwd = folder({
    '.agora-tokenrc': `
defaultProfile: a
profiles:
  a: { appId: ${A}, appCertificate: { file: missing }, secondaryCertificate: { file: dir } }
  b: { appId: ${A}, appCertificate: ${SECRET}, whiteboard: { accessKey: x, secretKey: { env: SK } } }`,
  });
  mkdirSync(join(cwd, 'dir'));
  expect(await complaints({ cwd })).toEqual([
    3,
    'failed secret: the file missing of .agora-tokenrc: profiles.a.appCertificate does not exist',
    'failed secret: the file dir of .agora-tokenrc: profiles.a.secondaryCertificate is a directory, not a file',
    'warning secret: .agora-tokenrc: profiles.b.whiteboard.secretKey refers to the variable SK, which is not set',
  ]);
});

test('doctor does not advise doctor', async () => {
  const { stdout } = await run(['doctor'], { cwd: folder(profile('x: 1')) });
  expect(stdout).not.toContain('agora-token doctor');
});

test('an empty variable of an env file', async () => {
  const cwd = folder({ '.env': 'APP_ID=\n', ...profile(`appCertificate: ${SECRET}`) });
  expect(await complaints({ cwd }, ['--env-file', '.env'])).toEqual([
    0,
    'warning environment: .env: APP_ID is set but empty: it counts as not set',
  ]);
});

test('a missing env file keeps nothing else from being checked', async () => {
  const cwd = folder(profile('appCertificate: { env: IT }'));
  const told = await complaints({ cwd }, ['--env-file', 'missing']);
  expect(told).toContainEqual(expect.stringContaining('failed secret: .agora-tokenrc'));
});

test.each([
  [['generate', 'rtc', '--env-file', 'missing'], 'Correct its path'],
  [['generate', 'rtc', '--config', 'broken'], 'not closed'],
])('a hint for %j', async (argv, expected) => {
  const { code, stderr } = await run(argv, { cwd: folder({ broken: 'profiles: {' }) });
  expect([code, stderr.split('\nhint: ')[1]]).toEqual([3, expect.stringContaining(expected)]);
});

test.each([
  ['--env-file', 'the env file missing does not exist'],
  ['--config', 'the config missing of --config does not exist'],
  ['--app-certificate-file', 'the file missing of --app-certificate-file does not exist'],
])('%s missing', async (flag, expected) => {
  const [code, ...told] = await complaints({ cwd: folder() }, [flag, 'missing']);
  expect(code).toBe(3);
  expect(told.join('\n')).toContain(expected);
});

test('what is missing for other profiles is a warning', async () => {
  const cwd = folder({
    '.agora-tokenrc': `defaultProfile: dev\nprofiles:\n  dev: { appId: ${A}, appCertificate: ${SECRET} }\n  other: { appId: ${A}, appCertificate: { env: OTHER_ONE } }\n`,
  });
  expect(await complaints({ cwd })).toEqual([
    0,
    expect.stringContaining('warning secret: .agora-tokenrc: profiles.other.appCertificate'),
  ]);
  expect((await complaints({ cwd }, ['-p', 'other']))[0]).toBe(3);
});

test.each([
  'NEXT_PUBLIC_AGORA_APP_CERTIFICATE',
  'VITE_AGORA_CERT',
  'EXPO_PUBLIC_AGORA_SECRET',
  'REACT_APP_CERTIFICATE',
  'NUXT_PUBLIC_AGORA_APP_CERTIFICATE',
  'PUBLIC_AGORA_APP_CERTIFICATE',
  'GATSBY_AGORA_APP_CERTIFICATE',
])('%s is a failure, wherever it is set', async (name) => {
  const found = expect.stringContaining(`${name} is public`);
  const files = profile(`appCertificate: ${SECRET}`);
  const set = { [name]: SECRET };
  expect(await complaints({ cwd: folder(files), env: set })).toEqual([3, found]);
  for (const file of ['.env', '.env.local', '.env.production']) {
    const cwd = folder({ ...files, [file]: `${name}=${SECRET}\n`, '.git/': '', 'below/': '' });
    expect(await complaints({ cwd: join(cwd, 'below') })).toEqual([3, found]);
  }
});

test.each([
  ['NEXT_PUBLIC_AGORA_APP_ID', A],
  ['VITE_SSL_CERT_PATH', '/etc/ssl/cert.pem'],
  ['NEXT_PUBLIC_AGORA_APP_CERTIFICATE', ''],
])('%s=%s is none', async (name, value) => {
  const cwd = folder(profile(`appCertificate: ${SECRET}`));
  expect(await complaints({ cwd, env: { [name]: value } })).toEqual([0]);
});

test('fits the terminal, and names the clock only when it is wrong', async () => {
  const cwd = folder(profile('appCertificate: { file: not-there-at-all }'));
  const { stdout } = await run(['doctor'], { cwd, terminal: true, columns: 50 });
  for (const line of stripVTControlCharacters(stdout).split('\n'))
    expect(line.length).toBeLessThanOrEqual(50);
  expect(stdout).not.toContain('clock');
  expect((await run(['doctor', '--now', '1000'], { cwd })).stdout).toContain('the clock says');
});
