import type { Finding, Severity } from '../finding.js';
import { instant } from '../token/instant.js';
import type { ParsedToken } from '../token/model.js';
import { expiryOf } from './expiry.js';
import { findAll, RULES } from './findings/index.js';
import type { Content, Subject } from './findings/rule.js';
import { relevantServices } from './relevant.js';
import type { Expectations, InspectInput, Inspection, SeenError } from './types.js';
import { VERDICT_EXIT, verdictOf } from './verdict.js';

/**
 * Judges a token: is it good, until when, and if not, why not?
 *
 * Pure: the clock and the result of the signature check are given, so that it runs anywhere.
 *
 * @param parsed a token that could be read
 * @param input the time to judge by (Unix seconds), the signature's result, and what is expected
 */
export function inspectParsed(parsed: ParsedToken, input: InspectInput): Inspection {
  const { token } = parsed;
  const { now, signature } = input;
  const subject = subjectOf(parsed, input);
  const { expiry } = subject;
  const findings = inOrder([...parsed.findings, ...findAll(subject, RULES)], input.error);
  const verdict = verdictOf(findings, expiry, signature);
  return {
    verdict,
    exitCode: VERDICT_EXIT[verdict],
    now: instant(now),
    token,
    expiry,
    signature,
    findings,
  };
}

/** What the rules about content look at. */
export function contentOf({ token, text }: ParsedToken, expectations: Expectations = {}): Content {
  return {
    token,
    text,
    expectations,
    services: token.services ?? [],
    relevant: relevantServices(token, expectations),
  };
}

/** What every rule looks at. */
export function subjectOf(parsed: ParsedToken, input: InspectInput): Subject {
  const { now, expectations, expiresIn } = input;
  return {
    ...input,
    ...contentOf(parsed, expectations),
    expiry: expiryOf(parsed.token, { now, expiresIn, expectations }),
  };
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** What explains the error that was seen, then the gravest. */
function inOrder(findings: readonly Finding[], error: SeenError | undefined): Finding[] {
  const rank = ({ code, severity }: Finding) => {
    const explains = error?.explainedBy.indexOf(code) ?? -1;
    return explains >= 0 ? explains - 1000 : SEVERITIES.indexOf(severity);
  };
  return [...findings].sort((left, right) => rank(left) - rank(right));
}
