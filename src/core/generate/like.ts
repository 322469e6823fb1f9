import { serviceByName } from '../agora/services.js';
import { CliError } from '../errors.js';
import { rtcRole } from '../inspect/publishing.js';
import { isUid } from '../inspect/whom.js';
import { type ServiceSpec, serviceType } from '../sign/pack.js';
import type { DecodedService, DecodedToken, TokenText } from '../token/model.js';
import { DEFAULT_LIFETIME, KINDS, type Kind } from './kinds.js';
import { APAAS_ROLE, FCDN_PUBLISH, type Key, keyOf, RTC_ROLE } from './options.js';
import type { Input } from './read.js';
import { readInputs } from './values.js';

export type LikeInputs = Readonly<Partial<Record<Key, Input>>>;

/** A kind of token, and what its options would be given as. */
export interface Likeness {
  readonly kind: Kind;
  readonly inputs: LikeInputs;
}

/** What a token that does not contain it is for, such as a 006 token. */
interface Claims {
  readonly channel?: string;
  readonly uid?: string;
  readonly account?: string;
  readonly userId?: string;
}

/**
 * The kind and the options of `generate` for a token like another: for the same people, with the same
 * services, rights and lifetime. Where no kind signs exactly such a token, it is the nearest.
 */
export function likeness(token: DecodedToken, claims: Claims = {}): Likeness {
  const fitting = KINDS.flatMap((kind): Likeness[] => {
    if (!isFormatOf(kind, token)) return [];
    const inputs = inputsFor(kind, token, claims);
    return fits(kind, inputs, token) ? [{ kind, inputs }] : [];
  });
  // Of two that fit, the one that names fewer services by hand is meant.
  const [best] = fitting.sort((a, b) => withCount(a) - withCount(b));
  if (best) return best;
  const kind = KINDS.find((each) => isFormatOf(each, token)) as Kind;
  return { kind, inputs: inputsFor(kind, token, claims) };
}

const withCount = ({ inputs }: Likeness) => (inputs.with as readonly string[])?.length ?? 0;

/** A whiteboard token is told by its format, all others by their services. */
const isFormatOf = ({ signs }: Kind, { format }: DecodedToken) =>
  signs.as === format || (signs.as === 'services' && !format.startsWith('whiteboard-'));

function inputsFor(kind: Kind, token: DecodedToken, claims: Claims): LikeInputs {
  const { services = [] } = token;
  const wanted: Record<string, Input | undefined> = {
    ...claims,
    ...people(services),
    ...lifetimes(token),
    ...rights(kind, token),
    tokenVersion: token.format === '006' ? '006' : undefined,
    uuid: asText(token.uuid),
  };
  const inputs: Partial<Record<Key, Input>> = {};
  for (const { key } of kind.options) {
    const input = wanted[key];
    if (input !== undefined) inputs[key] = input;
  }
  const others = kind.options.some(({ key }) => key === 'with')
    ? otherServices(kind, inputs, services)
    : [];
  return others.length > 0 ? { ...inputs, with: others } : inputs;
}

/** Whom the services are for: the first that names somebody, for all. */
function people(services: readonly DecodedService[]): Record<string, string> {
  const found: Record<string, string> = {};
  const set = (key: string, value: TokenText | undefined) => {
    if (typeof value === 'string' && value !== '') found[key] ??= value;
  };
  for (const { channel, uid, account, userId, roomUuid, userUuid } of services) {
    const user = uid ?? account;
    set('channel', channel);
    if (user === '') found.uid ??= '0';
    else set(user !== undefined && isUid(user) ? 'uid' : 'account', user);
    set('userId', userId);
    set('room', roomUuid);
    set('user', userUuid);
  }
  const rtm = asText(services.find(({ name }) => name === 'rtm')?.userId);
  if (rtm && rtm !== (found.account ?? found.uid)) set('rtmUserId', rtm);
  return found;
}

/** The option for the lifetime of each privilege of RTC. */
const PRIVILEGE_KEYS: readonly Key[] = ['join', 'publishAudio', 'publishVideo', 'publishData'];

function lifetimes({ services = [], expiresAt, lifetimeSeconds }: DecodedToken) {
  const found: Record<string, Input> = {};
  if (lifetimeSeconds) found.expiresIn = durationText(lifetimeSeconds);
  if (expiresAt === null) found.neverExpires = true;
  const rtc = services.find(
    ({ name, channelCrc32 }) => name === 'rtc' && channelCrc32 === undefined,
  );
  for (const { id, value } of rtc?.privileges ?? []) {
    const key = PRIVILEGE_KEYS[id - 1];
    if (key && value > 0 && value !== lifetimeSeconds) found[key] = durationText(value);
  }
  return found;
}

/** What the holder may do; the option is another with each kind. */
function rights(kind: Kind, { services = [], role }: DecodedToken) {
  const found: Record<string, Input | undefined> = {};
  const has = (option: unknown) => (kind.options as readonly unknown[]).includes(option);
  const only = (name: string, privilege: string) =>
    services
      .find((service) => service.name === name)
      ?.privileges.every((each) => each.name === privilege);
  if (has(RTC_ROLE)) {
    const rtc = services.find(({ name }) => name === 'rtc');
    if (rtc && rtcRole(rtc) === 'subscriber') found.role = 'subscriber';
  } else if (has(APAAS_ROLE)) {
    const number = services.find((service) => service.role !== undefined)?.role;
    found.role = number === undefined ? undefined : String(number);
  } else found.role = asText(role);
  if (has(FCDN_PUBLISH)) {
    if (only('fcdn', 'publish')) found.publish = true;
    if (only('fcdn', 'play')) found.play = true;
  } else if (only('streaming', 'publish-mixed-stream')) found.publish = 'mixed';
  else if (only('streaming', 'publish-raw-stream')) found.publish = 'raw';
  found.permission = permissionTexts(services);
  return found;
}

function permissionTexts(services: readonly DecodedService[]): readonly string[] | undefined {
  const permissions = services.find((service) => service.permissions)?.permissions;
  if (!permissions) return undefined;
  return Object.entries(permissions).flatMap(([resource, lists]) =>
    Object.entries(lists).map(
      ([type, names]) => `${resource}:${type}=${names.map((name) => asText(name)).join(',')}`,
    ),
  );
}

/** What `--with` has to name: the services that the kind does not have itself. */
function otherServices(
  kind: Kind,
  inputs: LikeInputs,
  services: readonly DecodedService[],
): readonly string[] {
  const own = (servicesOf(kind, inputs) ?? []).map(({ name }) => name as string);
  const user = inputs.account ?? inputs.uid;
  return services.flatMap((service) => {
    const at = own.indexOf(service.name);
    if (at >= 0) {
      own.splice(at, 1);
      return [];
    }
    const field = serviceByName(service.name)?.fields.find(({ kind }) => kind === 'text');
    const id = field && asText(service[field.name] as TokenText);
    return id === undefined || id === '' || id === user || id === inputs.channel
      ? service.name
      : `${service.name}=${id}`;
  });
}

/** What would be signed; undefined where the options do not go together. */
function servicesOf(kind: Kind, inputs: LikeInputs): readonly ServiceSpec[] | undefined {
  if (kind.signs.as !== 'services') return [];
  try {
    const values = readInputs(kind, inputs, keyOf);
    return kind.signs.services(values, values.expiresIn ?? DEFAULT_LIFETIME, keyOf);
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}

function fits(kind: Kind, inputs: LikeInputs, { services = [] }: DecodedToken): boolean {
  const specs = servicesOf(kind, inputs);
  if (specs?.length !== services.length) return false;
  return [...specs]
    .sort((a, b) => serviceType(a) - serviceType(b))
    .every((spec, index) => isSame(spec, services[index] as DecodedService));
}

/** For the same people, with the same privileges; how long they last is another matter. */
function isSame(spec: ServiceSpec, service: DecodedService): boolean {
  const crc = service.channelCrc32 !== undefined;
  const ids = ({ privileges }: { readonly privileges: readonly unknown[] }) => privileges.length;
  return (
    spec.name === service.name &&
    (crc ||
      (ids(spec) === ids(service) &&
        spec.privileges.every(([id]) => service.privileges.some((each) => each.id === id)) &&
        (serviceByName(spec.name)?.fields ?? []).every(
          ({ name, kind }) =>
            kind !== 'text' || (spec[name as 'channel'] ?? '') === (service[name] ?? ''),
        )))
  );
}

const asText = (text: TokenText | undefined) => (typeof text === 'string' ? text : undefined);

/** `2h`, `45m`, `90s` */
function durationText(seconds: number): string {
  const [size, unit] = [[3600, 'h'] as const, [60, 'm'] as const].find(
    ([size]) => seconds % size === 0,
  ) ?? [1, 's'];
  return `${seconds / size}${unit}`;
}
