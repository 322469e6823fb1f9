import { privilegeTitle } from '../agora/titles.js';
import type { Finding, FindingCode } from '../finding.js';
import { listed, verb } from '../text/count.js';
import { safeText } from '../text/safe-text.js';
import { clockTime, inBrief, type UtcOffset } from '../text/time.js';
import type { DecodedToken } from '../token/model.js';
import { type EarlyEnd, earlyEnds } from './ends.js';
import { endsSoon } from './expiry.js';
import type { Inspection } from './types.js';
import { isMismatch } from './verdict.js';
import { whom } from './whom.js';

/** The answer in one line. */
export interface Headline {
  /** `valid`, `unverified`, `refused`, `expired` …, with what divides it from the text. */
  readonly word: string;
  readonly text: string;
  /** good: nothing is wrong or near its end. */
  readonly tone: 'good' | 'warn' | 'bad';
}

const UTC: UtcOffset = () => 0;

/**
 * What a report begins with: whom the token is for, what it allows and how long, or why it is refused.
 * @param utcOffsetMinutes the time zone of times; without it UTC
 */
export function headlineOf(inspection: Inspection, utcOffsetMinutes: UtcOffset = UTC): Headline {
  const { verdict, token, expiry, signature, findings, asked, now } = inspection;
  const { remainingSeconds: left, expiresAt } = expiry;
  const subject = whom(token, asked.expectations ?? {}, now.unix);
  const at = (unix: number) => clockTime(unix, now.unix, utcOffsetMinutes);
  const has = (code: FindingCode) => findings.some((one) => one.code === code);
  const unverified = signature.status === 'unchecked';
  const gone = expiresAt && (left ?? 0) <= 0 ? `ended ${ago(left)} (at ${at(expiresAt.unix)})` : '';
  const also = gone && `; it also ${gone}`;
  switch (verdict) {
    case 'bad-signature':
      return bad('bad-signature', `${signatureProblem(findings)}${also}`);
    case 'unverified':
      return { word: 'unverified:', text: `a checked signature is required${also}`, tone: 'warn' };
    case 'mismatch':
      return bad('refused', `${refusals(findings)}${also}`);
    case 'expired':
      return bad('expired', `${subject}, ${gone}`);
    case 'expiring':
      return {
        word: 'expiring:',
        text: `${subject}, ${expiringText(inspection, at)}`,
        tone: 'warn',
      };
    case 'valid': {
      const warned = findings.some(({ severity }) => severity === 'warning');
      return {
        ...goodText(inspection, subject, at, has('privilege-ended')),
        tone: unverified || warned ? 'warn' : 'good',
      };
    }
  }
}

/** The line as it is read. */
export const headlineText = ({ word, text }: Headline) => `${word} ${text}`;

const bad = (word: string, text: string): Headline => ({ word: `${word}:`, text, tone: 'bad' });

const ago = (seconds: number | null) => `${inBrief(seconds ?? 0)} ago`;

/** How long a token lasts that should last longer, or what of it does not last. */
function expiringText(inspection: Inspection, at: (unix: number) => string): string {
  const { expiry, asked, signature, now } = inspection;
  const { remainingSeconds: left, expiresAt } = expiry;
  const window = asked.expiresIn ?? 0;
  const end =
    expiresAt && left !== null ? `${inBrief(left)} left (until ${at(expiresAt.unix)})` : '';
  // Where the token itself lasts long enough, a privilege does not.
  const early =
    left !== null && left < window
      ? ''
      : `; ${earlyText(inspection, ({ unix }) => unix - now.unix < window)}`;
  const unverified = signature.status === 'unchecked' ? ' (signature not checked)' : '';
  return `${end}${early}, and must last ${inBrief(window)}${unverified}`;
}

/** How long a token is good, and what of it is not, or not for long. */
function goodText(
  inspection: Inspection,
  subject: string,
  at: (unix: number) => string,
  partly: boolean,
): Omit<Headline, 'tone'> {
  const { token, expiry, signature, now } = inspection;
  const { remainingSeconds: left, expiresAt } = expiry;
  const unverified = signature.status === 'unchecked';
  const word = unverified ? 'unverified' : 'valid';
  if (!expiresAt || left === null) return { word: `${word}:`, text: `${subject}, never ends` };
  if (isForNothing(token)) {
    return { word: `${word}:`, text: `ends in ${inBrief(left)}, and has no service to use it for` };
  }
  if (partly) {
    const ended = earlyText(inspection, ({ unix }) => unix <= now.unix);
    const use = token.services?.some(({ name }) => name === 'rtc') ? ' to join' : '';
    const text = `${use.trim()}${use && ' '}for ${inBrief(left)}; ${ended}`;
    return unverified ? { word: `${word}:`, text: `good ${text}` } : { word, text };
  }
  const { expiresIn } = inspection.asked;
  const soon = earlyText(inspection, ({ unix }) =>
    endsSoon(unix, { token, expiresIn, now: now.unix }),
  );
  const near = soon && `; ${soon}`;
  return {
    word: `${word}:`,
    text: `${subject}, ${inBrief(left)} left (until ${at(expiresAt.unix)})${near}`,
  };
}

/** No builder signs such a token, and a service that could not be read may be there. */
const isForNothing = ({ format, services = [], unread }: DecodedToken) =>
  format === '007' && services.length === 0 && unread === undefined;

/** A headline with more of them would be no headline. */
const ENDS = 3;

/** `publish-audio and publish-video ended 1 min ago`; empty where nothing ends early. */
function earlyText(inspection: Inspection, which: (end: EarlyEnd) => boolean): string {
  const ends = earlyEnds(inspection, which);
  const texts = ends.slice(0, ENDS).map(({ names, unix }) => {
    const left = unix - inspection.now.unix;
    const end = verb(names.length, 'ends');
    return `${listed(names)} ${left > 0 ? `${end} in ${inBrief(left)}` : `ended ${ago(left)}`}`;
  });
  return listed(ends.length > ENDS ? [...texts, 'more below'] : texts);
}

const signatureProblem = (findings: readonly Finding[]) =>
  findings
    .find(({ code }) => code === 'signature-mismatch')
    ?.message.replace(/^signature/, 'the signature')
    .split(':')[0] ?? 'the signature does not match';

/** A headline with more of them would be no headline. */
const REFUSALS = 2;

/** `token is for channel "demo", you expect "Demo" (letter case)`. */
function refusals(findings: readonly Finding[]): string {
  const reasons = findings
    .filter(isMismatch)
    .map(({ message }) =>
      message
        .replace(', but you expect ', ', you expect ')
        .replace(/\(they differ only in (.*)\)$/, '($1)'),
    );
  const more = reasons.length - REFUSALS;
  return [
    ...reasons.slice(0, REFUSALS),
    ...(more > 0 ? [`${more} more ${more === 1 ? 'reason' : 'reasons'} below`] : []),
  ].join('; ');
}

/** The privileges as they are called, in their order; with the service, where the token has several. */
export function privilegeNames({ services = [] }: DecodedToken): string[] {
  return services.flatMap((service) =>
    service.privileges.map((privilege) => {
      const name = privilegeTitle(privilege);
      return services.length > 1 ? `${safeText(service.name)} ${name}` : name;
    }),
  );
}
