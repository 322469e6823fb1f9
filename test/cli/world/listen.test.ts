import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { ListenOptions } from '../../../src/cli/context.js';
import { listen } from '../../../src/cli/world/listen.js';
import { responder } from '../../../src/server/respond.js';
import { ROUTES } from '../../../src/server/routes.js';
import { credentialsOf } from '../../../src/server/sign.js';
import { SECRETS } from '../../helpers/demo.js';

/** A real server on real sockets, and clients that behave badly. */

const respond = responder({
  routes: ROUTES,
  project: SECRETS,
  credentials: credentialsOf(SECRETS),
  guard: {},
  sources: { now: Date.now, randomUint32: () => 1, randomUuid: () => '' },
  lifetime: 3600,
  maxLifetime: 86_400,
  tokenVersion: '007',
  bodyBytes: 65_536,
});
const LOOPBACK: ListenOptions = { hosts: ['127.0.0.1'], port: 0 };

/** Times after which a slow client is cut off, which are waited for here. */
const SHORT = { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 20 };

/** Without them. */
const PATIENT = { headersTimeout: 0, requestTimeout: 0, keepAliveTimeout: 60_000 };

async function listening<T>(
  act: (port: number) => Promise<T>,
  options = LOOPBACK,
  limits?: object,
): Promise<T> {
  const server = await listen(options, respond, limits);
  try {
    return await act(server.port);
  } finally {
    await server.close();
  }
}

/** Sends bytes, and reads until the server ends the connection. */
function raw(port: number, bytes: string, { end = false } = {}): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes);
      if (end) socket.end();
    });
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
}

const alive = async (port: number) => {
  const response = await fetch(`http://127.0.0.1:${port}/rtm/alice`);
  expect(await response.json()).toEqual({ rtmToken: expect.stringMatching(/^007/) });
};

const HEAD = 'POST /getToken HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n';
const GET = 'GET /ping HTTP/1.1\r\nHost: localhost\r\n';

describe('clients that behave badly', () => {
  // biome-ignore format: one client a line
  test.each<[what: string, bytes: string, answer: RegExp, end?: boolean]>([
    ['noise', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['no host', 'GET /ping HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['two hosts', 'GET /ping HTTP/1.1\r\nHost: localhost\r\nhost: evil.example\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['two lengths', `${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, /^HTTP\/1\.1 400 /],
    ['a length and chunks', `${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, /^HTTP\/1\.1 400 /],
    ['a length that is not a number', `${HEAD}Content-Length: x\r\n\r\n{}`, /^HTTP\/1\.1 400 /],
    ['less than the length', `${HEAD}Content-Length: 99\r\n\r\n{}`, /^HTTP\/1\.1 400 |^$/, true],
    ['more than the length', `${HEAD}Content-Length: 2\r\n\r\n{}GET /rtm/x HTTP/1.1\r\n\r\n`, /^HTTP\/1\.1 400 (?!.*HTTP)/s],
    ['broken chunks', `${HEAD}Transfer-Encoding: chunked\r\n\r\nZZ\r\n`, /^HTTP\/1\.1 400 /],
    ['headers of 20 KiB', `${GET}X: ${'x'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
    ['a header over two lines', `${GET}X: a\r\n b\r\nConnection: close\r\n\r\n`, /^HTTP\/1\.1 (200|400) /],
    ['an unknown method', 'BREW /ping HTTP/1.1\r\nHost: a\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['CONNECT', 'CONNECT evil:443 HTTP/1.1\r\nHost: evil\r\n\r\n', /^$/],
    ['TRACE', 'TRACE /ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 405 /],
    ['an upgrade', `${GET}Connection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n`, /^HTTP\/1\.1 200 /],
    ['Expect', `${HEAD}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`, /^HTTP\/1\.1 100 .*HTTP\/1\.1 400 /s],
    ['raw bytes in the path', 'GET /rtm/\xff\xfe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['several requests at once', `${GET}\r\n${GET}\r\n${GET}Connection: close\r\n\r\n`, /(HTTP\/1\.1 200 .*){3}/s],
    ['half a request', 'GET /rtm/al', /^$|^HTTP\/1\.1 400 /, true],
  ])('%s', async (_what, bytes, answer, end) => {
    await listening(async (port) => {
      const text = await raw(port, bytes, { end: end ?? false });
      expect(text).toMatch(answer);
      expect(text).not.toMatch(/at .*\.[jt]s:\d/);
      await alive(port);
    });
  });

  test.each<[what: string, bytes: string]>([
    ['no headers at all', ''],
    ['slow headers', 'GET /ping HTTP/1.1\r\nHost: loc'],
    ['a slow body', `${HEAD}Content-Length: 10\r\n\r\n{"a"`],
  ])('%s are cut off', async (_what, bytes) => {
    await listening(
      async (port) => {
        expect(await raw(port, bytes)).toMatch(/^HTTP\/1\.1 408 |^$/);
        await alive(port);
      },
      LOOPBACK,
      SHORT,
    );
  });

  test.each([
    ['nothing more', ''],
    ['half a request', 'GET /ping HTTP/1.1\r\nHost: loc'],
    ['half a body', `${HEAD}Content-Length: 10\r\n\r\n{"a"`],
  ])('connections that were answered and then send %s keep nobody out', async (_what, bytes) => {
    await listening(
      async (port) => {
        const idle: Socket[] = [];
        // One after another: of those that come at once some have sent nothing yet.
        for (let each = 0; each < 101; each++) {
          const socket = connect(port, '127.0.0.1').on('error', () => {});
          idle.push(socket);
          await new Promise<void>((resolve) => {
            socket.write(`${GET}\r\n`);
            socket.once('data', () => socket.write(bytes, () => resolve()));
            socket.once('close', () => resolve());
          });
        }
        await alive(port);
        for (const socket of idle) socket.destroy();
      },
      LOOPBACK,
      PATIENT,
    );
  });
});

describe('where it listens', () => {
  test('on both addresses of this machine, on one port', async () => {
    await listening(
      async (port) => {
        await alive(port);
        const both = await fetch(`http://[::1]:${port}/ping`).catch(({ cause }) => cause.code);
        // A machine without IPv6 has no ::1.
        expect(both === 'EADDRNOTAVAIL' || both.status === 200).toBe(true);
      },
      { hosts: ['127.0.0.1', '::1'], port: 0 },
    );
  });

  test('a port that is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(listen({ ...LOOPBACK, port }, respond)).rejects.toMatchObject({
      exitCode: 3,
      message: `port ${port} is in use by another program`,
      hint: expect.stringContaining('--port 0'),
    });
    other.close();
  });

  test('an address of another machine', async () => {
    await expect(listen({ hosts: ['192.0.2.1'], port: 0 }, respond)).rejects.toMatchObject({
      exitCode: 3,
      message: 'this machine has no address "192.0.2.1"',
    });
  });

  const pem = (name: string) =>
    readFileSync(new URL(`../../helpers/tls/${name}.pem`, import.meta.url), 'utf8');

  test('HTTPS', async () => {
    const tls = { cert: pem('cert'), key: pem('key') };
    await listening(
      async (port) => {
        const status = await new Promise((resolve, reject) => {
          request({ port, host: 'localhost', path: '/ping', ca: tls.cert }, (response) => {
            response.resume().on('end', () => resolve(response.statusCode));
          })
            .on('error', reject)
            .end();
        });
        expect(status).toBe(200);
      },
      { ...LOOPBACK, hosts: ['localhost'], tls },
    );
  });

  test('what is not a certificate', async () => {
    const tls = { cert: pem('key'), key: pem('key') };
    await expect(listen({ ...LOOPBACK, tls }, respond)).rejects.toMatchObject({
      exitCode: 3,
      hint: expect.stringContaining('mkcert'),
    });
  });
});
