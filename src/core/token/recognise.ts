import { isHex32 } from '../agora/hex32.js';
import { TokenError, type TokenErrorDetails } from '../errors.js';
import { detectFormat, PREFIX_LENGTH, PREFIXED } from './detect.js';
import { partialToken } from './partial.js';
import { readExact } from './read.js';
import type { TokenRuntime } from './runtime.js';

/**
 * Says what a text is that is not a token, as far as it can be known. None of the messages repeats
 * the text: it may be a secret in the wrong place.
 *
 * @param text without what stood around it
 */
export function lookAlike(text: string, runtime: TokenRuntime): TokenError | undefined {
  for (const [matches, error] of LOOK_ALIKES) if (matches(text)) return error(text, runtime);
  return relabelled(text, runtime);
}

/**
 * For a token that is percent-encoded still.
 *
 * @param given the text as it was given
 * @param text what is left of it after decoding it once, where that was possible
 */
export function stillEncoded(given: string, text: string): TokenError | undefined {
  if (/%25(?:25)*(?:2b|2f|3d)/i.test(given)) {
    return new TokenError(
      'not-a-token',
      'the token is percent-encoded more than once',
      'Encode it once (encodeURIComponent) where it goes into a URL, and decode it once.',
    );
  }
  if (!/^00[5-7]/.test(text) || !/%(?:2b|2f|3d)/i.test(text)) return undefined;
  const at = text.search(/%(?![0-9a-f]{2})/i);
  const where =
    at < 0 ? '' : `: character ${at + 1} of ${text.length} is a % that begins no escape`;
  return new TokenError(
    'not-a-token',
    `the token has malformed percent-encoding${where}`,
    'Copy the token again, or encode it with encodeURIComponent where it goes into a URL.',
    at < 0 ? {} : { position: { offset: at, length: 1 } },
  );
}

/** For a text that nothing is known about. */
export function notAToken(text: string): TokenError {
  const hidden = INSIDE.exec(text);
  if (hidden) {
    return new TokenError(
      'not-a-token',
      'this is not an Agora token, though one may be inside',
      `Pass only the token: something that looks like one begins at character ${hidden.index + 1}.`,
      { position: { offset: hidden.index, length: hidden[0].length } },
    );
  }
  return new TokenError(
    'not-a-token',
    `this is not an Agora token: ${text.length === 1 ? 'this 1 character begins' : `these ${text.length} characters begin`} like none of its formats`,
    'A token begins with 007 (or 006, 005, 004, 003), 1: or NETLESS…; only very old keys are plain hex, of 90 or 110 characters.',
  );
}

const INSIDE = /00[67][A-Za-z0-9+/]{60}|NETLESS(?:SDK|ROOM|TASK)_[\w-]{40}/;

const error = (message: string, hint: string) => () => new TokenError('not-a-token', message, hint);

/** A token of which a part was left out for display, with what is in its place. */
const MASKED =
  /^(00[3-7][\w+/=]{2,4096}|1:[0-9a-fA-F]{4,32}(?::[0-9a-f:]{0,48})?|NETLESS(?:SDK|ROOM|TASK)_[\w-]{4,4096}) ?(\.{3,}|\u2026[*.\u2026]*|\*{2,}|\u2022{2,})[\w+/=-]{0,200}$/;

/** The error of a masked token. @param where it is, with a space in front */
export function masked(mask: string, details: TokenErrorDetails, where = ''): TokenError {
  return new TokenError(
    'masked',
    `the token${where} was masked or shortened for display: "${mask}" is in the place of a part of it`,
    'SDKs and logs do this on purpose. Copy the whole token from where it is made, or from where your code gives it to the SDK.',
    details,
  );
}

const LOOK_ALIKES: readonly (readonly [
  (text: string) => boolean,
  (text: string, runtime: TokenRuntime) => TokenError,
])[] = [
  [
    (text) => text === '',
    () =>
      new TokenError(
        'empty',
        'the token is empty',
        'Agora\'s builders return "" when the App ID or the App Certificate is not 32 hex characters: check that both variables are set where the token is made.',
      ),
  ],
  [
    isHex32,
    () =>
      new TokenError(
        'app-id-not-token',
        'these 32 hex characters are an App ID or an App Certificate, not a token',
        'Sign a token first: agora-token generate rtc --channel <name> --uid <number>. Sent in place of a token, an App ID gives "dynamic use static key".',
      ),
  ],
  [
    (text) => /^ey[\w-]+\.[\w-]+\.[\w-]*$/.test(text),
    error(
      'this is a JSON Web Token (JWT), not an Agora token',
      'It probably comes from a sign-in service. Use the token from your Agora token server.',
    ),
  ],
  [
    (text) => /^YWMt[\w-]+$/.test(text),
    error(
      'this is a token that the Chat service issues itself (YWMt…); it is opaque and not signed with the App Certificate',
      "It can only be used, not read. Agora's own Chat tokens begin with 007.",
    ),
  ],
  [
    (text) => /^007[0-9a-f]{8}[A-Za-z0-9+/]+=+[A-Za-z0-9+/]/.test(text),
    error(
      'this was built by an old Dart builder: 007, a checksum and several pieces of base64, which Agora does not accept',
      'Update the builder (AgoraIO/Tools since July 2026), and sign again.',
    ),
  ],
  [
    (text) => MASKED.test(text),
    (text, runtime) => {
      const [all, head = '', mask = ''] = MASKED.exec(text) ?? [];
      return masked(mask, {
        position: { offset: 0, length: all?.length ?? 0 },
        partial: partialToken(head, runtime),
      });
    },
  ],
  [
    isPlaceholder,
    error(
      'this is a placeholder, not a token',
      'Put a real token in its place; if it came from a variable, the variable is not set.',
    ),
  ],
  [
    (text) => /can_not_get_gateway|dynamic (use static )?key|invalid (token|vendor)/i.test(text),
    error(
      'this is an error message, not a token',
      'To find out what it means: agora-token explain "<message>".',
    ),
  ],
  [
    (text) => /^[\w./\\~:-]+\.(txt|json|env|token|log)$/i.test(text),
    error(
      'this is the name of a file, not a token',
      'Check its path: agora-token reads a file where there is one.',
    ),
  ],
];

/** Texts of documentation, and what an unset variable turns into. */
function isPlaceholder(text: string): boolean {
  // Also keeps the patterns below from trying very many ways.
  if (text.length > 200) return false;
  return (
    /^(00[67])?(x{4,}|<[^<>]{0,60}>|\{[^{}]{0,60}\}|\$\{?\w+\}?|%\w+%|\.{3,}|\u2026+|\*+)$/i.test(
      text,
    ) ||
    /^(00[67])?[\w+/=]{0,40}(\.{3,}|\u2026|x{8,}|\*{4,})[\w+/=]{0,40}$/i.test(text) ||
    /^[<[{("']?\s?(your|my|insert|enter|replace|temp(orary)?|test|dummy|sample|example|agora|rtc|rtm|access)?[\s_-]*(app|rtc|rtm|access|agora|chat|temp)?[\s_-]*token([\s_-]*here)?\s?[>\])}"']?$/i.test(
      text,
    ) ||
    /^(undefined|null|none|nil|nan|true|false|\[object \w+\])$/i.test(text)
  );
}

/** A whole token under the label of another format, or without its label. */
function relabelled(text: string, runtime: TokenRuntime): TokenError | undefined {
  const label = PREFIXED.find((prefix) => text.startsWith(prefix));
  const body = label ? text.slice(PREFIX_LENGTH) : text;
  for (const other of PREFIXED) {
    if (other === label || !reads(other + body, other, runtime)) continue;
    return label
      ? new TokenError(
          'not-a-token',
          `the token is labelled ${label}, but what follows is a whole ${other} token`,
          `It begins with ${other} when it is made: find out what changed its first three characters.`,
        )
      : new TokenError(
          'not-a-token',
          `the token lacks its first three characters: with ${other} in front it is whole`,
          'Copy the token again from its beginning.',
        );
  }
  return undefined;
}

function reads(text: string, format: string, runtime: TokenRuntime): boolean {
  if (detectFormat(text) !== format) return false;
  try {
    readExact(text, runtime);
    return true;
  } catch {
    return false;
  }
}
