import { ConfigError } from '../core/errors.js';
import type { Finding } from '../core/finding.js';
import { DEFAULT_LIFETIME, type Kind, kindByName } from '../core/generate/kinds.js';
import { keyOf, type Values } from '../core/generate/options.js';
import { signKind } from '../core/generate/sign-kind.js';
import { encoder007 } from '../core/sign/encode-007.js';
import type { ServiceSpec } from '../core/sign/pack.js';
import { sign006 } from '../core/sign/sign-006.js';
import { signWhiteboard } from '../core/sign/sign-whiteboard.js';
import { type Credentials, checkCredentials, signerWith } from '../core/sign/signer.js';
import type { ParsedToken } from '../core/token/model.js';
import { nodeRuntime } from '../core/token/node-runtime.js';
import type { ProjectSecrets } from '../library/secrets.js';
import { type Ask, valuesOf } from './ask.js';
import { Refusal } from './refusal.js';

export type { ProjectSecrets };

/** One token of an answer. */
export interface SignedToken {
  readonly text: string;
  readonly parsed: ParsedToken;
  /** What `inspect` would warn of. */
  readonly warnings: () => readonly Finding[];
}

/** What one token is to be, after every check but the limits. */
export interface Plan {
  readonly kind: Kind;
  readonly values: Values;
  /** Of a whiteboard token none. */
  readonly services: readonly ServiceSpec[];
}

export interface Sources {
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly randomUint32: () => number;
  readonly randomUuid: () => string;
}

const SIGN = signerWith({ sign007: encoder007(nodeRuntime), sign006, signWhiteboard }, nodeRuntime);

/**
 * Turns an ask into what is signed for it: the services of all its kinds, in one token.
 * @throws Refusal for a value that a kind does not take, or one that is missing; UsageError where options
 *   do not go together
 */
export function planOf(ask: Ask): Plan {
  const kinds = ask.kinds.map((name) => kindByName(name) as Kind);
  const [first] = kinds as [Kind, ...Kind[]];
  // Options are of the first kind; its `with` adds the others.
  if (kinds.length === 1 || ask.options) {
    const values = valuesOf(ask, first);
    return { kind: first, values, services: servicesOf(first, values) };
  }
  const services = merged(
    kinds.flatMap((kind) =>
      // Some clients log in to RTM with a name that the server never learns.
      kind.name === 'rtm' && ask.rtmUserId === ''
        ? servicesOf(kind, { userId: '', expiresIn: ask.expiresIn })
        : servicesOf(kind, valuesOf(ask, kind)),
    ),
  );
  const joint = { ...first, signs: { as: 'services' as const, services: () => services } };
  return { kind: joint, values: { expiresIn: ask.expiresIn }, services };
}

function servicesOf({ signs, lifetime }: Kind, values: Values): readonly ServiceSpec[] {
  if (signs.as !== 'services') return [];
  const seconds = values.expiresIn ?? lifetime ?? DEFAULT_LIFETIME;
  return signs.services(values, seconds, keyOf).map((service) => within(service, seconds));
}

/** No privilege outlasts its token: a 006 token ends with its privileges, and has no end of its own. */
function within(service: ServiceSpec, seconds: number): ServiceSpec {
  if (service.privileges.every(([, own]) => own <= seconds)) return service;
  return {
    ...service,
    privileges: service.privileges.map(([id, own]) => [id, Math.min(own, seconds)] as const),
  };
}

/** A token has each service once: Chat for a user and for the app is one service. */
function merged(services: readonly ServiceSpec[]): readonly ServiceSpec[] {
  const byName = new Map<string, ServiceSpec>();
  for (const service of services) {
    const known = byName.get(service.name);
    byName.set(
      service.name,
      known
        ? {
            ...service,
            ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== '')),
            privileges: [...known.privileges, ...service.privileges],
          }
        : service,
    );
  }
  return [...byName.values()];
}

/**
 * Signs a plan. This is the one place of the server that signs.
 * @throws UsageError where the token would be too large
 */
export function signPlan(
  { kind, values, services }: Plan,
  credentials: Credentials,
  sources: Sources,
): SignedToken {
  const now = Math.floor(sources.now() / 1000);
  // The services are known already: making them once more would take time.
  const ready =
    kind.signs.as === 'services'
      ? { ...kind, signs: { as: kind.signs.as, services: () => services } }
      : kind;
  const { signed, warnings } = signKind(ready, values, credentials, {
    ...sources,
    sign: SIGN,
    now,
    nameOf: keyOf,
  });
  return { text: signed.text, parsed: signed, warnings };
}

/** The credentials that sign a kind. */
export type CredentialsOf = (kind: Kind) => Credentials;

/**
 * Checks a project's secrets once, when the server starts.
 * @throws ConfigError for an App ID or a certificate that is missing or malformed, never showing one
 */
export function credentialsOf(project: ProjectSecrets): CredentialsOf {
  const { appId, appCertificate, whiteboardAccessKey, whiteboardSecretKey } = project;
  const app = pair(appId, appCertificate, 'appId', 'appCertificate');
  const whiteboard = pair(
    whiteboardAccessKey,
    whiteboardSecretKey,
    'whiteboardAccessKey',
    'whiteboardSecretKey',
  );
  if (app) checkCredentials(app, { id: 'appId', secret: 'appCertificate' });
  if (!app && !whiteboard) {
    throw new ConfigError(
      'a token server needs appId and appCertificate',
      'One of them is empty. An unset variable is the usual cause.',
    );
  }
  return ({ signs }) => {
    const credentials = signs.as === 'services' ? app : whiteboard;
    if (credentials) return credentials;
    const what = signs.as === 'services' ? 'App ID' : 'whiteboard access key';
    throw new Refusal('not-found', `this server has no ${what}, which these tokens need`);
  };
}

function pair(
  id: string | undefined,
  secret: string | undefined,
  idName: string,
  secretName: string,
): Credentials | undefined {
  if (id && secret) return { id, secret };
  if (!id && !secret) return undefined;
  throw new ConfigError(
    `a token server needs ${idName} and ${secretName}, but only one of them is set`,
    'The other is empty. An unset variable is the usual cause.',
  );
}
