import { TokenError } from '../errors.js';
import { decodePayload007 } from './access-token-2.js';
import { payload007 } from './envelope.js';
import type { ParsedToken } from './model.js';
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
  const payload = payload007(text, runtime);
  const { token, findings, signed } = decodePayload007(payload.bytes);
  return { token, findings: [...payload.findings, ...findings], signed, text };
}
