import { TokenError } from '../errors.js';
import { wholeBytes } from './base64.js';
import { PREFIX_LENGTH } from './detect.js';
import { partial006 } from './formats/006.js';
import { partialPayload007 } from './formats/007.js';
import { inflate } from './inflate.js';
import { MAX_PAYLOAD_BYTES } from './limits.js';
import type { DecodedToken } from './model.js';
import type { TokenRuntime } from './runtime.js';

/**
 * What can be read of a token that is cut at its end, without its signature.
 * @returns undefined where nothing can
 */
export function partialToken(text: string, runtime: TokenRuntime): DecodedToken | undefined {
  try {
    if (text.startsWith('007')) return partial007(text, runtime);
    if (text.startsWith('006')) return partial006(text, runtime);
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
  }
  return undefined;
}

function partial007(text: string, runtime: TokenRuntime): DecodedToken | undefined {
  const bytes = wholeBytes(text, PREFIX_LENGTH, runtime);
  if (!bytes) return undefined;
  const inflated = inflate(bytes, MAX_PAYLOAD_BYTES);
  return !inflated.ok && inflated.reason === 'truncated'
    ? partialPayload007(inflated.partial)
    : undefined;
}
