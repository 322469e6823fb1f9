import { UsageError } from '../errors.js';

/** Whether JSON and JavaScript keep a number as it was written: 1.10 becomes 1.1, and a long one is rounded. */
export const isExact = (value: number) => Number.isSafeInteger(value);

/**
 * A number as text. A changed one would be the id of somebody else.
 * @param name how the user gave it, for the message
 * @throws UsageError for what is rounded, infinite, not whole or not a number
 */
export function exactNumber(value: number, name: string): string {
  if (isExact(value)) return String(value);
  if (Number.isNaN(value)) {
    throw new UsageError(
      `${name} is NaN`,
      'It often comes from a text or a field that is not set.',
    );
  }
  if (Number.isFinite(value) && !Number.isInteger(value)) {
    throw new UsageError(
      `${name} is ${value}, which is not a whole number`,
      'Numbers such as 1.10 are not kept as they were written. Put a text in quotes.',
    );
  }
  throw new UsageError(
    `${name} is a number that cannot be kept exactly (${value})`,
    'Numbers over 9007199254740991 lose their last digits. Put it in quotes.',
  );
}
