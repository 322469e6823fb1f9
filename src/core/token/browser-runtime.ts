import { hmac } from '@noble/hashes/hmac';
import { md5, sha1 } from '@noble/hashes/legacy';
import { sha256 } from '@noble/hashes/sha2';
import { fromBinary, toBinary } from './bytes.js';
import type { Bytes, TokenRuntime } from './runtime.js';
import { sameBytes } from './same-bytes.js';

const HASHES = { sha256, sha1, md5 };

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
  hash: (algorithm, ...parts) => {
    const hash = HASHES[algorithm].create();
    for (const part of parts) hash.update(bytesOf(part));
    return hash.digest();
  },
  hmac: (algorithm, key, ...parts) => {
    const mac = hmac.create(HASHES[algorithm], bytesOf(key));
    for (const part of parts) mac.update(bytesOf(part));
    return mac.digest();
  },
  equal: sameBytes,
};

const utf8 = new TextEncoder();

const bytesOf = (part: Bytes) => (typeof part === 'string' ? utf8.encode(part) : part);
