import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as browser from '../../src/browser.js';
import { KINDS } from '../../src/core/generate/kinds.js';
import * as node from '../../src/index.js';
import {
  ConfigError,
  decodeToken,
  findTokens,
  type InspectOptions,
  inspectToken,
  type ProjectSecrets,
  redact,
  signToken,
  TokenError,
  type TokenSpec,
  UsageError,
} from '../../src/index.js';
import { SECRETS as DEMO_SECRETS } from '../helpers/demo.js';
import { NOW, run } from '../helpers/run.js';
import { thrown } from '../helpers/thrown.js';

const SECRETS = {
  ...DEMO_SECRETS,
  whiteboardAccessKey: 'access-key',
  whiteboardSecretKey: 'secret-key',
} satisfies ProjectSecrets;

const ENV = {
  AGORA_APP_ID: SECRETS.appId,
  AGORA_APP_CERTIFICATE: SECRETS.appCertificate,
  AGORA_WHITEBOARD_ACCESS_KEY: SECRETS.whiteboardAccessKey,
  AGORA_WHITEBOARD_SECRET_KEY: SECRETS.whiteboardSecretKey,
};

/** One token of every kind, and the command line that asks for the same. */
const SPECS: readonly (readonly [TokenSpec, string])[] = [
  [{ kind: 'rtc', channel: 'demo', uid: 42, expiresIn: 7200 }, '-c demo -u 42 -e 2h'],
  [
    { kind: 'rtc', channel: 'demo', account: 'alice', role: 'audience', with: ['rtm'] },
    '-c demo -a alice -r audience --with rtm',
  ],
  [
    { kind: 'rtc', channel: 'demo', uid: 42, tokenVersion: '006' },
    '-c demo -u 42 --token-version 006',
  ],
  [
    { kind: 'rtm', userId: 'alice', permission: ['message:read=a,b'] },
    '--user-id alice --permission message:read=a,b',
  ],
  [{ kind: 'chat user', userId: 'alice' }, '--user-id alice'],
  [{ kind: 'chat app' }, ''],
  [
    { kind: 'apaas room-user', room: 'math', user: 'alice', role: 'student' },
    '--room math --user alice --role student',
  ],
  [{ kind: 'apaas user', user: 'alice' }, '--user alice'],
  [{ kind: 'apaas app' }, ''],
  [{ kind: 'convoai', channel: 'demo', uid: 1001 }, '-c demo -u 1001'],
  [{ kind: 'stt', channel: 'demo', uid: 998, role: 'subscriber' }, '-c demo -u 998 -r subscriber'],
  [{ kind: 'streaming', channel: 'demo', uid: 7, publish: 'raw' }, '-c demo -u 7 --publish raw'],
  [{ kind: 'fcdn', channel: 'demo', uid: 7, play: true }, '-c demo -u 7 --play'],
  [{ kind: 'fpa' }, ''],
  [{ kind: 'whiteboard sdk', role: 'admin' }, '--role admin'],
  [{ kind: 'whiteboard room', uuid: 'abc', neverExpires: true }, '--uuid abc --never-expires'],
  [{ kind: 'whiteboard task', uuid: 'abc', neverExpires: false }, '--uuid abc'],
  [{ kind: 'temp', channel: 'demo' }, '-c demo'],
];

/** What is random or names the caller differs; everything else must not. */
function comparable(json: object) {
  const { token, nonce, signature, profile, ...rest } = json as Record<string, unknown>;
  return rest;
}

describe('signToken', () => {
  // It signs by the clock of the machine.
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW * 1000, toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('an option that is undefined is one that is not given', () => {
    const spec = { kind: 'rtc', channel: 'demo', uid: 42, salt: 1 } as const;
    const more = { account: undefined, expiresIn: undefined, with: undefined };
    expect(signToken({ ...spec, ...more } as never, SECRETS)).toEqual(signToken(spec, SECRETS));
  });

  test('knows every kind', () => {
    expect(new Set(SPECS.map(([{ kind }]) => kind))).toEqual(
      new Set(KINDS.map(({ name }) => name)),
    );
  });

  test.each(SPECS)('%j says what the program says', async (spec, options) => {
    const whiteboard = spec.kind.startsWith('whiteboard');
    const fixed = whiteboard ? '' : '--salt 7';
    const argv = `generate ${spec.kind} ${options} ${fixed} --issued-at ${NOW} --json`;
    const { code, stdout, stderr } = await run(argv.split(' ').filter(Boolean), { env: ENV });
    expect([code, stderr]).toEqual([0, '']);
    const salted = { ...spec, ...(whiteboard ? {} : { salt: 7 }), issuedAt: NOW } as TokenSpec;
    const signed = signToken(salted, SECRETS);
    for (const each of [signed, browser.signToken(salted, SECRETS)]) {
      expect(comparable(each)).toEqual(comparable(JSON.parse(stdout)));
      if (whiteboard) {
        const judged = inspectToken(each.token, { secrets: SECRETS });
        expect(judged).toMatchObject({ signature: { status: 'valid' } });
      } else expect(each.signature).toBe(JSON.parse(stdout).signature);
    }
  });

  test.each<[string, object, new (...args: never[]) => Error, RegExp]>([
    ['an unknown kind', { kind: 'rtp' }, UsageError, /unknown kind of token "rtp"/],
    ['a missing uid', { kind: 'rtc', channel: 'demo' }, UsageError, /needs uid or account/],
    ['a wrong uid', { kind: 'rtc', channel: 'demo', uid: 1.5 }, UsageError, /uid/],
    ['a wrong name', { kind: 'rtc', chanel: 'demo', uid: 1 }, UsageError, /chanel/],
    ['a bad channel', { kind: 'rtc', channel: 'a/b', uid: 1 }, UsageError, /channel/],
    [
      'a list of numbers',
      { kind: 'rtc', channel: 'a', uid: 1, with: [5] },
      UsageError,
      /with has more/,
    ],
    ['a text as a role', { kind: 'rtc', channel: 'a', uid: 1, role: 'x' }, UsageError, /role/],
  ])('refuses %s', (_name, spec, type, message) => {
    for (const { signToken } of [node, browser]) {
      const sign = () => signToken(spec as TokenSpec, SECRETS);
      expect(sign).toThrow(type);
      expect(sign).toThrow(message);
    }
  });

  test.each<[object, string, string]>([
    [{ uid: 'abc' }, 'uid is "abc"', 'use account.'],
    [{ uid: 0, with: ['rtm'] }, 'RTM needs a user id', 'Use with rtm=<id>, or another uid.'],
    [{ uid: 0, with: ['apaas=a'] }, 'APaaS needs a user id', 'Use another uid, or account.'],
    [{ kind: 'stt', uid: 1, with: ['rtm'] }, 'with rtm names a service', 'with rtmUserId.'],
    [{ uid: 1, account: 'a' }, 'uid and account cannot be used together', 'only one of them'],
    [{ uid: 1, with: ['fpa=x'] }, 'with fpa takes no id', 'Write with fpa.'],
    [{ uid: 1, with: ['chat=A'] }, 'with chat: character "A"', 'Use only'],
    [
      { uid: 1, with: ['rtm'], tokenVersion: '006' },
      'a 006 token contains',
      'Leave with and permission',
    ],
    [
      { uid: 1, role: 'audience', publishAudio: 60 },
      'a subscriber can only join',
      'use role publisher.',
    ],
    [{ kind: 'convoai', uid: 0 }, 'RTM needs a user id', 'Use rtmUserId <id>'],
    [{ kind: 'rtm', userId: 'a', permission: ['x'] }, 'permission "x"', 'Write permission message'],
    [{ kind: 'whiteboard sdk', expiresIn: 0 }, 'expiresIn is 0', 'use neverExpires;'],
  ])('%j is told in the names of the library', (given, message, hint) => {
    const { kind = 'rtc', ...options } = given as { kind?: string };
    const channel = ['rtc', 'convoai', 'stt'].includes(kind) ? { channel: 'demo' } : {};
    const error = thrown(() => signToken({ kind, ...channel, ...options } as TokenSpec, SECRETS));
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
    expect(`${error.message} ${error.hint}`).not.toMatch(/(?<!\w)--?[a-z]/);
  });

  test.each<[string, TokenSpec, RegExp]>([
    [
      'names',
      {
        kind: 'rtm',
        userId: 'a',
        permission: ['message', 'stream', 'user'].map((kind) => `${kind}:read=${names(60_000)}`),
      },
      /64 KiB/,
    ],
    ['bytes', { kind: 'whiteboard room', uuid: 'é'.repeat(20_000) }, /64 KiB/],
  ])('refuses what makes a token too large: %s', (_name, spec, message) => {
    const error = thrown(() => signToken(spec, SECRETS));
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(/^the token would be too large: /);
    expect(error.message).toMatch(message);
  });

  test('refuses a certificate that is none, without showing it', () => {
    const certificate = 'g'.repeat(32);
    const sign = () =>
      signToken({ kind: 'fpa' }, { appId: SECRETS.appId, appCertificate: certificate });
    expect(sign).toThrow(ConfigError);
    expect(sign).not.toThrow(certificate);
  });
});

function names(count: number): string {
  return Array.from({ length: count }, (_, index) => index).join(',');
}

const signed = signToken(
  { kind: 'rtc', channel: 'demo', uid: 42, issuedAt: NOW, salt: 1 },
  SECRETS,
).token;

describe('decodeToken', () => {
  test('says what the program says', async () => {
    const { stdout } = await run(['decode', '--json', signed]);
    expect(decodeToken(signed)).toEqual(JSON.parse(stdout));
  });

  test('throws what can be caught by its reason', () => {
    expect(() => decodeToken(signed.slice(0, 60))).toThrow(TokenError);
    expect(() => decodeToken('')).toThrow(expect.objectContaining({ reason: 'empty' }));
  });

  test('throws with a stack, that of the call', () => {
    const stack = expect.stringContaining('library.test.ts');
    expect(() => decodeToken('007')).toThrow(expect.objectContaining({ stack }));
  });

  test('works where a program has frozen what is built in', () => {
    const limit = (writable: boolean) =>
      Object.defineProperty(Error, 'stackTraceLimit', { writable });
    limit(false);
    try {
      expect(decodeToken(signed)).toMatchObject({ format: '007' });
      expect(findTokens(`token=${signed}`)).toHaveLength(1);
    } finally {
      limit(true);
    }
  });
});

describe('findTokens', () => {
  test('finds what a text contains, and where', () => {
    const text = `{"rtcToken":"${signed}"}\nagain ${signed}`;
    expect(findTokens(text)).toEqual([
      {
        token: {
          ...decodeToken(signed),
          findings: [expect.objectContaining({ code: 'found-in-text', severity: 'info' })],
        },
        text: signed,
        source: {
          line: 1,
          column: 14,
          offset: 13,
          length: signed.length,
          key: 'rtcToken',
          also: [{ line: 2, column: 7, offset: text.lastIndexOf('007'), length: signed.length }],
        },
      },
    ]);
  });

  test('a text that is a token has nothing to say about a longer one', () => {
    expect(findTokens(`\n ${signed}`)).toMatchObject([
      { token: decodeToken(`\n ${signed}`), source: { line: 2, column: 2, offset: 2 } },
    ]);
    expect(findTokens('nothing here')).toEqual([]);
  });

  test('takes a string', () => {
    expect(() => findTokens(undefined as never)).toThrow(UsageError);
  });
});

test('redact takes out tokens and what is given to look for', () => {
  const text = `a ${signed} b ${SECRETS.appCertificate} c`;
  expect(redact(text, SECRETS)).toBe(
    `a 007eJx…[${signed.length} characters] b [App Certificate of ${SECRETS.appId}] c`,
  );
  expect(redact(text, { ...SECRETS, profile: 'dev' })).toContain('[App Certificate of dev]');
  expect(redact(text)).toContain(SECRETS.appCertificate);
  expect(() => redact(text, { certificate: 'x' } as never)).toThrow(UsageError);
});

describe('inspectToken', () => {
  const now = NOW + 60;

  test('says what the program says', async () => {
    const argv = ['inspect', '--json', '--channel', 'other', '--expires-in', '1h', signed];
    const { code, stdout } = await run(argv, { env: ENV, now });
    expect(code).toBe(7);
    const judged = inspectToken(signed, {
      now,
      expiresIn: 3600,
      expect: { channel: 'other' },
      secrets: { ...SECRETS, profile: 'environment' },
    });
    expect(judged).toEqual(JSON.parse(stdout));
  });

  test('knows secrets among its options', () => {
    expect(() => inspectToken(signed, { secret: SECRETS } as InspectOptions)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('secrets') }),
    );
  });

  test('explains an SDK error as the program does', async () => {
    const argv = ['inspect', '--json', '--error', '110', signed];
    const { stdout } = await run(argv, { env: ENV, now });
    const secrets = { ...SECRETS, profile: 'environment' };
    expect(inspectToken(signed, { now, error: '110', secrets })).toEqual(JSON.parse(stdout));
  });

  test.each<[string, InspectOptions, string]>([
    ['a uid as a number', { now, expect: { uid: 42 } }, 'valid'],
    ['another uid as a number', { now, expect: { uid: 7 } }, 'mismatch'],
    ['signaling, which is called rtm', { now, expect: { service: 'signaling' } }, 'mismatch'],
    ['a fraction of a second', { now: NOW + 3599.9 }, 'valid'],
    ['the next second', { now: NOW + 3600 }, 'expired'],
  ])('%s', (_name, options, verdict) => {
    expect(inspectToken(signed, options)).toMatchObject({ verdict });
  });

  test('signaling is what an RTM token is for', () => {
    const { token } = signToken({ kind: 'rtm', userId: 'a', issuedAt: NOW }, SECRETS);
    const judged = inspectToken(token, { now, expect: { service: 'signaling' } });
    expect(judged.verdict).toBe('valid');
  });

  test.each([
    [Number.NaN, /now is NaN, which is not a time/],
    [Number.POSITIVE_INFINITY, /now is Infinity/],
    [NOW * 1000, /looks like milliseconds/],
  ])('refuses %d as the time', (time, message) => {
    expect(() => inspectToken(signed, { now: time })).toThrow(UsageError);
    expect(() => inspectToken(signed, { now: time })).toThrow(message);
  });

  test.each(['appCertificate', 'secondaryCertificate'])('refuses a malformed %s', (key) => {
    const inspect = () => inspectToken(signed, { now, secrets: { ...SECRETS, [key]: 'tooshort' } });
    expect(inspect).toThrow(ConfigError);
    expect(inspect).toThrow(`${key} is not valid: it has`);
    expect(inspect).not.toThrow('tooshort');
  });

  test('a text that is no token', async () => {
    const { stdout } = await run(['inspect', '--json', 'hello'], { now });
    expect(inspectToken('hello', { now })).toEqual(JSON.parse(stdout));
  });

  test.each<[string, ProjectSecrets, object]>([
    ['no secrets', {}, { status: 'unchecked' }],
    ['the certificate', SECRETS, { status: 'valid', certificate: 'primary' }],
    [
      'the secondary one',
      { ...SECRETS, appCertificate: 'a'.repeat(32), secondaryCertificate: SECRETS.appCertificate },
      { status: 'valid', certificate: 'secondary' },
    ],
    ['another certificate', { ...SECRETS, appCertificate: 'a'.repeat(32) }, { status: 'invalid' }],
    ['another App ID', { ...SECRETS, appId: 'b'.repeat(32) }, { status: 'unchecked' }],
  ])('the signature with %s', (_name, secrets, expected) => {
    expect(inspectToken(signed, { now, secrets })).toMatchObject({ signature: expected });
  });
});

describe('the types tell the two answers of inspectToken apart', () => {
  const judged = inspectToken(signed, { now: NOW });

  test('by the verdict', () => {
    const said = judged.verdict === 'malformed' ? judged.error.message : judged.findings.length;
    // The signature was not checked, and the App ID is that of Agora's samples.
    expect(said).toBe(2);
  });

  test('by ok', () => {
    expect(judged.ok && judged.expiry.remainingSeconds).toBe(3600);
  });
});
