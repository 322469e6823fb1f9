import { UsageError } from '../errors.js';
import { RTC_ROLES } from '../generate/rtc-roles.js';
import { SERVICE_ALIASES } from '../inspect/relevant.js';
import type { Expectations, ExpectedRole } from '../inspect/types.js';
import { exclusive } from '../invocation.js';
import { nearest } from '../nearest.js';
import { quoted } from '../output/safe-text.js';
import { isHex32 } from '../token/hex32.js';
import { WHITEBOARD_ROLES } from '../token/roles.js';
import { SERVICES } from '../token/services.js';
import { parseInteger, UINT32_MAX } from '../values.js';

/** The options that say what a token should be for. */
export interface ExpectationOptions {
  readonly appId?: string;
  readonly channel?: string;
  readonly uid?: string;
  readonly account?: string;
  readonly userId?: string;
  readonly room?: string;
  readonly uuid?: string;
  readonly service?: string;
  readonly role?: string;
}

/**
 * Reads what is expected of the token.
 * @throws UsageError for a value that no token could meet
 */
export function expectationsOf(options: ExpectationOptions): Expectations {
  exclusive(options, [
    ['uid', '--uid'],
    ['account', '--account'],
  ]);
  const { appId, uid, service, role } = options;
  return {
    ...texts(options),
    ...(appId === undefined ? {} : { appId: readAppId(appId) }),
    ...(uid === undefined ? {} : { uid: readUid(uid) }),
    ...(service === undefined ? {} : { service: readService(service) }),
    ...(role === undefined ? {} : { role: readRole(role) }),
  };
}

const TEXTS = [
  ['channel', '--channel'],
  ['account', '--account'],
  ['userId', '--user-id'],
  ['room', '--room'],
  ['uuid', '--uuid'],
] as const;

function texts(options: ExpectationOptions) {
  const given: { -readonly [K in (typeof TEXTS)[number][0]]?: string } = {};
  for (const [key, flag] of TEXTS) {
    const value = options[key];
    if (value === undefined) continue;
    if (value === '') {
      throw new UsageError(
        `${flag} is empty`,
        'A variable in the command may not be set. Leave the option out to accept any.',
      );
    }
    given[key] = value;
  }
  return given;
}

function readAppId(value: string): string {
  if (isHex32(value)) return value;
  throw new UsageError(
    `--app-id is ${quoted(value)}, which is not an App ID`,
    'An App ID is 32 hex characters; copy it from the Console.',
  );
}

function readUid(value: string): string {
  if (!/^-?\d+$/.test(value.trim())) {
    throw new UsageError(
      `--uid is ${quoted(value)}, which is not a whole number`,
      'For a string user account use --account.',
    );
  }
  return String(parseInteger(value, '--uid', 0, UINT32_MAX));
}

const SERVICE_NAMES: readonly string[] = [...SERVICES.map(({ name }) => name), 'whiteboard'];

function readService(value: string): string {
  const name = value.trim().toLowerCase();
  const known = SERVICE_ALIASES.get(name) ?? name;
  if (SERVICE_NAMES.includes(known)) return known;
  const guess = nearest(name, SERVICE_NAMES);
  throw new UsageError(
    `--service is ${quoted(value)}, which is not a service`,
    guess ? `Did you mean ${guess}?` : `Services: ${SERVICE_NAMES.join(', ')}.`,
  );
}

const ROLES: ReadonlyMap<string, ExpectedRole> = new Map([
  ...Object.entries(RTC_ROLES),
  ...WHITEBOARD_ROLES.map((role) => [role, role] as const),
]);

function readRole(value: string): ExpectedRole {
  const role = ROLES.get(value.trim().toLowerCase());
  if (role) return role;
  const guess = nearest(value, ROLES.keys());
  throw new UsageError(
    `--role is ${quoted(value)}, which is not a role`,
    guess
      ? `Did you mean ${guess}?`
      : 'Roles: publisher (host, broadcaster) and subscriber (audience); admin, writer and reader of a whiteboard.',
  );
}
