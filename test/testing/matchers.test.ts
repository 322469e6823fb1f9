import { describe, expect, test } from 'vitest';
import { signToken } from '../../src/index.js';
import { assertAgoraToken, type ExpectedToken } from '../../src/testing.js';
import '../../src/testing/matchers.js';
import { APP_ID, CERTIFICATE, SECRETS } from '../helpers/demo.js';

/** The matcher and the assertion, with what a failing test prints. */

const signed = (spec: object) => signToken(spec as never, SECRETS).token;
const rtc = (spec: object = {}) => signed({ kind: 'rtc', channel: 'demo', uid: 42, ...spec });
const now = () => Math.floor(Date.now() / 1000);

describe('the expected token', () => {
  test.each<[string, () => string, ExpectedToken]>([
    ['channel and uid', () => rtc(), { channel: 'demo', uid: 42 }],
    ['a uid as text', () => rtc(), { uid: '42' }],
    ['an account', () => rtc({ uid: undefined, account: 'alice' }), { account: 'alice' }],
    ['the role', () => rtc({ role: 'subscriber' }), { role: 'audience' }],
    [
      'its whole lifetime, some seconds later',
      () => rtc({ issuedAt: now() - 5 }),
      { expiresIn: 3600 },
    ],
    ['a duration in words', () => rtc({ expiresIn: '2h' }), { expiresIn: '1h30m' }],
    ['the App ID', () => rtc(), { appId: APP_ID }],
    ['the signature', () => rtc(), { appId: APP_ID, appCertificate: CERTIFICATE }],
    [
      'two services',
      () => rtc({ with: ['rtm=alice'] }),
      { services: ['rtc', 'rtm'], uid: 42, userId: 'alice' },
    ],
    [
      'a user of RTM',
      () => signed({ kind: 'rtm', userId: 'alice' }),
      { services: ['rtm'], userId: 'alice' },
    ],
    ['006', () => rtc({ tokenVersion: '006' }), { channel: 'demo', uid: 42, role: 'publisher' }],
    ['nothing in particular', () => rtc(), {}],
  ])('%s', (_name, make, expected) => {
    const token = make();
    expect(token).toBeAgoraTokenFor(expected);
    assertAgoraToken(token, expected);
    expect(() => expect(token).not.toBeAgoraTokenFor(expected)).toThrow(
      'expected no Agora token for',
    );
  });
});

describe('another token', () => {
  test.each<[string, () => unknown, ExpectedToken, RegExp]>([
    [
      'uid',
      () => rtc({ uid: 43 }),
      { channel: 'demo', uid: 42 },
      /not an Agora token for channel "demo", uid 42:\n- token is for uid 43, but you expect 42 \[uid-mismatch\]\n {2}fix: /,
    ],
    ['channel', () => rtc(), { channel: 'Demo' }, /letter case/],
    ['role', () => rtc({ role: 'subscriber' }), { role: 'publisher' }, /role-mismatch/],
    ['a shorter lifetime', () => rtc(), { expiresIn: '2h' }, /must stay valid for 2 hours/],
    ['ended', () => rtc({ issuedAt: now() - 4000 }), {}, /expired/],
    [
      'a publish privilege that ends too soon',
      () => rtc({ publishAudio: '10m' }),
      { expiresIn: '1h' },
      /publish-audio/,
    ],
    ['a service that is missing', () => rtc(), { services: ['rtc', 'chat'] }, /no Chat service/],
    ['App ID', () => rtc(), { appId: 'a'.repeat(32) }, /app-id-mismatch/],
    [
      'certificate',
      () => rtc(),
      { appId: APP_ID, appCertificate: 'b'.repeat(32) },
      /signature-mismatch/,
    ],
    ['text', () => 'new-token-xyz', {}, /- not an Agora token|- this is not an Agora token/],
    ['an empty text', () => '', {}, /empty/],
    ['in quotes', () => `"${rtc()}"`, {}, /repaired-quotes/],
    ['null', () => null, {}, /the token is null, not a string/],
    ['undefined', () => undefined, {}, /of type undefined/],
    ['a promise', () => Promise.resolve(rtc()), {}, /of type object, not a string/],
  ])('%s', (_name, make, expected, message) => {
    const token = make();
    expect(() => expect(token).toBeAgoraTokenFor(expected)).toThrow(message);
    expect(() => assertAgoraToken(token, expected)).toThrow(message);
    expect(token).not.toBeAgoraTokenFor(expected);
  });
});

test('an assertion fails as those of node:assert do, and never shows a certificate', () => {
  const wrong = { appId: APP_ID, appCertificate: CERTIFICATE, uid: 43 };
  let thrown: unknown;
  try {
    assertAgoraToken(rtc(), wrong);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ name: 'AssertionError', code: 'ERR_ASSERTION' });
  expect(String(thrown)).not.toContain(CERTIFICATE);
});

test.each<[string, object, RegExp]>([
  ['a misspelt key', { chanel: 'demo' }, /"chanel"/],
  ['a service that there is not', { services: ['video'] }, /video/],
  ['a certificate without its App ID', { appCertificate: CERTIFICATE }, /appId/],
  ['a uid that there is not', { uid: -5.5 }, /uid/],
])('an expectation that cannot be met is a mistake of the test: %s', (_name, expected, message) => {
  expect(() => expect(rtc()).toBeAgoraTokenFor(expected)).toThrow(message);
  expect(() => expect(rtc()).not.toBeAgoraTokenFor(expected)).toThrow(message);
});
