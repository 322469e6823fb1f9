import type { ParsedToken } from '../token/model.js';
import type { Claims } from '../token/verify.js';
import { pick } from '../util.js';
import { matchCrc } from './match.js';
import type { Expectations } from './types.js';

/**
 * The texts to check a signature with: what is expected, and for a 006 token the near miss that its
 * CRC-32 proves, so that a mistyped channel is not taken for a wrong certificate.
 */
export function claimsOf({ signed }: ParsedToken, expectations: Expectations): Claims {
  const given = pick(expectations, 'channel', 'uid', 'account', 'userId');
  if (signed.format !== '006') return given;
  const user = given.uid ?? given.account;
  const foundChannel = [given.channel, given.userId].flatMap((text) =>
    text === undefined ? [] : (matchCrc(signed.channelCrc32, text)?.text ?? []),
  )[0];
  const foundUser = user === undefined ? undefined : matchCrc(signed.uidCrc32, user)?.text;
  return {
    ...given,
    ...(foundChannel === undefined ? {} : { channel: foundChannel }),
    ...(foundUser === undefined ? {} : { uid: foundUser }),
  };
}
