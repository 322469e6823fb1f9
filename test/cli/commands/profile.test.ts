import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder } from '../../helpers/folder.js';
import { run } from '../../helpers/run.js';

const A = 'a'.repeat(32);
const B = 'b'.repeat(32);
const CONFIG = `
defaultProfile: dev
profiles:
  dev: { appId: ${A}, appCertificate: { env: IT }, defaults: { channel: "a\\nb" } }
  prod: { appId: ${B}, secondaryCertificate: ${'c'.repeat(32)} }
`;

describe('profile list', () => {
  test('marks the active one', async () => {
    const { code, stdout } = await run(['profile', 'list'], {
      cwd: folder({ '.agora-tokenrc': CONFIG }),
    });
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        `* dev   ${A}  certificate: variable`,
        `  prod  ${B}  no certificate`,
        '  demo  970CA35de60c44645bbae8a215061b33  built in; Agora refuses its tokens',
        '',
      ].join('\n'),
    );
  });

  test('as JSON', async () => {
    const cwd = folder({ '.agora-tokenrc': CONFIG });
    const { stdout } = await run(['profile', 'list', '--json', '-p', 'prod'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      ok: true,
      active: 'prod',
      activeSource: '--profile',
      profiles: [
        { name: 'prod', active: true, secondaryCertificate: { via: 'literal' } },
        {
          name: 'dev',
          active: false,
          appId: { value: A, source: '.agora-tokenrc: profiles.dev.appId' },
        },
        { name: 'demo', builtIn: true },
      ],
    });
    expect(stdout).not.toContain('c'.repeat(32));
  });
});

describe('profile show', () => {
  test('the active one, with the source of each value', async () => {
    const cwd = folder({ '.agora-tokenrc': CONFIG });
    const { stdout } = await run(['profile', 'show'], { cwd, env: { AGORA_APP_CERTIFICATE: B } });
    expect(stdout).toContain('dev (active: .agora-tokenrc: defaultProfile)');
    expect(stdout).toMatch(new RegExp(`App ID +${A} +\\.agora-tokenrc: profiles\\.dev\\.appId`));
    expect(stdout).toMatch(/App Certificate +\(secret\) +AGORA_APP_CERTIFICATE/);
    expect(stdout).toMatch(/channel +a\\nb +\.agora-tokenrc: profiles\.dev\.defaults\.channel/);
  });

  test('another one, as JSON', async () => {
    const cwd = folder({ '.agora-tokenrc': CONFIG });
    const { stdout } = await run(['profile', 'show', 'prod', '--json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, name: 'prod', active: false });
  });

  test.each([
    [['prd'], 'Did you mean prod?'],
    [['other'], 'There are: dev, prod, demo.'],
  ])('%j', async (args, hint) => {
    const { code, stderr } = await run(['profile', 'show', ...args], {
      cwd: folder({ '.agora-tokenrc': CONFIG }),
    });
    expect(code).toBe(3);
    expect(stderr).toContain(hint);
  });

  test('without any', async () => {
    const { code, stderr } = await run(['profile', 'show'], { cwd: folder() });
    expect(code).toBe(3);
    for (const way of ['AGORA_APP_ID', '--dotenv', 'agora-token init', '--profile demo']) {
      expect(stderr).toContain(way);
    }
  });
});

describe('profile path', () => {
  test('the strongest first', async () => {
    const cwd = folder({ '.agora-tokenrc': CONFIG });
    const home = folder({ '.config/agora-token/config.yaml': '' });
    const paths = [join(cwd, '.agora-tokenrc'), join(home, '.config/agora-token/config.yaml')];
    const { stdout } = await run(['profile', 'path'], { cwd, home });
    expect(stdout).toBe(`${paths.join('\n')}\n`);
    const json = JSON.parse((await run(['profile', 'path', '--json'], { cwd, home })).stdout);
    expect(json.configs).toEqual([
      { path: paths[0], scope: 'project' },
      { path: paths[1], scope: 'user' },
    ]);
  });

  test.each([
    ['[', 'is not valid YAML'],
    ['profiles: { c: { appCertificate: { command: [x] } } }', 'command is honoured only'],
  ])('of a broken config too: %s', async (config, fault) => {
    const cwd = folder({ '.agora-tokenrc': config });
    const home = folder();
    const { code, stdout, stderr } = await run(['profile', 'path'], { cwd, home });
    expect([code, stdout]).toEqual([0, `${join(cwd, '.agora-tokenrc')}\n`]);
    expect(stderr).toContain(fault);
    expect(stderr).toContain(`Yours would be: ${join(home, '.config/agora-token/config.yaml')}`);
    expect((await run(['profile', 'path', '--json'], { cwd, home })).code).toBe(0);
  });

  test('where it would be', async () => {
    const home = folder();
    const { stdout, stderr } = await run(['profile', 'path'], { cwd: folder(), home });
    expect(stdout).toBe(`${join(home, '.config/agora-token/config.yaml')}\n`);
    expect(stderr).toContain('No config was found');
    expect((await run(['profile', 'path'], { cwd: folder() })).code).toBe(3);
  });
});

test('every profile is listed where the built-in one is chosen', async () => {
  const cwd = folder({ '.agora-tokenrc': CONFIG });
  const { stdout } = await run(['profile', 'list', '-p', 'demo'], { cwd });
  expect(stdout.split('\n').map((line) => line.slice(0, 6).trim())).toEqual([
    '* demo',
    'dev',
    'prod',
    '',
  ]);
});

test.each([
  [['profile'], 'profile needs one of its commands'],
  [['profile', 'lst'], 'Did you mean profile list?'],
])('%j', async (argv, expected) => {
  const { code, stderr } = await run(argv);
  expect(code).toBe(2);
  expect(stderr).toContain(expected);
});

test('a name that only looks like another is shown so that one can tell', async () => {
  const profiles = { 'd\u0435v': {}, работа: {} };
  const cwd = folder({ '.agora-tokenrc.json': JSON.stringify({ profiles }) });
  const { stdout } = await run(['profile', 'list'], { cwd });
  expect(stdout).toContain('d\\u{435}v');
  expect(stdout).toContain('работа');
  const { stderr } = await run(['profile', 'list', '-p', 'dev'], { cwd });
  expect(stderr).toContain('d\\u{435}v');
});

test('a text in the place of the config in package.json is a version of Agora’s library', async () => {
  const cwd = folder({ 'package.json': '{"agora-token": "^2"}' });
  expect((await run(['profile', 'list'], { cwd })).code).toBe(0);
  const { code, stderr } = await run(['profile', 'list', '--config', 'package.json'], { cwd });
  expect([code, stderr.includes('has no key "agora-token"')]).toEqual([3, true]);
});
