import { isHex32 } from '../../agora/hex32.js';
import { ACCESS_TOKEN_PRIVILEGES, RTM_LOGIN_006 } from '../../agora/services.js';
import { decodeBase64, wholeBytes } from '../base64.js';
import { ByteReader, leftOver, type ReaderClass, toHex } from '../bytes.js';
import { asFarAsItGoes, assertWhole } from '../cut.js';
import { PREFIX_LENGTH } from '../detect.js';
import { instant } from '../instant.js';
import { assertPayloadFits } from '../limits.js';
import type { DecodedPrivilege, DecodedToken, ReadToken } from '../model.js';
import { readPrivileges, UnknownPrivileges } from '../privileges.js';
import type { TokenRuntime } from '../runtime.js';

const APP_ID_LENGTH = 32;
/** Where the base64 of a 006 token begins: behind its number and the App ID. */
export const CONTENT_START_006 = PREFIX_LENGTH + APP_ID_LENGTH;
const SIGNATURE_BYTES = 32;

/** What a token that is cut says, as far as it goes, without its signature. */
export function partial006(text: string, runtime: TokenRuntime): DecodedToken | undefined {
  const appId = text.slice(PREFIX_LENGTH, CONTENT_START_006);
  const bytes = wholeBytes(text, CONTENT_START_006, runtime);
  if (!isHex32(appId) || !bytes) return undefined;
  const token: { -readonly [K in keyof DecodedToken]?: DecodedToken[K] } = { appId };
  const reader = new ByteReader(bytes, 'content');
  asFarAsItGoes(() => {
    reader.strOf(SIGNATURE_BYTES, 'signature');
    const channelCrc32 = reader.u32('CRC-32 of the channel');
    const uidCrc32 = reader.u32('CRC-32 of the uid');
    reader.u16('length of the signed message');
    token.salt = reader.u32('salt');
    token.expiresAt = instant(reader.u32('expiry time'));
    const privileges = readPrivileges(reader, ACCESS_TOKEN_PRIVILEGES, 0);
    token.services = [{ name: serviceOf(privileges), channelCrc32, uidCrc32, privileges }];
  });
  return { format: '006', ...token };
}

/**
 * How many bytes the content of a 006 token has by the lengths inside it, whatever follows.
 * @throws TokenError where it ends before them
 */
export function contentLength006(content: Uint8Array): number {
  const reader = new ByteReader(content, 'content');
  reader.strOf(SIGNATURE_BYTES, 'signature');
  reader.take(8, 'CRC-32');
  reader.str('signed message');
  return reader.offset;
}

/**
 * Reads a 006 token (AccessToken): `006`, the App ID, then base64 of the content. The channel and
 * the uid are not in it, only their CRC-32.
 *
 * @throws TokenError `truncated`, `bad-base64`, `too-large` or `not-a-token`
 */
export function read006(
  text: string,
  runtime: TokenRuntime,
  Reader: ReaderClass = ByteReader,
): ReadToken {
  const appId = text.slice(PREFIX_LENGTH, CONTENT_START_006);
  assertWhole(appId, APP_ID_LENGTH, 'App ID');
  const content = decodeBase64(text, CONTENT_START_006, runtime);
  assertPayloadFits(content.length);
  const reader = new Reader(content, 'content');
  const signature = reader.strOf(SIGNATURE_BYTES, 'signature');
  const channelCrc32 = reader.u32('CRC-32 of the channel');
  const uidCrc32 = reader.u32('CRC-32 of the uid');
  const message = reader.str('signed message');
  const { salt, expireTs, privileges, left } = readMessage(message, Reader);

  const strange = new UnknownPrivileges();
  strange.note(privileges, '006 tokens');
  return {
    token: {
      format: '006',
      appId,
      expiresAt: instant(expireTs),
      salt,
      services: [{ name: serviceOf(privileges), channelCrc32, uidCrc32, privileges }],
      signature: toHex(signature),
    },
    findings: [...strange.findings(), ...leftOver(left + reader.remaining, "the token's content")],
    signed: { format: '006', appId, channelCrc32, uidCrc32, message, signature },
  };
}

const serviceOf = (privileges: readonly DecodedPrivilege[]) =>
  privileges.some(({ id }) => id === RTM_LOGIN_006) ? 'rtm' : 'rtc';

function readMessage(message: Uint8Array, Reader: ReaderClass) {
  const reader = new Reader(message, 'signed message');
  const salt = reader.u32('salt');
  const expireTs = reader.u32('expiry time');
  const privileges = readPrivileges(reader, ACCESS_TOKEN_PRIVILEGES, 0);
  return { salt, expireTs, privileges, left: reader.remaining };
}
