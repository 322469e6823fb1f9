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
    if (kinds) {
      for (const kind of ask.kinds) {
        if (!kinds.has(kind)) throw forbidden(`tokens of the kind ${kind}`);
      }
    }
    if (users && services.length === 0) throw forbidden('tokens without a user');
    for (const service of services) {
      const { channel, user } = identities(service, services);
      if (channels && channel !== undefined && !channels.some((glob) => glob.test(channel))) {
        throw forbidden(`tokens for the channel ${quoted(channel)}`);
      }
      if (users && !user.some((id) => users.has(id))) {
        const [id] = user;
        throw forbidden(
          id === undefined ? 'tokens without a user' : `tokens for the user ${quoted(id)}`,
        );
      }
      const role = roleIn(service);
      if (roles && role && !roles.includes(role)) {
        throw forbidden(
          role === 'publisher' ? 'tokens that may publish' : 'tokens that may not publish',
        );
      }
    }
  };
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

/** The channel and the user of a service; of the user also what it was derived from. */
function identities(service: ServiceSpec, all: readonly ServiceSpec[]) {
  let channel: string | undefined;
  const user: string[] = [];
  for (const field of serviceByName(service.name)?.fields ?? []) {
    if (field.kind !== 'text') continue;
    const text = service[field.name as 'channel'];
    if (text === undefined) continue;
    if (field.identifies === 'channel' || field.identifies === 'room') channel = text;
    else user.push(text === '' ? '0' : text);
  }
  // Chat knows the user of a classroom by a hash.
  for (const { userUuid } of all) {
    if (service.name === 'chat' && userUuid && service.userId === md5(userUuid))
      user.push(userUuid);
  }
  return { channel, user };
}

/** The role that a service gives; none where there is nothing to publish in it. */
function roleIn({ name, privileges }: ServiceSpec): 'publisher' | 'subscriber' | undefined {
  const rows = serviceByName(name)?.privileges ?? [];
  const publishing = rows.filter((row) => row.name.startsWith('publish')).map(({ id }) => id);
  if (publishing.length === 0) return undefined;
  return privileges.some(([id]) => publishing.includes(id)) ? 'publisher' : 'subscriber';
}
