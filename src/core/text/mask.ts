import { count } from './count.js';
import { ZERO_WIDTH } from './zero-width.js';

// Both cases are written out, here and in what every run tests: for the flag `i` V8 sets up tables of
// Unicode, which takes milliseconds.

/** What hides inside a pasted secret: invisible characters, also as messages escape them. */
export const INVISIBLE = String.raw`[${ZERO_WIDTH}]|\\[uU]\{[\da-fA-F]+\}|\\[xX][\da-fA-F]{2}`;
/** The same, and dashes. */
const INSIDE = `(?:-|${INVISIBLE})`;

/** From so many hex digits on, a text may be a certificate, a damaged one or a part of one. */
const LEAST = 16;
const RUN = new RegExp(String.raw`[\da-fA-F](?:${INSIDE}{0,8}[\da-fA-F]){${LEAST - 1},}`, 'g');

/** A certificate in which some characters were mistyped. */
const WORD = new RegExp(String.raw`[\da-zA-Z](?:${INSIDE}{0,8}[\da-zA-Z]){27,}`, 'g');
const MISTYPED = 4;

/**
 * A certificate in groups: with a space or a line break in it, as fingerprints and dumps are written
 * (`c0:ff:ee`, `0xc0, 0xff`), or shortened in its middle.
 */
const GROUPS =
  /(?<![\da-zA-Z])(?:0[xX])?[\da-fA-F]+(?:[\s:.,;|_…-]{1,2}(?:0[xX])?[\da-fA-F]+){1,40}(?![\da-zA-Z])/g;
const BETWEEN_GROUPS = /0[xX]|[^\da-fA-F]/g;
const NEARLY_WHOLE = 28;
/** With fewer letters or decimal digits it is a list of numbers or words. */
const LEAST_OF_EACH = 4;

/** The characters of keys. A name and its value are separate words. */
const KEY = new RegExp(String.raw`[\w+%~/-](?:(?:${INVISIBLE}){0,8}[\w+%~/-]){11,}`, 'g');
/** Percent-encoded letters and digits: nobody has to encode these. */
const ENCODED = /(?:%[3-7][\da-fA-F]){8,}/g;

/** Whether any of these may be in a text. Few messages have it, and a search makes thousands of them. */
const MAY_BE = /[^\s,;]{12}|[\da-fA-F]{7}|(?:[\da-fA-F]{1,8}[^\da-zA-Z]{1,2}(?:0[xX])?){4}/;

/** A user id may have up to 20 decimal digits, and is needed whole. */
const DECIMAL = /^\d{16,20}$/;

/** So many characters are shown, so that one can tell which value it was. */
const SHOWN = 4;

/**
 * Masks what may be a certificate or another key: of every run of 16 hex digits or more, also as a UUID or
 * with invisible characters inside, and of every word that looks like a key, only the first four characters
 * and the length stay. Mask a text before shortening it: a shorter part may not be recognised.
 *
 * @param keep whether a run may be shown: the App ID in a token is no secret
 */
export function maskSecrets(text: string, keep: (run: string) => boolean = () => false): string {
  if (!MAY_BE.test(text)) return text;
  return text
    .replace(GROUPS, (all) => {
      const groups = all.split(BETWEEN_GROUPS);
      const digits = groups.join('');
      const letters = digits.replace(/\d/g, '').length;
      const mixed = letters >= LEAST_OF_EACH && digits.length - letters >= LEAST_OF_EACH;
      if (digits.length < NEARLY_WHOLE || !mixed) return all;
      // A group that is whole by itself has no other parts.
      if (groups.some((group) => group.length >= NEARLY_WHOLE) || keep(all)) return all;
      return masked(digits, 'hexadecimal character');
    })
    .replace(WORD, (word) => {
      const characters = withoutInside(word);
      const others = characters.replace(/[\da-f]/gi, '').length;
      if (others === 0 || others > MISTYPED || keep(word)) return word;
      return masked(characters, 'character');
    })
    .replace(RUN, (run) => {
      if (DECIMAL.test(run) || keep(run)) return run;
      return masked(withoutInside(run), 'hexadecimal character');
    })
    .replace(ENCODED, (run) => masked(run, 'character'))
    .replace(KEY, (word) => withoutKeys(word, keep));
}

/**
 * Masks what looks like a key in a word or a path. The slash is a character of base64, too: only between
 * plain names it surely separates folders.
 */
function withoutKeys(word: string, keep: (run: string) => boolean): string {
  const groups: string[] = [];
  let apart = true;
  for (const part of withoutInvisible(word).split('/')) {
    const plain = part.length > 2 && breaksOf(part) === 0;
    if (apart || plain) groups.push(part);
    else groups.push(`${groups.pop()}/${part}`);
    apart = plain;
  }
  const keys = groups.filter((group) => looksLikeKey(group) && !keep(group));
  if (keys.length === 0) return word;
  return groups
    .map((group) => (keys.includes(group) ? masked(group, 'character') : group))
    .join('/');
}

/** Shorter ones are names as often as keys. */
const LEAST_OF_KEY = 12;
/** Letters of one case with digits: `room1-team2-match3` is a name. */
const LEAST_OF_ONE_CASE = 20;

/**
 * Whether a word looks random: read as camel case, most of it would be names of one or two letters, as in
 * `AbCdEf123-xyz` and unlike `getTokenOfRoom12` or `tmp-aB3xY9`.
 *
 * It misses 4 % of random base64url with 13 characters, and less than 1 % with 22 or more; 0.5 % of file
 * names look random to it.
 */
export function looksLikeKey(word: string): boolean {
  if (word.length < LEAST_OF_KEY) return false;
  const parts = partsOf(word);
  const length = parts.join('').length;
  // Mostly digits: a time, or a number with its unit.
  if (word.replace(/[^A-Za-z]/g, '').length < length / 2) return false;
  const broken = parts.filter((part) => breaksOf(part) > 0);
  if (broken.join('').length < length / 2) return false;
  const breaks = breaksOf(word);
  const digits = /\d/.test(word);
  if (/[a-z]/.test(word) && /[A-Z]/.test(word)) return breaks / length >= (digits ? 0.15 : 0.22);
  return digits && word.length >= LEAST_OF_ONE_CASE && breaks > 1 && breaks / length >= 0.06;
}

const partsOf = (word: string) => word.match(/[A-Za-z\d]+/g) ?? [];

/** How often one name ends where the next begins, without anything between them. */
const breaksOf = (word: string) =>
  partsOf(word).flatMap((part) => part.match(NAMED)?.slice(1) ?? []).length;

/** What a part of a name is made of: `Token`, `RTC2`, `v12`. */
const NAMED = /[A-Z]?[a-z]+\d*|[A-Z]+(?![a-z])\d*|\d+/g;

/** What is left of a secret. */
export const masked = (secret: string, noun: string) =>
  `${secret.slice(0, SHOWN)}… (${count(secret.length, noun)})`;

const withoutInside = (run: string) => run.replace(new RegExp(INSIDE, 'g'), '');

/** A key may have dashes of its own. */
export const withoutInvisible = (word: string) => word.replace(new RegExp(INVISIBLE, 'g'), '');
