import type { Finding, FindingCode } from '../finding.js';
import { sampleValues } from '../inspect/findings/content.js';
import { CONTENT_RULES, findAll, TIME_RULES } from '../inspect/findings/of-token.js';
import { expired, issuedInFuture } from '../inspect/findings/time.js';
import { contentOf, subjectOf } from '../inspect/subject.js';
import type { Expectations } from '../inspect/types.js';
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
 * a privilege that outlives the token. Where the issue time is not now, also what is amiss now: the
 * token has ended, or is not issued yet.
 */
export type WarningsOf = (signed: ParsedToken, issue: IssuedFor) => readonly Finding[];

/** How a token came to be, beyond what it holds. */
export interface IssuedFor {
  /** Unix seconds. */
  readonly issueTs: number;
  /** Unix seconds. */
  readonly now: number;
  /** Whom it is for, where a 006 token holds a CRC-32 alone. */
  readonly names?: Pick<Expectations, 'channel' | 'uid'>;
  /** Whether to warn of what belongs to Agora's samples: not where the demo was asked for. */
  readonly ownProject?: boolean;
}

/**
 * Tokens of a batch mostly differ in their names alone, so that warnings about times are kept for as
 * long as these stay the same: they take as long to find as a token to sign.
 */
export function warningsFinder(): WarningsOf {
  let last:
    | { token: DecodedToken; issueTs: number; now: number; found: readonly Finding[] }
    | undefined;
  return (signed, issue) => {
    const { token } = signed;
    const { issueTs, now } = issue;
    if (last?.issueTs !== issueTs || last.now !== now || !sameTimes(last.token, token)) {
      last = { token, issueTs, now, found: ofTimes(signed, issue) };
    }
    return [...last.found, ...ofContent(signed, issue)];
  };
}

/** Of one token. */
export const warnings: WarningsOf = (signed, issue) => [
  ...ofTimes(signed, issue),
  ...ofContent(signed, issue),
];

const OWN_RULES = [...CONTENT_RULES, sampleValues];

function ofContent(signed: ParsedToken, { names, ownProject = false }: IssuedFor): Finding[] {
  const rules = ownProject ? OWN_RULES : CONTENT_RULES;
  const found = findAll(contentOf(signed, names), rules).filter(isWarning);
  return found.map((each) => withFix(each, signed.token));
}

function ofTimes(signed: ParsedToken, { issueTs, now }: IssuedFor): Finding[] {
  const at = (time: number) => subjectOf(signed, { now: time, signature: SIGNED });
  const present = now === issueTs ? [] : findAll(at(now), [expired, issuedInFuture]);
  const atIssue = findAll(at(issueTs), TIME_RULES).filter(isWarning);
  return [...present, ...atIssue].map((found) => withFix(found, signed.token));
}

const SIGNED = { status: 'valid', profile: '', certificate: 'primary' } as const;

/** Where a fix of `inspect` speaks to whoever wrote the builder, that of this program. */
const FIXES: Partial<Readonly<Record<FindingCode, string>>> = {
  expired: 'Leave --issued-at out to issue it now, or give a later time.',
  'issued-in-future': 'Leave --issued-at out to issue it now.',
  'apaas-role-lost':
    'Sign a token of its own for the classroom, which takes a role: agora-token generate apaas room-user --role student',
};

function withFix(found: Finding, { services = [] }: DecodedToken): Finding {
  const fix = FIXES[found.code];
  // The token for a classroom took a role, and -1 was given.
  const ownToken = found.code === 'apaas-role-lost' && !services.some(({ name }) => name === 'rtc');
  return fix === undefined || ownToken ? found : { ...found, fix };
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
