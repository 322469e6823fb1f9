import { toBinary } from '../token/bytes.js';
import type { TokenRuntime } from '../token/runtime.js';
import { STRAY } from './rest-of-token.js';
import { TokenSearch } from './search.js';

/** A part of a text. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

const times = (count: number, characters: string) =>
  Array.from({ length: count }, () => characters);
const [WORD, HEX] = ['[A-Za-z0-9+/_-]', '[0-9a-fA-F]'];
const STRAYS = `(?:${STRAY})?`;
const broken = (...characters: readonly string[]) => characters.join(STRAYS);

/** The beginnings of tokens, with or without stray characters between any two of theirs. */
const BROKEN = new RegExp(
  [
    broken('0', '0', '7', 'e', '[JAFN]', ...times(6, WORD)),
    broken('0', '0', '6', ...times(32, HEX), 'I', 'A'),
    broken(
      ...'NETLESS',
      `(?:${['SDK', 'ROOM', 'TASK'].map((name) => broken(...name)).join('|')})`,
      '_',
      ...times(6, WORD),
    ),
  ].join('|'),
  'g',
);
const HAS_STRAY = new RegExp(STRAY);

/** Beginnings of tokens with stray characters in them, which begin before a place. */
export function* brokenBeginnings(text: string, to: number): Generator<Part> {
  BROKEN.lastIndex = 0;
  for (let match = BROKEN.exec(text); match && match.index < to; match = BROKEN.exec(text)) {
    const [all] = match;
    if (HAS_STRAY.test(all)) yield { start: match.index, end: match.index + all.length };
  }
}

/** Hex digits in base64, three of every four characters left open. */
const DIGITS = '[MNOQRYZ](?:.{3}[MNOQRYZ]){2}';
/** The beginnings of tokens in base64, at each of the three offsets that they can have in it. */
const ENCODED = new RegExp(
  `MDA3ZU|AwN2V[BGKO]|wMDdl[QRST]|MDA2${DIGITS}|AwN[ijkm]..${DIGITS}|wMD[YZ].${DIGITS}|TkVUTEVT|5FVExFU|ORVRMRV`,
  'g',
);
const BEGINS = /007e[JAFN]|006[\da-fA-F]{32}|NETLESS/;
const BASE64 = /[A-Za-z0-9+/_-]/;
const NO_BASE64 = /[^A-Za-z0-9+/_-]/g;

/** A part of a token is worth hiding from here on: it has the App ID, or more of the signature. */
export const SHORTEST_PART = 24;

/** Tokens that were encoded in base64 again, alone or within a text, and begin before a place. */
export function* encodedTokens(text: string, to: number, runtime: TokenRuntime): Generator<Part> {
  ENCODED.lastIndex = 0;
  let last = 0;
  for (let match = ENCODED.exec(text); match && match.index < to; match = ENCODED.exec(text)) {
    let start = match.index;
    while (start > last && BASE64.test(text.charAt(start - 1))) start--;
    NO_BASE64.lastIndex = start;
    last = NO_BASE64.exec(text)?.index ?? text.length;
    // Each run is looked at once, whatever repeats in it.
    ENCODED.lastIndex = last;
    for (const shift of [0, 1, 2, 3])
      yield* tokensIn(text.slice(start + shift, last), start + shift, runtime);
  }
}

function* tokensIn(base64: string, from: number, runtime: TokenRuntime): Generator<Part> {
  const standard = base64.replaceAll('-', '+').replaceAll('_', '/');
  const bytes = runtime.fromBase64(standard + 'A'.repeat((4 - (standard.length % 4)) % 4));
  const decoded = bytes && toBinary(bytes);
  if (!decoded || !BEGINS.test(decoded)) return;
  const search = new TokenSearch(runtime, false);
  for (const found of [...search.push(decoded), ...search.end()]) {
    if (found.kind === 'miss' && found.text.length < SHORTEST_PART) continue;
    const { offset, length } = found.place;
    yield {
      start: from + Math.floor((offset * 4) / 3),
      end: from + Math.min(base64.length, Math.ceil(((offset + length) * 4) / 3)),
    };
  }
}
