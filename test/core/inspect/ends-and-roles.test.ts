import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../src/core/inspect/types.js';
import { ISSUED } from '../../helpers/demo.js';
import { run } from '../../helpers/run.js';
import {
  all,
  rtc,
  rtc006,
  rtcService,
  rtmService,
  signaling,
  token003,
  token006,
  token007,
  whiteboard,
} from './tokens.js';

/** When does it end, and for whom? One answer for every command. */

const DAY = 86_400;
type Privileges = readonly (readonly [id: number, seconds: number])[];

/** Joins for an hour, publishes audio and video for ten minutes. */
const PUBLISHES_10_MIN: Privileges = [
  [1, 3600],
  [2, 600],
  [3, 600],
];
const AUDIO_10_MIN: Privileges = [
  [1, 3600],
  [2, 600],
  [3, 3600],
];
const AUDIO_10_VIDEO_20_MIN: Privileges = [
  [1, 3600],
  [2, 600],
  [3, 1200],
];
const DATA_ALONE: Privileges = [
  [1, 3600],
  [4, 3600],
];
const JOINS: Privileges = [[1, 3600]];
const streaming = (...privileges: Privileges) =>
  token007([{ name: 'streaming', channel: 'demo', account: '42', privileges }]);

type Situation = [
  what: string,
  token: string,
  /** Seconds after issue. */
  at: number,
  args: string,
  verdict: Verdict,
  exitCode: number,
  codes: readonly string[],
  headline: string,
];

const WHOM = 'publisher of "demo" as uid 42';

const SITUATIONS: Situation[] = [
  ['a good token', rtc(), 0, '', 'valid', 0, [], `valid: ${WHOM}, 1 h left (until 23:13:20 UTC)`],
  [
    'its last second',
    rtc(),
    3599,
    '',
    'valid',
    0,
    ['expiring-soon'],
    `valid: ${WHOM}, 1 s left (until 23:13:20 UTC)`,
  ],
  [
    'its end',
    rtc(),
    3600,
    '',
    'expired',
    5,
    ['expired'],
    `expired: ${WHOM}, ended 0 s ago (at 23:13:20 UTC)`,
  ],
  [
    '48 hours, after 25',
    rtc({ privileges: all(2 * DAY) }, { lifetime: 2 * DAY }),
    25 * 3600,
    '',
    'expired',
    5,
    ['expired', 'lifetime-over-24h'],
    `expired: ${WHOM}, ended 1 h ago (at 22:13:20 UTC)`,
  ],
  [
    'the join privilege ends first',
    rtc({
      privileges: [
        [1, 600],
        [2, 3600],
      ],
    }),
    601,
    '',
    'expired',
    5,
    ['expired', 'join-ends-before-publish'],
    `expired: ${WHOM}, ended 1 s ago (at 22:23:20 UTC)`,
  ],
  [
    '006 whose privileges have ended',
    rtc006(ISSUED + 600),
    660,
    '--channel demo --uid 42',
    'expired',
    5,
    ['expired', 'legacy-format', 'crc-fits'],
    `expired: ${WHOM}, ended 1 min ago (at 22:23:20 UTC)`,
  ],
  [
    'publishing ended, joining goes on',
    rtc({ privileges: PUBLISHES_10_MIN }),
    660,
    '',
    'valid',
    0,
    ['privilege-ended'],
    'valid to join for 49 min; publish-audio and publish-video ended 1 min ago',
  ],
  [
    'publishing ended, a publisher expected',
    rtc({ privileges: PUBLISHES_10_MIN }),
    660,
    '--role publisher',
    'mismatch',
    7,
    ['role-mismatch', 'privilege-ended'],
    'refused: the publish privileges ended 1 minute ago (at 2023-11-14 22:23:20 UTC), which leaves a subscriber, you expect a publisher',
  ],
  [
    'publishing ended, a subscriber expected',
    rtc({ privileges: PUBLISHES_10_MIN }),
    660,
    '--role subscriber --expires-in 10m',
    'valid',
    0,
    ['privilege-ended'],
    'valid to join for 49 min; publish-audio and publish-video ended 1 min ago',
  ],
  [
    'audio ended, video goes on',
    rtc({ privileges: AUDIO_10_MIN }),
    660,
    '--role publisher',
    'valid',
    0,
    ['privilege-ended'],
    'valid to join for 49 min; publish-audio ended 1 min ago',
  ],
  [
    'publishing ends in a minute',
    rtc({ privileges: PUBLISHES_10_MIN }),
    540,
    '--role publisher',
    'valid',
    0,
    ['privilege-ending-soon'],
    `valid: ${WHOM}, 51 min left (until 23:13:20 UTC); publish-audio and publish-video end in 1 min`,
  ],
  [
    'the window holds for joining alone',
    rtc({ privileges: PUBLISHES_10_MIN }),
    0,
    '--expires-in 20m',
    'expiring',
    8,
    ['privilege-ending-soon'],
    `expiring: ${WHOM}, 1 h left (until 23:13:20 UTC); publish-audio and publish-video end in 10 min, and must last 20 min`,
  ],
  [
    'the window holds for both',
    rtc({ privileges: PUBLISHES_10_MIN }),
    0,
    '--expires-in 10m --role publisher',
    'valid',
    0,
    [],
    `valid: ${WHOM}, 1 h left (until 23:13:20 UTC)`,
  ],
  [
    'the window after publishing ended',
    rtc({ privileges: PUBLISHES_10_MIN }),
    660,
    '--expires-in 1m',
    'expiring',
    8,
    ['privilege-ended'],
    `expiring: subscriber of "demo" as uid 42, 49 min left (until 23:13:20 UTC); publish-audio and publish-video ended 1 min ago, and must last 1 min`,
  ],
  [
    'the window after publishing ended, near the end',
    rtc({ privileges: PUBLISHES_10_MIN }),
    3400,
    '--expires-in 1m',
    'expiring',
    8,
    ['expiring-soon', 'privilege-ended'],
    'expiring: subscriber of "demo" as uid 42, 3 min 20 s left (until 23:13:20 UTC); publish-audio and publish-video ended 46 min ago, and must last 1 min',
  ],
  [
    'audio and video end one after the other, and both have',
    rtc({ privileges: AUDIO_10_VIDEO_20_MIN }),
    1260,
    '',
    'valid',
    0,
    ['privilege-ended'],
    'valid to join for 39 min; publish-audio ended 11 min ago and publish-video ended 1 min ago',
  ],
  [
    'audio ended, video lasts for the window',
    rtc({ privileges: AUDIO_10_VIDEO_20_MIN }),
    660,
    '--expires-in 5m',
    'expiring',
    8,
    ['privilege-ended'],
    `expiring: ${WHOM}, 49 min left (until 23:13:20 UTC); publish-audio ended 1 min ago, and must last 5 min`,
  ],
  [
    'audio ends soon, video later',
    rtc({ privileges: AUDIO_10_VIDEO_20_MIN }),
    540,
    '',
    'valid',
    0,
    ['privilege-ending-soon'],
    `valid: ${WHOM}, 51 min left (until 23:13:20 UTC); publish-audio ends in 1 min`,
  ],
  [
    'the window holds for neither',
    rtc(),
    3300,
    '--expires-in 10m',
    'expiring',
    8,
    ['expiring-soon'],
    `expiring: ${WHOM}, 5 min left (until 23:13:20 UTC), and must last 10 min`,
  ],
  [
    'publishes data alone',
    rtc({ privileges: DATA_ALONE }),
    0,
    '--role publisher',
    'mismatch',
    7,
    ['role-mismatch', 'subscriber-only'],
    'refused: token has only a privilege to publish data (subscriber), you expect a publisher',
  ],
  [
    'joins alone',
    rtc({ privileges: JOINS }),
    0,
    '',
    'valid',
    0,
    ['subscriber-only'],
    'valid: subscriber of "demo" as uid 42, 1 h left (until 23:13:20 UTC)',
  ],
  [
    '006 that publishes audio',
    token006({ 1: ISSUED + 3600, 2: ISSUED + 3600 }),
    0,
    '--role publisher --channel demo --uid 42',
    'valid',
    0,
    ['legacy-format', 'crc-fits'],
    `valid: ${WHOM}, 1 h left (until 23:13:20 UTC)`,
  ],
  [
    'one stream ended, the other goes on',
    streaming([1, 60], [2, 3000]),
    120,
    '',
    'valid',
    0,
    ['privilege-ended'],
    'valid for 48 min; publish-mixed-stream ended 1 min ago',
  ],
  [
    'both streams ended',
    streaming([1, 60], [2, 3000]),
    3001,
    '',
    'expired',
    5,
    ['expired'],
    'expired: Streaming of "demo" as uid 42, ended 1 s ago (at 23:03:20 UTC)',
  ],
  [
    'RTM ended beside RTC',
    token007([rtcService(), rtmService('alice', 600)]),
    660,
    '',
    'expired',
    5,
    ['expired'],
    `expired: ${WHOM}, with RTM, ended 1 min ago (at 22:23:20 UTC)`,
  ],
  [
    'RTM ended, RTC is meant',
    token007([rtcService(), rtmService('alice', 600)]),
    660,
    '--service rtc',
    'valid',
    0,
    ['privilege-ended'],
    'valid to join for 49 min; RTM login ended 1 min ago',
  ],
  [
    'a permanent whiteboard token',
    whiteboard('ROOM', { uuid: 'r1' }),
    0,
    '--uuid r1',
    'valid',
    0,
    ['whiteboard-permanent'],
    'valid: reader of whiteboard room "r1", never ends',
  ],
  [
    'another channel',
    rtc(),
    0,
    '--channel Demo',
    'mismatch',
    7,
    ['channel-mismatch'],
    'refused: token is for channel "demo", you expect "Demo" (letter case)',
  ],
  [
    'several reasons, and it ended',
    rtc(),
    7200,
    '--channel Demo --uid 43 --role subscriber',
    'mismatch',
    7,
    ['channel-mismatch', 'uid-mismatch', 'role-mismatch', 'expired'],
    'refused: token is for channel "demo", you expect "Demo" (letter case); token is for uid 42, you expect 43; 1 more reason below; it also ended 1 h ago (at 23:13:20 UTC)',
  ],
];

test.each(SITUATIONS)('%s', async (_, token, seconds, args, verdict, exitCode, codes, headline) => {
  const options = args === '' ? [] : args.split(' ');
  const { code, stdout } = await run(
    ['inspect', token, '--json', '--profile', 'demo', ...options],
    { now: ISSUED + seconds },
  );
  const json = JSON.parse(stdout);
  const found = json.findings.map((finding: { code: string }) => finding.code);
  expect({ verdict: json.verdict, code, codes: found, headline: json.headline }).toEqual({
    ...{ verdict, code: exitCode, codes, headline },
  });
  expect(json.exitCode).toBe(exitCode);
});

describe('every command shows the same end', () => {
  test.each([
    ['its own', rtc(), 3600],
    ['24 hours', rtc({ privileges: all(2 * DAY) }, { lifetime: 2 * DAY }), DAY],
    ['joining', rtc({ privileges: PUBLISHES_10_MIN.map(([id]) => [id, id * 60]) }), 60],
    ['privileges of 006', rtc006(ISSUED + 600), 600],
    ['003', token003(), 3600],
    ['signaling', signaling(), 3600],
    ['the later of two streams', streaming([1, 60], [2, 3000]), 3000],
  ])('%s', async (_, token, seconds) => {
    const end = ISSUED + seconds;
    const decoded = JSON.parse((await run(['decode', '--json', token])).stdout);
    expect(decoded.endsAt.unix).toBe(end);
    for (const [now, says] of [
      [end - 1, 'ends in 1 second'],
      [end, 'ended 0 seconds ago'],
    ] as const) {
      const inspected = JSON.parse((await run(['inspect', '--json', token], { now })).stdout);
      expect(inspected.expiry.expiresAt.unix).toBe(end);
      expect(inspected.token.endsAt.unix).toBe(end);
      expect((await run(['decode', token], { now })).stdout.split('\n')[0]).toContain(says);
    }
  });

  test('also beside a new token', async () => {
    const args = ['generate', 'rtc', '-c', 'demo', '-u', '42', '--profile', 'demo'];
    const { stderr } = await run([...args, '-e', '48h', '--join', '1h'], { terminal: true });
    expect(stderr).toContain('valid 1 hour until 2023-11-15 00:13:20 +01:00');
    const long = await run([...args, '-e', '48h'], { terminal: true });
    expect(long.stderr).toContain('valid 1 day until 2023-11-15 23:13:20 +01:00');
  });
});

describe('role', () => {
  test.each([
    ['audio', [1, 2], 'publisher'],
    ['video', [1, 3], 'publisher'],
    ['data', [1, 4], 'subscriber'],
    ['joins', [1], 'subscriber'],
    ['nothing', [], 'subscriber'],
  ])('of RTC that has %s', async (_, ids, role) => {
    const token = rtc({ privileges: ids.map((id) => [id, 3600]) });
    const old = token006(Object.fromEntries(ids.map((id) => [id, ISSUED + 3600])));
    for (const each of ids.length > 0 ? [token, old] : [token]) {
      for (const command of ['decode', 'inspect']) {
        const json = JSON.parse((await run([command, '--json', each])).stdout);
        expect((json.token ?? json).services[0].role).toBe(role);
      }
      expect((await run(['decode', each])).stdout).toMatch(new RegExp(`Role +${role}`));
      expect((await run(['inspect', each])).stdout).toMatch(new RegExp(`RTC +${role}`));
    }
  });

  test('inspect counts what has not ended, decode what is in the token', async () => {
    const world = { now: ISSUED + 660 };
    const token = rtc({ privileges: PUBLISHES_10_MIN });
    const inspected = JSON.parse((await run(['inspect', '--json', token], world)).stdout);
    expect(inspected.token.services[0].role).toBe('subscriber');
    const decoded = JSON.parse((await run(['decode', '--json', token], world)).stdout);
    expect(decoded.services[0].role).toBe('publisher');
  });

  test('other services have none, and a classroom its number', async () => {
    const classroom = token007([
      rtmService('alice'),
      { name: 'apaas', roomUuid: 'r', userUuid: 'u', role: 2, privileges: [[1, 3600]] },
    ]);
    const { services } = JSON.parse((await run(['decode', '--json', classroom])).stdout);
    expect(services.map(({ role }: { role?: unknown }) => role)).toEqual([undefined, 2]);
  });
});

test('a dynamic key whose end is 0 sets none: it is good for a day', async () => {
  const key = `004${'a'.repeat(40)}970ca35de60c44645bbae8a215061b33${ISSUED}${'1'.repeat(8)}${'0'.repeat(10)}`;
  const { code, stdout } = await run(['inspect', key, '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).expiry).toMatchObject({
    status: 'valid',
    expiresAt: { unix: ISSUED + DAY },
  });
});
