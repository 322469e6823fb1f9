import { projectOf, secretRole } from '../../agora/projects.js';
import { finding } from '../../finding.js';
import { listed } from '../../text/count.js';
import { quoted } from '../../text/safe-text.js';
import type { DecodedToken } from '../../token/model.js';
import { hidesUid, isDynamicKey, isWhiteboard } from '../formats.js';
import type { TriedSecret } from '../types.js';
import type { Rule } from './rule.js';

/** What the check of the signature came to, and what cannot be told without asking Agora. */

export const signatureMismatch: Rule = function* ({ signature, token }) {
  if (signature.status !== 'invalid') return;
  const signedFor = namesSignedFor(token);
  const hidden = signedFor && `, or the ${signedFor} is not the one it was signed for`;
  const { id, secretWord: secret } = projectOf(token);
  yield finding(
    'signature-mismatch',
    `signature does not match ${triedText(signature.tried)}: the ${secret} is from another project or was rotated, or the token was altered${hidden}`,
    `Take the ${id.word} and the ${secret} of the same project from the Console, without white space around them.`,
  );
};

/** What a signature covers and the token does not contain. */
function namesSignedFor(token: DecodedToken): string {
  if (isDynamicKey(token)) return hidesUid(token) ? 'channel or uid' : 'channel';
  return token.format === 'signaling' ? 'account' : '';
}

/** `the primary and secondary certificate of profile "dev"`. */
function triedText(tried: readonly TriedSecret[]): string {
  const profiles = new Map<string, string[]>();
  for (const { profile, certificate } of tried) {
    profiles.set(profile, [...(profiles.get(profile) ?? []), secretRole(certificate)]);
  }
  return listed(
    [...profiles].map(
      ([profile, secrets]) => `the ${listed(secrets)} of profile ${quoted(profile)}`,
    ),
  );
}

export const signedBySecondary: Rule = function* ({ signature }) {
  if (signature.status !== 'valid' || signature.certificate !== 'secondary') return;
  yield finding(
    'signed-by-secondary',
    `signed with the secondary certificate of profile ${quoted(signature.profile)}; the RESTful APIs refuse such a token`,
    'Once the secondary certificate is deleted in the Console, its tokens end at once.',
  );
};

export const signatureUnchecked: Rule = function* ({ signature }) {
  if (signature.status !== 'unchecked') return;
  yield finding(
    'signature-unchecked',
    `signature not checked: ${signature.reason}`,
    signature.hint,
  );
};

/** Where an error was seen and the token explains none of it, the cause is where a token cannot tell. */
export const notDecidable: Rule = function* ({ error, token, services }) {
  if (!error) return;
  const rtc = services.some(({ name }) => name === 'rtc');
  const open = isWhiteboard(token)
    ? ['whether the access key is enabled', 'the region', 'which team the room belongs to']
    : [
        'whether the project is enabled, and new ones take some minutes',
        'which certificates the Console has enabled now',
        ...(rtc ? ['co-host authentication', 'joining with an integer or a string uid'] : []),
        'whether the service is enabled for the project',
        'bans',
        'the version of the SDK',
      ];
  yield finding(
    'not-decidable',
    `for ${quoted(error.text)}, a token does not show: ${open.join('; ')}`,
    'If nothing above explains the error, look there.',
  );
};
