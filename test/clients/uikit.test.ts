import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contents } from '../helpers/token-server.js';
import { ENV, HERE, ROOT, started } from './started.js';

/** npm agora-react-uikit, unmodified, in headless Chromium, on another origin than the token server. */

const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (program) => spawnSync(program, ['--version']).status === 0,
);
if (!CHROMIUM) console.warn('The UIKit is not tested: Chromium is not installed.');

/** Nothing can leave this machine. */
const NO_NETWORK = '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1';

/** What the page has asked the token server for, and what its script can see of the answers. */
interface Asked {
  readonly path: string;
  readonly status: number;
}

describe.skipIf(!CHROMIUM)('agora-react-uikit', () => {
  let browser: Browser;
  let bundle: string;

  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [join(HERE, 'uikit-page.jsx')],
      bundle: true,
      write: false,
      minify: true,
      jsx: 'automatic',
      define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
    });
    bundle = outputFiles[0]?.text ?? '';
    const executablePath = spawnSync('which', [`${CHROMIUM}`], { encoding: 'utf8' }).stdout.trim();
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', NO_NETWORK] });
  });
  afterAll(() => browser?.close());

  /** A page on `localhost`, with a token server on `127.0.0.1` that it asks. */
  async function opened(
    settings: { channel: string; slash?: boolean; serve?: readonly string[] },
    act: (page: Page, asked: Asked[], url: string) => Promise<void>,
  ) {
    const url = await started(process.execPath, [
      join(ROOT, 'bin', 'agora-token.js'),
      ...['serve', '--port', '0', '--json', ...(settings.serve ?? [])],
    ]);
    const tokenUrl = `${url}${settings.slash ? '/' : ''}`;
    const site = createServer((request, response) => {
      response.setHeader(
        'content-type',
        request.url === '/page.js' ? 'text/javascript' : 'text/html',
      );
      response.end(
        request.url === '/page.js'
          ? bundle
          : `<!doctype html><div id="app"></div><script>window.settings = ${JSON.stringify({ appId: ENV.AGORA_APP_ID, appCertificate: ENV.AGORA_APP_CERTIFICATE, channel: settings.channel, tokenUrl })}</script><script src="/page.js"></script>`,
      );
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => site.once('listening', resolve));
    const page = await browser.newPage();
    const asked: Asked[] = [];
    page.on('response', (response) => {
      if (!response.url().startsWith(url)) return;
      asked.push({ path: response.url().slice(url.length), status: response.status() });
    });
    try {
      await page.goto(`http://localhost:${(site.address() as AddressInfo).port}/`);
      await act(page, asked, url);
    } finally {
      await page.close();
      site.close();
    }
  }

  const calls = (page: Page) => page.evaluate('window.calls') as Promise<unknown[][]>;
  const called = async (page: Page, name: string, count: number) => {
    await page.waitForFunction(
      `window.calls.filter(([name]) => name === ${JSON.stringify(name)}).length >= ${count}`,
      undefined,
      { timeout: 60_000 },
    );
    return (await calls(page)).filter(([each]) => each === name);
  };

  test('joins, renews twice, and gets a token for RTM', async () => {
    await opened({ channel: 'demo' }, async (page, asked) => {
      const [join] = await called(page, 'join', 1);
      expect(join).toEqual(['join', ENV.AGORA_APP_ID, 'demo', expect.any(String), 42]);
      expect(contents(String(join?.[3]))).toBe('rtc demo 42 publisher; 3600 s');
      await page.evaluate(`window.emit('token-privilege-will-expire')`);
      await called(page, 'renewToken', 1);
      await page.evaluate(`window.emit('token-privilege-did-expire')`);
      const renewed = await called(page, 'renewToken', 2);
      for (const [, token] of renewed) {
        expect(contents(String(token))).toBe('rtc demo 42 publisher; 3600 s');
      }
      await expect
        .poll(() => asked.map(({ path }) => path), { timeout: 60_000 })
        .toContain('/rtm/42');
      const rtc = asked.filter(({ path }) => path === '/rtc/demo/publisher/uid/42/');
      expect(rtc).toHaveLength(3);
      expect(asked.filter(({ status }) => status !== 200)).toEqual([]);
    });
  });

  test('its tokens are good: it renews in time, until renewal is taken away', async () => {
    // The SDK warns 30 s before the end.
    const serve = ['--expires-in', '33s'];
    await opened({ channel: 'demo', serve }, async (page, _asked, url) => {
      await called(page, 'renewToken', 2);
      expect(await called(page, 'state', 2)).toEqual([
        ['state', 'CONNECTING', 'DISCONNECTED', undefined],
        ['state', 'CONNECTED', 'CONNECTING', undefined],
      ]);
      await page.route(`${url}/**`, (route) => route.abort());
      const states = await called(page, 'state', 3);
      expect(states[2]).toEqual(['state', 'DISCONNECTED', 'CONNECTED', 'TOKEN_EXPIRE']);
    });
  });

  test('tokenUrl with a slash at its end', async () => {
    await opened({ channel: 'my room', slash: true }, async (page, asked) => {
      const [join] = await called(page, 'join', 1);
      expect(contents(String(join?.[3]))).toBe('rtc my room 42 publisher; 3600 s');
      expect(asked[0]?.path).toMatch(/^\/\/(rtc|rtm)\//);
    });
  });

  test('a channel with a slash is refused, and the page can read why', async () => {
    await opened({ channel: 'a/b' }, async (page, asked) => {
      await expect
        .poll(() => asked.map(({ status }) => status), { timeout: 60_000 })
        .toContain(400);
      const url = asked.find(({ status }) => status === 400)?.path;
      const read = await page.evaluate(
        `fetch(window.settings.tokenUrl + ${JSON.stringify(url)}).then((answer) => answer.json())`,
      );
      expect(read).toMatchObject({ code: 'invalid-channel' });
      expect(read).not.toHaveProperty('rtcToken');
    });
  });
});
