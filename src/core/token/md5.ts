import { md5 as md5OfBytes } from '@noble/hashes/legacy';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

/**
 * MD5 of a text's UTF-8 bytes in lower-case hex: the name by which Chat knows a classroom's user.
 * Of a package, because browsers have none; nothing secret depends on it.
 */
export function md5(text: string): string {
  return bytesToHex(md5OfBytes(utf8ToBytes(text)));
}
