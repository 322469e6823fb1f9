import type { ParsedToken } from './model.js';
import type { TokenRuntime } from './runtime.js';

/**
 * Reads a token of any format, repairing what the clipboard broke where the repair proves itself.
 * @throws TokenError saying what the text is instead, or where it breaks
 */
export function decodeText(_text: string, _runtime: TokenRuntime): ParsedToken {
  throw new Error('not written yet');
}
