import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { contents } from '../helpers/token-server.js';
import { answering, ENV, freePort, MODULES, ROOT, started, workFolder } from './started.js';

/** The handler as it is published, on every runtime and in every framework that it is said to run on. */

const HANDLER = `import { createTokenHandler, toNodeListener } from 'agora-token-cli/server';
const handler = createTokenHandler({
  appId: ${JSON.stringify(ENV.AGORA_APP_ID)},
  appCertificate: ${JSON.stringify(ENV.AGORA_APP_CERTIFICATE)},
  authorize: ({ ask, request }) => request.headers.get('x-user') !== 'nobody' && ask.channel !== 'secret',
});
`;

async function check(url: string): Promise<void> {
  const get = await fetch(`${url}/rtc/demo/publisher/uid/42?expiry=600`);
  const { rtcToken } = (await get.json()) as { rtcToken: string };
  expect(contents(rtcToken)).toBe('rtc demo 42 publisher; 600 s');
  const post = await fetch(`${url}/getToken`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tokenType: 'rtc', channel: 'demo', uid: '42', role: 'audience' }),
  });
  const { token } = (await post.json()) as { token: string };
  expect(contents(token)).toBe('rtc demo 42 subscriber; 3600 s');
  const refused = await fetch(`${url}/rtc/demo/publisher/uid/42`, {
    headers: { 'x-user': 'nobody' },
  });
  expect(refused.status).toBe(403);
  expect((await fetch(`${url}/rtm/0`)).status).toBe(400);
}

function script(name: string, code: string): string {
  const path = join(workFolder(), name);
  writeFileSync(path, HANDLER + code);
  return path;
}

const NODE = process.execPath;
const LISTEN = `.listen(0, '127.0.0.1', function () { console.log('http://127.0.0.1:' + this.address().port); });`;

test('Node.js', async () => {
  const path = script(
    'node.mjs',
    `import { createServer } from 'node:http';\ncreateServer(toNodeListener(handler))${LISTEN}`,
  );
  await check(await started(NODE, [path]));
});

test.runIf(process.platform === 'linux')('Deno', async () => {
  const path = script(
    'deno.mjs',
    `Deno.serve({ port: 0, hostname: '127.0.0.1', onListen: ({ port }) => console.log('http://127.0.0.1:' + port) }, (request) => handler(request));`,
  );
  const deno = join(MODULES, '@deno', 'linux-x64-glibc', 'deno');
  await check(
    await started(deno, ['run', '-A', '--no-prompt', path], {
      env: { DENO_DIR: workFolder(), NO_COLOR: '1' },
    }),
  );
});

test.runIf(process.platform === 'linux')('Bun', async () => {
  const path = script(
    'bun.mjs',
    `const { port } = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: (request) => handler(request) });\nconsole.log('http://127.0.0.1:' + port);`,
  );
  await check(await started(join(MODULES, '@oven', 'bun-linux-x64', 'bin', 'bun'), [path]));
});

/** One module for workerd, which leaves the modules of Node.js to it. */
async function worker(entry: string, folder: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile: join(folder, 'worker.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    external: ['node:*'],
    nodePaths: [MODULES],
  });
}

async function workerd(folder: string, bindings: Record<string, string> = {}): Promise<string> {
  const port = await freePort();
  const list = Object.entries(bindings).map(
    ([name, text]) => `(name = "${name}", text = "${text}")`,
  );
  writeFileSync(
    join(folder, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.mjs", esModule = embed "worker.mjs")],
  compatibilityDate = "2025-09-01",
  compatibilityFlags = ["nodejs_compat"],
  bindings = [${list.join(', ')}]
);
`,
  );
  const program = join(MODULES, '@cloudflare', 'workerd-linux-64', 'bin', 'workerd');
  const ended = started(program, ['serve', '--verbose', join(folder, 'config.capnp')]);
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([ended, answering(url)]);
  return url;
}

test.runIf(process.platform === 'linux')('workerd', async () => {
  const path = script('entry.mjs', 'export default { fetch: (request) => handler(request) };');
  const folder = join(path, '..');
  await worker(path, folder);
  await check(await workerd(folder));
});

test('Hono', async () => {
  const path = script(
    'hono.mjs',
    `import { Hono } from 'hono';
import { createServer } from 'node:http';
import { handle } from 'hono/aws-lambda';
const app = new Hono().mount('/agora', (request) => handler(request));
createServer(toNodeListener((request) => app.fetch(request)))${LISTEN}
const event = {
  version: '2.0', rawPath: '/agora/rtm/alice', rawQueryString: '', headers: { host: 'x.example' },
  requestContext: { http: { method: 'GET' }, domainName: 'x.example' }, isBase64Encoded: false,
};
const { statusCode, body } = await handle(app)(event);
if (statusCode !== 200 || !JSON.parse(body).rtmToken) throw new Error('Lambda: ' + body);
`,
  );
  await check(`${await started(NODE, [path])}/agora`);
});

test.each([
  ['in front of a body parser', `app.use('/agora', toNodeListener(handler));`],
  ['behind a body parser', `app.use(express.json()); app.use('/agora', toNodeListener(handler));`],
  [
    'behind one of forms',
    `app.use(express.urlencoded()); app.use('/agora', toNodeListener(handler));`,
  ],
])('Express, %s', async (_where, mount) => {
  const path = script(
    'express.mjs',
    `import express from 'express';\nconst app = express();\n${mount}\napp${LISTEN}`,
  );
  await check(`${await started(NODE, [path])}/agora`);
});

test('Fastify', async () => {
  const path = script(
    'fastify.mjs',
    `import Fastify from 'fastify';
const app = Fastify();
const listener = toNodeListener(handler);
app.all('/*', (request, reply) => {
  reply.hijack();
  listener(Object.assign(request.raw, { body: request.body }), reply.raw);
});
console.log(await app.listen({ port: 0, host: '127.0.0.1' }));`,
  );
  await check(await started(NODE, [path]));
});

const example = (path: string) => join(ROOT, 'examples', path);

test('the example for Express', async () => {
  const path = join(workFolder(), 'server.mjs');
  writeFileSync(path, readFileSync(example('express/server.js')));
  const url = await started(NODE, [path], { env: { PORT: '0' } });
  const ask = (cookie: string) =>
    fetch(`${url}/agora/rtc/demo/publisher/uid/1`, { headers: { cookie } });
  expect((await ask('')).status).toBe(403);
  const login = await fetch(`${url}/login`, { method: 'POST' });
  const [cookie = ''] = `${login.headers.get('set-cookie')}`.split(';');
  const { rtcToken } = (await (await ask(cookie)).json()) as { rtcToken: string };
  expect(contents(rtcToken)).toBe('rtc demo 42 subscriber; 3600 s');
});

test.runIf(process.platform === 'linux')('the example for Cloudflare', async () => {
  const folder = workFolder();
  await worker(example('cloudflare-worker/src/index.js'), folder);
  const url = await workerd(folder, {
    AGORA_APP_ID: ENV.AGORA_APP_ID,
    AGORA_APP_CERTIFICATE: ENV.AGORA_APP_CERTIFICATE,
    CLIENT_KEY: 'client-key',
    APP_ORIGIN: 'https://app.example',
  });
  const ask = (key: string) =>
    fetch(`${url}/rtc/demo/publisher/uid/42`, {
      headers: { authorization: `Bearer ${key}`, origin: 'https://app.example' },
    });
  expect((await ask('wrong')).status).toBe(403);
  const response = await ask('client-key');
  expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example');
  const { rtcToken } = (await response.json()) as { rtcToken: string };
  expect(contents(rtcToken)).toBe('rtc demo 42 subscriber; 600 s');
});

test('the example for Next.js', async () => {
  const folder = workFolder();
  await build({
    entryPoints: [
      example('nextjs/app/api/agora/[...path]/route.ts'),
      example('nextjs/lib/session.ts'),
    ],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['agora-token-cli/*'],
  });
  writeFileSync(
    join(folder, 'main.mjs'),
    `import { toNodeListener } from 'agora-token-cli/server';
import { createServer } from 'node:http';
import * as route from './app/api/agora/[...path]/route.mjs';
import { sessionCookie } from './lib/session.mjs';
const listener = toNodeListener((request) => route[request.method](request));
createServer((request, response) => {
  if (request.url === '/cookie') response.end('session=' + sessionCookie({ uid: 7 }));
  else listener(request, response);
})${LISTEN}`,
  );
  const url = await started(NODE, [join(folder, 'main.mjs')], {
    env: {
      NEXT_PUBLIC_AGORA_APP_ID: ENV.AGORA_APP_ID,
      NEXT_AGORA_APP_CERTIFICATE: ENV.AGORA_APP_CERTIFICATE,
    },
  });
  const cookie = await (await fetch(`${url}/cookie`)).text();
  const ask = (sent: string) =>
    fetch(`${url}/api/agora/rtc/demo/publisher/uid/1`, { headers: { cookie: sent } });
  const { rtcToken } = (await (await ask(cookie)).json()) as { rtcToken: string };
  expect(contents(rtcToken)).toBe('rtc demo 7 publisher; 3600 s');
  for (const forged of ['', cookie.replace('7.', '8.'), `${cookie}x`]) {
    expect((await ask(forged)).status).toBe(403);
  }
});
