import type { ParsedToken } from '../token/model.js';

/**
 * Whether a token that a text was read as is all of it. Else something follows, which may be another; and
 * in a whiteboard token nothing tells whether a word behind a space belongs to it.
 */
export function isAlone(text: string, { findings, token }: ParsedToken): boolean {
  if (findings.some(({ code }) => code === 'trailing-bytes')) return false;
  return !(token.format.startsWith('whiteboard') && /\s/.test(text.trim()));
}
