import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DroppedFile } from '../../src/page/drop.js';
import { rtc } from '../core/inspect/tokens.js';
import { APP_ID } from '../helpers/demo.js';
import { har } from '../helpers/har.js';

/** What is on the page after something came in, without the page. */

let state: typeof import('../../src/page/state.js');
let drop: typeof import('../../src/page/drop.js');

beforeAll(async () => {
  vi.stubGlobal('document', { documentElement: { dataset: {} } });
  state = await import('../../src/page/state.js');
  drop = await import('../../src/page/drop.js');
});
beforeEach(() => state.clear());

const TOKEN = rtc();
const OTHER = rtc({ channel: 'other' });
const REFUSED = har(TOKEN, { code: 110, buffer: { uid: 7 } });
const ERROR = 'invalid token, authorized failed';

const asked = () =>
  Object.fromEntries(
    Object.entries(state.expected).flatMap(([field, { value }]) => (value ? [[field, value]] : [])),
  );

describe('what a join in the text says is expected', () => {
  const JOIN = { channel: 'demo', user: '7', appId: APP_ID, error: ERROR };

  test.each<[what: string, next: () => void, then: object]>([
    ['of the text that is shown', () => {}, JOIN],
    ['until another is typed in its place', () => state.edit(OTHER), {}],
    ['until another is shown', () => state.show(OTHER), {}],
    ['until all is cleared', () => state.clear(), {}],
    ['also when it comes a second time', () => state.show(REFUSED), JOIN],
    [
      'of a join that was let in',
      () => state.edit(har(TOKEN)),
      { channel: 'demo', user: '42', appId: APP_ID },
    ],
  ])('%s', (_what, next, then) => {
    state.show(REFUSED);
    next();
    expect(asked()).toEqual(then);
    expect(state.origin.value !== '').toBe('channel' in then);
  });

  test('is that of the token that was chosen', () => {
    state.show(`${REFUSED}\n${OTHER}`);
    expect(asked()).toEqual(JOIN);
    state.chosen.value = 1;
    expect(asked()).toEqual({});
    state.chosen.value = 0;
    expect(asked()).toEqual(JOIN);
  });

  test('and what was typed instead stays', () => {
    state.show(REFUSED);
    state.expected.user.value = '42';
    state.edit(OTHER);
    expect(asked()).toEqual({ user: '42' });
  });
});

test('a server is not asked about the error, which may be a long log', () => {
  const asked = state.questionText(TOKEN, { channel: 'demo', error: 'x'.repeat(1e6) });
  expect(JSON.parse(asked)).toEqual({ token: TOKEN, channel: 'demo' });
});

describe('what is dropped', () => {
  const file = (name: string, content: string | Buffer, size?: number): DroppedFile => {
    const bytes = Buffer.from(content);
    return {
      name,
      size: size ?? bytes.length,
      arrayBuffer: async () => Uint8Array.from(bytes).buffer,
    };
  };
  const utf16 = (text: string) => Buffer.from(text, 'utf16le');
  const folder = { ...file('logs', ''), arrayBuffer: () => Promise.reject(new Error('folder')) };

  test.each<[what: string, files: DroppedFile[], text: string]>([
    ['a text', [], TOKEN],
    ['a file', [file('a.txt', TOKEN)], ''],
    ['a file with a mark', [file('a.txt', `\ufeff${TOKEN}`)], ''],
    ['UTF-16 with a mark', [file('a.txt', utf16(`\ufeff${TOKEN}`))], ''],
    ['big-endian', [file('a.txt', utf16(`\ufeff${TOKEN}`).swap16())], ''],
    ['UTF-16 without a mark', [file('a.txt', utf16(TOKEN))], ''],
  ])('%s', async (_what, files, text) => {
    await drop.take(files, text);
    expect(state.text.value).toBe(TOKEN);
    expect(state.notTaken.value).toBe('');
  });

  test.each<[what: string, files: DroppedFile[], says: string]>([
    ['an image of a page, which has no text', [], 'what was dropped has no text'],
    ['an empty file', [file('a.txt', '\n')], 'a.txt has no text'],
    ['a folder', [folder], 'logs cannot be read; drop a file, not a folder'],
    ['a file that is too large', [file('a.har', '', 2 ** 30)], 'a.har has more than 256 MiB'],
    ['a name that hides characters', [file('a\u202etxt', '')], 'a\\u{202e}txt has no text'],
  ])('%s: the text that is there stays', async (_what, files, says) => {
    state.show(OTHER);
    state.view.value = 'build';
    await drop.take(files, '');
    expect(state.notTaken.value).toContain(says);
    expect(state.text.value).toBe(OTHER);
    expect(state.view.value).toBe('inspect');
    state.edit(TOKEN);
    expect(state.notTaken.value).toBe('');
  });

  test('several files: the first, and that it is the only one', async () => {
    await drop.take([file('a.txt', TOKEN), file('b.txt', OTHER)], '');
    expect(state.text.value).toBe(TOKEN);
    expect(state.notTaken.value).toContain('only a.txt was read');
  });

  test('a large one is not shown in the input, but its name', async () => {
    await drop.take([file('a\u202e.log', `${' '.repeat(1 << 20)}${TOKEN}`)], '');
    expect(state.file.value).toBe(String.raw`a\u{202e}.log`);
  });

  test('of two, the one that came last, whichever is read first', async () => {
    let finish = () => {};
    const slow = {
      ...file('slow.txt', ''),
      arrayBuffer: async () => {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return Uint8Array.from(Buffer.from(OTHER)).buffer;
      },
    };
    const first = drop.take([slow], '');
    await drop.take([file('a.txt', TOKEN)], '');
    finish();
    await first;
    expect(state.text.value).toBe(TOKEN);
  });
});
