import type { CliError } from '../../core/errors.js';
import { safeMessage } from '../../core/text/safe-text.js';
import type { Style } from './style.js';

/** A failure as a person sees it on stderr: what was wrong, then what to do about it. */
export function errorText({ message, hint }: CliError, style: Style): string {
  const next = hint ? `${style.info('hint:')} ${safeMessage(hint)}\n` : '';
  return `agora-token: ${style.bad(safeMessage(message))}\n${next}`;
}
