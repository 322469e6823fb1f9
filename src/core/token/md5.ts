import { toHex } from './bytes.js';
import { hash } from './hashes.js';

/**
 * MD5 of a text's UTF-8 bytes in lower-case hex: the name by which Chat knows a classroom's user.
 * Our own, because browsers have none; nothing secret depends on it.
 */
export function md5(text: string): string {
  return toHex(hash('md5', new TextEncoder().encode(text)));
}
