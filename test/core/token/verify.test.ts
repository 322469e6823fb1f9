import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../../src/core/token/crc32.js';
import { decodeText } from '../../../src/core/token/decode.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { type Claims, verifySignature } from '../../../src/core/token/verify.js';
import { APP_ID, CERTIFICATE, str, u16, u32 } from '../../helpers/demo.js';
import { official, type Vector, vectors } from '../../helpers/vectors.js';
import { DIALECTS, signature } from '../../helpers/whiteboard.js';
import { rtc006 } from '../inspect/tokens.js';

function check(token: string, secret: string, claims?: Claims) {
  return verifySignature(decodeText(token, nodeRuntime).signed, secret, nodeRuntime, claims);
}

/** The official tests of the legacy keys write the same pair in lower case. */
const LOWER = CERTIFICATE.toLowerCase();
const CHANNEL = '7d72365eb983485397e3e3f9d460bdda';
const UID = '2882341273';
const UNCHECKED = (reason: RegExp) => ({
  status: 'unchecked',
  reason: expect.stringMatching(reason),
  needsClaims: true,
});

describe('what is not in the token is needed', () => {
  test.each([
    ['006-03', {}, /channel/],
    ['006-03', { channel: CHANNEL }, /uid/],
    ['006-03', { uid: UID }, /channel/],
    ['006-03', { channel: 'other', uid: UID }, /channel you expect is not the one/],
    ['006-03', { channel: CHANNEL, uid: '1' }, /uid you expect is not the one/],
    ['006-01', {}, /RTM user id/],
    ['006-01', { userId: 'someone' }, /not the one/],
    ['005-02', { channel: CHANNEL }, /channel and uid/],
    ['005-02', { channel: CHANNEL, uid: 'alice' }, /number/],
    ['004-02', { uid: UID }, /channel and uid/],
    ['003-01', { uid: UID }, /channel/],
    ['dynamickey2-01', {}, /channel/],
    ['signaling-01', { channel: CHANNEL }, /account/],
  ] as const)('%s with %j', (id, claims, reason) => {
    expect(check(official(id), CERTIFICATE, claims)).toEqual(UNCHECKED(reason));
  });
});

describe('another channel, uid or account does not verify', () => {
  test.each([
    ['005-02', { channel: 'other', uid: UID }],
    ['005-02', { channel: CHANNEL, uid: '1' }],
    ['004-02', { channel: 'other', uid: UID }],
    ['004-02', { channel: CHANNEL, uid: '1' }],
    ['003-01', { channel: 'other' }],
    ['dynamickey2-01', { channel: 'other' }],
    ['signaling-01', { account: 'other' }],
  ] as const)('%s with %j', (id, claims) => {
    const secret = id.startsWith('signaling') ? CERTIFICATE : LOWER;
    expect(check(official(id), secret, claims)).toEqual({ status: 'invalid' });
  });
});

test('004 is tried as media channel, recording and public sharing', () => {
  const claims = { channel: CHANNEL, uid: UID };
  expect(check(official('004-02'), LOWER, claims).status).toBe('valid');
  expect(check(official('004-06'), LOWER, claims).status).toBe('valid');
  expect(check(official('004-04'), '3c481e60aac14b06a434a20e70de7c51', claims).status).toBe(
    'valid',
  );
});

test('006: a token for any uid needs no uid, and holds for every one', () => {
  const token = official('006-05');
  for (const claims of [{}, { uid: '0' }, { uid: '7' }, { account: 'alice' }]) {
    const all = { channel: CHANNEL, ...claims };
    expect(check(token, CERTIFICATE, all)).toEqual({ status: 'valid' });
  }
});

test('006: a token for any channel needs no channel, and holds for every one', () => {
  const token = rtc006(1_700_003_600, { channel: '' });
  for (const claims of [{}, { channel: 'demo' }]) {
    const all = { uid: '42', ...claims };
    expect(check(token, CERTIFICATE, all)).toEqual({ status: 'valid' });
    expect(check(token, 'a'.repeat(32), all)).toEqual({ status: 'invalid' });
    expect(check(token, CERTIFICATE, claims)).toEqual(UNCHECKED(/uid/));
  }
});

test('006: the uid "0" as text, as PHP and Ruby sign it', () => {
  const message = Buffer.concat([u32(1), u32(1_700_000_000), u16(0)]);
  const signature = createHmac('sha256', CERTIFICATE)
    .update(Buffer.concat([Buffer.from(`${APP_ID}demo0`), message]))
    .digest();
  const content = Buffer.concat([
    str(signature),
    u32(crc32('demo')),
    u32(crc32('0')),
    str(message),
  ]);
  const token = `006${APP_ID}${content.toString('base64')}`;
  expect(check(token, CERTIFICATE, { channel: 'demo', uid: '0' })).toEqual({ status: 'valid' });
  expect(check(token, CERTIFICATE, { channel: 'demo', uid: '1' }).status).toBe('unchecked');
});

test('Dynamic Key 1, which may begin like any other format', () => {
  const appId = APP_ID.toLowerCase();
  const starts = new Set<string>();
  for (let salt = 0; salt < 5000; salt++) {
    const rest = `${appId}1446455472${salt.toString(16).padStart(8, '0')}`;
    const signature = createHmac('sha1', LOWER).update(`${rest}demo`).digest('hex');
    const label = signature.slice(0, 3);
    if (!/^00[3-7]$/.test(label)) continue;
    starts.add(label);
    const { token } = decodeText(signature + rest, nodeRuntime);
    expect(token).toEqual({
      format: 'dynamic-key-1',
      appId,
      issuedAt: { unix: 1446455472, iso: '2015-11-02T09:11:12Z' },
      salt,
      signature,
    });
    expect(check(signature + rest, LOWER, { channel: 'demo' })).toEqual({ status: 'valid' });
    expect(check(signature + rest, LOWER, { channel: 'Demo' })).toEqual({ status: 'invalid' });
  }
  expect(starts.size).toBeGreaterThan(2);
});

describe('whiteboard tokens of every language', () => {
  const PAIRS = { ak: 'ak/1', nonce: 'é"\\n', role: '1' };
  const json = (text: string) => JSON.stringify(text);

  function sign(
    write: (text: string) => string,
    pairs: Record<string, string>,
    sent: Record<string, string> = pairs,
  ) {
    const sig = signature(Object.entries(pairs), write);
    const query = Object.entries({ ...sent, sig })
      .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
      .join('&');
    return `NETLESSSDK_${Buffer.from(query).toString('base64url')}`;
  }

  test.each(DIALECTS)('%s', (language, write) => {
    const token = sign(write, language === 'C#' ? { ...PAIRS, nonce: '"\\n?' } : PAIRS);
    expect(check(token, 'sk')).toEqual({ status: 'valid' });
    expect(check(token, 'sk2')).toEqual({ status: 'invalid' });
  });

  test('Go and PHP sign an empty uuid and role without sending them', () => {
    expect(check(sign(json, { ...PAIRS, uuid: '' }, PAIRS), 'sk').status).toBe('valid');
    const { role: _role, ...sent } = PAIRS;
    expect(check(sign(json, { ...sent, role: '', uuid: '' }, sent), 'sk').status).toBe('valid');
  });

  test('Python and Ruby write a space as +', () => {
    const token = sign(json, { ak: 'a b', nonce: 'n', role: '1' });
    const query = Buffer.from(token.slice(11), 'base64url').toString().replaceAll('%20', '+');
    const plus = `NETLESSSDK_${Buffer.from(query).toString('base64url')}`;
    expect(plus).not.toBe(token);
    expect(decodeText(plus, nodeRuntime).token.accessKey).toBe('a b');
    expect(check(plus, 'sk')).toEqual({ status: 'valid' });
  });

  test('Go signs bytes that are not UTF-8 as they are', () => {
    const bytes = Buffer.from('{"ak":"\xc3\xa9","uuid":"a\xff"}', 'latin1');
    const sig = createHmac('sha256', 'sk').update(bytes).digest('hex');
    const query = `ak=%C3%A9&sig=${sig}&uuid=a%FF`;
    const token = `NETLESSROOM_${Buffer.from(query).toString('base64url')}`;
    expect(decodeText(token, nodeRuntime).token).toMatchObject({
      accessKey: 'é',
      uuid: { hex: '61ff' },
    });
    expect(check(token, 'sk')).toEqual({ status: 'valid' });
    expect(check(token, 'sk2')).toEqual({ status: 'invalid' });
  });

  test('bytes that are not UTF-8 are not the replacement character that was signed', () => {
    const token = sign(json, { ak: 'a', uuid: '\ufffd' });
    const query = Buffer.from(token.slice(11), 'base64url').toString();
    const changed = query.replace('%EF%BF%BD', '%FF');
    expect(changed).not.toBe(query);
    expect(check(token, 'sk')).toEqual({ status: 'valid' });
    const other = `NETLESSROOM_${Buffer.from(changed).toString('base64url')}`;
    expect(check(other, 'sk')).toEqual({ status: 'invalid' });
  });

  test('the prefix is not signed', () => {
    const { token, secretKey } = vectors('whiteboard')[0] as Vector;
    const other = token.replace('NETLESSTASK_', 'NETLESSROOM_');
    expect(decodeText(other, nodeRuntime).token.format).toBe('whiteboard-room');
    expect(check(other, secretKey)).toEqual({ status: 'valid' });
  });

  test('the raw text of an unknown role, a fraction, no expiry', () => {
    const token = sign(json, { ak: 'a', role: 'undefined', expireAt: '1700000000123.5' });
    expect(decodeText(token, nodeRuntime).token).toEqual({
      format: 'whiteboard-sdk',
      expiresAt: { unix: 1_700_000_000, iso: '2023-11-14T22:13:20Z' },
      accessKey: 'a',
      role: 'undefined',
      signature: expect.any(String),
    });
    expect(decodeText(sign(json, { ak: 'a' }), nodeRuntime).token.expiresAt).toBeNull();
  });
});

test('a signature of another length is invalid, and no error', () => {
  const { signed } = decodeText(official('007-12'), nodeRuntime);
  const short = { ...signed, signature: new Uint8Array(31) } as typeof signed;
  expect(verifySignature(short, CERTIFICATE, nodeRuntime)).toEqual({ status: 'invalid' });
});

test('CRC-32 as zlib and the sources have it', () => {
  expect(crc32('')).toBe(0);
  expect(crc32('0')).toBe(4108050209);
  expect(crc32('123456789')).toBe(0xcbf43926);
  expect(crc32('é')).toBe(crc32(Buffer.from('é').toString('utf8')));
});

test('signaling: the account is signed in UTF-8', () => {
  const account = 'Zoë';
  const md5 = createHash('md5').update(`${account}${APP_ID}${CERTIFICATE}1700000000`).digest('hex');
  const token = `1:${APP_ID}:1700000000:${md5}`;
  expect(check(token, CERTIFICATE, { account })).toEqual({ status: 'valid' });
  expect(check(token, CERTIFICATE, { userId: account })).toEqual({ status: 'valid' });
});
