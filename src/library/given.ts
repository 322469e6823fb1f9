import { UsageError } from '../core/errors.js';
import { didYouMean } from '../core/text/nearest.js';
import { quoted } from '../core/text/safe-text.js';

/**
 * Checks of what a program gives to the library. The types say the same, but not to JavaScript, to
 * `as any`, or to what comes out of JSON; and what is ignored would make a token look good.
 */

/** @throws UsageError saying what was given, which is not shown: it may be a secret */
export function textGiven(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw new UsageError(`${name} is ${whatIs(value)}, and a text is expected`, hintFor(value));
}

/** @throws UsageError for what is no object, or an array of them */
export function objectGiven<T extends object>(value: T, name: string): T {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new UsageError(`${name} is ${whatIs(value)}, and an object is expected`, hintFor(value));
}

/** The keys of a type, of which the compiler lets none be forgotten. */
export function keysOf<T>(keys: Readonly<Record<keyof T, true>>): readonly (keyof T & string)[] {
  return Object.keys(keys) as (keyof T & string)[];
}

/**
 * A key that is not known is a typing mistake, which must not pass silently.
 * @param name what the object is called, for messages
 * @param hints what to do about keys that stand elsewhere
 * @throws UsageError with the nearest key
 */
export function assertKeys(
  given: object,
  known: readonly string[],
  name: string,
  hints: Readonly<Record<string, string>> = {},
): void {
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    throw new UsageError(
      `unknown key ${quoted(key)} in ${name}`,
      (Object.hasOwn(hints, key) ? hints[key] : undefined) ??
        didYouMean(key, known, `The keys are ${known.join(', ')}.`),
    );
  }
}

const OBJECTS: Readonly<Record<string, string>> = {
  Object: 'an object',
  Array: 'an array',
  Promise: 'a promise',
  Uint8Array: 'bytes (a Buffer or Uint8Array)',
};

/** What a value is, in words. */
function whatIs(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value !== 'object') return `a ${typeof value === 'string' ? 'text' : typeof value}`;
  const tag = Object.prototype.toString.call(value).slice('[object '.length, -1);
  return Object.hasOwn(OBJECTS, tag) ? (OBJECTS[tag] as string) : `an object (${tag})`;
}

function hintFor(value: unknown): string | undefined {
  if (value === undefined || value === null) return 'It may come from a variable that is not set.';
  if (value instanceof Promise) return 'Wait for it: await.';
  if (value instanceof Uint8Array) return 'Decode it first: new TextDecoder().decode(bytes).';
  return undefined;
}
