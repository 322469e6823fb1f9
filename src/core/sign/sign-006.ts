import { ACCESS_TOKEN_SECONDS } from '../agora/services.js';
import { SigningError } from '../errors.js';
import { crc32 } from '../token/crc32.js';
import { decodeText } from '../token/decode.js';
import type { ParsedToken } from '../token/model.js';
import type { TokenRuntime } from '../token/runtime.js';
import { verifySignature } from '../token/verify.js';
import { joined, str, u16, u32 } from '../token/wire.js';
import { isWhole } from './read-back.js';

/** What a 006 token is to hold. */
export interface Request006 {
  readonly format: '006';
  readonly appId: string;
  /** Unix seconds. */
  readonly issueTs: number;
  readonly salt: number;
  /** The channel, or the user id of an RTM token. */
  readonly channel: string;
  /** Decimal uid or account; empty: any user. */
  readonly uid: string;
  /** Unix seconds by privilege id. */
  readonly privileges: readonly (readonly [id: number, expireTs: number])[];
}

/**
 * Signs as Agora's AccessToken (006) does, reads the token back and compares.
 * @throws SigningError when the token does not hold exactly what was asked: it must not be used
 */
export function sign006(
  request: Request006,
  appCertificate: string,
  runtime: TokenRuntime,
): ParsedToken {
  const { appId, issueTs, salt, channel, uid, privileges } = request;
  const message = joined(
    u32(salt),
    u32(issueTs + ACCESS_TOKEN_SECONDS),
    u16(privileges.length),
    ...[...privileges]
      .sort(([a], [b]) => a - b)
      .flatMap(([id, expireTs]) => [u16(id), u32(expireTs)]),
  );
  const signature = runtime.hmac('sha256', appCertificate, appId + channel + uid, message);
  const content = joined(str(signature), u32(crc32(channel)), u32(crc32(uid)), str(message));
  const text = `006${appId}${runtime.toBase64(content)}`;

  const parsed = decodeText(text, runtime);
  const { token, findings, signed } = parsed;
  const [service] = token.services ?? [];
  const asAsked =
    isWhole(findings) &&
    token.format === '006' &&
    token.appId === appId &&
    token.salt === salt &&
    token.expiresAt?.unix === issueTs + ACCESS_TOKEN_SECONDS &&
    service?.channelCrc32 === crc32(channel) &&
    service.uidCrc32 === crc32(uid) &&
    service.privileges.length === privileges.length &&
    privileges.every(([id, expireTs]) =>
      service.privileges.some((found) => found.id === id && found.value === expireTs),
    );
  if (!asAsked) throw new SigningError('it differs from what was asked');
  const claims = { channel, account: uid };
  if (verifySignature(signed, appCertificate, runtime, claims).status !== 'valid') {
    throw new SigningError('its signature does not match the certificate');
  }
  return parsed;
}
