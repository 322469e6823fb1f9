import type { TokenText } from '../token/model.js';
import { quoted, safeText } from './safe-text.js';

/** Text from a token; hex where it is not UTF-8. */
export function shown(value: TokenText): string {
  return typeof value === 'string' ? safeText(value) : `not UTF-8, hex ${value.hex}`;
}

/** The same in quotes, so that blanks show. */
export function shownQuoted(value: TokenText): string {
  return typeof value === 'string' ? quoted(value) : shown(value);
}
