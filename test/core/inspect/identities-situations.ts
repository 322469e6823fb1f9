import { ISSUED } from '../../helpers/demo.js';
import {
  chat,
  classroom,
  rtc,
  rtc006,
  rtmService,
  token003,
  token006,
  token007,
} from './tokens.js';

/** Whom is it for? */

export const CHANNEL = '7d72365eb983485397e3e3f9d460bdda';
export const UID = '2882341273';
const UUID = '8d4b0a30-53e8-41ec-b7f4-4bd4cd6f5ea7';
const OTHER_UUID = '00000000-53e8-41ec-b7f4-4bd4cd6f5ea7';
export const OTHER_APP = `${'a'.repeat(31)}b`;
export const END = ISSUED + 3600;
const rtm006 = (user: string) => token006({ 1000: END }, { channel: user, uid: '' });

type Situation = [
  what: string,
  token: string,
  args: readonly string[],
  exitCode: number,
  codes: readonly string[],
  /** What a line of the report says. */
  says: string,
];

export const IDENTITIES: Situation[] = [
  // A uid is a number, an account is in quotes.
  ['a uid', rtc(), [], 0, [], 'RTC        publisher, channel "demo", uid 42\n'],
  ['an account', rtc({ uid: 'alice' }), ['--account', 'alice'], 0, [], 'account "alice"'],
  [
    'digits that are too large for a uid',
    rtc({ uid: '4294967296' }),
    ['-a', '4294967296'],
    0,
    [],
    'account "4294967296"',
  ],
  ['digits with a zero in front', rtc({ uid: '042' }), ['-a', '042'], 0, [], 'account "042"'],
  ['the largest uid', rtc({ uid: '4294967295' }), ['-u', '4294967295'], 0, [], 'uid 4294967295'],
  [
    'another uid',
    rtc(),
    ['-u', '7'],
    7,
    ['uid-mismatch'],
    'refused: token is for uid 42, you expect 7',
  ],
  [
    'a uid for an account',
    rtc(),
    ['-a', 'alice'],
    7,
    ['uid-mismatch'],
    'refused: token is for uid 42, you expect "alice"',
  ],
  [
    'an account for a uid',
    rtc({ uid: 'alice' }),
    ['-u', '7'],
    7,
    ['uid-mismatch', 'uid-string-account'],
    'refused: token is for account "alice", you expect 7',
  ],
  [
    '003',
    token003(),
    ['-u', '7', '-c', 'demo'],
    7,
    ['uid-mismatch', 'obsolete-format'],
    'refused: token is for uid 42, you expect 7',
  ],
  // A negative uid is the same 32 bits.
  [
    'a negative uid',
    rtc({ uid: '4294967295' }),
    ['--uid=-1'],
    0,
    ['uid-negative'],
    'uid -1 is compared as 4294967295',
  ],
  [
    'the smallest',
    rtc({ uid: '2147483648' }),
    ['--uid', '-2147483648'],
    0,
    ['uid-negative'],
    'uid -2147483648 is compared as 2147483648',
  ],
  [
    'a negative one of another user',
    rtc(),
    ['--uid', '-42'],
    7,
    ['uid-mismatch', 'uid-negative'],
    'you expect 4294967254',
  ],
  ['zeros in front', rtc(), ['--uid', '0042'], 0, [], 'uid 42'],
  ['minus nothing', rtc({ uid: '' }), ['--uid', '-0'], 0, [], 'any user'],
  // 006 has CRCs.
  [
    '006, both expected',
    rtc006(END),
    ['-c', 'demo', '-u', '42'],
    0,
    ['legacy-format', 'crc-fits'],
    'info: channel and uid fit',
  ],
  [
    '006, another channel',
    rtc006(END),
    ['-c', 'Demo', '-u', '42'],
    7,
    ['channel-mismatch', 'legacy-format', 'crc-fits'],
    'refused: token is for channel "demo", you expect "Demo" (letter case)',
  ],
  [
    '006, another uid',
    rtc006(END),
    ['-c', 'demo', '-u', '7'],
    7,
    ['uid-mismatch', 'legacy-format', 'crc-fits', 'signature-unchecked'],
    'refused: token is for uid 42 (by its CRC-32), you expect 7',
  ],
  [
    '006, nothing expected',
    rtc006(END),
    [],
    0,
    ['legacy-format', 'signature-unchecked'],
    'uid 42 (by\n             its CRC-32 841265288)',
  ],
  [
    '006, several uids',
    rtc006(END, { uid: UID }),
    [],
    0,
    ['legacy-format', 'signature-unchecked'],
    'uid one of\n             74924804, 273003742',
  ],
  [
    '006, an account',
    rtc006(END, { uid: 'alice-who-has-no-number' }),
    [],
    0,
    ['legacy-format', 'signature-unchecked'],
    'CRC-32',
  ],
  [
    '006, any uid',
    rtc006(END, { uid: '' }),
    ['-c', 'demo', '-u', '7'],
    0,
    ['uid-wildcard', 'legacy-format', 'crc-fits'],
    'any user',
  ],
  [
    '006 for RTM',
    rtm006('alice'),
    ['--user-id', 'alice'],
    0,
    ['legacy-format', 'crc-fits'],
    'user id "alice"',
  ],
  [
    '006 for RTM, another',
    rtm006('alice'),
    ['--user-id', 'bob'],
    7,
    ['user-id-mismatch', 'legacy-format', 'signature-unchecked'],
    'refused: token is not for user id "bob"',
  ],
  // Only the Chat server can tell whose a UUID is.
  [
    'Chat with a UUID, a name expected',
    chat(UUID),
    ['--user-id', 'alice'],
    0,
    ['chat-user-uuid'],
    'only the Chat server can tell whose it is',
  ],
  [
    'Chat with a UUID, another expected',
    chat(UUID),
    ['--user-id', OTHER_UUID],
    7,
    ['user-id-mismatch', 'chat-user-uuid'],
    'refused: token is for user id',
  ],
  [
    'Chat with another name',
    chat('bob'),
    ['--user-id', 'alice'],
    7,
    ['user-id-mismatch'],
    'refused: token is for user id "bob", you expect "alice"',
  ],
  [
    'Chat of a classroom, another user',
    classroom('01'.repeat(16)),
    ['--service', 'chat', '--user-id', 'bob'],
    7,
    ['user-id-mismatch', 'apaas-chat-user'],
    'refused: ',
  ],
  [
    'Chat with a UUID beside RTM for another',
    token007([rtmService('bob'), { name: 'chat', userId: UUID, privileges: [[1, 3600]] }]),
    ['--user-id', 'alice'],
    7,
    ['user-id-mismatch', 'chat-user-uuid'],
    'refused: token is for user id "bob"',
  ],
  // Wildcards.
  [
    'any channel',
    rtc({ channel: '*' }),
    ['-c', 'demo'],
    0,
    ['channel-wildcard'],
    'valid: publisher of channels like "*"',
  ],
  [
    'a pattern',
    rtc({ channel: '1*a*2' }),
    ['-c', '1bac2'],
    0,
    ['channel-wildcard'],
    'is a pattern',
  ],
  [
    'a pattern whose middle overlaps its end',
    rtc({ channel: 'a*b*b' }),
    ['-c', 'ab'],
    7,
    ['channel-mismatch', 'channel-wildcard'],
    'refused: ',
  ],
  [
    'an error of a classroom on an RTC token',
    rtc(),
    ['--error', '600001'],
    0,
    ['not-decidable'],
    'valid: publisher of "demo"',
  ],
  [
    'no privilege to join',
    rtc({ privileges: [[2, 3600]] }),
    [],
    7,
    ['join-missing'],
    'refused: no privilege to join is in it',
  ],
];
