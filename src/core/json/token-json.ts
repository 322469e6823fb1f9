import type { RtcRole } from '../agora/rtc-roles.js';
import type { Finding } from '../finding.js';
import { effectiveEnd } from '../inspect/expiry.js';
import { rtcRole } from '../inspect/publishing.js';
import { userByCrc } from '../inspect/whom.js';
import type { DecodedService, DecodedToken, Instant, ParsedToken } from '../token/model.js';
import { SCHEMA_VERSION } from './document.js';

/** A service as documents show it. */
export interface ServiceJson extends Omit<DecodedService, 'role'> {
  /**
   * RTC: `publisher` with a privilege to publish audio or video, else `subscriber`. APaaS: the number in
   * the token.
   */
  readonly role?: number | RtcRole;
  /** 006: every uid that has the CRC-32 in the token. */
  readonly uidCandidates?: readonly number[];
  /** 006, inspected: whether the expected channel (for RTM the user id) has the CRC-32. */
  readonly channelMatches?: boolean;
  /** 006, inspected: whether the expected uid or account has the CRC-32. */
  readonly uidMatches?: boolean;
}

/** A token as documents show it: what is in it, and what follows from that. */
export interface TokenJson extends Omit<DecodedToken, 'services'> {
  /**
   * When it can no longer be used: the earliest of its own end, the end of the privilege that its
   * services are entered with, and 24 hours after issue. null: never.
   */
  readonly endsAt?: Instant | null;
  readonly services?: readonly ServiceJson[];
}

export interface DecodedJson extends TokenJson {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly ok: true;
  readonly findings: readonly Finding[];
}

/** What follows from a service, and is shown with it. */
export type Derived = Pick<ServiceJson, 'role' | 'uidCandidates' | 'channelMatches' | 'uidMatches'>;

/**
 * A token as documents show it.
 * @param derive what is shown of a service beside what is in it
 */
export function shownToken(
  token: DecodedToken,
  derive: (service: DecodedService) => Derived = derivedRole,
): TokenJson {
  const end = effectiveEnd(token);
  const { services, ...head } = token;
  return {
    ...head,
    ...(end !== undefined && { endsAt: end }),
    ...(services && { services: services.map((service) => shownService(service, derive)) }),
  };
}

function shownService(
  service: DecodedService,
  derive: (service: DecodedService) => Derived,
): ServiceJson {
  const { privileges, ...fields } = service;
  return { ...fields, ...derive(service), privileges };
}

function derivedRole(service: DecodedService): Derived {
  const role = rtcRole(service);
  return role === undefined ? {} : { role };
}

function derivedAll(service: DecodedService): Derived {
  const { candidates } = userByCrc(service, {});
  return { ...derivedRole(service), ...(candidates && { uidCandidates: candidates }) };
}

/**
 * The JSON document of a decoded token.
 * @param quick leaves out what takes milliseconds to find: the uids that a 006 token may be for
 */
export function decodedJson({ token, findings }: ParsedToken, quick = false): DecodedJson {
  const shown = shownToken(token, quick ? derivedRole : derivedAll);
  return { schemaVersion: SCHEMA_VERSION, ok: true, ...shown, findings };
}
