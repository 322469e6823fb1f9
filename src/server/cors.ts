import { UsageError } from '../core/errors.js';
import { quoted } from '../core/text/safe-text.js';
import { Refusal } from './refusal.js';
import type { CrossOrigin, Incoming } from './respond.js';

/** Whether a page of this origin may read the answers. */
export type AllowsOrigin = (origin: string, incoming: Incoming) => boolean;

const METHODS = 'GET, POST, OPTIONS';
const MAX_AGE = '600';

/**
 * CORS for the origins that are allowed; every other page is refused before anything is signed, for
 * what it cannot read it could still bill.
 * @param hint what to do about a refused origin
 */
export function cors(allows: AllowsOrigin, hint: (origin: string) => string) {
  return (incoming: Incoming): CrossOrigin => {
    const origin = incoming.header('origin');
    const headers = { vary: 'Origin' };
    if (origin === undefined) return { headers };
    if (!allows(origin, incoming)) {
      const refusal = new Refusal(
        'origin-not-allowed',
        `pages of the origin ${JSON.stringify(origin)} may not ask this server`,
        hint(origin),
      );
      return { headers, refusal };
    }
    const allowed = { ...headers, 'access-control-allow-origin': origin };
    if (incoming.method !== 'OPTIONS') return { headers: allowed };
    const asked = incoming.header('access-control-request-headers');
    return {
      headers: {
        ...allowed,
        vary: 'Origin, Access-Control-Request-Headers',
        'access-control-allow-methods': METHODS,
        // Samples send headers of their own, such as X-Requested-With.
        ...(asked !== undefined && /^[\w!#$%&'*+.^`|~, -]*$/.test(asked)
          ? { 'access-control-allow-headers': asked }
          : {}),
        'access-control-max-age': MAX_AGE,
      },
    };
  };
}

/** The host and port of an origin; undefined for `null` and for what is not an origin. */
export function hostOfOrigin(origin: string): string | undefined {
  return /^[a-z][a-z\d+.-]*:\/\/([^/?#@\s]+)$/i.exec(origin)?.[1]?.toLowerCase();
}

/**
 * Checks an origin that is to be allowed: what is not one would never match, and nothing would say so.
 * @param name where it was given, for messages
 * @throws UsageError with the origin of a URL that was given in its place
 */
export function assertOrigin(given: unknown, name: string): void {
  const text = String(given);
  if (text === '*' || text === 'null' || hostOfOrigin(text) !== undefined) return;
  const origin = /^[a-z][a-z\d+.-]*:\/\/[^/?#@\s]+(?=[/?#])/i.exec(text)?.[0];
  throw new UsageError(
    `${name} is ${quoted(text)}, which is not an origin`,
    origin === undefined
      ? 'An origin is a scheme, a host and a port, such as http://localhost:3000.'
      : `An origin has no path: ${origin}`,
  );
}
