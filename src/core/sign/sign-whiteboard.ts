import { WHITEBOARD_ROLES, type WhiteboardRole } from '../agora/roles.js';
import { SigningError } from '../errors.js';
import { toBase64Url } from '../token/base64.js';
import { toHex } from '../token/bytes.js';
import { decodeText } from '../token/decode.js';
import { WHITEBOARD_PREFIXES, type WhiteboardFormat } from '../token/formats/whiteboard.js';
import type { ParsedToken } from '../token/model.js';
import type { TokenRuntime } from '../token/runtime.js';
import { verifySignature } from '../token/verify.js';
import { readingBack } from './read-back.js';

/** What a whiteboard token is to hold. */
export interface RequestWhiteboard {
  readonly format: WhiteboardFormat;
  readonly accessKey: string;
  /** A UUID that makes the token unique. */
  readonly nonce: string;
  readonly role: WhiteboardRole;
  /** The room or task; SDK tokens have none. */
  readonly uuid?: string;
  /** Unix milliseconds; undefined: the token never expires. */
  readonly expireAtMilliseconds?: number;
}

/**
 * Signs a whiteboard token as netless-io/netless-token does, reads it back and compares.
 * @throws UsageError when the token would be larger than a token may be
 * @throws SigningError when the token does not hold exactly what was asked: it must not be used
 */
export function signWhiteboard(
  request: RequestWhiteboard,
  secretKey: string,
  runtime: TokenRuntime,
): ParsedToken {
  const { format, accessKey, nonce, role, uuid, expireAtMilliseconds } = request;
  const expireAt = expireAtMilliseconds;
  // The keys in the order in which they are signed.
  const content = {
    ak: accessKey,
    ...(expireAt === undefined ? {} : { expireAt: String(expireAt) }),
    nonce,
    role: String(WHITEBOARD_ROLES.indexOf(role)),
  };
  const tail = uuid === undefined ? {} : { uuid };
  const sig = toHex(runtime.hmac('sha256', secretKey, JSON.stringify({ ...content, ...tail })));
  const query = Object.entries({ ...content, sig, ...tail })
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&');
  const text = WHITEBOARD_PREFIXES[format] + toBase64Url(new TextEncoder().encode(query), runtime);

  const parsed = readingBack(() => decodeText(text, runtime), 'Use a shorter uuid.');
  const { token, findings, signed } = parsed;
  const asAsked =
    findings.length === 0 &&
    token.format === format &&
    token.accessKey === accessKey &&
    token.nonce === nonce &&
    token.role === role &&
    token.uuid === uuid &&
    signed.format === format &&
    signed.expireAtMilliseconds === expireAt;
  if (!asAsked) throw new SigningError('it differs from what was asked');
  if (verifySignature(signed, secretKey, runtime).status !== 'valid') {
    throw new SigningError('its signature does not match the secret key');
  }
  return parsed;
}
