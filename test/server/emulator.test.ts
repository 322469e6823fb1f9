import { describe, expect, test } from 'vitest';
import { signToken } from '../../src/index.js';
import { APP_ID, CERTIFICATE, SECRETS } from '../helpers/demo.js';
import { NOW } from '../helpers/run.js';
import { ask } from '../helpers/token-server.js';

/** `POST /emulator/join`: what Agora would answer, for tests in other languages. */

const signed = (spec: object = {}) =>
  signToken({ kind: 'rtc', channel: 'demo', uid: 42, issuedAt: NOW, ...spec } as never, SECRETS)
    .token;

const join = (body: object) =>
  ask('POST /emulator/join', { body: { appId: APP_ID, channel: 'demo', uid: 42, ...body } });

describe('accepted', () => {
  test.each<[string, () => object, object]>([
    [
      'until its end',
      () => ({ token: signed() }),
      { endsAt: NOW + 3600, mayPublish: ['audio', 'video'] },
    ],
    ['a subscriber', () => ({ token: signed({ role: 'subscriber' }) }), { mayPublish: [] }],
    ['the uid as text', () => ({ token: signed(), uid: '42' }), { endsAt: NOW + 3600 }],
    [
      'an account',
      () => ({ token: signed({ uid: undefined, account: 'alice' }), uid: 'alice' }),
      {},
    ],
    [
      'an account by its own name',
      () => ({ token: signed({ uid: undefined, account: 'alice' }), account: 'alice' }),
      {},
    ],
    ['at another time', () => ({ token: signed(), now: NOW + 3599 }), { endsAt: NOW + 3600 }],
  ])('%s', async (_name, make, expected) => {
    const { status, json } = await join(make());
    expect([status, json]).toEqual([
      200,
      expect.objectContaining({ schemaVersion: 1, ok: true, ...expected }),
    ]);
  });

  test('as a form', async () => {
    const body = new URLSearchParams({
      appId: APP_ID,
      channel: 'demo',
      uid: '42',
      token: signed(),
    });
    expect((await ask('POST /emulator/join', { body: `${body}` })).json.ok).toBe(true);
  });
});

const GATEWAY = 'CAN_NOT_GET_GATEWAY_SERVER';

describe('refused, as the emulator does', () => {
  test.each<[string, () => object, string, number | undefined, string | undefined]>([
    ['another uid', () => ({ token: signed({ uid: 43 }) }), GATEWAY, 9, 'uid-mismatch'],
    ['ended', () => ({ token: signed(), now: NOW + 3600 }), GATEWAY, 10, 'expired'],
    ['none', () => ({}), GATEWAY, 15, undefined],
    ['null', () => ({ token: null }), GATEWAY, 15, undefined],
    [
      'another App ID',
      () => ({ appId: 'a'.repeat(32), token: signed() }),
      GATEWAY,
      5,
      'app-id-mismatch',
    ],
    ['an empty token', () => ({ token: '' }), 'INVALID_PARAMS', undefined, undefined],
    [
      'no channel',
      () => ({ channel: null, token: signed() }),
      'INVALID_PARAMS',
      undefined,
      undefined,
    ],
    [
      'a uid that there is not',
      () => ({ uid: -1, token: signed() }),
      'INVALID_PARAMS',
      undefined,
      undefined,
    ],
  ])('%s', async (_name, make, code, number, found) => {
    const { status, json, text } = await join(make());
    expect([status, json.ok, json.error.code, json.error.number]).toEqual([
      200,
      false,
      code,
      number,
    ]);
    expect(json.findings[0]?.code).toBe(found);
    expect(text).not.toContain(CERTIFICATE);
  });
});

test('a time that is none, and a token that is an object, are mistakes of the request', async () => {
  expect((await join({ token: signed(), now: 'soon' })).status).toBe(400);
  expect((await join({ token: {} })).status).toBe(400);
});

test('a handler in production has it only where it is named', async () => {
  const { status } = await ask('POST /emulator/join', { options: { routes: ['rtc'] } });
  expect(status).toBe(404);
});
