import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The installed Chromium, which nothing is downloaded for; undefined where there is none. */
export const CHROMIUM = NAMES.map(
  (name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout?.trim() || undefined,
).find((path) => path !== undefined && existsSync(path));

export const PAGE = fileURLToPath(new URL('../../dist/page.html', import.meta.url));
const PAGE_URL = new URL('../../dist/page.html', import.meta.url).href;

/** As root, as in a container, Chromium has no sandbox. */
export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM as string, args: ['--no-sandbox'] });

/** What went wrong in a page, or went out of it. */
export interface Watched {
  readonly page: Page;
  /** Everything that was requested, the document included. */
  readonly requests: string[];
  /** Errors, warnings and violations of the policy. */
  readonly complaints: string[];
}

/** A page with nothing in it yet. */
export async function blankPage(
  browser: Browser,
  options: BrowserContextOptions,
): Promise<Watched> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const watched: Watched = { page, requests: [], complaints: [] };
  page.on('request', (request) => watched.requests.push(`${request.method()} ${request.url()}`));
  page.on('console', (message) => {
    // What Chromium advises on passwords.
    if ((message.type() as string) !== 'verbose') watched.complaints.push(message.text());
  });
  page.on('pageerror', (error) => watched.complaints.push(error.message));
  return watched;
}

/** Whether the page is the built one. */
export const isLoaded = (page: Page) => page.url() === PAGE_URL;

/**
 * Loads the page as it was built, from its file.
 * @param hash after the address
 */
export async function load(page: Page, hash = ''): Promise<void> {
  // From the page itself another fragment would load nothing.
  await page.goto('about:blank');
  await page.goto(PAGE_URL + hash);
}

/** The element of a part. */
export const part = (page: Page, name: string) => page.locator(`[data-part="${name}"]`);
