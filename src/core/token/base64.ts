import { TokenError } from '../errors.js';
import type { Base64, TokenRuntime } from './runtime.js';

const ALPHABET = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Standard base64 (RFC 4648 section 4), strictly: padded, nothing else in between, no stray bits.
 * @param from where in the text the base64 begins
 * @throws TokenError `bad-base64` naming the first character that does not belong
 */
export function decodeBase64(text: string, from: number, runtime: TokenRuntime): Uint8Array {
  const body = text.slice(from);
  const bytes = runtime.fromBase64(body);
  if (bytes) return bytes;
  if (!ALPHABET.test(body)) throw strayCharacter(text, from, /[^A-Za-z0-9+/]/);
  if (body.length % 4 !== 0) throw wrongLength(body.length % 4);
  throw strayBits(text);
}

/**
 * base64url without padding (RFC 4648 section 5): the whole bytes, and whether the text ends inside
 * another one.
 * @throws TokenError `bad-base64`
 */
export function decodeBase64Url(
  text: string,
  from: number,
  runtime: TokenRuntime,
): { readonly bytes: Uint8Array; readonly endsInside: boolean } {
  const body = text.slice(from);
  if (!/^[A-Za-z0-9_-]*$/.test(body)) throw strayCharacter(text, from, /[^A-Za-z0-9_-]/);
  const whole = withoutLone(body).replaceAll('-', '+').replaceAll('_', '/');
  const canonical = zeroStrayBits(whole);
  return {
    bytes: decodeBase64(padded(canonical), 0, runtime),
    endsInside: whole.length < body.length || canonical !== whole,
  };
}

/** base64url without padding. */
export function toBase64Url(bytes: Uint8Array, runtime: Base64): string {
  return withoutPadding(runtime.toBase64(bytes)).replaceAll('+', '-').replaceAll('/', '_');
}

/** Base64 with as many `=` behind it as it needs. @param body unpadded */
export function padded(body: string): string {
  return body + '='.repeat((4 - (body.length % 4)) % 4);
}

function strayCharacter(text: string, from: number, stray: RegExp): TokenError {
  const at = from + text.slice(from).search(stray);
  return new TokenError(
    'bad-base64',
    `character ${at + 1} of ${text.length} is ${characterName(text, at)}, which does not belong to a token's base64`,
    'Copy the token again, without anything around or inside it.',
    { position: { offset: at, length: 1 } },
  );
}

/** @param last how many characters the last group has */
export function wrongLength(last: number): TokenError {
  return new TokenError(
    'bad-base64',
    `base64 comes in groups of four characters; the last group here has ${last}`,
    'Copy the whole token again: characters are missing or were added.',
  );
}

function strayBits(text: string): TokenError {
  return new TokenError(
    'bad-base64',
    `the last character of the token's base64 (${text.length} characters) has bits that belong to no byte`,
    'A character at the end was changed. Copy the token again.',
  );
}

/** `"*"` where it shows, `U+200B` where it may not. */
function characterName(text: string, at: number): string {
  const code = text.codePointAt(at) as number;
  if (code > 0x20 && code < 0x7f) return `"${String.fromCharCode(code)}"`;
  return code === 0x20 ? 'a space' : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Base64 without a last character that fills no byte. @param body unpadded */
export function withoutLone(body: string): string {
  return body.length % 4 === 1 ? body.slice(0, -1) : body;
}

/**
 * The whole bytes of base64 in either alphabet, with or without padding, which may be cut.
 * @returns undefined where another character is in it
 */
export function wholeBytes(
  text: string,
  from: number,
  runtime: TokenRuntime,
): Uint8Array | undefined {
  const body = withoutPadding(text.slice(from)).replaceAll('-', '+').replaceAll('_', '/');
  return runtime.fromBase64(padded(zeroStrayBits(withoutLone(body))));
}

/** Base64 without the `=` at its end. */
export function withoutPadding(body: string): string {
  let end = body.length;
  while (body[end - 1] === '=') end--;
  return body.slice(0, end);
}

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 with its last character free of bits that belong to no byte. @param body unpadded */
export function zeroStrayBits(body: string): string {
  const unused = [0, 0, 4, 2][body.length % 4] as number;
  const index = STANDARD.indexOf(body.at(-1) ?? '');
  if (unused === 0 || index < 0) return body;
  return body.slice(0, -1) + STANDARD[(index >> unused) << unused];
}
