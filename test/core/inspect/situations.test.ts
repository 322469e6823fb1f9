import { expect, test } from 'vitest';
import { APP_ID, ISSUED } from '../../helpers/demo.js';
import { run, type World } from '../../helpers/run.js';
import {
  all,
  apaas,
  chat,
  rtc,
  rtc006,
  rtcService,
  rtmService,
  token003,
  token006,
  token007,
  uuid1,
  whiteboard,
} from './tokens.js';

/**
 * What people reported in public, rebuilt with the demo project: the token that they had, what they
 * knew, and what the first line that explains it must say.
 */
type Situation = [
  reported: string,
  token: string,
  args: readonly string[],
  exitCode: number,
  codes: readonly string[],
  says: string,
  world?: World,
];

const DAY = 86_400;
const EMAIL = 'alice@example.com';
const UUID = '8d4b0a30-53e8-41ec-b7f4-4bd4cd6f5ea7';

const SITUATIONS: Situation[] = [
  [
    'a token for 1234, joined with 0',
    rtc({ uid: '1234' }),
    ['--uid', '0'],
    7,
    ['uid-mismatch'],
    'Join with uid 1234',
  ],
  [
    'a random uid in the client',
    rtc({ uid: '1' }),
    ['--uid', '3829'],
    7,
    ['uid-mismatch'],
    'sign a token for 3829 (or 0 for any uid)',
  ],
  [
    'the same, with a 006 token',
    rtc006(ISSUED + 3600, { uid: '1' }),
    ['--channel', 'demo', '--uid', '3829'],
    7,
    ['uid-mismatch'],
    'token is not for uid 3829: its CRC-32 is not the',
  ],
  [
    'a UUID as the uid, joined with a number',
    rtc({ uid: UUID }),
    [],
    0,
    ['uid-string-account'],
    'is a string account',
  ],
  [
    'an e-mail address as the uid',
    rtc({ uid: EMAIL }),
    ['--error', '110'],
    0,
    ['uid-string-account'],
    'fails with 110',
  ],
  [
    'the Console token used to log in to RTM',
    rtc({ uid: '' }),
    ['--service', 'rtm'],
    7,
    ['service-missing'],
    'it has RTC',
  ],
  [
    'an RTC token and error -10005',
    rtc(),
    ['--error', '-10005'],
    7,
    ['service-missing'],
    'no RTM service',
  ],
  [
    'an RTC token and RTM login error 5',
    rtc(),
    ['--error', 'LOGIN_ERR_INVALID_TOKEN'],
    7,
    ['service-missing'],
    'no RTM service',
  ],
  [
    'a cached token of yesterday',
    rtc(),
    [],
    5,
    ['expired'],
    'Sign a new token',
    { now: ISSUED + DAY },
  ],
  [
    'expiry computed once at start-up',
    rtc006(ISSUED + 3600),
    [],
    5,
    ['expired'],
    'ended 2 hours ago',
    { now: ISSUED + 3 * 3600 },
  ],
  [
    'a token for 7 days after 24 hours',
    rtc({ privileges: all(7 * DAY) }, { lifetime: 7 * DAY }),
    ['--error', 'dynamic key or token timeout'],
    5,
    ['expired', 'lifetime-over-24h'],
    "Agora's limit",
    { now: ISSUED + DAY + 1 },
  ],
  [
    'a token for a year',
    rtc({ privileges: all(365 * DAY) }, { lifetime: 365 * DAY }),
    [],
    0,
    ['lifetime-over-24h'],
    'lifetime of 365 days',
  ],
  [
    'now + 3600 given to a 007 builder',
    rtc({ privileges: all(ISSUED + 3600) }, { lifetime: ISSUED + 3600 }),
    [],
    0,
    ['lifetime-looks-absolute', 'privilege-looks-absolute'],
    'looks like a Unix timestamp',
  ],
  [
    '100000 given to a 006 builder',
    rtc006(100_000),
    [],
    5,
    ['expired', 'privilege-looks-relative'],
    'value 100000',
  ],
  [
    '12 given to a 006 builder',
    rtc006(12),
    ['--error', '109'],
    5,
    ['privilege-looks-relative'],
    '1970-01-01 00:00:12',
  ],
  [
    'an argument too many: the role became the expiry',
    rtc006(1),
    ['--error', '109'],
    5,
    ['expired', 'privilege-looks-like-role'],
    'channel, uid, role, expiry',
  ],
  [
    'the 006 call on a 007 builder',
    rtc({ privileges: all(0) }, { lifetime: ISSUED + 3600 }),
    [],
    0,
    ['lifetime-looks-absolute', 'privilege-never-expires'],
    'no expiry callback',
  ],
  [
    'a subscriber that can publish',
    rtc({ privileges: [[1, 3600]] }),
    [],
    0,
    ['subscriber-only'],
    'co-host authentication',
  ],
  [
    'a subscriber that shall publish',
    rtc({ privileges: [[1, 3600]] }),
    ['--error', '119', '--role', 'publisher'],
    7,
    ['role-mismatch'],
    'no publish privilege',
  ],
  [
    'no callback before the end',
    rtc({ privileges: all(0) }),
    [],
    0,
    ['privilege-never-expires'],
    "Set the privileges' expiry",
  ],
  [
    'a lifetime of 60 s',
    rtc({ privileges: all(60) }, { lifetime: 60 }),
    [],
    0,
    ['short-lifetime'],
    'lifetime of 60 s',
  ],
  [
    'a channel that differs in case',
    rtc({ channel: 'MyRoom' }),
    ['--channel', 'myroom'],
    7,
    ['channel-mismatch'],
    'differ only in letter case',
  ],
  [
    'a channel with a line break, 006',
    rtc006(ISSUED + 60, { channel: 'room\n' }),
    ['--channel', 'room', '--uid', '42'],
    7,
    ['channel-mismatch'],
    'surrounding white space',
  ],
  [
    'a percent-encoded channel',
    rtc({ channel: 'my%20room' }),
    ['--channel', 'my room'],
    7,
    ['channel-mismatch'],
    'percent-encoding',
  ],
  [
    'the certificate of another project',
    rtc({}, { certificate: 'a'.repeat(32) }),
    [],
    6,
    ['signature-mismatch'],
    'from another project or was rotated',
  ],
  [
    'a changed character behind the signature',
    rtc({ uid: '43' }, { certificate: 'a'.repeat(32) }),
    ['--uid', '42'],
    6,
    ['signature-mismatch', 'uid-mismatch'],
    'altered',
  ],
  [
    'the App ID of another project',
    rtc(),
    ['--app-id', 'b'.repeat(32)],
    7,
    ['app-id-mismatch'],
    'Use the App ID and certificate of the same project',
  ],
  ['a token whose + became spaces', plusLost(), [], 0, ['repaired-plus'], ''],
  [
    'a token encoded by encodeURIComponent',
    encodeURIComponent(rtc()),
    [],
    0,
    ['repaired-percent-encoding'],
    '',
  ],
  ['a token with a line break and quotes', `"${rtc()}"\n`, [], 0, ['repaired-quotes'], ''],
  [
    'a token with its header',
    `Authorization: agora token=${rtc()}`,
    [],
    0,
    ['repaired-prefix'],
    '',
  ],
  [
    'agora-access-token',
    rtc006(ISSUED + 3600),
    ['--channel', 'demo', '--uid', '42'],
    0,
    ['legacy-format'],
    'Prefer 007',
  ],
  ['a dynamic key', token003(), [], 0, ['obsolete-format'], 'SDKs before 2.1'],
  [
    'a published token with privilege 2 alone',
    token006({ 2: ISSUED + 3600 }),
    ['--error', '110'],
    7,
    ['join-missing'],
    'no privilege to join is in it',
  ],
  [
    'an RTM token whose user is the channel',
    token006({ 1000: ISSUED + 3600 }, { channel: '0', uid: '0' }),
    ['--user-id', 'alice'],
    7,
    ['user-id-mismatch'],
    'not for user id "alice"',
  ],
  [
    'a participant with the uid of the recorder',
    rtc({ uid: '999' }),
    ['--uid', '1'],
    7,
    ['uid-mismatch'],
    'uid 999',
  ],
  [
    'a recording of 3 hours with a token of 1',
    rtc(),
    ['--expires-in', '3h'],
    8,
    ['expiring-soon'],
    'must stay valid for 3 hours',
  ],
  [
    'an agent with enable_rtm and no RTM',
    rtc(),
    ['--service', 'rtm'],
    7,
    ['service-missing'],
    '--with rtm',
  ],
  ['the uuid of the Chat user', chat(UUID), [], 0, ['chat-user-uuid'], 'user name'],
  ['a Chat user in upper case', chat('Alice'), [], 0, ['chat-user-uppercase'], 'Sign for "alice"'],
  [
    'the Chat app token in a client',
    chat('', 2),
    ['--error', 'Chat login failed, error code: 104'],
    0,
    ['chat-app-token'],
    'a client cannot log in',
  ],
  [
    'an empty channel from the environment',
    rtc({ channel: '' }),
    [],
    0,
    ['channel-wildcard'],
    'an environment variable may be empty',
  ],
  ['an empty uid', rtc({ uid: '' }), [], 0, ['uid-wildcard'], 'any user'],
  ['the string "0"', rtc({ uid: '0' }), [], 0, ['uid-literal-text'], 'Pass the uid as a number'],
  [
    'undefined as the uid',
    rtc({ uid: 'undefined' }),
    [],
    0,
    ['uid-literal-text'],
    'missing or wrongly typed',
  ],
  [
    'join for 10 minutes, publish for an hour',
    rtc({
      privileges: [
        [1, 600],
        [2, 3600],
      ],
    }),
    [],
    0,
    ['join-ends-before-publish'],
    'removed from the channel',
  ],
  [
    'the whiteboard of another room',
    whiteboard('ROOM', { uuid: 'r1', role: '1' }),
    ['--error', 'token access room forbidden', '--uuid', 'r2'],
    7,
    ['uuid-mismatch', 'whiteboard-permanent'],
    'not for "r2"',
  ],
  [
    '"lifespan": 600',
    whiteboard('TASK', { uuid: 't', expireAt: ISSUED * 1000 + 600, nonce: uuid1(ISSUED) }),
    [],
    5,
    ['expired', 'whiteboard-short-lifespan'],
    'milliseconds',
  ],
  [
    'the permanent admin token of the Console',
    whiteboard('SDK', { role: '0' }),
    [],
    0,
    ['whiteboard-permanent-admin'],
    'Keep it on your server',
  ],
  [
    'a token server whose clock is ahead',
    rtc(),
    [],
    0,
    ['issued-in-future'],
    'NTP',
    { now: ISSUED - 600 },
  ],
  [
    'a template that nobody filled in',
    rtc({ channel: '<YOUR CHANNEL NAME>' }),
    [],
    0,
    ['placeholder'],
    'placeholder',
  ],
  ['a classroom whose role 0 was lost', apaas(-1), [], 0, ['apaas-role-lost'], 'loses role 0'],
  [
    'a channel with a slash',
    rtc({ channel: 'a/b' }),
    ['--error', '102'],
    0,
    ['channel-invalid-character'],
    'at position 2',
  ],
  [
    'RTC and RTM whose user ids differ',
    token007([rtcService({ uid: '42' }), rtmService('alice')]),
    ['--uid', '42', '--user-id', 'bob'],
    7,
    ['user-id-mismatch'],
    '"alice"',
  ],
  [
    'a token with asterisks behind',
    `${rtc()}****`,
    [],
    0,
    ['trailing-bytes'],
    'something was pasted after it',
  ],
];

test.each(SITUATIONS)('%s', async (_, token, args, exitCode, codes, says, world) => {
  const argv = ['inspect', token, '--profile', 'demo', '--json', ...args];
  const { code, stdout } = await run(argv, world);
  const { findings } = JSON.parse(stdout) as {
    findings: { code: string; message: string; fix?: string }[];
  };
  expect(findings.map((finding) => finding.code)).toEqual(expect.arrayContaining([...codes]));
  expect(findings.map(({ message, fix }) => `${message}. ${fix ?? ''}`).join('\n')).toContain(says);
  expect(code).toBe(exitCode);
});

test.each([
  ['the App ID in the place of the token', APP_ID, 'app-id-not-token'],
  ['the empty token of a builder', '', 'empty'],
  ['a token cut by a form', rtc().slice(0, 90), 'truncated'],
])('%s', async (_, token, reason) => {
  const { code, stdout } = await run(['inspect', token, '--json']);
  const { verdict, error } = JSON.parse(stdout);
  expect({ code, verdict }).toEqual({ code: 4, verdict: 'malformed' });
  expect(error.reason).toBe(reason);
});

function plusLost(): string {
  for (let uid = 1; ; uid++) {
    const token = rtc({ uid: String(uid) });
    if (token.includes('+')) return token.replaceAll('+', ' ');
  }
}
