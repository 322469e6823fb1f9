import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inspectToken, signToken } from '../../../src/index.js';
import { CERTIFICATE, SECRETS } from '../../helpers/demo.js';
import { folder } from '../../helpers/folder.js';
import { NOW } from '../../helpers/run.js';
import { type Send, serving } from '../../helpers/serving.js';

/** The page at `/` of `serve`, and what it asks. */
const META =
  '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; script-src \'sha256-x\'">';
const path = join(folder(), 'page.html');
writeFileSync(path, `<head>${META}</head>`);

const serve = (act: (send: Send) => Promise<void>, args: string[] = []) =>
  serving(args, act, {
    env: { AGORA_APP_ID: SECRETS.appId, AGORA_APP_CERTIFICATE: CERTIFICATE },
    context: { pagePath: () => path },
  });

const TOKEN = signToken({ kind: 'rtc', channel: 'demo', uid: 42, issuedAt: NOW }, SECRETS).token;

test('the policy is a header, which adds its own server', async () => {
  await serve(async (send) => {
    const { text, headers, status } = await send('GET /');
    expect(status).toBe(200);
    expect(text).toBe(
      '<head><meta name="agora-token-server" content="environment"><link rel="icon" href="data:,"></head>',
    );
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'sha256-x'; connect-src 'self'; img-src data:; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    });
    expect(text).not.toContain(CERTIFICATE);
  });
});

test('the routes are at /routes', async () => {
  await serve(async (send) => {
    expect((await send('GET /routes')).text).toContain('/api/inspect');
  });
});

describe('POST /api/inspect', () => {
  test('answers as inspect does, with the certificate of the server', async () => {
    const { stdout, stderr } = await serve(async (send) => {
      const body = { token: TOKEN, channel: 'Demo', uid: '42', error: '110' };
      const { json, status, text } = await send('POST /api/inspect', { body });
      expect(status).toBe(200);
      const expected = inspectToken(TOKEN, {
        now: json.now.unix,
        expect: { channel: 'Demo', uid: '42' },
        error: '110',
        secrets: { ...SECRETS, profile: 'environment' },
      });
      expect(json).toEqual({ ...JSON.parse(JSON.stringify(expected)), ownProject: true });
      expect(json.signature).toMatchObject({ status: 'valid' });
      expect(text).not.toContain(CERTIFICATE);
    });
    expect(stdout + stderr).not.toContain(TOKEN);
  });

  test('also with the secondary certificate, which signs nothing', async () => {
    const env = {
      AGORA_APP_ID: SECRETS.appId,
      AGORA_APP_CERTIFICATE: 'f0'.repeat(16),
      AGORA_APP_SECONDARY_CERTIFICATE: CERTIFICATE,
    };
    const { stdout, stderr } = await serving(
      [],
      async (send) => {
        const own = await send('POST /token', { body: { kind: 'rtc', channel: 'demo', uid: 42 } });
        const inspected = [TOKEN, own.json.token].map(async (token) => {
          const { json } = await send('POST /api/inspect', { body: { token } });
          return json.signature.certificate;
        });
        expect(await Promise.all(inspected)).toEqual(['secondary', 'primary']);
      },
      { env },
    );
    expect(stdout + stderr).not.toContain(CERTIFICATE);
  });

  test.each<[string, object, number, object]>([
    [
      'a token of another project',
      {
        token: signToken({ kind: 'fpa' }, { appId: 'a'.repeat(32), appCertificate: 'b'.repeat(32) })
          .token,
      },
      200,
      { ownProject: false, signature: { status: 'unchecked' } },
    ],
    ['no token', { token: 'hello' }, 200, { verdict: 'malformed', ownProject: false }],
    ['nothing', {}, 400, { code: 'invalid-body', message: 'there is no token in the body' }],
    ['a list', { token: ['x'] }, 400, { code: 'invalid-body' }],
    ['a wrong uid', { token: TOKEN, uid: 'x' }, 400, { code: 'invalid-body' }],
  ])('%s', async (_name, body, status, answer) => {
    await serve(async (send) => {
      const sent = await send('POST /api/inspect', { body });
      expect(sent.status).toBe(status);
      expect(sent.json).toMatchObject(answer);
    });
  });

  test('obeys the rules of the server', async () => {
    const KEY = '0123456789abcdef0123456789ABCDEF';
    const file = join(folder({ key: KEY }), 'key');
    await serve(
      async (send) => {
        const body = { token: TOKEN };
        expect((await send('GET /')).status).toBe(200);
        expect((await send('POST /api/inspect', { body })).status).toBe(401);
        expect((await send(`POST /k/${KEY}/api/inspect`, { body })).status).toBe(200);
        const headers = { origin: 'https://evil.example' };
        expect((await send(`POST /k/${KEY}/api/inspect`, { body, headers })).status).toBe(403);
        expect((await send('GET /', { headers: { host: 'evil.example' } })).status).toBe(403);
      },
      ['--key-file', file],
    );
  });
});
