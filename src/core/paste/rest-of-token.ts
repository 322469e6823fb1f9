import { looksLikeKey } from '../text/mask.js';

/** The characters of a token after its beginning. */
const RUN = /[A-Za-z0-9+/_-]*={0,2}/y;
/** What slips into a token: a blank, NUL, an exclamation mark, but nothing that separates values. */
export const STRAY = String.raw`[^A-Za-z0-9+/_=\r\n"'\`,;&<>()[\]{}\\-]{1,2}`;
const PIECE = new RegExp(`${STRAY}([A-Za-z0-9+/_-]{12,})`, 'y');
/** The next line of a log, with what the log writes at the start of each. */
const NEXT_LINE =
  /[ \t]{0,8}(?:\r?\n|\\r?\\n)([^\r\n\\]{0,200}?)([A-Za-z0-9+/_-]{12,})(?=={0,2}["'.,;)\]}]{0,3}[ \t]{0,8}(?:[\r\n\\]|$))/y;
/** The mark of a quotation, or nothing. */
const MARGIN = /^[>|#\s]*$/;

/** This much of a word tells whether all of it looks random. */
const LOOKED_AT = 200;

/**
 * The end of a token that is damaged at a place. It may go on after a stray character or two, or in the next
 * lines of a log.
 * @param before the part of the line before the token
 */
export function endOfToken(text: string, at: number, before: string): number {
  let end = endOfRun(text, at);
  for (;;) {
    const next = pieceAt(text, end) ?? lineAt(text, end, before);
    if (next === undefined) return end;
    end = endOfRun(text, next);
  }
}

/** The end of the characters of a token and the padding after them. */
export function endOfRun(text: string, at: number): number {
  RUN.lastIndex = at;
  return at + (RUN.exec(text)?.[0].length ?? 0);
}

function pieceAt(text: string, at: number): number | undefined {
  PIECE.lastIndex = at;
  const [all = '', piece = ''] = PIECE.exec(text) ?? [];
  return looksRandom(piece) ? at + all.length : undefined;
}

function lineAt(text: string, at: number, before: string): number | undefined {
  NEXT_LINE.lastIndex = at;
  const [all = '', margin = '', piece = ''] = NEXT_LINE.exec(text) ?? [];
  // A log starts each line the same, except for the time.
  const same = MARGIN.test(margin) || alike(before).startsWith(alike(margin));
  return same && looksRandom(piece) ? at + all.length : undefined;
}

const looksRandom = (piece: string) => looksLikeKey(piece.slice(0, LOOKED_AT));

const alike = (text: string) => text.replace(/\d/g, '0');
