import { WHITEBOARD_ROLES } from '../../agora/roles.js';
import { TokenError } from '../../errors.js';
import { type Finding, finding } from '../../finding.js';
import { listed, verb } from '../../text/count.js';
import { show } from '../../text/safe-text.js';
import { decodeBase64Url } from '../base64.js';
import { tokenText } from '../bytes.js';
import { assertWhole, cutShort } from '../cut.js';
import { instant } from '../instant.js';
import { assertPayloadFits } from '../limits.js';
import type { DecodedToken, QueryPair, ReadToken, TokenFormat, TokenText } from '../model.js';
import { queryPairs } from '../query.js';
import type { TokenRuntime } from '../runtime.js';

export type WhiteboardFormat = Extract<TokenFormat, `whiteboard-${string}`>;

/** The prefix is not signed: it says what the token is used for, and no more. */
export const WHITEBOARD_PREFIXES: Readonly<Record<WhiteboardFormat, string>> = {
  'whiteboard-sdk': 'NETLESSSDK_',
  'whiteboard-room': 'NETLESSROOM_',
  'whiteboard-task': 'NETLESSTASK_',
};

/** What the builders sign. */
const SIGNED_KEYS: readonly TokenText[] = ['ak', 'expireAt', 'nonce', 'role', 'uuid'];

export const isSignedKey = (key: TokenText) => SIGNED_KEYS.includes(key);

const SIGNATURE_LENGTH = 64;

/** Every builder writes the access key first. */
const BEGINNING = 'ak=';

/**
 * Reads a whiteboard token: a prefix, then base64url of a query string.
 * @throws TokenError `bad-base64`, `truncated`, `too-large` or `not-a-token`
 */
export function readWhiteboard(
  text: string,
  format: WhiteboardFormat,
  runtime: TokenRuntime,
): ReadToken {
  const { bytes, endsInside } = decodeBase64Url(text, WHITEBOARD_PREFIXES[format].length, runtime);
  assertPayloadFits(bytes.length);
  const query = tokenText(bytes);
  if (typeof query !== 'string' || !/^[!-~]*$/.test(query)) {
    throw new TokenError(
      'not-a-token',
      'the data after the prefix of a whiteboard token is not a query string',
    );
  }
  if (BEGINNING.startsWith(query)) throw cutShort('only the prefix is left');
  // A standard form decoder: the builders in Python and Ruby write a space as +.
  const all = queryPairs(query);
  const values = new Map(all);
  const accessKey = required(values, 'ak', 'access key');
  const signature = wholeSignature(required(values, 'sig', 'signature'));
  if (endsInside) throw cutShort('it ends inside a character of its base64');
  checkEnd(query);
  const expireAt = milliseconds(values.get('expireAt'));
  return {
    token: {
      format,
      expiresAt: expireAt === undefined ? null : instant(expireAt / 1000),
      accessKey,
      ...namesIn(values),
      signature,
    },
    findings: [...unusual(format, all)],
    signed: {
      format,
      pairs: all.toSpliced(
        all.findLastIndex(([key]) => key === 'sig'),
        1,
      ),
      signature,
      ...(expireAt !== undefined && { expireAtMilliseconds: expireAt }),
    },
  };
}

/** What a token that is cut says, without its signature: the last pair is whole where another follows. */
export function partialWhiteboard(
  text: string,
  format: WhiteboardFormat,
  runtime: TokenRuntime,
): DecodedToken | undefined {
  const { bytes } = decodeBase64Url(text, WHITEBOARD_PREFIXES[format].length, runtime);
  const query = tokenText(bytes);
  if (typeof query !== 'string' || !/^[!-~]*$/.test(query)) return undefined;
  const values = new Map(queryPairs(query.slice(0, Math.max(0, query.lastIndexOf('&')))));
  const expireAt = milliseconds(values.get('expireAt'));
  const accessKey = values.get('ak');
  return {
    format,
    ...(expireAt !== undefined && { expiresAt: instant(expireAt / 1000) }),
    ...(accessKey !== undefined && { accessKey }),
    ...namesIn(values),
  };
}

function namesIn(values: ReadonlyMap<TokenText, TokenText>) {
  const nonce = values.get('nonce');
  const role = values.get('role');
  const uuid = values.get('uuid');
  return {
    ...(nonce !== undefined && { nonce }),
    ...(role !== undefined && { role: roleName(role) }),
    ...(uuid !== undefined && { uuid }),
  };
}

/** The keys that occur more than once, as they are shown. */
export function repeatedKeys(pairs: readonly QueryPair[]): string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const [key] of pairs) {
    const shown = show(key);
    (seen.has(shown) ? repeated : seen).add(shown);
  }
  return [...repeated];
}

/** What no builder writes, so that somebody changed the token, or readers may disagree about it. */
function* unusual(format: WhiteboardFormat, pairs: readonly QueryPair[]): Generator<Finding> {
  const repeated = repeatedKeys(pairs);
  if (repeated.length > 0) {
    yield finding(
      'whiteboard-repeated-key',
      `${listed(repeated)} ${verb(repeated.length, 'occurs')} more than once in the token, and a reader may use either value`,
      'Nobody signs such a token: get a new one from your token server.',
    );
  }
  const unknown = pairs.filter(([key]) => !isSignedKey(key) && key !== 'sig');
  if (unknown.length > 0) {
    const shown = unknown.map(([key, value]) => `${show(key)} (${show(value)})`);
    yield finding(
      'whiteboard-unknown-key',
      `the token contains ${listed([...new Set(shown)])}, which no whiteboard token has`,
      'Sign a new one: generate whiteboard.',
    );
  }
  const hasUuid = pairs.some(([key]) => key === 'uuid');
  if (format === 'whiteboard-sdk' && hasUuid) {
    yield finding(
      'whiteboard-sdk-uuid',
      'an SDK token has no uuid, and this one has: it was signed for a room or a task, and its prefix was changed',
      'Restore its prefix (NETLESSROOM_ or NETLESSTASK_), or sign a new token: generate whiteboard.',
    );
  }
  if (format !== 'whiteboard-sdk' && !hasUuid) {
    const what = format === 'whiteboard-room' ? 'room' : 'task';
    yield finding(
      'whiteboard-uuid-missing',
      `a ${what} token names its ${what} by uuid, and this one names none: it was signed with an empty uuid, or it is an SDK token and its prefix was changed`,
      `Sign a new one: generate whiteboard ${what}.`,
    );
  }
}

/** Nothing but the number itself is looked up: a token may hold any text, `constructor` too. */
function roleName(text: TokenText): TokenText {
  return WHITEBOARD_ROLES.find((_, number) => text === String(number)) ?? text;
}

function required(
  values: ReadonlyMap<TokenText, TokenText>,
  key: string,
  title: string,
): TokenText {
  const value = values.get(key);
  if (value) return value;
  if (key === 'ak') {
    throw new TokenError(
      'not-a-token',
      `a whiteboard token has the ${title} as "${key}"; this one does not`,
    );
  }
  throw cutShort(`the ${title} ("${key}") is missing`);
}

/** Nothing but its end tells that a query was cut: it has no length and no checksum. */
function checkEnd(query: string): void {
  const last = query.slice(query.lastIndexOf('&') + 1);
  if (!last.includes('=')) throw cutShort('its last pair of key and value is not whole');
  if (/%[0-9a-f]?$/i.test(last)) throw cutShort('it ends inside a percent-encoded character');
}

function wholeSignature(signature: TokenText): string {
  if (
    typeof signature !== 'string' ||
    !/^[0-9a-f]*$/.test(signature) ||
    signature.length > SIGNATURE_LENGTH
  ) {
    throw new TokenError(
      'not-a-token',
      `the signature of a whiteboard token is ${SIGNATURE_LENGTH} lower-case hex characters; this one is something else`,
    );
  }
  assertWhole(signature, SIGNATURE_LENGTH, 'signature');
  return signature;
}

/** Node.js writes a fraction when it was given one. */
function milliseconds(text: TokenText | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== 'string' || !/^\d{1,15}(\.\d+)?$/.test(text)) {
    throw new TokenError(
      'not-a-token',
      'the expiry time ("expireAt") of a whiteboard token is a number of Unix milliseconds; this one is something else',
    );
  }
  return Number(text);
}
