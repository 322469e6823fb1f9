import { UINT32_MAX } from '../text/parse-values.js';
import { fromBinary, fromHex, toBinary, toHex } from './bytes.js';
import { crc32 } from './crc32.js';
import { isSignedKey, repeatedKeys } from './formats/whiteboard.js';
import type { QueryPair, Signed, TokenText } from './model.js';
import type { TokenRuntime } from './runtime.js';
import { str, u16, u32 } from './wire.js';

/**
 * What the caller says the token was made for, as text. The formats before 007 sign the channel,
 * uid or account without holding them.
 */
export interface Claims {
  readonly channel?: string;
  /** Decimal; `0` stands for any user. */
  readonly uid?: string;
  readonly account?: string;
  readonly userId?: string;
}

type SignatureCheck =
  | { readonly status: 'valid' }
  | { readonly status: 'invalid' }
  | {
      readonly status: 'unchecked';
      readonly reason: string;
      /** The secret is at hand; what the token was signed for is not. */
      readonly needsClaims: true;
    };

type SignedAs<F extends Signed['format']> = Extract<Signed, { readonly format: F }>;
type DynamicKey = SignedAs<'004' | '003' | 'dynamic-key-2' | 'dynamic-key-1'>;
type Whiteboard = SignedAs<'whiteboard-sdk' | 'whiteboard-room' | 'whiteboard-task'>;

/**
 * Checks a signature over the bytes as received, in constant time.
 *
 * @param secret the App Certificate as its 32 hex characters, or the whiteboard secret key
 * @param claims what the token itself does not hold; without it the answer is `unchecked`
 */
export function verifySignature(
  signed: Signed,
  secret: string,
  runtime: TokenRuntime,
  claims: Claims = {},
): SignatureCheck {
  switch (signed.format) {
    case '007':
      return verdict(runtime.equal(mac007(signed, secret, runtime), signed.signature));
    case '006':
      return verify006(signed, secret, runtime, claims);
    case '005':
      return verify005(signed, secret, runtime, claims);
    case '004':
    case '003':
    case 'dynamic-key-2':
    case 'dynamic-key-1':
      return verifyDynamicKey(signed, secret, runtime, claims);
    case 'signaling':
      return verifySignaling(signed, secret, runtime, claims);
    case 'whiteboard-sdk':
    case 'whiteboard-room':
    case 'whiteboard-task':
      return verifyWhiteboard(signed, secret, runtime);
  }
}

/**
 * The signature of a 007 token. The issue time and the salt are the keys, the certificate is the
 * message.
 * @param message the payload after the signature
 */
export function mac007(
  { issueTs, salt, message }: Pick<SignedAs<'007'>, 'issueTs' | 'salt' | 'message'>,
  certificate: string,
  runtime: TokenRuntime,
): Uint8Array {
  const byTime = runtime.hmac('sha256', u32(issueTs), certificate);
  const key = runtime.hmac('sha256', u32(salt), byTime);
  return runtime.hmac('sha256', key, message);
}

/**
 * Channel and uid are signed, and only their CRC-32 is in the token: that tells whether a claim is
 * the right one before the certificate is blamed. An empty one admits every channel or uid and needs no
 * claim. An RTM token has the user id as its channel.
 */
function verify006(
  signed: SignedAs<'006'>,
  certificate: string,
  runtime: TokenRuntime,
  claims: Claims,
): SignatureCheck {
  const channel = ['', claims.channel, claims.userId, claims.account].find(
    (text) => text !== undefined && crc32(text) === signed.channelCrc32,
  );
  if (channel === undefined) {
    return unchecked(
      claims.channel === undefined && claims.userId === undefined
        ? 'a 006 token does not contain the channel (or RTM user id) it was signed for, which checking the signature needs'
        : `the ${claims.channel === undefined ? 'user id' : 'channel'} you expect is not the one this 006 token was signed for (the CRC-32 differs), so the signature cannot be checked`,
    );
  }
  const { uid, account } = claims;
  const uids = [
    '',
    ...(uid === undefined ? [] : [uid]),
    ...(account === undefined ? [] : [account]),
  ];
  const user = uids.find((text) => crc32(text) === signed.uidCrc32);
  if (user === undefined) {
    return unchecked(
      uids.length === 1
        ? 'a 006 token does not contain the uid it was signed for, which checking the signature needs'
        : 'the uid you expect is not the one this 006 token was signed for (the CRC-32 differs), so the signature cannot be checked',
    );
  }
  const text = signed.appId + channel + user;
  const expected = runtime.hmac('sha256', certificate, text, signed.message);
  return verdict(runtime.equal(expected, signed.signature));
}

/** Here alone the certificate is decoded from hex. Source: DynamicKey5 of AgoraIO/Tools. */
function verify005(
  signed: SignedAs<'005'>,
  certificate: string,
  runtime: TokenRuntime,
  claims: Claims,
): SignatureCheck {
  const { channel } = claims;
  const uid = uint32(claims.uid);
  if (channel === undefined || uid === undefined) return needsChannelAndUid('005');
  const expected = runtime.hmac(
    'sha1',
    fromHex(certificate),
    u16(signed.serviceType),
    str(signed.appId),
    u32(signed.issueTs),
    u32(signed.salt),
    str(utf8.encode(channel)),
    u32(uid),
    u32(signed.expireTs),
    signed.extra,
  );
  return verdict(sameText(toHex(expected).toUpperCase(), signed.signature, runtime));
}

/** The service of a 004 token is signed and not in it: media channel, recording, public sharing. */
const SERVICE_TEXTS = ['ACS', 'ARS', 'APSS'];

function verifyDynamicKey(
  signed: DynamicKey,
  certificate: string,
  runtime: TokenRuntime,
  claims: Claims,
): SignatureCheck {
  const { format, appId, issueTs, salt, expireTs = '', signature } = signed;
  const { channel } = claims;
  const inToken = signed.uid ?? '';
  const claimed = uint32(claims.uid);
  if (format === '004' && (channel === undefined || claimed === undefined)) {
    return needsChannelAndUid('004');
  }
  if (channel === undefined) {
    return unchecked(
      `this kind of token (${format}) does not contain the channel it was signed for, which checking the signature needs`,
    );
  }
  const uid = format === '004' ? String(claimed).padStart(10, '0') : inToken;
  const services = format === '004' ? SERVICE_TEXTS : [''];
  const expected = services.map((service) =>
    runtime.hmac('sha1', certificate, service + appId + issueTs + salt + channel + uid + expireTs),
  );
  return verdict(expected.some((mac) => sameText(toHex(mac), signature, runtime)));
}

function verifySignaling(
  { appId, expireTs, signature }: SignedAs<'signaling'>,
  certificate: string,
  runtime: TokenRuntime,
  claims: Claims,
): SignatureCheck {
  const account = claims.account ?? claims.userId ?? claims.uid;
  if (account === undefined) {
    return unchecked(
      'a signaling token does not contain the account it was signed for, which checking the signature needs',
    );
  }
  const expected = toHex(runtime.hash('md5', account + appId + certificate + expireTs));
  return verdict(sameText(expected, signature, runtime));
}

function verifyWhiteboard(
  { pairs, signature }: Whiteboard,
  secretKey: string,
  runtime: TokenRuntime,
): SignatureCheck {
  for (const message of signedForms(pairs)) {
    const expected = toHex(runtime.hmac('sha256', secretKey, message));
    if (sameText(expected, signature, runtime)) return verdict(true);
  }
  return verdict(false);
}

/**
 * What an official builder may have signed for these pairs. None signs a key twice, and of two
 * values a reader may take either: such pairs have no signature.
 */
function* signedForms(pairs: readonly QueryPair[]): Generator<string | Uint8Array> {
  if (repeatedKeys(pairs).length > 0) return;
  const texts = pairs.flatMap(([key, value]) =>
    typeof key === 'string' && typeof value === 'string' ? [[key, value] as const] : [],
  );
  if (texts.length === pairs.length) {
    for (const map of withEmptyKeys(texts)) {
      for (const write of JSON_WRITERS) yield jsonText(map, write);
      yield* unescapedForm(map);
    }
    return;
  }
  // Only the strings of Go can contain what is not UTF-8. Each byte is a character here meanwhile.
  const bytes = pairs.map(([key, value]) => [latin1(key), latin1(value)] as const);
  for (const map of withEmptyKeys(bytes)) {
    for (const form of unescapedForm(map)) yield fromBinary(form);
  }
}

const latin1 = (text: TokenText) =>
  toBinary(typeof text === 'string' ? utf8.encode(text) : fromHex(text.hex));

type Pairs = ReadonlyMap<string, string>;
type JsonWriter = (text: string) => string;

/** Go and PHP sign an empty role or uuid, and leave it out of the token. */
function* withEmptyKeys(pairs: readonly (readonly [string, string])[]): Generator<Pairs> {
  for (const empty of [[], ['uuid'], ['role'], ['role', 'uuid']]) {
    const map = new Map(pairs);
    if (empty.some((key) => map.has(key))) continue;
    for (const key of empty) map.set(key, '');
    yield map;
  }
}

/** A JSON object with sorted keys, which the languages of netless-token write in different ways. */
function jsonText(pairs: Pairs, write: JsonWriter): string {
  const sorted = [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, value]) => `${write(key)}:${write(value)}`).join(',')}}`;
}

/**
 * Go and Java escape nothing, so that the same text can stand for other pairs: the end of a key or
 * value can be moved, and what an escaping builder wrote can be read unescaped. The form counts
 * only where neither is possible.
 */
function* unescapedForm(pairs: Pairs): Generator<string> {
  const movable = [...pairs].some(([key, value]) => !isSignedKey(key) || /","|":"/.test(value));
  if (movable) return;
  const text = jsonText(pairs, (part) => `"${part}"`);
  const escaped = parsedJson(text);
  if (escaped && [...pairs].some(([key, value]) => escaped[key] !== value)) return;
  yield text;
}

function parsedJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const asciiJson: JsonWriter = (text) =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * Every text has one form of each of these, and every form one text. C# writes ? for what is not
 * ASCII, so that its signature holds for many texts and proves none of them: it is not tried.
 */
const JSON_WRITERS: readonly JsonWriter[] = [
  // Node.js, Ruby
  (text) => JSON.stringify(text),
  // Python
  asciiJson,
  // PHP also escapes the slash
  (text) => asciiJson(text).replaceAll('/', '\\/'),
];

function needsChannelAndUid(format: string): SignatureCheck {
  return unchecked(
    `a ${format} token does not contain the channel and uid it was signed for; checking the signature needs both (the uid as a number)`,
  );
}

/** A uid as the number it is; undefined where it is missing or no uint32. */
function uint32(uid: string | undefined): number | undefined {
  if (uid === undefined || !/^\d{1,10}$/.test(uid)) return undefined;
  const value = Number(uid);
  return value <= UINT32_MAX ? value : undefined;
}

const unchecked = (reason: string): SignatureCheck => ({
  status: 'unchecked',
  reason,
  needsClaims: true,
});
const verdict = (valid: boolean): SignatureCheck => ({ status: valid ? 'valid' : 'invalid' });

function sameText(a: string, b: string, runtime: TokenRuntime): boolean {
  return runtime.equal(utf8.encode(a), utf8.encode(b));
}

const utf8 = new TextEncoder();
