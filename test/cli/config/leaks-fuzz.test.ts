import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CliCommand } from '../../../src/cli/command.js';
import { modeOf } from '../../../src/cli/mode.js';
import { createProgram, readyAll } from '../../../src/cli/program.js';
import { folder } from '../../helpers/folder.js';
import { contextOf, run, type World } from '../../helpers/run.js';
import { runs } from '../../helpers/runs.js';

/**
 * A secret in a wrong place, damaged, doubled or encoded: no twelve characters of it come back, on any
 * stream or in any file that the program writes.
 */
const A = 'a'.repeat(32);
const CERTIFICATE = 'c0ffee19d4b2a7e8536f01badcafe942';
const SECRET_KEY = 'Sk7Qw2xZr9-LmN4pTvB8_yHd';

/** Ways in which a secret is broken on its way into a command line or a file. */
const DAMAGES: readonly ((secret: string, at: number, other: string) => string)[] = [
  (secret) => secret,
  (secret) => secret.toUpperCase(),
  (secret) => secret + secret,
  (secret) => `${secret}\n${secret}`,
  (secret, at) => secret.slice(0, at) + secret.slice(at + 1),
  (secret, at, other) => secret.slice(0, at) + other + secret.slice(at),
  (secret, at, other) => secret.slice(0, at) + other + secret.slice(at + 1),
  (secret, at) => `${secret.slice(0, at)}\u200b${secret.slice(at)}`,
  (secret) => secret.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  (secret) => `"${secret}"`,
  (secret) => `AGORA_APP_CERTIFICATE=${secret}`,
  (secret) => `appCertificate: ${secret},`,
  (secret) => `${'x'.repeat(50)} ${secret}`,
  (secret) => encodeURIComponent(`${secret}%`),
  (secret) => [...secret].map((each) => `%${each.charCodeAt(0).toString(16)}`).join(''),
  (secret) => Buffer.from(secret).toString('base64'),
  (secret) => Buffer.from(secret).toString('hex'),
  (secret) => secret.slice(0, 20),
  (secret) => secret.slice(-17),
];

interface Place {
  readonly argv: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly world?: World;
}

/** The same in every run of the suite; AGORA_TOKEN_FUZZ=<runs> looks at others. */
const steady = (count: number) => ({
  ...runs(count),
  ...(process.env.AGORA_TOKEN_FUZZ === undefined && { seed: 1 }),
});
const RTC = ['generate', 'rtc', '-c', 'demo', '-u', '1'];
const env = { AGORA_APP_ID: A, AGORA_APP_CERTIFICATE: 'f'.repeat(32) };
const known = { env };
let token = '';
beforeAll(async () => {
  token = (await run(RTC, known)).stdout.trim();
});

/** What a config may hold where something else belongs. */
const inConfig = (value: string): readonly Record<string, unknown>[] => {
  const profile = (more: object) => ({ profiles: { dev: { appId: A, ...more } } });
  return [
    { defaultProfile: value },
    { [value]: 1 },
    { profiles: { [value]: { appId: A } } },
    { profiles: value },
    profile({ appId: value }),
    profile({ appCertificate: value }),
    profile({ appCertificate: [value] }),
    profile({ appCertificate: { [value]: 'x' } }),
    profile({ appCertificate: { env: value } }),
    profile({ appCertificate: { file: value } }),
    profile({ appCertificate: { command: [value] } }),
    profile({ appCertificate: { command: ['echo', value] } }),
    profile({ whiteboard: { accessKey: 'ak', secretKey: { env: value } } }),
    profile({ whiteboard: { accessKey: 'ak', secretKey: { file: value } } }),
    profile({ whiteboard: { [value]: 'ak' } }),
    profile({ defaults: { expiresIn: value } }),
    profile({ defaults: { uid: value } }),
    profile({ defaults: { role: value } }),
    profile({ defaults: { tokenVersion: value } }),
    profile({ defaults: { [value]: 1 } }),
    profile({ [value]: 1 }),
  ];
};

/** Each place in which a secret may be by mistake. */
function places(value: string): readonly Place[] {
  const generate = (...more: string[]): Place => ({ argv: [...RTC, ...more], world: known });
  const inspect = (...more: string[]): Place => ({ argv: ['inspect', token, ...more] });
  return [
    { argv: [value] },
    { argv: [`--${value}`] },
    { argv: ['generate', value] },
    { argv: ['generate', 'rtc', value] },
    ...['-p', '--config', '--env-file', '--dotenv', '--app-certificate-file', '--role'].map(
      (flag) => generate(flag, value),
    ),
    ...['-e', '--with', '--output', '--now', '--salt', '--issued-at', '--token-version'].map(
      (flag) => generate(flag, value),
    ),
    ...['--join', '--publish-audio', '--certificate', '--app-certificate', '--batch'].map((flag) =>
      generate(flag, value),
    ),
    generate(`--app-certificate=${value}`),
    generate(`--app-certificate-file${value}`),
    { argv: ['generate', 'rtc', '-c', 'demo', '-u', value], world: known },
    { argv: ['generate', 'rtm', '--user-id', 'a', '--permission', value], world: known },
    { argv: ['generate', 'whiteboard', 'sdk', '--role', value] },
    { argv: ['generate', 'apaas', 'app', '--role', value] },
    {
      argv: [...RTC, '--batch', 'rows.csv'],
      world: known,
      files: { 'rows.csv': `${value},uid\na,1\n` },
    },
    {
      argv: [...RTC, '--batch', 'rows.csv'],
      world: known,
      files: { 'rows.csv': `uid\n${value}\n` },
    },
    {
      argv: [...RTC, '--batch', 'rows.ndjson'],
      world: known,
      files: { 'rows.ndjson': `${JSON.stringify({ [value]: 1 })}\n${value}\n{"uid":"${value}"` },
    },
    { argv: ['decode', value] },
    { argv: ['decode', '-'], world: { stdin: value } },
    { argv: ['decode', `-c${value}`] },
    { argv: ['inspect', value] },
    inspect('--app-id', value),
    inspect('--channel', value),
    inspect('--account', value),
    inspect('--uid', value),
    inspect('--user-id', value),
    inspect('--room', value),
    inspect('--uuid', value),
    inspect('--service', value),
    inspect('--role', value),
    inspect('--error', value),
    inspect('--error', `110 something of ${'y'.repeat(40)} failed for ${value}`),
    inspect('-p', value),
    { argv: ['renew', token, '-e', value], world: known },
    { argv: ['renew', value], world: known },
    { argv: ['diff', token, value] },
    { argv: ['explain', value] },
    { argv: ['explain', `cannot sign, AGORA_APP_CERTIFICATE=${value} was refused by the server`] },
    { argv: ['help', value] },
    { argv: ['completion', value] },
    { argv: ['__complete', '--', value, ':'] },
    { argv: ['__complete', '--', '-p', value, ':'] },
    { argv: ['profile', value] },
    { argv: ['profile', 'show', value] },
    ...['use', 'remove'].map((word) => ({
      argv: ['profile', word, value],
      files: { '.agora-tokenrc': 'profiles: { dev: {} }\n' },
    })),
    { argv: ['profile', 'add', value, '--app-id', A, '--certificate-env', 'X'] },
    generate('--app-id', `${value}x`),
    { argv: ['init', '--app-id', value, '--certificate-env', 'X'] },
    { argv: ['init', '--app-id', A, '--certificate-env', value] },
    { argv: ['init', '--app-id', A, '--certificate-env', 'X', '-p', value] },
    { argv: ['init', '--app-id', A, '--certificate-env', 'X', '--scope', value] },
    {
      argv: [
        'init',
        '--app-id',
        A,
        '--certificate-env',
        'X',
        '--whiteboard-access-key',
        'ak',
        '--whiteboard-secret-env',
        value,
      ],
    },
    ...Object.keys(env).map((name) => ({ argv: RTC, world: { env: { ...env, [name]: value } } })),
    ...['AGORA_TOKEN_PROFILE', 'AGORA_TOKEN_CONFIG', 'AGORA_APP_SECONDARY_CERTIFICATE'].flatMap(
      (name) =>
        [RTC, ['doctor']].map((argv) => ({ argv, world: { env: { ...env, [name]: value } } })),
    ),
    {
      argv: [...RTC, '--env-file', '.env'],
      files: { '.env': `AGORA_APP_ID=${value}\n${value}\n` },
    },
    ...['profiles: {', 'a: *', 'a: [', 'a: "', '%', '- ', '\t'].map((start) => ({
      argv: ['profile', 'list'],
      files: { '.agora-tokenrc.yaml': `${start}${value}\nb: }\n` },
    })),
    { argv: ['profile', 'list'], files: { '.agora-tokenrc.json': `{"a": ${value}` } },
    ...inConfig(value).flatMap((config) =>
      [
        RTC,
        ['doctor'],
        ['profile', 'list'],
        ['inspect', token],
        ['generate', 'whiteboard', 'sdk', '--role', 'reader'],
      ].map((argv) => ({
        argv,
        files: { '.agora-tokenrc.json': JSON.stringify(config) },
      })),
    ),
  ];
}

const COUNT = places('x').length;

/** What has the form of an App ID is taken for one, and an App ID is no secret. */
const WHOLE = /^\s*[\da-f]{32}\s*$/i;
const takenForAppId = ({ argv, files, world }: Place) =>
  [
    world?.env?.AGORA_APP_ID,
    argv[0] === 'init' ? argv[argv.indexOf('--app-id') + 1] : undefined,
    /"appId":"([^"]*)"/.exec(files?.['.agora-tokenrc.json'] ?? '')?.[1],
  ].some((text) => text !== undefined && text !== A && WHOLE.test(text));

/** What somebody who looks for the secret would read in a text. */
const readable = (text: string) =>
  text
    .replace(/\\u\{?200b\}?|\u200b|-/gi, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();

/** Twelve characters of a secret in a row, if there are any in the text. */
function leaked(text: string, secret: string): string | undefined {
  const shown = readable(text);
  const plain = readable(secret);
  for (let at = 0; at + 12 <= plain.length; at++) {
    if (shown.includes(plain.slice(at, at + 12))) return plain.slice(at, at + 12);
  }
  return undefined;
}

/** Files that the run has written, in one text. */
function written(cwd: string, known: ReadonlySet<string>): string {
  return readdirSync(cwd, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !known.has(entry.name))
    .map((entry) => `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), 'utf8')}`)
    .join('\n');
}

async function check(place: Place, secret: string): Promise<void> {
  const cwd = folder(place.files);
  // What is printed at all is printed with --debug too.
  for (const more of [['--json'], ['--debug']]) {
    const at = place.argv.indexOf('--');
    const argv = at < 0 ? [...place.argv, ...more] : [...more, ...place.argv];
    const { stdout, stderr } = await run(argv, { cwd, ...place.world });
    const files = written(cwd, new Set(Object.keys(place.files ?? {})));
    const found = leaked(`${stdout}\n${stderr}\n${files}`, secret);
    expect(found, `${JSON.stringify(place)}\n${stdout}\n${stderr}`).toBe(undefined);
  }
}

/** Where a value may be given: each argument and each option with a value, of every command. */
async function slots(): Promise<readonly (readonly string[])[]> {
  const { ctx } = contextOf({});
  const sink = { out: () => {}, err: () => {} };
  const { command } = await createProgram(ctx, modeOf([]), sink);
  const found: string[][] = [];
  const visit = (each: CliCommand, path: readonly string[]): void => {
    const words = [...path, ...(EXAMPLES[path.join(' ')] ?? [])];
    found.push([...path, SLOT], [...words, SLOT]);
    const options = path.length === 0 ? each.options : [...each.options, ...command.options];
    for (const { long, short, required, optional } of options) {
      for (const flag of [long, short].filter((name) => name !== undefined && name !== null)) {
        found.push([...words, `${flag}=${SLOT}`], [...words, `${flag}${SLOT}`]);
        if (required || optional) found.push([...words, flag, SLOT]);
      }
    }
    for (const child of each.commands) visit(child as CliCommand, [...path, child.name()]);
  };
  visit(await readyAll(command), []);
  return found;
}

const SLOT = '\0';

/** What a command needs to come as far as it can. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  'generate rtc': ['-c', 'demo', '-u', '1'],
  'generate rtm': ['--user-id', 'a'],
  'generate chat': ['user', '--user-id', 'a'],
  'generate apaas': ['app'],
  'generate convoai': ['-c', 'demo', '-u', '1'],
  'generate stt': ['-c', 'demo', '-u', '1'],
  'generate streaming': ['-c', 'demo', '-u', '1'],
  'generate fcdn': ['-c', 'demo', '-u', '1'],
  'generate temp': ['-c', 'demo'],
  'generate whiteboard': ['sdk', '--role', 'reader'],
  decode: ['TOKEN'],
  inspect: ['TOKEN'],
  renew: ['TOKEN'],
  diff: ['TOKEN'],
  serve: ['--port', '0'],
  init: ['--app-id', A, '--certificate-env', 'X'],
  'profile add': ['dev', '--app-id', A, '--certificate-env', 'X'],
};

/** Keys as the consoles of Agora give them: of the whiteboard, of Chat, of REST. */
const KEYS = [
  SECRET_KEY,
  'BWHkgLHzPqC5bXHF7WuGtIEM_6ZsYYbcJFfp',
  'YXA6z3Jk9QmWtLpVvR8nXyB2hCdEfGa',
  'p7Fq+3xN/8vKzR2mLd5WcTgY1sHbJ0uQ9aXe4o6=',
];

/** Keys that only a run that has them can tell from words. */
const WORDS = ['sk-of-nobody-anywhere', 'correct-horse-battery-staple', 'whiteboard.secret.key'];

describe('in each place of every command', async () => {
  const all = await slots();
  test('there are places', () => expect(all.length).toBeGreaterThan(400));

  /** What names something in a token is part of the answer, where no secret is known that it may be. */
  const isAnswer = (argv: readonly string[], code: number) => code === 0 || argv[0] === 'decode';

  const fuzz = (secret: fc.Arbitrary<string>, env: (secret: string) => Record<string, string>) =>
    fc.assert(
      fc.asyncProperty(
        secret,
        fc.constantFrom(...all),
        fc.constantFrom(...DAMAGES),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom('0', 'g', 'O', 'l', ' '),
        fc.constantFrom([], ['--json'], ['--debug', '--color']),
        async (key, slot, damage, position, other, more) => {
          const value = damage(key, position, other);
          const argv = slot.map((word) => (word === 'TOKEN' ? token : word.replace(SLOT, value)));
          const cwd = folder();
          const world = { cwd, env: env(key) };
          const { code, stdout, stderr } = await run([...argv, '--no-input', ...more], world);
          const said = `${stderr}\n${isAnswer(argv, code) ? '' : stdout}\n${written(cwd, new Set())}`;
          expect(leaked(said, key), `${JSON.stringify(argv)}\n${said}`).toBe(undefined);
        },
      ),
      steady(120),
    );

  test('a key that nothing is known of', () => fuzz(fc.constantFrom(...KEYS), () => ({})));

  test('a secret of the run that looks like words', () =>
    fuzz(fc.constantFrom(...WORDS), (secret) => ({
      AGORA_APP_ID: A,
      AGORA_APP_CERTIFICATE: 'f'.repeat(32),
      AGORA_WHITEBOARD_ACCESS_KEY: 'ak',
      AGORA_WHITEBOARD_SECRET_KEY: secret,
    })));
});

describe('no part of a secret comes back', () => {
  test.each([
    ['a certificate', [CERTIFICATE]],
    ['a key', KEYS],
  ])('%s, broken in some way, in some place', async (_what, secrets) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...secrets),
        fc.nat(COUNT - 1),
        fc.constantFrom(...DAMAGES),
        fc.integer({ min: 1, max: 31 }),
        fc.constantFrom('0', 'g', 'O', 'l', ' '),
        async (secret, at, damage, position, other) => {
          const place = places(damage(secret, position, other))[at] as Place;
          fc.pre(!takenForAppId(place));
          await check(place, secret);
        },
      ),
      steady(70),
    );
  });

  test.each(['env', 'file', 'command'])('a secret key in the place of its %s', async (form) => {
    for (const value of [SECRET_KEY, SECRET_KEY.replace(/-/, ''), SECRET_KEY.toUpperCase()]) {
      const secretKey = { [form]: form === 'command' ? [value] : value };
      const config = { profiles: { dev: { whiteboard: { accessKey: 'ak', secretKey } } } };
      for (const argv of [
        ['generate', 'whiteboard', 'sdk', '--role', 'reader'],
        ['doctor'],
        ['profile', 'show'],
      ]) {
        await check({ argv, files: { '.agora-tokenrc.json': JSON.stringify(config) } }, SECRET_KEY);
      }
    }
  });
});
