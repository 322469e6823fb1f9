import { isWhiteboardRole } from '../agora/roles.js';
import {
  ACCESS_TOKEN_SECONDS,
  RTM_LOGIN_006,
  type ServiceName,
  serviceByName,
} from '../agora/services.js';
import { UsageError } from '../errors.js';
import type { Finding, FindingCode } from '../finding.js';
import { issuedAt } from '../inspect/expiry.js';
import { lifespanOf } from '../inspect/findings/whiteboard.js';
import { isWhiteboard } from '../inspect/formats.js';
import { rtcRole } from '../inspect/publishing.js';
import type { ServiceSpec } from '../sign/pack.js';
import { LOOKS_ABSOLUTE, UINT32_MAX } from '../text/parse-values.js';
import { quoted } from '../text/safe-text.js';
import { crc32 } from '../token/crc32.js';
import type {
  DecodedPrivilege,
  DecodedService,
  DecodedToken,
  ParsedToken,
  Permissions,
  TokenFormat,
  TokenText,
} from '../token/model.js';
import { largest } from '../util.js';
import { DEFAULT_LIFETIME } from './kinds.js';
import type { Values } from './options.js';
import { assertTimesFit, type TokenRequest } from './request.js';

/** What a 006 token is signed for and does not hold. */
export type RenewalClaims = Pick<Values, 'channel' | 'uid' | 'account' | 'userId'>;

/** What the caller adds to a token that is renewed. */
interface Renewal {
  /** Unix seconds of the new issue. */
  readonly issueTs: number;
  readonly salt: number;
  readonly nonce: string;
  /** The new lifetime in seconds; undefined: that of the token. */
  readonly expiresIn?: number;
  /** For a 006 token. */
  readonly claims: RenewalClaims;
  /** The format that a 006 token is to have; undefined: its own. */
  readonly version?: '007' | '006';
}

/**
 * What a fresh token with the content of another is to hold.
 * @throws UsageError where the old token does not hold all that is needed, or the new times do not
 *   fit into a token
 */
export function renewalRequest(parsed: ParsedToken, renewal: Renewal): TokenRequest {
  const request = requestOf(parsed, renewal);
  assertTimesFit(request);
  return request;
}

function requestOf({ token, findings }: ParsedToken, renewal: Renewal): TokenRequest {
  switch (token.format) {
    case '007':
      assertNoClaims(token.format, renewal);
      return renew007(token, renewal);
    case '006':
      return renew006(token, renewal);
    case 'whiteboard-sdk':
    case 'whiteboard-room':
    case 'whiteboard-task':
      assertNoClaims(token.format, renewal);
      assertUsual(findings);
      return renewWhiteboard(token, token.format, renewal);
    default:
      throw new UsageError(
        `a token of the obsolete format ${token.format} cannot be renewed`,
        'Sign a new one: agora-token generate rtc',
      );
  }
}

const CLAIM_FLAGS = {
  channel: '--channel',
  uid: '--uid',
  account: '--account',
  userId: '--user-id',
} as const;

/** What would be silently left out, and looks as if it changed the token. */
function assertNoClaims(format: DecodedToken['format'], { claims, version }: Renewal): void {
  const [flag] = [
    ...(Object.keys(claims) as (keyof typeof claims)[]).map((claim) => CLAIM_FLAGS[claim]),
    ...(version !== undefined && version !== format ? ['--token-version'] : []),
  ];
  if (flag === undefined) return;
  throw new UsageError(
    `${flag} is for 006 tokens; this one (${format}) contains everything it is for`,
    'Leave it out; for another channel, user or format, sign a new token with generate.',
  );
}

function renew007(token: DecodedToken, { issueTs, salt, expiresIn }: Renewal): TokenRequest {
  if (token.unread) {
    throw new UsageError(
      `the token contains service type ${token.unread.type}, which this version cannot sign`,
      'Look for a newer agora-token-cli.',
    );
  }
  const { services = [] } = token;
  if (services.length === 0) throw noService();
  const old = token.lifetimeSeconds ?? 0;
  const lifetime = expiresIn ?? ownLifetime(old);
  return {
    format: '007',
    issueTs,
    salt,
    lifetime,
    services: services.map((service) => ({
      ...fieldsOf(service),
      name: service.name as ServiceName,
      privileges: service.privileges.map(({ id, value }) => [id, follow(value, old, lifetime)]),
    })),
  };
}

const noService = () =>
  new UsageError(
    'the token contains no service',
    'There is nothing to renew: sign a new token with generate.',
  );

function ownLifetime(seconds: number): number {
  if (seconds > 0 && seconds < LOOKS_ABSOLUTE) return seconds;
  throw new UsageError(
    seconds === 0
      ? 'the token has a lifetime of 0 seconds, so there is nothing to reuse'
      : `the token has a lifetime of ${seconds} seconds, which looks like a Unix timestamp`,
    'Give the new lifetime: --expires-in 1h',
  );
}

/**
 * A privilege of the new token: one that lasted as long as its token, or by mistake longer, follows
 * the new lifetime; a shorter one keeps its seconds, as far as they fit; 0 stays 0.
 */
function follow(seconds: number, oldLifetime: number, lifetime: number): number {
  if (seconds === 0) return 0;
  return seconds >= oldLifetime ? lifetime : Math.min(seconds, lifetime);
}

/** The fields of a service as they are to be signed again. */
function fieldsOf(service: DecodedService): Partial<ServiceSpec> {
  const fields: Record<string, unknown> = {};
  for (const { name, kind } of serviceByName(service.name)?.fields ?? []) {
    const value = service[name];
    fields[name] = kind === 'text' ? utf8(value as TokenText, name) : value;
    if (kind === 'permissions') assertKnown(value as Permissions);
  }
  return fields as Partial<ServiceSpec>;
}

function utf8(text: TokenText, what: string): string {
  if (typeof text === 'string') return text;
  throw new UsageError(
    `the ${what} in the token is not UTF-8 text (hex ${text.hex}) and cannot be signed again`,
    'Sign a new token with generate.',
  );
}

function assertKnown(permissions: Permissions): void {
  for (const [resource, lists] of Object.entries(permissions)) {
    const unknown = [resource, ...Object.keys(lists)].find((name) => name.startsWith('unknown-'));
    if (unknown) {
      throw new UsageError(
        `the token contains a permission that this version cannot sign (${unknown})`,
        'Look for a newer agora-token-cli.',
      );
    }
    for (const names of Object.values(lists)) for (const name of names) utf8(name, 'permission');
  }
}

function renew006(token: DecodedToken, renewal: Renewal): TokenRequest {
  const { issueTs, salt, expiresIn, version = '006' } = renewal;
  const [service] = token.services ?? [];
  if (!service) throw noService();
  const rtm = service.name === 'rtm';
  const { channel, uid } = rtm ? claimedRtm(service, renewal) : claimedRtc(service, renewal);
  const issued = issuedAt(token) ?? 0;
  const old = lifetime006(service, issued);
  const lifetime = expiresIn ?? (lifetimeUntold(token, version) ? DEFAULT_LIFETIME : old);
  const privileges = service.privileges.map((privilege): readonly [number, number] => {
    // Bounded by the token, whose end a 006 token cannot be given: a new lifetime is their own.
    if (privilege.value === 0) return [privilege.id, expiresIn ?? 0];
    // A time of 1970 was a mistake: seconds, or the role, in place of a time.
    return [privilege.id, follow(relative(privilege, issued) || old, old, lifetime)];
  });
  if (version === '006') {
    return {
      format: '006',
      issueTs,
      salt,
      channel,
      uid,
      privileges: privileges.map(([id, seconds]) => [id, seconds === 0 ? 0 : issueTs + seconds]),
    };
  }
  const kept = privileges.filter(([id]) => isIn007(id, rtm));
  const services: ServiceSpec[] = rtm
    ? [{ name: 'rtm', userId: channel, privileges: kept.map(([, seconds]) => [1, seconds]) }]
    : [{ name: 'rtc', channel, uid, privileges: kept }];
  return { format: '007', issueTs, salt, lifetime, services };
}

/** How long a 006 token can be used: as its longest privilege, where none is bounded by the token alone. */
function lifetime006({ privileges }: DecodedService, issued: number): number {
  const ends = privileges.map((privilege) =>
    privilege.value === 0 ? ACCESS_TOKEN_SECONDS : relative(privilege, issued),
  );
  return largest(ends, 0) || ACCESS_TOKEN_SECONDS;
}

/** 007 has the login of RTM, and the first four privileges of RTC. */
const isIn007 = (id: number, rtm: boolean) => (rtm ? id === RTM_LOGIN_006 : id <= 4);

/** The privileges of a 006 token that one of format 007 has no place for. */
export function notIn007({ services = [] }: DecodedToken): readonly DecodedPrivilege[] {
  return services.flatMap(({ name, privileges }) =>
    privileges.filter(({ id }) => !isIn007(id, name === 'rtm')),
  );
}

/** Seconds after the issue of a 006 token; 0: none, or no time of this century. */
function relative({ value }: DecodedPrivilege, issued: number): number {
  return value >= LOOKS_ABSOLUTE ? Math.max(0, value - issued) : 0;
}

function claimedRtm({ channelCrc32 }: DecodedService, { claims }: Renewal) {
  const userId = claims.userId ?? claims.account;
  if (userId === undefined) throw needs('its user id', '--user-id <id>');
  if (crc32(userId) !== channelCrc32) throw notTheirs('--user-id', userId);
  return { channel: userId, uid: '' };
}

function claimedRtc({ channelCrc32, uidCrc32 }: DecodedService, { claims }: Renewal) {
  const { channel, uid, account } = claims;
  if (channel === undefined)
    throw needs('its channel and uid', '--channel <name> and --uid <number>');
  if (crc32(channel) !== channelCrc32) throw notTheirs('--channel', channel);
  const user = account ?? (uid === undefined ? undefined : String(uid));
  const flag = account === undefined ? '--uid' : '--account';
  if (uidCrc32 === 0) {
    if (account !== undefined || uid) throw notTheirs(flag, String(user));
    return { channel, uid: '' };
  }
  if (user === undefined) throw needs('its uid', '--uid <number> or --account <text>');
  if (crc32(user) !== uidCrc32) throw notTheirs(flag, user);
  return { channel, uid: user };
}

const needs = (what: string, flags: string) =>
  new UsageError(`a 006 token does not contain ${what}, which renewing it needs`, `Give ${flags}.`);

const notTheirs = (flag: string, value: string) =>
  new UsageError(
    `${flag} ${quoted(value)} is not what this 006 token was signed for (their CRC-32 differ)`,
    'Give what the old token was for; for another, sign a new token with generate.',
  );

/**
 * Whether a token does not tell how long it was made for, so that the new one lasts as long as any
 * other: the issue time of a whiteboard token is only in the nonces that some builders make, and a
 * 006 token whose own time is none of this century does not say when it was issued.
 * @param format of the new token: 006 keeps the times as they are
 */
export function lifetimeUntold(token: DecodedToken, format: TokenFormat): boolean {
  if (isWhiteboard(token)) {
    return token.expiresAt !== null && whiteboardLifetime(token) === undefined;
  }
  const [service] = token.services ?? [];
  if (token.format !== '006' || format !== '007' || !service) return false;
  return lifetime006(service, issuedAt(token) ?? 0) >= LOOKS_ABSOLUTE;
}

/** Seconds that a whiteboard token was made for, where it tells. */
function whiteboardLifetime(token: DecodedToken): number | undefined {
  const lifespan = lifespanOf(token) ?? 0;
  return lifespan > 0 && lifespan < LOOKS_ABSOLUTE ? lifespan : undefined;
}

const UNUSUAL: ReadonlySet<FindingCode> = new Set([
  'whiteboard-repeated-key',
  'whiteboard-unknown-key',
  'whiteboard-sdk-uuid',
  'whiteboard-uuid-missing',
]);

/** What no builder writes is not signed again, whoever trusts it. */
function assertUsual(findings: readonly Finding[]): void {
  const found = findings.find(({ code }) => UNUSUAL.has(code));
  if (found) throw new UsageError(`the token cannot be renewed: ${found.message}`, found.fix);
}

function renewWhiteboard(
  token: DecodedToken,
  format: 'whiteboard-sdk' | 'whiteboard-room' | 'whiteboard-task',
  { issueTs, nonce, expiresIn }: Renewal,
): TokenRequest {
  const { role, uuid, expiresAt } = token;
  if (!isWhiteboardRole(role)) {
    throw new UsageError(
      'the token has no role that a whiteboard knows',
      `Sign a new one: agora-token generate whiteboard ${format.slice('whiteboard-'.length)} --role reader`,
    );
  }
  const own = whiteboardLifetime(token) ?? DEFAULT_LIFETIME;
  const lifetime = expiresIn ?? (expiresAt === null ? undefined : own);
  return {
    format,
    nonce,
    role,
    ...(uuid === undefined ? {} : { uuid: utf8(uuid, 'uuid') }),
    ...(lifetime === undefined ? {} : { expireAtMilliseconds: (issueTs + lifetime) * 1000 }),
  };
}

/** The renewed token in the words of `generate`, for the summary and the variables. */
export function valuesOf(token: DecodedToken, claims: RenewalClaims): Values {
  const string = (text: TokenText | undefined) => (typeof text === 'string' ? text : undefined);
  const main = mainService(token);
  const uid = string(main?.uid) ?? string(main?.account);
  const values = {
    ...claims,
    channel: string(main?.channel) ?? claims.channel,
    ...(uid === undefined ? { uid: claims.uid, account: claims.account } : userOf(uid)),
    // Tokens for the REST API hold these empty.
    userId: string(main?.userId) || claims.userId,
    room: string(main?.roomUuid) || undefined,
    user: string(main?.userUuid) || undefined,
    uuid: string(token.uuid),
    role: roleOf(token, main),
  };
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Values;
}

/** The text 0 is an account: the number 0 stands in a token as an empty text. */
function userOf(uid: string) {
  const numeric = uid === '' || (/^[1-9]\d{0,9}$/.test(uid) && Number(uid) <= UINT32_MAX);
  return numeric ? { uid: Number(uid), account: undefined } : { uid: undefined, account: uid };
}

/** The service that a token is made for: beside RTC and APaaS the others serve these. */
function mainService({ services = [] }: DecodedToken): DecodedService | undefined {
  const named = (wanted: ServiceName) => services.find(({ name }) => name === wanted);
  return named('rtc') ?? named('apaas') ?? services[0];
}

function roleOf({ role }: DecodedToken, main: DecodedService | undefined): Values['role'] {
  const rtc = main && rtcRole(main);
  return rtc ?? main?.role ?? (isWhiteboardRole(role) ? role : undefined);
}
