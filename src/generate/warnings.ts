import type { Finding, FindingCode } from '../finding.js';
import { inspectParsed } from '../inspect/inspect.js';
import type { ParsedToken } from '../token/model.js';

/** What the caller has asked for by name is no surprise. */
const ASKED_FOR: ReadonlySet<FindingCode> = new Set(['uid-string-account', 'whiteboard-permanent']);

/**
 * What `inspect` would warn of, seen at the moment of issue: a lifetime that Agora cuts, a wildcard,
 * a privilege that outlives the token.
 *
 * @param issueTs Unix seconds
 * @param profile the name of the profile that signed
 */
export function warnings(signed: ParsedToken, issueTs: number, profile: string): Finding[] {
  const signature = { status: 'valid', profile, certificate: 'primary' } as const;
  return inspectParsed(signed, { now: issueTs, signature }).findings.filter(
    ({ code, severity }) => severity === 'warning' && !ASKED_FOR.has(code),
  );
}
