import { describe, expect, test } from 'vitest';
import { SDK_ERRORS } from '../../../src/core/agora/sdk-errors.js';
import { findErrors } from '../../../src/core/inspect/find-error.js';
import { rtc } from '../../core/inspect/tokens.js';
import { run } from '../../helpers/run.js';

/** The product and the first code of each entry. */
const entries = (query: string) =>
  findErrors(query).map(({ product, codes }) => `${product} ${codes[0]}`);

const GATEWAY = 'CAN_NOT_GET_GATEWAY_SERVER';
const gateway = (text: string) => `RTC Web ${GATEWAY}: ${text}`;
const NO_AUTHORIZED = gateway('invalid token, authorized failed');
const FAMILY = [
  gateway('invalid vendor key'),
  NO_AUTHORIZED,
  gateway('dynamic key expired'),
  gateway('dynamic use static key'),
  gateway('static use dynamic key'),
  gateway('no active status'),
];
const INVALID = ['RTC 110', NO_AUTHORIZED, 'RTM 1.x 5', 'RTM 2.x -10005', 'Chat 104', 'REST 401'];
const EXPIRED = ['RTC 109', 'RTC Web 109', 'RTM 1.x 6', 'RTM 2.x -10009', 'Chat 108', 'REST 401'];

describe('a number, a name or a log line', () => {
  test.each([
    ['109', ['RTC 109', 'RTC Web 109', 'Chat 109', 'Cloud Recording 109']],
    ['110', ['RTC 110', NO_AUTHORIZED, 'Chat 110', 'Cloud Recording 110']],
    ['108', ['Chat 108']],
    ['Chat 110', ['Chat 110']],
    [
      'RTC 110',
      ['RTC 110', 'RTC Web CAN_NOT_GET_GATEWAY_SERVER: invalid token, authorized failed'],
    ],
    ['rtc web 109', ['RTC Web 109']],
    ['RTM -10005', ['RTM 2.x -10005']],
    ['RTM 2.x  -10005', ['RTM 2.x -10005']],
    ['Signaling 10005', ['RTM 2.x -10005']],
    ['renewToken 4', ['RTC renewToken 4']],
    ['RTM 1.x renewToken 5', ['RTM 1.x renewToken 5']],
    ['connection state 8', ['RTC connection state 8']],
    ['8', ['RTC connection state 8', 'RTC 8', 'RTM 1.x 8', 'Chat 8', 'Cloud Recording 8']],
    ['5', ['RTM 1.x 5', 'RTC renewToken 5', 'RTM 1.x renewToken 5', 'RTC 5']],
    ['-10005', ['RTM 2.x -10005']],
    ['10005', ['RTM 2.x -10005']],
    ['−10009', ['RTM 2.x -10009']],
    ['2010011', ['RTC Web CAN_NOT_GET_GATEWAY_SERVER: no active status']],
    ['2010013', ['RTC Web CAN_NOT_GET_GATEWAY_SERVER: dynamic key expired']],
    ['err_token_expired', ['RTC 109']],
    ['AgoraRtmLoginErrorInvalidToken', ['RTM 1.x 5']],
    [
      'onTokenPrivilegeWillExpire',
      ['RTC onTokenPrivilegeWillExpire', 'RTM 2.x tokenPrivilegeWillExpire'],
    ],
    ['RTM tokenPrivilegeWillExpire', ['RTM 2.x tokenPrivilegeWillExpire']],
    ['token-privilege-will-expire', ['RTC onTokenPrivilegeWillExpire']],
    ['600001', ['Flexible Classroom 600001']],
    ['token access room forbidden', ['Whiteboard token access room forbidden']],
    [
      'CAN_NOT_GET_GATEWAY_SERVER: invalid token, authorized failed',
      ['RTC Web CAN_NOT_GET_GATEWAY_SERVER: invalid token, authorized failed'],
    ],
    [
      '12:30:45:110 Agora-SDK [ERROR]: [client-1] Joining channel failed, rollback AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: dynamic use static key',
      ['RTC Web CAN_NOT_GET_GATEWAY_SERVER: dynamic use static key'],
    ],
    [
      'AgoraRTCException: AgoraRTCError INVALID_PARAMS: Invalid token: . If you don not use token, set it to null',
      ['RTC Web INVALID_PARAMS: Invalid token: .'],
    ],
    [
      'CAN_NOT_GET_GATEWAY_SERVER: INVALID_VENDOR_KEY',
      ['RTC Web CAN_NOT_GET_GATEWAY_SERVER: invalid vendor key'],
    ],
    ['RtcEngine onError: 109', ['RTC 109']],
    ['Chat login failed, error code: 104', ['Chat 104']],
    ['Chat SDK error code 110', ['Chat 110']],
    ['RTM login failed with code -10005', ['RTM 2.x -10005']],
    [
      'AgoraRTCException: 110',
      ['RTC Web CAN_NOT_GET_GATEWAY_SERVER: invalid token, authorized failed'],
    ],
    ['Invalid token', INVALID],
    ['The token is invalid', INVALID],
    ['"invalid token"', INVALID],
    ['{"message":"Invalid token"}', INVALID],
    ['Token is expired', EXPIRED],
    ['error code 110: invalid token', ['RTC 110', NO_AUTHORIZED]],
    ['Error Code -10005: RTM2 login failed: invalid token', ['RTM 2.x -10005']],
    [GATEWAY, FAMILY],
    [`${GATEWAY.toLowerCase()}:`, FAMILY],
    [`"${GATEWAY}"`, FAMILY],
    [`AgoraRTCException: AgoraRTCError ${GATEWAY}: a text that is new`, FAMILY],
    [`${GATEWAY}: invalid token`, [NO_AUTHORIZED]],
    [`AgoraRTCError ${GATEWAY}: invalid token`, [NO_AUTHORIZED]],
    [`AgoraRTCError ${GATEWAY}: flag: 4096, code: 2010013`, [gateway('dynamic key expired')]],
    [`AgoraRTCError ${GATEWAY}: invalid vendor key, can not find appid`, [FAMILY[0]]],
    ['INVALID_PARAMS', ['RTC Web INVALID_PARAMS: Invalid token: .', 'RTC Web INVALID_PARAMS']],
    ['INVALID_PARAMS: Invalid token', ['RTC Web INVALID_PARAMS: Invalid token: .']],
    [
      'token access',
      ['room', 'task', 'team', 'role'].map((of) => `Whiteboard token access ${of} forbidden`),
    ],
    ['error code: 2010015', [gateway('dynamic use static key')]],
    ['ERR_DYNAMIC_KEY_TIMEOUT', ['RTC Web 109']],
    ['ERR_DYNAMIC_KEY_TIMEOUT(109)', ['RTC Web 109']],
    ['err_dynamic_key_expired (118)', [gateway('dynamic key expired')]],
    ['ERR_STATIC_USE_DYNAMIC_KEY(119)', [gateway('static use dynamic key')]],
    ['AgoraErrorCodeInvalidToken = 110', ['RTC 110']],
    ['109 TIMEOUT', ['RTC Web 109']],
    ['118 EXPIRED', [gateway('dynamic key expired')]],
    ['"110"', ['RTC 110', NO_AUTHORIZED, 'Chat 110', 'Cloud Recording 110']],
    ['RTM 1.x login 5', ['RTM 1.x 5']],
    ['RTM login 6', ['RTM 1.x 6']],
    ['login failed: 5', ['RTM 1.x 5']],
    ['RTM login error -10009', ['RTM 2.x -10009']],
    ['Chat error 110', ['Chat 110']],
    ['connection reason 9', ['RTC connection state 9']],
    ['AgoraRtmErrorTokenExpired', ['RTM 2.x -10009']],
    ['onTokenPrivilegeDidExpire', ['RTC onRequestToken']],
    ['{"operation":"Login","errorCode":-10009}', ['RTM 2.x -10009']],
    ['onConnectionStateChanged state=5 reason=8', ['RTC connection state 8']],
    ['HTTP 401', ['REST 401']],
    [
      'invalid token,\n   authorized failed',
      ['RTC Web CAN_NOT_GET_GATEWAY_SERVER: invalid token, authorized failed'],
    ],
    [`error${' '.repeat(100_000)}code: 109`, ['RTC 109', 'RTC Web 109', 'Chat 109']],
  ])('%s', (query, expected) => {
    expect(entries(query)).toEqual(expected);
  });

  test.each([
    ...['', 'hello', '2023-11-14 22:13:20 joined', '9999', 'code', '[110, 109]', 'RTM 110'],
    ...['invalid', 'token', 'last', 'INVALID_PARAMS: the uid must be a number'],
  ])('%j is none', (query) => {
    expect(entries(query)).toEqual([]);
  });
});

/** Splits a command as a shell does, with the token for its variable. */
const argvOf = (command: string, token: string) =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quotedText, word]) =>
    `${quotedText ?? word}`.replace('$TOKEN', token),
  );

describe('commands of causes', () => {
  const commands = [
    ...new Set(SDK_ERRORS.flatMap(({ causes }) => causes.map(({ command }) => command))),
  ];

  test.each(commands.filter((command) => command.startsWith('agora-token ')))(
    '%s runs as it is',
    async (command) => {
      const argv = argvOf(command, rtc()).slice(1);
      const { code, stderr } = await run(argv);
      expect(code, stderr).not.toBe(2);
      expect(code, stderr).not.toBe(1);
    },
  );

  test('fit in a line, so that they can be copied', () => {
    expect(commands.filter((command) => command.length > 75)).toEqual([]);
    expect(commands.filter((command) => !/^(?:agora-token|curl|printf) /.test(command))).toEqual(
      [],
    );
  });

  test('check what the cause names', () => {
    for (const { check, command } of SDK_ERRORS.flatMap(({ causes }) => causes)) {
      const [, option] = /inspect "\$TOKEN" (--[a-z-]+)/.exec(command) ?? [];
      if (option) expect(check).toContain(option);
    }
  });

  test('every option that is named is one of inspect', async () => {
    const { stdout: help } = await run(['inspect', '--help']);
    const options = SDK_ERRORS.flatMap(({ causes }) =>
      causes.flatMap(({ check = '' }) => check.match(/--[a-z-]+/g) ?? []),
    );
    expect(options.length).toBeGreaterThan(10);
    for (const option of options) expect(help).toContain(`${option} `);
  });
});

describe('explain', () => {
  test('tells what a number means in each product, its causes and what to check', async () => {
    const { code, stdout, stderr } = await run(['explain', '110']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatchSnapshot();
  });

  test('alone lists all', async () => {
    const { code, stdout } = await run(['explain']);
    expect(code).toBe(0);
    const text = stdout.replace(/\s+/g, ' ');
    for (const { meaning, aboutToken, codes } of SDK_ERRORS) {
      expect(text).toContain(aboutToken ? meaning : codes[0]);
    }
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('takes a line without quotes, a negative number, and standard input', async () => {
    const line = await run(['explain', 'dynamic', 'key', 'expired']);
    expect(line.stdout).toMatch(/^RTC Web /);
    expect((await run(['explain', '-10005'])).stdout).toMatch(/^RTM 2\.x -10005/);
    const piped = await run(['explain', '-'], { stdin: 'onError: 109\n' });
    expect(piped.stdout).toContain('RTC 109');
  });

  test('--json', async () => {
    const { stdout } = await run(['explain', 'Chat', '108', '--json']);
    expect(JSON.parse((await run(['explain', '108', '--json'])).stdout)).toMatchObject({
      schemaVersion: 1,
      ok: true,
      query: '108',
      errors: [{ product: 'Chat', aboutToken: true, source: expect.stringMatching(/^https:/) }],
    });
    expect(JSON.parse(stdout).errors).toMatchObject([
      { product: 'Chat', codes: ['108', 'TOKEN_EXPIRED', 'onTokenExpired', 'EMErrorTokenExpire'] },
    ]);
    expect(JSON.parse((await run(['explain', '--json'])).stdout).errors).toHaveLength(
      SDK_ERRORS.length,
    );
  });

  test.each([
    [['ERR_TOKEN_EXPIERD'], 'Similar: "ERR_TOKEN_EXPIRED"'],
    [['static key'], '"CAN_NOT_GET_GATEWAY_SERVER: dynamic use static key"'],
    [['zzz'], 'To list all that are known: agora-token explain'],
    [['RTM', '110'], 'in RTM'],
    [['RTM', '110'], '110 is known in RTC, Chat and cloud recording: agora-token explain 110'],
    [['login failed: 999'], 'in RTM'],
    [['--', '-10999'], 'in RTM'],
    [['RTC error 16'], 'hint: 16 is known in Chat: agora-token explain 16'],
    [['Chat: error 777'], 'agora-token explain --product chat'],
    [['110', '--product', 'whiteboard'], 'in the whiteboard'],
  ])('the unknown %j says what else there is, exit 2', async (args, hint) => {
    const { code, stdout, stderr } = await run(['explain', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.replace(/\s+/g, ' ')).toContain(hint);
  });

  test.each([
    '99999',
    '-10099',
    'error',
    'agora error code failed',
    'failed',
    'x'.repeat(200),
    'hello',
  ])('nothing is similar to %s', async (query) => {
    const { code, stderr } = await run(['explain', '--', query]);
    expect(code).toBe(2);
    expect(stderr).not.toContain('Similar');
  });

  test.each([
    ['rtc', ['RTC', 'RTC Web']],
    ['rtm', []],
    ['chat', ['Chat']],
    ['recording', ['Cloud Recording']],
  ])('--product %s narrows 110', async (product, products) => {
    const { code, stdout } = await run(['explain', '110', '--product', product, '--json']);
    const found = code === 0 ? JSON.parse(stdout).errors : [];
    expect(found.map((error: { product: string }) => error.product)).toEqual(products);
  });

  test('--product is kept to, whatever the text says', async () => {
    const argv = ['explain', 'Chat login failed: 5', '--product', 'rtm', '--json'];
    expect(JSON.parse((await run(argv)).stdout).errors).toMatchObject([{ product: 'RTM 1.x' }]);
  });

  test('--product alone lists that product', async () => {
    const { stdout } = await run(['explain', '--product', 'whiteboard']);
    expect(stdout).toContain('token access room forbidden');
    expect(stdout).not.toContain('RTC');
  });

  test('an unknown product names those that there are', async () => {
    const { code, stderr } = await run(['explain', '110', '--product', 'video']);
    expect(code).toBe(2);
    expect(stderr).toContain('rtc, rtm, chat, whiteboard, recording, convoai');
  });

  test('says where it is from, and what is not about the token', async () => {
    const { stdout } = await run(['explain', 'joinChannel returned -17']);
    expect(stdout).toContain('It is not about the token.');
    expect(stdout).toContain('source: https://docs.agora.io/');
  });

  test.each([
    'a',
    '错',
    '1 ',
    'code:1 ',
    'ERR_INVALID_TOKEN ',
    'http ',
    'cname ',
    'error 110 ',
    '. ',
    "'",
  ])('256 KiB of %j is answered', (piece) => {
    const text = piece.repeat(Math.ceil(2 ** 18 / piece.length));
    expect(findErrors(text).length).toBeLessThan(20);
  });

  test('an unknown text is shown without control characters', async () => {
    const { stderr } = await run(['explain', '\x1b[2J']);
    expect(stderr).not.toContain('\x1b');
  });
});
