import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { folder } from '../../helpers/folder.js';
import { run, type World } from '../../helpers/run.js';

/** No certificate and no key shows on any stream, whatever is asked and whatever fails. */
const A = 'a'.repeat(32);
const PRIMARY = 'c0ffee11c0ffee11c0ffee11c0ffee11';
const SECONDARY = 'decafbad22decafbad22decafbad2222';
const SECRET_KEY = 'sk-of-nobody-0123456789';
const PART_OF_A_SECRET = new RegExp(
  [PRIMARY, SECONDARY, SECRET_KEY].map((secret) => secret.slice(0, 12)).join('|'),
);

const profile = (primary: string, secondary: string, key: string) => `
defaultProfile: dev
profiles:
  dev:
    appId: ${A}
    appCertificate: ${primary}
    secondaryCertificate: ${secondary}
    whiteboard: { accessKey: ak, secretKey: ${key} }
`;

const files = {
  'primary.txt': PRIMARY,
  'secondary.txt': SECONDARY,
  'key.txt': SECRET_KEY,
  'two.txt': `${PRIMARY}\n${SECONDARY}\n`,
  'long.txt': `${PRIMARY}0`,
  '.env.local': `AGORA_APP_ID=${A}\nAGORA_APP_CERTIFICATE=${PRIMARY}\nAGORA_WHITEBOARD_ACCESS_KEY=ak\nAGORA_WHITEBOARD_SECRET_KEY=${SECRET_KEY}\n`,
};

const literal = profile(PRIMARY, SECONDARY, SECRET_KEY);
const variables = {
  AGORA_APP_ID: A,
  AGORA_APP_CERTIFICATE: PRIMARY,
  AGORA_APP_SECONDARY_CERTIFICATE: SECONDARY,
  AGORA_WHITEBOARD_ACCESS_KEY: 'ak',
  AGORA_WHITEBOARD_SECRET_KEY: SECRET_KEY,
};

/** Where the secrets stand, and what is wrong there. */
const WORLDS: [name: string, config: string, world?: World, flags?: readonly string[]][] = [
  ['in the config', literal],
  ['in files', profile('{ file: primary.txt }', '{ file: secondary.txt }', '{ file: key.txt }')],
  ['in the environment', '', { env: variables }],
  ['in an env file', '', {}, ['--env-file', '.env.local']],
  [
    'in variables that the config names',
    profile('{ env: P }', '{ env: S }', '{ env: K }'),
    { env: { P: PRIMARY, S: SECONDARY, K: SECRET_KEY } },
  ],
  ['of the wrong form', profile('{ file: two.txt }', '{ file: long.txt }', '{ file: key.txt }')],
  [
    'of the wrong form in the config',
    profile(`${PRIMARY}0`, `[${SECONDARY}]`, `{ ${SECRET_KEY}: x }`),
  ],
  [
    'in the place of other things',
    `defaultProfile: ${PRIMARY}\nprofiles: { ${SECONDARY}: { appId: ${PRIMARY}1 } }`,
  ],
  [
    'in the place of names and paths',
    profile(`{ env: ${PRIMARY} }`, `{ file: ${SECONDARY} }`, `{ file: ' ${PRIMARY} ' }`),
  ],
  [
    'in the place of names and paths, with quotes or a name before it',
    profile(
      `{ env: AGORA_APP_CERTIFICATE=${PRIMARY} }`,
      `{ file: '"${SECONDARY}"' }`,
      `{ env: '"${PRIMARY}"' }`,
    ),
  ],
  ['in the place of the default profile', `defaultProfile: '"${PRIMARY}"'`],
  ['in the name of a profile', `profiles: { ${PRIMARY}: { appId: ${A} } }`],
  ...[`"${PRIMARY}"`, `AGORA_APP_CERTIFICATE=${PRIMARY}`].flatMap((value): typeof WORLDS => [
    ...['--app-certificate-file', '--env-file', '--config', '--profile'].map(
      (flag): (typeof WORLDS)[number] => [`as ${flag} ${value}`, literal, {}, [flag, value]],
    ),
    ['in the place of a variable, too', literal, { env: { AGORA_TOKEN_CONFIG: value } }],
    ['in the place of a profile’s variable', literal, { env: { AGORA_TOKEN_PROFILE: value } }],
  ]),
  ['in the place of a path', literal, {}, ['--app-certificate-file', PRIMARY]],
  ['in the place of an env file', literal, {}, ['--env-file', PRIMARY]],
  ['in the place of a config', literal, {}, ['--config', PRIMARY]],
  ['in the place of a profile', literal, {}, ['--profile', PRIMARY]],
  ['in the place of a variable', literal, { env: { AGORA_TOKEN_CONFIG: PRIMARY } }],
  ['in broken YAML', `${literal}  bad: *${PRIMARY}`],
  ['in broken YAML, twice', `a: ${PRIMARY}\na: ${SECONDARY}\n`],
  [
    'in a variable of the wrong form',
    '',
    { env: { ...variables, AGORA_APP_CERTIFICATE: `${PRIMARY}0`, AGORA_APP_ID: `${SECONDARY}0` } },
  ],
];

/** What is printed at all is printed with `--debug` too. */
const FORMS = [['--debug'], ['--json']];
/** These show what stands in a config, and in different words in JSON. */
const SHOWS_CONFIG = /^(?:generate rtc|inspect|profile (?:list|show)|doctor)/;
/** For the others each form takes its turn, so that any two of world, command and form meet. */
const formsOf = (command: readonly string[], world: number) =>
  SHOWS_CONFIG.test(command.join(' '))
    ? FORMS
    : [FORMS[(world + COMMANDS.indexOf(command)) % FORMS.length] as readonly string[]];

let token: string;
beforeAll(async () => {
  const { stdout } = await run(['generate', 'rtc', '-c', 'demo', '-u', '1'], {
    env: variables,
    cwd: folder(),
  });
  token = stdout.trim();
  expect(token).toMatch(/^007/);
});

const COMMANDS: readonly (readonly string[])[] = [
  ['generate', 'rtc', '-c', 'demo', '-u', '1'],
  ['generate', 'rtc', '-c', 'demo', '-u', '1', '--output', 'shell'],
  ['generate', 'whiteboard', 'sdk'],
  ['decode', 'TOKEN'],
  ['inspect', 'TOKEN'],
  ['renew', 'TOKEN'],
  ['diff', 'TOKEN', 'TOKEN'],
  ['explain', '110'],
  ['init', '--app-id', A, '--certificate-env', 'X', '--force'],
  ['init', '--app-id', A, '--certificate-file', PRIMARY, '--force'],
  ['init', '--app-id', A, '--certificate-env', PRIMARY, '--force'],
  ['generate', 'rtc', '--batch', PRIMARY],
  ['profile', 'list'],
  ['profile', 'show'],
  ['profile', 'show', PRIMARY],
  ['profile', 'path'],
  ['doctor'],
  ['completion', 'bash'],
  ['__complete', '--', '-p', ':'],
  ['help', 'generate'],
];

describe.each(WORLDS.map((world, at) => ({ name: world[0], at, world })))(
  '$name',
  ({ at: number, world: [, config, world = {}, flags = []] }) => {
    const place = () => folder({ ...files, ...(config && { '.agora-tokenrc': config }) });
    let shared: string;
    beforeAll(() => {
      shared = place();
    });
    test.each(COMMANDS.map((command) => [command.join(' '), command] as const))(
      '%s',
      async (_text, command) => {
        const cwd = command[0] === 'init' ? place() : shared;
        const words = command.map((word) => (word === 'TOKEN' ? token : word));
        for (const more of formsOf(command, number)) {
          const at = words.indexOf('--');
          const argv = at < 0 ? [...words, ...flags, ...more] : [...flags, ...more, ...words];
          const { stdout, stderr } = await run(argv, { cwd, ...world });
          // Not even a part of one.
          expect(`${stdout}\n${stderr}`.toLowerCase()).not.toMatch(PART_OF_A_SECRET);
        }
      },
    );
  },
);

// Help reads neither a config nor what options are given beside it.
test.each(COMMANDS.map((command) => [command.join(' '), command] as const))(
  'help of %s',
  async (_text, command) => {
    const { stdout, stderr } = await run([...command, '--help'], {
      cwd: folder({ '.agora-tokenrc': literal }),
      env: variables,
    });
    expect(`${stdout}\n${stderr}`.toLowerCase()).not.toMatch(PART_OF_A_SECRET);
  },
);

test('no option takes a secret as its value', async () => {
  const { stdout } = await run(['__complete', '--', 'generate', 'rtc', ':--']);
  const flags = stdout.split('\n').map((line) => line.split('\t')[0]);
  expect(flags.filter((flag) => /secret|certificate/.test(flag ?? ''))).toEqual([
    '--app-certificate-file',
  ]);
});

test('no source file reads the environment or the home directory by itself', () => {
  const read = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory()
        ? read(join(folder, entry.name))
        : [readFileSync(join(folder, entry.name), 'utf8')],
    );
  for (const source of read(join(import.meta.dirname, '../../../src/cli/config'))) {
    expect(source).not.toMatch(/process\.env|homedir\(/);
  }
});

describe('a certificate typed in any place of the command line does not come back', () => {
  const RTC = ['generate', 'rtc', '-p', 'demo', '-c', 'demo', '-u', '1'];
  test.each<readonly [place: string, argv: readonly string[]]>([
    ['as the command', [PRIMARY]],
    ['as an option', [`--${PRIMARY}`]],
    ['glued to an option', [...RTC, `--app-certificate-file${PRIMARY}`]],
    ['glued to an option there is none of', [...RTC, `--certificate${PRIMARY}`]],
    ['as a kind', ['generate', PRIMARY]],
    ['as a topic', ['help', PRIMARY]],
    ['as an error', ['explain', PRIMARY]],
    ['as a shell', ['completion', PRIMARY]],
    ['as a service', ['inspect', 'x', '--service', PRIMARY]],
    ['as a uid', ['generate', 'rtc', '-p', 'demo', '-c', 'demo', '-u', PRIMARY]],
    ['as a lifetime', [...RTC, '-e', PRIMARY]],
    ['as an output', [...RTC, '--output', PRIMARY]],
    ['as a joint service', [...RTC, '--with', PRIMARY]],
  ])('%s', async (_place, argv) => {
    for (const form of [argv, [...argv, '--json']]) {
      const { code, stdout, stderr } = await run(form);
      expect(code).toBe(2);
      expect(stdout + stderr).not.toContain(PRIMARY);
      expect(stderr).toMatch(/3[23] hexadecimal characters|characters without a space/);
    }
  });
});
