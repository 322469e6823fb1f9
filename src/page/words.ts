import { type TokenError, withoutSecrets } from '../core/errors.js';
import { headline } from '../core/inspect/headline.js';
import type { Inspection, Verdict } from '../core/inspect/types.js';
import type { Judged } from './judge.js';

export type Tone = 'good' | 'warn' | 'bad';

const WORDS: Readonly<Record<Verdict, string>> = {
  valid: 'Valid',
  expired: 'Expired',
  'bad-signature': 'Wrong signature',
  mismatch: 'Refused',
  expiring: 'Ends too soon',
  malformed: 'Not readable',
};

/** The verdict in a word and a sentence, and how it is to look. */
export function verdictOf(judged: Judged): {
  readonly tone: Tone;
  readonly word: string;
  readonly sentence: string;
} {
  if (judged.error) {
    return { tone: 'bad', word: WORDS.malformed, sentence: messageOf(judged.error) };
  }
  const { inspection } = judged;
  const unverified = inspection.verdict === 'valid' && inspection.signature.status !== 'valid';
  return {
    tone: toneOf(inspection),
    word: unverified ? 'Unverified' : WORDS[inspection.verdict],
    sentence: sentenceOf(inspection),
  };
}

/** The headline, and in full what is wrong where that is one thing. */
function sentenceOf(inspection: Inspection): string {
  const { verdict, findings } = inspection;
  const [only, another] = findings.filter(({ severity }) => severity === 'error');
  return verdict === 'mismatch' && only && !another
    ? `${headline(inspection)}: ${only.message}`
    : headline(inspection);
}

/** A message repeats what was pasted, and that may be a certificate. */
const messageOf = ({ message }: TokenError) => withoutSecrets(message);

/** Green only where nothing is wrong or near. */
function toneOf({ verdict, signature, findings }: Inspection): Tone {
  if (verdict === 'expiring') return 'warn';
  if (verdict !== 'valid') return 'bad';
  const warned = findings.some(({ severity }) => severity !== 'info');
  return signature.status === 'valid' && !warned ? 'good' : 'warn';
}

/** For screen readers: whole minutes alone, or every second would be read out. */
export function statusText(judged: Judged | undefined): string {
  if (!judged) return '';
  if (judged.error) return `${WORDS.malformed}: ${messageOf(judged.error)}`;
  const { inspection } = judged;
  const { remainingSeconds: left } = inspection.expiry;
  const minutes = left === null ? null : Math.trunc(left / 60) * 60 || left;
  const whole = { ...inspection, expiry: { ...inspection.expiry, remainingSeconds: minutes } };
  const { word, sentence } = verdictOf({ ...judged, inspection: whole });
  return `${word}: ${sentence}`;
}
