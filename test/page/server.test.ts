import { afterEach, expect, test, vi } from 'vitest';

/** What a page that comes from a server says where that does not sign. */

afterEach(() => vi.unstubAllGlobals());

const json = (status: number, body: object) => Response.json(body, { status });

test.each<[what: string, answer: () => Promise<Response>, says: string]>([
  [
    'refuses',
    async () => json(400, { message: 'uid is "\u202e"', hint: 'Use a number.' }),
    String.raw`uid is "\u{202e}". Use a number.`,
  ],
  [
    'is gone',
    () => Promise.reject(new TypeError('Failed to fetch')),
    'the server does not answer. Is agora-token serve still running?',
  ],
  ['is another', async () => new Response('<html>'), 'the server does not answer'],
])('a server that %s', async (_what, answer, says) => {
  vi.stubGlobal('document', {
    documentElement: { dataset: {} },
    querySelector: () => null,
  });
  vi.stubGlobal('fetch', answer);
  const { signedByServer } = await import('../../src/page/server.js');
  await expect(signedByServer({ kind: 'rtc' })).rejects.toThrow(says);
});
