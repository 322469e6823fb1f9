import { LIMIT_SECONDS } from '../agora/limits.js';
import type { RtcRole } from '../agora/rtc-roles.js';
import {
  ACCESS_TOKEN_PRIVILEGES,
  ACCESS_TOKEN_SECONDS,
  type PrivilegeRow,
  serviceByName,
} from '../agora/services.js';
import { instant } from '../token/instant.js';
import type { DecodedPrivilege, DecodedService, DecodedToken, Instant } from '../token/model.js';
import { isDynamicKey, isWhiteboard } from './formats.js';
import { isPublishing, rtcRole } from './publishing.js';
import { relevantServices } from './relevant.js';
import type { Bound, End, Expectations, Expiry, ExpiryStatus, PrivilegeExpiry } from './types.js';

/** Infinity means never, so that the earliest of several ends is their minimum. */
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
 * a service with several entries (publish or play) until the last of them. Where it must last for a
 * window, so must the privileges to publish that it has, unless a subscriber is expected.
 */
export function expiryOf(token: DecodedToken, options: ExpiryOptions): Expiry {
  const { services = [] } = token;
  const { expectations = {}, expiresIn, now } = options;
  const judged = relevantServices(token, expectations);
  const whole = tokenEnd(token);
  const end = ender(options);
  const usable = end(usableUntil(token, judged));
  const cut =
    expiresIn !== undefined &&
    usable.status === 'valid' &&
    publishingEnds(token, judged, expectations).some((unix) => unix - now < expiresIn);
  return {
    ...usable,
    ...(cut && { status: 'expiring' }),
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
 * The one end that counts, whatever the time is now: the earliest of the token's own end, 24 hours after
 * its issue, and the end of the privilege that its services are entered with.
 * @param judged the services that are meant; without them all
 * @returns null: it never ends; undefined: the token does not say
 */
export function effectiveEnd(
  token: DecodedToken,
  judged: readonly DecodedService[] = token.services ?? [],
): Instant | null | undefined {
  const unix = usableUntil(token, judged);
  if (Number.isFinite(unix)) return instant(unix);
  return token.expiresAt === null ? null : undefined;
}

const usableUntil = (token: DecodedToken, judged: readonly DecodedService[]): Unix =>
  judged.reduce((end, one) => Math.min(end, entryEnd(one, token)), tokenEnd(token).unix);

/** The ends of the privileges to publish that a window counts for. */
function publishingEnds(
  token: DecodedToken,
  judged: readonly DecodedService[],
  { role }: Expectations,
): Unix[] {
  if (role === 'subscriber') return [];
  return judged
    .filter(({ name }) => name === 'rtc')
    .flatMap(({ privileges }) => privileges.filter(isPublishing))
    .map((privilege) => privilegeEnd(privilege, token).unix);
}

/**
 * The role that an RTC service gives its user at a time: a publisher whose rights to publish have ended
 * is a subscriber. Of a service that has ended as a whole, what it was.
 * @param now Unix seconds
 */
export function roleAt(
  service: DecodedService,
  token: DecodedToken,
  now: number,
): RtcRole | undefined {
  if (entryEnd(service, token) <= now) return rtcRole(service);
  return rtcRole(service, (privilege) => privilegeEnd(privilege, token).unix > now);
}

/** Less is said to be soon, where no window is asked for. */
const SOON_SECONDS = 300;

/**
 * Whether an end is near. A token that was made for minutes is not near its end while it is young.
 * @param issued when it was issued, in Unix seconds; undefined: it does not say
 */
export function isNear(unix: number, issued: number | undefined, now: number): boolean {
  const lifetime = issued === undefined ? Number.POSITIVE_INFINITY : unix - issued;
  return unix - now < SOON_SECONDS && unix - now < lifetime / 2;
}

/** Whether something ends after now, and within the window that is asked for or soon without one. */
export const endsSoon = (
  unix: number,
  { token, now, expiresIn }: Pick<ExpiryOptions, 'now' | 'expiresIn'> & { token: DecodedToken },
): boolean =>
  unix > now &&
  ((expiresIn !== undefined && unix - now < expiresIn) || isNear(unix, issuedAt(token), now));

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

/** The table of a service's privileges; 006 has one of its own. */
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
