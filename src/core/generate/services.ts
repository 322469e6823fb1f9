import { type Identified, identityOf } from '../agora/fields.js';
import { type ServiceName, serviceByName } from '../agora/services.js';
import { UsageError } from '../errors.js';
import type { ServiceSpec } from '../sign/pack.js';
import {
  ACCOUNT,
  CHANNEL,
  type NameOf,
  RTC_ROLE,
  RTM_USER_OF_AGENT,
  UID,
  type Values,
  WITH,
} from './options.js';
import { violationError } from './read.js';
import type { Joined } from './with.js';

/** What the kinds of token are made of: services for the channel and user of the options. */

/**
 * The services of a token, in the order of the official builders.
 * @param nameOf what options are called where they were given, for messages
 */
export type Services = (values: Values, lifetime: number, nameOf: NameOf) => readonly ServiceSpec[];

type Privileges = ServiceSpec['privileges'];

/**
 * The privileges of a service: those named, or all that a client uses.
 * @param seconds how long each lasts, from the issue on
 */
export function privileges(
  name: ServiceName,
  seconds: number,
  only?: readonly string[],
): Privileges {
  const rows = serviceByName(name)?.privileges ?? [];
  return rows
    .filter((row) => (only ? only.includes(row.name) : !row.rest))
    .map(({ id, unlimited }) => [id, unlimited ? 0 : seconds]);
}

/**
 * The names of the privileges that are asked for; where none is, of all that are not refused.
 * @throws UsageError where every one is refused
 */
export function wanted(switches: Readonly<Record<string, unknown>>): readonly string[] {
  const names = Object.keys(switches);
  const asked = names.filter((name) => switches[name] === true);
  const left = asked.length > 0 ? asked : names.filter((name) => switches[name] !== false);
  if (left.length > 0) return left;
  throw new UsageError(
    'the token would have no privilege',
    `Allow ${names.join(' or ')}, or omit these options to allow everything.`,
  );
}

/** Which option sets the lifetime of an RTC privilege. */
const PRIVILEGE_OPTION: Readonly<
  Record<string, 'join' | 'publishAudio' | 'publishVideo' | 'publishData'>
> = {
  'join-channel': 'join',
  'publish-audio': 'publishAudio',
  'publish-video': 'publishVideo',
  'publish-data': 'publishData',
};

function rtcPrivileges(values: Values, lifetime: number, nameOf: NameOf): Privileges {
  const joinsOnly = values.role === 'subscriber';
  const entries: (readonly [number, number])[] = [];
  for (const { id, name, entry } of serviceByName('rtc')?.privileges ?? []) {
    const key = PRIVILEGE_OPTION[name];
    const own = key && values[key];
    if (joinsOnly && !entry) {
      if (own === undefined) continue;
      throw new UsageError(
        `a subscriber can only join, but ${name} has a lifetime`,
        `Leave that lifetime out, or use ${nameOf(RTC_ROLE)} publisher.`,
      );
    }
    entries.push([id, own ?? values.privilegeExpiresIn ?? lifetime]);
  }
  return entries;
}

/**
 * RTC for the channel and user of the options.
 * @param lifetime seconds, for the privileges that have none of their own
 * @throws UsageError for a subscriber who is to publish
 */
export function rtc(values: Values, lifetime: number, nameOf: NameOf): ServiceSpec {
  return {
    name: 'rtc',
    channel: values.channel ?? '',
    uid: userText(values),
    privileges: rtcPrivileges(values, lifetime, nameOf),
  };
}

/** A service for the stream of the channel and user of the options, with all privileges or some. */
export function stream(
  name: 'streaming' | 'fcdn',
  values: Values,
  lifetime: number,
  only?: readonly string[],
): ServiceSpec {
  return {
    name,
    channel: values.channel ?? '',
    account: userText(values),
    privileges: privileges(name, lifetime, only),
  };
}

/** The uid or account as the token holds it: empty for any user. */
export function userText({ uid, account }: Values): string {
  return account ?? (uid ? String(uid) : '');
}

/** RTC, the RTM that an agent needs, the service of the agent itself, and those of `--with`. */
export function agent(service: 'convoai' | 'stt'): Services {
  return (values, lifetime, nameOf) => {
    const { rtmUserId } = values;
    const rtm: Joined = { service: 'rtm', ...(rtmUserId === undefined ? {} : { id: rtmUserId }) };
    const name = nameOf(RTM_USER_OF_AGENT);
    const own = [
      rtc(values, lifetime, nameOf),
      joined(rtm, values, lifetime, nameOf, { name, withId: `${name} <id>` }),
      joined({ service }, values, lifetime, nameOf),
    ];
    return withJoined(own, values, lifetime, nameOf);
  };
}

/** What gave a service, for messages, and how to give it with an id. */
interface Given {
  readonly name: string;
  readonly withId: string;
}

/**
 * The services of a kind, and behind them those of `--with`.
 * @throws UsageError for one that the kind has itself; a second RTC service is for another channel
 */
export function withJoined(
  own: readonly ServiceSpec[],
  values: Values,
  lifetime: number,
  nameOf: NameOf,
): ServiceSpec[] {
  const more = (values.with ?? []).filter((each) => !isOwnRtc(each, values));
  const twice = more.find(({ service }) => own.slice(1).some(({ name }) => name === service));
  if (twice) {
    throw new UsageError(
      `${nameOf(WITH)} ${twice.service} names a service that the token has already`,
      twice.service === 'rtm'
        ? `Set its user id with ${nameOf(RTM_USER_OF_AGENT)}.`
        : 'Leave it out.',
    );
  }
  return [...own, ...more.map((each) => joined(each, values, lifetime, nameOf))];
}

/** `--with rtc`, or its channel written out: the RTC service that the token has anyway. */
export function isOwnRtc({ service, id }: Joined, { channel }: Values): boolean {
  return service === 'rtc' && (id === undefined || id === channel);
}

/**
 * A service beside RTC: its texts are the channel and the user of the RTC service, but for the id
 * that was given, which is its first.
 * @param nameOf what options are called where they were given
 * @throws UsageError for an id that breaks Agora's limits, or is missing or too much
 */
export function joined(
  { service, id }: Joined,
  values: Values,
  lifetime: number,
  nameOf: NameOf,
  given: Given = {
    name: `${nameOf(WITH)} ${service}`,
    withId: `${nameOf(WITH)} ${service}=<id>`,
  },
): ServiceSpec {
  const texts = (serviceByName(service)?.fields ?? []).filter((field) => field.kind === 'text');
  if (texts.length === 0 && id !== undefined) {
    throw new UsageError(`${given.name} takes no id`, `Write ${given.name}.`);
  }
  const fields = texts.map(({ name, identifies }, at) => [
    name,
    at === 0 && id !== undefined
      ? checked(id, identifies, given.name)
      : derived(identifies, service, values, given.withId, nameOf),
  ]);
  return {
    ...(Object.fromEntries(fields) as Partial<ServiceSpec>),
    name: service,
    privileges:
      service === 'rtc' ? rtcPrivileges(values, lifetime, nameOf) : privileges(service, lifetime),
  };
}

/** @param name what gave the text, for messages */
function checked(text: string, identifies: Identified, name: string, hint = ''): string {
  const [check, what] = identityOf(identifies).limit ?? [];
  const violation = check?.(text);
  if (!violation || !what) return text;
  const error = violationError(name, what, violation);
  throw new UsageError(error.message, `${error.hint ?? ''} ${hint}`.trim());
}

/** The channel or the user of the options, which another service may not take for its own. */
function derived(
  identifies: Identified,
  service: ServiceName,
  values: Values,
  withId: string,
  nameOf: NameOf,
): string {
  const { from, limit } = identityOf(identifies);
  if (from === 'channel') return checked(values.channel ?? '', identifies, nameOf(CHANNEL));
  const user = userText(values);
  // The id of a classroom is the room: its user is always that of the options.
  const own = identifies === 'room-user' ? undefined : withId;
  if (limit && user === '') {
    throw new UsageError(
      `${serviceByName(service)?.title} needs a user id of its own: uid 0 means any user`,
      own === undefined ? `Use another uid, or ${nameOf(ACCOUNT)}.` : `Use ${own}, or another uid.`,
    );
  }
  const name = nameOf(values.account === undefined ? UID : ACCOUNT);
  return checked(user, identifies, name, own && `For another id use ${own}.`);
}
