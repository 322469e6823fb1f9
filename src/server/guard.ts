import { createHash, timingSafeEqual } from 'node:crypto';
import { UsageError } from '../core/errors.js';
import { quoted } from '../core/text/safe-text.js';
import { cors, hostOfOrigin } from './cors.js';
import type { RateLimit } from './rate-limit.js';
import { Refusal } from './refusal.js';
import type { Guard, Incoming, Located } from './respond.js';

/** Who may ask a server on a developer's machine. */
export interface GuardOptions {
  /** The name or address that the server listens on. */
  readonly host: string;
  /** Further names of this server; one with a leading dot stands for its subdomains. */
  readonly allowHosts: readonly string[];
  /** Further origins, `null` or `*`. */
  readonly allowOrigins: readonly string[];
  /** What a client must know. */
  readonly key?: string;
  readonly rateLimit?: RateLimit;
}

/**
 * The rules of a local server that signs for whoever asks: no page of the web may ask it, neither from
 * its own origin nor after a DNS rebinding, and no neighbour without the key.
 */
export function localGuard(options: GuardOptions): Guard {
  const hosts = hostRule(options);
  const known = options.key === undefined ? undefined : digest(options.key);
  return {
    host: (incoming) => assertHost(incoming, hosts),
    cors: cors(
      (origin, incoming) => allowsOrigin(origin, incoming, options.allowOrigins),
      (origin) => `To allow it, start the server with --allow-origin ${shellWord(origin)}`,
    ),
    locate,
    enter: (incoming, located) => {
      assertFetch(incoming);
      options.rateLimit?.assert(incoming.address ?? '');
      if (known && !isOpen(located)) assertKey(incoming, located, known);
    },
  };
}

/** @throws UsageError for what is not the name of a host: it would never match */
export function assertHostName(given: string, name: string): void {
  if (isAddress(given) || /^\.?[^:/@\s[\].]+(\.[^:/@\s[\].]+)*$/.test(given)) return;
  throw new UsageError(
    `${name} is ${quoted(given)}, which is not the name of a host`,
    'Give the name alone, such as abc.ngrok.app, or .ngrok.app for its subdomains.',
  );
}

/** The hosts of a URL that lead here and nowhere else. */
function hostRule({ host, allowHosts }: GuardOptions): (name: string) => boolean {
  const own = new Set([host, ...allowHosts].map((name) => name.toLowerCase()));
  const suffixes = [...own].filter((name) => name.startsWith('.'));
  return (name) =>
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    isAddress(name) ||
    own.has(name) ||
    own.has(name.replace(/^\[(.*)\]$/, '$1')) ||
    suffixes.some((suffix) => name.endsWith(suffix));
}

/** An IP literal, as URLs write it: no name can be rebound to one. */
function isAddress(host: string): boolean {
  if (/^\[[\da-f:.]+\]$/i.test(host)) return true;
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host)?.slice(1);
  return parts?.every((part) => Number(part) <= 255) ?? false;
}

function assertHost(incoming: Incoming, allowed: (name: string) => boolean): void {
  // A proxy's client sends the whole URL; a rebound page cannot, but then both must be right.
  const target = /^https?:\/\/([^/?#]*)/i.exec(incoming.target)?.[1];
  const header = incoming.header('host') ?? incoming.header(':authority');
  for (const host of target === undefined ? [header] : [header, target]) {
    const name = nameOf(host);
    if (name !== undefined && allowed(name)) continue;
    throw new Refusal(
      'host-not-allowed',
      host === undefined
        ? 'the request names no host'
        : `requests for the host ${quoted(host)} are not answered`,
      `To allow it, start the server with --allow-host ${name ?? '<name>'}`,
    );
  }
}

/** The host without its port, in lower case; undefined for what is not one. */
function nameOf(host: string | undefined): string | undefined {
  return /^(\[[\da-f:.]+\]|[^:/@\s[\]]+)(?::\d{1,5})?$/i.exec(host ?? '')?.[1]?.toLowerCase();
}

/** Pages on the developer's machine, and those that apps load from their own package. */
const LOCAL_ORIGIN =
  /^(https?:\/\/(([^\s:/@]+\.)?localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?|(capacitor|ionic|tauri):\/\/localhost)$/i;

function allowsOrigin(origin: string, incoming: Incoming, listed: readonly string[]): boolean {
  if (listed.includes('*') || listed.includes(origin)) return true;
  if (LOCAL_ORIGIN.test(origin) && hostOfOrigin(origin) !== undefined) return true;
  // A page that was itself loaded from this machine by its name or address, from another port.
  const page = nameOf(/^https?:/i.test(origin) ? hostOfOrigin(origin) : undefined);
  return page !== undefined && page === nameOf(incoming.header('host'));
}

/** An origin is a word of a shell but for its quotes and such, which none has. */
const shellWord = (origin: string) => (/^[\w.:/[\]+-]+$/.test(origin) ? origin : `'<origin>'`);

/** Embedding in a foreign page, and being sent here by one, have no use for a token. */
function assertFetch({ header }: Incoming): void {
  const site = header('sec-fetch-site');
  if (site !== 'cross-site' && site !== 'same-site') return;
  if (header('sec-fetch-mode') === 'cors') return;
  throw new Refusal(
    'origin-not-allowed',
    'another site embeds this URL, or leads to it',
    'Fetch it from a page of your own, or open it in a new tab.',
  );
}

/** `/k/<key>/…`: UIKits can be given a base URL and nothing else. */
function locate(segments: readonly string[]): Located {
  const [first, key] = segments;
  return first === 'k' && key !== undefined ? { segments: segments.slice(2), key } : { segments };
}

/** What holds no token needs no key. */
const isOpen = ({ segments }: Located) =>
  segments.length === 0 ||
  (segments.length === 1 && ['ping', 'health', 'routes'].includes(segments[0] as string));

function assertKey({ header }: Incoming, { key }: Located, known: Uint8Array): void {
  const bearer = /^Bearer +(\S+)$/i.exec(header('authorization') ?? '')?.[1];
  const given = key ?? header('x-api-key') ?? bearer;
  if (given !== undefined && timingSafeEqual(digest(given), known)) return;
  throw new Refusal(
    'unauthorized',
    given === undefined ? 'this server asks for a key' : 'the key is wrong',
    'Put it in front of the path, /k/<key>/rtc/…, or send it as Authorization: Bearer or X-API-Key.',
    { 'www-authenticate': 'Bearer' },
  );
}

/** Of one length, so that comparing takes the same time whatever is given. */
const digest = (text: string) => createHash('sha256').update(text).digest();
