import type { WhiteboardRole } from '../agora/roles.js';
import { ACCESS_TOKEN_SECONDS, RTM_LOGIN_006 } from '../agora/services.js';
import { UsageError } from '../errors.js';
import type { Request007, ServiceSpec } from '../sign/pack.js';
import type { Request006 } from '../sign/sign-006.js';
import type { RequestWhiteboard } from '../sign/sign-whiteboard.js';
import { UINT32_MAX } from '../text/parse-values.js';
import { utcTime } from '../text/time.js';
import { largest } from '../util.js';
import { DEFAULT_LIFETIME, type Kind } from './kinds.js';
import {
  CHANNEL,
  EXPIRES_AT,
  EXPIRES_IN,
  longFlag,
  type NameOf,
  PERMISSION,
  TOKEN_TIMES,
  type Values,
  WITH,
} from './options.js';

/** Everything that a token is to hold but the App ID or access key it is signed for. */
export type TokenRequest =
  | Omit<Request007, 'appId'>
  | Omit<Request006, 'appId'>
  | Omit<RequestWhiteboard, 'accessKey'>;

/** What the outside world gives to a request. */
export interface Sources {
  /** Unix seconds. */
  readonly now: number;
  readonly randomUint32: () => number;
  readonly randomUuid: () => string;
  /** What options are called where they were given; without it by their flags. */
  readonly nameOf?: NameOf;
}

/**
 * Turns the options of a kind into what is to be signed.
 * @throws UsageError where options do not go together, or their times do not fit into a token
 */
export function tokenRequest(kind: Kind, values: Values, sources: Sources): TokenRequest {
  const issueTs = values.issuedAt ?? sources.now;
  const lifetime = lifetimeFrom(issueTs, values, kind.lifetime, sources.nameOf);
  if (kind.signs.as !== 'services') {
    return {
      format: kind.signs.as,
      nonce: sources.randomUuid(),
      role: (values.role as WhiteboardRole | undefined) ?? 'reader',
      ...(values.uuid === undefined ? {} : { uuid: values.uuid }),
      ...(values.neverExpires ? {} : { expireAtMilliseconds: (issueTs + lifetime) * 1000 }),
    };
  }
  const { nameOf = longFlag } = sources;
  const services = kind.signs.services(values, lifetime, nameOf);
  const salt = values.salt ?? sources.randomUint32();
  const request: TokenRequest =
    values.tokenVersion === '006'
      ? request006(services, issueTs, salt, nameOf)
      : { format: '007', issueTs, salt, lifetime, services };
  assertTimesFit(request);
  return request;
}

/**
 * The lifetime that options ask for, in seconds.
 * @param otherwise where neither `expiresIn` nor `expiresAt` says
 * @throws UsageError for an `expiresAt` that is not after the issue time
 */
export function lifetimeFrom(
  issueTs: number,
  { expiresIn, expiresAt }: Pick<Values, 'expiresIn' | 'expiresAt'>,
  otherwise = DEFAULT_LIFETIME,
  nameOf: NameOf = longFlag,
): number {
  if (expiresAt === undefined) return expiresIn ?? otherwise;
  if (expiresAt > issueTs) return expiresAt - issueTs;
  throw new UsageError(
    `${nameOf(EXPIRES_AT)} is ${utcTime(expiresAt)}, and the token would be issued at ${utcTime(issueTs)}`,
    `The end must be after the issue time; for a lifetime from now, use ${nameOf(EXPIRES_IN)}.`,
  );
}

/**
 * The last look at a request: whatever the times come from, they must fit into 32 bits.
 * @throws UsageError where they do not; a whiteboard's milliseconds always do
 */
export function assertTimesFit(request: TokenRequest): void {
  if (request.format !== '007' && request.format !== '006') return;
  if (request.issueTs < 0 || lastTime(request) > UINT32_MAX) {
    throw new UsageError(
      'the token would be issued or end outside the years that it can contain',
      TOKEN_TIMES,
    );
  }
}

/** Unix seconds; of a 006 token its own end, 24 hours after the issue, or that of a privilege. */
function lastTime(request: Extract<TokenRequest, { readonly issueTs: number }>): number {
  if (request.format === '007') return request.issueTs + request.lifetime;
  const ends = request.privileges.map(([, end]) => end);
  return largest(ends, request.issueTs + ACCESS_TOKEN_SECONDS);
}

/** 006 has one service, RTC or RTM, and absolute times. */
function request006(
  services: readonly ServiceSpec[],
  issueTs: number,
  salt: number,
  nameOf: NameOf,
): Omit<Request006, 'appId'> {
  const [service, another] = services;
  if (!service || another || (service.name !== 'rtc' && service.name !== 'rtm')) {
    throw new UsageError(
      'a 006 token contains one service, RTC or RTM without permissions',
      `Leave ${nameOf(WITH)} and ${nameOf(PERMISSION)} out, or sign a 007 token.`,
    );
  }
  if (service.channel?.includes('*')) {
    throw new UsageError(
      `${nameOf(CHANNEL)} is a pattern, which a 006 token cannot have: it contains only a CRC-32 of the channel`,
      'Sign a 007 token, or one for each channel.',
    );
  }
  const rtm = service.name === 'rtm';
  return {
    format: '006',
    issueTs,
    salt,
    channel: (rtm ? service.userId : service.channel) ?? '',
    uid: service.uid ?? '',
    privileges: service.privileges.map(([id, seconds]) => [
      rtm ? RTM_LOGIN_006 : id,
      seconds === 0 ? 0 : issueTs + seconds,
    ]),
  };
}
