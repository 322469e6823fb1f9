import { tokenText } from './bytes.js';
import type { QueryPair, TokenText } from './model.js';

/**
 * The pairs of a query string in their order, read as a form decoder reads them: `+` is a space, and
 * a `%` that begins no escape stands for itself. Unlike URLSearchParams it replaces no byte that is
 * not UTF-8.
 *
 * @param query ASCII
 */
export function queryPairs(query: string): QueryPair[] {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [key = ''] = pair.split('=', 1);
      return [formDecoded(key), formDecoded(pair.slice(key.length + 1))];
    });
}

function formDecoded(text: string): TokenText {
  // As most are: keys, hex digits and times.
  if (!/[%+]/.test(text)) return text;
  const bytes = text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return tokenText(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}
