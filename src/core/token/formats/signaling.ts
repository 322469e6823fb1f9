import { isHex32 } from '../../agora/hex32.js';
import { TokenError } from '../../errors.js';
import { assertWhole, cutShort } from '../cut.js';
import { instant } from '../instant.js';
import type { DecodedToken, ReadToken } from '../model.js';

const APP_ID_LENGTH = 32;
/** Hex characters of an MD5. */
const SIGNATURE_LENGTH = 32;

const AS_SIGNED = 'Copy the token again, exactly as it was signed.';

/** What a token that is cut says: a number that nothing follows may be cut itself. */
export function partialSignaling(text: string): DecodedToken | undefined {
  const [, appId = '', expireTs = '', signature] = text.split(':');
  if (!isHex32(appId)) return undefined;
  const whole = signature !== undefined && /^\d{1,15}$/.test(expireTs);
  return {
    format: 'signaling',
    appId,
    ...(whole && { expiresAt: instant(Number(expireTs)) }),
  };
}

/**
 * Reads a signaling token: `1:` App ID `:` expiry in Unix seconds `:` MD5 in hex. The account that it
 * is signed for is not in it.
 *
 * @throws TokenError `truncated` or `not-a-token`
 */
export function readSignaling(text: string): ReadToken {
  const [, appId = '', expireTs, signature = '', ...more] = text.split(':');
  if (!/^[0-9a-fA-F]{0,32}$/.test(appId) || more.length > 0) {
    throw new TokenError(
      'not-a-token',
      'a signaling token has four parts between colons: 1, the App ID (32 hex characters), the expiry time and a signature',
      AS_SIGNED,
    );
  }
  assertWhole(appId, APP_ID_LENGTH, 'App ID');
  if (expireTs === undefined || expireTs === '') throw cutShort('the expiry time is missing');
  if (!/^\d{1,15}$/.test(expireTs)) {
    throw new TokenError(
      'not-a-token',
      'the third part of a signaling token is its expiry time in Unix seconds; this one is not a number',
      AS_SIGNED,
    );
  }
  if (!/^[0-9a-f]{0,32}$/.test(signature)) {
    throw new TokenError(
      'not-a-token',
      `the last part of a signaling token is a signature of ${SIGNATURE_LENGTH} lower-case hex characters`,
      AS_SIGNED,
    );
  }
  assertWhole(signature, SIGNATURE_LENGTH, 'signature');
  return {
    token: { format: 'signaling', appId, expiresAt: instant(Number(expireTs)), signature },
    findings: [],
    signed: { format: 'signaling', appId, expireTs, signature },
  };
}
