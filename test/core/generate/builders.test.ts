import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { decodeText } from '../../../src/core/token/decode.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { APP_ID, CERTIFICATE, payload } from '../../helpers/demo.js';
import { NOW, run } from '../../helpers/run.js';

// The library's own types leave half of it out.
const library = createRequire(import.meta.url);
const {
  ApaasTokenBuilder,
  ChatTokenBuilder,
  ConvoAITokenBuilder,
  EducationTokenBuilder,
  FpaTokenBuilder,
  Rtm2Permissions,
  RtcTokenBuilder,
  RtmTokenBuilder,
  SttTokenBuilder,
} = library('agora-token');
const {
  AccessToken2,
  ServiceApaas,
  ServiceChat,
  ServiceFCdn,
  ServiceRtc,
  ServiceRtm,
  ServiceStreaming,
} = library('agora-token/src/AccessToken2');
const { RtcTokenBuilder: Rtc006 } = library('agora-token/src/RtcTokenBuilder');
const { RtmTokenBuilder: Rtm006 } = library('agora-token/src/RtmTokenBuilder');

const A = APP_ID;
const C = CERTIFICATE;
const HOUR = 3600;
const PUBLISHER = 1;
const SUBSCRIBER = 2;

/** Signs with our program for the issue time and salt that the library has chosen. */
async function ours(theirs: string, args: string): Promise<string> {
  const { token } = decodeText(theirs, nodeRuntime);
  const issued = token.issuedAt?.unix ?? (token.expiresAt?.unix ?? 0) - 86_400;
  const argv = ['generate', ...args.split(' '), '-p', 'demo'];
  const { code, stdout, stderr } = await run([
    ...argv,
    ...['--issued-at', String(issued), '--salt', String(token.salt)],
  ]);
  expect(stderr).not.toContain('unexpected');
  expect(code).toBe(0);
  return stdout;
}

function permissions() {
  const set = new Rtm2Permissions();
  set.add(0, 0, ['lobby', 'news']);
  set.add(1, 1, ['stage']);
  set.add(4, 0, ['bob']);
  return set;
}

// The builders look at the clock themselves.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the same payload as the official builders', () => {
  test.each<[string, () => string]>([
    [
      'rtc -c demo -u 42',
      () => RtcTokenBuilder.buildTokenWithUid(A, C, 'demo', 42, PUBLISHER, HOUR, HOUR),
    ],
    [
      'rtc -c demo -u 0',
      () => RtcTokenBuilder.buildTokenWithUid(A, C, 'demo', 0, PUBLISHER, HOUR, HOUR),
    ],
    [
      'rtc -c demo -u 4294967295 --role audience -e 2h --privilege-expires-in 15m',
      () => RtcTokenBuilder.buildTokenWithUid(A, C, 'demo', 4294967295, SUBSCRIBER, 2 * HOUR, 900),
    ],
    [
      'rtc -c demo -a alice -r host',
      () => RtcTokenBuilder.buildTokenWithUserAccount(A, C, 'demo', 'alice', PUBLISHER, HOUR, HOUR),
    ],
    [
      'rtc -c demo -u 7 --join 10m --publish-audio 9m --publish-video 8m --publish-data 7m',
      () =>
        RtcTokenBuilder.buildTokenWithUidAndPrivilege(A, C, 'demo', 7, HOUR, 600, 540, 480, 420),
    ],
    [
      'rtc -c demo -a alice --with rtm --privilege-expires-in 10m',
      () => RtcTokenBuilder.buildTokenWithRtm(A, C, 'demo', 'alice', PUBLISHER, HOUR, 600),
    ],
    [
      'rtc -c demo -a alice --with rtm=bob --join 1m --publish-audio 2m --publish-video 3m --publish-data 4m',
      () =>
        RtcTokenBuilder.buildTokenWithRtm2(
          A,
          C,
          'demo',
          'alice',
          PUBLISHER,
          HOUR,
          60,
          120,
          180,
          240,
          'bob',
          HOUR,
        ),
    ],
    ['rtm --user-id alice', () => RtmTokenBuilder.buildToken(A, C, 'alice', HOUR)],
    [
      'rtm --user-id alice --permission user:read=bob --permission message:read=lobby,news --permission stream:write=stage',
      () => RtmTokenBuilder.buildTokenWithPermissions(A, C, 'alice', permissions(), HOUR),
    ],
    ['chat user --user-id alice', () => ChatTokenBuilder.buildUserToken(A, C, 'alice', HOUR)],
    ['chat app -e 10m', () => ChatTokenBuilder.buildAppToken(A, C, 600)],
    ['fpa -e 24h', () => FpaTokenBuilder.buildToken(A, C)],
    ['apaas user --user alice', () => ApaasTokenBuilder.buildUserToken(A, C, 'alice', HOUR)],
    ['apaas app', () => ApaasTokenBuilder.buildAppToken(A, C, HOUR)],
    [
      'education user --user alice',
      () => EducationTokenBuilder.buildUserToken(A, C, 'alice', HOUR),
    ],
    [
      'convoai -c demo -a agent --rtm-user-id bob',
      () =>
        ConvoAITokenBuilder.buildToken(
          A,
          C,
          'demo',
          'agent',
          PUBLISHER,
          HOUR,
          HOUR,
          HOUR,
          HOUR,
          HOUR,
          'bob',
          HOUR,
        ),
    ],
    [
      'convoai -c demo -u 1001 --role subscriber',
      () =>
        ConvoAITokenBuilder.buildToken(
          A,
          C,
          'demo',
          '1001',
          SUBSCRIBER,
          HOUR,
          HOUR,
          0,
          0,
          0,
          '1001',
          HOUR,
        ),
    ],
    [
      'stt -c demo -u 998',
      () =>
        SttTokenBuilder.buildToken(
          A,
          C,
          'demo',
          '998',
          PUBLISHER,
          HOUR,
          HOUR,
          HOUR,
          HOUR,
          HOUR,
          '998',
          HOUR,
        ),
    ],
    [
      'temp -c demo',
      () => RtcTokenBuilder.buildTokenWithUid(A, C, 'demo', 0, PUBLISHER, 86_400, 86_400),
    ],
    [
      'temp -c demo -a alice',
      () => RtcTokenBuilder.buildTokenWithRtm(A, C, 'demo', 'alice', PUBLISHER, 86_400, 86_400),
    ],
  ])('%s', async (args, build) => {
    const theirs = build();
    expect(payload(await ours(theirs, args))).toBe(payload(theirs));
  });

  test.each<[string, () => unknown[]]>([
    ['streaming -c demo -u 42', () => [with1(new ServiceStreaming('demo', 42), 1, 2)]],
    [
      'streaming -c demo -a alice --publish',
      () => [with1(new ServiceStreaming('demo', 'alice'), 1, 2)],
    ],
    [
      'streaming -c demo -a alice --publish mixed',
      () => [with1(new ServiceStreaming('demo', 'alice'), 1)],
    ],
    [
      'streaming -c demo -a alice --publish raw',
      () => [with1(new ServiceStreaming('demo', 'alice'), 2)],
    ],
    ['fcdn -c demo -u 0', () => [with1(new ServiceFCdn('demo', 0), 1, 2)]],
    ['fcdn -c demo -u 42 --play', () => [with1(new ServiceFCdn('demo', 42), 2)]],
    ['fcdn -c demo -u 42 --publish', () => [with1(new ServiceFCdn('demo', 42), 1)]],
    ['apaas room-user --room math --user alice --role student', () => classroom(2)],
    ['education room-user --room math --user alice --role -1', () => classroom(-1)],
    [
      'rtc -c demo -u 42 --with rtc=stage',
      () => [
        with1(new ServiceRtc('demo', 42), 1, 2, 3, 4),
        with1(new ServiceRtc('stage', 42), 1, 2, 3, 4),
      ],
    ],
  ])('%s, as the classes of the library write it', async (args, services) => {
    const signer = new AccessToken2(A, C, NOW, HOUR);
    for (const service of services()) signer.add_service(service);
    const theirs = signer.build();
    expect(payload(await ours(theirs, args))).toBe(payload(theirs));
  });

  test.each<[string, () => string]>([
    [
      'rtc -c demo -u 42 --token-version 006',
      () => Rtc006.buildTokenWithUid(A, C, 'demo', 42, PUBLISHER, NOW + HOUR),
    ],
    [
      'rtc -c demo -u 0 -r audience --token-version 006',
      () => Rtc006.buildTokenWithUid(A, C, 'demo', 0, SUBSCRIBER, NOW + HOUR),
    ],
    [
      'rtc -c demo -a alice --token-version 006',
      () => Rtc006.buildTokenWithAccount(A, C, 'demo', 'alice', PUBLISHER, NOW + HOUR),
    ],
    [
      'rtm --user-id alice --token-version 006',
      () => Rtm006.buildToken(A, C, 'alice', 0, NOW + HOUR),
    ],
  ])('%s', async (args, build) => {
    const theirs = build();
    expect((await ours(theirs, args)).trim()).toBe(theirs);
  });
});

function with1<T extends { add_privilege(id: number, seconds: number): void }>(
  service: T,
  ...ids: number[]
): T {
  for (const id of ids) service.add_privilege(id, HOUR);
  return service;
}

/** With the room-user privilege, which the builder of this library alone leaves out. */
function classroom(role: number) {
  const chat = createHash('md5').update('alice').digest('hex');
  return [
    with1(new ServiceApaas('math', 'alice', role), 1),
    with1(new ServiceRtm('alice'), 1),
    with1(new ServiceChat(chat), 1),
  ];
}
