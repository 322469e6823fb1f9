import { isHex32 } from '../agora/hex32.js';
import type { QuestionTexts } from '../inspect/question.js';
import { listed } from '../text/count.js';
import { UINT32_MAX } from '../text/parse-values.js';
import { quoted, show } from '../text/safe-text.js';

/** How a client of the Web SDK used the token, by the request and its answer. */
export interface Join {
  readonly appId?: string;
  readonly channel?: string;
  /** Decimal. */
  readonly uid?: string;
  readonly account?: string;
  /** What Agora answered; 0: joined. */
  readonly code?: number;
}

/**
 * What Agora's gateway answers a join with. Source: the Web SDK, which turns these codes into the texts
 * that it shows behind CAN_NOT_GET_GATEWAY_SERVER.
 */
export const GATEWAY_CODES: Readonly<Record<number, string>> = {
  5: 'invalid vendor key, can not find appid',
  9: 'invalid token, authorized failed',
  10: 'dynamic key or token timeout',
  11: 'no active status',
  13: 'dynamic key expired',
  14: 'static use dynamic key',
  15: 'dynamic use static key',
  110: 'invalid token, authorized failed',
};

/** The same as options of a question about the token; a uid of 0 let Agora choose one. */
export function questionFrom({ code, ...expected }: Join): QuestionTexts {
  const { appId, uid, ...others } = expected;
  const error = code === undefined ? undefined : GATEWAY_CODES[code];
  return {
    ...others,
    // What no token could be for is no question.
    ...(appId !== undefined && isHex32(appId) && { appId }),
    ...(uid !== undefined && Number(uid) <= UINT32_MAX && { uid }),
    ...(error !== undefined && { error }),
  };
}

/** The join in words, for a person. */
export function joinWords({ appId, channel, uid, account, code }: Join): string {
  const names = [
    appId === undefined ? undefined : `App ID ${show(appId)}`,
    channel === undefined ? undefined : `channel ${quoted(channel)}`,
    uid === undefined ? undefined : `uid ${uid}`,
    account === undefined ? undefined : `account ${quoted(account)}`,
  ].filter((name) => name !== undefined);
  const error = code === undefined ? undefined : GATEWAY_CODES[code];
  const why = error === undefined ? '' : ` (${error})`;
  const answer = code === undefined || code === 0 ? '' : `, and was refused with ${code}${why}`;
  return `a client joined${names.length > 0 ? ` with ${listed(names)}` : ''}${answer}`;
}
