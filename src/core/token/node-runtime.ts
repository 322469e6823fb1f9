import { Buffer } from 'node:buffer';
import type { TokenRuntime } from './runtime.js';

/** The decoder's platform on Node.js. */
export const nodeRuntime: TokenRuntime = {
  fromBase64: (text) => {
    const bytes = Buffer.from(text, 'base64');
    // Buffer is lenient; comparing takes less time than a look at every character.
    return bytes.toString('base64') === text ? bytes : undefined;
  },
};
