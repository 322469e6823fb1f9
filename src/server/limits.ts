import { serviceByName } from '../core/agora/services.js';
import { UsageError } from '../core/errors.js';
import { kindByName } from '../core/generate/kinds.js';
import type { ServiceSpec } from '../core/sign/pack.js';
import type { Duration } from '../core/text/parse-values.js';
import { quoted } from '../core/text/safe-text.js';
import { md5 } from '../core/token/md5.js';
import { assertKeys, keysOf, objectGiven } from '../library/given.js';
import type { Ask } from './ask.js';
import { Refusal } from './refusal.js';
import type { Plan } from './sign.js';

/** What a server signs at most; what is absent is not limited. */
export interface Limits {
  /** Channels and rooms, `*` for any text: `demo`, `test-*`. */
  readonly channels?: readonly string[];
  /** Uids, accounts and user ids. Tokens that hold no user are then refused too. */
  readonly users?: readonly (string | number)[];
  /** `['subscriber']` refuses every privilege to publish. */
  readonly roles?: readonly ('publisher' | 'subscriber')[];
  /** Kinds of token, as `signToken` names them. */
  readonly kinds?: readonly string[];
  /** A longer lifetime that is asked for becomes this one. Without it 24 hours. */
  readonly maxExpiresIn?: Duration;
  /** The largest body that is read, in bytes; without it 65536. */
  readonly bodyBytes?: number;
}

const KEYS = keysOf<Limits>({
  channels: true,
  users: true,
  roles: true,
  kinds: true,
  maxExpiresIn: true,
  bodyBytes: true,
});

/** Tokens for servers: whoever has one may act as anybody. A handler signs them where `kinds` names them. */
export const SERVER_KINDS = ['chat app', 'apaas app', 'whiteboard sdk'];

/** Refuses what a limit does not allow. */
export type Check = (ask: Ask, plan: Plan) => void;

/**
 * Limits look at what would be signed, not at how it was asked for, so that no route and no option
 * gets around them.
 * @throws UsageError for limits that are not valid
 */
export function limiter(limits: Limits): Check {
  objectGiven(limits, 'limits');
  assertKeys(limits, KEYS, 'limits');
  const { roles } = limits;
  const channels = limits.channels?.map(glob);
  const users = limits.users && new Set(limits.users.map(String));
  const kinds = limits.kinds && new Set(limits.kinds.map(known));
  const forbidden = (what: string) => new Refusal('forbidden', `this server does not sign ${what}`);

  return (ask, { services }) => {
    const kind = kinds && ask.kinds.find((each) => !kinds.has(each));
    if (kind !== undefined) throw forbidden(`tokens of the kind ${kind}`);
    if (users && services.length === 0) throw forbidden('tokens without a user');
    for (const service of services) {
      const what = beyond(service, services);
      if (what !== undefined) throw forbidden(what);
    }
  };

  /** What of a service is not allowed. */
  function beyond(service: ServiceSpec, all: readonly ServiceSpec[]): string | undefined {
    const [channel] = textsOf(service, true);
    if (channels && channel !== undefined && !channels.some((glob) => glob.test(channel))) {
      return `tokens for the channel ${quoted(channel)}`;
    }
    const user = usersOf(service, all);
    if (users && !user.some((id) => users.has(id))) {
      const [id] = user;
      return id === undefined ? 'tokens without a user' : `tokens for the user ${quoted(id)}`;
    }
    const role = roleIn(service);
    if (!roles || !role || roles.includes(role)) return undefined;
    return role === 'publisher' ? 'tokens that may publish' : 'tokens that may not publish';
  }
}

/** A glob, in which `*` stands for any text; every other character is legal in a channel. */
function glob(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`);
}

function known(name: string): string {
  if (kindByName(name)) return name;
  throw new UsageError(`limits.kinds: unknown kind of token ${quoted(name)}`);
}

/** The texts of a service that name a place, a channel or a room, or those that name a user. */
function textsOf(service: ServiceSpec, ofPlace: boolean): readonly string[] {
  const fields = serviceByName(service.name)?.fields ?? [];
  return fields.flatMap((field) => {
    if (field.kind !== 'text') return [];
    const text = service[field.name];
    const isPlace = field.identifies === 'channel' || field.identifies === 'room';
    return isPlace === ofPlace && text !== undefined ? [text] : [];
  });
}

/** The user of a service, and what it was derived from. */
function usersOf(service: ServiceSpec, all: readonly ServiceSpec[]): readonly string[] {
  const own = textsOf(service, false).map((text) => (text === '' ? '0' : text));
  if (service.name !== 'chat') return own;
  // Chat knows the user of a classroom by a hash.
  const hashed = all.flatMap(({ userUuid }) =>
    userUuid && service.userId === md5(userUuid) ? [userUuid] : [],
  );
  return [...own, ...hashed];
}

/** The role that a service gives; none where there is nothing to publish in it. */
function roleIn({ name, privileges }: ServiceSpec): 'publisher' | 'subscriber' | undefined {
  const rows = serviceByName(name)?.privileges ?? [];
  const publishing = rows.filter((row) => row.name.startsWith('publish')).map(({ id }) => id);
  if (publishing.length === 0) return undefined;
  return privileges.some(([id]) => publishing.includes(id)) ? 'publisher' : 'subscriber';
}
