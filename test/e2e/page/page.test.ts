import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SdkError } from '../../../src/core/agora/sdk-error.js';
import { inspectToken, signToken } from '../../../src/index.js';
import { ENDS_AND_ROLES } from '../../core/inspect/ends-and-roles-situations.js';
import { IDENTITIES } from '../../core/inspect/identities-situations.js';
import {
  apaas,
  chat,
  rtc,
  rtmService,
  token005,
  token007,
  whiteboard,
} from '../../core/inspect/tokens.js';
import {
  blankPage,
  CHROMIUM,
  isLoaded,
  launch,
  load,
  PAGE,
  part,
  type Watched,
} from '../../helpers/chromium.js';
import { APP_ID, CERTIFICATE, ISSUED, SECRETS } from '../../helpers/demo.js';
import { har } from '../../helpers/har.js';
import { NOW, run } from '../../helpers/run.js';
import { PROJECT_ENV, start } from '../../helpers/spawn.js';
import { type VectorFile, vectors } from '../../helpers/vectors.js';

/** The built page in a real browser: what it says, what it sends (nothing), and whom it shuts out. */

if (!CHROMIUM) console.warn('The tests of the page are skipped: Chromium is not installed.');

const sign = (options: object = {}) =>
  signToken({ kind: 'rtc', channel: 'demo', uid: 42, issuedAt: NOW, salt: 1, ...options }, SECRETS)
    .token;
const TOKEN = sign();

describe('the file', () => {
  const html = readFileSync(PAGE, 'utf8');
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];

  test('is at most 97 KB compressed', () => {
    expect(gzipSync(html, { level: 9 }).length).toBeLessThanOrEqual(97_000);
  });

  test('allows its own script and style and nothing else', () => {
    const hash = (tag: string) => {
      const content = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(html)?.[1] ?? '';
      expect(content.length).toBeGreaterThan(1000);
      return `sha256-${createHash('sha256').update(content).digest('base64')}`;
    };
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      `script-src '${hash('script')}'`,
      `style-src '${hash('style')}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(html).toContain('<meta name="referrer" content="no-referrer">');
    expect(html.match(/<(script|style)\b/g)).toHaveLength(2);
  });

  test('names no address to load anything from', () => {
    expect(html.match(/\b(src|href|action)=["'][^"']/g) ?? []).toEqual([]);
    // Where it comes from a server, it asks that; the policy of the file forbids it.
    expect(html.match(/\bfetch\(/g)).toHaveLength(1);
    const others = /\b(XMLHttpRequest|new WebSocket|sendBeacon|import\()/g;
    expect(html.match(others) ?? []).toEqual([]);
  });
});

describe.skipIf(!CHROMIUM)('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());

  /** One page for all tests, in a zone of its own: to empty it takes a tenth of the time of a new one. */
  let shared: Watched | undefined;
  /** What is on it when it was just loaded. */
  let empty: string | undefined;

  interface Opening {
    /** Unix seconds, at which the page's clock stands still. */
    readonly now?: number;
    /** Loaded for this test, whose subject is how the page begins or what it has kept. */
    readonly anew?: boolean;
    /** After the address that is loaded. */
    readonly hash?: string;
  }

  /** Runs a test in a page with nothing in it, which may load nothing and complain of nothing. */
  const inPage = async (
    act: (page: Page, watched: Watched) => Promise<void>,
    { now = NOW, hash, anew = hash !== undefined }: Opening = {},
  ) => {
    const watched =
      shared ?? (await blankPage(browser, { offline: true, timezoneId: 'Asia/Kathmandu' }));
    // What a failed test leaves behind is not for the next one.
    shared = undefined;
    const { page, requests, complaints } = watched;
    try {
      await page.clock.setFixedTime(now * 1000);
      if (anew || !isLoaded(page)) {
        await load(page, hash);
        expect(requests.splice(0)).toHaveLength(1);
      } else {
        expect(await emptied(page), 'what the last test left').toBe(empty);
      }
      if (hash === undefined) empty ??= await markup(page);
      await act(page, watched);
      expect(requests).toEqual([]);
      expect(complaints).toEqual([]);
      shared = watched;
    } finally {
      if (!shared) await page.context().close();
    }
  };

  // First, while nothing has been built.
  describe('shuts nobody out', () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const WIDE = { width: 1280, height: 720 };
    /** Rules of axe; undefined: all. Where only colours differ, the others would say the same again. */
    const OF_COLOURS = ['color-contrast', 'link-in-text-block'];
    const LOOKS = {
      light: [{ colorScheme: 'light' }, WIDE, undefined],
      dark: [{ colorScheme: 'dark' }, WIDE, OF_COLOURS],
      'forced colours': [{ forcedColors: 'active' }, WIDE, OF_COLOURS],
      '360 px': [{}, { width: 360, height: 740 }, undefined],
    } as const;

    test.each<[string, Record<string, string>]>([
      ['nothing yet', {}],
      ['refused', { input: TOKEN, uid: '7', 'app-id': 'x', error: '110' }],
      ['verified', { input: TOKEN, certificate: CERTIFICATE }],
      ['expired', { input: sign({ issuedAt: 1, expiresIn: '1h' }) }],
      ['unreadable', { input: TOKEN.slice(0, 130) }],
      ['build', { view: 'build' }],
    ])('%s', async (_name, { view = 'inspect', ...fields }) => {
      await inPage(async (page) => {
        await page.evaluate(`globalThis.axe || (() => {${axe}})()`);
        await part(page, `view-${view}`).click();
        for (const [field, value] of Object.entries(fields)) await part(page, field).fill(value);
        await unfold(page);
        for (const [look, [media, size, rules]] of Object.entries(LOOKS)) {
          await page.emulateMedia({ colorScheme: null, forcedColors: null, ...media });
          await page.setViewportSize(size);
          expect(await violations(page, rules), look).toEqual([]);
          const { width, scrolled } = await page.evaluate(() => ({
            width: innerWidth,
            scrolled: document.documentElement.scrollWidth,
          }));
          expect(scrolled, look).toBeLessThanOrEqual(width);
        }
        await page.emulateMedia({ colorScheme: null, forcedColors: null });
        await page.setViewportSize(WIDE);
      });
    });
  });

  describe('the same documents as the command', () => {
    const FILES: VectorFile[] = [
      'official',
      'access-token-2',
      'access-token',
      'whiteboard',
      'edge-cases',
    ];
    const LATER = 1_800_000_000;

    test.each(FILES)(
      '%s',
      async (file) => {
        const tokens = vectors(file).map(({ token }) => token);
        await inPage(
          async (page) => {
            const shown = await documents(page, tokens);
            for (const [index, token] of tokens.entries()) {
              expect(shown[index]?.decoded).toEqual(await printed('decode', '--', token));
              expect(unreasoned(shown[index]?.inspected)).toEqual(
                unreasoned(
                  await printed('inspect', '--no-verify', '--now', `${LATER}`, '--', token),
                ),
              );
            }
          },
          { now: LATER },
        );
      },
      60_000,
    );

    // At each time one page, which is shown one situation after the other.
    test.each([...new Set(situations().map(({ now }) => now))])(
      'the situations of the tests of inspect, at %i',
      async (now) => {
        const asked = situations().filter((situation) => situation.now === now);
        await inPage(
          async (page) => {
            const shown = await documents(
              page,
              asked.map(({ token }) => token),
              asked.map(({ fields }) => fields),
            );
            for (const [index, { what, token, args }] of asked.entries()) {
              expect(unreasoned(shown[index]?.inspected), what).toEqual(
                unreasoned(
                  await printed('inspect', '--no-verify', '--now', `${now}`, ...args, '--', token),
                ),
              );
            }
          },
          { now },
        );
      },
      60_000,
    );

    test.each([['110'], ['ERR_NOT_READY'], ['RtmErrorCode.LOGIN_TIMEOUT']])(
      'with a certificate, expectations and the error %s',
      async (error) => {
        await inPage(async (page) => {
          await part(page, 'input').fill(TOKEN);
          await part(page, 'certificate').fill(CERTIFICATE);
          await part(page, 'channel').fill('Demo');
          await part(page, 'uid').fill('7');
          await part(page, 'role').selectOption('subscriber');
          await part(page, 'error').fill(error);
          const secrets = { profile: 'this page', ...SECRETS };
          expect(undocumented(await inspected(page))).toEqual(
            undocumented(
              inspectToken(TOKEN, {
                now: NOW,
                secrets,
                expect: { channel: 'Demo', uid: '7', role: 'subscriber' },
                error,
              }),
            ),
          );
        });
      },
    );
  });

  describe('the signature', () => {
    test.each([
      [CERTIFICATE, 'valid', ''],
      ['f0'.repeat(16), 'invalid', ''],
      ['too short', 'unchecked', 'it has 9 characters'],
      ['', 'unchecked', ''],
    ])('with %j', async (certificate, status, problem) => {
      await inPage(async (page) => {
        await part(page, 'input').fill(TOKEN);
        await part(page, 'certificate').fill(certificate);
        expect(await part(page, 'signature').getAttribute('data-status')).toBe(status);
        if (problem) expect(await part(page, 'signature').textContent()).toContain(problem);
        expect(await page.locator('main').textContent()).not.toContain(certificate || 'never');
      });
    });

    test('the certificate is hidden, kept nowhere, and gone with the page', async () => {
      await inPage(async (page) => {
        await part(page, 'input').fill(TOKEN);
        const field = part(page, 'certificate');
        expect(await field.getAttribute('type')).toBe('password');
        expect(await field.getAttribute('autocomplete')).toBe('off');
        await field.fill(CERTIFICATE);
        const kept = await page.evaluate(() =>
          JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
        );
        expect(kept).not.toContain(CERTIFICATE);
        expect(kept).not.toContain(TOKEN);
        await page.evaluate(() => dispatchEvent(new Event('pagehide')));
        await expect.poll(() => field.inputValue()).toBe('');
      });
    });
  });

  test.each<[string, string, Record<string, string>, string, string]>([
    [
      'verified, with the App ID of a sample',
      TOKEN,
      { certificate: CERTIFICATE, channel: 'demo' },
      'warn',
      'valid: publisher of "demo"',
    ],
    ['unverified', TOKEN, {}, 'warn', 'unverified: publisher'],
    ['another uid', TOKEN, { uid: '7' }, 'bad', 'refused: token is for uid 42, you expect 7'],
    [
      'expired',
      sign({ issuedAt: NOW - 7200 }),
      {},
      'bad',
      'expired: publisher of "demo" as uid 42, ended 1 h ago',
    ],
    ['no token', 'hello', {}, 'bad', 'not readable: '],
    ['another certificate', TOKEN, { certificate: 'f0'.repeat(16) }, 'bad', 'bad-signature: '],
  ])('the verdict: %s', async (_name, token, fields, tone, words) => {
    await inPage(async (page) => {
      await part(page, 'input').fill(token);
      for (const [name, value] of Object.entries(fields)) await part(page, name).fill(value);
      const verdict = part(page, 'verdict');
      await expect.poll(() => verdict.textContent()).toContain(words);
      expect(await verdict.getAttribute('data-tone')).toBe(tone);
    });
  });

  test('an expectation that no token can meet is named, and asked of none', async () => {
    await inPage(async (page) => {
      await part(page, 'input').fill(TOKEN);
      await part(page, 'app-id').fill('123');
      await expect
        .poll(() => page.locator('.problem').textContent())
        .toContain('the App ID from this field is not valid: it has 3 characters');
      expect(await part(page, 'verdict').textContent()).toContain('unverified');
    });
  });

  describe('text out of a token stays text', () => {
    const NASTY = `<img src=x onerror=alert(1)>'"&amp;</script><script>alert(1)</script>`;

    test('markup', async () => {
      const { token } = signToken(
        { kind: 'whiteboard room', uuid: NASTY, issuedAt: NOW },
        { whiteboardAccessKey: NASTY, whiteboardSecretKey: 'x' },
      );
      await inPage(async (page) => {
        await part(page, 'input').fill(token);
        await expect.poll(() => part(page, 'fields').textContent()).toContain(NASTY);
        expect(await page.locator('img, script:not(:only-of-type)').count()).toBe(0);
      });
    });

    test('controls and bidirectional marks around a token are not shown', async () => {
      const { token } = signToken({ kind: 'rtm', userId: 'alice', issuedAt: NOW }, SECRETS);
      await inPage(async (page) => {
        await part(page, 'input').fill(`${token}\u202e\u0007`);
        await part(page, 'verdict').waitFor();
        expect(await shownHidden(page)).toEqual([]);
      });
    });

    const HIDDEN = '\u202e\u2066\u0007\u001b[31m\u0000\u007f\u009b\u200b\ufeff\u2028';
    const EVIL = `${NASTY}${HIDDEN}`;
    const permissions = [{ resource: 'message', read: [EVIL], write: [EVIL] }] as never;

    const FULL_OF_IT: [string, string][] = [
      ['a channel and an account', rtc({ channel: EVIL, uid: EVIL })],
      [
        'a stream',
        token007([{ name: 'streaming', channel: EVIL, account: EVIL, privileges: [[1, 3600]] }]),
      ],
      ['a user of RTM', token007([rtmService(EVIL)])],
      [
        'permissions',
        token007([{ name: 'rtm2', userId: EVIL, permissions, privileges: [[1, 3600]] }]),
      ],
      ['a user of Chat', chat(EVIL)],
      ['a classroom', apaas(2, { roomUuid: EVIL, userUuid: EVIL })],
      ['an extra', token005(EVIL)],
      ['a whiteboard', whiteboard('ROOM', { role: EVIL, uuid: EVIL, nonce: EVIL })],
    ];

    test('in each of its fields, and where it is expected', async () => {
      await inPage(async (page) => {
        await part(page, 'input').fill(TOKEN);
        for (const field of ['channel', 'uid', 'app-id', 'error', 'certificate']) {
          await part(page, field).fill(EVIL);
        }
        for (const [what, token] of FULL_OF_IT) {
          await part(page, 'input').fill(token);
          await unfold(page);
          const fields = await part(page, 'bytes').getByRole('option').count();
          expect(fields, what).toBeGreaterThan(1);
          expect(await part(page, 'channel').inputValue(), what).toContain(NASTY);
          expect(await shownHidden(page, fields), what).toEqual([]);
          expect(await page.locator('img, script:not(:only-of-type)').count(), what).toBe(0);
          await part(page, 'like').click();
          expect(await shownHidden(page), what).toEqual([]);
          await part(page, 'view-inspect').click();
        }
      });
    });
  });

  describe('the text comes in', () => {
    test('by a paste outside of every field', async () => {
      await inPage(async (page) => {
        await page.locator('body').click({ position: { x: 2, y: 2 } });
        await page.evaluate((token) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData('text/plain', token);
          document.body.dispatchEvent(
            new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
          );
        }, TOKEN);
        await expect.poll(() => part(page, 'input').inputValue()).toBe(TOKEN);
        await part(page, 'verdict').waitFor();
      });
    });

    test('by the fragment, which is taken out of the address', async () => {
      await inPage(
        async (page) => {
          await expect.poll(() => part(page, 'input').inputValue()).toBe(TOKEN);
          expect(page.url()).not.toContain('#');
          await page.goBack();
          expect(page.url()).toBe('about:blank');
        },
        { hash: `#token=${encodeURIComponent(TOKEN)}` },
      );
    });

    test('by a fragment that nobody encoded', async () => {
      const token = tokenWith('+');
      await inPage(
        async (page) => {
          await expect.poll(() => part(page, 'input').inputValue()).toBe(token);
        },
        { hash: `#token=${token}` },
      );
    });

    test('by a file that is dropped', async () => {
      await inPage(async (page) => {
        await drop(page, 'token.txt', TOKEN);
        await expect.poll(() => part(page, 'input').inputValue()).toBe(TOKEN);
      });
    });

    test('and one that is broken can be gone to', async () => {
      const broken = TOKEN.slice(0, 60);
      await inPage(async (page) => {
        await drop(page, 'app.log', `started\r\n${'x\r\n'.repeat(50)}token ${broken}\r\nended`);
        await part(page, 'go-to').click();
        expect(await focusedPart(page)).toBe('input');
        const { selected, scrolled } = await part(page, 'input').evaluate((element) => {
          const { value, selectionStart, selectionEnd, scrollTop } = element as HTMLTextAreaElement;
          return { selected: value.slice(selectionStart, selectionEnd), scrolled: scrollTop };
        });
        expect(selected).toBe(broken);
        expect(scrolled).toBeGreaterThan(0);
        await drop(page, 'empty.txt', '');
        await expect
          .poll(() => part(page, 'not-taken').textContent())
          .toBe('empty.txt has no text');
      });
    });

    test('by a HAR, which says what the client joined with', async () => {
      await inPage(async (page) => {
        await drop(page, 'app.har', har(TOKEN, { code: 110, buffer: { uid: 7 } }));
        await expect.poll(() => part(page, 'uid').inputValue()).toBe('7');
        expect(await part(page, 'channel').inputValue()).toBe('demo');
        expect(await part(page, 'origin').textContent()).toContain('join');
        expect(await part(page, 'verdict').textContent()).toContain('refused: token is for uid 42');
      });
    });

    test('1 MiB of anything is answered', async () => {
      await inPage(async (page) => {
        await part(page, 'input').fill('007'.repeat(350_000));
        await expect.poll(() => part(page, 'verdict').textContent()).toContain('not readable');
      });
    });
  });

  test('by keyboard alone: paste, Tab to the verdict, Esc clears', async () => {
    await inPage(
      async (page) => {
        expect(await focusedPart(page)).toBe('input');
        await page.keyboard.insertText(TOKEN);
        await part(page, 'verdict').waitFor();
        await page.keyboard.press('Tab');
        expect(await focusedPart(page)).toBe('clear');
        await page.keyboard.press('Tab');
        expect(await focusedPart(page)).toBe('verdict');
        const reached = new Set<string>();
        for (let presses = 0; presses < 30 && !reached.has('certificate'); presses++) {
          await page.keyboard.press('Tab');
          reached.add(await focusedPart(page));
        }
        for (const name of 'report channel uid app-id service role error certificate'.split(' ')) {
          expect([...reached]).toContain(name);
        }
        await page.keyboard.press('Escape');
        await expect.poll(() => part(page, 'input').inputValue()).toBe('');
        expect(await focusedPart(page)).toBe('input');
        expect(await part(page, 'verdict').count()).toBe(0);
      },
      { anew: true },
    );
  });

  test('several tokens in a text, one after the other', async () => {
    const rtm = signToken({ kind: 'rtm', userId: 'alice', issuedAt: NOW }, SECRETS).token;
    await inPage(async (page) => {
      await part(page, 'input').fill(`{"rtcToken":"${TOKEN}"}\nlog ${rtm}\nagain ${TOKEN}`);
      const found = part(page, 'found').getByRole('button');
      await expect.poll(() => found.count()).toBe(2);
      expect(await found.first().textContent()).toContain('line 1 (rtcToken)');
      expect(await part(page, 'verdict').textContent()).toContain('"demo"');
      await found.nth(1).click();
      await expect
        .poll(() => part(page, 'verdict').textContent())
        .toContain('RTM login of "alice"');
    });
  });

  test('every example says what it is an example of', async () => {
    await inPage(async (page) => {
      const names = await part(page, 'examples').getByRole('button').allTextContents();
      expect(names).toHaveLength(11);
      const verdicts = await page.evaluate((all) => {
        const find = (selector: string) => document.querySelector<HTMLElement>(selector);
        const buttons = () => document.querySelectorAll<HTMLElement>('[data-part=examples] button');
        const verdict = (name: string) => {
          find('[data-part=clear]')?.click();
          [...buttons()].find(({ textContent }) => textContent === name)?.click();
          return [name, find('[data-part=verdict]')?.dataset.tone];
        };
        return Object.fromEntries(all.map(verdict));
      }, names);
      expect(verdicts).toEqual({
        good: 'good',
        'ends in 45 seconds': 'warn',
        expired: 'bad',
        'any uid (0)': 'warn',
        'channel in another letter case': 'bad',
        subscriber: 'bad',
        'absolute time in 007': 'warn',
        'relative time in 006': 'bad',
        'percent-encoded': 'warn',
        'RTC token used for RTM': 'bad',
        'permanent whiteboard admin': 'warn',
      });
    });
  });

  describe('building', () => {
    test('says what is missing or wrong, then signs', async () => {
      await inPage(async (page) => {
        await part(page, 'view-build').click();
        await part(page, 'sign').click();
        await expect.poll(() => part(page, 'built').textContent()).toContain('needs');
        await part(page, 'option-channel').fill('demo/x');
        await part(page, 'option-uid').fill('42');
        await part(page, 'demo').click();
        await part(page, 'sign').click();
        await expect.poll(() => part(page, 'built').textContent()).toContain('Channel');
        await part(page, 'option-channel').fill('demo');
        await part(page, 'sign').click();
        const token = await part(page, 'token').inputValue();
        expect(inspectToken(token, { now: NOW, secrets: SECRETS })).toMatchObject({
          verdict: 'valid',
          signature: { status: 'valid' },
        });
        expect(await part(page, 'build').locator('.cli code').textContent()).toBe(
          'agora-token generate rtc --channel demo --uid 42',
        );
        await part(page, 'inspect-built').click();
        await expect.poll(() => part(page, 'verdict').textContent()).toContain('valid: publisher');
        await part(page, 'view-build').click();
        expect(await part(page, 'token').inputValue()).toBe(token);
        await part(page, 'option-uid').fill('7');
        expect(await part(page, 'token').count(), 'the token of another uid').toBe(0);
        await page.keyboard.press('Escape');
        expect(await part(page, 'option-uid').inputValue()).toBe('7');
        expect(await part(page, 'certificate').inputValue()).toBe(CERTIFICATE);
      });
    });

    test('one like the token that was inspected, for another uid', async () => {
      const token = sign({ role: 'subscriber', expiresIn: '2h', with: ['rtm'] });
      await inPage(async (page) => {
        await part(page, 'input').fill(token);
        await part(page, 'uid').fill('7');
        await part(page, 'like').click();
        expect(await part(page, 'build').locator('.cli code').textContent()).toContain(
          'agora-token generate rtc --channel demo --uid 7 --role subscriber',
        );
        expect(await part(page, 'build-id').inputValue()).toBe(APP_ID);
        await part(page, 'view-inspect').click();
        expect(await part(page, 'input').inputValue()).toBe(token);
      });
    });
  });

  test('the bytes by arrow keys', async () => {
    await inPage(async (page) => {
      await part(page, 'input').fill(TOKEN);
      const list = part(page, 'bytes').getByRole('listbox');
      await list.focus();
      await page.keyboard.press('End');
      await expect
        .poll(() => part(page, 'bytes').locator('.byte-detail').textContent())
        .toContain('uid of the RTC service');
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      await expect
        .poll(() => part(page, 'bytes').locator('.byte-detail').textContent())
        .toContain(APP_ID);
    });
  });

  test('the report has what explains the token, and nothing that lets one use it', async () => {
    await inPage(async (page) => {
      const context = page.context();
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await part(page, 'input').fill(TOKEN);
      await part(page, 'uid').fill('7');
      await part(page, 'report').click();
      const report = await page.evaluate(() => navigator.clipboard.readText());
      await context.clearPermissions();
      expect(report).toContain('refused: token is for uid 42');
      expect(report).toContain('expected uid: 7');
      expect(report).toContain(`${TOKEN.slice(0, 6)}…[${TOKEN.length} characters]`);
      expect(report).toContain('[uid-mismatch]');
      const { token } = inspectToken(TOKEN) as { token: { signature: string } };
      for (const secret of [TOKEN.slice(0, 12), token.signature.slice(0, 12)]) {
        expect(report).not.toContain(secret);
      }
    });
  });

  test('the command line gives the same verdict', async () => {
    await inPage(async (page) => {
      await part(page, 'input').fill(TOKEN);
      await part(page, 'channel').fill("it's");
      await expect
        .poll(() => part(page, 'cli').locator('code').textContent())
        .toBe(String.raw`agora-token inspect - --channel 'it'\''s'`);
    });
  });

  test('counts down, and reads out whole minutes', async () => {
    await inPage(async (page) => {
      await page.clock.setSystemTime((NOW - 60) * 1000);
      await page.clock.pauseAt(NOW * 1000);
      await part(page, 'input').fill(TOKEN);
      const countdown = page.locator('.countdown');
      await expect.poll(() => countdown.textContent()).toContain('ends in 1:00:00');
      expect(await countdown.textContent()).toContain(
        'token-privilege-will-expire fires at 2023-11-14 23:12:50 UTC',
      );
      const status = page.locator('main ~ [role=status]');
      await page.clock.runFor(30_500);
      await expect.poll(() => countdown.textContent()).toContain('ends in 0:59:30');
      expect(await status.textContent()).toContain('59 min left');
      expect(await status.textContent()).not.toMatch(/\d s\b/);
      await page.clock.fastForward('01:00:00');
      await expect.poll(() => part(page, 'verdict').textContent()).toContain('expired');
      await page.clock.resume();
    });
  });

  test('times in three forms, remembered', async () => {
    await inPage(async (page) => {
      await part(page, 'input').fill(TOKEN);
      const fields = part(page, 'fields');
      const zone = part(page, 'zone');
      expect(await fields.textContent()).toContain('2023-11-14 22:13:20 UTC');
      await zone.selectOption('local');
      expect(await fields.textContent()).toContain('2023-11-15 03:58:20 +05:45');
      await zone.selectOption('Unix');
      expect(await fields.textContent()).toContain(String(NOW));
      expect(await page.evaluate(() => localStorage.getItem('agora-token-zone'))).toBe('Unix');
      expect(await page.evaluate(() => Object.keys(localStorage).sort())).toEqual([
        'agora-token-theme',
        'agora-token-zone',
      ]);
      await zone.selectOption('UTC');
    });
  });

  test('without JavaScript it says what to run instead', async () => {
    await inPage(async (page, { requests }) => {
      const session = await page.context().newCDPSession(page);
      await session.send('Emulation.setScriptExecutionDisabled', { value: true });
      await page.reload();
      expect(requests.splice(0)).toHaveLength(1);
      const noscript = page.locator('noscript');
      expect(await noscript.textContent()).toContain('npx agora-token-cli inspect');
      expect(await noscript.isVisible()).toBe(true);
      await session.send('Emulation.setScriptExecutionDisabled', { value: false });
      await page.goto('about:blank');
    });
  });

  test('from serve, the certificate stays in the server, which signs and checks', async () => {
    const server = start(['serve', '--port', '0', '--json'], { env: PROJECT_ENV });
    try {
      const { urls } = JSON.parse(await startDocument(server));
      await inPage(async (page, { requests }) => {
        await page.context().setOffline(false);
        await page.goto(urls.browser);
        await part(page, 'view-build').click();
        expect(await part(page, 'certificate').count()).toBe(0);
        await part(page, 'option-channel').fill('demo');
        await part(page, 'option-uid').fill('42');
        await part(page, 'sign').click();
        await part(page, 'inspect-built').click();
        await expect
          .poll(() => part(page, 'signature').getAttribute('data-status'), { timeout: 10_000 })
          .toBe('valid');
        expect(await part(page, 'certificate').count()).toBe(0);
        await page.context().setOffline(true);
        const { origin } = new URL(urls.browser);
        expect(requests.splice(0).map((request) => request.replace(origin, ''))).toEqual([
          'GET /',
          'POST /token',
          'POST /api/inspect',
        ]);
      });
    } finally {
      server.kill();
    }
  }, 60_000);
});

/** All that the page says. */
const markup = (page: Page) => page.locator('#page').innerHTML();

/** Empties the page, which then looks at the clock, as it does every second, and says what is left. */
async function emptied(page: Page): Promise<string> {
  await page.evaluate(async () => {
    const click = (name: string) =>
      document.querySelector<HTMLElement>(`[data-part=${name}]`)?.click();
    click('view-inspect');
    // Documents that were opened stay open with the next token.
    const closed = [...document.querySelectorAll<HTMLDetailsElement>('details[open]')].map(
      (details) => {
        const toggled = new Promise((resolve) => {
          details.addEventListener('toggle', resolve, { once: true });
        });
        details.open = false;
        return toggled;
      },
    );
    await Promise.all(closed);
    click('clear');
  });
  await page.clock.fastForward('01:00:00');
  return markup(page);
}

/** Opens what can be, and waits for the documents, which are made when they are opened. */
async function unfold(page: Page): Promise<void> {
  const documents = await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    return document.querySelectorAll('details[data-part$=json]').length;
  });
  if (documents > 0)
    await page
      .locator('pre')
      .nth(documents - 1)
      .waitFor();
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** What axe, which was loaded into the page, has against it. */
const violations = (page: Page, rules?: readonly string[]) =>
  page.evaluate(
    async (options) => {
      const { axe } = globalThis as unknown as {
        axe: { run(options: object): Promise<AxeResults> };
      };
      const { violations } = await axe.run(options);
      return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
    },
    { resultTypes: ['violations'], ...(rules && { runOnly: rules }) },
  );

/** A token that holds a character. */
function tokenWith(character: string): string {
  for (let salt = 1; ; salt++) {
    const token = sign({ salt });
    if (token.includes(character)) return token;
  }
}

/** The field that says what an option of `inspect` says. */
const FIELDS: Readonly<Record<string, string>> = {
  '-c': 'channel',
  '--channel': 'channel',
  '--room': 'channel',
  '--uuid': 'channel',
  '-u': 'uid',
  '--uid': 'uid',
  '-a': 'uid',
  '--account': 'uid',
  '--user-id': 'uid',
  '--app-id': 'app-id',
  '--service': 'service',
  '--role': 'role',
  '--error': 'error',
};

interface Situation {
  readonly what: string;
  readonly token: string;
  readonly now: number;
  readonly args: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
}

/** Those that a person can ask about in the page. */
function situations(): Situation[] {
  const all = [
    ...ENDS_AND_ROLES.map(([what, token, at, args]) => ({
      what,
      token,
      now: ISSUED + at,
      args: args.split(' ').filter(Boolean),
    })),
    ...IDENTITIES.map(([what, token, args]) => ({ what, token, now: NOW, args })),
  ];
  return all.flatMap((situation) => {
    const words = situation.args.flatMap((arg) => (/^--\w/.test(arg) ? arg.split('=') : [arg]));
    const pairs = words.flatMap((word, index) =>
      index % 2 === 0 ? [[FIELDS[word], words[index + 1] ?? ''] as const] : [],
    );
    if (pairs.some(([field]) => field === undefined)) return [];
    return [{ ...situation, fields: Object.fromEntries(pairs) }];
  });
}

async function printed(...argv: string[]) {
  const { stdout } = await run([argv[0] as string, '--json', ...argv.slice(1)]);
  return JSON.parse(stdout);
}

/** What causes an error, where it is documented and what it means if not a token's, the command says. */
function undocumented(value: unknown): unknown {
  const { explained, ...others } = JSON.parse(JSON.stringify(value));
  const brief = explained?.map(({ product, codes, aboutToken, meaning }: SdkError) => ({
    product,
    codes,
    aboutToken,
    meaning: aboutToken && meaning,
  }));
  return JSON.parse(JSON.stringify({ ...others, explained: brief }));
}

/** Why the signature is unchecked, and what to do about it, is another thing on a page. */
function unreasoned(value: unknown): unknown {
  return JSON.parse(JSON.stringify(undocumented(value)), (key, each) => {
    if (key === 'signature' && typeof each === 'object') return each.status;
    if (key === 'findings')
      return each.filter(({ code }: { code: string }) => code !== 'signature-unchecked');
    return each;
  });
}

interface Documents {
  readonly decoded: object;
  readonly inspected: object;
}

/** What the page shows of one token after the other. */
async function documents(
  page: Page,
  tokens: readonly string[],
  asked: readonly Readonly<Record<string, string>>[] = [],
): Promise<Documents[]> {
  const given = tokens.map((text, index) => ({ text, fields: asked[index] ?? {} }));
  // The documents are there once there is a token, and open until there is none.
  await part(page, 'input').fill(tokens[0] as string);
  await unfold(page);
  return page.evaluate((pastes) => {
    const find = (name: string) => document.querySelector(`[data-part=${name}]`);
    // What is typed is answered before the event is over.
    const type = (name: string, value: string) => {
      const field = find(name) as HTMLInputElement;
      field.value = value;
      const event = field.tagName === 'SELECT' ? 'change' : 'input';
      field.dispatchEvent(new Event(event, { bubbles: true }));
    };
    const shown = (name: string) => JSON.parse(find(name)?.querySelector('pre')?.textContent ?? '');
    let filled: string[] = [];
    return pastes.map(({ text, fields }) => {
      for (const name of filled) type(name, '');
      type('input', text);
      for (const [name, value] of Object.entries(fields)) type(name, value);
      filled = Object.keys(fields);
      return { decoded: shown('decode-json'), inspected: shown('inspect-json') };
    });
  }, given);
}

async function inspected(page: Page): Promise<object> {
  await part(page, 'inspect-json').locator('summary').click();
  return JSON.parse((await part(page, 'inspect-json').locator('pre').textContent()) ?? '');
}

/**
 * Characters that no text of the page may have, with what is around them; what was typed stays as it is.
 * @param fields of the bytes, each of which is looked at in turn
 */
const shownHidden = (page: Page, fields = 0) =>
  page.evaluate((more) => {
    const found = new Set<string>();
    const press = (key: string) =>
      document
        .querySelector('[data-part=bytes] [role=listbox]')
        ?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    press('Home');
    for (let index = 0; index <= more; index++) {
      const text = document.getElementById('page')?.textContent;
      const titles = [...document.querySelectorAll('[title], [aria-label], [placeholder]')].flatMap(
        (element) =>
          ['title', 'aria-label', 'placeholder'].map((name) => element.getAttribute(name)),
      );
      for (const each of [text, ...titles]) {
        const hidden = each?.match(/.{0,20}(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029].{0,5}/gu) ?? [];
        for (const piece of hidden) found.add(piece);
      }
      press('ArrowRight');
    }
    return [...found];
  }, fields);

const focusedPart = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('data-part') ?? '');

async function drop(page: Page, name: string, content: string): Promise<void> {
  await page.evaluate(
    ([file, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text as string], file as string));
      document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }),
      );
    },
    [name, content],
  );
}

/** What `serve --json` prints when it listens. */
function startDocument(server: ReturnType<typeof start>): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    server.stdout.setEncoding('utf8').on('data', (piece) => {
      text += piece;
      if (/^\}$/m.test(text)) resolve(text);
    });
    server.on('close', () => reject(new Error(`the server ended: ${text}`)));
  });
}
