import { LIMIT_SECONDS } from '../core/agora/limits.js';
import { UsageError } from '../core/errors.js';
import { DEFAULT_LIFETIME, KINDS } from '../core/generate/kinds.js';
import { type Duration, parseDuration } from '../core/text/parse-values.js';
import { quoted } from '../core/text/safe-text.js';
import { pick } from '../core/util.js';
import { assertKeys, keysOf, objectGiven } from '../library/given.js';
import { assertSecrets, type ProjectSecrets, SECRET_KEYS } from '../library/secrets.js';
import { type AllowsOrigin, assertOrigin, cors, hostOfOrigin } from './cors.js';
import { type Limits, limiter, SERVER_KINDS } from './limits.js';
import { segmentsOf } from './path.js';
import { randomUint32 } from './random.js';
import { Refusal } from './refusal.js';
import {
  type Authorize,
  type Guard,
  type Incoming,
  type Outgoing,
  type Respond,
  responder,
  type ServerEvent,
} from './respond.js';
import { ROUTES, type Route } from './routes.js';
import { credentialsOf } from './sign.js';

/** What a token server is made of. */
export interface TokenHandlerOptions<Context = unknown> extends ProjectSecrets {
  /** Who gets which token. It has no default: an open handler signs for anybody. */
  readonly authorize: Authorize<Context>;
  /** The names of the routes to answer; without it all but those that only samples need. */
  readonly routes?: readonly string[];
  /** Where the handler is mounted, if its server leaves that in the URL: `/api/agora`. */
  readonly basePath?: string;
  /**
   * Which pages of other origins may ask: a list of origins, `*` for all, or a function. Without it
   * none may, and no CORS header is sent.
   */
  readonly cors?: '*' | readonly string[] | ((origin: string) => boolean);
  /** What is signed at most. Tokens for servers (`chat app` …) are signed where `kinds` names them. */
  readonly limits?: Limits;
  /** The lifetime of tokens that are asked for without one; without it 1 h. */
  readonly expiresIn?: Duration;
  /** 006 for clients with SDKs that do not read 007. */
  readonly tokenVersion?: '007' | '006';
  /** Unix milliseconds; without it the clock. */
  readonly now?: () => number;
  /** Is called after every answer, with nothing secret: for a log. What it throws is ignored. */
  readonly onEvent?: (event: ServerEvent) => void;
}

const KEYS = [
  ...SECRET_KEYS,
  ...keysOf<Omit<TokenHandlerOptions, keyof ProjectSecrets>>({
    authorize: true,
    routes: true,
    basePath: true,
    cors: true,
    limits: true,
    expiresIn: true,
    tokenVersion: true,
    now: true,
    onEvent: true,
  }),
];

/** Answers a request for a token; `context` is handed to `authorize` as it is. */
export type TokenHandler<Context = unknown> = (
  request: Request,
  context?: Context,
) => Promise<Response>;

const RESPONDERS = new WeakMap<object, Respond>();

/** The core of a handler that was made here, which a Node.js server calls without Request and Response. */
export const responderOf = (handler: object): Respond | undefined => RESPONDERS.get(handler);

/** `createTokenHandler`, without its documentation. */
export function createHandler<Context>(
  options: TokenHandlerOptions<Context>,
): TokenHandler<Context> {
  const respond = responder(setupOf(options));
  const handler: TokenHandler<Context> = async (request, context) =>
    toResponse(await respond(ofRequest(request, context)));
  RESPONDERS.set(handler, respond);
  return handler;
}

function setupOf<Context>(options: TokenHandlerOptions<Context>) {
  objectGiven(options, 'options');
  assertKeys(options, KEYS, 'options');
  const { authorize, limits = {}, now = Date.now, onEvent, expiresIn } = options;
  if (typeof authorize !== 'function') {
    throw new UsageError(
      'authorize is not a function',
      'It decides who gets a token: authorize({ ask, request }) => true, false, or { uid: session.uid }.',
    );
  }
  objectGiven(limits, 'limits');
  assertShapes(options, limits);
  const project = secretsOf(options);
  const kinds = KINDS.map(({ name }) => name).filter((name) => !SERVER_KINDS.includes(name));
  const maxLifetime =
    limits.maxExpiresIn === undefined
      ? LIMIT_SECONDS
      : parseDuration(String(limits.maxExpiresIn), 'limits.maxExpiresIn');
  const origins = options.cors === undefined ? undefined : allowing(options.cors);
  const guard: Guard = {
    ...(origins && { cors: cors(origins, () => 'Add it to the option cors of the handler.') }),
    ...below(options.basePath),
  };
  return {
    routes: chosen(options.routes),
    project,
    credentials: credentialsOf(project),
    authorize: authorize as Authorize<never>,
    check: limiter({ ...limits, kinds: limits.kinds ?? kinds }),
    guard,
    sources: { now, randomUint32, randomUuid: () => crypto.randomUUID() },
    lifetime: Math.min(
      maxLifetime,
      expiresIn === undefined ? DEFAULT_LIFETIME : parseDuration(String(expiresIn), 'expiresIn'),
    ),
    maxLifetime,
    tokenVersion: options.tokenVersion ?? '007',
    bodyBytes: limits.bodyBytes ?? BODY_BYTES,
    ...(onEvent && { onEvent: quietly(onEvent) }),
  };
}

const isFunction = (value: unknown) => typeof value === 'function';
const isText = (value: unknown) => typeof value === 'string';
const isList = (good: (item: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(good);
const isOneOf =
  (...values: readonly unknown[]) =>
  (value: unknown) =>
    values.includes(value);
const ROLES = ['publisher', 'subscriber'];

/**
 * The types say the same, but not to JavaScript: a limit of another type would limit nothing.
 * @throws UsageError
 */
function assertShapes(options: TokenHandlerOptions<never>, limits: Limits): void {
  const { routes, basePath, cors, tokenVersion, now, onEvent } = options;
  const { channels, users, roles, kinds, bodyBytes } = limits;
  const shapes: [name: string, given: unknown, good: (value: unknown) => boolean, words: string][] =
    [
      ['routes', routes, isList(isText), 'a list of names'],
      ['basePath', basePath, isText, 'a path'],
      [
        'cors',
        cors,
        (value) => value === '*' || isFunction(value) || isList(isText)(value),
        "'*', a list of origins, or a function",
      ],
      ['tokenVersion', tokenVersion, isOneOf('007', '006'), "'007' or '006'"],
      ['now', now, isFunction, 'a function'],
      ['onEvent', onEvent, isFunction, 'a function'],
      ['limits.channels', channels, isList(isText), 'a list of texts'],
      [
        'limits.users',
        users,
        isList((each) => isText(each) || Number.isInteger(each)),
        'a list of uids and user ids',
      ],
      ['limits.roles', roles, isList(isOneOf(...ROLES)), `a list of ${ROLES.join(' and ')}`],
      ['limits.kinds', kinds, isList(isText), 'a list of kinds'],
      [
        'limits.bodyBytes',
        bodyBytes,
        (value) => Number.isInteger(value) && Number(value) > 0,
        'a number of bytes',
      ],
    ];
  for (const [name, given, good, words] of shapes) {
    if (given !== undefined && !good(given)) {
      throw new UsageError(`${name} cannot be used`, `It must be ${words}.`);
    }
  }
  if (Array.isArray(cors)) for (const origin of cors) assertOrigin(origin, 'cors');
}

/** No token request is larger. */
export const BODY_BYTES = 65_536;

/** A log that fails must not fail a request whose token is signed. */
export function quietly(onEvent: (event: ServerEvent) => void) {
  return (event: ServerEvent): void => {
    try {
      onEvent(event);
    } catch {
      // Nobody is left to tell.
    }
  };
}

function secretsOf(options: ProjectSecrets): ProjectSecrets {
  const secrets = pick(options, ...SECRET_KEYS);
  assertSecrets(secrets, 'options');
  return secrets;
}

function chosen(names: readonly string[] | undefined): readonly Route[] {
  if (names === undefined) return ROUTES.filter(({ development }) => !development);
  return names.map((name) => {
    const route = ROUTES.find((each) => each.name === name);
    if (route) return route;
    throw new UsageError(
      `there is no route ${quoted(name)}`,
      `The routes are ${ROUTES.map((each) => each.name).join(', ')}.`,
    );
  });
}

function below(basePath = ''): Guard {
  const base = segmentsOf(basePath);
  return {
    locate: (segments) =>
      base.every((segment, at) => segment === segments[at])
        ? { segments: segments.slice(base.length) }
        : { segments, outside: true },
    enter: (_incoming, { outside }) => {
      if (outside) throw new Refusal('not-found', `the routes are below /${base.join('/')}`);
    },
  };
}

function allowing(given: NonNullable<TokenHandlerOptions['cors']>): AllowsOrigin {
  if (typeof given === 'function') return (origin) => given(origin) === true;
  if (given.includes('*')) return () => true;
  const listed = new Set(given);
  // A browser also names the origin of a POST to the page's own server.
  return (origin, incoming) =>
    listed.has(origin) || hostOfOrigin(origin) === incoming.header('host')?.toLowerCase();
}

function ofRequest(request: Request, context: unknown): Incoming {
  const { url } = request;
  return {
    method: request.method,
    target: url.slice(url.indexOf('/', url.indexOf('//') + 2)),
    header: (name) =>
      request.headers.get(name) ?? (name === 'host' ? new URL(url).host : undefined),
    body: (limit) => textOf(request, limit),
    request: () => request,
    context,
  };
}

async function textOf(request: Request, limit: number): Promise<string> {
  if (!request.body) return '';
  if (Number(request.headers.get('content-length')) > limit) throw tooLarge(limit);
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > limit) throw tooLarge(limit);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

export const tooLarge = (limit: number) =>
  new Refusal('body-too-large', `the body is larger than ${limit} bytes`, undefined, {
    connection: 'close',
  });

function toResponse({ status, headers, body }: Outgoing): Response {
  const sent = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const each of typeof value === 'string' ? [value] : value) sent.append(name, each);
  }
  // What is not null is refused with a status that has no body.
  return new Response(body.length === 0 ? null : (body as string), { status, headers: sent });
}
