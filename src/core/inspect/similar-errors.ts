import { SDK_ERRORS } from '../agora/sdk-errors.js';
import { nearest } from '../text/nearest.js';
import { LONGEST_NAME } from './error-index.js';

/** How many similar entries are offered. */
const SUGGESTIONS = 3;

/** Words of too many errors to tell one from another. */
const COMMON: ReadonlySet<string> = new Set(
  'error errors err code codes failed failure fail agora sdk the and for with not can'.split(' '),
);

/**
 * Names and texts of the catalogue that are like an unknown one: a name with a typing mistake, or words
 * that all are in them. A number is like no other number, and a log line like no name.
 */
export function similarErrors(query: string): string[] {
  const text = query.trim();
  if (text.length > LONGEST_NAME || !/[a-z]{3}/i.test(text)) return [];
  const codes = [...new Set(SDK_ERRORS.flatMap((error) => error.codes))].filter((code) =>
    /[a-z]{3}/i.test(code),
  );
  const guess =
    /\s/.test(text) || COMMON.has(text.toLowerCase()) ? undefined : nearest(text, codes);
  const close = guess !== undefined && guess.length >= 5 ? [guess] : [];
  return [...new Set([...close, ...withWords(text, codes)])].slice(0, SUGGESTIONS);
}

/** One word alone is in too many. */
const FEWEST_WORDS = 2;

function withWords(text: string, codes: readonly string[]): string[] {
  const words = wordsOf(text).filter((word) => !COMMON.has(word));
  if (words.length < FEWEST_WORDS) return [];
  return codes.filter((code) => {
    const own = new Set(wordsOf(code));
    return words.every((word) => own.has(word));
  });
}

const wordsOf = (text: string) =>
  text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 2);
