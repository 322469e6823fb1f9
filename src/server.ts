/**
 * The token server as a library: one handler that answers every client of Agora unchanged, and mounts
 * wherever an app server runs.
 *
 * @packageDocumentation
 */

import { createHandler, type TokenHandler, type TokenHandlerOptions } from './server/handler.js';
import { type NodeListener, nodeListener } from './server/node.js';

/**
 * Makes a handler of web-standard requests, for Node.js, Deno, Bun and workerd: Next.js and Hono call
 * it as it is, Express and Fastify through {@link toNodeListener}.
 *
 * It keeps no state and writes no log. `authorize` decides about every token: it gets what is asked
 * for, the request and the context, and answers true, false, or what to sign instead.
 *
 * @returns the handler; it answers every request, whatever happens, and never throws
 * @throws UsageError for an option that is unknown or cannot be used, ConfigError for an App ID or a
 *   certificate that is missing or malformed; neither ever shows one
 *
 * @example
 * const handler = createTokenHandler({
 *   appId: process.env.AGORA_APP_ID,
 *   appCertificate: process.env.AGORA_APP_CERTIFICATE,
 *   authorize: async ({ request }) => {
 *     const session = await sessionOf(request);
 *     return session ? { uid: session.uid, role: 'subscriber' } : false;
 *   },
 * });
 */
export function createTokenHandler<Context = unknown>(
  options: TokenHandlerOptions<Context>,
): TokenHandler<Context> {
  return createHandler(options);
}

/**
 * A handler as a listener of `node:http`, Express, Connect, or Fastify's raw objects. It reads the body
 * unless a body parser has, whose `request.body` it then uses, and `authorize` gets `{ req }` as its
 * context, with whatever a middleware has put there: `context.req.session`.
 *
 * @param handler one of {@link createTokenHandler}, or a function around one
 *
 * @example
 * app.use('/agora', toNodeListener(handler));
 */
export function toNodeListener<Context>(handler: TokenHandler<Context>): NodeListener {
  return nodeListener(handler as TokenHandler<never>);
}

export type { Duration } from './core/text/parse-values.js';
export type { ProjectSecrets } from './library/secrets.js';
export type { Ask, Narrowed } from './server/ask.js';
export type { TokenHandler, TokenHandlerOptions } from './server/handler.js';
export type { Limits } from './server/limits.js';
export type { NodeListener, NodeRequest, NodeResponse } from './server/node.js';
export type { RefusalCode } from './server/refusal.js';
export type { Authorize, ServerEvent } from './server/respond.js';
