// Draws docs/page.png: the built page, as Chromium shows it, with a token of the demo project.
//   npm run picture
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const ISSUED = 1_795_000_000;

/** Agora's public test pair, a fixed salt and a fixed clock, so that the same picture comes out. */
const token = execFileSync(
  process.execPath,
  [
    ...[
      'bin/agora-token.js',
      'generate',
      'rtc',
      '-c',
      'standup',
      '-u',
      '42',
      '-e',
      '2h',
      '--quiet',
    ],
    ...['--publish-video', '45m', '--salt', '1', '--now', String(ISSUED), '--profile', 'demo'],
  ],
  { cwd: root, encoding: 'utf8', env: { PATH: process.env.PATH } },
).trim();

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
try {
  const context = await browser.newContext({
    colorScheme: 'light',
    deviceScaleFactor: 1,
    offline: true,
    timezoneId: 'UTC',
    viewport: { width: 1000, height: 860 },
  });
  const page = await context.newPage();
  await page.clock.setFixedTime((ISSUED + 1800) * 1000);
  await page.goto(new URL('../dist/page.html', import.meta.url).href);
  await page.locator('[data-part=input]').fill(token);
  await page.locator('[data-part=channel]').fill('standup');
  await page.locator('[data-part=uid]').fill('7');
  await page.locator('[data-part=verdict]').focus();
  await page.locator('[data-part=verdict]').blur();
  await page.screenshot({ path: `${root}/docs/page.png` });
} finally {
  await browser.close();
}
console.log('drew docs/page.png');
