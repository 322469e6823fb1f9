import { WHITEBOARD_ROLES } from '../../agora/roles.js';
import { TokenError } from '../../errors.js';
import { decodeBase64Url } from '../base64.js';
import { tokenText } from '../bytes.js';
import { assertWhole, cutShort } from '../cut.js';
import { instant } from '../instant.js';
import type { ReadToken, TokenFormat, TokenText } from '../model.js';
import { queryPairs } from '../query.js';
import type { TokenRuntime } from '../runtime.js';

export type WhiteboardFormat = Extract<TokenFormat, `whiteboard-${string}`>;

/** The prefix is not signed: it says what the token is used for, and no more. */
export const WHITEBOARD_PREFIXES: Readonly<Record<WhiteboardFormat, string>> = {
  'whiteboard-sdk': 'NETLESSSDK_',
  'whiteboard-room': 'NETLESSROOM_',
  'whiteboard-task': 'NETLESSTASK_',
};

const SIGNATURE_LENGTH = 64;

/** Every builder writes the access key first. */
const BEGINNING = 'ak=';

/** A real one has about 250 characters. */
const MAX_QUERY_LENGTH = 64 * 1024;

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
  const query = tokenText(bytes);
  if (typeof query !== 'string' || !/^[!-~]*$/.test(query)) {
    throw new TokenError(
      'not-a-token',
      'behind the prefix of a whiteboard token a query string is expected; this is other data',
    );
  }
  if (query.length > MAX_QUERY_LENGTH) {
    throw new TokenError(
      'too-large',
      'the token holds more than 64 KiB, and no whiteboard token does',
    );
  }
  if (BEGINNING.startsWith(query)) throw cutShort('hardly more than its prefix is there');
  // A standard form decoder: the builders in Python and Ruby write a space as +.
  const all = queryPairs(query);
  const values = new Map(all);
  const accessKey = required(values, 'ak', 'access key');
  const signature = wholeSignature(required(values, 'sig', 'signature'));
  if (endsInside) throw cutShort('it ends inside a character of its base64');
  checkEnd(query);
  const expireAt = milliseconds(values.get('expireAt'));
  const nonce = values.get('nonce');
  const role = values.get('role');
  const uuid = values.get('uuid');
  return {
    token: {
      format,
      expiresAt: expireAt === undefined ? null : instant(expireAt / 1000),
      accessKey,
      ...(nonce !== undefined && { nonce }),
      ...(role !== undefined && { role: roleName(role) }),
      ...(uuid !== undefined && { uuid }),
      signature,
    },
    findings: [],
    signed: {
      format,
      pairs: all.filter(([key]) => key !== 'sig'),
      signature,
      ...(expireAt !== undefined && { expireAtMilliseconds: expireAt }),
    },
  };
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
      `a whiteboard token holds the ${title} as "${key}"; this one does not`,
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
