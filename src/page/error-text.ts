import { safeMessage } from '../core/text/safe-text.js';

interface Told {
  readonly message: string;
  readonly hint?: string | undefined;
}

/** An error with what to do about it. Values in it may have hidden characters, which are escaped. */
export const errorText = ({ message, hint }: Told) =>
  safeMessage([message, hint].filter(Boolean).join('. '));
