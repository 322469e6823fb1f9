import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { signToken } from '../../src/index.js';
import { APP_ID, SECRETS } from '../helpers/demo.js';
import { emulator, HOUR, refusal, rtcToken, START } from './helpers.js';

/** RTM 2: login, renewal, the warning and the end. */

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

const rtmToken = (spec: object = {}, secrets = SECRETS) =>
  signToken({ kind: 'rtm', userId: 'alice', ...spec } as never, secrets).token;

const client = (userId: unknown = 'alice', appId: unknown = APP_ID) =>
  new (emulator().AgoraRTM.RTM)(appId as string, userId as string);

async function loggedIn(token: string) {
  const rtm = client();
  const events: unknown[] = [];
  rtm.addEventListener('linkState', ({ currentState, reasonCode }) =>
    events.push([currentState, reasonCode]),
  );
  rtm.addEventListener('tokenPrivilegeWillExpire', () => events.push('will'));
  rtm.addEventListener('token', ({ eventType }) => events.push(eventType));
  await rtm.login({ token });
  return { rtm, events };
}

const IN = [
  ['CONNECTING', 'LOGIN'],
  ['CONNECTED', 'LOGIN_SUCCESS'],
];

test('the token warns 30 s before it ends, and ends the login', async () => {
  const { rtm, events } = await loggedIn(rtmToken());
  await vi.advanceTimersByTimeAsync(HOUR - 30_000);
  expect(events).toEqual([...IN, 'will', 'WILL_EXPIRE']);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(events.at(-1)).toEqual(['FAILED', 'TOKEN_EXPIRED']);
  expect(await refusal(() => rtm.renewToken(rtmToken()))).toMatchObject({ code: -10002 });
  await rtm.login({ token: rtmToken() });
  expect(events.at(-1)).toEqual(['CONNECTED', 'LOGIN_SUCCESS']);
});

test('logged in already, it does nothing', async () => {
  const { rtm, events } = await loggedIn(rtmToken());
  await rtm.login({ token: 'x' });
  expect(events).toEqual(IN);
});

test('renewed in time, it lives on', async () => {
  const { rtm, events } = await loggedIn(rtmToken());
  rtm.on('tokenPrivilegeWillExpire', () => rtm.renewToken(rtmToken()));
  await vi.advanceTimersByTimeAsync(5 * HOUR);
  expect(events.filter((event) => event === 'will')).toHaveLength(5);
  await rtm.logout();
  expect(events.at(-1)).toEqual(['IDLE', 'LOGOUT']);
  expect(vi.getTimerCount()).toBe(0);
});

test('a clock that jumps beyond the end: the next call notices', async () => {
  const { rtm, events } = await loggedIn(rtmToken());
  vi.setSystemTime(START + 2 * HOUR);
  expect(await refusal(() => rtm.renewToken(rtmToken()))).toMatchObject({ code: -10002 });
  expect(events.at(-1)).toEqual(['FAILED', 'TOKEN_EXPIRED']);
});

test('a joint token of RTC and RTM logs in', async () => {
  await loggedIn(rtcToken({ with: ['rtm=alice'] }));
});

test('a listener that is removed hears nothing', async () => {
  const { rtm } = await loggedIn(rtmToken());
  const heard = vi.fn();
  rtm.addEventListener('tokenPrivilegeWillExpire', heard);
  rtm.removeEventListener('tokenPrivilegeWillExpire', heard);
  await vi.advanceTimersByTimeAsync(HOUR);
  expect(heard).not.toHaveBeenCalled();
});

/** [what it is, the token, the number, what is found first, what the message says] */
const REFUSED: [string, () => unknown, number, string | undefined, RegExp][] = [
  [
    'another user',
    () => rtmToken({ userId: 'bob' }),
    -10005,
    'user-id-mismatch',
    /"bob", but the client joined with "alice"/,
  ],
  ['an RTC token', () => rtcToken(), -10005, 'service-missing', /no RTM service/],
  [
    'another certificate',
    () => rtmToken({}, { appId: APP_ID, appCertificate: 'b'.repeat(32) }),
    -10005,
    'signature-mismatch',
    /signature/,
  ],
  [
    'one that has ended',
    () => rtmToken({ issuedAt: START / 1000 - 3600 }),
    -10009,
    'expired',
    /Token expired/,
  ],
  ['none', () => undefined, -10005, undefined, /sent none/],
  ['no token', () => 'x', -10005, undefined, /not an Agora token/],
  ['a number', () => 5, -10005, undefined, /not a string/],
];

describe('login is refused', () => {
  test.each(REFUSED)('%s', async (_name, make, code, found, message) => {
    const rtm = client();
    const refused = await refusal(() => rtm.login({ token: make() as string }));
    expect(refused).toMatchObject({ code });
    expect(refused?.findings[0]).toBe(found);
    expect(refused?.message).toMatch(message);
    expect(refused?.message).toMatch(/^Error Code -1000\d - /);
    await rtm.login({ token: rtmToken() });
  });
});

test.each(REFUSED)(
  'renewToken with %s is refused, and the old one lives on',
  async (_n, make, code) => {
    const { rtm, events } = await loggedIn(rtmToken());
    expect(await refusal(() => rtm.renewToken(make() as string))).toMatchObject({ code });
    await vi.advanceTimersByTimeAsync(HOUR - 30_000);
    expect(events.at(-1)).toBe('WILL_EXPIRE');
  },
);

describe('the SDK itself refuses', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['no user', () => client(''), /-10006/],
    ['a number as user', () => client(42), /-10006/],
    ['65 characters', () => client('x'.repeat(65)), /-10006/],
    ['no App ID', () => client('alice', ''), /-10003/],
  ])('%s', (_name, make, message) => {
    expect(make).toThrow(message);
  });

  test('logging out and renewing before the login, and an unknown App ID', async () => {
    expect(await refusal(() => client().logout())).toMatchObject({ code: -10002 });
    expect(await refusal(() => client().renewToken(rtmToken()))).toMatchObject({ code: -10002 });
    const unknown = client('alice', 'a'.repeat(32));
    expect(await refusal(() => unknown.login({ token: rtmToken() }))).toMatchObject({
      code: -10003,
    });
  });
});

test('messages are not there, and say so', () => {
  const rtm = client() as never as { publish(): void };
  expect(() => rtm.publish()).toThrow('RTM.publish()');
});
