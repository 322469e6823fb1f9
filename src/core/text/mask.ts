import { count } from './count.js';

/** What hides inside a pasted secret: dashes, invisible characters, and these as messages escape them. */
const INSIDE = String.raw`(?:[-\u00ad\u034f\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]|\\u\{[\da-f]+\}|\\x[\da-f]{2})`;

/** From so many hex digits on, a text may be a certificate, a damaged one or a part of one. */
const LEAST = 16;
const RUN = new RegExp(String.raw`[\da-f](?:${INSIDE}{0,8}[\da-f]){${LEAST - 1},}`, 'gi');

/** A certificate in which some characters were mistyped. */
const WORD = new RegExp(String.raw`[\da-z](?:${INSIDE}{0,8}[\da-z]){27,}`, 'gi');
const MISTYPED = 4;

/** A certificate with a space or a line break in it: both parts together are as long as one. */
const SPLIT = /(?<![\da-f])[\da-f]+(?:\s[\da-f]+){1,3}(?![\da-z])/gi;
const NEARLY_WHOLE = 28;

/** A user id may have up to 20 decimal digits, and is needed whole. */
const DECIMAL = /^\d{16,20}$/;

/** So many characters are shown, so that one can tell which value it was. */
const SHOWN = 4;

/**
 * A text without what may be a certificate: of every run of 16 hex digits or more, also as a UUID or
 * with invisible characters inside, only the first four and the length stay. It comes before any
 * shortening, which would leave a shorter part.
 *
 * @param keep whether a run may be shown: the App ID in a token is no secret
 */
export function maskSecrets(text: string, keep: (run: string) => boolean = () => false): string {
  if (text.length < LEAST) return text;
  return text
    .replace(SPLIT, (parts) => {
      const characters = parts.replace(/\s/g, '');
      const whole = characters.length >= NEARLY_WHOLE && /[a-f]/i.test(characters);
      return whole && !parts.split(/\s/).some(keep) ? masked(characters, 'character') : parts;
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
    });
}

const masked = (secret: string, noun: string) =>
  `${secret.slice(0, SHOWN)}… (${count(secret.length, noun)})`;

const withoutInside = (run: string) => run.replace(new RegExp(INSIDE, 'gi'), '');
