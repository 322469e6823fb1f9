import type { TokenError } from '../core/errors.js';
import { type Headline, headlineOf, headlineText } from '../core/inspect/headline.js';
import { maskSecrets } from '../core/text/mask.js';
import type { UtcOffset } from '../core/text/time.js';
import type { Judged } from './judge.js';

/**
 * The verdict in a word and a sentence, and how it is to look.
 * @param utcOffsetMinutes the time zone of times; without it UTC
 */
export function verdictOf(judged: Judged, utcOffsetMinutes?: UtcOffset): Headline {
  return judged.error
    ? { word: 'not readable:', text: messageOf(judged.error), tone: 'bad' }
    : headlineOf(judged.inspection, utcOffsetMinutes);
}

/** A message repeats what was pasted, and that may be a certificate. */
const messageOf = ({ message }: TokenError) => maskSecrets(message);

/** What a screen reader was told last. */
export interface Told {
  readonly judged: Judged | undefined;
  readonly text: string;
}

export const NOTHING_TOLD: Told = { judged: undefined, text: '' };

/** What to tell next: at once where the verdict is another, else every minute, in whole minutes. */
export function toldNext(told: Told, judged: Judged | undefined): Told {
  if (!judged) return NOTHING_TOLD;
  if (told.judged && isSame(told.judged, judged)) return told;
  return { judged, text: headlineText(verdictOf(judged.error ? judged : inMinutes(judged))) };
}

function isSame(before: Judged, after: Judged): boolean {
  const minute = ({ now, inspection }: Judged) =>
    Math.trunc((inspection?.expiry.remainingSeconds ?? now) / 60);
  const of = (judged: Judged) =>
    JSON.stringify([
      verdictOf(judged).word,
      judged.error?.message ?? judged.parsed?.text,
      judged.question,
      judged.inspection?.signature,
      minute(judged),
    ]);
  return of(before) === of(after);
}

/** The same, its end in whole minutes until the last one. */
function inMinutes(judged: Extract<Judged, { readonly error?: undefined }>): Judged {
  const { inspection } = judged;
  const { remainingSeconds: left } = inspection.expiry;
  if (left === null) return judged;
  const remainingSeconds = Math.trunc(left / 60) * 60 || left;
  return {
    ...judged,
    inspection: { ...inspection, expiry: { ...inspection.expiry, remainingSeconds } },
  };
}
