import type { Violation } from '../agora/limits.js';
import { UsageError } from '../errors.js';
import { didYouMean } from '../text/nearest.js';
import { parseDuration } from '../text/parse-values.js';
import { quoted } from '../text/safe-text.js';
import { DAMAGED, isDamaged } from '../text/utf8.js';

/** What one option was given as: by the command line, a profile or a batch row. */
export type Input = string | boolean | readonly string[];

/**
 * How the options read what they were given. Each reader takes the name of the option as the user
 * gave it, and throws UsageError with it.
 */

/**
 * A text that must keep one of Agora's limits.
 * @param what the thing, with its article
 */
export function limited(check: (text: string) => Violation | undefined, what: string) {
  return (input: Input, name: string): string => {
    const value = textAsIs(input, name);
    const violation = check(value);
    if (violation) throw violationError(name, what, violation);
    return value;
  };
}

/** What a broken limit is told as. */
export function violationError(name: string, what: string, violation: Violation): UsageError {
  switch (violation.rule) {
    case 'empty':
      return new UsageError(
        `${name} is empty; ${what} is expected`,
        'An empty value often comes from a variable or a field that is not set.',
      );
    case 'too-long':
      return new UsageError(
        `${name} is ${violation.bytes} bytes long; ${what} has at most ${violation.limit}`,
        'Characters outside ASCII take two to four bytes each.',
      );
    case 'character': {
      const { character, position, allowed } = violation;
      return new UsageError(
        `${name}: character ${quoted(character)} at position ${position} is not allowed in ${what}`,
        `Use only ${allowed}.`,
      );
    }
  }
}

/** A duration, in seconds. */
export function seconds(input: Input, name: string): number {
  return parseDuration(text(input, name), name);
}

/** One of a closed set, in any letter case. */
export function oneOf<const T extends string>(words: readonly T[]) {
  return meaningOf(Object.fromEntries(words.map((word) => [word, word])) as Record<string, T>);
}

/** What a word of a closed set stands for, in any letter case. */
export function meaningOf<T extends string | number | boolean>(words: Readonly<Record<string, T>>) {
  return (input: Input, name: string): T => {
    const value = text(input, name);
    const word = value.toLowerCase();
    if (Object.hasOwn(words, word)) return words[word] as T;
    const known = Object.keys(words);
    throw new UsageError(
      `${name} is ${quoted(value)}, which is not one of ${known.join(', ')}`,
      didYouMean(word, known),
    );
  };
}

/** A switch: present, or `true` or `false` in a cell of a CSV. */
export function flag(input: Input, name: string): boolean {
  if (typeof input === 'boolean') return input;
  return oneOf(['true', 'false'])(input, name) === 'true';
}

/** A text, whatever is in it: but not one of which a part was lost on the way here. */
export function textAsIs(input: Input, name: string): string {
  if (typeof input === 'string' && isDamaged(input)) {
    throw new UsageError(
      `${name} ${DAMAGED}`,
      'Give the text in UTF-8: the token would be for another name.',
    );
  }
  if (typeof input === 'string') return input;
  throw new UsageError(`${name} is neither a string nor a number`, 'Use one of the two.');
}

/** A text without the white space around it. */
export function text(input: Input, name: string): string {
  return textAsIs(input, name).trim();
}

/** Several texts, in one cell with `;` between them. */
export function list(input: Input, name: string): readonly string[] {
  if (typeof input === 'boolean')
    throw new UsageError(`${name} is not a text`, 'A text or a list of texts is expected.');
  return typeof input === 'string' ? input.split(';').map((part) => part.trim()) : input;
}
