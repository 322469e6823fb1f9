import { type DynamicKeyFormat, hasDynamicKeyLayout } from './formats/dynamic-key.js';
import { WHITEBOARD_PREFIXES, type WhiteboardFormat } from './formats/whiteboard.js';
import type { TokenFormat } from './model.js';

const WHITEBOARDS = Object.entries(WHITEBOARD_PREFIXES) as [WhiteboardFormat, string][];
const DYNAMIC_KEYS: readonly DynamicKeyFormat[] = ['dynamic-key-1', 'dynamic-key-2', '003', '004'];
/** The formats that begin with their number. */
export const PREFIXED = ['007', '006', '005', '004', '003'] as const satisfies TokenFormat[];
/** Characters of that number. */
export const PREFIX_LENGTH = 3;

/**
 * Which format a text claims to be, by its prefix and its length together: the unprefixed keys begin
 * with a signature in hex, which may as well read 003 … 007.
 *
 * @returns undefined where it is none
 */
export function detectFormat(text: string): TokenFormat | undefined {
  // Only 007 tokens go on like this, and most tokens are.
  if (text.startsWith('007eJ')) return '007';
  const key = DYNAMIC_KEYS.find((format) => hasDynamicKeyLayout(text, format));
  if (key) return key;
  if (text.startsWith('1:')) return 'signaling';
  const prefix = text.slice(0, PREFIX_LENGTH);
  const prefixed = PREFIXED.find((format) => format === prefix);
  if (prefixed) return prefixed;
  return WHITEBOARDS.find(([, start]) => text.startsWith(start))?.[0];
}
