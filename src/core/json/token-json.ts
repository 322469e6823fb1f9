import type { RtcRole } from '../agora/rtc-roles.js';
import type { Finding } from '../finding.js';
import { effectiveEnd } from '../inspect/expiry.js';
import { rtcRole } from '../inspect/publishing.js';
import { userByCrc } from '../inspect/whom.js';
import type { DecodedService, DecodedToken, Instant, ParsedToken } from '../token/model.js';
import { answer, type SCHEMA_VERSION } from './document.js';

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

/** The fields of a format: those that it always has, and those that it may have. */
type Fields<
  Format extends DecodedToken['format'],
  Has extends keyof TokenJson,
  May extends keyof TokenJson = never,
> = { readonly format: Format } & { readonly [K in Has]-?: NonNullable<TokenJson[K]> } & {
  readonly [K in May]?: NonNullable<TokenJson[K]>;
} & { readonly [K in Exclude<keyof TokenJson, Has | May | 'format' | 'endsAt'>]?: never } & Pick<
    TokenJson,
    'endsAt'
  >;

/** A decoded token as the formats make it: `format` says which fields there are. */
export type TokenFields =
  | Fields<
      '007',
      'appId' | 'issuedAt' | 'expiresAt' | 'lifetimeSeconds' | 'salt' | 'services' | 'signature',
      'unread'
    >
  | Fields<'006', 'appId' | 'expiresAt' | 'salt' | 'services' | 'signature'>
  | Fields<'005', 'appId' | 'issuedAt' | 'expiresAt' | 'salt' | 'signature', 'services'>
  | Fields<'004', 'appId' | 'issuedAt' | 'expiresAt' | 'salt' | 'signature'>
  | Fields<
      '003' | 'dynamic-key-2',
      'appId' | 'issuedAt' | 'expiresAt' | 'salt' | 'uid' | 'signature'
    >
  | Fields<'dynamic-key-1', 'appId' | 'issuedAt' | 'salt' | 'signature'>
  | Fields<'signaling', 'appId' | 'expiresAt' | 'signature'>
  | (Omit<
      Fields<
        'whiteboard-sdk' | 'whiteboard-room' | 'whiteboard-task',
        'accessKey' | 'expiresAt' | 'signature',
        'nonce' | 'role' | 'uuid'
      >,
      'expiresAt'
    > & {
      /** null: the token never expires. */
      readonly expiresAt: Instant | null;
    });

/** The document of `agora-token decode --json`: told apart by `format`. */
export type DecodedJson = TokenFields & {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly ok: true;
  readonly findings: readonly Finding[];
};

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
  const { services } = token;
  return {
    ...token,
    ...(services && { services: services.map((service) => shownService(service, derive)) }),
    ...(end !== undefined && { endsAt: end }),
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
  // The reader of each format gives the fields that the union says; a test compares every vector.
  return answer(true, { ...shown, findings }) as DecodedJson;
}
