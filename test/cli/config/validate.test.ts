import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { configJsonSchema } from '../../../src/cli/config/json-schema.js';
import { parseJson, parseYaml } from '../../../src/cli/config/parse.js';
import { type Scope, validate } from '../../../src/cli/config/validate.js';

const A = 'a'.repeat(32);
/** No report may hold it. */
const SECRET = 'c0ffee11c0ffee11c0ffee11c0ffee11';

function problems(yaml: string, scope: Scope = 'project'): string[] {
  const checked = validate(parseYaml(yaml, 'it'), scope);
  return 'problems' in checked
    ? checked.problems.map(({ key, message }) => `${key}: ${message}`)
    : [];
}

const profile = (text: string) => `profiles: { dev: { ${text} } }`;

test.each([
  '',
  'profiles:',
  'profiles: { dev: }',
  'defaultProfile: dev',
  '$schema: x',
  profile(`appId: ${A}, appCertificate: ${SECRET}`),
  profile(`appId: " ${A} ", secondaryCertificate: { env: X }`),
  profile('appCertificate: { file: ~/x }, whiteboard: { accessKey: 1, secretKey: { env: X } }'),
  profile('appCertificate: { env: _MY_cert1 }'),
  profile(`appCertificate: { file: ./${SECRET} }, secondaryCertificate: { file: ${SECRET}/cert }`),
  profile('defaults: { expiresIn: 3600, uid: 4294967295, channel: 1, tokenVersion: 006 }'),
])('accepts %s', (yaml) => {
  expect(problems(yaml)).toEqual([]);
});

test.each([
  ['a, b', ': a text of 4 characters found; a mapping with defaultProfile and profiles expected'],
  ['[]', ': a list found; a mapping with defaultProfile and profiles expected'],
  ['profiles: [dev]', 'profiles: a list found; profiles by name expected'],
  ['profiles: { dev: [] }', 'profiles.dev: a list found; a profile: appId'],
  ['profile: {}', 'profile: unknown key; did you mean profiles?'],
  ['other: {}', 'other: unknown key; expected: $schema, defaultProfile, profiles'],
  ['defaultProfile: []', 'defaultProfile: a list found; the name of a profile expected'],
  ['profiles: { demo: {} }', 'profiles.demo: demo is the built-in profile'],
  ['profiles: { environment: {} }', 'profiles.environment: environment means'],
  ['profiles: { command line: {} }', 'profiles.command line: command line means'],
  ...[SECRET, `dev-${SECRET}`, `'"${SECRET}"'`].map((name): [string, string] => [
    `profiles: { ${name}: {} }`,
    'looks like a certificate itself; a name such as dev expected',
  ]),
  ['profiles: { " a": {} }', 'profiles. a: a profile name is not empty'],
  [profile('appId: 123'), 'appId: a text of 3 characters found; an App ID of 32 hex'],
  [
    profile('appId: 123/AbCdEf0123'),
    'appId: the App Identifier of a whiteboard project found; an App ID of 32 hex',
  ],
  [profile('appId:'), 'appId: nothing found; an App ID of 32 hex'],
  [
    profile('appCertifcate: {}'),
    'profiles.dev.appCertifcate: unknown key; did you mean appCertificate?',
  ],
  [
    profile(`appCertificate: ${SECRET}0`),
    'appCertificate: a text of 33 characters found; an App Certificate of 32 hex',
  ],
  [profile('appCertificate: { evn: X }'), 'appCertificate.evn: unknown key; did you mean env?'],
  [
    profile('appCertificate: {}'),
    'appCertificate: nothing found; exactly one of env, file and command expected',
  ],
  [
    profile('appCertificate: { env: X, file: y }'),
    'appCertificate: env and file found; exactly one',
  ],
  [
    profile(`appCertificate: { env: ${SECRET} }`),
    'appCertificate.env: looks like a certificate itself; the name of a variable expected',
  ],
  ...[`AGORA_APP_CERTIFICATE=${SECRET}`, `'"${SECRET}"'`, `$${SECRET}`].map(
    (name): [string, string] => [
      profile(`appCertificate: { env: ${name} }`),
      'appCertificate.env: looks like a certificate itself; the name of a variable expected',
    ],
  ),
  ...['$CERTIFICATE', 'MY-CERTIFICATE', '1ST'].map((name): [string, string] => [
    profile(`appCertificate: { env: ${name} }`),
    `appCertificate.env: a text of ${name.length} characters found; the name of a variable expected`,
  ]),
  ...[SECRET, `'"${SECRET}"'`, `a/X=${SECRET}`, `${SECRET}/`].map((path): [string, string] => [
    profile(`whiteboard: { secretKey: { file: ${path} } }`),
    'secretKey.file: looks like a certificate itself; the path of a file expected',
  ]),
  [
    profile('appCertificate: { env: "" }'),
    'appCertificate.env: an empty text found; the name of a variable',
  ],
  [
    profile('whiteboard: { secretKey: "" }'),
    'whiteboard.secretKey: an empty text found; a whiteboard secret key',
  ],
  [profile('appCertificate: [a]'), 'appCertificate: a list found; {env: NAME}'],
  [
    profile('whiteboard: { secret: x }'),
    'profiles.dev.whiteboard.secret: unknown key; did you mean secretKey?',
  ],
  [
    profile('defaults: { expiresIn: 2x }'),
    'defaults.expiresIn: "2x" found; a duration such as 90s',
  ],
  [
    profile('defaults: { expiresIn: 1700000000 }'),
    'defaults.expiresIn: "1700000000" found; a duration',
  ],
  [profile('defaults: { uid: 4294967296 }'), 'defaults.uid: "4294967296" found; a whole number'],
  [profile('defaults: { uid: -1 }'), 'defaults.uid: "-1" found'],
  [
    profile('defaults: { tokenVersion: 7 }'),
    'defaults.tokenVersion: "7" found; "007" or "006" expected',
  ],
  [profile('defaults: { chanel: x }'), 'defaults.chanel: unknown key; did you mean channel?'],
  [
    profile('defaults: { uid: 1, account: x }'),
    'defaults: uid and account found; one of the two expected',
  ],
  // Secrets that slipped to another place.
  [profile(`${SECRET}: x`), 'profiles.dev.c0ff… (32 hexadecimal characters): unknown key'],
  [
    profile(`defaults: { expiresIn: ${SECRET} }`),
    'defaults.expiresIn: "c0ff… (32 hexadecimal characters)" found',
  ],
  [`defaultProfile: { ${SECRET}: x }`, 'defaultProfile: a mapping found'],
])('reports %s', (yaml, expected) => {
  const [first = '', ...others] = problems(yaml);
  expect(first).toContain(expected);
  expect(others).toEqual([]);
  expect(first).not.toContain(SECRET);
});

test('a command is for the user’s own config', () => {
  const yaml = profile('appCertificate: { command: [pass, show, agora] }');
  expect(problems(yaml, 'user')).toEqual([]);
  expect(problems(yaml)[0]).toContain('command is honoured only in your own config');
});

test.each([
  [
    'pass show x',
    'command: a text of 11 characters found; a list: the program, then its arguments',
  ],
  ['[]', 'command: a list found; a list with at least the program expected'],
  ['[""]', 'command.0: an empty text found; a program expected'],
  [`["echo ${SECRET}"]`, 'command.0: looks like a certificate itself; a program expected'],
  [`[echo, [${SECRET}]]`, 'command.1: a list found; a text expected'],
])('reports the command %s', (command, expected) => {
  const [problem = '', ...others] = problems(
    profile(`appCertificate: { command: ${command} }`),
    'user',
  );
  expect(problem).toContain(expected);
  expect(problem).not.toContain(SECRET);
  expect(others).toEqual([]);
});

test('reports every problem at once', () => {
  const yaml = `
defaultProfil: dev
profiles:
  one: { appId: 1, appCertificate: { env: X, file: y }, other: 1, another: 2 }
  two: { defaults: { uid: x, expiresIn: "", account: a } }
  three: { appId: 1, secondaryCertificate: { command: [x] }, whiteboard: { secretKey: {}, x: 1 } }
`;
  expect(problems(yaml).map((line) => line.split(':')[0])).toEqual([
    'defaultProfil',
    'profiles.one.appId',
    'profiles.one.other',
    'profiles.one.another',
    'profiles.one.appCertificate',
    'profiles.two.defaults.expiresIn',
    'profiles.two.defaults.uid',
    'profiles.two.defaults',
    'profiles.three.appId',
    'profiles.three.whiteboard.x',
    'profiles.three.secondaryCertificate.command',
    'profiles.three.whiteboard.secretKey',
  ]);
});

test.each(['1', '[]', '{ appCertificate: [env], whiteboard: 1, defaults: [uid, account] }'])(
  'a profile of the wrong types is no cause for other reports: %s',
  (value) => {
    const all = problems(`profiles: { dev: ${value} }`);
    expect(all.filter((line) => !line.includes(' found; '))).toEqual([]);
    expect(all.join()).not.toContain('one of');
  },
);

test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
  'a profile may be called %s',
  (name) => {
    for (const raw of [
      parseYaml(`profiles: { ${name}: { appId: ${A} } }`, 'it'),
      parseJson(`{"profiles": {"${name}": {"appId": "${A}"}}}`, 'it'),
    ]) {
      const checked = validate(raw, 'project');
      expect('data' in checked && checked.data.profiles.get(name)?.appId).toBe(A);
    }
    expect(problems(`profiles: { ${name}: { appId: 1 } }`)[0]).toContain(
      `profiles.${name}.appId: `,
    );
    expect(({} as { appId?: string }).appId).toBeUndefined();
  },
);

test.each([
  ['12345678901234567890123456789012', 'digits alone'],
  ['12345678e01234567890123456789012', 'a float to other readers'],
  ['0x345678901234567890123456789012', 'not hexadecimal, yet a number to other readers'],
])('YAML keeps %s (%s) as it is', (text) => {
  expect(parseYaml(`a: ${text}`, 'it')).toEqual({ a: text });
});

test.each([
  ['yaml', 'a: [', 'it is not valid YAML: '],
  ['yaml', `a: *${SECRET}`, 'it is not valid YAML: unidentified alias, line 1, column 37'],
  ['yaml', `a: !${SECRET} x`, 'it is not valid YAML: unknown tag'],
  [
    'yaml',
    `${SECRET}: 1\n${SECRET}: 2`,
    'it is not valid YAML: duplicated mapping key, line 2, column 1',
  ],
  ['yaml', `a: !!js/function 'function () { ${SECRET} }'`, 'it is not valid YAML: unknown tag'],
  ['json', `{"a": ${SECRET}}`, 'it is not valid JSON'],
  ['json', `{"a": "${SECRET}",}`, 'it is not valid JSON: line 1, column 42'],
  ['json', '{"a": 1', 'it is not valid JSON: line 1, column 8'],
  ['json', '{"a": 1,\n "a": 2}', 'it has the key "a" twice: line 2, column 2'],
  ['json', `{"${SECRET}": 1, "${SECRET}": 2}`, 'it has the key'],
])('%s %s', (format, text, expected) => {
  const parse = format === 'json' ? parseJson : parseYaml;
  expect(() => parse(text, 'it')).toThrow(expect.objectContaining({ code: 'configuration' }));
  try {
    parse(text, 'it');
  } catch (error) {
    expect((error as Error).message).toContain(expected);
    expect((error as Error).message).not.toContain(SECRET);
  }
});

describe('the JSON Schema and the validator agree on', () => {
  const matches = new Ajv().compile(configJsonSchema());
  test.each<[boolean, unknown]>([
    [true, {}],
    [true, { $schema: 'x', defaultProfile: 'dev', profiles: { dev: {} } }],
    [true, { profiles: { dev: { appId: A, appCertificate: SECRET } } }],
    [
      true,
      {
        profiles: { dev: { appCertificate: { env: 'X' }, defaults: { uid: 1, expiresIn: '2h' } } },
      },
    ],
    [
      true,
      { $schema: 'x', defaultProfile: 'dev', profiles: { dev: { appCertificate: { file: 'x' } } } },
    ],
    [false, []],
    [false, { profile: {} }],
    [false, { profiles: [] }],
    [false, { profiles: { dev: { appId: 'x' } } }],
    [false, { profiles: { dev: { appCertificate: { evn: 'X' } } } }],
    [false, { profiles: { dev: { appCertificate: { command: [] } } } }],
    [false, { profiles: { dev: { whiteboard: { key: 'x' } } } }],
    [false, { profiles: { dev: { defaults: { chanel: 'x' } } } }],
    [false, { profiles: { dev: { defaults: { tokenVersion: '008' } } } }],
  ])('%s: %j', (good, config) => {
    expect(matches(config)).toBe(good);
    expect('data' in validate(config, 'project')).toBe(good);
  });
});

test('the published JSON Schema is the validator’s', () => {
  const published = new URL('../../../schema/config.schema.json', import.meta.url);
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(configJsonSchema())),
  );
});

test('a number that JSON rounds is refused: it would be the id of somebody else', () => {
  const config = (account: string) =>
    validate(
      parseJson(`{"profiles":{"dev":{"defaults":{"account":${account}}}}}`, 'it'),
      'project',
    );
  expect(config('9007199254740991')).not.toHaveProperty('problems');
  expect(config('"1234567890123456789"')).not.toHaveProperty('problems');
  for (const rounded of ['1234567890123456789', '-9007199254740993', '1e400']) {
    expect(config(rounded)).toHaveProperty('problems');
  }
});

test.each(['__proto__', 'prototype', 'constructor'])('%s is not a key of any mapping', (key) => {
  const own = (text: string) => JSON.parse(text.replaceAll('KEY', JSON.stringify(key)));
  for (const [config, at] of [
    ['{ KEY: 1 }', key],
    ['{ "profiles": { "dev": { KEY: 1 } } }', `profiles.dev.${key}`],
    ['{ "profiles": { "dev": { "defaults": { KEY: 1 } } } }', `profiles.dev.defaults.${key}`],
    [
      '{ "profiles": { "dev": { "appCertificate": { "env": "X", KEY: 1 } } } }',
      `profiles.dev.appCertificate.${key}`,
    ],
  ] as const) {
    const checked = validate(own(config), 'project');
    const shown = at.includes('Certificate')
      ? `profiles.dev.appCertificate.(a key of ${key.length} characters)`
      : at;
    expect('problems' in checked && checked.problems).toEqual([
      { key: shown, message: 'unknown key' },
    ]);
  }
});
