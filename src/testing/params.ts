import { checkAccount, checkChannel } from '../core/agora/limits.js';
import { UINT32_MAX } from '../core/text/parse-values.js';
import { invalidParams } from './rtc-error.js';

/** What the SDK checks by itself, before it asks a server. Source: agora-rtc-sdk-ng 4.24.8. */

/** The longest text that the SDK takes. */
const LONGEST = 2047;

const isText = (value: unknown) =>
  typeof value === 'string' && value.length >= 1 && value.length <= LONGEST;

/** What a client joins with. */
export interface JoinParams {
  readonly appId: string;
  readonly channel: string;
  readonly token: string | null | undefined;
  /** 0 stands for none. */
  readonly uid: string | number;
}

/** @throws EmulatedRtcError `INVALID_PARAMS` for values that the SDK refuses */
export function assertJoin({ appId, channel, token, uid }: JoinParams): void {
  if (!isText(appId)) throw invalidParams(`Invalid appid: ${kindOf(appId)}`);
  if (typeof channel !== 'string' || checkChannel(channel) !== undefined) {
    throw invalidParams(
      'Invalid channel name: 1 to 64 bytes of a-z, A-Z, 0-9, space and !#$%&()+-:;<=.>?@[]^_{}|~, are expected',
    );
  }
  if (token !== null && token !== undefined) assertToken(token);
  if (typeof uid === 'string' && checkAccount(uid) === undefined) return;
  if (typeof uid === 'number' && Number.isInteger(uid) && uid >= 0 && uid <= UINT32_MAX) return;
  throw invalidParams(
    'Invalid uid: a whole number from 0 to 4294967295, or a string of 1 to 255 bytes, is expected',
  );
}

/** @throws EmulatedRtcError `INVALID_PARAMS` */
export function assertToken(token: unknown): void {
  if (isText(token)) return;
  throw invalidParams(`Invalid token: ${kindOf(token)}. If you don't use token, set it to null`);
}

/** A value in words: never the value, which may be a token. */
function kindOf(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : `of type ${typeof value}`;
  return value === '' ? '' : `${value.length} characters, of at most ${LONGEST}`;
}
