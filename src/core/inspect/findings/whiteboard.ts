import { finding } from '../../finding.js';
import { inWords } from '../../text/time.js';
import type { DecodedToken, TokenText } from '../../token/model.js';
import { isWhiteboard } from '../formats.js';
import { type Content, kindOf, type Rule } from './rule.js';

/** Whiteboard tokens: their lifespan is in milliseconds, and none or 0 makes it endless. */

export const whiteboardPermanent: Rule<Content> = function* (subject) {
  const { token } = subject;
  if (!isWhiteboard(token) || token.expiresAt !== null) return;
  const admin = token.role === 'admin';
  yield finding(
    admin ? 'whiteboard-permanent-admin' : 'whiteboard-permanent',
    admin
      ? `${kindOf(subject)} never expires and has the role admin: whoever has it can do everything, forever`
      : `${kindOf(subject)} never expires: only disabling the access key ends it`,
    admin
      ? 'Keep it on your server, and give clients room tokens with an end.'
      : 'Sign one with an end: generate whiteboard --expires-in.',
  );
};

/** Made in seconds where milliseconds are due, an hour or a day lasts no longer than this. */
const SHORT_LIFESPAN_SECONDS = 120;

export const whiteboardShortLifespan: Rule<Content> = function* ({ token }) {
  const lifespan = isWhiteboard(token) ? lifespanOf(token) : undefined;
  if (lifespan === undefined || lifespan < -1 || lifespan > SHORT_LIFESPAN_SECONDS) return;
  yield finding(
    'whiteboard-short-lifespan',
    `lifespan of about ${inWords(Math.max(0, lifespan))}, by the time in its nonce: it was probably passed in seconds`,
    'Whiteboard builders take milliseconds: seconds x 1000.',
  );
};

/**
 * Seconds from the time in a whiteboard token's nonce to its end, to a second or so; undefined where
 * the nonce holds no time or the token has no end.
 */
export function lifespanOf({ nonce, expiresAt }: DecodedToken): number | undefined {
  const issued = timeOfUuid(nonce);
  return expiresAt && issued !== undefined ? expiresAt.unix - issued : undefined;
}

/** From 1582-10-15, where UUIDs count from, to 1970, in units of 100 ns. */
const UUID_EPOCH = 122_192_928_000_000_000n;

/**
 * The Unix time in a version 1 UUID (RFC 9562), as three of the six official builders make their
 * nonce; undefined for every other text.
 */
function timeOfUuid(nonce: TokenText | undefined): number | undefined {
  if (typeof nonce !== 'string') return undefined;
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-1([0-9a-f]{3})-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.exec(
    nonce,
  );
  if (!match) return undefined;
  const [, low, middle, high] = match;
  return Number((BigInt(`0x${high}${middle}${low}`) - UUID_EPOCH) / 10_000_000n);
}
