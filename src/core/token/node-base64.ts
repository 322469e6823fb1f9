import { Buffer } from 'node:buffer';
import type { Base64 } from './runtime.js';

/** Base64 on Node.js, for code that needs nothing else of the platform. */
export const nodeBase64: Base64 = {
  fromBase64: (text) => {
    const bytes = Buffer.from(text, 'base64');
    // Buffer is lenient; comparing takes less time than a look at every character.
    return bytes.toString('base64') === text ? bytes : undefined;
  },
  toBase64: (bytes) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
};
