import { UsageError } from '../errors.js';
import type { ServiceSpec } from '../token/pack.js';
import type { WhiteboardRole } from '../token/roles.js';
import { RTM_LOGIN_006 } from '../token/services.js';
import type { Request007 } from '../token/sign.js';
import type { Request006 } from '../token/sign-006.js';
import type { RequestWhiteboard } from '../token/sign-whiteboard.js';
import { UINT32_MAX } from '../values.js';
import { DEFAULT_LIFETIME, type Kind, type Md5 } from './kinds.js';
import type { Values } from './options.js';

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
  readonly md5: Md5;
}

/**
 * Turns the options of a kind into what is to be signed.
 * @throws UsageError where options do not go together
 */
export function tokenRequest(kind: Kind, values: Values, sources: Sources): TokenRequest {
  const issueTs = values.issuedAt ?? sources.now;
  const lifetime = values.expiresIn ?? kind.lifetime ?? DEFAULT_LIFETIME;
  if (kind.signs.as !== 'services') {
    return {
      format: kind.signs.as,
      nonce: sources.randomUuid(),
      role: (values.role as WhiteboardRole | undefined) ?? 'reader',
      ...(values.uuid === undefined ? {} : { uuid: values.uuid }),
      ...(values.neverExpires ? {} : { expireAtMilliseconds: (issueTs + lifetime) * 1000 }),
    };
  }
  fits(issueTs, lifetime);
  const services = kind.signs.services(values, lifetime, sources.md5);
  const salt = values.salt ?? sources.randomUint32();
  if (values.tokenVersion === '006') return request006(services, issueTs, salt);
  return { format: '007', issueTs, salt, lifetime, services };
}

function fits(issueTs: number, lifetime: number): void {
  if (issueTs < 0 || issueTs + lifetime > UINT32_MAX) {
    throw new UsageError(
      'the token would be issued or end outside the years that it can hold',
      'A token can hold times from 1970-01-01 to 2106-02-07.',
    );
  }
}

/** 006 has one service, RTC or RTM, and absolute times. */
function request006(
  services: readonly ServiceSpec[],
  issueTs: number,
  salt: number,
): Omit<Request006, 'appId'> {
  const [service, another] = services;
  if (!service || another || (service.name !== 'rtc' && service.name !== 'rtm')) {
    throw new UsageError(
      'a 006 token holds one service, RTC or RTM without permissions',
      'Leave --with and --permission out, or sign a 007 token.',
    );
  }
  const rtm = service.name === 'rtm';
  return {
    format: '006',
    issueTs,
    salt,
    channel: (rtm ? service.userId : service.channel) ?? '',
    uid: rtm ? '' : (service.uid ?? ''),
    privileges: service.privileges.map(([id, seconds]) => [
      rtm ? RTM_LOGIN_006 : id,
      seconds === 0 ? 0 : issueTs + seconds,
    ]),
  };
}
