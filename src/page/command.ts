import { seenError } from '../core/inspect/find-error.js';
import type { SeenError } from '../core/inspect/types.js';
import { flagOf } from '../core/text/flag.js';
import { maskSecrets } from '../core/text/mask.js';
import { replaceHidden } from '../core/text/safe-text.js';
import type { Question } from './expect.js';

/** The same on the command line. */

/**
 * In single quotes where a shell would read more than a word. What is hidden or reorders what is beside it
 * is written out by its bytes, as bash and zsh read it: the line is looked at before it is run.
 */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  const escaped = text.replace(/[\\']/g, String.raw`\$&`);
  const written = replaceHidden(escaped, octal);
  return written === escaped ? `'${text.replaceAll("'", String.raw`'\''`)}'` : `$'${written}'`;
}

const octal = (character: string) =>
  [...new TextEncoder().encode(character)]
    .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
    .join('');

/** `inspect` with the same question; the token goes to its standard input. */
export function inspectLine({ texts, error }: Question): string {
  return commandLine(['inspect', '-'], {
    ...texts,
    error: error && errorIn(texts.error ?? '', error),
  });
}

/**
 * An error as the command takes it, which refuses one that it does not know. A log line has a token, and
 * a shell remembers what is typed: it is left out where the error is the same without it.
 */
function errorIn(text: string, { entries, service }: SeenError): string | undefined {
  if (entries.length === 0) return undefined;
  const masked = maskSecrets(text);
  const seen = seenError(masked);
  const isSame = seen.service === service && seen.entries.every((each, at) => each === entries[at]);
  return isSame && seen.entries.length === entries.length ? masked : text;
}

/** @param options by their names in camelCase; true is a switch, a list is one option for each */
export function commandLine(
  words: readonly string[],
  options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>,
): string {
  const flags = Object.entries(options).flatMap(([key, value]) => {
    const flag = flagOf(key);
    if (value === undefined || value === false) return [];
    if (value === true) return [flag];
    const values = typeof value === 'string' ? [value] : value;
    return values.map((text) => flagWithValue(flag, text));
  });
  return ['agora-token', ...words, ...flags].join(' ');
}

/** A value that looks like an option has to be glued to its own. */
function flagWithValue(flag: string, value: string): string {
  return value.startsWith('-') ? `${flag}=${shellWord(value)}` : `${flag} ${shellWord(value)}`;
}
