import FakeTimers from '@sinonjs/fake-timers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { APP_ID } from '../helpers/demo.js';
import { emulator, HOUR, joined, odd, recorded, refusal, rtcToken, START } from './helpers.js';

/** What happens to a client that is in a channel, as time passes. */

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

/** After how many seconds each event came. */
async function timed(token: string, milliseconds: number, uid: number | string = 42) {
  const { client } = await joined(token, { uid });
  const events: [number, string][] = [];
  for (const name of ['token-privilege-will-expire', 'token-privilege-did-expire']) {
    client.on(name, () => events.push([(Date.now() - START) / 1000, name.slice(16, -7)]));
  }
  client.on('connection-state-change', (now, before, reason) =>
    events.push([(Date.now() - START) / 1000, `${before} ${now} ${reason}`]),
  );
  await vi.advanceTimersByTimeAsync(milliseconds);
  return { events, client };
}

const DISCONNECTED = 'CONNECTED DISCONNECTED TOKEN_EXPIRE';
const ending = (seconds: number) => [
  [seconds - 30, 'will'],
  [seconds, 'did'],
  [seconds, DISCONNECTED],
];

describe('the privilege to join ends', () => {
  test.each<[string, () => string, readonly (readonly [number, string])[] | unknown[]]>([
    ['after an hour', () => rtcToken(), ending(3600)],
    ['after 24 hours', () => rtcToken({ expiresIn: '24h' }), ending(86_400)],
    ['before the token', () => rtcToken({ join: '10m' }), ending(600)],
    [
      'after 24 hours at the most',
      () => odd({ lifetime: 2 * 86_400, join: 2 * 86_400 }),
      ending(86_400),
    ],
    ['006', () => rtcToken({ tokenVersion: '006' }), ending(3600)],
    [
      'in 20 s, which is less than the warning',
      () => rtcToken({ expiresIn: 20 }),
      [
        [0, 'will'],
        [20, 'did'],
        [20, DISCONNECTED],
      ],
    ],
    ['never: a privilege of 0', () => odd({ join: 0 }), []],
    [
      'after the token, which nobody in the channel hears of',
      () => rtcToken({ expiresIn: '10m', join: '1h' }),
      [],
    ],
  ])('%s', async (_name, make, expected) => {
    const { events } = await timed(make(), 49 * HOUR);
    expect(events).toEqual(expected);
  });

  test('with a privilege of 0 only rejoining fails', async () => {
    const token = odd({ join: 0 });
    const { client } = await timed(token, 2 * HOUR);
    expect(client.connectionState).toBe('CONNECTED');
    await client.leave();
    expect(await refusal(() => client.join(APP_ID, 'demo', token, 42))).toMatchObject({
      number: 10,
    });
  });

  test('in milliseconds, under the timers of @sinonjs/fake-timers too', async () => {
    vi.useRealTimers();
    const clock = FakeTimers.install({ now: START });
    try {
      const { events } = await joined(rtcToken({ expiresIn: '24h' }));
      await clock.tickAsync(24 * HOUR);
      expect(events.map(([name]) => name)).toEqual([
        'token-privilege-will-expire',
        'token-privilege-did-expire',
        'connection-state-change',
      ]);
    } finally {
      clock.uninstall();
    }
  });

  test('no timer keeps a process alive', async () => {
    vi.useRealTimers();
    const set = vi.spyOn(globalThis, 'setTimeout');
    const { client } = await joined(rtcToken({ issuedAt: Math.floor(Date.now() / 1000) }));
    const timers = set.mock.results.map(({ value }) => value as NodeJS.Timeout);
    expect(timers.map((timer) => timer.hasRef())).toEqual([false, false]);
    set.mockRestore();
    await client.leave();
  });
});

describe('renewToken', () => {
  test('a good one in time: nothing ends', async () => {
    const { client, events } = await joined(rtcToken());
    client.on('token-privilege-will-expire', () => client.renewToken(rtcToken()));
    await vi.advanceTimersByTimeAsync(10 * HOUR + 1000);
    expect(client.connectionState).toBe('CONNECTED');
    // Each new token lasts an hour from 30 s before the end of the last.
    expect(events).toEqual(Array(10).fill(['token-privilege-will-expire']));
  });

  test.each<[string, () => string, string | undefined, RegExp]>([
    [
      'for another uid',
      () => rtcToken({ uid: 43 }),
      'uid-mismatch',
      /token is for uid 43, but the client joined with 42/,
    ],
    ['for another channel', () => rtcToken({ channel: 'other' }), 'channel-mismatch', /"other"/],
    ['that has ended', () => rtcToken({ issuedAt: START / 1000 - 7200 }), 'expired', /expired/],
    ['that is no token', () => 'new-token-xyz', undefined, /not an Agora token/],
  ])('%s is refused with 110, and the old one runs on', async (_name, make, code, message) => {
    const { client, events } = await joined(rtcToken());
    const refused = await refusal(() => client.renewToken(make()));
    expect(refused).toMatchObject({ code: 'UNEXPECTED_RESPONSE', number: 110 });
    expect(refused?.findings[0]).toBe(code);
    expect(refused?.message).toMatch(/^AgoraRTCError UNEXPECTED_RESPONSE: ERR_NO_AUTHORIZED: /);
    expect(refused?.message).toMatch(message);
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(events.map(([name]) => name)).toEqual([
      'token-privilege-will-expire',
      'token-privilege-did-expire',
      'connection-state-change',
    ]);
  });

  test('who joined without a uid renews with a token for any', async () => {
    const { client } = await joined(rtcToken({ uid: 0 }), { uid: 0 });
    await client.renewToken(rtcToken({ uid: 0 }));
    const forOwn = rtcToken({ uid: client.uid });
    expect(await refusal(() => client.renewToken(forOwn))).toMatchObject({ number: 110 });
  });

  test('a longer one, a shorter one, one without an end', async () => {
    const { client, events } = await joined(rtcToken());
    await client.renewToken(rtcToken({ expiresIn: '2h' }));
    await vi.advanceTimersByTimeAsync(1.5 * HOUR);
    expect(events).toEqual([]);
    await client.renewToken(rtcToken({ expiresIn: 60 }));
    await vi.advanceTimersByTimeAsync(31_000);
    expect(events).toEqual([['token-privilege-will-expire']]);
    await client.renewToken(odd({ join: 0 }));
    await vi.advanceTimersByTimeAsync(48 * HOUR);
    expect(client.connectionState).toBe('CONNECTED');
  });
});

describe('a clock that jumps', () => {
  test('forward: the next call notices', async () => {
    const { client, events } = await joined(rtcToken());
    vi.setSystemTime(START + 2 * HOUR);
    expect(await refusal(() => client.renewToken(rtcToken()))).toMatchObject({
      code: 'INVALID_OPERATION',
    });
    expect(events.map(([name]) => name)).toEqual([
      'token-privilege-did-expire',
      'connection-state-change',
    ]);
  });

  test('back: nothing ends before the token does', async () => {
    const { client, events } = await joined(rtcToken());
    vi.setSystemTime(START - HOUR);
    await vi.advanceTimersByTimeAsync(1.5 * HOUR);
    expect([client.connectionState, events]).toEqual(['CONNECTED', []]);
    await vi.advanceTimersByTimeAsync(0.5 * HOUR);
    expect(client.connectionState).toBe('DISCONNECTED');
  });
});

describe('co-host authentication', () => {
  const publishing = async (token: string, coHostAuth: boolean) => {
    const { agora, client } = await joined(token, { options: { coHostAuth } });
    const [audio, video] = await agora.AgoraRTC.createMicrophoneAndCameraTracks();
    return { client, audio, video };
  };

  test('off: a subscriber publishes', async () => {
    const { client, audio } = await publishing(rtcToken({ role: 'subscriber' }), false);
    await client.publish(audio);
    expect(client.localTracks).toEqual([audio]);
  });

  test('on: a subscriber does not', async () => {
    const { client, audio } = await publishing(rtcToken({ role: 'subscriber' }), true);
    const refused = await refusal(() => client.publish([audio]));
    expect(refused).toMatchObject({
      code: 'UNEXPECTED_RESPONSE',
      number: 110,
      findings: ['subscriber-only'],
    });
    expect(refused?.message).toContain(
      'no privilege publish-audio: it is for a subscriber\n  fix: ',
    );
    expect(client.localTracks).toEqual([]);
  });

  test('on: after its privilege ended a publisher does not', async () => {
    const { client, audio, video } = await publishing(rtcToken({ publishVideo: '10m' }), true);
    await client.publish([audio, video]);
    await client.unpublish();
    await vi.advanceTimersByTimeAsync(600_000);
    await client.publish(audio);
    const refused = await refusal(() => client.publish(video));
    expect(refused?.message).toContain('the privilege publish-video of the token has ended');
    await client.renewToken(rtcToken());
    await client.publish(video);
    expect(client.localTracks).toEqual([audio, video]);
  });
});

describe('several clients', () => {
  const two = async (mode: 'rtc' | 'live' = 'rtc') => {
    const { AgoraRTC } = emulator();
    const [one, other] = [AgoraRTC.createClient({ mode }), AgoraRTC.createClient({ mode })];
    const seen = recorded(one);
    await one.join(APP_ID, 'demo', rtcToken({ uid: 1 }), 1);
    seen.length = 0;
    return { AgoraRTC, one, other, seen };
  };

  test('see each other join, publish, unpublish and leave', async () => {
    const { AgoraRTC, one, other, seen } = await two();
    const [audio, video] = await AgoraRTC.createMicrophoneAndCameraTracks();
    await one.publish(audio);
    const events = recorded(other);
    await other.join(APP_ID, 'demo', rtcToken({ uid: 2 }), 2);
    expect(events.slice(2)).toEqual([
      ['user-joined', 1],
      ['user-published', 1, 'audio'],
    ]);
    await other.publish([video]);
    const [user] = one.remoteUsers;
    expect([user?.uid, user?.hasAudio, user?.hasVideo]).toEqual([2, false, true]);
    const track = await one.subscribe(user, 'video');
    expect(user?.videoTrack).toBe(track);
    expect(await refusal(() => one.subscribe(user, 'audio'))).toMatchObject({
      code: 'REMOTE_USER_IS_NOT_PUBLISHED',
    });
    expect(await refusal(() => one.subscribe(3, 'audio'))).toMatchObject({
      code: 'INVALID_REMOTE_USER',
    });
    await other.unpublish(video);
    expect([user?.hasVideo, user?.videoTrack]).toEqual([false, undefined]);
    await other.leave();
    expect(seen).toEqual([
      ['user-joined', 2],
      ['user-published', 2, 'video'],
      ['user-unpublished', 2, 'video'],
      ['user-left', 2, 'Quit'],
    ]);
    expect(one.remoteUsers).toEqual([]);
  });

  test('an audience in live mode is not seen until it becomes a host', async () => {
    const { one, other, seen } = await two('live');
    await other.join(APP_ID, 'demo', rtcToken({ uid: 2 }), 2);
    const { AgoraRTC } = emulator();
    const audio = await AgoraRTC.createMicrophoneAudioTrack();
    expect(await refusal(() => other.publish(audio))).toMatchObject({
      message: expect.stringContaining('audience can not publish stream'),
    });
    expect([seen, one.remoteUsers]).toEqual([[], []]);
    await other.setClientRole('host');
    await other.publish(audio);
    expect(seen).toEqual([
      ['user-joined', 2],
      ['user-published', 2, 'audio'],
    ]);
  });

  test('the same uid again: the earlier client is disconnected', async () => {
    const { one, other, seen } = await two();
    await other.join(APP_ID, 'demo', rtcToken({ uid: 1 }), 1);
    expect(seen).toEqual([
      ['connection-state-change', 'DISCONNECTED', 'CONNECTED', 'UID_CONFLICT'],
    ]);
    expect([one.connectionState, other.connectionState]).toEqual(['DISCONNECTED', 'CONNECTED']);
  });

  test('emulators and channels are apart', async () => {
    const { other, AgoraRTC, seen } = await two();
    await other.join(APP_ID, 'elsewhere', rtcToken({ uid: 2, channel: 'elsewhere' }), 2);
    await emulator()
      .AgoraRTC.createClient()
      .join(APP_ID, 'demo', rtcToken({ uid: 3 }), 3);
    await AgoraRTC.createClient().join(APP_ID, 'demo', rtcToken({ uid: 4 }), 4);
    expect(seen).toEqual([['user-joined', 4]]);
  });

  test('50 of them, who all end at once', async () => {
    const { AgoraRTC } = emulator();
    const token = rtcToken({ uid: 0 });
    const clients = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const client = AgoraRTC.createClient();
        await client.join(APP_ID, 'demo', token, index + 1);
        return client;
      }),
    );
    expect(clients[0]?.remoteUsers).toHaveLength(49);
    let warned = 0;
    for (const client of clients) client.on('token-privilege-will-expire', () => warned++);
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(warned).toBe(50);
    expect(new Set(clients.map(({ connectionState }) => connectionState))).toEqual(
      new Set(['DISCONNECTED']),
    );
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('what is not there', () => {
  test('throws with its name', () => {
    const { AgoraRTC } = emulator();
    const client = AgoraRTC.createClient() as never as { enableDualStream(): Promise<void> };
    expect(() => client.enableDualStream()).toThrow('client.enableDualStream()');
    const look = AgoraRTC as never as { createScreenVideoTrack(): unknown };
    expect(() => look.createScreenVideoTrack()).toThrow('AgoraRTC.createScreenVideoTrack()');
  });

  test('resolves where strict is false', async () => {
    const { AgoraRTC } = emulator({ strict: false });
    const client = AgoraRTC.createClient() as never as { enableDualStream(): Promise<void> };
    await expect(client.enableDualStream()).resolves.toBeUndefined();
  });
});

describe('listeners', () => {
  test('once, off, and all of one event or of every one', async () => {
    const { client } = await joined(rtcToken());
    const calls: string[] = [];
    const off = () => calls.push('off');
    client.once('token-privilege-will-expire', () => calls.push('once'));
    client.on('token-privilege-will-expire', off);
    client.off('token-privilege-will-expire', off);
    client.on('token-privilege-did-expire', () => calls.push('did'));
    client.on('connection-state-change', () => calls.push('state'));
    client.removeAllListeners('connection-state-change');
    await vi.advanceTimersByTimeAsync(HOUR - 20_000);
    await client.renewToken(rtcToken({ expiresIn: 40 }));
    await vi.advanceTimersByTimeAsync(20_000);
    client.removeAllListeners();
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(calls).toEqual(['once']);
  });
});
