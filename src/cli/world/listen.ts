import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { ConfigError } from '../../core/errors.js';
import { quoted } from '../../core/text/safe-text.js';
import { directListener, type NodeListener } from '../../server/node.js';
import type { Respond } from '../../server/respond.js';
import { code } from '../config/files.js';
import type { Listening, ListenOptions } from '../context.js';

/** A client that sends slowly keeps its connection no longer than this. */
const LIMITS: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
};
const CONNECTIONS = 100;

/** Running answers get so long to end, so that a signal ends the program within a second. */
const GRACE = 700;
const LOOK_AGAIN = 50;

/** Two addresses must have the same port, and a free one of the first may be taken on the second. */
const TRIES = 5;

/**
 * Starts a server on every address; with port 0 all of them get the same.
 * @param limits what a connection may take; tests give shorter times
 */
export async function listen(
  options: ListenOptions,
  respond: Respond,
  limits: ServerOptions = LIMITS,
): Promise<Listening> {
  const listener = oneHost(directListener(respond));
  for (let tries = 1; ; tries++) {
    const servers: Server[] = [];
    try {
      return await listenOnAll(options, listener, limits, servers);
    } catch (error) {
      await close(servers);
      if (options.port === 0 && code(error) === 'EADDRINUSE' && tries < TRIES) continue;
      throw asConfigError(error, options);
    }
  }
}

async function listenOnAll(
  { hosts, port, tls }: ListenOptions,
  listener: RequestListener,
  limits: ServerOptions,
  servers: Server[],
): Promise<Listening> {
  let taken = port;
  for (const host of hosts) {
    const server = tls
      ? createSecureServer({ ...limits, ...tls }, listener)
      : createServer(limits, listener);
    server.maxConnections = CONNECTIONS;
    makeRoom(server);
    try {
      await started(server, host, taken);
    } catch (error) {
      const absent = code(error) === 'EADDRNOTAVAIL' || code(error) === 'EAFNOSUPPORT';
      if (servers.length === 0 || !absent) throw error;
      continue;
    }
    servers.push(server);
    taken = (server.address() as AddressInfo).port;
  }
  return { port: taken, close: () => close(servers) };
}

/** Two Host headers are an attempt to pass a guard with one of them; Node.js would take the first. */
function oneHost(listener: NodeListener): RequestListener {
  return (request, response) => {
    if ((request.headersDistinct.host?.length ?? 0) < 2) listener(request, response);
    else response.writeHead(400, { connection: 'close' }).end();
  };
}

interface Connection {
  readonly socket: Socket;
  /** The one that is being received or answered. */
  request?: IncomingMessage | undefined;
}

/** Too many connections: closes the oldest without a whole request, so that slow clients keep nobody out. */
function makeRoom(server: Server): void {
  // In order of arrival. By name, because under TLS a request has another socket than its connection.
  const open = new Map<string, Connection>();
  const name = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`;
  server.on('connection', (socket: Socket) => {
    const own = name(socket);
    open.set(own, { socket });
    socket.once('close', () => open.delete(own));
    if (open.size < CONNECTIONS) return;
    for (const { socket: other, request } of open.values()) {
      if (other === socket || request?.complete) continue;
      other.destroy();
      break;
    }
  });
  server.on('request', (request, response) => {
    const connection = open.get(name(request.socket));
    if (!connection) return;
    connection.request = request;
    response.once('close', () => {
      connection.request = undefined;
    });
  });
}

function started(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      // An error while accepting, such as too many open files, must not end the program.
      server.on('error', () => {});
      resolve();
    });
  });
}

async function close(servers: readonly Server[]): Promise<void> {
  // An answer that ends leaves its connection idle.
  const idle = setInterval(() => {
    for (const server of servers) server.closeIdleConnections();
  }, LOOK_AGAIN);
  const late = setTimeout(() => {
    for (const server of servers) server.closeAllConnections();
  }, GRACE);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  clearInterval(idle);
  clearTimeout(late);
}

function asConfigError(error: unknown, { hosts: [host], port, tls }: ListenOptions): unknown {
  switch (code(error)) {
    case 'EADDRINUSE':
      return new ConfigError(
        `port ${port} is in use by another program`,
        'Stop that one, or choose another port: --port 8081, or --port 0 for a free one. Clients need its URL.',
      );
    case 'EACCES':
      return new ConfigError(
        `port ${port} may not be used by this user`,
        'Use a port from 1024 on, such as --port 8080.',
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return new ConfigError(
        `this machine has no address ${quoted(host)}`,
        'Use 127.0.0.1, 0.0.0.0 for every network, or an address of this machine.',
      );
    default:
      return tls && /^ERR_(OSSL|SSL|TLS|CRYPTO)/.test(code(error))
        ? new ConfigError(
            'the files of --tls-cert and --tls-key are not a certificate and its key in PEM',
            'mkcert makes both: mkcert -cert-file cert.pem -key-file key.pem localhost 127.0.0.1 ::1',
          )
        : error;
  }
}
