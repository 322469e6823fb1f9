import { fromBinary, toBinary } from './bytes.js';
import { hash, hmac } from './hashes.js';
import type { Bytes, TokenRuntime } from './runtime.js';
import { joined } from './wire.js';

/** The platform in a browser, and wherever else there is nothing of Node.js. */
export const browserRuntime: TokenRuntime = {
  fromBase64: (text) => {
    try {
      const binary = atob(text);
      if (btoa(binary) !== text) return undefined;
      return fromBinary(binary);
    } catch {
      return undefined;
    }
  },
  toBase64: (bytes) => btoa(toBinary(bytes)),
  hash: (algorithm, ...parts) => hash(algorithm, joined(...parts.map(bytesOf))),
  hmac: (algorithm, key, ...parts) => hmac(algorithm, bytesOf(key), joined(...parts.map(bytesOf))),
  equal: (a, b) => {
    if (a.length !== b.length) return false;
    let difference = 0;
    for (let at = 0; at < a.length; at++) difference |= (a[at] as number) ^ (b[at] as number);
    return difference === 0;
  },
};

const utf8 = new TextEncoder();

const bytesOf = (part: Bytes) => (typeof part === 'string' ? utf8.encode(part) : part);
