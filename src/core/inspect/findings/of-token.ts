import type { Finding } from '../../finding.js';
import * as content from './content.js';
import type { Content, Rule } from './rule.js';
import * as time from './time.js';
import * as whiteboard from './whiteboard.js';

/** The rules that need no expectation: also a token that was just signed is held against them. */

/** Rules that read times, lifetimes and privileges alone. */
export const TIME_RULES: readonly Rule[] = [
  time.expired,
  time.privilegeLooksLikeRole,
  time.privilegeLooksRelative,
  time.expiringSoon,
  time.privilegeEnded,
  time.privilegeEndingSoon,
  time.issuedInFuture,
  time.lifetimeLooksAbsolute,
  time.lifetimeOver24h,
  time.privilegeLooksAbsolute,
  time.privilegeNeverExpires,
  time.privilegeOutlivesToken,
  time.joinEndsBeforePublish,
  time.shortLifetime,
];

/** Rules about what stands in a token, whatever the time and the signature. */
export const CONTENT_RULES: readonly Rule<Content>[] = [
  content.uidWildcard,
  content.channelWildcard,
  content.uidLiteralText,
  content.uidStringAccount,
  content.chatUserUuid,
  content.chatUserUppercase,
  content.apaasRoleLost,
  content.apaasRoomMissing,
  content.apaasChatUser,
  content.channelInvalidCharacter,
  content.channelTooLong,
  content.placeholder,
  content.obsoleteFormat,
  content.tokenTooLong,
  whiteboard.whiteboardPermanent,
  whiteboard.whiteboardShortLifespan,
  content.subscriberOnly,
  content.chatAppToken,
  content.rtmMissing,
  content.legacyFormat,
];

/** All that rules find, in their order; what is the same of several services is told once. */
export function findAll<S>(subject: S, rules: readonly Rule<S>[]): Finding[] {
  const found = new Map<string, Finding>();
  for (const rule of rules) {
    for (const finding of rule(subject)) {
      const text = `${finding.code} ${finding.message} ${finding.fix}`;
      if (!found.has(text)) found.set(text, finding);
    }
  }
  return [...found.values()];
}
