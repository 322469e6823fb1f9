import { TokenError } from '../errors.js';
import { wholeBytes } from './base64.js';
import { detectFormat, PREFIX_LENGTH } from './detect.js';
import { partial005 } from './formats/005.js';
import { partial006 } from './formats/006.js';
import { partialPayload007 } from './formats/007.js';
import { partialDynamicKey } from './formats/dynamic-key.js';
import { partialSignaling } from './formats/signaling.js';
import { partialWhiteboard } from './formats/whiteboard.js';
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
    const format = detectFormat(text);
    switch (format) {
      case '007':
        return partial007(text, runtime);
      case '006':
        return partial006(text, runtime);
      case '005':
        return partial005(text, runtime);
      case 'signaling':
        return partialSignaling(text);
      case 'whiteboard-sdk':
      case 'whiteboard-room':
      case 'whiteboard-task':
        return partialWhiteboard(text, format, runtime);
      default:
        return format && partialDynamicKey(text, format);
    }
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
