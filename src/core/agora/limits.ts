/**
 * Agora's documented limits on lifetimes, names and ids. Each check answers with data, so that
 * `generate` can refuse and `inspect` can find.
 *
 * Source: comments of AgoraIO/Tools RtcTokenBuilder2 and RtmTokenBuilder2, the joinChannel and
 * joinChannelWithUserAccount references, Signaling limits, Chat REST common parameters.
 */

/**
 * Agora ends every token so many seconds after its issue, whatever it says; whiteboard tokens alone
 * have no such limit. Source: docs.agora.io, "Deploy a token server".
 */
export const LIMIT_SECONDS = 86_400;

/** A length-prefixed text of a token cannot hold more. */
const TEXT_MAX_BYTES = 65_535;

/** How a text breaks a limit. */
export type Violation =
  | { readonly rule: 'empty' }
  | { readonly rule: 'too-long'; readonly bytes: number; readonly limit: number }
  | {
      readonly rule: 'character';
      readonly character: string;
      /** Counted in characters from 1. */
      readonly position: number;
      /** The characters that are allowed, in words. */
      readonly allowed: string;
    };

interface Limit {
  readonly maxBytes: number;
  /** Matches a text of allowed characters alone. */
  readonly characters: RegExp;
  readonly allowed: string;
}

export const CHANNEL: Limit = {
  maxBytes: 64,
  characters: /^[a-zA-Z0-9 !#$%&()+\-:;<=.>?@[\]^_{}|~,]*$/,
  allowed: 'a-z A-Z 0-9, space and ! # $ % & ( ) + - : ; < = . > ? @ [ ] ^ _ { } | ~ ,',
};
/** `*` is no character of a channel, and makes a pattern of one that is signed. */
const CHANNEL_PATTERN: Limit = {
  ...CHANNEL,
  characters: /^[a-zA-Z0-9 !#$%&()*+\-:;<=.>?@[\]^_{}|~,]*$/,
};
const ACCOUNT: Limit = { ...CHANNEL, maxBytes: 255 };
const RTM_USER: Limit = {
  maxBytes: 64,
  characters: /^[ -~]*$/,
  allowed: 'printable ASCII',
};
const CHAT_USER: Limit = {
  maxBytes: 64,
  characters: /^[a-z0-9_.-]*$/,
  allowed: 'a-z 0-9 _ - .',
};
/**
 * Where Agora states no set: a control character is a mistake everywhere. As ranges, for `\p{Cc}` and the
 * like cost a millisecond of Unicode tables at start-up.
 */
const NAME: Limit = {
  maxBytes: TEXT_MAX_BYTES,
  characters: /^[ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\u{10ffff}]*$/u,
  allowed: 'text without control characters',
};

/** 1 … 64 bytes of 89 characters. Some of Agora's pages say "less than 64", others "up to 64". */
export const checkChannel = (text: string) => check(text, CHANNEL);
/**
 * A channel, or a pattern of channels: `*`, `1*a*2`. Source: docs.agora.io, "Deploy a token server", wildcard
 * tokens.
 */
export const checkChannelPattern = (text: string) => check(text, CHANNEL_PATTERN);
/** A string user account: 1 … 255 bytes of the channel's characters. */
export const checkAccount = (text: string) => check(text, ACCOUNT);
/** An RTM user id: 1 … 64 bytes of ASCII. */
export const checkRtmUser = (text: string) => check(text, RTM_USER);
/** A Chat user id: 1 … 64 of lower-case letters, digits, `_`, `-` and `.`. */
export const checkChatUser = (text: string) => check(text, CHAT_USER);
/** Flexible Classroom room and user ids follow the channel, since they name one. */
export const checkRoom = checkChannel;
/** Any other name that goes into a token. */
export const checkName = (text: string) => check(text, NAME);

function check(text: string, { maxBytes, characters, allowed }: Limit): Violation | undefined {
  if (text === '') return { rule: 'empty' };
  if (!characters.test(text)) {
    const each = [...text];
    const at = each.findIndex((character) => !characters.test(character));
    return { rule: 'character', character: each[at] as string, position: at + 1, allowed };
  }
  // A UTF-16 unit is at most three bytes: mostly there is nothing to count.
  const length = 3 * text.length <= maxBytes ? 0 : utf8Length(text);
  return length > maxBytes ? { rule: 'too-long', bytes: length, limit: maxBytes } : undefined;
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  return utf8.encode(text).length;
}

const utf8 = new TextEncoder();
