import { UsageError } from '../errors.js';

/** Whether JSON and JavaScript keep a number as it was written; a longer one they round. */
export const isExact = (value: number) => Math.abs(value) <= Number.MAX_SAFE_INTEGER;

/**
 * A number as text. A rounded one would be the id of somebody else.
 * @param name how the user gave it, for the message
 * @throws UsageError for what is rounded, infinite or not a number
 */
export function exactNumber(value: number, name: string): string {
  if (isExact(value)) return String(value);
  throw new UsageError(
    `${name} is a number that cannot be kept exactly (${value})`,
    'Numbers over 9007199254740991 lose their last digits. Put it in quotes.',
  );
}
