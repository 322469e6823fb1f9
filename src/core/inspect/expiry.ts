import { LIMIT_SECONDS } from '../agora/limits.js';
import {
  ACCESS_TOKEN_PRIVILEGES,
  ACCESS_TOKEN_SECONDS,
  type PrivilegeRow,
  serviceByName,
} from '../agora/services.js';
import { instant } from '../token/instant.js';
import type { DecodedPrivilege, DecodedService, DecodedToken } from '../token/model.js';
import { isDynamicKey, isWhiteboard } from './formats.js';
import { relevantServices } from './relevant.js';
import type { Bound, End, Expectations, Expiry, ExpiryStatus, PrivilegeExpiry } from './types.js';

/** Infinity stands for never, so that the earliest of several ends is their minimum. */
type Unix = number;

interface ExpiryOptions {
  /** Unix seconds. */
  readonly now: number;
  /** What ends within so many seconds is `expiring`. */
  readonly expiresIn?: number | undefined;
  readonly expectations?: Expectations | undefined;
}

/**
 * Until when the token can be used, and the effective end of each privilege.
 *
 * The token as a whole is usable until the first of the expected services can no longer be entered;
 * a service with several entries (publish or play) until the last of them.
 */
export function expiryOf(token: DecodedToken, options: ExpiryOptions): Expiry {
  const { services = [] } = token;
  const judged = relevantServices(token, options.expectations ?? {});
  const whole = tokenEnd(token);
  const end = ender(options);
  const usable = judged.reduce((end, one) => Math.min(end, entryEnd(one, token)), whole.unix);
  return {
    ...end(usable),
    privileges: services.flatMap((service) =>
      service.privileges.map((privilege): PrivilegeExpiry => {
        const { unix, boundedBy } = privilegeEnd(privilege, token, whole);
        return {
          service: service.name,
          privilege: privilege.name,
          ...end(unix),
          boundedBy,
        };
      }),
    ),
  };
}

/**
 * When the token was issued, in Unix seconds. A 006 token does not say: every library sets its end to
 * 24 hours after issue.
 */
export function issuedAt({ format, issuedAt, expiresAt }: DecodedToken): number | undefined {
  if (issuedAt) return issuedAt.unix;
  return format === '006' && expiresAt ? expiresAt.unix - ACCESS_TOKEN_SECONDS : undefined;
}

interface BoundedEnd {
  readonly unix: Unix;
  readonly boundedBy: Bound;
}

/** The token's own end, or Agora's limit where that is earlier. */
export function tokenEnd(token: DecodedToken): BoundedEnd {
  const own = ownEnd(token);
  const issued = issuedAt(token);
  const limit =
    issued === undefined || isWhiteboard(token) ? Number.POSITIVE_INFINITY : issued + LIMIT_SECONDS;
  return limit < own ? { unix: limit, boundedBy: '24h-limit' } : { unix: own, boundedBy: 'token' };
}

/** A dynamic key has 0 where it sets no end. */
function ownEnd(token: DecodedToken): Unix {
  const unix = token.expiresAt?.unix;
  return unix === undefined || (unix === 0 && isDynamicKey(token))
    ? Number.POSITIVE_INFINITY
    : unix;
}

/** The effective end of a privilege; where it equals the token's, the token is said to bound it. */
export function privilegeEnd(
  { expiresAt }: DecodedPrivilege,
  token: DecodedToken,
  whole = tokenEnd(token),
): BoundedEnd {
  return expiresAt && expiresAt.unix < whole.unix
    ? { unix: expiresAt.unix, boundedBy: 'privilege' }
    : whole;
}

/** The privileges that let one into the service. */
export function entries(service: DecodedService): readonly DecodedPrivilege[] {
  const table = privilegeTable(service);
  return service.privileges.filter(({ id }) => table.some((row) => row.id === id && row.entry));
}

/** The rows of the table that a service's privileges stand in; 006 has one of its own. */
function privilegeTable(service: DecodedService): readonly PrivilegeRow[] {
  if (service.channelCrc32 !== undefined) return ACCESS_TOKEN_PRIVILEGES;
  return serviceByName(service.name)?.privileges ?? [];
}

/** When the service can no longer be entered; without an entry privilege the token alone ends it. */
export function entryEnd(service: DecodedService, token: DecodedToken): Unix {
  const ends = entries(service).map((privilege) => privilegeEnd(privilege, token).unix);
  return ends.length > 0 ? Math.max(...ends) : tokenEnd(token).unix;
}

/** Privileges mostly end at one time, which is written once. */
function ender(options: ExpiryOptions): (unix: Unix) => End {
  let last: { readonly unix: Unix; readonly end: End } | undefined;
  return (unix) => {
    if (last?.unix !== unix) last = { unix, end: endAt(unix, options) };
    return last.end;
  };
}

function endAt(unix: Unix, { now, expiresIn = 0 }: ExpiryOptions): End {
  if (!Number.isFinite(unix)) {
    return { status: 'never', expiresAt: null, remainingSeconds: null };
  }
  const remainingSeconds = unix - now;
  return {
    status: statusOf(remainingSeconds, expiresIn),
    expiresAt: instant(unix),
    remainingSeconds,
  };
}

function statusOf(remainingSeconds: number, expiresIn: number): ExpiryStatus {
  if (remainingSeconds <= 0) return 'expired';
  return remainingSeconds < expiresIn ? 'expiring' : 'valid';
}
