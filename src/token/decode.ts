import { TokenError } from '../errors.js';
import type { ParsedToken } from './model.js';
import { readExact } from './read.js';
import type { TokenRuntime } from './runtime.js';

/** The longest text that is looked at; Agora's own limits end far below. */
export const MAX_TEXT_LENGTH = 1024 * 1024;

/**
 * Reads a token of any format, repairing what the clipboard broke where the repair proves itself.
 * @throws TokenError saying what the text is instead, or where it breaks
 */
export function decodeText(text: string, runtime: TokenRuntime): ParsedToken {
  if (text.length > MAX_TEXT_LENGTH) {
    throw new TokenError('too-large', 'the text is longer than 1 MiB, and no token is');
  }
  return { ...readExact(text, runtime), text };
}
