import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  decodeToken,
  findTokens,
  inspectToken,
  signToken,
  type TokenError,
} from '../../src/index.js';
import { SECRETS } from '../helpers/demo.js';
import { folder } from '../helpers/folder.js';

/** The library in a real browser: headless Chromium loads the built module from a local page. */
const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (program) => spawnSync(program, ['--version']).status === 0,
);
if (!CHROMIUM) console.warn('The browser tests are skipped: Chromium is not installed.');

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const NOW = 1_700_000_000;
const { token } = signToken(
  { kind: 'rtc', channel: 'demo', uid: 42, issuedAt: NOW, salt: 1 },
  SECRETS,
);
const OPTIONS = { now: NOW, expect: { channel: 'other' }, secrets: SECRETS };
const TEXTS = [token, ` "${token}" `, token.slice(0, 80), `${token.slice(0, -8)}AAAAAAAA`, 'hello'];

/** Writes what the module answers into the page, which Chromium then prints. */
const PAGE = `<!doctype html><meta charset="utf-8"><pre id="answer"></pre><script type="module">
import { decodeToken, findTokens, inspectToken } from './browser.js';
const attempt = (run) => {
  try { return run(); } catch (error) {
    return { error: error.name, reason: error.reason, message: error.message };
  }
};
const answers = ${JSON.stringify(TEXTS)}.map((text) => ({
  decoded: attempt(() => decodeToken(text)),
  found: attempt(() => findTokens('token: ' + text)),
  inspected: attempt(() => inspectToken(text, ${JSON.stringify(OPTIONS)})),
}));
document.getElementById('answer').textContent = btoa(
  String.fromCharCode(...new TextEncoder().encode(JSON.stringify(answers))),
);
</script>`;

interface Answer {
  readonly decoded: object;
  readonly found: object;
  readonly inspected: { readonly verdict: string; readonly signature?: object };
}

describe.skipIf(!CHROMIUM)('in headless Chromium', () => {
  let server: Server;
  let answers: readonly Answer[];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const script = /^\/[\w-]+\.js$/.test(`${request.url}`);
      response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
      response.end(script ? readFileSync(join(DIST, `${request.url}`)) : PAGE);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    answers = await answersOf(`http://127.0.0.1:${port}/`);
  }, 60_000);
  afterAll(() => server?.close());

  test('decodeToken says what it says on Node.js', () => {
    expect(answers.map(({ decoded }) => decoded)).toEqual(TEXTS.map(decoded));
  });

  test('findTokens finds what it finds on Node.js', () => {
    expect(answers.map(({ found }) => found)).toEqual(
      TEXTS.map((text) => plain(findTokens(`token: ${text}`))),
    );
  });

  test('inspectToken judges as on Node.js, and checks the signature', () => {
    expect(answers.map(({ inspected }) => inspected)).toEqual(
      TEXTS.map((text) => plain(inspectToken(text, OPTIONS))),
    );
    expect(answers[0]?.inspected.signature).toMatchObject({ status: 'valid' });
  });
});

function decoded(text: string): object {
  try {
    return plain(decodeToken(text));
  } catch (error) {
    const { name, reason, message } = error as TokenError;
    return { error: name, reason, message };
  }
}

const plain = (value: object) => JSON.parse(JSON.stringify(value));

function answersOf(url: string): Promise<readonly Answer[]> {
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--user-data-dir=${folder()}`,
    '--virtual-time-budget=10000',
    '--dump-dom',
    url,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(CHROMIUM as string, flags, {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let dom = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      dom += text;
    });
    child.on('error', reject);
    child.on('close', () => {
      const answer = /<pre id="answer">([\w+/=]+)<\/pre>/.exec(dom)?.[1];
      if (answer) resolve(JSON.parse(Buffer.from(answer, 'base64').toString()));
      else reject(new Error(`the page gave no answer: ${dom.slice(0, 500)}`));
    });
  });
}
