import { createRequest, sendResponse } from '@remix-run/node-fetch-server';
import { UsageError } from '../core/errors.js';
import { responderOf, type TokenHandler, tooLarge } from './handler.js';
import { Refusal, refusalBody } from './refusal.js';
import type { Incoming, Outgoing, Respond } from './respond.js';

/** What a listener needs of a request of `node:http`, Express, Connect or Fastify (`request.raw`). */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly originalUrl?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly readableEnded?: boolean;
  readonly socket?: { readonly remoteAddress?: string | undefined };
  // biome-ignore lint/suspicious/noExplicitAny: as Node.js types its listeners.
  on(event: string, listener: (...args: any[]) => void): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: as Node.js types its listeners.
  off(event: string, listener: (...args: any[]) => void): unknown;
}

/** What a listener needs of a response of `node:http`. */
export interface NodeResponse {
  readonly headersSent: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of Node.js.
  writeHead(status: number, headers: any): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of Node.js.
  end(body?: any): unknown;
  destroy(error?: Error): unknown;
}

export type NodeListener = (request: NodeRequest, response: NodeResponse) => void;

/** `toNodeListener`, without its documentation. */
export function nodeListener(handler: TokenHandler<never>): NodeListener {
  if (typeof handler !== 'function') {
    throw new UsageError(
      'the handler is not a function',
      'Give what createTokenHandler({ … }) returned.',
    );
  }
  const respond = responderOf(handler);
  if (respond) return directListener(respond);
  return (request, response) => {
    byFetch(handler, request, response).catch((error: unknown) => fail(response, error));
  };
}

/** Without Request and Response, which take longer to make than a token to sign. */
export function directListener(respond: Respond): NodeListener {
  return (request, response) => {
    respond(incoming(request))
      .then((outgoing) => send(response, outgoing))
      .catch((error: unknown) => fail(response, error));
  };
}

function send(response: NodeResponse, { status, headers, body }: Outgoing): void {
  response.writeHead(
    status,
    status === 204 || body === '' ? headers : { ...headers, 'content-length': byteLength(body) },
  );
  response.end(body);
}

const byteLength = (body: string | Uint8Array) =>
  typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;

/** A handler around ours, or of somebody else. */
async function byFetch(
  handler: TokenHandler<never>,
  request: NodeRequest,
  response: NodeResponse,
): Promise<void> {
  const [req, res] = [request, response] as never as Parameters<typeof createRequest>;
  await sendResponse(
    res as Parameters<typeof sendResponse>[0],
    await handler(createRequest(req, res)),
  );
}

/** Nothing a request does may end the process, or show a stack. */
function fail(response: NodeResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const refusal = error instanceof Refusal ? error : new Refusal('internal', 'the server failed');
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  send(response, { status: refusal.status, headers, body: JSON.stringify(refusalBody(refusal)) });
}

function incoming(request: NodeRequest): Incoming {
  const { method = 'GET', url = '/', headers } = request;
  let made: Request | undefined;
  return {
    method,
    target: url,
    header: (name) => {
      const value = headers[name];
      return typeof value === 'object' ? value.join(', ') : value;
    },
    body: (limit) => bodyOf(request, limit),
    request: () => {
      // Where Express and Connect have taken the mount path away, they keep the whole URL.
      made ??= fetchRequest(method, request.originalUrl ?? url, headers);
      return made;
    },
    context: { req: request },
    address: request.socket?.remoteAddress,
  };
}

function fetchRequest(method: string, url: string, headers: NodeRequest['headers']): Request {
  const list: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    // Names of HTTP/2 such as :path are not names of headers.
    if (value === undefined || name.startsWith(':')) continue;
    for (const each of typeof value === 'string' ? [value] : value) list.push([name, each]);
  }
  const host = typeof headers.host === 'string' ? headers.host : 'localhost';
  const target = url.startsWith('/') ? `http://${host}${url}` : url;
  return new Request(URL.canParse(target) ? target : 'http://localhost/', {
    method: method === 'TRACE' || method === 'CONNECT' ? 'GET' : method,
    headers: list,
  });
}

/** What a body parser has read cannot be read once more. */
async function bodyOf(request: NodeRequest, limit: number): Promise<unknown> {
  const { body } = request as { readonly body?: unknown };
  if (body !== undefined && (request.readableEnded || isFilled(body))) {
    return asSent(body, request.headers['content-type']);
  }
  if (request.readableEnded) {
    throw new Error('the body was read before the listener saw it, and is not in request.body');
  }
  if (Number(request.headers['content-length']) > limit) throw tooLarge(limit);
  return readBody(request, limit);
}

/** A form that was parsed is a form again: some routes answer it otherwise than JSON. */
function asSent(body: unknown, type: string | string[] | undefined): unknown {
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  if (!/^application\/x-www-form-urlencoded/i.test(`${type}`) || !isRecord(body)) return body;
  // curl calls every body a form.
  const [first = ''] = Object.keys(body);
  return first.startsWith('{') ? first : new URLSearchParams(body).toString();
}

const isRecord = (body: unknown): body is Record<string, string> =>
  typeof body === 'object' && body !== null;

/** Express 4 puts an empty object where nothing was parsed. */
const isFilled = (body: unknown) =>
  typeof body !== 'object' || body === null || Object.keys(body).length > 0;

const cutOff = () => new Refusal('invalid-body', 'the connection ended within the body');

function readBody(request: NodeRequest, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    const settle = (act: () => void) => {
      request.off('data', onData);
      request.off('end', onEnd);
      request.off('error', onError);
      request.off('close', onClose);
      act();
    };
    const onData = (chunk: Uint8Array) => {
      bytes += chunk.byteLength;
      if (bytes > limit) settle(() => reject(tooLarge(limit)));
      else chunks.push(chunk);
    };
    const onEnd = () => settle(() => resolve(Buffer.concat(chunks).toString()));
    const onError = () => settle(() => reject(cutOff()));
    const onClose = onError;
    request.on('data', onData);
    request.on('end', onEnd);
    request.on('error', onError);
    request.on('close', onClose);
  });
}
