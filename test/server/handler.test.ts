import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { decodeToken } from '../../src/index.js';
import {
  createTokenHandler,
  type ServerEvent,
  type TokenHandlerOptions,
  toNodeListener,
} from '../../src/server.js';
import { CERTIFICATE, SECRETS } from '../helpers/demo.js';
import { NOW } from '../helpers/run.js';
import { thrown } from '../helpers/thrown.js';
import { ask, contents, EVERYTHING } from '../helpers/token-server.js';

const RTC = 'GET /rtc/demo/publisher/uid/42';
const untyped = (value: unknown) => value as never;

describe('options', () => {
  test.each<[what: string, options: object, message: string]>([
    ['no authorize', { ...SECRETS }, 'authorize is not a function'],
    ['an unknown option', { ...SECRETS, authorize: () => true, autorize: 1 }, '"autorize"'],
    ['an unknown limit', { ...SECRETS, authorize: () => true, limits: { kind: [] } }, '"kind"'],
    ['an unknown kind', { ...SECRETS, authorize: () => true, limits: { kinds: ['rtx'] } }, '"rtx"'],
    ['an unknown route', { ...SECRETS, authorize: () => true, routes: ['rtx'] }, '"rtx"'],
    [
      'a longest lifetime that is none',
      { ...SECRETS, authorize: () => true, limits: { maxExpiresIn: 'long' } },
      'limits.maxExpiresIn',
    ],
    ...Object.entries({
      routes: 'rtc',
      basePath: 5,
      cors: 'https://app.example',
      tokenVersion: '008',
      now: 5,
      onEvent: {},
    }).map(([key, value]): [string, object, string] => [
      `a wrong ${key}`,
      { ...SECRETS, authorize: () => true, [key]: value },
      `${key} cannot be used`,
    ]),
    ...Object.entries({
      channels: 'demo',
      users: [{}],
      roles: ['admin'],
      kinds: 'rtc',
      bodyBytes: '64k',
    }).map(([key, value]): [string, object, string] => [
      `a wrong limit: ${key}`,
      { ...SECRETS, authorize: () => true, limits: { [key]: value } },
      `limits.${key} cannot be used`,
    ]),
    [
      'an origin with a path',
      { ...SECRETS, authorize: () => true, cors: ['https://app.example/'] },
      'not an origin',
    ],
    ['limits that are null', { ...SECRETS, authorize: () => true, limits: null }, 'limits is null'],
    ['no lifetime', { ...SECRETS, authorize: () => true, expiresIn: 0 }, 'expiresIn is 0'],
  ])('%s', (_what, options, message) => {
    expect(thrown(() => createTokenHandler(untyped(options))).message).toContain(message);
  });

  test.each<[what: string, options: object, message: RegExp]>([
    ['no secrets', {}, /needs appId and appCertificate/],
    ['no certificate', { appId: SECRETS.appId }, /only one of them is set/],
    ['a bad certificate', { ...SECRETS, appCertificate: `${CERTIFICATE}0` }, /appCertificate/],
  ])('%s', (_what, options, message) => {
    const make = () => createTokenHandler(untyped({ ...options, authorize: () => true }));
    expect(make).toThrow(message);
    expect(make).not.toThrow(CERTIFICATE);
  });
});

describe('authorize', () => {
  test.each<[what: string, authorize: unknown, status: number, code?: string]>([
    ['true', () => true, 200],
    ['true, later', async () => true, 200],
    ['false', () => false, 403, 'forbidden'],
    ['nothing', () => undefined, 403, 'forbidden'],
    ['null', () => null, 403, 'forbidden'],
    ['a text', () => 'yes', 403, 'forbidden'],
    ['a session by mistake', () => ({ userId: 'alice', name: 'Alice' }), 500, 'internal'],
    ['an empty object', () => ({}), 500, 'internal'],
    ['an empty list', () => [], 500, 'internal'],
    ['a map', () => new Map([['uid', 1]]), 500, 'internal'],
    ['a uid that is missing', () => ({ uid: undefined }), 500, 'internal'],
    ['a uid that is a text', () => ({ uid: '42' }), 500, 'internal'],
    ['a uid that is negative', () => ({ uid: -1 }), 500, 'internal'],
    ['a uid that is not a number', () => ({ uid: Number.NaN }), 500, 'internal'],
    ['a Response that failed', () => Response.error(), 500, 'internal'],
    ['a Response without a body', () => new Response(null, { status: 304 }), 304],
    ['a failure', () => Promise.reject(new Error('database down')), 500, 'internal'],
  ])('%s', async (_what, authorize, status, code) => {
    const answer = await ask(RTC, { options: { authorize: untyped(authorize) } });
    expect([answer.status, answer.json?.code]).toEqual([status, code]);
    expect(answer.text).not.toMatch(/database|name/);
    if (status === 500) expect(answer.events).toMatchObject([{ error: expect.any(Error) }]);
  });

  test('it gets the ask, the request and the context', async () => {
    let seen: unknown;
    const handler = createTokenHandler<{ user: string }>({
      ...EVERYTHING,
      authorize: ({ ask, request, context }) => {
        seen = { ask, cookie: request.headers.get('cookie'), user: context.user };
        return true;
      },
    });
    const request = new Request('http://x/rtc/demo/2/uid/42?expiry=60', {
      headers: { cookie: 'a=b' },
    });
    await handler(request, { user: 'alice' });
    expect(seen).toEqual({
      ask: {
        ...{ route: 'rtc', kinds: ['rtc'], channel: 'demo', uid: 42, role: 'subscriber' },
        ...{ expiresIn: 60, tokenVersion: '007' },
      },
      cookie: 'a=b',
      user: 'alice',
    });
  });

  test('its Response is the answer', async () => {
    const { status, text, headers } = await ask(RTC, {
      options: {
        authorize: () =>
          new Response('Sign in', { status: 401, headers: { 'www-authenticate': 'Bearer' } }),
      },
    });
    expect([status, text, headers.get('www-authenticate')]).toEqual([401, 'Sign in', 'Bearer']);
    expect(headers.get('cache-control')).toContain('no-store');
  });

  // biome-ignore format: one ask a line
  test.each<[line: string, narrowed: object, contents: string, body?: object]>([
    [RTC, { uid: 7, role: 'subscriber', expiresIn: 60 }, 'rtc demo 7 subscriber; 60 s'],
    [RTC, { account: 'alice' }, 'rtc demo alice publisher; 3600 s'],
    [RTC, { channel: 'lobby' }, 'rtc lobby 42 publisher; 3600 s'],
    [RTC, { expiresIn: 999_999 }, 'rtc demo 42 publisher; 86400 s'],
    // The uid is the user of every service: naming a second one does not help.
    ['GET /rtm/root', { uid: 7 }, 'rtm 7; 3600 s'],
    ['GET /chat/account/root', { account: 'alice' }, 'chat alice user; 3600 s'],
    ['GET /edu/v3/rooms/math/roles/2/users/root/token', { account: 'alice' }, 'rtm alice, chat 6384e2b2184bcbf58eccf10ca7a6563c user, apaas math alice 2; 3600 s'],
    ['GET /api/generate-agora-token?channel=demo&uid=0', { uid: 7 }, 'rtc demo 7 publisher, rtm 7; 3600 s'],
    ['POST /token', { uid: 7 }, 'rtc demo 7 publisher, rtm 7, chat 7 user; 3600 s', { kind: 'rtc', channel: 'demo', uid: 42, with: ['rtm=root', 'chat=root'] }],
    ['POST /token', { uid: 7, rtmUserId: 'seven' }, 'rtc demo 7 publisher, rtm seven; 3600 s', { kind: 'rtc', channel: 'demo', uid: 42, with: ['rtm=root'] }],
    ['POST /getToken', { uid: 7 }, 'rtc demo 7 publisher, rtm 7; 3600 s', { tokenType: 'rtm', channel: 'demo', uid: 'root' }],
  ])('%s, narrowed to %o', async (line, narrowed, expected, body) => {
    const { json } = await ask(line, { ...(body && { body }), options: { authorize: () => narrowed } });
    const token = json.rtcToken ?? json.rtmToken ?? json.chatToken ?? json.data?.token ?? json.token;
    expect(contents(token)).toBe(expected);
  });

  test.each(['temp', 'streaming'])('a role that the kind %s does not have', async (kind) => {
    const options = { authorize: () => ({ role: 'subscriber' }) };
    const body = { kind, channel: 'demo', uid: 42 };
    expect((await ask('POST /token', { body, options })).json.code).toBe('forbidden');
  });

  test('the ask names the kinds and users that with adds', async () => {
    const body = { kind: 'rtc', channel: 'demo', uid: 42, with: ['rtm', 'chat=bob'] };
    const { json, events } = await ask('POST /token', { body });
    expect(events).toMatchObject([
      { ask: { kinds: ['rtc', 'rtm', 'chat user'], chatUserId: 'bob' } },
    ]);
    expect(contents(json.token)).toBe('rtc demo 42 publisher, rtm 42, chat bob user; 3600 s');
  });

  test('an id that is set by name stays', async () => {
    const options = { authorize: () => ({ uid: 7, rtmUserId: 'seven' }) };
    const { json } = await ask('GET /rte/demo/publisher/uid/42/root', { options });
    expect([json.rtcToken, json.rtmToken].map(contents)).toEqual([
      'rtc demo 7 publisher; 3600 s',
      'rtm seven; 3600 s',
    ]);
  });
});

describe('limits', () => {
  // biome-ignore format: one limit a line
  test.each<[limits: NonNullable<TokenHandlerOptions['limits']>, allowed: string[], refused: string[]]>([
    [{ channels: ['demo', 'test-*'] }, ['/rtc/demo/1/uid/1', '/rtc/test-9/1/uid/1', '/rtc/test-/1/uid/1', '/rtm/alice'], ['/rtc/demo2/1/uid/1', '/rtc/atest-9/1/uid/1', '/rtc/dem/1/uid/1', '/api/generate-agora-token', '/edu/v3/rooms/math/roles/2/users/b/token']],
    [{ channels: ['a.c'] }, ['/rtc/a.c/1/uid/1'], ['/rtc/abc/1/uid/1']],
    [{ users: [42, 'alice'] }, ['/rtc/demo/1/uid/42', '/rtm/alice', '/chat/account/alice', '/rte/demo/1/uid/42/alice', '/edu/v3/rooms/math/roles/2/users/alice/token'], ['/rtc/demo/1/uid/0', '/rtc/demo/1/uid/43', '/rtc/demo/1/userAccount/bob', '/rtm/bob', '/rte/demo/1/uid/42/bob', '/edu/v3/rooms/math/roles/2/users/bob/token', '/whiteboard/room/abc']],
    [{ users: [0] }, ['/rtc/demo/1/uid/0'], ['/rtc/demo/1/uid/1']],
    [{ roles: ['subscriber'] }, ['/rtc/demo/2/uid/1', '/rtm/alice'], ['/rtc/demo/1/uid/1', '/rtc/demo/uid/1/token', '/get_config']],
    [{ roles: ['publisher'] }, ['/rtc/demo/1/uid/1', '/rtm/alice', '/get_config'], ['/rtc/demo/2/uid/1']],
    [{ kinds: ['rtm'] }, ['/rtm/alice'], ['/rtc/demo/1/uid/1', '/rte/demo/1/uid/1', '/get_config']],
    // Whoever has these may act as anybody.
    [{}, ['/rtm/alice', '/whiteboard/room/abc'], ['/chat/app', '/whiteboard/sdk', '/api/token/generateAppToken']],
    [{ kinds: undefined } as never, ['/rtm/alice'], ['/chat/app']],
  ])('%o', async (limits, allowed, refused) => {
    const statuses = async (paths: readonly string[]) =>
      Promise.all(paths.map(async (path) => [path, (await ask(`GET ${path}`, { options: { limits } })).status]));
    expect(await statuses(allowed)).toEqual(allowed.map((path) => [path, 200]));
    const found = await statuses(refused);
    expect(found.filter(([, status]) => (status as number) < 400)).toEqual([]);
  });

  test.each<[what: string, body: object]>([
    ['a second service', { kind: 'rtc', channel: 'demo', uid: 42, with: ['chat'] }],
    ['a second user', { kind: 'rtc', channel: 'demo', uid: 42, with: ['rtm=root'] }],
    ['a second channel', { kind: 'rtc', channel: 'demo', uid: 42, with: ['rtc=stage'] }],
    ['publishing elsewhere', { kind: 'fcdn', channel: 'demo', uid: 42 }],
    ['an agent', { kind: 'convoai', channel: 'demo', uid: 42, rtmUserId: 'root' }],
  ])('no option gets around them: %s', async (_what, body) => {
    const limits = { channels: ['demo'], users: [42], kinds: ['rtc', 'rtm', 'convoai'] };
    expect((await ask('POST /token', { body, options: { limits } })).json.code).toBe('forbidden');
  });

  test('only Chat knows a user by the hash of their name', async () => {
    const account = createHash('md5').update('carol').digest('hex');
    const body = {
      account,
      uid: account,
      serviceRtm: { enable: true },
      serviceEducation: { enableUser: true, userUuid: 'carol' },
    };
    const options = { limits: { users: ['carol'], kinds: ['rtm', 'apaas user'] } };
    expect((await ask('POST /token/generate', { body, options })).status).toBe(403);
    const own = { ...body, account: 'carol', uid: 'carol' };
    expect((await ask('POST /token/generate', { body: own, options })).status).toBe(200);
  });

  // biome-ignore format: one ask a line
  test.each<[line: string, body?: object]>([
    [RTC],
    ['POST /token', { kind: 'rtc', channel: 'demo', uid: 42, expiresIn: '2h' }],
    ['POST /token', { kind: 'rtc', channel: 'demo', uid: 42, expiresAt: NOW + 7200 }],
    ['POST /token', { kind: 'rtc', channel: 'demo', uid: 42, privilegeExpiresIn: '2h', join: '3h' }],
    // A 006 token has no end but that of its privileges.
    ['POST /token', { kind: 'rtc', channel: 'demo', uid: 42, tokenVersion: '006', privilegeExpiresIn: '2h', join: '3h' }],
    ['POST /token', { kind: 'whiteboard sdk', expiresAt: '2099-01-01T00:00:00Z' }],
  ])('the longest lifetime: %s %o', async (line, body) => {
    const options = { limits: { ...EVERYTHING.limits, maxExpiresIn: 60 } };
    const { json, events } = await ask(line, { ...(body && { body }), options });
    const { services = [], expiresAt, format } = decodeToken(json.rtcToken ?? json.token);
    const ends = services.flatMap(({ privileges }) => privileges.map((each) => each.expiresAt?.unix));
    if (format !== '006') ends.push(expiresAt?.unix);
    expect(new Set(ends)).toEqual(new Set([NOW + 60]));
    expect(events).toMatchObject([{ expiresAt: NOW + 60 }]);
  });

  test('samples are open where they are named alone', async () => {
    const { routes: _, ...rest } = EVERYTHING;
    const handler = createTokenHandler(rest);
    const { status } = await handler(new Request('http://x/start-agent?connect=false'));
    expect(status).toBe(404);
  });
});

describe('where it is mounted', () => {
  test('below a path', async () => {
    const options = { basePath: '/api/agora/' };
    expect((await ask('GET /api/agora/rtm/alice', { options })).status).toBe(200);
    expect((await ask('GET /rtm/alice', { options })).json.code).toBe('not-found');
  });

  test('HEAD, OPTIONS', async () => {
    const head = await ask('HEAD /rtm/alice');
    expect([head.status, head.text]).toEqual([200, '']);
    expect((await ask('OPTIONS /anything/at/all')).status).toBe(204);
  });
});

describe('cors', () => {
  const origin = (name: string) => ({ headers: { origin: name } });

  test('none by default', async () => {
    const { headers } = await ask(RTC, origin('https://app.example'));
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  // biome-ignore format: one origin a line
  test.each<[cors: TokenHandlerOptions['cors'], allowed: string[], refused: string[]]>([
    [['https://app.example'], ['https://app.example', 'http://localhost:8080'], ['http://app.example', 'https://app.example:444', 'https://app.example.evil', 'null']],
    ['*', ['https://anything.example'], []],
    [['*'], ['https://anything.example'], []],
    [(name: string) => name.endsWith('.example'), ['https://a.example'], ['https://a.evil']],
  ])('%s', async (cors, allowed, refused) => {
    const options = { cors: cors as '*' };
    for (const name of allowed) {
      const { headers, status } = await ask(RTC, { ...origin(name), options });
      expect([status, headers.get('access-control-allow-origin')]).toEqual([200, name]);
      expect(headers.get('vary')).toBe('Origin');
    }
    for (const name of refused) {
      const { headers, json } = await ask(RTC, { ...origin(name), options });
      expect(json.code).toBe('origin-not-allowed');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  test('a refusal can be read too, and a preflight asks for any header', async () => {
    const options = { cors: '*' } as const;
    const refused = await ask('GET /rtm/0', { ...origin('https://a.example'), options });
    expect(refused.headers.get('access-control-allow-origin')).toBe('https://a.example');
    const { status, headers } = await ask('OPTIONS /rtc/demo/1/uid/1', {
      headers: {
        origin: 'https://a.example',
        'access-control-request-headers': 'x-requested-with, content-type',
      },
      options,
    });
    expect(status).toBe(204);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-headers': 'x-requested-with, content-type',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-max-age': '600',
    });
  });
});

test.each([
  [60, []],
  [61, ['the lifetime was cut from 61 s to 60 s']],
])('a lifetime of %i s, where 60 s are allowed', async (seconds, notes) => {
  const events: ServerEvent[] = [];
  const handler = createTokenHandler({
    ...EVERYTHING,
    limits: { ...EVERYTHING.limits, maxExpiresIn: 60 },
    onEvent: (event) => events.push(event),
  });
  await handler(new Request(`http://x/rtm/alice?expiry=${seconds}`));
  expect(events).toMatchObject([{ type: 'signed', notes }]);
});

test('a log that fails fails no request', async () => {
  const handler = createTokenHandler({
    ...EVERYTHING,
    onEvent: () => {
      throw new Error('disk full');
    },
  });
  expect((await handler(new Request('http://x/rtm/alice'))).status).toBe(200);
});

describe('toNodeListener', () => {
  /** Serves one listener for as long as a test asks it. */
  async function serving<T>(
    listener: RequestListener,
    act: (url: string) => Promise<T>,
  ): Promise<T> {
    const server = createServer(listener).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      return await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  const handler = createTokenHandler(EVERYTHING);
  const listener = toNodeListener(handler);
  const post = (body: string) => ({ method: 'POST', body });
  const JSON_BODY = JSON.stringify({ channel: 'demo', uid: 42 });
  const EXPECTED = 'rtc demo 42 publisher; 3600 s';

  test.each<[what: string, listener: RequestListener]>([
    ['our handler', listener],
    ['a handler around it', toNodeListener((request) => handler(request))],
    [
      'a parsed body',
      (req, res) =>
        void req
          .on('data', () => {})
          .on('end', () =>
            listener(Object.assign(req, { body: { channel: 'demo', uid: 42 } }), res),
          ),
    ],
    [
      'an empty object for what was not parsed',
      (req, res) => listener(Object.assign(req, { body: {} }), res),
    ],
    [
      'a body as bytes',
      (req, res) =>
        void req
          .on('data', () => {})
          .on('end', () => listener(Object.assign(req, { body: Buffer.from(JSON_BODY) }), res)),
    ],
  ])('%s', async (_what, listener) => {
    await serving(listener, async (url) => {
      const answer = await fetch(`${url}/getToken`, post(JSON_BODY));
      const { token } = (await answer.json()) as { token: string };
      expect(contents(token)).toBe(EXPECTED);
      const head = await fetch(`${url}/ping`, { method: 'HEAD' });
      expect([head.status, await head.text()]).toEqual([200, '']);
      expect((await fetch(`${url}/x`, { method: 'OPTIONS' })).status).toBe(204);
    });
  });

  test('a body that somebody else has read is an error, not an empty ask', async () => {
    const late: RequestListener = (req, res) =>
      void req.on('data', () => {}).on('end', () => setImmediate(() => listener(req, res)));
    await serving(late, async (url) => {
      const response = await fetch(`${url}/getToken`, post(JSON_BODY));
      expect(await response.json()).toMatchObject({ status: 500, code: 'internal' });
    });
  });

  // biome-ignore format: one body a line
  test.each<[what: string, path: string, type: string, body: object, answer: RegExp]>([
    ['a form stays a form', '/token/generate', 'application/x-www-form-urlencoded', { userId: 'bob', tokenType: 'user' }, /^007/],
    ['JSON that curl sends as a form', '/getToken', 'application/x-www-form-urlencoded; charset=utf-8', { [JSON_BODY]: '' }, /^{"token":"007/],
    ['JSON', '/token/generate', 'application/json', { channelName: 'demo', serviceRtc: { enable: true } }, /^{"code":0/],
  ])('parsed by somebody else: %s', async (_what, path, type, body, answer) => {
    const parsed: RequestListener = (req, res) =>
      void req.on('data', () => {}).on('end', () => listener(Object.assign(req, { body }), res));
    await serving(parsed, async (url) => {
      const headers = { 'content-type': type };
      const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: 'x' });
      expect(await response.text()).toMatch(answer);
    });
  });

  test('a Response of authorize with headers of another connection', async () => {
    const headers = { 'transfer-encoding': 'chunked', 'content-length': '99', 'x-a': 'b' };
    const authorize = () => new Response('no', { status: 401, headers });
    await serving(toNodeListener(createTokenHandler({ ...EVERYTHING, authorize })), async (url) => {
      const response = await fetch(`${url}/rtm/alice`);
      expect([response.status, await response.text()]).toEqual([401, 'no']);
      expect(response.headers.get('x-a')).toBe('b');
    });
  });

  test('a body that is announced as too large is not waited for', async () => {
    await serving(listener, async (url) => {
      const asking = request(`${url}/getToken`, {
        method: 'POST',
        headers: { 'content-length': 70_000 },
      });
      asking.on('error', () => {});
      asking.flushHeaders();
      const [response] = (await once(asking, 'response')) as [IncomingMessage];
      expect(response.statusCode).toBe(413);
    });
  });

  test('a body that is too large', async () => {
    await serving(listener, async (url) => {
      const response = await fetch(`${url}/getToken`, post(' '.repeat(70_000)));
      expect(response.status).toBe(413);
    });
  });

  test('authorize gets the request of Node.js, and one of the web', async () => {
    let seen: unknown;
    const own = createTokenHandler<{ req: { session: string } }>({
      ...EVERYTHING,
      authorize: ({ request, context }) => {
        seen = [context.req.session, new URL(request.url).pathname, request.headers.get('x-a')];
        return true;
      },
    });
    const withSession: RequestListener = (req, res) =>
      toNodeListener(own)(
        Object.assign(req, { session: 'alice', originalUrl: `/agora${req.url}` }),
        res,
      );
    await serving(withSession, (url) => fetch(`${url}/rtm/alice`, { headers: { 'x-a': 'b' } }));
    expect(seen).toEqual(['alice', '/agora/rtm/alice', 'b']);
  });

  test('what is not a handler', () => {
    expect(thrown(() => toNodeListener(untyped({}))).message).toContain('not a function');
  });

  test('a handler of somebody else that throws', async () => {
    const failing = toNodeListener(() => Promise.reject(new Error('secret')));
    await serving(failing, async (url) => {
      const response = await fetch(url);
      expect(response.status).toBe(500);
      expect(await response.text()).not.toContain('secret');
    });
  });
});
