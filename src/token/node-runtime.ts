import { Buffer } from 'node:buffer';
import type { TokenRuntime } from './runtime.js';

/** The decoder's platform on Node.js. */
export const nodeRuntime: TokenRuntime = {
  fromBase64: (text) => Buffer.from(text, 'base64'),
};
