import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeToken } from '../../src/index.js';
import { ROUTES } from '../../src/server/routes.js';
import { anyText } from '../helpers/any-text.js';
import { CERTIFICATE, SECRETS } from '../helpers/demo.js';
import { runs } from '../helpers/runs.js';
import { type Sent, serving } from '../helpers/serving.js';

/** Requests that nobody has thought of; `npm run fuzz:server` sends many more. */
const RUNS = runs(200);

const world = { env: { AGORA_APP_ID: SECRETS.appId, AGORA_APP_CERTIFICATE: CERTIFICATE } };

const HOSTILE = [
  ...['', '0', '-1', '42', '4294967296', '1e9', 'NaN', '١', '007', ' 1', '+1', '0x10'],
  ...['demo', 'alice', 'publisher', '1', '2', 'uid', 'userAccount', 'token', 'rtc', 'rtm', 'k'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '..', '.', '%', '%00', '%2e%2e'],
  ...['%0d%0aset-cookie:%20a=b', '%1b[31m', '%E4%BD%A0', '%ff', '%u0000', '\u202e', '\0', '\r\n'],
  ...['a/b', 'a#b', 'a?b', 'a;b', '<script>', "'; drop", '$x', ':channel', '*', 'x'.repeat(300)],
  ...['99999999999999999999', '86401', '7d', '1h', '-5', '1700003600', '0', 'true', 'null'],
  CERTIFICATE,
];
const hostile = fc.oneof(fc.constantFrom(...HOSTILE), anyText({ maxLength: 12 }));

const NAMES = [
  ...'channel channelName ChannelName uid role tokenType expire expiry expireTime userId account'.split(
    ' ',
  ),
  ...'userAccount user_uuid roomUuid userUuid type types kind with expiresIn appId appCertificate'.split(
    ' ',
  ),
  ...'serviceRtc serviceRtm serviceChat serviceEducation connect publisherRole agoraUid __proto__'.split(
    ' ',
  ),
  ...'permission privilegeExpiresIn rtmUserId neverExpires issuedAt salt tokenVersion uuid room'.split(
    ' ',
  ),
];
const name = fc.oneof(fc.constantFrom(...NAMES), hostile);
const value = fc.oneof(
  hostile,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    { enable: true, role: 1 },
    { enableUser: true, enableApp: true },
    [1, 2, 3],
    ['rtm=x'],
  ),
);

/** Mostly the value as it is. */
const seldom = <T>(usual: T, other: fc.Arbitrary<T>, usually = 6) =>
  fc.oneof({ weight: usually, arbitrary: fc.constant(usual) }, other);

/** The example of a route, or one of its patterns, in which some parts are something else. */
const path = (known: string) =>
  fc
    .tuple(
      fc.array(seldom<string | undefined>(undefined, hostile, 9), { minLength: 8, maxLength: 8 }),
      seldom('', fc.constantFrom('/', '//', '/k/x', '/rtc/a/1/uid/1')),
      seldom({}, fc.dictionary(name, hostile, { maxKeys: 3 }), 2),
    )
    .map(([parts, prefix, query]) => {
      const [route = '', own = ''] = known.split('?');
      const changed = route.split('/').map((part, at) => (at > 0 ? (parts[at % 8] ?? part) : part));
      return `${prefix}${changed.join('/')}?${own}&${new URLSearchParams(query)}`;
    });

const body = (known: object | string | undefined) =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .dictionary(name, value, { maxKeys: 2 })
        .map((changed) => JSON.stringify({ ...(known as object | undefined), ...changed })),
    },
    fc.dictionary(name, value, { maxKeys: 6 }).map((object) => JSON.stringify(object)),
    fc.dictionary(name, hostile, { maxKeys: 5 }).map((object) => `${new URLSearchParams(object)}`),
    fc.string({ maxLength: 40 }),
    fc.constantFrom('{', '[]', '{"a":'.repeat(2000), '--x', '\ufeff{}', 'null', '1'),
  );

const headers = fc.record(
  {
    host: fc.constantFrom('localhost:8080', '127.0.0.1', 'evil.example', '', '[::1]:1'),
    origin: fc.constantFrom('http://localhost:3000', 'null', 'https://evil.example', '\r\nx: y'),
    'sec-fetch-site': fc.constantFrom('cross-site', 'same-origin', 'none'),
    'sec-fetch-mode': fc.constantFrom('cors', 'no-cors', 'navigate'),
    'access-control-request-headers': fc.constantFrom('x-requested-with', 'a\r\nb'),
    'content-type': fc.constantFrom('application/json', 'text/plain', 'multipart/form-data'),
  },
  { requiredKeys: [] },
);

const request = fc.constantFrom(...ROUTES).chain(({ method, example, paths: [first = ''] }) =>
  fc.record({
    method: seldom<string>(method, fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'get')),
    path: fc.oneof({ weight: 4, arbitrary: path(example.path) }, path(first)),
    body: body(example.body),
    headers: seldom({}, headers, 2),
  }),
);

const EXPECTED = [200, 204, 400, 403, 404, 405, 414];
const TOKEN_KEYS = /"(token|rtcToken|rtmToken|key|accessToken|chatToken)":/;
const TOKENS = /\b(007eJ|006970CA)[\w+/]{40,}={0,2}/g;
/** A line of the log begins with a time, or belongs to the one above it. */
const LOG_LINE = /^(\d\d:\d\d:\d\d \d{3} | {9}(fix: |note: |… and ))/;

function assertSound({ status, headers, text }: Sent, { method }: { method: string }): void {
  expect(EXPECTED).toContain(status);
  expect(Object.values(headers).flat().join('')).not.toMatch(/[\r\n\0]/);
  expect(headers['cache-control']).toContain('no-store');
  if (status >= 400) expect(text).not.toContain(CERTIFICATE);
  if (status >= 400 && method !== 'HEAD') {
    expect(JSON.parse(text)).toMatchObject({ status, error: expect.any(String) });
    expect(text).not.toMatch(TOKEN_KEYS);
    expect(text.match(TOKENS)).toBeNull();
  }
  for (const token of status === 200 ? (text.match(TOKENS) ?? []) : []) {
    const { format, lifetimeSeconds = 0, appId } = decodeToken(token);
    expect(appId).toBe(SECRETS.appId);
    if (format === '007') expect(lifetimeSeconds).toBeGreaterThan(0);
    expect(lifetimeSeconds).toBeLessThanOrEqual(86_400);
  }
}

test(`${RUNS.numRuns} requests are answered, and none is answered wrongly`, async () => {
  let signed = 0;
  const { stdout, stderr, code } = await serving(
    ['--no-rate-limit'],
    async (send) => {
      await fc.assert(
        fc.asyncProperty(request, async (each) => {
          const sent = await send(`${each.method} ${each.path}`, {
            headers: each.headers,
            body: each.body,
          });
          assertSound(sent, each);
          if (sent.text.match(TOKENS)) signed++;
        }),
        {
          ...RUNS,
          ...(process.env.AGORA_FUZZ_SEED && { seed: Number(process.env.AGORA_FUZZ_SEED) }),
        },
      );
      expect((await send('GET /rtm/alice')).status).toBe(200);
    },
    world,
  );
  expect(code).toBe(0);
  // It is no use if everything is refused.
  expect(signed).toBeGreaterThan(RUNS.numRuns / 10);
  expect(stdout + stderr).not.toContain(CERTIFICATE);
  expect(stderr.match(TOKENS)).toBeNull();
  const lines = stderr.split('\n').slice(0, -1);
  expect(lines.filter((line) => !LOG_LINE.test(line))).toEqual([]);
}, 600_000);
