import { hex32Error, hex32Problem } from '../agora/hex32.js';
import { WHITEBOARD_ROLES } from '../agora/roles.js';
import { RTC_ROLES } from '../agora/rtc-roles.js';
import { SERVICES } from '../agora/services.js';
import { exclusionError, UsageError } from '../errors.js';
import { didYouMean } from '../text/nearest.js';
import { UINT32_MAX } from '../text/parse-values.js';
import { quoted } from '../text/safe-text.js';
import { SERVICE_ALIASES } from './relevant.js';
import type { Expectations, ExpectedRole } from './types.js';

/** What a token should be for, as the command line or a program writes it. */
export type ExpectationTexts = { readonly [K in ExpectationName]?: string };

export type ExpectationName = Exclude<keyof Expectations, 'signedUid'>;

/** What an expectation is called where it was given: `--user-id`, `expect.userId`. */
type NameOf = (key: ExpectationName) => string;

/**
 * Reads what is expected of the token.
 * @param nameOf what an expectation is called where it was given, for messages
 * @throws UsageError for a value that no token could meet
 */
export function expectationsOf(given: ExpectationTexts, nameOf: NameOf = flagOf): Expectations {
  const { appId, uid, account, service, role } = given;
  if (uid !== undefined && account !== undefined) {
    throw exclusionError(nameOf('uid'), nameOf('account'));
  }
  return {
    ...names(given, nameOf),
    ...(appId === undefined ? {} : { appId: readAppId(appId, nameOf) }),
    ...(uid === undefined ? {} : readUid(uid, nameOf)),
    ...(service === undefined ? {} : { service: readService(service, nameOf) }),
    ...(role === undefined ? {} : { role: readRole(role, nameOf) }),
  };
}

/** `--user-id` */
export const flagOf: NameOf = (key) => `--${key.replace(/[A-Z]/g, '-$&').toLowerCase()}`;

/** Names that are compared as they are. */
const NAMES = ['channel', 'account', 'userId', 'room', 'uuid'] as const;

function names(given: ExpectationTexts, nameOf: NameOf) {
  const read: { -readonly [K in (typeof NAMES)[number]]?: string } = {};
  for (const key of NAMES) {
    const value = given[key];
    if (value === undefined) continue;
    if (value === '') {
      throw new UsageError(
        `${nameOf(key)} is empty`,
        'It may come from a variable that is not set. Leave it out to accept any.',
      );
    }
    read[key] = value;
  }
  return read;
}

function readAppId(value: string, nameOf: NameOf): string {
  const problem = hex32Problem(value);
  if (problem === undefined) return value;
  throw hex32Error('App ID', nameOf('appId'), problem, UsageError);
}

const INT32_MIN = -(2 ** 31);

/** Some SDKs show a uid as a signed number: it is the same 32 bits. */
function readUid(value: string, nameOf: NameOf): Pick<Expectations, 'uid' | 'signedUid'> {
  const text = value.trim();
  const uid = Number(text);
  const account = `For a string user account use ${nameOf('account')}.`;
  if (!/^-?\d+$/.test(text)) {
    const problem = text === '' ? 'empty' : `${quoted(value)}, which is not a whole number`;
    throw new UsageError(`${nameOf('uid')} is ${problem}`, account);
  }
  if (uid > UINT32_MAX || uid < INT32_MIN) {
    throw new UsageError(
      `${nameOf('uid')} is ${text}, which is out of range: uids go from 0 to ${UINT32_MAX}`,
      account,
    );
  }
  // Not -0.
  return uid < 0 ? { uid: String(uid >>> 0), signedUid: String(uid) } : { uid: String(uid >>> 0) };
}

/** What `service` may be. */
export const EXPECTED_SERVICES: readonly string[] = [
  ...SERVICES.map(({ name }) => name),
  'whiteboard',
];

function readService(value: string, nameOf: NameOf): string {
  const name = value.trim().toLowerCase();
  const known = SERVICE_ALIASES.get(name) ?? name;
  if (EXPECTED_SERVICES.includes(known)) return known;
  throw new UsageError(
    `${nameOf('service')} is ${quoted(value)}, which is not a service`,
    didYouMean(name, EXPECTED_SERVICES, `Services: ${EXPECTED_SERVICES.join(', ')}.`),
  );
}

const ROLES: ReadonlyMap<string, ExpectedRole> = new Map([
  ...Object.entries(RTC_ROLES),
  ...WHITEBOARD_ROLES.map((role) => [role, role] as const),
]);

/** What `role` may be, without the other words for the same. */
export const EXPECTED_ROLES: readonly ExpectedRole[] = [...new Set(ROLES.values())];

function readRole(value: string, nameOf: NameOf): ExpectedRole {
  const role = ROLES.get(value.trim().toLowerCase());
  if (role) return role;
  throw new UsageError(
    `${nameOf('role')} is ${quoted(value)}, which is not a role`,
    didYouMean(
      value,
      ROLES.keys(),
      'Roles: publisher (host, broadcaster) and subscriber (audience); admin, writer and reader of a whiteboard.',
    ),
  );
}
