import { describe, expect, test } from 'vitest';
import * as browser from '../../src/browser.js';
import * as node from '../../src/index.js';
import { inspectToken, signToken, type TokenSpec } from '../../src/index.js';
import { SECRETS } from '../helpers/demo.js';
import { NOW, run } from '../helpers/run.js';
import { thrown } from '../helpers/thrown.js';

/** What a program gives that the types forbid: from JavaScript, from JSON, through a typing mistake. */

const { token } = signToken(
  { kind: 'rtc', channel: 'demo', uid: 42, issuedAt: NOW, salt: 1 },
  SECRETS,
);
const now = NOW + 60;

/** JavaScript knows no types. */
const untyped = (value: unknown) => value as never;

/** Message and hint of what a call is refused with. */
function refused(call: () => unknown): string {
  const { message, hint = '' } = thrown(call);
  return `${message} | ${hint}`;
}

describe('what is no token', () => {
  test.each<[unknown, string]>([
    [undefined, 'the token is undefined, and a text is expected | It may come from a variable'],
    [null, 'the token is null, '],
    [5, 'the token is a number, '],
    [true, 'the token is a boolean, '],
    [{}, 'the token is an object, '],
    [[token], 'the token is an array, '],
    [new Date(0), 'the token is an object (Date), '],
    [Buffer.from(token), 'the token is bytes (a Buffer or Uint8Array), '],
    [Promise.resolve(token), 'the token is a promise, and a text is expected | Wait for it'],
  ])('%s', (value, message) => {
    for (const { decodeToken, inspectToken } of [node, browser]) {
      expect(refused(() => decodeToken(untyped(value)))).toContain(message);
      expect(refused(() => inspectToken(untyped(value)))).toContain(message);
    }
  });
});

describe('inspectToken', () => {
  test.each<[unknown, string]>([
    [null, 'options is null'],
    ['demo', 'options is a text'],
    [{ channel: 'other' }, 'unknown key "channel" in options | It is an expectation'],
    [{ expiresin: '10h' }, 'unknown key "expiresin" in options | Did you mean expiresIn?'],
    [{ expiresIn: '10 horas' }, 'expiresIn is "10 horas"'],
    [{ expiresIn: Number.NaN }, 'expiresIn is NaN'],
    [{ expiresIn: -1 }, 'expiresIn is -1: a lifetime cannot be negative'],
    [{ expiresIn: 0 }, 'expiresIn is 0'],
    [{ expiresIn: null }, 'expiresIn is null'],
    [{ now: null }, 'now is not a number'],
    [{ now: new Date() }, 'now is not a number'],
    [{ error: null }, 'error is null'],
    [{ error: ' ' }, 'error is empty'],
    [{ error: 110, product: 'rtx' }, 'there is no product "rtx" | The products are rtc, rtm, chat'],
    [{ error: 110, product: 5 }, 'product is not a string'],
    [{ product: 'rtm' }, 'product goes with error'],
    [{ expect: null }, 'expect is null'],
    [{ expect: 'demo' }, 'expect is a text'],
    [{ expect: { chanel: 'x' } }, 'unknown key "chanel" in expect | Did you mean channel?'],
    [{ expect: { channel: 5 } }, 'expect.channel is a number, and a text is expected'],
    [{ expect: { channel: '' } }, 'expect.channel is empty'],
    [
      { expect: { appId: 'demo' } },
      'the App ID from expect.appId is not valid: it has 4 characters',
    ],
    [{ expect: { uid: 'alice' } }, 'expect.uid is "alice", which is not a whole number | For a'],
    [{ expect: { uid: 'alice' } }, 'user account use expect.account.'],
    [{ expect: { uid: 4_294_967_296 } }, 'expect.uid is 4294967296, which is out of range'],
    [{ expect: { uid: true } }, 'expect.uid is a boolean'],
    [
      { expect: { uid: 42, account: 'a' } },
      'expect.uid and expect.account cannot be used together',
    ],
    [{ expect: { role: 'boss' } }, 'expect.role is "boss", which is not a role | Roles: '],
    [{ expect: { service: 'rct' } }, 'expect.service is "rct", which is not a service | Did you'],
  ])('refuses %j', (options, message) => {
    expect(refused(() => inspectToken(token, untyped(options)))).toContain(message);
    expect(refused(() => inspectToken('no token', untyped(options)))).toContain(message);
    expect(refused(() => browser.inspectToken(token, untyped(options)))).toContain(message);
  });

  test.each<[unknown, string]>([
    [null, 'secrets is null'],
    ['x', 'secrets is a text'],
    [[SECRETS, null], 'secrets[1] is null'],
    [
      { ...SECRETS, appCertificat: 'x' },
      'unknown key "appCertificat" in secrets | Did you mean app',
    ],
    [{ ...SECRETS, appCertificate: 5 }, 'secrets.appCertificate is a number'],
    [[{ whiteboardSecretKey: 5 }], 'secrets[0].whiteboardSecretKey is a number'],
  ])('refuses the secrets %j', (secrets, message) => {
    const options = { now, secrets: untyped(secrets) };
    expect(refused(() => inspectToken(token, options))).toContain(message);
    expect(refused(() => browser.inspectToken(token, options))).toContain(message);
  });

  test.each<[object, string[]]>([
    [{ expect: { role: 'host' } }, ['--role', 'host']],
    [{ expect: { role: 'audience' } }, ['--role', 'audience']],
    [{ expect: { service: 'RTC' } }, ['--service', 'RTC']],
    [{ expect: { service: 'education' } }, ['--service', 'education']],
    [{ expect: { uid: '042' } }, ['--uid', '042']],
    [{ expect: { uid: 7 } }, ['--uid', '7']],
    [{ expect: { channel: undefined, account: '42' } }, ['--account', '42']],
    [{ expiresIn: '10h' }, ['--expires-in', '10h']],
    [{ expiresIn: 600 }, ['--expires-in', '600']],
    [{ error: 109 }, ['--error', '109']],
    [{ error: 110, product: 'rtc' }, ['--error', '110', '--product', 'rtc']],
    [{ error: 5, product: 'rtm' }, ['--error', '5', '--product', 'rtm']],
    [{ error: ` ${'token expired '.repeat(20)}` }, ['--error', ` ${'token expired '.repeat(20)}`]],
  ])('%j says what the program says', async (options, argv) => {
    const { stdout } = await run(['inspect', '--json', '--no-verify', ...argv, token], { now });
    const reason = (json: object) =>
      JSON.stringify(json).replaceAll(
        /--no-verify was used|no App Certificate [^"]*available/g,
        '…',
      );
    const judged = inspectToken(token, { now, ...options });
    expect(reason(judged)).toBe(reason(JSON.parse(stdout)));
  });

  test('an error that is not known explains nothing, and is no mistake', () => {
    const judged = inspectToken(token, { now, error: 'a message of tomorrow' });
    expect(judged).toMatchObject({ verdict: 'valid', explained: [] });
  });
});

describe('signToken', () => {
  test.each<[unknown, string]>([
    [null, 'spec is null'],
    [undefined, 'spec is undefined'],
    ['rtc', 'spec is a text'],
    [{ kind: 5 }, 'kind is a number'],
    [{ kind: 'fpa', with: ['rtm'] }, 'unknown option "with" for fpa'],
    [{ kind: 'rtm', userId: 'a', permission: [5] }, 'permission has more than strings'],
    [{ kind: 'rtc', channel: 'a', uid: null }, 'uid is neither a string nor a number'],
    [{ kind: 'rtc', channel: {}, uid: 1 }, 'channel is neither a string nor a number'],
  ])('refuses %j', (spec, message) => {
    expect(refused(() => signToken(spec as TokenSpec, SECRETS))).toContain(message);
  });

  test.each<[unknown, string]>([
    [undefined, 'secrets is undefined'],
    [null, 'secrets is null'],
    [[SECRETS], 'secrets is an array'],
    [{ whiteboardAccessKey: 5, whiteboardSecretKey: 'x' }, 'secrets.whiteboardAccessKey is a numb'],
    [{ accessKey: 'x', secretKey: 'x' }, 'unknown key "accessKey" in secrets'],
  ])('refuses the secrets %j', (secrets, message) => {
    expect(refused(() => signToken({ kind: 'whiteboard sdk' }, untyped(secrets)))).toContain(
      message,
    );
  });

  test.each([{}, { appId: SECRETS.appId }, { ...SECRETS, appId: undefined }])(
    'says which of the secrets it needs: %j',
    (secrets) => {
      expect(() => signToken({ kind: 'fpa' }, secrets)).toThrow(
        'a token needs appId and appCertificate',
      );
    },
  );
});
