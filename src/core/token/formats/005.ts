import { TokenError } from '../../errors.js';
import { finding } from '../../finding.js';
import { decodeBase64, wholeBytes } from '../base64.js';
import { ByteReader, leftOver, type ReaderClass, toHex, tokenText } from '../bytes.js';
import { asFarAsItGoes } from '../cut.js';
import { PREFIX_LENGTH } from '../detect.js';
import { instant } from '../instant.js';
import { assertPayloadFits } from '../limits.js';
import type { DecodedService, DecodedToken, ReadToken, TokenText } from '../model.js';
import type { TokenRuntime } from '../runtime.js';

/** Service types of 005; source: DynamicKey5 of AgoraIO/Tools. */
const SERVICE_NAMES: Readonly<Record<number, string>> = {
  1: 'media-channel',
  2: 'recording',
  3: 'public-sharing',
  4: 'in-channel-permission',
};

/** The one extra that is defined: `0` no upload, `3` audio and video. */
const EXTRA_NAMES: Readonly<Record<number, string>> = { 1: 'allowUploadInChannel' };

/** Hex characters of an HMAC-SHA1. */
const SIGNATURE_LENGTH = 40;
const APP_ID_BYTES = 16;

/**
 * Reads a 005 token (Dynamic Key 5): `005`, then base64 of the content. It holds neither the channel
 * nor the uid, and keeps the App ID as 16 bytes, so that its letter case is lost.
 *
 * @throws TokenError `truncated`, `bad-base64`, `too-large` or `not-a-token`
 */
export function read005(
  text: string,
  runtime: TokenRuntime,
  Reader: ReaderClass = ByteReader,
): ReadToken {
  const content = decodeBase64(text, PREFIX_LENGTH, runtime);
  assertPayloadFits(content.length);
  const reader = new Reader(content, 'content');
  const serviceType = reader.u16('service type');
  const signature = tokenText(reader.strOf(SIGNATURE_LENGTH, 'signature'));
  if (typeof signature !== 'string' || !/^[0-9A-F]{40}$/.test(signature)) {
    throw new TokenError(
      'not-a-token',
      'the signature of a 005 token is 40 upper-case hex characters; this one is not',
    );
  }
  const appId = reader.strOf(APP_ID_BYTES, 'App ID');
  const issueTs = reader.u32('issue time');
  const salt = reader.u32('salt');
  const expireTs = reader.u32('expiry time');
  const extraStart = reader.rest();
  const extra = readExtra(reader);
  const name = SERVICE_NAMES[serviceType];
  return {
    token: {
      format: '005',
      appId: toHex(appId),
      issuedAt: instant(issueTs),
      expiresAt: instant(expireTs),
      salt,
      ...(name && { services: [service(serviceType, name, extra)] }),
      signature,
    },
    findings: [
      ...(name
        ? []
        : [finding('unknown-service', `service type ${serviceType} is not one of 005 tokens`)]),
      ...leftOver(reader.remaining, "the token's content"),
    ],
    signed: {
      format: '005',
      serviceType,
      appId,
      issueTs,
      salt,
      expireTs,
      extra: extraStart.subarray(0, extraStart.length - reader.remaining),
      signature,
    },
  };
}

/** What a token that is cut says, as far as it goes, without its signature. */
export function partial005(text: string, runtime: TokenRuntime): DecodedToken | undefined {
  const bytes = wholeBytes(text, PREFIX_LENGTH, runtime);
  if (!bytes) return undefined;
  const token: { -readonly [K in keyof DecodedToken]?: DecodedToken[K] } = {};
  const reader = new ByteReader(bytes, 'content');
  asFarAsItGoes(() => {
    const serviceType = reader.u16('service type');
    reader.strOf(SIGNATURE_LENGTH, 'signature');
    const name = SERVICE_NAMES[serviceType];
    if (name) token.services = [service(serviceType, name, {})];
    token.appId = toHex(reader.strOf(APP_ID_BYTES, 'App ID'));
    token.issuedAt = instant(reader.u32('issue time'));
    token.salt = reader.u32('salt');
    token.expiresAt = instant(reader.u32('expiry time'));
    const extra = readExtra(reader);
    if (name) token.services = [service(serviceType, name, extra)];
  });
  return { format: '005', ...token };
}

/**
 * How many bytes the content of a 005 token has by the lengths inside it, whatever follows.
 * @throws TokenError where it ends before them
 */
export function contentLength005(content: Uint8Array): number {
  const reader = new ByteReader(content, 'content');
  reader.u16('service type');
  reader.strOf(SIGNATURE_LENGTH, 'signature');
  reader.strOf(APP_ID_BYTES, 'App ID');
  reader.take(12, 'times and salt');
  readExtra(reader);
  return reader.offset;
}

function readExtra(reader: ByteReader): Record<string, TokenText> {
  const extra: Record<string, TokenText> = {};
  const count = reader.count('privileges and names', 'number of extras');
  for (let index = 0; index < count; index++) {
    const key = reader.u16(`key of extra ${index + 1} of ${count}`);
    extra[EXTRA_NAMES[key] ?? `unknown-${key}`] = reader.text(`extra ${index + 1} of ${count}`);
  }
  return extra;
}

function service(type: number, name: string, extra: Record<string, TokenText>): DecodedService {
  return { type, name, ...(Object.keys(extra).length > 0 && { extra }), privileges: [] };
}
