import { safeMessage } from '../core/text/safe-text.js';

interface Told {
  readonly message: string;
  readonly hint?: string | undefined;
}

/** An error with what to do about it, fit to be shown: a value that it repeats may hide characters. */
export const errorText = ({ message, hint }: Told) =>
  safeMessage([message, hint].filter(Boolean).join('. '));
