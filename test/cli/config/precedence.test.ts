import { describe, expect, test } from 'vitest';
import { type Found, type ProfileValues, settle } from '../../../src/cli/config/precedence.js';
import { fixedSecret } from '../../../src/cli/config/secret.js';

/** App IDs by letter: values of one letter belong to one project. */
const id = (letter: string) => letter.repeat(32);

/** `id=A cert=env` as the values of one place, each with the place as its source. */
function values(place: string, text = ''): ProfileValues {
  const said = Object.fromEntries(text.split(' ').map((pair) => pair.split('=')));
  const sourced = (value: string) => ({ value, source: place });
  return {
    ...(said.id && { appId: sourced(id(said.id)) }),
    ...(said.cert && { appCertificate: fixedSecret(said.cert, place, 'literal') }),
    ...(said.second && { secondaryCertificate: fixedSecret(said.second, place, 'literal') }),
    ...(said.ak && { whiteboardAccessKey: sourced(said.ak) }),
    ...(said.sk && { whiteboardSecretKey: fixedSecret(said.sk, place, 'literal') }),
    defaults: new Map(
      ['channel', 'uid', 'account'].flatMap((key) =>
        said[key] ? [[key, sourced(said[key])]] : [],
      ),
    ),
  };
}

interface Case {
  readonly option?: string;
  readonly profileOption?: string;
  readonly env?: string;
  readonly envFile?: string;
  readonly envProfile?: string;
  /** The profile dev of the project's config. */
  readonly project?: string;
  readonly user?: string;
  readonly expected: string;
}

function found({ option, profileOption, env, envFile, envProfile, project, user }: Case): Found {
  const layer = (place: string, text: string | undefined) =>
    text === undefined ? [] : [{ profiles: new Map([['dev', values(place, text)]]) }];
  return {
    ...(profileOption && { optionProfile: { value: profileOption, source: '--profile' } }),
    ...(option && { optionCertificate: fixedSecret(option, 'option', 'file') }),
    ...(envProfile && { environmentProfile: { value: envProfile, source: 'AGORA_TOKEN_PROFILE' } }),
    environment: [values('env', env), values('envFile', envFile)],
    layers: [...layer('project', project), ...layer('user', user)],
    builtIn: new Map([['demo', { ...values('demo', 'id=D cert=demo'), builtIn: true }]]),
  };
}

/** The active profile in one line: `dev id=A@env cert=x@project`. */
async function told(given: Case): Promise<string> {
  const { active } = settle(found(given));
  if (!active) return 'none';
  const parts = [active.name];
  if (active.appId) parts.push(`id=${active.appId.value[0]}@${active.appId.source}`);
  for (const [key, secret] of [
    ['cert', active.appCertificate],
    ['second', active.secondaryCertificate],
    ['sk', active.whiteboardSecretKey],
  ] as const) {
    if (secret) parts.push(`${key}=${await secret.resolve()}@${secret.source}`);
  }
  for (const [key, { value, source }] of Object.entries(active.defaults)) {
    parts.push(`${key}=${value}@${source}`);
  }
  return parts.join(' ');
}

test.each<Case>([
  // One place alone.
  { expected: 'none' },
  { env: 'id=A cert=e', expected: 'environment id=A@env cert=e@env' },
  { envFile: 'id=A cert=f', expected: 'environment id=A@envFile cert=f@envFile' },
  { project: 'id=A cert=p', expected: 'dev id=A@project cert=p@project' },
  { user: 'id=A cert=u', expected: 'dev id=A@user cert=u@user' },
  { option: 'o', expected: 'command line cert=o@option' },
  // The stronger wins, field by field.
  { project: 'id=A', user: 'id=A cert=u', expected: 'dev id=A@project cert=u@user' },
  {
    project: 'id=A cert=p',
    user: 'id=A cert=u second=s',
    expected: 'dev id=A@project cert=p@project second=s@user',
  },
  { project: 'cert=p', user: 'id=A cert=u', expected: 'dev id=A@user cert=p@project' },
  { env: 'cert=e', project: 'id=A cert=p', expected: 'dev id=A@project cert=e@env' },
  {
    env: 'id=A cert=e',
    project: 'id=A cert=p second=s',
    expected: 'dev id=A@env cert=e@env second=s@project',
  },
  { env: 'cert=e', envFile: 'id=A cert=f', expected: 'environment id=A@envFile cert=e@env' },
  { option: 'o', env: 'id=A cert=e', expected: 'environment id=A@env cert=o@option' },
  { option: 'o', project: 'id=A cert=p', expected: 'dev id=A@project cert=o@option' },
  // Certificates stay with their App ID.
  { project: 'id=A', user: 'id=B cert=u second=s', expected: 'dev id=A@project' },
  { env: 'id=A', envFile: 'id=B cert=f', expected: 'environment id=A@env' },
  {
    env: 'id=B',
    project: 'id=A cert=p channel=c',
    expected: 'environment id=B@env channel=c@project',
  },
  { env: 'id=B cert=e', project: 'id=A cert=p', expected: 'environment id=B@env cert=e@env' },
  { env: 'id=B', project: 'id=A', user: 'cert=u second=s', expected: 'environment id=B@env' },
  { env: 'id=B', project: 'cert=p', user: 'id=A', expected: 'environment id=B@env' },
  { env: 'id=A', project: 'id=A', user: 'cert=u', expected: 'dev id=A@env cert=u@user' },
  {
    profileOption: 'dev',
    env: 'cert=e',
    envFile: 'id=B',
    project: 'id=A',
    expected: 'dev id=A@project',
  },
  { env: 'ak=2', project: 'ak=1', user: 'sk=u', expected: 'dev' },
  { project: 'ak=1', user: 'ak=2 sk=u', expected: 'dev' },
  { project: 'ak=1', user: 'ak=1 sk=u', expected: 'dev sk=u@user' },
  { project: 'ak=K', user: 'ak=k sk=u', expected: 'dev' },
  // --profile beats the environment, which still fills what the profile leaves open.
  {
    profileOption: 'dev',
    env: 'id=B cert=e',
    project: 'id=A cert=p',
    expected: 'dev id=A@project cert=p@project',
  },
  { profileOption: 'dev', env: 'cert=e', project: 'id=A', expected: 'dev id=A@project cert=e@env' },
  { profileOption: 'dev', env: 'id=B cert=e', project: 'id=A', expected: 'dev id=A@project' },
  {
    profileOption: 'dev',
    option: 'o',
    env: 'cert=e',
    project: 'id=A cert=p',
    expected: 'dev id=A@project cert=o@option',
  },
  {
    envProfile: 'dev',
    env: 'id=B cert=e',
    project: 'id=A cert=p',
    expected: 'environment id=B@env cert=e@env',
  },
  // The built-in profile.
  { profileOption: 'demo', env: 'id=B cert=e', expected: 'demo id=D@demo cert=demo@demo' },
  { envProfile: 'demo', env: 'cert=e', expected: 'demo id=D@demo cert=demo@demo' },
  // A uid and an account cannot be used together.
  { project: 'id=A account=x', user: 'uid=1', expected: 'dev id=A@project account=x@project' },
  {
    project: 'channel=p uid=1',
    user: 'id=A channel=u',
    expected: 'dev id=A@user channel=p@project uid=1@project',
  },
])('$option|$profileOption|$envProfile|$env|$envFile|$project|$user → $expected', async (given) => {
  expect(await told(given)).toBe(given.expected);
});

describe('which profile', () => {
  const dev = { profiles: new Map([['dev', values('p', 'id=A')]]) };
  const two = {
    profiles: new Map([
      ['dev', values('p', 'id=A')],
      ['prod', values('p', 'id=B')],
    ]),
  };
  const chosen = (name: string, source: string) => ({ defaultProfile: { value: name, source } });
  const option = { optionProfile: { value: 'prod', source: '--profile' } };
  const environment = { environmentProfile: { value: 'prod', source: 'AGORA_TOKEN_PROFILE' } };
  const nothing = { environment: [], builtIn: new Map(), layers: [] };

  test.each<[string, Partial<Found>, string | undefined, string | undefined]>([
    ['the only one', { layers: [dev] }, 'dev', 'the only profile there is'],
    ['none of two', { layers: [two] }, undefined, undefined],
    [
      'the project’s default',
      { layers: [{ ...two, ...chosen('prod', 'p') }, chosenUser()] },
      'prod',
      'p',
    ],
    ['the user’s default', { layers: [two, chosenUser()] }, 'dev', 'u'],
    [
      'the variable',
      { layers: [{ ...two, ...chosen('dev', 'p') }], ...environment },
      'prod',
      'AGORA_TOKEN_PROFILE',
    ],
    [
      'the option',
      { layers: [two], environmentProfile: { value: 'dev', source: 'v' }, ...option },
      'prod',
      '--profile',
    ],
    ['an unknown one', { layers: [dev], ...option }, undefined, undefined],
  ])('%s', (_name, part, name, source) => {
    const settled = settle({ ...nothing, ...part });
    expect(settled.active?.name).toBe(name);
    expect(settled.activeSource).toBe(source);
    if (settled.active) expect(settled.profiles[0]).toBe(settled.active);
  });

  function chosenUser() {
    return { profiles: new Map(), defaultProfile: { value: 'dev', source: 'u' } };
  }

  test('the profile that the environment replaces stays available, and a notice says so', () => {
    const settled = settle({
      ...nothing,
      layers: [dev],
      environment: [values('AGORA_APP_ID', 'id=B')],
    });
    expect(settled.profiles.map(({ name }) => name)).toEqual(['environment', 'dev']);
    expect(settled.notices[0]?.message).toContain('AGORA_APP_ID');
  });
});
