import { exclusionError, UsageError } from '../errors.js';
import { exactNumber } from '../text/exact-number.js';
import { didYouMean } from '../text/nearest.js';
import { quoted } from '../text/safe-text.js';
import type { Kind } from './kinds.js';
import { type GenerateOption, type Key, longFlag, type NameOf, type Values } from './options.js';
import type { Input } from './read.js';

/** Options of which only one can hold; a stronger place's choice also puts away the others' rivals. */
const RIVALS: readonly (readonly Key[])[] = [
  ['uid', 'account'],
  ['expiresIn', 'expiresAt', 'neverExpires'],
];

export type Inputs = Readonly<Record<string, Input | undefined>>;

/**
 * A name that no option of the kind has is a typing mistake, which must not pass silently.
 * @param name a column of a CSV, a key of a row of JSON or of what the library is to sign
 * @throws UsageError with the nearest name
 */
export function checkKey(name: string, kind: Kind): void {
  if (kind.options.some(({ key }) => key === name)) return;
  const keys = kind.options.map(({ key }) => key);
  throw new UsageError(
    `unknown option ${quoted(name)} for ${kind.name}`,
    didYouMean(name, keys, `The names are ${keys.join(', ')}.`),
  );
}

/**
 * A value of JSON or of a program as the command line would give it.
 * @throws UsageError for what the command line cannot give
 */
export function inputOf(value: unknown, name: string): Input {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return exactNumber(value, name);
  if (!Array.isArray(value)) {
    throw new UsageError(`${name} is neither a string nor a number`, 'Use one of the two.');
  }
  if (value.every((item) => typeof item === 'string')) return value;
  throw new UsageError(`${name} has more than strings in it`, 'A list of strings is expected.');
}

/**
 * Reads what one place gives for some options; the rest of the place is ignored.
 * @param nameOf what an option is called there, for messages
 * @throws UsageError for a value that cannot be used, or two that cannot be used together
 */
export function readInputs(
  { options }: Pick<Kind, 'options'>,
  inputs: Inputs,
  nameOf: NameOf = longFlag,
): Values {
  const values: Partial<Record<Key, unknown>> = {};
  for (const option of options) {
    const input = inputs[option.key];
    // An empty list asks for nothing: a permission of no names would make RTM2 of RTM.
    if (input === undefined || (Array.isArray(input) && input.length === 0)) continue;
    values[option.key] = option.read(input, nameOf(option), nameOf);
  }
  for (const rivals of RIVALS) {
    const [one, other] = options.filter(({ key }) => rivals.includes(key) && chosen(values[key]));
    if (one && other) throw exclusionError(nameOf(one), nameOf(other));
  }
  return values as Values;
}

/** `neverExpires: false` leaves the choice to others. */
const chosen = (value: unknown) => value !== undefined && value !== false;

/** The values of a stronger place over those of a weaker one. */
export function over(stronger: Values, weaker: Values): Values {
  const beaten = RIVALS.filter((rivals) => rivals.some((key) => chosen(stronger[key]))).flat();
  const values: Partial<Record<Key, unknown>> = {};
  for (const key of Object.keys(weaker) as Key[]) {
    if (!beaten.includes(key)) values[key] = weaker[key];
  }
  return Object.assign(values, stronger) as Values;
}

/** What a kind needs and has not got: each entry is the options of which one would do. */
export function missing(kind: Kind, values: Values): GenerateOption[][] {
  return kind.needs
    .map((need) => (typeof need === 'string' ? [need] : need))
    .filter((keys) => keys.every((key) => values[key] === undefined))
    .map((keys) => keys.flatMap((key) => kind.options.find((option) => option.key === key) ?? []));
}
