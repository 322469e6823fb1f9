import { UsageError } from '../core/errors.js';
import type { Kind } from '../core/generate/kinds.js';
import { keyOf, type Values, withoutPatterns } from '../core/generate/options.js';
import type { Input } from '../core/generate/read.js';
import { userText } from '../core/generate/services.js';
import { inputOf, missing } from '../core/generate/values.js';
import { UINT32_MAX } from '../core/text/parse-values.js';
import { quoted } from '../core/text/safe-text.js';
import { Refusal, type RefusalCode } from './refusal.js';

/** What a client asks for, read from the path, the query and the body, and checked. */
export interface Ask {
  /** The name of the route: `rtc`, `rtm`, `getToken` … */
  readonly route: string;
  /** What is signed, as kinds of `signToken`, with what `with` adds: `['rtc']`, `['rtc', 'rtm']`. */
  readonly kinds: readonly string[];
  readonly channel?: string;
  /** 0: any user. */
  readonly uid?: number;
  readonly account?: string;
  /** `publisher` or `subscriber`; of a classroom a number; of a whiteboard admin, writer or reader. */
  readonly role?: string | number;
  /** The user id of RTM; without it the uid or account. */
  readonly rtmUserId?: string;
  /** The user id of Chat; without it the uid or account. */
  readonly chatUserId?: string;
  /** The roomUuid of a classroom. */
  readonly room?: string;
  /** The userUuid of a classroom; without it the uid or account. */
  readonly userUuid?: string;
  /** The uuid of a whiteboard's room or task. */
  readonly uuid?: string;
  /** Seconds. */
  readonly expiresIn: number;
  /** 006 is signed for RTC or RTM alone; other tokens are 007. */
  readonly tokenVersion: '007' | '006';
  /** Further options of a `signToken` spec (`POST /token`). */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** What `authorize` may set: who joins what, as what, and for how long. */
export type Narrowed = Partial<
  Pick<
    Ask,
    | 'channel'
    | 'uid'
    | 'account'
    | 'role'
    | 'rtmUserId'
    | 'chatUserId'
    | 'room'
    | 'userUuid'
    | 'uuid'
    | 'expiresIn'
  >
>;

const NARROWED: Readonly<Record<keyof Narrowed, 'string' | 'number' | 'either'>> = {
  channel: 'string',
  uid: 'number',
  account: 'string',
  role: 'either',
  rtmUserId: 'string',
  chatUserId: 'string',
  room: 'string',
  userUuid: 'string',
  uuid: 'string',
  expiresIn: 'number',
};

/**
 * The ask with what `authorize` sets in place of it. A uid or an account names the user, so it also
 * takes the place of every other user id of the ask that `authorize` does not set itself: a client
 * must not get an RTM token for somebody else by naming two users.
 * @throws TypeError for what is not part of an ask: it must not pass for consent
 */
export function narrowed(ask: Ask, set: Narrowed): Ask {
  const entries = Object.entries(set);
  if (Array.isArray(set) || entries.length === 0) {
    throw new TypeError(
      'authorize returned an object that sets nothing; true signs what was asked',
    );
  }
  for (const [key, value] of entries) assertNarrowing(key, value);
  if (set.uid === undefined && set.account === undefined) return { ...ask, ...set };
  const { uid, account, rtmUserId, chatUserId, userUuid, ...rest } = ask;
  return { ...rest, ...set };
}

/** @throws TypeError */
function assertNarrowing(key: string, value: unknown): void {
  const type = Object.hasOwn(NARROWED, key) ? NARROWED[key as keyof Narrowed] : undefined;
  if (type === undefined) {
    throw new TypeError(
      `authorize returned an object with the key ${JSON.stringify(key)}; it may have ${Object.keys(NARROWED).join(', ')}`,
    );
  }
  const actual = typeof value;
  const good = type === 'either' ? actual === 'string' || actual === 'number' : actual === type;
  if (!good) throw new TypeError(`authorize set ${key} to a value of type ${actual}, not ${type}`);
  if (key === 'uid' && !isUid(value as number)) {
    throw new TypeError(`authorize set uid to ${value}, which is not a uid`);
  }
}

const isUid = (value: number) => Number.isInteger(value) && value >= 0 && value <= UINT32_MAX;

/** Which user of an ask a service is for that `with` adds. */
export const USERS_OF_JOINED: Readonly<Record<string, 'rtmUserId' | 'chatUserId'>> = {
  rtm: 'rtmUserId',
  chat: 'chatUserId',
};

/** The services that `with` adds. */
const joinedOf = ({ options }: Ask) => options?.with as readonly string[] | undefined;

/** What `with` adds for another channel or user than those of the ask: `rtc=stage`. */
export const otherPlaces = (ask: Ask): readonly string[] =>
  joinedOf(ask)?.filter((text) => text.includes('=')) ?? [];

/**
 * Whoever decides about an ask looks at its channel and its users, so it must have no others.
 * @throws Refusal
 */
export function assertWhole(ask: Ask): void {
  const [other] = otherPlaces(ask);
  if (other === undefined) return;
  throw new Refusal(
    'forbidden',
    `with names another channel or user: ${quoted(other)}`,
    'Name the service alone: it is signed for the channel and the user of the token.',
  );
}

/** The code that a value of an option is refused with. */
const CODES: Readonly<Record<string, RefusalCode>> = {
  channel: 'invalid-channel',
  uid: 'invalid-uid',
  account: 'invalid-account',
  role: 'invalid-role',
  userId: 'invalid-user-id',
  rtmUserId: 'invalid-user-id',
  user: 'invalid-user-id',
  room: 'invalid-channel',
  uuid: 'invalid-channel',
  expiresIn: 'invalid-expiry',
};

/** What the core refuses, as a refusal of this code. */
export function refusedAs<T>(code: RefusalCode, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw asRefusal(error, code);
  }
}

/** A refusal for what the core refuses. */
export function asRefusal(error: unknown, code: RefusalCode): unknown {
  return error instanceof UsageError ? new Refusal(code, error.message, error.hint) : error;
}

/**
 * The values of a kind's options that an ask has, checked as the command line checks them.
 * @throws Refusal
 */
export function valuesOf(ask: Ask, kind: Kind): Values {
  const inputs = inputsOf(ask, kind);
  const values: Record<string, unknown> = {};
  for (const option of withoutPatterns(kind.options)) {
    const input = inputs[option.key];
    if (input === undefined) continue;
    values[option.key] = refusedAs(CODES[option.key] ?? 'invalid-body', () =>
      option.read(input, option.key, keyOf),
    );
  }
  needed(kind, values as Values);
  return values as Values;
}

function inputsOf(ask: Ask, kind: Kind): Record<string, Input> {
  const inputs: Record<string, Input> = {};
  for (const [key, value] of Object.entries(ask.options ?? {})) inputs[key] = inputOf(value, key);
  for (const { key } of kind.options) {
    const value = FROM_ASK[key]?.(ask, kind);
    if (value !== undefined) inputs[key] = typeof value === 'number' ? String(value) : value;
  }
  return inputs;
}

/** Where an option of a kind comes from. */
const FROM_ASK: Readonly<Record<string, (ask: Ask, kind: Kind) => Input | number | undefined>> = {
  channel: ({ channel }) => channel,
  uid: ({ uid, account }) => (account === undefined ? uid : undefined),
  account: ({ account }) => account,
  role: ({ role }) => role,
  userId: (ask, { name }) => (name === 'rtm' ? ask.rtmUserId : ask.chatUserId) ?? user(ask),
  rtmUserId: ({ rtmUserId }) => rtmUserId,
  room: ({ room }) => room,
  user: (ask) => ask.userUuid ?? user(ask),
  uuid: ({ uuid }) => uuid,
  expiresIn: ({ expiresIn }) => expiresIn,
  tokenVersion: ({ tokenVersion }) => tokenVersion,
  with: (ask) =>
    joinedOf(ask)?.map((service) => {
      const name = USERS_OF_JOINED[service];
      const id = name && ask[name];
      return id === undefined ? service : `${service}=${id}`;
    }),
};

/** The uid or account, which is the user of every service that has no user id of its own. */
function user(ask: Ask): string | undefined {
  const text = userText(ask as Values);
  if (text !== '') return text;
  if (ask.uid === undefined) return undefined;
  throw new Refusal(
    'invalid-uid',
    'uid 0 means any user, and this token needs one user',
    'Ask with the uid that joins, or with a user id.',
  );
}

function needed(kind: Kind, values: Values): void {
  const [lacking] = missing(kind, values);
  if (!lacking) return;
  const names = lacking.map(({ key }) => key);
  throw new Refusal(
    CODES[names[0] as string] ?? 'invalid-body',
    `${names.join(' or ')} is missing`,
  );
}
