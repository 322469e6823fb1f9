import { looksLikeKey } from '../text/mask.js';

/** What a token is made of behind its beginning. */
const RUN = /[A-Za-z0-9+/_-]*={0,2}/y;
/** What slips into a token: a blank, NUL, an exclamation mark. What parts values is none of it. */
export const STRAY = String.raw`[^A-Za-z0-9+/_=\r\n"'\`,;&<>()[\]{}\\-]{1,2}`;
const PIECE = new RegExp(`${STRAY}([A-Za-z0-9+/_-]{12,})`, 'y');
/** The next line of a log, with what the log writes before each. */
const NEXT_LINE =
  /[ \t]{0,8}(?:\r?\n|\\r?\\n)([^\r\n\\]{0,200}?)([A-Za-z0-9+/_-]{12,})(?=={0,2}["'.,;)\]}]{0,3}[ \t]{0,8}(?:[\r\n\\]|$))/y;
/** What marks a quotation, or nothing. */
const MARGIN = /^[>|#\s]*$/;

/** A word is looked at so far: all of it is drawn, or nothing. */
const LOOKED_AT = 200;

/**
 * Where a token ends that is damaged at a place and may go on behind it: behind a stray character or two,
 * or in the next lines of a log.
 * @param before what stands in the line in front of the token
 */
export function endOfToken(text: string, at: number, before: string): number {
  let end = endOfRun(text, at);
  for (;;) {
    const next = pieceAt(text, end) ?? lineAt(text, end, before);
    if (next === undefined) return end;
    end = endOfRun(text, next);
  }
}

/** Where the characters of a token end, with the padding behind them. */
export const endOfRun = (text: string, at: number) => endOf(RUN, text, at);

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

function pieceAt(text: string, at: number): number | undefined {
  PIECE.lastIndex = at;
  const [all = '', piece = ''] = PIECE.exec(text) ?? [];
  return isDrawn(piece) ? at + all.length : undefined;
}

function lineAt(text: string, at: number, before: string): number | undefined {
  NEXT_LINE.lastIndex = at;
  const [all = '', margin = '', piece = ''] = NEXT_LINE.exec(text) ?? [];
  // A log writes the same in front of each line, but for the time.
  const same = MARGIN.test(margin) || alike(before).startsWith(alike(margin));
  return same && isDrawn(piece) ? at + all.length : undefined;
}

const isDrawn = (piece: string) => looksLikeKey(piece.slice(0, LOOKED_AT));

const alike = (text: string) => text.replace(/\d/g, '0');
