import { type Finding, type FindingCode, finding, type Severity } from '../finding.js';
import { maskSecrets, withoutInvisible } from '../text/mask.js';
import { nearest } from '../text/nearest.js';
import { safeText } from '../text/safe-text.js';
import { instant } from '../token/instant.js';
import type { DecodedToken, ParsedToken } from '../token/model.js';
import { pick } from '../util.js';
import { errorsOfToken, explainingFindings } from './errors-of-token.js';
import { RULES } from './findings/index.js';
import { findAll } from './findings/of-token.js';
import { subjectOf } from './subject.js';
import type { InspectInput, Inspection } from './types.js';
import { VERDICT_EXIT, verdictOf } from './verdict.js';

/**
 * Judges a token: is it good, until when, and if not, why not?
 *
 * Pure: the clock and the result of the signature check are given, so that it runs anywhere.
 *
 * @param parsed a token that could be read
 * @param input the time to judge by (Unix seconds), the signature's result, what is expected, and
 *   which error was seen
 */
export function inspectParsed(parsed: ParsedToken, input: InspectInput): Inspection {
  const { token } = parsed;
  const { now, signature, error } = input;
  const subject = subjectOf(parsed, input);
  const { expiry } = subject;
  const explained = error && errorsOfToken(error.entries, token);
  const findings = inOrder(
    [
      ...parsed.findings,
      ...firstOfEach(findAll(subject, RULES)).map((found) => masked(found, token, input)),
    ],
    explainingFindings(explained ?? []),
  );
  const verdict = verdictOf(findings, expiry, input);
  return {
    verdict,
    exitCode: VERDICT_EXIT[verdict],
    now: instant(now),
    token,
    expiry,
    signature,
    findings,
    ...(explained && { explained }),
    asked: pick(input, 'expectations', 'expiresIn', 'error'),
  };
}

/** How many findings of one code are shown: a token can have hundreds of services. */
const OF_ONE_CODE = 20;

/** The first findings of each code; the last of them says how many more there are. */
function firstOfEach(findings: readonly Finding[]): Finding[] {
  const ofCode = new Map<FindingCode, number>();
  const kept = findings.filter(({ code }) => {
    const at = (ofCode.get(code) ?? 0) + 1;
    ofCode.set(code, at);
    return at <= OF_ONE_CODE;
  });
  for (const [code, number] of ofCode) {
    if (number <= OF_ONE_CODE) continue;
    const last = kept.findLastIndex((found) => found.code === code);
    const { message, fix } = kept[last] as Finding;
    const more = number - OF_ONE_CODE;
    kept[last] = finding(code, `${message}; and ${more} more like it`, fix);
  }
  return kept;
}

/**
 * A finding repeats what is expected and the error that was seen, where a certificate may be by
 * mistake: what has its form is masked, unless the token shows it, or nearly it, to everybody.
 */
function masked(
  found: Finding,
  token: DecodedToken,
  { expectations, error }: InspectInput,
): Finding {
  const { message, fix } = found;
  const keep = (run: string) =>
    !holds([expectations, error?.text], run) || holds([token], run) || isNear(run, token);
  return finding(found.code, maskSecrets(message, keep), fix && maskSecrets(fix, keep));
}

/** Whether a text is anywhere in the values, in either case. */
const holds = (values: readonly unknown[], text: string) =>
  plain(JSON.stringify(values)).includes(plain(text));

/** Whether a token has nearly the same word: where they differ has to be seen. */
const isNear = (word: string, token: DecodedToken) =>
  nearest(plain(word), plain(JSON.stringify(token)).match(/[\w+%~/-]+/g) ?? []) !== undefined;

const plain = (text: string) => withoutInvisible(safeText(text)).toLowerCase();

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** What explains the error that was seen, then the gravest. */
function inOrder(findings: readonly Finding[], explaining: readonly FindingCode[]): Finding[] {
  const rank = ({ code, severity }: Finding) => {
    const at = explaining.indexOf(code);
    return at >= 0 ? at - explaining.length : SEVERITIES.indexOf(severity);
  };
  return [...findings].sort((left, right) => rank(left) - rank(right));
}
