import { describe, expect, test } from 'vitest';
import { NOW } from '../helpers/run.js';
import { type Asking, ask, contents } from '../helpers/token-server.js';

/** Keys that some client takes a token from, whatever the status is. */
const TOKEN_KEYS = /"(token|rtcToken|rtmToken|key|accessToken|chatToken)":/;

type Refused = [line: string, code: string, words: string, more?: Asking];

// biome-ignore format: one request a line
const REFUSED: Refused[] = [
  // paths
  ['GET /nothing', 'not-found', 'no route /nothing'],
  ['GET /rtc', 'not-found', 'no route /rtc'],
  ['GET /rtm/', 'invalid-user-id', '""'],
  ['GET /chat/x', 'not-found', 'no route /chat/x'],
  ['GET /rtc/a/b/publisher/uid/42/', 'invalid-channel', '"/" at position 2'],
  ['GET /rtc/a%2Fb/publisher/uid/42', 'invalid-channel', '"/" at position 2'],
  ['GET /rtc/my%20room', 'invalid-channel', 'encodeURIComponent'],
  ['GET /rtc/demo/publisher', 'invalid-channel', 'incomplete'],
  ['GET /rtc/demo%00/publisher/uid/42', 'invalid-channel', '\\x00'],
  ['GET /rtc/demo%0d%0aset-cookie:a=b/publisher/uid/42', 'invalid-channel', '\\r'],
  ['GET /rtc/%E4%BD%A0/publisher/uid/42', 'invalid-channel', 'position 1'],
  [`GET /rtc/${'x'.repeat(65)}/publisher/uid/42`, 'invalid-channel', '65 bytes'],
  ['GET /rtc/demo/publisher/uid/0/rtc/demo/publisher/uid/42', 'not-found', 'only the base URL'],
  ['GET /rtc/demo/publisher/uid/0/rtm/42', 'not-found', 'only the base URL'],
  ['GET /rtc/rtc/demo/publisher/uid/42', 'not-found', 'only the base URL'],
  [`GET /${'x'.repeat(9000)}`, 'url-too-long', '8192'],
  ...['/rtc/50%/publisher/uid/42', '/rtm/%zz', '/rtm/%', '/rtm/a%ffb', '/rtm/%c3', '/rtm/a%2', '/rtm/alice?x=%zz', '/rtmToken?account=%', '/rtmToken?%zz=1&account=a'].map((url): Refused => [`GET ${url}`, 'invalid-url', 'percent sign']),
  ['POST /getToken', 'invalid-body', 'percent sign', { body: 'tokenType=rtm&uid=%zz' }],
  ['GET /rtc/:test/:publisher/:userAccount/x', 'invalid-token-type', 'colon'],
  ['GET /rtc/:test/:publisher/:userAccount', 'invalid-channel', 'colon'],
  ['GET /rtc/demo/:publisher/uid/42', 'invalid-role', 'colon'],
  ['GET /rtc/demo/publisher/uid/:uid', 'invalid-uid', 'colon'],
  // methods
  ['POST /rtc/demo/publisher/uid/42', 'method-not-allowed', 'GET or HEAD'],
  ['GET /getToken', 'method-not-allowed', 'POST'],
  ['DELETE /token', 'method-not-allowed', 'POST or GET or HEAD'],
  // values
  ['GET /rtc/demo/presenter/uid/42', 'invalid-role', '"presenter"'],
  ['GET /rtc/demo/__proto__/uid/42', 'invalid-role', '"__proto__"'],
  ['GET /rtc/demo/3/uid/42', 'invalid-role', 'publisher (host'],
  ['GET /rtc/demo/publisher/user/42', 'invalid-token-type', 'userAccount'],
  ['GET /rtc/demo/publisher/uid/alice', 'invalid-uid', 'user account'],
  ['GET /rtc/demo/publisher/uid/4294967296', 'invalid-uid', 'out of range'],
  ['GET /rtc/demo/publisher/uid/-2147483649', 'invalid-uid', 'out of range'],
  ['GET /rtc/demo/publisher/uid/1e3', 'invalid-uid', 'whole number'],
  ['GET /rtc/demo/publisher/userAccount/', 'invalid-account', 'missing'],
  ['GET /rtc/demo/publisher/userAccount/%E4%BD%A0', 'invalid-account', 'position 1'],
  ['GET /rtc/demo/publisher/uid/42?expiry=0', 'invalid-expiry', 'expiry is 0'],
  ['GET /rtc/demo/publisher/uid/42?expiry=-5', 'invalid-expiry', 'negative'],
  ['GET /rtc/demo/publisher/uid/42?expireTime=soon', 'invalid-expiry', 'expireTime'],
  ['GET /rtc/demo/publisher/uid/42?expiry=1700003600', 'invalid-expiry', 'Unix time'],
  ['GET /rtm/0', 'invalid-user-id', 'uid'],
  ['GET /rte/demo/publisher/uid/0', 'invalid-user-id', '"0"'],
  ['GET /rtm/%E4%BD%A0', 'invalid-user-id', 'position 1'],
  ['GET /chat/account/Alice', 'invalid-user-id', '"A"'],
  ['GET /rtcToken?uid=42', 'invalid-channel', 'missing'],
  ['GET /rtmToken', 'invalid-user-id', 'missing'],
  ['POST /api/token', 'invalid-uid', 'uid 0', { body: { channel: 'demo' } }],
  ['POST /getToken', 'invalid-token-type', '"sms"', { body: { tokenType: 'sms' } }],
  ['POST /getToken', 'invalid-channel', 'missing', { body: { tokenType: 'rtc', uid: '1' } }],
  ['POST /fetch_education_token', 'invalid-role', 'missing', { body: { roomUuid: 'a', userUuid: 'b' } }],
  ['GET /edu/v3/rooms/a/roles/boss/users/b/token', 'invalid-role', '"boss"'],
  ['GET /whiteboard/sdk?role=owner', 'invalid-role', '"owner"'],
  ['POST /v1/token/generate', 'invalid-token-type', '"9"', { body: { channelName: 'demo', type: 9 } }],
  ['POST /v1/token006/generate', 'invalid-token-type', 'one service', { body: { channelName: 'demo', uid: 1, types: [1, 2] } }],
  ['GET /rtc/50%25/a%zz/uid/42', 'invalid-url', 'part "a%zz" of the URL'],
  ['POST /token', 'invalid-uid', 'uid and account cannot be used together', { body: { kind: 'rtc', channel: 'demo', uid: 42, account: 'bob' } }],
  ['POST /token/generate', 'invalid-body', 'no service is enabled', { body: { channelName: 'demo' } }],
  ['POST /token/generate', 'invalid-body', 'serviceRtc is not an object', { body: { serviceRtc: true } }],
  ['POST /token/generate', 'invalid-user-id', 'missing', { body: 'tokenType=user' }],
  ['GET /start-agent?channel=demo', 'invalid-body', 'connect=false'],
  // bodies
  ['POST /getToken', 'invalid-uid', '1.5, which', { body: { channel: 'demo', uid: 1.5 } }],
  ['POST /getToken', 'invalid-uid', 'kept exactly', { body: '{"channel":"demo","uid":1e21}' }],
  ...['12345678901234567890', '-9007199254740993', '1e400', '1.10'].flatMap((id): Refused[] => [
    ['POST /getToken', 'invalid-uid', 'quotes', { body: `{"tokenType":"rtm","uid":${id}}` }],
    ['POST /token', 'invalid-body', 'quotes', { body: `{"kind":"rtm","userId":${id}}` }],
  ]),
  ['POST /getToken', 'invalid-uid', '"true"', { body: { channel: 'demo', uid: true } }],
  ['POST /v1/token/generate', 'invalid-uid', '0.1, which', { body: { channelName: 'demo', uid: 0.1 } }],
  ['POST /getToken', 'invalid-body', 'expire is neither', { body: { channel: 'demo', uid: 1, expire: [60] } }],
  ['POST /getToken', 'invalid-body', 'valid JSON', { body: '{"uid":' }],
  ['POST /getToken', 'invalid-body', 'JSON object', { body: '[1]' }],
  ['POST /getToken', 'invalid-body', 'multipart', { body: '--x\r\nContent-Disposition: form-data' }],
  ['POST /getToken', 'invalid-body', 'neither a text nor a number', { body: { channel: { a: 1 } } }],
  ['POST /getToken', 'invalid-body', 'valid JSON', { body: `${'{"a":'.repeat(9000)}` }],
  ['POST /getToken', 'body-too-large', '65536', { body: ' '.repeat(65_537) }],
  ['POST /getToken', 'invalid-body', '"uid" is given twice', { body: '{"channel":"demo","uid":1,"uid":2}' }],
  ['POST /token', 'invalid-body', '"channel" is given twice', { body: '{"kind":"rtc","channel":"a:b","\\u0063hannel":"demo","uid":1}' }],
  ['POST /getToken', 'invalid-body', '"uid" is given twice', { body: { channel: 'demo', uid: 1, UID: 2 } }],
  ['POST /getToken', 'invalid-body', '"uid" is given twice', { body: 'channel=demo&uid=1&uid=2' }],
  ['GET /rtm/alice?expiry=60&expiry=90', 'invalid-body', '"expiry" is given twice'],
  ['POST /getToken', 'invalid-body', '"a" is given twice', { body: `{"channel":"demo","uid":1,"x":${'['.repeat(20_000)}${']'.repeat(20_000)},"a":1,"a":1}` }],
  ['POST /getToken', 'invalid-body', '"a" is given twice', { body: '{"channel":"demo","uid":1,"a":{"toString":1},"A":{"toString":1}}' }],
  // App IDs
  ['GET /rtc/demo/publisher/uid/42?appId=0123456789abcdef0123456789abcdef', 'app-id-mismatch', 'another App ID'],
  ['POST /v1/token/generate', 'app-id-mismatch', 'profile', { body: { appId: 'x', channelName: 'demo' } }],
  // a spec
  ['POST /token', 'invalid-body', 'kind is missing', { body: {} }],
  ['POST /token', 'invalid-body', '"rtx"', { body: { kind: 'rtx' } }],
  ['POST /token', 'invalid-body', '"chanel"', { body: { kind: 'rtc', chanel: 'demo', uid: 1 } }],
  ['POST /token', 'invalid-uid', 'uid or account is missing', { body: { kind: 'rtc', channel: 'demo' } }],
  ['POST /token', 'invalid-expiry', 'expiresIn is 0', { body: { kind: 'rtm', userId: 'a', expiresIn: 0 } }],
  ['POST /token', 'invalid-expiry', 'after the issue time', { body: { kind: 'rtm', userId: 'a', expiresAt: NOW } }],
  ['POST /token', 'invalid-expiry', 'not a time', { body: { kind: 'rtm', userId: 'a', expiresAt: 'soon' } }],
  ['POST /token', 'invalid-expiry', 'expiresIn and expiresAt', { body: { kind: 'rtm', userId: 'a', expiresAt: NOW + 60, expiresIn: 60 } }],
  ['POST /token', 'forbidden', 'apaas=room', { body: { kind: 'rtc', channel: 'demo', uid: 1, with: ['chat', 'apaas=room'] } }],
  ['POST /token', 'forbidden', 'rtc=stage', { body: { kind: 'rtc', channel: 'demo', uid: 1, with: 'rtc=stage' } }],
  ['POST /token', 'invalid-body', '"issuedat"', { body: { kind: 'rtm', userId: 'a', issuedAt: 1800000000 } }],
  ['POST /token', 'invalid-body', '"neverexpires"', { body: { kind: 'whiteboard sdk', neverExpires: true } }],
  ['POST /token', 'invalid-body', 'with', { body: { kind: 'rtc', channel: 'demo', uid: 1, with: { rtm: 'x' } } }],
  ['POST /token', 'invalid-body', 'strings', { body: { kind: 'rtc', channel: 'demo', uid: 1, with: [1] } }],
  ['POST /v2/token/generate', 'invalid-token-type', '"an object"', { body: { channelName: 'demo', types: [{ toString: 1 }] } }],
  ['POST /token', 'invalid-body', 'publish-video', { body: { kind: 'rtc', channel: 'demo', uid: 1, role: 'audience', publishVideo: 60 } }],
];

test.each<Refused>(REFUSED)('%s is refused: %s, %s', async (line, code, words, more) => {
  const { status, text, json, headers, events } = await ask(line, more);
  expect(`${json.message} | ${json.hint}`).toContain(words);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(json.error).toBeTypeOf('string');
  expect(json.status).toBe(status);
  expect(text).not.toMatch(TOKEN_KEYS);
  expect(headers.get('cache-control')).toContain('no-store');
  expect(events).toMatchObject([{ type: 'refused', status, code }]);
});

// biome-ignore format: one request a line
test.each<[line: string, expected: object, more?: Asking]>([
  ['GET /rtc/demo/x/uid/42', { status: 400, code: 'invalid-role', error: expect.any(String), message: expect.any(String), hint: expect.any(String) }],
  ['POST /fetch_rtc_token', { code: '400' }, { body: { uid: 1 } }],
  ['POST /token/generate', { code: -1, data: '' }, { body: {} }],
  ['POST /v1/token/generate', { code: 1, msg: expect.any(String) }, { body: {} }],
  ['GET /get_config?uid=x', { detail: expect.any(String) }],
  ['GET /api/generate-agora-token?uid=x', { details: expect.any(String) }],
])('the refusal of %s has what its clients read', async (line, expected, more) => {
  const { json } = await ask(line, more);
  expect(json).toMatchObject(expected);
  if (json.code === 1) expect(json).not.toHaveProperty('data');
});

test('405 says which methods there are', async () => {
  expect((await ask('DELETE /rtm/alice')).headers.get('allow')).toBe('GET, HEAD, OPTIONS');
});

// biome-ignore format: one request a line
test.each<[line: string, expected: string, more?: Asking]>([
  ['GET /rtc/demo/HOST/UID/42', 'rtc demo 42 publisher; 3600 s'],
  ['GET /rtc/demo/0/uid/42', 'rtc demo 42 publisher; 3600 s'],
  ['GET /rtc/demo/101/uid/42', 'rtc demo 42 publisher; 3600 s'],
  ['GET /rtc/%252e%252e/publisher/uid/42', 'rtc %2e%2e 42 publisher; 3600 s'],
  ['GET /rtc/rtc/publisher/uid/42', 'rtc rtc 42 publisher; 3600 s'],
  ['GET /rtc/a+b/publisher/uid/42', 'rtc a+b 42 publisher; 3600 s'],
])('%s is taken as %s', async (line, expected, more) => {
  const { json } = await ask(line, more);
  expect(contents(json.rtcToken ?? json.token)).toBe(expected);
});

describe('fields', () => {
  // biome-ignore format: one body a line
  test.each<[what: string, body: object | string, expected: string]>([
    ['names in any letter case', { TOKENTYPE: 'rtc', Channel: 'demo', UID: 42 }, 'rtc demo 42 publisher; 3600 s'],
    ['a form', 'tokenType=rtc&channelName=a+b%26c&uid=42', 'rtc a b&c 42 publisher; 3600 s'],
    ['unknown names', { tokenType: 'rtc', channel: 'demo', uid: 42, other: {}, __proto__x: 1 }, 'rtc demo 42 publisher; 3600 s'],
    ['prototype names', '{"__proto__":{"channel":"evil"},"constructor":1,"channel":"demo","uid":42}', 'rtc demo 42 publisher; 3600 s'],
    ['null', { channel: 'demo', uid: null, role: null, expire: null }, 'rtc demo  publisher; 3600 s'],
    ['white space in front', ' \n{"channel":"demo","uid":42}', 'rtc demo 42 publisher; 3600 s'],
    ['a uid with zeros in front', { channel: 'demo', uid: '007' }, 'rtc demo 7 publisher; 3600 s'],
    ['a certificate, unread', { channel: 'demo', uid: 42, appCertificate: { not: 'text' } }, 'rtc demo 42 publisher; 3600 s'],
    ['our own App ID', { channel: 'demo', uid: 42, appId: '970ca35DE60c44645bbae8a215061b33' }, 'rtc demo 42 publisher; 3600 s'],
    ['a duration with a unit', { channel: 'demo', uid: 42, expire: '90s' }, 'rtc demo 42 publisher; 90 s'],
    ['another name where one is empty', { channel: '', channelName: 'demo', uid: 42, expire: '', expireTime: 60 }, 'rtc demo 42 publisher; 60 s'],
    ['an empty lifetime', { channel: 'demo', uid: 42, expire: '' }, 'rtc demo 42 publisher; 3600 s'],
    ['a lifetime of days', { channel: 'demo', uid: 42, expire: '7d' }, 'rtc demo 42 publisher; 86400 s'],
  ])('%s', async (_what, body, expected) => {
    expect(contents((await ask('POST /getToken', { body })).json.token)).toBe(expected);
  });

  test('the body wins over the query', async () => {
    const { json } = await ask('POST /getToken?channel=query&uid=1&uid=1', {
      body: { channel: 'body' },
    });
    expect(contents(json.token)).toBe('rtc body 1 publisher; 3600 s');
  });

  test('notes say what was read differently', async () => {
    const { events } = await ask('POST /getToken', {
      body: { channel: 'demo', uid: '007', expire: '7d' },
    });
    expect(events).toMatchObject([
      {
        type: 'signed',
        route: 'get-token',
        path: '/getToken',
        expiresAt: 1_700_086_400,
        ask: { kinds: ['rtc'], channel: 'demo', uid: 7, role: 'publisher', expiresIn: 86_400 },
        notes: ['uid "007" was read as 7', expect.stringContaining('604800')],
      },
    ]);
  });
});
