import type { Finding } from '../../finding.js';
import * as content from './content.js';
import * as identity from './identity.js';
import type { Rule, Subject } from './rule.js';
import * as signature from './signature.js';
import * as time from './time.js';
import * as whiteboard from './whiteboard.js';

/** Every rule, in the order of their findings within one severity. */
const RULES: readonly Rule[] = [
  signature.signatureMismatch,
  identity.appIdMalformed,
  identity.appIdMismatch,
  identity.serviceMissing,
  identity.joinMissing,
  identity.channelMismatch,
  identity.uidMismatch,
  identity.userIdMismatch,
  identity.roomMismatch,
  identity.uuidMismatch,
  identity.roleMismatch,
  time.expired,
  time.privilegeLooksLikeRole,
  time.privilegeLooksRelative,
  time.expiringSoon,
  time.issuedInFuture,
  time.lifetimeLooksAbsolute,
  time.lifetimeOver24h,
  time.privilegeLooksAbsolute,
  time.privilegeNeverExpires,
  time.privilegeOutlivesToken,
  time.joinEndsBeforePublish,
  time.shortLifetime,
  content.uidWildcard,
  content.channelWildcard,
  content.uidLiteralText,
  content.uidStringAccount,
  content.chatUserUuid,
  content.chatUserUppercase,
  content.apaasRoleLost,
  content.channelInvalidCharacter,
  content.channelTooLong,
  content.placeholder,
  content.obsoleteFormat,
  content.tokenTooLong,
  whiteboard.whiteboardPermanent,
  whiteboard.whiteboardShortLifespan,
  content.subscriberOnly,
  content.chatAppToken,
  content.legacyFormat,
  signature.signedBySecondary,
  signature.signatureUnchecked,
  signature.notDecidable,
];

/** All that the rules find, in their order. */
export function findAll(subject: Subject): Finding[] {
  const found: Finding[] = [];
  for (const rule of RULES) for (const finding of rule(subject)) found.push(finding);
  return found;
}
