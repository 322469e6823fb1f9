import { describe, expect, test } from 'vitest';
import { folder } from '../../helpers/folder.js';
import { settings } from '../../helpers/settings.js';

const A = 'a'.repeat(32);
const B = 'b'.repeat(32);
const C = 'c'.repeat(32);
const D = 'd'.repeat(32);

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable('it should have failed'),
    (error: Error & { hint?: string }) => error,
  );

test('the environment chooses before the env file does', async () => {
  const cwd = folder({
    '.agora-tokenrc': `profiles: { dev: { appId: ${A} }, prod: { appId: ${B} } }`,
    'x.env': 'AGORA_TOKEN_PROFILE=prod\n',
  });
  const options = { envFile: 'x.env' };
  const env = { AGORA_TOKEN_PROFILE: 'dev' };
  expect((await settings({ cwd, env }, options)).active?.name).toBe('dev');
  expect((await settings({ cwd }, options)).active?.name).toBe('prod');
});

describe('the demo profile', () => {
  test.each([
    ['--profile', {}, { profile: 'demo' }],
    ['AGORA_TOKEN_PROFILE', { AGORA_TOKEN_PROFILE: 'demo' }, {}],
  ])('named by %s', async (source, env, options) => {
    const { active, activeSource, notices } = await settings({ env }, options);
    expect(active).toMatchObject({
      name: 'demo',
      builtIn: true,
      appId: { value: '970CA35de60c44645bbae8a215061b33' },
    });
    expect(activeSource).toBe(source);
    expect(await active?.appCertificate?.resolve()).toBe('5CFd2fd1755d40ecb72977518be15d3b');
    expect(notices.map(({ message }) => message)).toEqual([
      'Agora will refuse tokens signed with the demo profile: its certificate is public',
    ]);
  });

  test('named by defaultProfile', async () => {
    const cwd = folder({ '.agora-tokenrc': 'defaultProfile: demo' });
    expect((await settings({ cwd })).active?.builtIn).toBe(true);
  });

  test('not there unless named', async () => {
    const { active, profiles, requireActive } = await settings({ cwd: folder() });
    expect(active).toBeUndefined();
    expect(profiles).toEqual([]);
    expect(requireActive).toThrow('no App ID and App Certificate were found');
  });

  test('a broken config keeps nobody from trying', async () => {
    const cwd = folder({ '.agora-tokenrc': 'a: [' });
    expect((await settings({ cwd }, { profile: 'demo' })).active?.name).toBe('demo');
  });

  test('the environment lends it nothing', async () => {
    const { active } = await settings({
      cwd: folder(),
      env: { AGORA_TOKEN_PROFILE: 'demo', AGORA_APP_CERTIFICATE: C },
    });
    expect(await active?.appCertificate?.resolve()).toBe('5CFd2fd1755d40ecb72977518be15d3b');
  });
});

test.each<[Record<string, string>, string]>([
  [{}, 'No config was found.'],
  [{ '.agora-tokenrc': 'defaultProfile: other' }, 'The config has no profiles.'],
  [{ '.agora-tokenrc': 'profiles: { dev: {} }' }, 'There are: dev, and demo.'],
])('a profile that is nowhere, in %j', async (files, hint) => {
  const error = await failure(settings({ cwd: folder(files) }, { profile: 'staging' }));
  expect(error.hint).toContain(hint);
});

test('variables alone', async () => {
  const { active } = await settings({
    cwd: folder(),
    env: { AGORA_APP_ID: ` ${A}\n`, AGORA_APP_CERTIFICATE: `${C}\n` },
  });
  expect(active).toMatchObject({
    name: 'environment',
    appId: { value: A, source: 'AGORA_APP_ID' },
  });
  expect(await active?.appCertificate?.resolve()).toBe(C);
});

const YAML = `
defaultProfile: dev
profiles:
  dev: { appId: ${A}, appCertificate: ${C}, defaults: { channel: here, expiresIn: 2h, uid: 42 } }
  prod: { appId: ${B}, appCertificate: { env: PROD } }
`;

test('a project config', async () => {
  const cwd = folder({ '.git/': '', '.agora-tokenrc.yaml': YAML, 'deep/er/': '' });
  const { active, profiles } = await settings({ cwd: `${cwd}/deep/er`, env: { PROD: D } });
  expect(active?.name).toBe('dev');
  expect(active?.defaults).toMatchObject({
    channel: { value: 'here' },
    expiresIn: { value: '2h' },
    uid: { value: '42' },
  });
  expect(await profiles[1]?.appCertificate?.resolve()).toBe(D);
});

test('an unknown profile', async () => {
  const cwd = folder({ '.agora-tokenrc.yaml': YAML });
  const error = await failure(settings({ cwd }, { profile: 'prd' }));
  expect(error.message).toBe('profile "prd" (from --profile) does not exist');
  expect(error.hint).toBe('Did you mean prod?');
});
