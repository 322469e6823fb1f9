import { createHash } from 'node:crypto';

/** Lower-case hex MD5 of a text's UTF-8 bytes: the name by which Chat knows a classroom's users. */
export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
