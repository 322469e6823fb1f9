import { privilegeTitle, serviceTitle } from '../agora/titles.js';
import type { DecodedToken } from '../token/model.js';
import type { Expiry, PrivilegeExpiry } from './types.js';

/** Privileges of one service that end at the same time. */
export interface PrivilegeGroup {
  /** The service's place among those of the token. */
  readonly at: number;
  /** A name of `services.ts`. */
  readonly service: string;
  /** Each once, in the token's order. */
  readonly names: readonly string[];
  readonly end: PrivilegeExpiry;
}

interface Judged {
  readonly token: DecodedToken;
  readonly expiry: Expiry;
}

/** The privileges of a token, those together that end together; in the token's order. */
export function privilegeGroups({ token, expiry }: Judged): PrivilegeGroup[] {
  let next = 0;
  return (token.services ?? []).flatMap((service, at) => {
    const groups = new Map<number | undefined, { end: PrivilegeExpiry; names: Set<string> }>();
    for (const privilege of service.privileges) {
      const end = expiry.privileges[next++] as PrivilegeExpiry;
      const group = groups.get(end.expiresAt?.unix);
      const name = privilegeTitle(privilege);
      if (group) group.names.add(name);
      else groups.set(end.expiresAt?.unix, { end, names: new Set([name]) });
    }
    return [...groups.values()].map(({ end, names }) => ({
      ...{ at, service: service.name, end },
      names: [...names],
    }));
  });
}

/** Privileges that end at one time, before the token itself can no longer be used. */
export interface EarlyEnd {
  /** With their service where the token has several. */
  readonly names: readonly string[];
  /** Unix seconds. */
  readonly unix: number;
}

/** The privileges that end before the token does, the first to end first. */
export function earlyEnds(
  judged: Judged,
  which: (end: EarlyEnd) => boolean = () => true,
): EarlyEnd[] {
  const last = judged.expiry.expiresAt?.unix ?? Number.POSITIVE_INFINITY;
  const several = (judged.token.services ?? []).length > 1;
  const byEnd = new Map<number, Set<string>>();
  for (const { service, names, end } of privilegeGroups(judged)) {
    const unix = end.expiresAt?.unix;
    if (unix === undefined || unix >= last) continue;
    const all = byEnd.get(unix) ?? new Set();
    for (const name of names) all.add(several ? `${serviceTitle(service)} ${name}` : name);
    byEnd.set(unix, all);
  }
  return [...byEnd]
    .map(([unix, names]) => ({ unix, names: [...names] }))
    .filter(which)
    .sort((one, other) => one.unix - other.unix);
}
