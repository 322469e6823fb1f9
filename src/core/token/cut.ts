import { TokenError } from '../errors.js';
import { verb } from '../text/count.js';

/**
 * The error of a token that ends too early.
 * @param what what tells so
 */
export function cutShort(what: string): TokenError {
  return new TokenError(
    'truncated',
    `the token is cut short: ${what}`,
    'Copy the whole token again; it was cut at the end.',
  );
}

/** Runs what reads one field after another, up to where the token is cut. */
export function asFarAsItGoes(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof TokenError && error.reason === 'truncated')) throw error;
  }
}

/**
 * Checks a text of a fixed length that nothing but a cut makes shorter.
 * @param field what it is, for the message
 * @param note what else to say
 * @throws TokenError `truncated` telling how much is missing
 */
export function assertWhole(text: string, length: number, field: string, note = ''): void {
  const missing = length - text.length;
  if (missing <= 0) return;
  const are = verb(missing, 'is');
  throw cutShort(`${missing} of the ${length} characters of the ${field} ${are} missing${note}`);
}
