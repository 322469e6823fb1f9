import { describe, expect, test } from 'vitest';
import { FINDING_SEVERITY, type FindingCode } from '../../../src/core/finding.js';
import { findErrors } from '../../../src/core/inspect/find-error.js';
import type { Expectations, InspectInput } from '../../../src/core/inspect/types.js';
import { APP_ID, handMade, ISSUED, str, text, u16, u32 } from '../../helpers/demo.js';
import { pairsOf, tokenOf } from '../../helpers/whiteboard.js';
import {
  all,
  apaas,
  chat,
  classroom,
  codesOf,
  dynamicKey1,
  judge,
  rtc,
  rtc006,
  rtcService,
  rtmService,
  signaling,
  token003,
  token004,
  token005,
  token006,
  token007,
  uuid1,
  whiteboard,
} from './tokens.js';

const expects = (expectations: Expectations): Partial<InspectInput> => ({ expectations });
const at = (seconds: number): Partial<InspectInput> => ({ now: ISSUED + seconds });
const DAY = 86_400;
/** Publishes for a minute of the hour. */
const AUDIO_THEN_VIDEO = [
  [1, 3600],
  [2, 1000],
  [3, 1010],
] as const;
const PUBLISH_60 = [[1, 3600], ...[2, 3, 4].map((id) => [id, 60] as const)] as const;
const OTHER_APP = `${'a'.repeat(31)}b`;

/** A token, and how it is looked at. */
type Look = readonly [token: string, input?: Partial<InspectInput>];

/**
 * For every code: what has it and what nearly has it. The second part of the message is what must be
 * said of the first token.
 */
const CASES: readonly (readonly [FindingCode, has: Look, hasNot: Look, says: string])[] = [
  ['expired', [rtc(), at(3600)], [rtc(), at(3599)], 'expired 0 seconds ago'],
  [
    'expired',
    [rtc(), at(3900)],
    [rtc(), at(0)],
    'expired 5 minutes ago (at 2023-11-14 23:13:20 UTC)',
  ],
  [
    'expired',
    [rtc({ privileges: all(600) }), at(700)],
    [
      rtc({
        privileges: [
          [1, 3600],
          [2, 600],
        ],
      }),
      at(700),
    ],
    'the join-channel privilege ended 1 minute 40 seconds ago',
  ],
  [
    'expired',
    [rtc({}, { lifetime: 7 * DAY }), at(3601)],
    [rtc({ privileges: all(0) }, { lifetime: 7 * DAY }), at(DAY - 1)],
    'join-channel privilege ended',
  ],
  [
    'expired',
    [rtc({ privileges: all(7 * DAY) }, { lifetime: 7 * DAY }), at(DAY)],
    [rtc({ privileges: all(7 * DAY) }, { lifetime: 7 * DAY }), at(DAY - 1)],
    "at Agora's limit of 24 hours",
  ],
  ['expired', [rtc006(ISSUED + 600), at(600)], [rtc006(ISSUED + 600), at(599)], 'join-channel'],
  ['expired', [token003(), at(3600)], [token003(), at(3599)], 'expired'],
  ['expired', [signaling(), at(3600)], [signaling(), at(3599)], 'expired'],
  [
    'expired',
    [whiteboard('SDK', { expireAt: ISSUED * 1000 }), at(0)],
    [whiteboard('SDK'), at(99 * DAY)],
    'Users already in the room are not affected',
  ],
  [
    'signature-mismatch',
    [
      rtc(),
      {
        signature: {
          status: 'invalid',
          tried: [
            { profile: 'dev', certificate: 'primary' },
            { profile: 'dev', certificate: 'secondary' },
          ],
        },
      },
    ],
    [rtc()],
    'the primary certificate and secondary certificate of profile "dev"',
  ],
  [
    'signature-mismatch',
    [
      whiteboard('SDK'),
      { signature: { status: 'invalid', tried: [{ profile: 'dev', certificate: 'whiteboard' }] } },
    ],
    [whiteboard('SDK')],
    'the whiteboard secret key of profile "dev"',
  ],
  [
    'app-id-mismatch',
    [rtc(), expects({ appId: OTHER_APP })],
    [rtc(), expects({ appId: APP_ID })],
    APP_ID,
  ],
  [
    'app-id-mismatch',
    [rtc(), expects({ appId: APP_ID.toLowerCase() })],
    [rtc(), expects({ appId: APP_ID })],
    'differ only in letter case',
  ],
  [
    'app-id-mismatch',
    [whiteboard('SDK'), expects({ appId: APP_ID })],
    [whiteboard('SDK')],
    'no App ID',
  ],
  ['app-id-malformed', [oddAppId(`${APP_ID} `)], [oddAppId(APP_ID)], 'white space around it'],
  ['app-id-malformed', [oddAppId('demo')], [oddAppId(`${'f'.repeat(31)}0`)], 'not 32 hex'],
  [
    'channel-mismatch',
    [rtc(), expects({ channel: 'test' })],
    [rtc(), expects({ channel: 'demo' })],
    '"demo", but you expect "test"',
  ],
  [
    'channel-mismatch',
    [rtc(), expects({ channel: 'Demo' })],
    [rtc({ channel: '' }), expects({ channel: 'Demo' })],
    'only in letter case',
  ],
  [
    'channel-mismatch',
    [rtc(), expects({ channel: 'demo ' })],
    [rtc({ channel: 'de*' }), expects({ channel: 'demo ' })],
    'surrounding white space',
  ],
  [
    'channel-mismatch',
    [rtc({ channel: 'a%20b' }), expects({ channel: 'a b' })],
    [rtc({ channel: 'a b' }), expects({ channel: 'a b' })],
    'percent-encoding',
  ],
  [
    'channel-mismatch',
    [rtc({ channel: 'a*b' }), expects({ channel: 'acd' })],
    [rtc({ channel: 'a*b' }), expects({ channel: 'acb' })],
    '"a*b"',
  ],
  [
    'channel-mismatch',
    [rtc006(ISSUED + 60), expects({ channel: 'Demo' })],
    [rtc006(ISSUED + 60), expects({ channel: 'demo' })],
    'token is for channel "demo"',
  ],
  [
    'channel-mismatch',
    [rtc006(ISSUED + 60), expects({ channel: 'nothing like it' })],
    [rtc006(ISSUED + 60), expects({ channel: 'demo' })],
    'CRC-32',
  ],
  [
    'channel-mismatch',
    [token007([rtmService('alice')]), expects({ channel: 'demo' })],
    [token007([rtmService('alice'), rtcService()]), expects({ channel: 'demo' })],
    'a token for RTM has no channel, but you expect "demo"',
  ],
  [
    'uid-mismatch',
    [rtc(), expects({ uid: '7' })],
    [rtc(), expects({ uid: '42' })],
    'token is for uid 42, but you expect 7',
  ],
  [
    'uid-mismatch',
    [rtc(), expects({ uid: '0' })],
    [rtc({ uid: '' }), expects({ uid: '7' })],
    'token is for uid 42, but you expect 0',
  ],
  [
    'uid-mismatch',
    [rtc({ uid: '042' }), expects({ uid: '42' })],
    [rtc({ uid: '*' }), expects({ uid: '42' })],
    'leading zeros',
  ],
  [
    'uid-mismatch',
    [rtc({ uid: '-1' }), expects({ uid: '4294967295' })],
    [rtc({ uid: '4294967295' }), expects({ uid: '4294967295' })],
    'same 32 bits',
  ],
  [
    'uid-mismatch',
    [rtc({ uid: 'alice' }), expects({ account: 'Alice' })],
    [rtc({ uid: 'alice' }), expects({ account: 'alice' })],
    'account "alice"',
  ],
  [
    'uid-mismatch',
    [rtc006(ISSUED + 60), expects({ uid: '7' })],
    [rtc006(ISSUED + 60), expects({ uid: '42' })],
    'CRC-32',
  ],
  [
    'uid-mismatch',
    [token003(), expects({ uid: '7' })],
    [token003(), expects({ uid: '42' })],
    'token is for uid 42',
  ],
  [
    'uid-mismatch',
    [token007([rtmService('alice')]), expects({ uid: '42' })],
    [rtc006(ISSUED + 60, { uid: '' }), expects({ uid: '42' })],
    'has no uid, but you expect ',
  ],
  [
    'uid-mismatch',
    [rtc({ uid: '0' }), expects({ uid: '0' })],
    [rtc({ uid: '' }), expects({ uid: '0' })],
    'the number 0, which means any uid',
  ],
  [
    'uid-mismatch',
    [rtc006(ISSUED + 60, { uid: '0' }), expects({ uid: '0' })],
    [rtc({ uid: '0' }), expects({ account: '0' })],
    'the user "0", a text',
  ],
  [
    'user-id-mismatch',
    [token007([rtmService('alice')]), expects({ userId: 'bob' })],
    [token007([rtmService('alice')]), expects({ userId: 'alice' })],
    '"alice", but you expect "bob"',
  ],
  [
    'user-id-mismatch',
    [chat('alice'), expects({ userId: 'alicia' })],
    [chat('alice'), expects({ userId: 'ALICE' })],
    'but you expect "alicia"',
  ],
  [
    'user-id-mismatch',
    [token007([rtmService('alice')]), expects({ userId: 'ALICE' })],
    [chat('Alice'), expects({ userId: 'alice' })],
    'only in letter case',
  ],
  [
    'user-id-mismatch',
    [token006({ 1000: ISSUED + 60 }, { channel: 'alice', uid: '' }), expects({ userId: 'bob' })],
    [token006({ 1000: ISSUED + 60 }, { channel: 'alice', uid: '' }), expects({ userId: 'alice' })],
    'CRC-32',
  ],
  [
    'user-id-mismatch',
    [rtc(), expects({ userId: 'alice' })],
    [apaas(1), expects({ userId: 'alice' })],
    'has no user id, but you expect ',
  ],
  [
    'room-mismatch',
    [apaas(-1, { roomUuid: '' }), expects({ room: 'r' })],
    [apaas(1, { roomUuid: 'r' }), expects({ room: 'r' })],
    'has no room, but you expect ',
  ],
  [
    'user-id-mismatch',
    [chat('', 2), expects({ userId: 'alice' })],
    [chat('alice'), expects({ userId: 'alice' })],
    'a Chat app token, which is for the REST API and for no user, but you expect "alice". To log in, sign a user token',
  ],
  [
    'user-id-mismatch',
    [token007([rtmService('*')]), expects({ userId: 'alice' })],
    [token007([rtmService('*')]), expects({ userId: '*' })],
    '"*"',
  ],
  [
    'room-mismatch',
    [apaas(1), expects({ room: 'room2' })],
    [apaas(1), expects({ room: 'room1' })],
    '"room1", but you expect "room2"',
  ],
  [
    'room-mismatch',
    [rtc(), expects({ room: 'room1' })],
    [apaas(2), expects({ room: 'room1' })],
    'a token for RTC has no room, but you expect ',
  ],
  [
    'uuid-mismatch',
    [whiteboard('ROOM', { uuid: 'u1' }), expects({ uuid: 'u2' })],
    [whiteboard('ROOM', { uuid: 'u1' }), expects({ uuid: 'u1' })],
    'token is for "u1", not for "u2"',
  ],
  [
    'uuid-mismatch',
    [rtc(), expects({ uuid: 'u1' })],
    [whiteboard('SDK'), expects({ uuid: 'u1' })],
    'has no room or task UUID, but you expect ',
  ],
  [
    'role-mismatch',
    [rtc({ privileges: [[1, 3600]] }), expects({ role: 'publisher' })],
    [rtc(), expects({ role: 'publisher' })],
    'no publish privilege',
  ],
  [
    'role-mismatch',
    [rtc(), expects({ role: 'subscriber' })],
    [rtc({ privileges: [[1, 3600]] }), expects({ role: 'subscriber' })],
    'may publish',
  ],
  [
    'role-mismatch',
    [rtc({ privileges: PUBLISH_60 }), { ...expects({ role: 'publisher' }), ...at(100) }],
    [rtc({ privileges: PUBLISH_60 }), { ...expects({ role: 'publisher' }), ...at(59) }],
    'the publish privileges ended 40 seconds ago (at 2023-11-14 22:14:20 UTC), which leaves a subscriber',
  ],
  [
    'role-mismatch',
    [rtc({ privileges: PUBLISH_60 }), { ...expects({ role: 'subscriber' }), ...at(59) }],
    [rtc({ privileges: PUBLISH_60 }), { ...expects({ role: 'subscriber' }), ...at(60) }],
    'may publish',
  ],
  [
    'role-mismatch',
    [
      token006({ 1: ISSUED + 3600, 2: ISSUED + 60 }),
      { ...expects({ role: 'publisher' }), ...at(60) },
    ],
    [rtc(), { ...expects({ role: 'publisher' }), ...at(3600) }],
    'the publish privileges ended 0 seconds ago',
  ],
  [
    'role-mismatch',
    [whiteboard('SDK', { role: '2' }), expects({ role: 'writer' })],
    [whiteboard('SDK', { role: '1' }), expects({ role: 'writer' })],
    '"reader", but you expect writer',
  ],
  [
    'role-mismatch',
    [token007([rtmService('alice')]), expects({ role: 'publisher' })],
    [token007([rtmService('alice'), rtcService()]), expects({ role: 'publisher' })],
    'has no such role, but you expect ',
  ],
  [
    'role-mismatch',
    [rtc(), expects({ role: 'admin' })],
    [whiteboard('SDK', { role: '0' }), expects({ role: 'admin' })],
    'has no such role, but you expect ',
  ],
  [
    'service-missing',
    [rtc(), expects({ service: 'rtm' })],
    [token007([rtcService(), rtmService('a')]), expects({ service: 'rtm' })],
    'no RTM service in this token (it has RTC)',
  ],
  [
    'service-missing',
    [token007([rtmService('a')]), expects({ service: 'rtm2' })],
    [token007([{ name: 'rtm2', userId: 'a', privileges: [[1, 60]] }]), expects({ service: 'rtm' })],
    'no RTM2 service',
  ],
  [
    'service-missing',
    [whiteboard('SDK'), expects({ service: 'rtc' })],
    [whiteboard('SDK'), expects({ service: 'whiteboard' })],
    'it is a whiteboard SDK token',
  ],
  [
    'service-missing',
    [token003(), expects({ service: 'rtm' })],
    [token003(), expects({ service: 'rtc' })],
    'it is a 003 token',
  ],
  [
    'privilege-ended',
    [rtc({ privileges: PUBLISH_60 }), at(120)],
    [rtc({ privileges: PUBLISH_60 }), at(59)],
    'publish-audio, publish-video and publish-data ended 1 minute ago (at 2023-11-14 22:14:20 UTC)',
  ],
  [
    'privilege-ended',
    [
      rtc({
        privileges: [
          [1, 3600],
          [2, 60],
          [3, 120],
        ],
      }),
      at(180),
    ],
    [rtc({ privileges: all(60) }), at(180)],
    'publish-audio ended 2 minutes ago (at 2023-11-14 22:14:20 UTC) and publish-video ended 1 minute ago',
  ],
  [
    'privilege-ended',
    [token007([rtcService(), rtmService('a', 60)]), { ...at(120), ...expects({ service: 'rtc' }) }],
    [token007([rtcService(), rtmService('a', 60)]), at(120)],
    'RTM login ended 1 minute ago',
  ],
  [
    'privilege-ending-soon',
    [rtc({ privileges: PUBLISH_60 }), at(40)],
    [rtc({ privileges: PUBLISH_60 }), at(20)],
    'publish-audio, publish-video and publish-data end in 20 seconds (at 2023-11-14 22:14:20 UTC)',
  ],
  [
    'privilege-ending-soon',
    [rtc({ privileges: PUBLISH_60 }), { expiresIn: 61 }],
    [rtc({ privileges: PUBLISH_60 }), { expiresIn: 60 }],
    'and must stay valid for 1 minute 1 second',
  ],
  [
    'privilege-ending-soon',
    [rtc({ privileges: AUDIO_THEN_VIDEO }), { ...at(900), expiresIn: 105 }],
    [rtc({ privileges: AUDIO_THEN_VIDEO }), at(20)],
    'and must stay valid for 1 minute 45 seconds',
  ],
  [
    'crc-fits',
    [rtc006(ISSUED + 3600), expects({ channel: 'demo', uid: '42' })],
    [rtc006(ISSUED + 3600), expects({ channel: 'Demo', uid: '43' })],
    'channel and uid fit: they have the CRC-32 in the token',
  ],
  [
    'crc-fits',
    [rtc006(ISSUED + 3600, { uid: 'alice' }), expects({ account: 'alice' })],
    [rtc006(ISSUED + 3600, { uid: '' }), expects({ account: 'alice' })],
    'account fits: it has the CRC-32 in the token',
  ],
  [
    'uid-negative',
    [rtc({ uid: '4294967295' }), expects({ uid: '4294967295', signedUid: '-1' })],
    [rtc({ uid: '4294967295' }), expects({ uid: '4294967295' })],
    'uid -1 is compared as 4294967295',
  ],
  [
    'role-mismatch',
    [
      rtc({
        privileges: [
          [1, 3600],
          [4, 3600],
        ],
      }),
      expects({ role: 'publisher' }),
    ],
    [
      rtc({
        privileges: [
          [1, 3600],
          [3, 3600],
        ],
      }),
      expects({ role: 'publisher' }),
    ],
    'only a privilege to publish data (subscriber)',
  ],
  [
    'join-missing',
    [rtc({ privileges: [[2, 3600]] })],
    [rtc({ privileges: [[1, 3600]] })],
    'no privilege to join is in it: the RTC service has no join-channel',
  ],
  [
    'join-missing',
    [token007([{ name: 'rtm', userId: 'a', privileges: [] }])],
    [token007([{ name: 'apaas', roomUuid: 'r', userUuid: 'u', role: 1, privileges: [] }])],
    'no privilege to log in is in it',
  ],
  [
    'join-missing',
    [token006({ 2: ISSUED + 60 })],
    [token006({ 1000: ISSUED + 60 })],
    'it has publish-audio',
  ],
  [
    'privilege-looks-relative',
    [rtc006(3600)],
    [rtc006(ISSUED + 3600)],
    'value 3600, which is 1970-01-01 01:00:00 UTC',
  ],
  [
    'privilege-looks-relative',
    [rtc006(100_000)],
    [token006({ 1: ISSUED + 60, 2: 3600 })],
    '006 builders take a Unix timestamp',
  ],
  [
    'privilege-looks-like-role',
    [rtc006(1)],
    [rtc006(3)],
    'at Unix time 1: the role was probably passed',
  ],
  ['privilege-looks-like-role', [rtc006(2)], [rtc006(0)], 'at Unix time 2'],
  [
    'expiring-soon',
    [rtc(), { ...at(3300), expiresIn: 600 }],
    [rtc(), { ...at(3000), expiresIn: 600 }],
    'must stay valid for 10 minutes',
  ],
  ['expiring-soon', [rtc(), at(3301)], [rtc(), at(3300)], 'ends in 4 minutes 59 seconds'],
  [
    'expiring-soon',
    [rtc({ privileges: all(120) }, { lifetime: 120 }), at(61)],
    [rtc({ privileges: all(120) }, { lifetime: 120 }), at(30)],
    'ends in 59 seconds',
  ],
  ['issued-in-future', [rtc(), at(-60)], [rtc(), at(-5)], 'issued 1 minute in the future'],
  ['expiring-soon', [rtc(), { expiresIn: 2 * DAY }], [rtc(), { expiresIn: 3600 }], 'Ask for less'],
  [
    'issued-in-future',
    [rtc006(ISSUED + 600), at(-6)],
    [rtc006(ISSUED + 600), at(0)],
    'issued 6 seconds',
  ],
  [
    'lifetime-over-24h',
    [rtc({}, { lifetime: DAY + 1 })],
    [rtc({}, { lifetime: DAY })],
    'stops accepting it at 2023-11-15 22:13:20 UTC',
  ],
  ['lifetime-over-24h', [rtc006(ISSUED + 7 * DAY)], [rtc006(ISSUED + DAY)], 'lifetime of 7 days'],
  [
    'lifetime-over-24h',
    [rtc006(ISSUED + DAY + 61)],
    [rtc006(ISSUED + DAY + 60)],
    'lifetime of 86461 s',
  ],
  [
    'lifetime-looks-absolute',
    [rtc({}, { lifetime: ISSUED + 3600 })],
    [rtc({}, { lifetime: 999_999_999 })],
    `is ${ISSUED + 3600} s`,
  ],
  [
    'lifetime-looks-absolute',
    [rtc({}, { lifetime: 1_000_000_000 })],
    [rtc006(ISSUED + 3600)],
    'seconds from now',
  ],
  [
    'privilege-looks-absolute',
    [rtc({ privileges: all(ISSUED + 3600) })],
    [rtc({ privileges: all(999_999_999) })],
    `value ${ISSUED + 3600}`,
  ],
  [
    'privilege-looks-absolute',
    [
      rtc({
        privileges: [
          [1, 3600],
          [2, ISSUED],
        ],
      }),
    ],
    [rtc006(ISSUED + 3600)],
    'publish-audio has value',
  ],
  ['privilege-never-expires', [rtc({ privileges: all(0) })], [rtc()], 'no end of their own'],
  [
    'privilege-never-expires',
    [token006({ 1: 0 })],
    [token007([{ name: 'fpa', privileges: [[1, 0]] }])],
    'join-channel has no end of its own',
  ],
  [
    'privilege-outlives-token',
    [rtc({ privileges: all(7200) })],
    [rtc({ privileges: all(3600) })],
    "longer than the token's 1 hour",
  ],
  [
    'privilege-outlives-token',
    [token007([rtmService('a', 3601)])],
    [token007([rtmService('a', 3599)])],
    'login would last',
  ],
  [
    'join-ends-before-publish',
    [
      rtc({
        privileges: [
          [1, 600],
          [2, 3600],
        ],
      }),
    ],
    [
      rtc({
        privileges: [
          [1, 3600],
          [2, 600],
        ],
      }),
    ],
    'removed from the channel at 2023-11-14 22:23:20 UTC',
  ],
  [
    'join-ends-before-publish',
    [
      rtc({
        privileges: [
          [1, 600],
          [3, 0],
        ],
      }),
    ],
    [
      rtc({
        privileges: [
          [1, 0],
          [3, 600],
        ],
      }),
    ],
    'publish-video',
  ],
  [
    'short-lifetime',
    [rtc({ privileges: all(30) }, { lifetime: 30 })],
    [rtc({ privileges: all(61) }, { lifetime: 61 })],
    'not above the 30 s',
  ],
  ['short-lifetime', [rtc({}, { lifetime: 60 })], [rtc({ privileges: all(0) })], 'leaves 30 s'],
  ['short-lifetime', [rtc({}, { lifetime: 0 })], [rtc006(3600)], 'says that 0 counts as 24 hours'],
  ['uid-wildcard', [rtc({ uid: '' })], [rtc({ uid: '0' })], 'any user may join'],
  ['uid-wildcard', [rtc({ uid: '4*' })], [rtc({ uid: '' }), expects({ uid: '0' })], 'pattern'],
  ['uid-wildcard', [rtc006(ISSUED + 600, { uid: '' })], [rtc006(ISSUED + 600)], 'empty (0)'],
  [
    'uid-wildcard',
    [token007([rtmService('')])],
    [token006({ 1000: ISSUED + 600 }, { channel: 'a', uid: '' })],
    'user id of the RTM service is empty',
  ],
  [
    'uid-wildcard',
    [chat('')],
    [chat('', 2)],
    'the user id of the Chat service is empty: the token is for nobody in particular',
  ],
  [
    'uid-wildcard',
    [apaas(2, { userUuid: '' })],
    [apaasOf([3, 3600])],
    'the user of the APaaS service is empty',
  ],
  ['uid-wildcard', [apaasOf([2, 3600])], [apaas(2)], 'the user of the APaaS service'],
  ['uid-wildcard', [rtc({ uid: '*' })], [token007([rtmService('*')])], 'pattern'],
  ['channel-wildcard', [rtc({ channel: '' })], [rtc()], 'any channel'],
  [
    'channel-wildcard',
    [rtc({ channel: '1*a*2' })],
    [token006({ 1000: ISSUED + 600 }, { channel: '', uid: '' })],
    'pattern',
  ],
  ['channel-wildcard', [rtc006(ISSUED + 600, { channel: '' })], [rtc006(ISSUED + 600)], 'empty'],
  [
    'uid-literal-text',
    [rtc({ uid: 'undefined' })],
    [rtc({ uid: 'Undefined' })],
    'the text "undefined"',
  ],
  ['uid-literal-text', [rtc({ uid: '0' })], [token007([rtmService('0')])], 'not the number 0'],
  [
    'uid-literal-text',
    [rtc006(ISSUED + 600, { uid: 'null' })],
    [rtc006(ISSUED + 600, { uid: '1' })],
    'the text "null"',
  ],
  [
    'uid-literal-text',
    [apaas(1, { userUuid: 'undefined' })],
    [apaas(1, { userUuid: '0' })],
    'the user of the APaaS service is the text "undefined"',
  ],
  [
    'uid-string-account',
    [rtc({ uid: 'alice' })],
    [rtc({ uid: 'alice' }), expects({ account: 'alice' })],
    'fails with 110',
  ],
  [
    'uid-string-account',
    [rtc({ uid: '4294967296' })],
    [rtc({ uid: '4294967295' })],
    'string account',
  ],
  [
    'chat-user-uuid',
    [chat('8d4b0a30-53e8-11ec-b7f4-4bd4cd6f5ea7')],
    [chat('alice-8d4b0a30')],
    'is a UUID, as the REST API returns; only the Chat server can tell whose it is',
  ],
  [
    'chat-user-uuid',
    [chat('8d4b0a3053e811ecb7f44bd4cd6f5ea7')],
    [
      token007([
        { name: 'chat', userId: '6384e2b2184bcbf58eccf10ca7a6563c', privileges: [[1, 3600]] },
        { name: 'apaas', roomUuid: 'r', userUuid: 'alice', role: 1, privileges: [] },
      ]),
    ],
    'is a UUID, as the REST API returns; only the Chat server can tell whose it is',
  ],
  ['chat-user-uppercase', [chat('Alice')], [chat('alice')], 'Sign for "alice"'],
  ['chat-user-uppercase', [chat('bob.É')], [token007([rtmService('Alice')])], 'upper-case'],
  ['apaas-room-missing', [apaas(2, { roomUuid: '' })], [apaas(2)], 'not exported'],
  [
    'apaas-room-missing',
    [apaas(-1, { roomUuid: '' })],
    [
      token007([
        { name: 'apaas', roomUuid: '', userUuid: 'alice', role: -1, privileges: [[2, 3600]] },
      ]),
    ],
    'the room of the APaaS service is empty',
  ],
  [
    'apaas-chat-user',
    [classroom('alice')],
    [classroom('6384e2b2184bcbf58eccf10ca7a6563c')],
    'as the MD5 of its userUuid. Sign for the Chat user id "6384e2b2184bcbf58eccf10ca7a6563c"',
  ],
  [
    'apaas-chat-user',
    [classroom('6384e2b2184bcbf58eccf10ca7a6563d')],
    [chat('alice')],
    'does not match the classroom user "alice"',
  ],
  [
    'rtm-missing',
    [token007([rtcService(), { name: 'convoai', privileges: [] }])],
    [token007([rtcService(), rtmService('42'), { name: 'convoai', privileges: [] }])],
    'generate convoai',
  ],
  [
    'rtm-missing',
    [token007([rtcService(), { name: 'stt', privileges: [] }])],
    [rtc()],
    'enable_rtm',
  ],
  ['apaas-role-lost', [apaas(-1)], [apaas(0)], '65535'],
  ['apaas-role-lost', [apaas(-1, { roomUuid: 'r2' })], [apaas(-1, { roomUuid: '' })], 'role 0'],
  [
    'channel-invalid-character',
    [rtc({ channel: "it's" })],
    [rtc({ channel: 'it is' })],
    'character "\'" at position 3',
  ],
  [
    'channel-invalid-character',
    [rtc({ channel: 'zürich' })],
    [rtc({ channel: 'a*' })],
    'position 2',
  ],
  [
    'channel-too-long',
    [rtc({ channel: 'x'.repeat(65) })],
    [rtc({ channel: 'y'.repeat(64) })],
    '65 bytes',
  ],
  [
    'channel-too-long',
    [rtc({ channel: 'é'.repeat(33) })],
    [rtc({ channel: 'é'.repeat(32) })],
    '66 bytes',
  ],
  ['obsolete-format', [token003()], [rtc006(ISSUED + 60)], '(003)'],
  ['obsolete-format', [signaling()], [rtc()], 'Signaling'],
  [
    'unknown-service',
    [handMade(Buffer.concat([u16(1, 999), u16(0)]))],
    [handMade(Buffer.concat([u16(1, 4), u16(0)]))],
    '999',
  ],
  [
    'unknown-privilege',
    [
      rtc({
        privileges: [
          [1, 60],
          [77, 60],
        ],
      }),
    ],
    [
      rtc({
        privileges: [
          [1, 60],
          [4, 60],
        ],
      }),
    ],
    '77',
  ],
  [
    'trailing-bytes',
    [handMade(Buffer.concat([u16(1, 4), u16(0), u16(7)]))],
    [handMade(Buffer.concat([u16(1, 4), u16(0)]))],
    '2 unexpected bytes',
  ],
  [
    'placeholder',
    [rtc({ channel: '<YOUR_CHANNEL>' })],
    [rtc({ channel: 'channel' })],
    '<YOUR_CHANNEL>',
  ],
  ['placeholder', [rtc({ channel: 'your-channel' })], [rtc({ channel: 'ours' })], 'placeholder'],
  ['placeholder', [rtc({}, { appId: '0'.repeat(32) })], [rtc()], 'App ID'],
  [
    'whiteboard-permanent',
    [whiteboard('ROOM', { uuid: 'u', role: '1' })],
    [whiteboard('ROOM', { uuid: 'u', role: '1', expireAt: (ISSUED + 3600) * 1000 })],
    'never expires',
  ],
  [
    'whiteboard-permanent',
    [whiteboard('SDK', { role: '2' })],
    [whiteboard('SDK', { role: '0' })],
    'never expires',
  ],
  [
    'whiteboard-permanent-admin',
    [whiteboard('SDK', { role: '0' })],
    [whiteboard('SDK', { role: '1' })],
    'role admin',
  ],
  [
    'whiteboard-permanent-admin',
    [whiteboard('ROOM', { role: '0', uuid: 'u' })],
    [whiteboard('ROOM', { role: '0', uuid: 'u', expireAt: (ISSUED + 3600) * 1000 })],
    'forever',
  ],
  [
    'whiteboard-short-lifespan',
    [whiteboard('SDK', { expireAt: ISSUED * 1000 + 3600 })],
    [whiteboard('SDK', { expireAt: (ISSUED + 3600) * 1000 })],
    'about 3 seconds',
  ],
  [
    'whiteboard-short-lifespan',
    [whiteboard('SDK', { expireAt: ISSUED * 1000 + 86_400 })],
    [
      whiteboard('SDK', {
        expireAt: ISSUED * 1000 + 3600,
        nonce: '6c84fb90-12c4-41e1-840d-7b25c5ee775a',
      }),
    ],
    'milliseconds',
  ],
  [
    'whiteboard-repeated-key',
    [tokenOf([...pairsOf(whiteboard('ROOM')), ['role', '0'], ['role', '0'], ['a', '']])],
    [whiteboard('ROOM')],
    '"role" occurs more than once',
  ],
  [
    'whiteboard-repeated-key',
    [tokenOf([...pairsOf(whiteboard('ROOM')), ['sig', '0'.repeat(64)], ['ak', 'ak2']])],
    [tokenOf([...pairsOf(whiteboard('ROOM')), ['Role', '0']])],
    '"sig" and "ak" occur more than once',
  ],
  [
    'whiteboard-unknown-key',
    [tokenOf([...pairsOf(whiteboard('ROOM')), ['a\n', 'b']])],
    [whiteboard('ROOM', { uuid: 'u' })],
    '"a\\n" ("b")',
  ],
  [
    'whiteboard-sdk-uuid',
    [whiteboard('SDK', { uuid: 'u' })],
    [whiteboard('TASK', { uuid: 'u' })],
    'its prefix was changed',
  ],
  [
    'whiteboard-uuid-missing',
    [whiteboard('TASK')],
    [whiteboard('SDK')],
    'a task token names its task by uuid',
  ],
  [
    'uuid-mismatch',
    [whiteboard('SDK', { uuid: 'u' }), expects({ uuid: 'other' })],
    [whiteboard('SDK'), expects({ uuid: 'other' })],
    'token is for "u"',
  ],
  ['repaired-whitespace', [` ${rtc()}`], [rtc()], ''],
  ['repaired-quotes', [`"${rtc()}"`], [rtc()], ''],
  ['repaired-prefix', [`Bearer ${rtc()}`], [rtc()], ''],
  ['repaired-percent-encoding', [encodeURIComponent(rtc())], [rtc()], ''],
  ['repaired-plus', [withPlus().replaceAll('+', ' ')], [withPlus()], ''],
  ['repaired-base64', [withPlus().replaceAll('+', '-').replaceAll('/', '_')], [withPlus()], ''],
  ['token-too-long', [manyNames(80)], [manyNames(2)], 'at most 512'],
  [
    'token-too-long',
    [rtc({ channel: noise(600) })],
    [whiteboard('ROOM', { uuid: noise(600) })],
    'RTSA',
  ],
  [
    'subscriber-only',
    [rtc({ privileges: [[1, 3600]] })],
    [
      rtc({
        privileges: [
          [1, 3600],
          [2, 3600],
        ],
      }),
    ],
    'co-host',
  ],
  [
    'subscriber-only',
    [rtc({ privileges: [[1, 0]] })],
    [rtc({ privileges: [] })],
    'allows joining, not publishing',
  ],
  [
    'subscriber-only',
    [token006({ 1: ISSUED + 600 })],
    [rtc({ privileges: [[1, 3600]] }), expects({ role: 'subscriber' })],
    'allows joining, not publishing',
  ],
  ['legacy-format', [rtc006(ISSUED + 600)], [rtc()], '006'],
  ['legacy-format', [token006({ 1000: ISSUED + 600 })], [token003()], '006'],
  [
    'signed-by-secondary',
    [rtc(), { signature: { status: 'valid', profile: 'dev', certificate: 'secondary' } }],
    [rtc(), { signature: { status: 'valid', profile: 'dev', certificate: 'primary' } }],
    'profile "dev"',
  ],
  ['chat-app-token', [chat('', 2)], [chat('alice', 1)], 'REST'],
  [
    'signature-unchecked',
    [rtc(), { signature: { status: 'unchecked', reason: 'no certificate is at hand' } }],
    [rtc()],
    'no certificate is at hand',
  ],
  [
    'not-expired',
    [rtc(), { error: { text: '109', entries: findErrors('109') } }],
    [rtc(), { error: { text: '110', entries: findErrors('110') } }],
    'the client sends another one',
  ],
  ['not-decidable', [rtc(), { error: { text: '110', entries: [] } }], [rtc()], 'for "110"'],
  [
    'not-decidable',
    [
      token003(),
      { ...expects({ channel: 'demo' }), signature: { status: 'unchecked', reason: 'x' } },
    ],
    [token003(), expects({ channel: 'demo' })],
    'signed for a channel without holding it',
  ],
  [
    'not-decidable',
    [
      signaling(),
      { ...expects({ account: 'alice' }), signature: { status: 'unchecked', reason: 'x' } },
    ],
    [
      token004(),
      {
        ...expects({ channel: 'demo' }),
        signature: { status: 'unchecked', reason: 'the uid is missing', needsClaims: true },
      },
    ],
    'signed for an account without holding it',
  ],
];

test.each(CASES)('%s', (code, [token, input], [other, otherInput], says) => {
  const found = judge(token, input).findings.filter((finding) => finding.code === code);
  expect(found.map(({ message, fix }) => `${message}. ${fix ?? ''}`).join('\n')).toContain(says);
  expect(found.length).toBeGreaterThan(0);
  for (const finding of found) expect(finding.severity).toBe(FINDING_SEVERITY[code]);
  expect(codesOf(judge(other, otherInput))).not.toContain(code);
});

test('of several channels the near miss is told first, then the others', () => {
  const token = token007([
    rtcService({ channel: 'call' }),
    rtcService({ channel: 'Demo' }),
    rtcService({ channel: 'call' }),
  ]);
  expect(judge(token, expects({ channel: 'demo' })).findings[0]).toMatchObject({
    code: 'channel-mismatch',
    message:
      'token is for channel "Demo", but you expect "demo" (they differ only in letter case); its other services are for channel "call"',
    fix: expect.stringContaining('Join channel "Demo"'),
  });
});

/** They come from a text around the token, and are tried with it. */
const OF_A_TEXT: readonly string[] = ['repaired-escapes', 'context-differs', 'found-in-text'];

/** They come from where the App ID and the certificate are, and are told when a token is signed. */
const OF_THE_SETTINGS: readonly string[] = ['mixed-sources'];

test('every code has its cases', () => {
  const shown = new Set(CASES.map(([code]) => code));
  expect(
    Object.keys(FINDING_SEVERITY).filter(
      (code) =>
        !shown.has(code as FindingCode) && ![...OF_A_TEXT, ...OF_THE_SETTINGS].includes(code),
    ),
  ).toEqual([]);
});

describe('a good token gives no findings', () => {
  test.each([
    ['rtc', rtc()],
    ['rtc for a day', rtc({ privileges: all(DAY) }, { lifetime: DAY })],
    ['rtc for five minutes', rtc({ privileges: all(300) }, { lifetime: 300 })],
    ['rtc and rtm', token007([rtcService(), rtmService('alice')])],
    ['chat', chat('alice')],
    ['classroom', apaas(1)],
    ['fpa', token007([{ name: 'fpa', privileges: [[1, 0]] }], { lifetime: DAY })],
    ['convoai', token007([rtcService(), rtmService('42'), { name: 'convoai', privileges: [] }])],
    ['whiteboard', whiteboard('ROOM', { uuid: 'u', expireAt: (ISSUED + 3600) * 1000 })],
  ])('%s', (_, token) => {
    const { verdict, findings } = judge(token);
    expect({ verdict, findings }).toEqual({ verdict: 'valid', findings: [] });
  });

  test('and a fresh 006 token says only that it is legacy', () => {
    expect(codesOf(judge(rtc006(ISSUED + 3600)))).toEqual(['legacy-format']);
  });
});

test.each([
  ['004', token004(), ['not-decidable']],
  ['005', token005(), ['not-decidable']],
  ['Dynamic Key 1', dynamicKey1(), []],
])('%s and a uid', (_, token, codes) => {
  const unchecked = { status: 'unchecked', reason: 'no certificate' } as const;
  const found = judge(token, { ...expects({ uid: '42' }), signature: unchecked });
  const about = codesOf(found).filter((code) => /uid|not-decidable/.test(code));
  expect(about).toEqual(codes);
});

test.each([
  ['005', token005(), ', or the channel or uid is not'],
  ['004', token004(), ', or the channel or uid is not'],
  ['003', token003(), ', or the channel is not'],
  ['Dynamic Key 1', dynamicKey1(), ', or the channel is not'],
])('what a wrong signature of %s may come from', (_, token, says) => {
  const tried = [{ profile: 'demo', certificate: 'primary' } as const];
  const { findings } = judge(token, { signature: { status: 'invalid', tried } });
  expect(findings[0]?.message).toContain(says);
});

test.each(['constructor', 'toString', '__proto__'])('no service is called %s', (service) => {
  expect(codesOf(judge(rtc(), expects({ service })))).toContain('service-missing');
});

test('what comes from a token is made safe in messages', () => {
  const { findings } = judge(
    rtc({ channel: '\x1b[2Jx', uid: 'a\u202eb' }),
    expects({ channel: 'y', uid: '1' }),
  );
  for (const { message, fix } of findings) expect(message + fix).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('text that is not UTF-8 is judged too', () => {
  const odd = Buffer.concat([u16(1, 1, 1, 1), u32(3600), str(Buffer.from([0xff])), text('42')]);
  const inspection = judge(handMade(odd), expects({ channel: 'demo' }));
  expect(codesOf(inspection)).toEqual(
    expect.arrayContaining(['channel-mismatch', 'channel-invalid-character']),
  );
});

/** Of a user or an app, for no room. */
function apaasOf(privilege: readonly [id: number, seconds: number]): string {
  return token007([
    { name: 'apaas', roomUuid: '', userUuid: '', role: -1, privileges: [privilege] },
  ]);
}

function oddAppId(appId: string): string {
  // A careless builder signs whatever App ID it is given.
  return handMade(Buffer.concat([u16(1, 4), u16(0)]), appId);
}

/** A token with a + and a / in its text. */
function withPlus(): string {
  for (let uid = 1; uid < 1000; uid++) {
    const token = rtc({ uid: String(uid) });
    if (/\+/.test(token) && /\//.test(token) && !/\+$/.test(token)) return token;
  }
  throw new Error('no token with + and /');
}

function manyNames(count: number): string {
  const read = Array.from({ length: count }, (_, index) => noise(12, index));
  return token007([
    { name: 'rtm2', userId: 'alice', privileges: [[1, 3600]], permissions: { message: { read } } },
  ]);
}

/** Letters that do not compress away. */
function noise(length: number, seed = 1): string {
  let state = seed + 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(97 + (state % 26));
  }).join('');
}

test('a version 1 UUID is read back', () => {
  expect(uuid1(ISSUED)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-1/);
});

describe('a certificate that was expected by mistake does not come back', () => {
  const SWAPPED = '5CFd2fd1755d40ecb72977518be15d3b';
  const shown = (token: string, expectations: Expectations) =>
    JSON.stringify(judge(token, expects(expectations)).findings);

  test.each<[string, string, Expectations]>([
    ['as the App ID', rtc(), { appId: SWAPPED }],
    ['as the channel', rtc(), { channel: SWAPPED }],
    ['as the channel, in other case', rtc006(ISSUED + 60), { channel: SWAPPED.toLowerCase() }],
    ['as the account', rtc(), { account: `x:${SWAPPED}` }],
    ['as the uuid', whiteboard('ROOM', { uuid: 'u' }), { uuid: SWAPPED }],
    // Each of its pairs is somewhere in a token, or nearly.
    ['as a fingerprint', rtc(), { channel: SWAPPED.match(/../g)?.join(':') as string }],
  ])('%s', (_where, token, expectations) => {
    const text = shown(token, expectations);
    expect(text.toLowerCase().replace(/:/g, '')).not.toContain(SWAPPED.slice(5, 16).toLowerCase());
    expect(text).toMatch(/5cfd… \(32 hexadecimal characters\)/i);
  });

  test('what the token holds itself is shown', () => {
    expect(shown(rtc(), { appId: OTHER_APP })).toContain(APP_ID);
    expect(shown(rtc({ channel: SWAPPED }), { channel: 'demo' })).toContain(SWAPPED);
  });

  test.each([
    ['auth0|5f7c8ec7c33c6c004bbafe82', 'auth0|1f7c8ec7c33c6c004bbafe83'],
    ['Xk3vQ9LmNp2RsTuVwYz4bCd5Ef6G', 'Xk3vQ9LmNp2RsTuVwYz4bCd5Ef6H'],
    ['3f2504e0-4f89-11d3-9a0c-0305e82c3301', '4f2504e0-4f89-11d3-9a0c-0305e82c3302'],
  ])('nor is an id that is nearly that of the token hidden: %s', (uid, account) => {
    expect(shown(rtc({ uid }), { account })).toContain(account);
  });
});
