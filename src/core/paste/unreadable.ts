import { orTokenError, TokenError } from '../errors.js';
import { decodeText } from '../token/decode.js';
import { partialToken } from '../token/partial.js';
import { masked } from '../token/recognise.js';
import type { TokenRuntime } from '../token/runtime.js';
import type { Miss, Place } from './search.js';

/** Why something that looks like a token cannot be read, and where it is. */
export function unreadable(miss: Miss, runtime: TokenRuntime): TokenError {
  const { place, mask, text } = miss;
  const position = { offset: place.offset, length: place.length };
  const where = `${named(place)} at line ${place.line}, column ${place.column}`;
  if (mask !== undefined) {
    return masked(mask, { position, partial: partialToken(text, runtime) }, where);
  }
  return reasonOf(text, runtime).with(`line ${place.line}, column ${place.column}: `, { position });
}

/**
 * A value that is masked down to nothing that begins like a token, told by its name: `"tok**":"0**K*"`.
 */
const MASKED_VALUE =
  /tok[a-z*]{0,16}["'\\]{0,6}\s{0,4}[:=\uff1a]\s{0,4}["'\\]{0,6}([^\s"'\\,;&*]{0,64}\*[^\s"'\\,;&]{0,256})/i;

/** The error for a text in which a token is masked, and nothing else is left of it. */
function maskedValue(text: string): TokenError | undefined {
  const found = MASKED_VALUE.exec(text);
  if (!found) return undefined;
  const value = found[1] as string;
  const offset = found.index + found[0].length - value.length;
  return masked(value, { position: { offset, length: value.length } });
}

/**
 * The error for a text without a token: what the text is instead, or what the part of it is that looks most
 * like a token.
 * @param whole the error of reading the whole text as a token, if that was tried
 * @param name what the text is called
 */
export function noToken(
  text: string,
  whole: TokenError | undefined,
  [miss]: readonly Miss[],
  runtime: TokenRuntime,
  name = 'the text',
): TokenError {
  if (whole && whole.reason !== 'not-a-token') return whole;
  if (miss) return unreadable(miss, runtime);
  return (
    maskedValue(text) ??
    whole ??
    new TokenError(
      'not-a-token',
      `no token was found in ${name}`,
      'A token begins with 007 (or 006, 005, 004, 003), 1: or NETLESS…',
    )
  );
}

const named = ({ key }: Place) => (key === undefined ? '' : ` "${key}"`);

function reasonOf(text: string, runtime: TokenRuntime): TokenError {
  const read = orTokenError(() => decodeText(text, runtime));
  if (read instanceof TokenError) return read;
  return new TokenError(
    'not-a-token',
    'it can be read, but nothing proves where it ends',
    'Pass only the token.',
  );
}
