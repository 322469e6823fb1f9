import { maskSecrets } from '../core/text/mask.js';
import { quoted, safeText } from '../core/text/safe-text.js';
import type { ProjectSecrets } from '../library/secrets.js';
import { UNNAMED } from '../library/secrets.js';
import { type Ask, assertWhole, type Narrowed, narrowed, refusedAs } from './ask.js';
import { readFields } from './fields.js';
import { type Check, limiter } from './limits.js';
import { match, type Params, type Pattern, pattern, segmentsOf } from './path.js';
import { Refusal, refusalBody } from './refusal.js';
import { type About, Page, type Reading, type Route, type SigningRoute } from './routes.js';
import { type CredentialsOf, type Plan, planOf, type Sources, signPlan } from './sign.js';

/** A request as any server knows it. */
export interface Incoming {
  readonly method: string;
  /** Path and query as they were sent, or a whole URL. */
  readonly target: string;
  /** @param name in lower case */
  readonly header: (name: string) => string | undefined;
  /** The body's text, or the object that a framework has parsed it to. */
  readonly body: (limit: number) => Promise<unknown>;
  /** Made for `authorize` alone; its body has been read. */
  readonly request: () => Request;
  readonly context?: unknown;
  readonly address?: string | undefined;
}

export interface Outgoing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Uint8Array;
}

export type Respond = (incoming: Incoming) => Promise<Outgoing>;

export interface CrossOrigin {
  readonly headers: Readonly<Record<string, string>>;
  readonly refusal?: Refusal;
}

/** What is decided before a route is looked for. `host` and `enter` may throw a Refusal. */
export interface Guard {
  /** Whether the request is for this server at all. */
  readonly host?: (incoming: Incoming) => void;
  /** The CORS headers of every answer to this request, and why its page gets no token. */
  readonly cors?: (incoming: Incoming) => CrossOrigin;
  /** Takes from a path what is not part of a route, so that no log shows a key. */
  readonly locate?: (segments: readonly string[]) => Located;
  readonly enter?: (incoming: Incoming, located: Located) => void;
}

export interface Located {
  /** What routes are matched with. */
  readonly segments: readonly string[];
  /** The key in front of the route. */
  readonly key?: string;
  /** The path is not below the base path. */
  readonly outside?: boolean;
}

/**
 * Decides whether, and as what, the client gets what it asks for.
 * @returns true, or what to put in place of the ask: `{ uid: session.uid }`. Everything else refuses:
 *   false with status 403, a Response as it is
 */
export type Authorize<Context = unknown> = (given: {
  readonly ask: Ask;
  /** Its body has been read: what it asked for is in `ask`. */
  readonly request: Request;
  readonly context: Context;
}) => Verdict | Promise<Verdict>;

type Verdict = boolean | Narrowed | Response | undefined | null;

/** What happened, for a log: it never contains a token, a body or a query. */
export type ServerEvent =
  | (Happened & {
      readonly type: 'signed';
      readonly ask: Ask;
      /** Unix seconds. */
      readonly expiresAt: number;
      /** What was read differently from how it was asked. */
      readonly notes: readonly string[];
    })
  | (Happened & {
      readonly type: 'refused';
      readonly code: Refusal['code'];
      readonly message: string;
      readonly hint?: string;
      /** What was thrown, of an unexpected failure (status 500). */
      readonly error?: unknown;
    });

interface Happened {
  /** Unix milliseconds. */
  readonly time: number;
  readonly status: number;
  readonly method: string;
  /** The path without its query, and with control characters escaped. */
  readonly path: string;
  /** The name of the route, where one was found. */
  readonly route?: string;
  readonly origin?: string;
  readonly address?: string;
}

export interface Setup extends About {
  readonly routes: readonly Route[];
  readonly project: ProjectSecrets;
  readonly credentials: CredentialsOf;
  readonly authorize?: Authorize<never>;
  readonly check?: Check;
  readonly guard: Guard;
  readonly sources: Sources;
  /** Seconds. */
  readonly lifetime: number;
  readonly maxLifetime: number;
  readonly tokenVersion: '007' | '006';
  readonly bodyBytes: number;
  /** Which profile has another App ID, for a hint. */
  readonly profileOf?: (appId: string) => string | undefined;
  readonly onEvent?: (event: ServerEvent) => void;
}

/** No cache may keep a token, and no page guess its type or learn where it came from. */
const HEADERS = {
  'cache-control': 'private, no-cache, no-store, must-revalidate',
  pragma: 'no-cache',
  expires: '-1',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
} as const;

const SUBSCRIBING = limiter({ roles: ['subscriber'] });

const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';
const MAX_URL = 8192;
/** What a log shows of a path: the longest channel and user fit. */
const LOGGED_PATH = 1024;

/** What the core cannot use is the client's mistake; what `authorize` throws is not. */
const refusing = <T>(act: () => T): T => refusedAs('invalid-body', act);

/** Each plan with the part of the ask that it is for. */
type Plans = readonly (readonly [Plan, Ask])[];

/** What may be signed, if the limits allow it. */
interface Granted {
  readonly ask: Ask;
  readonly plans: Plans;
}

/** What is known of a request so far, for its event. */
interface Progress {
  segments: readonly string[];
  route?: Route;
  headers: Readonly<Record<string, string>>;
}

/** The server without a network: the same for `serve`, the handler and the tests. */
export function responder(setup: Setup): Respond {
  const find = finder(setup.routes);
  const settings = {
    lifetime: setup.lifetime,
    tokenVersion: setup.tokenVersion,
    now: setup.sources.now,
    randomUint32: setup.sources.randomUint32,
  };

  /** @throws Refusal; the headers of the progress are set before */
  function enter(incoming: Incoming, progress: Progress): { readonly query: string } {
    const { guard } = setup;
    const crossOrigin = guard.cors?.(incoming);
    progress.headers = crossOrigin?.headers ?? {};
    const { path, query } = taken(incoming.target);
    const all = segmentsOf(path);
    const located = guard.locate?.(all) ?? { segments: all };
    progress.segments = located.segments;
    guard.host?.(incoming);
    if (crossOrigin?.refusal) throw crossOrigin.refusal;
    if (incoming.method !== 'OPTIONS') guard.enter?.(incoming, located);
    return { query };
  }

  async function answer(incoming: Incoming, progress: Progress): Promise<Outgoing> {
    const { query } = enter(incoming, progress);
    if (incoming.method === 'OPTIONS') return outgoing(204, progress.headers, '');
    const { route, params } = find(
      incoming.method === 'HEAD' ? 'GET' : incoming.method,
      progress.segments,
    );
    progress.route = route;
    const { method } = route;
    const body = method === 'POST' ? await incoming.body(setup.bodyBytes) : undefined;
    const fields = readFields(query, body);
    if (!route.plain) return signed(route, { params, fields, method }, incoming, progress);
    const plain = route.plain(setup, fields);
    if (!plain) throw notFound(progress.segments);
    return good(plain, progress);
  }

  /** Reads what is asked for, and signs what of it may be signed. */
  async function signed(
    route: SigningRoute,
    request: Pick<Reading, 'params' | 'fields' | 'method'>,
    incoming: Incoming,
    progress: Progress,
  ): Promise<Outgoing> {
    assertAppId(request.fields.text('appId'), setup);
    const notes: string[] = [];
    const reading = { ...request, settings, note: (text: string) => notes.push(text) };
    const asked = refusing(() => cut({ route: route.name, ...route.read(reading) }, notes));
    const granted = await grantedOf(route, asked, incoming, notes);
    if (granted instanceof Response) return ofResponse(granted, incoming, progress);
    const { ask, plans } = granted;
    for (const [plan, part] of plans) setup.check?.(part, plan);
    const tokens = refusing(() =>
      plans.map(([plan]) => signPlan(plan, setup.credentials(plan.kind), setup.sources)),
    );
    const expiresAt = Math.floor(setup.sources.now() / 1000) + ask.expiresIn;
    const result = route.answer({
      ask,
      tokens,
      appId: setup.project.appId ?? '',
      profile: setup.project.profile ?? UNNAMED,
      json: request.fields.json,
      expiresAt,
      randomUint32: setup.sources.randomUint32,
    });
    const sent = good(result, progress);
    setup.onEvent?.({
      type: 'signed',
      ...happened(incoming, progress, 200, ask),
      ask,
      expiresAt,
      notes,
    });
    return sent;
  }

  /** What of an ask may be signed, or the response of `authorize`. */
  async function grantedOf(
    route: SigningRoute,
    asked: Ask,
    incoming: Incoming,
    notes: string[],
  ): Promise<Granted | Response> {
    const plansAsked = refusing(() => plansOf(route, asked));
    const verdict = await verdictOn(asked, incoming);
    if (verdict === true) return { ask: asked, plans: plansAsked };
    if (verdict instanceof Response) return verdict;
    const ask = cut(narrowed(asked, verdict), notes);
    const plans = refusing(() => plansOf(route, ask));
    if (verdict.role === 'subscriber') {
      // Not every kind has a role that could be set.
      for (const [plan, part] of plans) SUBSCRIBING(part, plan);
    }
    return { ask, plans };
  }

  /** What `authorize` says; without one whoever may come in may have a token. */
  async function verdictOn(ask: Ask, incoming: Incoming): Promise<true | Narrowed | Response> {
    if (!setup.authorize) return true;
    assertWhole(ask);
    const verdict = await setup.authorize({
      ask,
      // Only where it is looked at: it takes as long to make as a token.
      get request() {
        return incoming.request();
      },
      context: incoming.context as never,
    });
    if (verdict === true || (verdict !== null && typeof verdict === 'object')) return verdict;
    throw new Refusal('forbidden', 'you may not get this token');
  }

  /** A lifetime that is too long becomes the longest: clients ask for days. */
  function cut(ask: Ask, notes: string[]): Ask {
    if (ask.expiresIn <= setup.maxLifetime) return ask;
    notes.push(`the lifetime was cut from ${ask.expiresIn} s to ${setup.maxLifetime} s`);
    return { ...ask, expiresIn: setup.maxLifetime };
  }

  function happened(
    { method, header, address }: Incoming,
    { segments, route }: Progress,
    status: number,
    signed?: Ask,
  ) {
    const origin = header('origin');
    return {
      time: setup.sources.now(),
      status,
      method: safeText(method),
      path: shownPath(segments, signed).slice(0, LOGGED_PATH),
      ...(route && { route: route.name }),
      ...(origin === undefined ? {} : { origin: maskSecrets(safeText(origin)) }),
      ...(address === undefined ? {} : { address }),
    };
  }

  function refuse(thrown: unknown, incoming: Incoming, progress: Progress): Outgoing {
    const expected = thrown instanceof Refusal;
    const refusal = expected ? thrown : new Refusal('internal', 'the server failed');
    const { code, message, hint, status } = refusal;
    setup.onEvent?.({
      type: 'refused',
      ...happened(incoming, progress, status),
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(expected ? {} : { error: thrown }),
    });
    const body = { ...refusalBody(refusal), ...refusedBy(progress.route, refusal) };
    const headers = { ...progress.headers, ...refusal.headers, 'content-type': JSON_TYPE };
    return outgoing(status, headers, JSON.stringify(body));
  }

  return async (incoming) => {
    const progress: Progress = { segments: [], headers: {} };
    let sent: Outgoing;
    try {
      sent = await answer(incoming, progress);
    } catch (thrown) {
      sent = refuse(thrown, incoming, progress);
    }
    return incoming.method === 'HEAD' ? { ...sent, body: '' } : sent;
  };
}

const refusedBy = (route: Route | undefined, refusal: Refusal) =>
  route?.plain ? undefined : route?.refused?.(refusal);

/** An answer with status 200: a document, an object as JSON, or a text as it is. */
function good(body: Page | object | string, { headers }: Progress): Outgoing {
  if (body instanceof Page) return outgoing(200, { ...headers, ...body.headers }, body.body);
  return typeof body === 'string'
    ? outgoing(200, { ...headers, 'content-type': TEXT_TYPE }, body)
    : outgoing(200, { ...headers, 'content-type': JSON_TYPE }, JSON.stringify(body));
}

function outgoing(status: number, headers: Outgoing['headers'], body: string): Outgoing {
  return { status, headers: { ...HEADERS, ...headers }, body };
}

/** What `authorize` answers with in place of a token. */
async function ofResponse(response: Response, incoming: Incoming, progress: Progress) {
  if (response.status === 0) throw new TypeError('authorize returned Response.error()');
  const headers: Record<string, string | string[]> = {
    ...HEADERS,
    ...progress.headers,
    ...Object.fromEntries(response.headers),
  };
  // They are of the connection that the response came by, if it was fetched.
  for (const name of ['connection', 'keep-alive', 'transfer-encoding', 'content-length']) {
    delete headers[name];
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  const body = incoming.method === 'HEAD' ? '' : new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers, body };
}

/** Path and query of a target, which a proxy's client sends as a whole URL. */
function taken(target: string): { path: string; query: string } {
  if (target.length > MAX_URL) {
    throw new Refusal('url-too-long', `the URL is longer than ${MAX_URL} characters`);
  }
  const whole = /^https?:\/\/[^/?#]*/i.exec(target)?.[0].length ?? 0;
  const [path = '', ...query] = (target.slice(whole).split('#', 1)[0] as string).split('?');
  return { path, query: query.join('?') };
}

function assertAppId(given: string | undefined, { project: { appId }, profileOf }: Setup): void {
  if (!given || given.toLowerCase() === appId?.toLowerCase()) return;
  const profile = profileOf?.(given);
  throw new Refusal(
    'app-id-mismatch',
    'the client asks for a token of another App ID than that of this server',
    profile === undefined
      ? 'Use the App ID of the server in the client, or start the server with the profile of the client.'
      : `The profile ${quoted(profile)} has it: start the server with --profile.`,
  );
}

const plansOf = (route: SigningRoute, ask: Ask): Plans =>
  (route.tokens?.(ask) ?? [ask]).map((part) => [planOf(part), part]);

const pathText = (segments: readonly string[]) =>
  `/${segments.map((segment) => safeText(segment)).join('/')}`;

/** A certificate may have been typed in any place; the names in a token that was signed are no secrets. */
function shownPath(segments: readonly string[], signed: Ask | undefined): string {
  if (signed === undefined) return maskSecrets(pathText(segments));
  const names = Object.values(signed);
  return pathText(segments.map((each) => (names.includes(each) ? each : maskSecrets(each))));
}

function notFound(segments: readonly string[]): Refusal {
  return new Refusal(
    'not-found',
    `there is no route ${pathText(segments)}`,
    'A tokenUrl is only the base URL, such as http://localhost:8080. GET /routes of agora-token serve lists the routes.',
  );
}

/** Finds the route of a request by its first segment, then by its patterns. */
function finder(routes: readonly Route[]) {
  const byFirst = new Map<string, { route: Route; pattern: Pattern }[]>();
  for (const route of routes) {
    for (const path of route.paths) {
      const compiled = pattern(path);
      const [first] = compiled.parts;
      const key = first && 'literal' in first ? first.literal : '';
      byFirst.set(key, [...(byFirst.get(key) ?? []), { route, pattern: compiled }]);
    }
  }
  return (method: string, segments: readonly string[]): { route: Route; params: Params } => {
    const others = new Set<string>();
    for (const { route, pattern } of byFirst.get(segments[0] ?? '') ?? []) {
      const params = match(pattern, segments);
      if (!params) continue;
      if (route.method === method) return { route, params };
      others.add(route.method);
    }
    if (others.size === 0) throw notFound(segments);
    const allow = [...others].flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : [each]));
    throw new Refusal(
      'method-not-allowed',
      `${safeText(method)} is not a method of this route`,
      `Use ${allow.join(' or ')}.`,
      { allow: [...allow, 'OPTIONS'].join(', ') },
    );
  };
}
