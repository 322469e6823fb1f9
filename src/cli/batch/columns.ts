import { UsageError } from '../../core/errors.js';
import type { Kind } from '../../core/generate/kinds.js';
import { type Key, longFlag, type Values } from '../../core/generate/options.js';
import { missing } from '../../core/generate/values.js';
import { nearest } from '../../core/text/nearest.js';
import { quoted } from '../../core/text/safe-text.js';
import { OPTION_WORDS } from '../words.js';
import { RESULT_COLUMNS } from './csv-output.js';

/** The header of a CSV. */
export interface Columns {
  /** As the list names them. */
  readonly names: readonly string[];
  /** The option that each gives; undefined: it is carried along, and not signed. */
  readonly keys: readonly (Key | undefined)[];
  readonly delimiter: string;
}

/** A name without its letter case and what stands between its words: `Expires-In` is `expiresin`. */
const plain = (name: string) => name.toLowerCase().replace(/[\s_.-]+/g, '');

/** The option of a kind that a column gives. */
export function optionOf(name: string, kind: Kind): Key | undefined {
  const wanted = plain(name);
  return kind.options.find(({ key }) => key.toLowerCase() === wanted)?.key;
}

/**
 * Finds the options that the columns of a CSV give.
 * @param values what the command line gives for all rows
 * @throws UsageError for a list without a header, a column that is nearly an option, two for one
 *   option, or none for what is needed
 */
export function readColumns(
  kind: Kind,
  { names, delimiter }: Pick<Columns, 'names' | 'delimiter'>,
  values: Values,
): Columns {
  const keys = names.map((name) => optionOf(name, kind));
  if (keys.every((key) => key === undefined)) throw noHeader(kind, names);
  names.forEach((name, at) => {
    const key = keys[at];
    if (key === undefined) refuseNearlyAnOption(name, kind, keys);
    else if (keys.indexOf(key) < at) {
      throw new UsageError(
        `the CSV has two columns for ${key}: ${quoted(names[keys.indexOf(key)] as string)} and ${quoted(name)}`,
        'Remove or rename one of the two: only one can be signed.',
      );
    }
  });
  const lacking = missing(kind, values).filter(
    (options) => !options.some(({ key }) => keys.includes(key)),
  );
  if (lacking.length > 0) throw noColumn(lacking, names);
  return { names, keys, delimiter };
}

function noHeader(kind: Kind, names: readonly string[]): UsageError {
  const keys = kind.options.map(({ key }) => key);
  const example = kind.needs.map((need) => (typeof need === 'string' ? need : need[0]));
  const none = names.slice(0, 3).map(quoted).join(', ');
  const first = names[0] ?? '';
  const guess = nearest(first, keys);
  return new UsageError(
    `the first line must name the columns, and ${none} ${names.length === 1 ? 'is not an option' : 'are not options'} of generate ${kind.name}`,
    guess
      ? `Did you mean ${guess}?`
      : `Put a first line in front, such as: ${example.join(',') || keys[0]}`,
  );
}

/** A typing mistake must not pass silently; a column of another meaning may be there. */
function refuseNearlyAnOption(
  name: string,
  kind: Kind,
  present: readonly (Key | undefined)[],
): void {
  if ((RESULT_COLUMNS as readonly string[]).includes(name)) return;
  // Where there is a uid, no account is missing.
  const given = kind.needs.flatMap((need) =>
    typeof need !== 'string' && need.some((key) => present.includes(key)) ? need : [],
  );
  const absent = kind.options.filter(({ key }) => !present.includes(key) && !given.includes(key));
  const words = Object.entries(OPTION_WORDS).find(([word]) => plain(word) === plain(name))?.[1];
  const synonym = absent.find((option) => words?.includes(longFlag(option)));
  const guess =
    synonym?.key ??
    nearest(
      plain(name),
      absent.map(({ key }) => key),
    );
  if (guess === undefined) return;
  throw new UsageError(
    `the column ${quoted(name)} is not an option of generate ${kind.name}`,
    `Did you mean ${guess}? Otherwise give the column a name that is less like it.`,
  );
}

/** The column of an option that a column which is not signed is named almost like. */
export function nearlyColumn({ keys }: Columns, name: string): string | undefined {
  const word = plain(name);
  if (word.length < LEAST_OF_COLUMN) return undefined;
  return nearest(
    word,
    keys.filter((key) => key !== undefined),
  );
}

/** `id` beside `uid` is no mistake. */
const LEAST_OF_COLUMN = 4;

type Lacking = ReturnType<typeof missing>;

/** What is missing, by the names of columns. */
export const namesOf = (lacking: Lacking) =>
  lacking.map((options) => options.map(({ key }) => key).join(' or '));

/** The options that would give it for all rows. */
export const flagsOf = (lacking: Lacking) =>
  lacking.flatMap(([first]) => (first ? [longFlag(first)] : [])).join(' and ');

/** It would fail in every row: better at once. */
function noColumn(lacking: Lacking, names: readonly string[]): UsageError {
  return new UsageError(
    `the CSV has no column ${namesOf(lacking).join(', and none named ')}`,
    `Its header names ${names.join(', ')}. Add the column, or give ${flagsOf(lacking)} for all rows.`,
  );
}
