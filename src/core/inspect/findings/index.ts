import { sampleValues } from './content.js';
import * as identity from './identity.js';
import { CONTENT_RULES, TIME_RULES } from './of-token.js';
import { roleMismatch } from './role.js';
import type { Rule } from './rule.js';
import { notExpired } from './seen-error.js';
import * as signature from './signature.js';

/** Every rule, in the order of their findings within one severity. */
export const RULES: readonly Rule[] = [
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
  roleMismatch,
  ...TIME_RULES,
  ...CONTENT_RULES,
  sampleValues,
  identity.crcFits,
  identity.uidNegative,
  signature.signedBySecondary,
  signature.signatureUnchecked,
  notExpired,
  signature.notDecidable,
];
