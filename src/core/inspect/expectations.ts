import { hex32Error, hex32Problem } from '../agora/hex32.js';
import { WHITEBOARD_ROLES } from '../agora/roles.js';
import { RTC_ROLES } from '../agora/rtc-roles.js';
import { SERVICES } from '../agora/services.js';
import { exclusionError, UsageError } from '../errors.js';
import { flagOf } from '../text/flag.js';
import { didYouMean } from '../text/nearest.js';
import { UINT32_MAX } from '../text/parse-values.js';
import { quoted } from '../text/safe-text.js';
import { SERVICE_ALIASES } from './relevant.js';
import type { Expectations, ExpectedRole, SeenError } from './types.js';

/** The names of what may be expected. */
export type ExpectationName = Exclude<keyof Expectations, 'signedUid'>;

/** What a token should be for, as the command line or a program writes it. */
export type ExpectationTexts = { readonly [K in ExpectationName]?: string };

/** What an expectation is called where it was given: `--user-id`, `expect.userId`. */
type NameOf = (key: ExpectationName) => string;

/** Something that may be expected of a token. */
interface ExpectationRow {
  /** As the command line takes it. */
  readonly flags: string;
  readonly description: string;
  /** Values to complete. */
  readonly suggestions?: readonly string[];
  /** @throws UsageError for a value that no token could meet */
  readonly read: (value: string, name: string, nameOf: NameOf) => Partial<Expectations>;
}

/** A name that is compared as it is. */
const name =
  (key: 'channel' | 'account' | 'userId' | 'room' | 'uuid') =>
  (value: string, called: string): Partial<Expectations> => {
    if (value !== '') return { [key]: value };
    throw new UsageError(
      `${called} is empty`,
      'It may come from a variable that is not set. Leave it out to accept any.',
    );
  };

const SERVICE_NAMES: readonly string[] = [...SERVICES.map((row) => row.name), 'whiteboard'];

/** THE table of what may be expected of a token: the command line, the library and help read it. */
export const EXPECTATIONS: Readonly<Record<ExpectationName, ExpectationRow>> = {
  channel: {
    flags: '-c, --channel <name>',
    description: 'it must be for this channel',
    read: name('channel'),
  },
  uid: {
    flags: '-u, --uid <number>',
    description: 'it must be for this uid (0: any uid)',
    read: readUid,
  },
  account: {
    flags: '-a, --account <text>',
    description: 'it must be for this string user account',
    read: name('account'),
  },
  userId: {
    flags: '--user-id <text>',
    description: 'it must be for this user id (RTM, Chat, classroom)',
    read: name('userId'),
  },
  room: {
    flags: '--room <uuid>',
    description: 'it must be for this classroom (APaaS)',
    read: name('room'),
  },
  uuid: {
    flags: '--uuid <uuid>',
    description: 'it must be for this whiteboard room or task',
    read: name('uuid'),
  },
  appId: {
    flags: '--app-id <id>',
    description: 'it must be for this App ID',
    read: (value, called) => ({ appId: readAppId(value, called) }),
  },
  service: {
    flags: '--service <name>',
    description: 'it must have this service: rtc, rtm, chat …',
    suggestions: SERVICE_NAMES,
    read: (value, called) => ({ service: readService(value, called) }),
  },
  role: {
    flags: '-r, --role <role>',
    description: 'it must allow this: publisher or subscriber',
    suggestions: [...Object.keys(RTC_ROLES), ...WHITEBOARD_ROLES],
    read: (value, called) => ({ role: readRole(value, called) }),
  },
};

/** The names of what may be expected, in the order of the table. */
export const EXPECTATION_NAMES = Object.keys(EXPECTATIONS) as readonly ExpectationName[];

/**
 * Reads what is expected of the token.
 * @param nameOf what an expectation is called where it was given, for messages
 * @throws UsageError for a value that no token could meet
 */
export function expectationsOf(given: ExpectationTexts, nameOf: NameOf = flagOf): Expectations {
  if (given.uid !== undefined && given.account !== undefined) {
    throw exclusionError(nameOf('uid'), nameOf('account'));
  }
  return Object.assign(
    {},
    ...EXPECTATION_NAMES.map((key) => {
      const value = given[key];
      return value === undefined ? {} : EXPECTATIONS[key].read(value, nameOf(key), nameOf);
    }),
  );
}

/** What is expected of a token with which this error was seen: of RTM's that it is for RTM. */
export function expectedWith(error: SeenError | undefined, others: Expectations): Expectations {
  return { ...(error?.service && { service: error.service }), ...others };
}

function readAppId(value: string, called: string): string {
  const problem = hex32Problem(value);
  if (problem === undefined) return value;
  throw hex32Error('App ID', called, problem, UsageError);
}

const INT32_MIN = -(2 ** 31);

/** Some SDKs show a uid as a signed number: it is the same 32 bits. */
function readUid(value: string, called: string, nameOf: NameOf): Partial<Expectations> {
  const text = value.trim();
  const uid = Number(text);
  const account = `For a string user account use ${nameOf('account')}.`;
  if (!/^-?\d+$/.test(text)) {
    const problem = text === '' ? 'empty' : `${quoted(value)}, which is not a whole number`;
    throw new UsageError(`${called} is ${problem}`, account);
  }
  if (uid > UINT32_MAX || uid < INT32_MIN) {
    throw new UsageError(
      `${called} is ${text}, which is out of range: uids go from 0 to ${UINT32_MAX}`,
      account,
    );
  }
  // Not -0.
  return uid < 0 ? { uid: String(uid >>> 0), signedUid: String(uid) } : { uid: String(uid >>> 0) };
}

function readService(value: string, called: string): string {
  const service = value.trim().toLowerCase();
  const known = SERVICE_ALIASES.get(service) ?? service;
  if (SERVICE_NAMES.includes(known)) return known;
  throw new UsageError(
    `${called} is ${quoted(value)}, which is not a service`,
    didYouMean(service, SERVICE_NAMES, `Services: ${SERVICE_NAMES.join(', ')}.`),
  );
}

const ROLES: ReadonlyMap<string, ExpectedRole> = new Map([
  ...Object.entries(RTC_ROLES),
  ...WHITEBOARD_ROLES.map((role) => [role, role] as const),
]);

function readRole(value: string, called: string): ExpectedRole {
  const role = ROLES.get(value.trim().toLowerCase());
  if (role) return role;
  throw new UsageError(
    `${called} is ${quoted(value)}, which is not a role`,
    didYouMean(
      value,
      ROLES.keys(),
      'Roles: publisher (host, broadcaster) and subscriber (audience); admin, writer and reader of a whiteboard.',
    ),
  );
}
