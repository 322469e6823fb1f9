import type { Finding, FindingCode } from '../finding.js';
import { CONTENT_RULES, findAll, TIME_RULES } from '../inspect/findings/of-token.js';
import { contentOf, subjectOf } from '../inspect/subject.js';
import type {
  DecodedPrivilege,
  DecodedService,
  DecodedToken,
  ParsedToken,
} from '../token/model.js';

/** What the caller has asked for by name is no surprise. */
const ASKED_FOR: ReadonlySet<FindingCode> = new Set(['uid-string-account', 'whiteboard-permanent']);

/**
 * What `inspect` would warn of, seen at the moment of issue: a lifetime that Agora cuts, a wildcard,
 * a privilege that outlives the token.
 *
 * @param issueTs Unix seconds
 */
export type WarningsOf = (signed: ParsedToken, issueTs: number) => readonly Finding[];

/**
 * Tokens of a batch mostly differ in their names alone, so that warnings about times are kept for as
 * long as these stay the same: they take as long to find as a token to sign.
 */
export function warningsFinder(): WarningsOf {
  let last: { token: DecodedToken; issueTs: number; found: readonly Finding[] } | undefined;
  return (signed, issueTs) => {
    const { token } = signed;
    if (last?.issueTs !== issueTs || !sameTimes(last.token, token)) {
      const subject = subjectOf(signed, { now: issueTs, signature: SIGNED });
      last = { token, issueTs, found: findAll(subject, TIME_RULES).filter(isWarning) };
    }
    const content = findAll(contentOf(signed), CONTENT_RULES).filter(isWarning);
    return [...last.found, ...content.map(withFix)];
  };
}

/** Of one token. */
export const warnings: WarningsOf = (signed, issueTs) => warningsFinder()(signed, issueTs);

const SIGNED = { status: 'valid', profile: '', certificate: 'primary' } as const;

/** Where a fix of `inspect` speaks to whoever wrote the builder, that of this program. */
const FIXES: Partial<Readonly<Record<FindingCode, string>>> = {
  'apaas-role-lost':
    'Sign a token of its own for the classroom, which takes a role: agora-token generate apaas room-user --role student',
};

function withFix(found: Finding): Finding {
  const fix = FIXES[found.code];
  return fix === undefined ? found : { ...found, fix };
}

const isWarning = ({ code, severity }: Finding) => severity === 'warning' && !ASKED_FOR.has(code);

/** Whether no rule about times can tell the tokens from each other. */
function sameTimes(one: DecodedToken, other: DecodedToken): boolean {
  return (
    one.format === other.format &&
    one.issuedAt?.unix === other.issuedAt?.unix &&
    one.expiresAt?.unix === other.expiresAt?.unix &&
    one.lifetimeSeconds === other.lifetimeSeconds &&
    sameAll(one.services, other.services, sameServices)
  );
}

const sameServices = (one: DecodedService, other: DecodedService) =>
  one.name === other.name && sameAll(one.privileges, other.privileges, samePrivileges);

const samePrivileges = (one: DecodedPrivilege, other: DecodedPrivilege) =>
  one.id === other.id && one.value === other.value;

function sameAll<T>(
  some: readonly T[] = [],
  others: readonly T[] = [],
  same: (one: T, other: T) => boolean,
): boolean {
  return some.length === others.length && some.every((one, i) => same(one, others[i] as T));
}
