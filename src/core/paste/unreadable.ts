import { TokenError } from '../errors.js';
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
 * Why a text has no token: what the text is instead, unless something in it looks more like a token
 * than the whole does.
 * @param whole what keeps the text from being a token itself
 * @param name what the text is called
 */
export function noToken(
  [miss]: readonly Miss[],
  whole: TokenError | undefined,
  name: string,
  runtime: TokenRuntime,
): TokenError {
  if (whole && whole.reason !== 'not-a-token') return whole;
  if (miss) return unreadable(miss, runtime);
  return (
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
  try {
    decodeText(text, runtime);
  } catch (error) {
    if (error instanceof TokenError) return error;
    throw error;
  }
  return new TokenError(
    'not-a-token',
    'it can be read, but nothing proves where it ends',
    'Give the token alone.',
  );
}
