import type { Finding, Severity } from '../finding.js';
import { instant } from '../token/instant.js';
import type { ParsedToken } from '../token/model.js';
import { RULES } from './findings/index.js';
import { findAll } from './findings/of-token.js';
import { subjectOf } from './subject.js';
import type { InspectInput, Inspection, SeenError } from './types.js';
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

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** What explains the error that was seen, then the gravest. */
function inOrder(findings: readonly Finding[], error: SeenError | undefined): Finding[] {
  const rank = ({ code, severity }: Finding) => {
    const explains = error?.explainedBy.indexOf(code) ?? -1;
    return explains >= 0 ? explains - 1000 : SEVERITIES.indexOf(severity);
  };
  return [...findings].sort((left, right) => rank(left) - rank(right));
}
