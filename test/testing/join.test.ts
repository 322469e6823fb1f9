import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { signToken } from '../../src/index.js';
import type { EmulatorOptions } from '../../src/testing/projects.js';
import { createAgoraEmulator } from '../../src/testing.js';
import { APP_ID, CERTIFICATE, SECRETS } from '../helpers/demo.js';
import { official } from '../helpers/vectors.js';
import { emulator, HOUR, odd, recorded, refusal, rtcToken, START } from './helpers.js';

/** What the emulator answers to a join, by the token and whoever joins. */

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

const OTHER_ID = 'a'.repeat(32);
const OTHER_CERTIFICATE = 'b'.repeat(32);

interface Join {
  readonly appId?: unknown;
  readonly channel?: unknown;
  readonly token: unknown;
  readonly uid?: unknown;
  readonly options?: Partial<EmulatorOptions>;
}

const join = ({ appId = APP_ID, channel = 'demo', token, uid = 42, options }: Join) =>
  emulator(options)
    .AgoraRTC.createClient({ mode: 'rtc', codec: 'vp8' })
    .join(appId as string, channel as string, token as string, uid as number);

describe('accepted', () => {
  test.each<[string, () => Join, unknown]>([
    ['its uid', () => ({ token: rtcToken() }), 42],
    ['any uid', () => ({ token: rtcToken({ uid: 0 }), uid: 7 }), 7],
    ['no uid', () => ({ token: rtcToken({ uid: 0 }), uid: null }), 1_000_000],
    [
      'an account',
      () => ({ token: rtcToken({ uid: undefined, account: 'alice' }), uid: 'alice' }),
      'alice',
    ],
    ['a pattern of channels', () => ({ token: odd({ channel: 'd*o' }) }), 42],
    [
      'a joint token',
      () => ({ token: rtcToken({ with: ['rtm', 'rtc=stage'] }), channel: 'stage' }),
      42,
    ],
    [
      'a clock that is five minutes slow',
      () => ({ token: rtcToken({ issuedAt: START / 1000 + 300 }) }),
      42,
    ],
    ['a subscriber', () => ({ token: rtcToken({ role: 'subscriber' }) }), 42],
    ['006', () => ({ token: rtcToken({ tokenVersion: '006' }) }), 42],
    [
      'signed by the secondary certificate',
      () => ({
        token: rtcToken({}, { appId: APP_ID, appCertificate: OTHER_CERTIFICATE }),
        options: { projects: [{ ...SECRETS, secondaryCertificate: OTHER_CERTIFICATE }] },
      }),
      42,
    ],
    [
      'no token for a project without a certificate',
      () => ({
        token: null,
        options: { projects: [{ appId: APP_ID }] },
      }),
      42,
    ],
    [
      'a clock that is two minutes ahead',
      () => ({ token: rtcToken({ issuedAt: START / 1000 + 120 }) }),
      42,
    ],
  ])('%s', async (_name, make, uid) => {
    expect(await join(make())).toBe(uid);
  });
});

const GATEWAY = 'CAN_NOT_GET_GATEWAY_SERVER';
const forKind = (spec: object) => signToken(spec as never, SECRETS).token;

/** [what it is, the join, the number, what is found first, what the message says] */
const REFUSED: [string, () => Join, number, string | undefined, RegExp][] = [
  [
    'another uid',
    () => ({ token: rtcToken({ uid: 43 }) }),
    9,
    'uid-mismatch',
    /token is for uid 43, but the client joined with 42[\s\S]*fix: /,
  ],
  [
    'another channel',
    () => ({ token: rtcToken({ channel: 'Demo' }) }),
    9,
    'channel-mismatch',
    /letter case/,
  ],
  [
    'a number for an account',
    () => ({ token: rtcToken({ uid: undefined, account: 'alice' }) }),
    9,
    'uid-mismatch',
    /"alice"/,
  ],
  [
    'an account for a number',
    () => ({ token: rtcToken(), uid: 'alice' }),
    9,
    'uid-mismatch',
    /joined with "alice"/,
  ],
  ['no uid for a uid', () => ({ token: rtcToken(), uid: null }), 9, 'uid-mismatch', /uid 42/],
  [
    '006 for another uid',
    () => ({ token: rtcToken({ tokenVersion: '006', uid: 43 }) }),
    9,
    'uid-mismatch',
    /43/,
  ],
  [
    '006 for another channel',
    () => ({ token: rtcToken({ tokenVersion: '006', channel: 'other' }) }),
    9,
    'channel-mismatch',
    /CRC-32/,
  ],
  [
    'an unknown App ID',
    () => ({ appId: OTHER_ID, token: rtcToken() }),
    5,
    'app-id-mismatch',
    /invalid vendor key[\s\S]*createAgoraEmulator/,
  ],
  [
    'another project',
    () => ({ token: rtcToken({}, { appId: OTHER_ID, appCertificate: OTHER_CERTIFICATE }) }),
    9,
    'app-id-mismatch',
    /App ID/,
  ],
  [
    'another certificate',
    () => ({ token: rtcToken({}, { appId: APP_ID, appCertificate: OTHER_CERTIFICATE }) }),
    9,
    'signature-mismatch',
    /signature does not match/,
  ],
  ['a forged token', () => ({ token: forged(rtcToken()) }), 9, undefined, /authorized failed\n./],
  [
    'ended',
    () => ({ token: rtcToken({ issuedAt: START / 1000 - 3601 }) }),
    10,
    'expired',
    /token timeout[\s\S]*expired 1 second ago/,
  ],
  [
    'at its end',
    () => ({ token: rtcToken({ issuedAt: START / 1000 - 3600 }) }),
    10,
    'expired',
    /expired/,
  ],
  [
    'the privilege ended',
    () => ({ token: rtcToken({ issuedAt: START / 1000 - 601, join: '10m' }) }),
    13,
    'expired',
    /dynamic key expired[\s\S]*join-channel privilege ended/,
  ],
  [
    'of more than five minutes from now',
    () => ({ token: rtcToken({ issuedAt: START / 1000 + 301 }) }),
    9,
    'issued-in-future',
    /in the future/,
  ],
  [
    'of 25 hours ago, for two days',
    () => ({
      token: odd({ issued: START / 1000 - 90_000, lifetime: 2 * 86_400, join: 2 * 86_400 }),
    }),
    13,
    'expired',
    /24 hours/,
  ],
  [
    'RTM',
    () => ({ token: forKind({ kind: 'rtm', userId: '42' }) }),
    9,
    'service-missing',
    /no RTC service/,
  ],
  [
    'Chat',
    () => ({ token: forKind({ kind: 'chat user', userId: 'alice' }) }),
    9,
    'service-missing',
    /no RTC service/,
  ],
  [
    'whiteboard',
    () => ({ token: signToken({ kind: 'whiteboard sdk' }, WHITEBOARD).token }),
    9,
    'app-id-mismatch',
    /whiteboard/,
  ],
  ['no text of a token', () => ({ token: 'new-token-xyz' }), 9, undefined, /not an Agora token/],
  ['an older key', () => ({ token: official('005-02') }), 9, 'signature-mismatch', /./],
  ['in quotes', () => ({ token: `"${rtcToken()}"` }), 9, 'repaired-quotes', /quotes/],
  [
    'with a line break',
    () => ({ token: `${rtcToken()}\n` }),
    9,
    'repaired-whitespace',
    /white space/,
  ],
  ['none', () => ({ token: null }), 15, undefined, /dynamic use static key[\s\S]*sent none/],
  ['undefined', () => ({ token: undefined }), 15, undefined, /sent none/],
  ['the App ID', () => ({ token: APP_ID }), 15, undefined, /sent none/],
  [
    'one for a project without a certificate',
    () => ({ token: rtcToken(), options: { projects: [{ appId: APP_ID }] } }),
    14,
    undefined,
    /static use dynamic key/,
  ],
];

const WHITEBOARD = { whiteboardAccessKey: 'key', whiteboardSecretKey: 'secret' };

/** Another character in the middle, where the signature is. */
const forged = (token: string) => {
  const at = 60;
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
};

describe('refused by the server', () => {
  test.each(REFUSED)('%s', async (_name, make, number, code, message) => {
    const refused = await refusal(() => join(make()));
    expect(refused).toMatchObject({ name: 'AgoraRTCException', code: GATEWAY, number });
    expect(refused?.findings[0]).toBe(code);
    expect(refused?.message).toMatch(message);
    expect(refused?.message).toMatch(
      /^AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: flag: 4096, message: /,
    );
    expect(JSON.stringify(refused)).not.toContain(CERTIFICATE);
  });
});

describe('refused by the SDK itself', () => {
  test.each<[string, Join]>([
    ['an empty token', { token: '' }],
    ['a token that is a number', { token: 5 }],
    ['a token that is far too long', { token: 'x'.repeat(2048) }],
    ['an empty channel', { token: null, channel: '' }],
    ['a channel with an umlaut', { token: null, channel: 'größe' }],
    ['a channel that is too long', { token: null, channel: 'x'.repeat(65) }],
    ['no channel', { token: null, channel: null }],
    ['an empty account', { token: null, uid: '' }],
    ['a negative uid', { token: null, uid: -1 }],
    ['a uid above 32 bits', { token: null, uid: 2 ** 32 }],
    ['a uid with a fraction', { token: null, uid: 1.5 }],
    ['an empty App ID', { token: null, appId: '' }],
  ])('%s', async (_name, given) => {
    expect(await refusal(() => join(given))).toMatchObject({ code: 'INVALID_PARAMS' });
  });
});

test('the longest token that the SDK takes is refused by the server', async () => {
  const refused = await refusal(() => join({ token: 'x'.repeat(2047) }));
  expect(refused).toMatchObject({ code: GATEWAY });
});

test('a refused client can join again', async () => {
  const client = emulator().AgoraRTC.createClient();
  const events = recorded(client);
  await refusal(() => client.join(APP_ID, 'demo', rtcToken({ uid: 43 }), 42));
  await client.join(APP_ID, 'demo', rtcToken(), 42);
  expect(events.map(([, state]) => state)).toEqual([
    'CONNECTING',
    'DISCONNECTED',
    'CONNECTING',
    'CONNECTED',
  ]);
  expect([client.uid, client.channelName, client.connectionState]).toEqual([
    42,
    'demo',
    'CONNECTED',
  ]);
});

describe('out of order', () => {
  const client = () => emulator().AgoraRTC.createClient();

  test('join twice', async () => {
    const one = client();
    await one.join(APP_ID, 'demo', rtcToken(), 42);
    const again = () => one.join(APP_ID, 'demo', rtcToken(), 42);
    expect(await refusal(again)).toMatchObject({
      code: 'INVALID_OPERATION',
      message: expect.stringContaining('already in connecting/connected state'),
    });
    expect(one.connectionState).toBe('CONNECTED');
  });

  test('join while joining', async () => {
    const one = client();
    const first = one.join(APP_ID, 'demo', rtcToken(), 42);
    expect(await refusal(() => one.join(APP_ID, 'demo', rtcToken(), 42))).toMatchObject({
      code: 'INVALID_OPERATION',
    });
    expect(await first).toBe(42);
  });

  test('leave while joining', async () => {
    const one = client();
    const first = refusal(() => one.join(APP_ID, 'demo', rtcToken(), 42));
    await one.leave();
    expect(await first).toMatchObject({ code: 'OPERATION_ABORTED' });
    expect(one.connectionState).toBe('DISCONNECTED');
  });

  test('renew before join and after leave, publish before join, leave twice', async () => {
    const one = client();
    const { AgoraRTC } = emulator();
    const track = await AgoraRTC.createMicrophoneAudioTrack();
    expect(await refusal(() => one.renewToken(rtcToken()))).toMatchObject({
      code: 'INVALID_OPERATION',
    });
    expect(await refusal(() => one.publish(track))).toMatchObject({
      code: 'INVALID_OPERATION',
      message: expect.stringContaining("haven't joined yet"),
    });
    await one.leave();
    await one.join(APP_ID, 'demo', rtcToken(), 42);
    await one.leave();
    await one.leave();
    expect(await refusal(() => one.renewToken(rtcToken()))).toMatchObject({
      code: 'INVALID_OPERATION',
    });
    expect([one.uid, one.channelName]).toEqual([undefined, undefined]);
    await vi.advanceTimersByTimeAsync(25 * HOUR);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('options', () => {
  test.each<[string, unknown, string]>([
    ['none', undefined, 'options is undefined'],
    ['no projects', {}, 'projects is not a list'],
    ['an empty list', { projects: [] }, 'projects is not a list'],
    ['a misspelt key', { projects: [SECRETS], cohostAuth: true }, 'cohostAuth'],
    [
      'a word for a flag',
      { projects: [SECRETS], coHostAuth: 'yes' },
      'coHostAuth is not true or false',
    ],
    ['an App ID that is none', { projects: [{ appId: 'x' }] }, 'projects[0].appId'],
    [
      'a certificate that is none',
      { projects: [{ appId: APP_ID, appCertificate: 'secret-x' }] },
      'projects[0].appCertificate',
    ],
  ])('%s', (_name, options, message) => {
    const make = () => emulator(options as Partial<EmulatorOptions>);
    // A default would fill in what is missing.
    const call =
      options === undefined || !Object.hasOwn(options as object, 'projects')
        ? () => createRaw(options)
        : make;
    expect(call).toThrow(message);
    expect(call).not.toThrow('secret-x');
  });
});

const createRaw = (options: unknown) => createAgoraEmulator(options as EmulatorOptions);
