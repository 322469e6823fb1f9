import { Buffer } from 'node:buffer';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { TokenRuntime } from './runtime.js';

/** The platform on Node.js. */
export const nodeRuntime: TokenRuntime = {
  fromBase64: (text) => {
    const bytes = Buffer.from(text, 'base64');
    // Buffer is lenient; comparing takes less time than a look at every character.
    return bytes.toString('base64') === text ? bytes : undefined;
  },
  toBase64: (bytes) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  hash: (algorithm, ...parts) => {
    const hash = createHash(algorithm);
    for (const part of parts) hash.update(part);
    return hash.digest();
  },
  hmac: (algorithm, key, ...parts) => {
    const hmac = createHmac(algorithm, key);
    for (const part of parts) hmac.update(part);
    return hmac.digest();
  },
  equal: (a, b) => a.length === b.length && timingSafeEqual(a, b),
};
