import { TokenError } from '../errors.js';
import type { TokenRuntime } from './runtime.js';

const STRICT = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Standard base64 (RFC 4648 section 4) with padding, strictly.
 * @param from where in the text the base64 begins
 * @throws TokenError `bad-base64` naming the first character that does not belong, or `truncated`
 */
export function decodeBase64(text: string, from: number, runtime: TokenRuntime): Uint8Array {
  const body = text.slice(from);
  if (!STRICT.test(body)) throw strayCharacter(text, from);
  if (body.length % 4 !== 0) throw wrongLength(body.length);
  return runtime.fromBase64(body);
}

function strayCharacter(text: string, from: number): TokenError {
  const rest = text.slice(from);
  const at = from + rest.search(/[^A-Za-z0-9+/]/);
  return new TokenError('bad-base64', `character ${at + 1} does not belong to base64`);
}

function wrongLength(length: number): TokenError {
  return new TokenError(
    'bad-base64',
    `base64 comes in groups of four characters; ${length} stand here`,
  );
}
