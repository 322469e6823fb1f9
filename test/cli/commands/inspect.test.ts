import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/core/finding.js';
import {
  all,
  chat,
  rtc,
  rtc006,
  rtcService,
  rtmService,
  token003,
  token004,
  token006,
  token007,
  whiteboard,
} from '../../core/inspect/tokens.js';
import { CERTIFICATE, ISSUED } from '../../helpers/demo.js';
import { folder } from '../../helpers/folder.js';
import { ndjson, run, type World } from '../../helpers/run.js';

const DEMO = ['--profile', 'demo'];
const OTHER_CERTIFICATE = 'a'.repeat(32);
const OTHER_APP = 'b'.repeat(32);

interface Answer {
  code: number;
  stderr: string;
  // biome-ignore lint/suspicious/noExplicitAny: the document's shape is checked by its schema.
  json: any;
}

async function inspect(
  token: string,
  args: readonly string[] = [],
  world?: World,
): Promise<Answer> {
  const { code, stdout, stderr } = await run(['inspect', token, '--json', ...args], world);
  return { code, stderr, json: JSON.parse(stdout) };
}

describe('the verdict is the first of signature, expectations, expiry, window', () => {
  const good = rtc();
  const wrong = rtc({}, { certificate: OTHER_CERTIFICATE });
  const late = { now: ISSUED + 4000 };
  test.each([
    ['valid', 0, good, []],
    ['valid', 0, good, ['--channel', 'demo', '--uid', '42', '--role', 'publisher', '-e', '1h']],
    ['expired', 5, good, [], late],
    ['expired', 5, good, ['--expires-in', '1h'], late],
    ['expiring', 8, good, ['--expires-in', '1h1s']],
    ['mismatch', 7, good, ['--channel', 'x']],
    ['mismatch', 7, good, ['--channel', 'x'], late],
    ['mismatch', 7, good, ['--channel', 'x', '--expires-in', '2h']],
    ['mismatch', 7, rtc({ privileges: [[2, 3600]] }), []],
    ['bad-signature', 6, wrong, []],
    ['bad-signature', 6, wrong, ['--channel', 'x'], late],
    ['malformed', 4, `${good.slice(0, 60)}`, ['--channel', 'x'], late],
    ['malformed', 4, '', []],
    ['malformed', 4, OTHER_APP, []],
  ] as [string, number, string, string[], World?][])(
    '%s, exit %i',
    async (verdict, exitCode, token, args, world) => {
      const { code, json } = await inspect(token, [...DEMO, ...args], world);
      expect({ verdict: json.verdict, code, exitCode: json.exitCode, ok: json.ok }).toEqual({
        verdict,
        code: exitCode,
        exitCode,
        ok: exitCode === 0,
      });
    },
  );

  test('without --json a malformed token is told on stderr', async () => {
    const { code, stdout, stderr } = await run(['inspect', 'nonsense']);
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toMatch(/^agora-token: .+\nhint: /);
  });
});

describe('the document', () => {
  test('is the one of the contract', async () => {
    const { json } = await inspect(rtc({ privileges: [[1, 3600]] }), DEMO, { now: ISSUED + 7200 });
    const expiresAt = { unix: 1_700_003_600, iso: '2023-11-14T23:13:20Z' };
    expect(json).toMatchObject({
      schemaVersion: 1,
      ok: false,
      verdict: 'expired',
      exitCode: 5,
      now: { unix: 1_700_007_200, iso: '2023-11-15T00:13:20Z' },
      token: { format: '007', services: [{ name: 'rtc', channel: 'demo', uid: '42' }] },
      signature: { status: 'valid', profile: 'demo', certificate: 'primary' },
      findings: [{ code: 'expired', severity: 'error' }, { code: 'subscriber-only' }],
    });
    expect(json.expiry).toEqual({
      status: 'expired',
      expiresAt,
      remainingSeconds: -3600,
      privileges: [
        {
          service: 'rtc',
          privilege: 'join-channel',
          status: 'expired',
          expiresAt,
          remainingSeconds: -3600,
          boundedBy: 'token',
        },
      ],
    });
  });

  test('a permanent whiteboard token never ends', async () => {
    const { json, code } = await inspect(whiteboard('SDK'), DEMO, { now: ISSUED * 2 });
    expect(code).toBe(0);
    expect(json.expiry).toEqual({
      status: 'never',
      expiresAt: null,
      remainingSeconds: null,
      privileges: [],
    });
    expect(json.signature).toEqual({ status: 'valid', profile: 'demo', certificate: 'whiteboard' });
  });

  test.each([
    ['its own end', rtc({ privileges: [[1, 600]] }), 600, 'privilege'],
    ["the token's end", rtc({ privileges: [[1, 0]] }), 3600, 'token'],
    ["the token's end, as long", rtc({ privileges: [[1, 3600]] }), 3600, 'token'],
    [
      "Agora's limit",
      rtc({ privileges: [[1, 604_800]] }, { lifetime: 604_800 }),
      86_400,
      '24h-limit',
    ],
    ['006: its own end', token006({ 1: ISSUED + 600 }), 600, 'privilege'],
    ['006: 24 hours', token006({ 1: ISSUED + 604_800 }), 86_400, 'token'],
  ])('a privilege ends at %s', async (_, token, seconds, boundedBy) => {
    const { json } = await inspect(token);
    expect(json.expiry.privileges[0]).toMatchObject({ remainingSeconds: seconds, boundedBy });
    expect(json.expiry.remainingSeconds).toBe(seconds);
  });

  test('of several services the first to end counts, unless one is asked for', async () => {
    const token = token007([rtcService(), rtmService('alice', 600)]);
    const now = { now: ISSUED + 700 };
    expect((await inspect(token, [], now)).json.verdict).toBe('expired');
    expect((await inspect(token, ['--service', 'rtc'], now)).json.verdict).toBe('valid');
    expect((await inspect(token, ['--service', 'rtm'], now)).json.verdict).toBe('expired');
  });

  test('of two RTC services the one for the channel counts', async () => {
    const token = token007([
      rtcService({ channel: 'call', uid: '1' }),
      rtcService({ channel: 'chat', uid: '2', privileges: all(600) }),
    ]);
    const args = (channel: string, uid: string) => ['--channel', channel, '--uid', uid];
    const now = { now: ISSUED + 700 };
    expect((await inspect(token, args('call', '1'), now)).json.verdict).toBe('valid');
    expect((await inspect(token, args('chat', '2'), now)).json.verdict).toBe('expired');
    expect((await inspect(token, args('chat', '1'), now)).json.verdict).toBe('mismatch');
  });
});

describe('the signature', () => {
  const env = {
    AGORA_APP_ID: '970CA35de60c44645bbae8a215061b33',
    AGORA_APP_CERTIFICATE: CERTIFICATE,
  };
  const config = (profiles: object, defaultProfile = 'dev') =>
    folder({ '.git/': '', '.agora-tokenrc.json': JSON.stringify({ defaultProfile, profiles }) });
  const demo = { appId: env.AGORA_APP_ID, appCertificate: CERTIFICATE };

  test('needs no config', async () => {
    const { code, json, stderr } = await inspect(rtc());
    expect({ code, stderr, verdict: json.verdict }).toEqual({
      code: 0,
      stderr: '',
      verdict: 'valid',
    });
    expect(json.signature).toEqual({
      status: 'unchecked',
      reason: expect.stringContaining('App ID'),
    });
    expect(json.findings).toMatchObject([
      { code: 'placeholder' },
      { code: 'signature-unchecked', fix: expect.stringContaining('AGORA_APP_CERTIFICATE') },
    ]);
  });

  test('is checked with the environment', async () => {
    const { json } = await inspect(rtc(), [], { env });
    expect(json.signature).toMatchObject({ status: 'valid', certificate: 'primary' });
  });

  test('a certificate of another App ID is never tried', async () => {
    const cwd = config({ dev: { appId: OTHER_APP, appCertificate: CERTIFICATE } });
    const { json, code } = await inspect(rtc(), [], { cwd });
    expect(code).toBe(0);
    expect(json.signature.reason).toContain(`dev: ${OTHER_APP.slice(0, 4)}… (32 hex`);
  });

  test('other profiles are searched where the chosen one is of another project', async () => {
    const cwd = config({
      dev: { appId: OTHER_APP, appCertificate: OTHER_CERTIFICATE },
      prod: demo,
    });
    expect((await inspect(rtc(), [], { cwd })).json.signature.profile).toBe('prod');
    expect((await inspect(rtc(), ['--profile', 'dev'], { cwd })).json.signature.profile).toBe(
      'prod',
    );
  });

  test('--all-profiles tries every profile of the App ID', async () => {
    const cwd = config({ dev: { ...demo, appCertificate: OTHER_CERTIFICATE }, prod: demo });
    expect((await inspect(rtc(), [], { cwd })).json.verdict).toBe('bad-signature');
    const { json } = await inspect(rtc(), ['--all-profiles'], { cwd });
    expect(json.signature).toEqual({ status: 'valid', profile: 'prod', certificate: 'primary' });
  });

  test('the secondary certificate is tried after the primary', async () => {
    const cwd = config({
      dev: { ...demo, appCertificate: OTHER_CERTIFICATE, secondaryCertificate: CERTIFICATE },
    });
    const { json } = await inspect(rtc(), [], { cwd });
    expect(json.signature.certificate).toBe('secondary');
    expect(json.findings).toMatchObject([{ code: 'placeholder' }, { code: 'signed-by-secondary' }]);
    const other = await inspect(rtc({}, { certificate: 'c'.repeat(32) }), [], { cwd });
    expect(
      other.json.signature.tried.map((tried: { certificate: string }) => tried.certificate),
    ).toEqual(['primary', 'secondary']);
  });

  test('--app-certificate-file is for the token, whoever it belongs to', async () => {
    const cwd = folder({ 'cert.txt': `${CERTIFICATE}\n` });
    const { json } = await inspect(rtc(), ['--app-certificate-file', 'cert.txt'], { cwd });
    expect(json.signature.status).toBe('valid');
    const wrong = await inspect(rtc(), ['--app-certificate-file', '-'], {
      stdin: OTHER_CERTIFICATE,
    });
    expect(wrong.json.verdict).toBe('bad-signature');
    expect(JSON.stringify(wrong)).not.toContain(OTHER_CERTIFICATE);
  });

  test('the token and the certificate cannot both be on stdin', async () => {
    const { code, stderr } = await run(['inspect', '-', '--app-certificate-file', '-'], {
      stdin: rtc(),
    });
    expect(code).toBe(2);
    expect(stderr).toContain('cannot both come from standard input');
  });

  test('a secret that cannot be read leaves it unchecked, unless it was asked for', async () => {
    const cwd = config({ dev: { ...demo, appCertificate: { env: 'NOT_SET' } } });
    const { code, json } = await inspect(rtc(), [], { cwd });
    expect(code).toBe(0);
    expect(json.signature.reason).toContain('NOT_SET');
    expect((await inspect(rtc(), ['--profile', 'dev'], { cwd })).code).toBe(3);
  });

  test('a broken config that was only found is a warning, one that was named an error', async () => {
    const cwd = folder({ '.git/': '', '.agora-tokenrc.json': '{"profiles": 1' });
    const { code, json, stderr } = await inspect(rtc(), [], { cwd });
    expect({ code, status: json.signature.status }).toEqual({ code: 0, status: 'unchecked' });
    expect(stderr).toContain('the signature is not checked');
    const named = await inspect(rtc(), ['--config', '.agora-tokenrc.json'], { cwd });
    expect(named.code).toBe(3);
    expect(named.json).toMatchObject({ ok: false, error: { code: 'configuration' } });
  });

  test('the finding on a broken config is one sentence, the warning lists the problems', async () => {
    const cwd = folder({ '.git/': '', '.agora-tokenrc.json': '{"profils": {}, "x": 1}' });
    const { json, stderr } = await inspect(rtc(), [], { cwd });
    expect(json.signature.reason).toMatch(
      /^the configuration cannot be used \(the config \.agora-tokenrc\.json has 2 problems\)$/,
    );
    expect(stderr).toContain('did you mean profiles?');
  });

  test('--no-verify checks nothing and reads no config', async () => {
    const cwd = folder({ '.git/': '', '.agora-tokenrc.json': '{"profiles": 1' });
    const { json, stderr } = await inspect(
      rtc({}, { certificate: OTHER_CERTIFICATE }),
      ['--no-verify'],
      { cwd },
    );
    expect({ stderr, verdict: json.verdict }).toEqual({ stderr: '', verdict: 'valid' });
    expect(json.signature).toEqual({ status: 'unchecked', reason: '--no-verify was used' });
  });
});

describe('006 and older sign what they do not hold', () => {
  const token = rtc006(ISSUED + 3600);
  test.each([
    ['valid', 'valid', token, ['--channel', 'demo', '--uid', '42']],
    ['unchecked', 'valid', token, []],
    ['unchecked', 'valid', token, ['--channel', 'demo']],
    ['valid', 'mismatch', token, ['--channel', 'Demo', '--uid', '42']],
    ['unchecked', 'mismatch', token, ['--channel', 'nowhere', '--uid', '42']],
    ['unchecked', 'mismatch', token, ['--channel', 'demo', '--uid', '7']],
    [
      'valid',
      'valid',
      rtc006(ISSUED + 60, { uid: 'alice' }),
      ['--channel', 'demo', '--account', 'alice'],
    ],
    ['valid', 'valid', rtc006(ISSUED + 60, { uid: '' }), ['--channel', 'demo', '--uid', '7']],
    ['valid', 'valid', rtc006(ISSUED + 60, { channel: '' }), ['--uid', '42']],
    ['valid', 'valid', rtc006(ISSUED + 60, { channel: '' }), ['--channel', 'demo', '--uid', '42']],
    ['valid', 'valid', rtc006(ISSUED + 60, { channel: '', uid: '' }), []],
    ['unchecked', 'valid', rtc006(ISSUED + 60, { channel: '' }), ['--channel', 'demo']],
    [
      'valid',
      'valid',
      token006({ 1000: ISSUED + 60 }, { channel: 'bob', uid: '' }),
      ['--user-id', 'bob'],
    ],
    ['valid', 'valid', token003(), ['--channel', 'demo']],
    ['invalid', 'bad-signature', token003(), ['--channel', 'Demo']],
  ])('%s, %s', async (status, verdict, text, args) => {
    const { json } = await inspect(text, [...DEMO, ...args]);
    expect({ status: json.signature.status, verdict: json.verdict }).toEqual({ status, verdict });
  });

  test('where only a uid is missing, the certificate at hand is not asked for', async () => {
    const { json } = await inspect(token004(), [...DEMO, '--channel', 'demo']);
    expect(json.findings.map((found: { code: string }) => found.code)).toEqual([
      'obsolete-format',
      'signature-unchecked',
    ]);
    expect(Object.keys(json.signature)).toEqual(['status', 'reason']);
  });

  test.each([
    [token, [], 'Give --channel, and --uid or --account.'],
    [token, ['--channel', 'demo'], 'Give --uid or --account.'],
    [token, ['--channel', 'other'], 'Give the channel and the uid or account that were signed.'],
    [token, ['--uid', '42'], 'Give --channel.'],
    [rtc006(ISSUED + 60, { channel: '' }), [], 'Give --uid or --account.'],
    [rtc006(ISSUED + 60, { uid: '' }), [], 'Give --channel.'],
    [
      token,
      ['--channel', 'demo', '--uid', '7'],
      'Give the channel and the uid or account that were signed.',
    ],
    [token006({ 1000: ISSUED + 60 }, { channel: 'bob', uid: '' }), [], 'Give --user-id.'],
    [
      token006({ 1000: ISSUED + 60 }, { channel: 'bob', uid: '' }),
      ['--user-id', 'alice'],
      'Pass the user id that was signed; if a uid was signed too, also --account.',
    ],
  ])('%#: the finding says what is missing', async (text, args, fix) => {
    const { json } = await inspect(text, [...DEMO, ...args]);
    expect(
      json.findings.find((found: { code: string }) => found.code === 'signature-unchecked'),
    ).toMatchObject({ fix });
  });
});

describe('--error', () => {
  const first = async (token: string, error: string, args: readonly string[] = []) =>
    (await inspect(token, [...DEMO, '--error', error, ...args])).json;

  test('puts the finding that explains it first', async () => {
    const token = rtc({ channel: "it's", uid: 'alice', privileges: all(0) });
    expect((await first(token, '102')).findings[0].code).toBe('channel-invalid-character');
    expect((await first(token, '121')).findings[0].code).toBe('uid-string-account');
  });

  test('the report keeps that order, whatever is graver', async () => {
    const argv = ['inspect', rtc({ channel: "it's" }), ...DEMO, '--uid', '7', '--error', '102'];
    expect((await run(argv)).stdout).toMatch(/channel-invalid-character[\s\S]*uid-mismatch/);
  });

  test('of RTM tells that the token holds no RTM', async () => {
    const { findings, verdict } = await first(rtc(), '-10005');
    expect(findings[0]).toMatchObject({
      code: 'service-missing',
      message: 'no RTM service in this token (it has RTC)',
    });
    expect(verdict).toBe('mismatch');
  });

  test.each([
    ['login failed: 5', rtc()],
    ['Chat login failed, error code: 104', rtc()],
    ['RTM login error 5', chat('alice')],
    ['INVALID_TOKEN', token007([rtmService('alice')])],
    ['token is invalid', chat('alice')],
    ['RtcEngine onError: 110', token007([rtmService('alice')])],
    ['the chat says: invalid token', token007([rtmService('alice')])],
    ['cloud recording error 110', chat('alice')],
    ['expired token', rtc()],
    ['HTTP 401', rtc()],
  ])('%s is no proof of what the token was used for', async (error, text) => {
    expect((await first(text, error)).verdict).toBe('valid');
  });

  test.each([
    ['-10005', rtc()],
    ['LOGIN_ERR_INVALID_TOKEN', rtc()],
    ['RtmErrorCode.invalidToken', rtc()],
    ['EMErrorInvalidToken', rtc()],
    ['ErrorCodeType.errInvalidToken', chat('alice')],
    ['token access room forbidden', rtc()],
    ['CAN_NOT_GET_GATEWAY_SERVER: dynamic use static key', chat('alice')],
  ])('%s leaves no doubt of it', async (error, text) => {
    expect((await first(text, error)).findings[0].code).toBe('service-missing');
  });

  test('--product says what it was used for', async () => {
    const { verdict, explained } = await first(rtc(), '5', ['--product', 'rtm']);
    expect(verdict).toBe('mismatch');
    expect(explained[0]).toMatchObject({ product: 'RTM 1.x' });
    const recorded = await first(rtc(), '110', ['--product', 'recording']);
    expect(recorded).toMatchObject({
      verdict: 'valid',
      explained: [{ product: 'Cloud Recording' }],
    });
  });

  test('--product without it exits 2', async () => {
    const { code, stderr } = await run(['inspect', rtc(), '--product', 'rtm']);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--error') });
  });

  test.each(['109', 'token expired', 'TOKEN_EXPIRE: dynamic key expired'])(
    '%s of a token that has not expired says so',
    async (error) => {
      const { findings, verdict } = await first(rtc(), error);
      expect(verdict).toBe('valid');
      expect(findings).toContainEqual(
        expect.objectContaining({
          code: 'not-expired',
          message: 'this token is not expired: the client sends another one, or its clock is wrong',
        }),
      );
    },
  );

  test.each([
    ['110', []],
    ['109', ['--now', String(ISSUED + 90_000)]],
  ])('%s says nothing of that (%j)', async (error, args) => {
    const codes = (await first(rtc(), error, args)).findings.map(({ code }: Finding) => code);
    expect(codes).not.toContain('not-expired');
  });

  test('that RTC and RTM both tell of asks for neither service', async () => {
    const { verdict, explained } = await first(
      token007([rtmService('alice')]),
      'tokenPrivilegeWillExpire',
    );
    expect(verdict).toBe('valid');
    expect(explained).toMatchObject([{ product: 'RTM 2.x' }]);
  });

  test('that the token does not explain says what a token does not tell', async () => {
    const { findings, explained, verdict } = await first(
      rtc(),
      'CAN_NOT_GET_GATEWAY_SERVER: no active status',
    );
    expect(verdict).toBe('valid');
    expect(findings).toMatchObject([{ code: 'not-decidable' }]);
    expect(explained).toMatchObject([{ product: 'RTC Web', meaning: 'The project is disabled.' }]);
  });

  test.each([
    ['110', chat('alice'), ['Chat']],
    ['110', rtc(), ['RTC', 'RTC Web', 'Cloud Recording']],
    ['-10005', rtc(), ['RTM 2.x']],
  ])(
    '%s is explained by what the token is used for, if that has it',
    async (error, text, products) => {
      const { explained } = await first(text, error);
      const found = explained.map(({ product }: { product: string }) => product);
      expect([...new Set(found)]).toEqual(products);
    },
  );

  test('names causes that no token tells', async () => {
    const { stdout } = await run(['inspect', rtc(), ...DEMO, '--error', 'invalid vendor key']);
    expect(stdout).toContain('No token shows: The SDK is too old for 007 tokens');
  });

  test('that is unknown gives the nearest, exit 2', async () => {
    const { code, stderr } = await run(['inspect', rtc(), '--error', 'ERR_TOKEN_EXPIERD']);
    expect(code).toBe(2);
    expect(stderr).toContain('"ERR_TOKEN_EXPIRED"');
  });
});

describe('bad input', () => {
  test.each([
    [['--uid', 'alice'], '--uid is "alice"', '--account'],
    [['--uid', '-2147483649'], 'out of range: uids go from 0 to 4294967295', '--account'],
    [['--uid', '4294967296'], 'out of range: uids go from 0 to 4294967295', '--account'],
    [['--uid', '99999999999999999999'], 'out of range', '--account'],
    [['--uid', ' '], '--uid is empty', ''],
    [['--uid', '4.2'], '--uid is "4.2"', ''],
    [['--uid', '1e3'], '--uid is "1e3"', ''],
    [['--uid', '0x2a'], '--uid is "0x2a"', ''],
    [['--uid', '٤٢'], 'not a whole number', ''],
    [['--uid', '1', '--account', 'a'], 'cannot be used together', ''],
    [['--channel', ''], '--channel is empty', 'variable'],
    [['--app-id', 'demo'], 'the App ID from --app-id is not valid', '32 hex'],
    [['--service', 'rtmm'], 'not a service', 'Did you mean rtm?'],
    [['--role', 'publsher'], 'not a role', 'Did you mean publisher?'],
    [['--role', 'constructor'], 'not a role', 'publisher (host, broadcaster)'],
    [['--expires-in', '-5m'], 'negative', ''],
    [['--expires-in', '1700000000'], 'Unix timestamp', ''],
    [['--error', ' '], '--error is empty', ''],
    [['--watch', '--json'], 'cannot be used together', ''],
    [['--watch', '--ndjson'], 'cannot be used together', ''],
    [['--now', '2023-02-30T00:00:00Z'], 'not a time', ''],
  ])('%j exits 2', async (args, message, hint) => {
    const { code, stderr } = await run(['inspect', rtc(), ...args]);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(code).toBe(2);
  });

  test.each([
    ['--room', 'r1', rtc(), 'room-mismatch'],
    ['--uuid', 'u1', rtc(), 'uuid-mismatch'],
    ['--channel', 'demo', chat('alice'), 'channel-mismatch'],
    ['--user-id', 'alice', whiteboard('SDK'), 'user-id-mismatch'],
  ])('%s %s does not fit every token, and says so', async (flag, value, token, finding) => {
    const { json, code } = await inspect(token, [flag, value]);
    expect(code).toBe(7);
    expect(json.findings[0]).toMatchObject({
      code: finding,
      message: expect.stringContaining(`, but you expect "${value}"`),
    });
  });

  test('no token and nobody to ask', async () => {
    const { code, stderr } = await run(['inspect', '--no-input'], { terminal: true });
    expect(code).toBe(2);
    expect(stderr).toContain('no token given');
  });
});

test('the token comes from a pipe too', async () => {
  const { code, stdout } = await run(['inspect', ...DEMO, '--quiet'], { stdin: `${rtc()}\n` });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^valid: publisher of "demo" as uid 42, 1 h left \(until 00:13:20\)\n/);
});

test('--ndjson answers line by line, and exits as the first that failed', async () => {
  const stdin = [rtc(), '', rtc({ uid: '7' }), 'nonsense'].join('\n');
  const { code, stdout } = await run(['inspect', '--ndjson', '--uid', '42'], { stdin });
  expect(ndjson(stdout).map(({ exitCode }) => exitCode)).toEqual([0, 7, 4]);
  expect(code).toBe(7);
});

test('--ndjson judges by the time at which a line comes, and tells of a line that is too long', async () => {
  let now = ISSUED * 1000;
  async function* slowly() {
    yield `${rtc()}\n`;
    now += 4_000_000;
    yield `${rtc()}\n`;
    yield `${'x'.repeat(1_100_000)}\n`;
  }
  const { stdout } = await run(['inspect', '--ndjson'], {
    stdin: slowly(),
    context: { clock: () => now },
  });
  const lines = ndjson(stdout);
  expect(lines.map(({ verdict }) => verdict)).toEqual(['valid', 'expired', 'malformed']);
  expect(lines[2].error.reason).toBe('too-large');
});

test('a text without a token on standard input is malformed', async () => {
  const { code, stdout } = await run(['inspect', '--json', '-'], { stdin: 'x'.repeat(1_100_000) });
  expect(code).toBe(4);
  expect(JSON.parse(stdout)).toMatchObject({
    verdict: 'malformed',
    error: { reason: 'not-a-token', message: expect.stringMatching(/no token was found/) },
  });
});

test('no certificate ever appears', async () => {
  const cwd = folder({
    '.git/': '',
    '.agora-tokenrc.json': JSON.stringify({
      profiles: { dev: { appId: OTHER_APP, appCertificate: OTHER_CERTIFICATE } },
    }),
  });
  for (const args of [[], ['--json'], ['--debug'], ['--profile', 'dev']]) {
    const { stdout, stderr } = await run(['inspect', rtc(), ...args], { cwd });
    expect(stdout + stderr).not.toContain(OTHER_CERTIFICATE);
  }
});

describe('a signature that cannot be checked', () => {
  const REQUIRED = ['--require-signature'];
  test.each([
    ['no certificate', rtc(), [], 'valid', 0, 'unverified: publisher of "demo"'],
    [
      'no certificate',
      rtc(),
      REQUIRED,
      'unverified',
      6,
      'unverified: a checked signature is required',
    ],
    ['a certificate', rtc(), [...REQUIRED, '--profile', 'demo'], 'valid', 0, 'valid: '],
    [
      'another one',
      rtc({}, { certificate: 'a'.repeat(32) }),
      [...REQUIRED, '--profile', 'demo'],
      'bad-signature',
      6,
      'bad-signature: ',
    ],
    [
      'no certificate, and another channel',
      rtc(),
      [...REQUIRED, '-c', 'x'],
      'unverified',
      6,
      'unverified: ',
    ],
    ['no certificate, and another channel', rtc(), ['-c', 'x'], 'mismatch', 7, 'refused: '],
    [
      'a 006 token without its channel',
      rtc006(ISSUED + 3600),
      [...REQUIRED, '--profile', 'demo'],
      'unverified',
      6,
      'unverified: ',
    ],
  ])('with %s', async (_, token, args, verdict, code, says) => {
    const inspected = await run(['inspect', token, '--json', '--quiet', ...args]);
    expect({ ...JSON.parse(inspected.stdout), code: inspected.code }).toMatchObject({
      ...{ verdict, code, exitCode: code, ok: verdict === 'valid' },
    });
    const { stdout } = await run(['inspect', token, '--quiet', ...args]);
    expect(stdout.startsWith(says), stdout).toBe(true);
  });

  test('is shown in yellow, and one that was checked in green', async () => {
    const [yellow, green] = ['\x1b[33m', '\x1b[32m'];
    const args = ['inspect', rtc(), '--color', '--quiet'];
    expect((await run(args)).stdout).toContain(`${yellow}unverified:`);
    expect((await run([...args, '--profile', 'demo'])).stdout).toContain(`${green}valid:`);
    const near = await run([...args, '--profile', 'demo'], { now: ISSUED + 3500 });
    expect(near.stdout).toContain(`${yellow}valid:`);
  });

  test('cannot be required and left out', async () => {
    const { code, stderr } = await run(['inspect', rtc(), '--no-verify', ...REQUIRED]);
    expect(code).toBe(2);
    expect(stderr).toContain('--require-signature');
  });
});

describe('--silent', () => {
  test.each([
    ['good', rtc(), ['--profile', 'demo'], 0],
    ['unreadable', 'nonsense', [], 4],
    ['ended', rtc(), ['--now', String(ISSUED + 3600)], 5],
    ['unverified', rtc(), ['--require-signature'], 6],
    ['for another channel', rtc(), ['--channel', 'x'], 7],
    ['not for long enough', rtc(), ['--expires-in', '2h'], 8],
  ])('a token that is %s', async (_, token, args, code) => {
    for (const silent of ['-s', '--silent']) {
      expect(await run(['inspect', token, silent, ...args])).toEqual({
        ...{ code, stdout: '', stderr: '' },
      });
    }
  });

  test.each(['--json', '--ndjson', '--watch'])('not with %s', async (flag) => {
    expect((await run(['inspect', rtc(), '-s', flag])).code).toBe(2);
  });

  test('a wrong command line is still named', async () => {
    const { code, stderr } = await run(['inspect', rtc(), '-s', '--uid', 'alice']);
    expect(code).toBe(2);
    expect(stderr).toContain('--uid is "alice"');
  });

  test('doctor', async () => {
    const { code } = await run(['doctor']);
    expect(await run(['doctor', '-s'])).toEqual({ code, stdout: '', stderr: '' });
  });
});
