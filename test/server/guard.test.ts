import { describe, expect, test } from 'vitest';
import { rateLimit } from '../../src/server/rate-limit.js';
import { CERTIFICATE, SECRETS } from '../helpers/demo.js';
import { serving } from '../helpers/serving.js';

/** Who may ask `serve`: tables of hosts (DNS rebinding), of origins, and of what embeds. */

const world = { env: { AGORA_APP_ID: SECRETS.appId, AGORA_APP_CERTIFICATE: CERTIFICATE } };
const RTM = 'GET /rtm/alice';

async function codes(
  args: readonly string[],
  line: string,
  each: readonly Record<string, string>[],
) {
  const found: string[] = [];
  await serving(
    [...args, '--no-rate-limit'],
    async (send) => {
      for (const headers of each) {
        const { status, json } = await send(line, { headers });
        found.push(status < 400 ? 'ok' : json.code);
      }
    },
    world,
  );
  return found;
}

describe('hosts', () => {
  // biome-ignore format: one kind a line
  test.each<[what: string, args: string[], hosts: string[], allowed: boolean]>([
    ['names of this machine', [], ['localhost', 'localhost:8080', 'LOCALHOST:1', 'app.localhost', 'a.b.localhost:9'], true],
    ['addresses', [], ['127.0.0.1:8080', '10.0.2.2:8080', '192.168.1.5', '[::1]:8080', '[fd00::7]'], true],
    ['rebound names', [], ['evil.example', 'evil.example:8080', 'localhost.evil.example', 'notlocalhost', '127.0.0.1.evil.example', '127.0.0.1.nip.io:8080', 'xn--lcalhost-54a'], false],
    ['what is not a host', [], ['', 'localhost:', 'localhost:99999999', 'a@127.0.0.1', 'localhost/evil', '127.0.0.1:8080, evil.example', '0x7f.1', '2130706433', '999.1.1.1', '[evil]', 'local host', 'localhost.'], false],
    ['a tunnel', ['--allow-host', 'abc.trycloudflare.com'], ['abc.trycloudflare.com', 'ABC.trycloudflare.com:443'], true],
    ['another tunnel', ['--allow-host', 'abc.trycloudflare.com'], ['x.abc.trycloudflare.com', 'abd.trycloudflare.com'], false],
    ['subdomains', ['--allow-host', '.ngrok.app'], ['a.ngrok.app', 'a.b.ngrok.app'], true],
    ['not subdomains', ['--allow-host', '.ngrok.app'], ['ngrok.app.evil.example', 'evilngrok.app'], false],
    ['the name it listens on', ['--host', 'dev.internal', '--no-auth'], ['dev.internal:8080'], true],
  ])('%s', async (_what, args, hosts, allowed) => {
    const expected = hosts.map(() => (allowed ? 'ok' : 'host-not-allowed'));
    for (const line of [RTM, 'OPTIONS /rtm/alice', 'POST /rtm/alice']) {
      const found = await codes(args, line, hosts.map((host) => ({ host })));
      const other = line.startsWith('POST') ? 'method-not-allowed' : 'ok';
      expect(found).toEqual(expected.map((code) => (code === 'ok' ? other : code)));
    }
  });

  test('a whole URL as the target counts too', async () => {
    expect(await codes([], 'GET http://evil.example/rtm/alice', [{}])).toEqual([
      'host-not-allowed',
    ]);
    expect(await codes([], 'GET http://localhost:8080/rtm/alice', [{}])).toEqual(['ok']);
  });

  test('a page that is allowed reads the refusal', async () => {
    await serving(
      [],
      async (send) => {
        const origin = 'http://localhost:3000';
        for (const [line, host] of [
          [RTM, 'abc.ngrok.app'],
          [`GET /${'x'.repeat(9000)}`, 'localhost'],
        ] as const) {
          const { status, headers } = await send(line, { headers: { host, origin } });
          expect(status).toBeGreaterThanOrEqual(400);
          expect(headers).toMatchObject({ 'access-control-allow-origin': origin, vary: 'Origin' });
        }
      },
      world,
    );
  });

  test('the refusal names the flag', async () => {
    await serving(
      [],
      async (send) => {
        const { json } = await send(RTM, { headers: { host: 'abc.ngrok.app:443' } });
        expect(json.hint).toContain('--allow-host abc.ngrok.app');
      },
      world,
    );
  });
});

describe('origins', () => {
  // biome-ignore format: one kind a line
  test.each<[what: string, args: string[], origins: string[], allowed: boolean]>([
    ['pages of this machine', [], ['http://localhost', 'http://localhost:3000', 'https://localhost:5173', 'http://app.localhost:3000', 'http://127.0.0.1:8081', 'http://[::1]:3000'], true],
    ['apps', [], ['capacitor://localhost', 'ionic://localhost', 'tauri://localhost', 'http://tauri.localhost'], true],
    ['other pages', [], ['https://evil.example', 'http://localhost.evil.example', 'http://foo.example.com:localhost', 'http://evil.example/.localhost', 'http://evil@localhost', 'http://192.168.1.5:3000', 'http://127.0.0.2', 'capacitor://evil', 'chrome-extension://abc', 'file://', 'http://localhost:3000, http://evil.example'], false],
    ['nobody', [], ['null'], false],
    ['nobody, allowed', ['--allow-origin', 'null'], ['null'], true],
    ['named', ['--allow-origin', 'https://app.example', '--allow-origin', 'http://192.168.1.5:3000'], ['https://app.example', 'http://192.168.1.5:3000'], true],
    ['nearly named', ['--allow-origin', 'https://app.example'], ['http://app.example', 'https://app.example:444', 'https://app.example.evil', 'https://xapp.example'], false],
    ['all', ['--allow-origin', '*'], ['https://anything.example', 'null'], true],
  ])('%s', async (_what, args, origins, allowed) => {
    const each = origins.map((origin) => ({ origin }));
    const expected = origins.map(() => (allowed ? 'ok' : 'origin-not-allowed'));
    expect(await codes(args, RTM, each)).toEqual(expected);
    expect(await codes(args, 'OPTIONS /rtm/alice', each)).toEqual(expected);
  });

  test('a page from the same host on another port', async () => {
    const lan = { host: '192.168.1.5:8080', origin: 'http://192.168.1.5:5173' };
    const other = { host: '192.168.1.5:8080', origin: 'http://192.168.1.6:5173' };
    expect(await codes([], RTM, [lan, other])).toEqual(['ok', 'origin-not-allowed']);
  });

  test('an allowed page reads answers and refusals; a refused one nothing', async () => {
    const { stderr } = await serving(
      [],
      async (send) => {
        const origin = 'http://localhost:3000';
        for (const line of [RTM, 'GET /rtm/0', 'GET /nothing', 'DELETE /rtm/alice']) {
          const { headers } = await send(line, { headers: { origin } });
          expect(headers).toMatchObject({ 'access-control-allow-origin': origin, vary: 'Origin' });
          expect(headers).not.toHaveProperty('access-control-allow-credentials');
        }
        const { headers, json } = await send(RTM, { headers: { origin: 'https://evil.example' } });
        expect(headers).not.toHaveProperty('access-control-allow-origin');
        expect(headers).toMatchObject({ vary: 'Origin' });
        expect(json.hint).toContain('--allow-origin https://evil.example');
      },
      world,
    );
    expect(stderr).toContain('(origin https://evil.example)');
  });

  test('a preflight gets what it asks for', async () => {
    await serving(
      [],
      async (send) => {
        const { status, headers } = await send('OPTIONS /getToken', {
          headers: {
            origin: 'http://localhost:3000',
            'access-control-request-headers': 'content-type,x-requested-with',
          },
        });
        expect(status).toBe(204);
        expect(headers).toMatchObject({
          'access-control-allow-headers': 'content-type,x-requested-with',
          'access-control-allow-methods': 'GET, POST, OPTIONS',
          'access-control-max-age': '600',
        });
      },
      world,
    );
  });

  test.each<[site: string, mode: string, allowed: boolean]>([
    ['none', 'navigate', true],
    ['same-origin', 'navigate', true],
    ['same-origin', 'no-cors', true],
    ['cross-site', 'cors', true],
    ['cross-site', 'no-cors', false],
    ['cross-site', 'navigate', false],
    ['same-site', 'no-cors', false],
    ['same-site', 'websocket', false],
  ])('Sec-Fetch-Site %s, mode %s', async (site, mode, allowed) => {
    const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': mode };
    expect(await codes([], RTM, [headers])).toEqual([allowed ? 'ok' : 'origin-not-allowed']);
  });
});

describe('the rate', () => {
  test('60 in a second, by address', async () => {
    let now = 1_700_000_000_000;
    const context = { clock: () => now };
    await serving(
      [],
      async (send) => {
        const many = async (count: number, address: string) => {
          const answers = [];
          for (let each = 0; each < count; each++) answers.push(await send(RTM, { address }));
          return answers.filter(({ status }) => status === 200).length;
        };
        expect(await many(70, 'a')).toBe(60);
        expect(await many(1, 'b')).toBe(1);
        const { status, headers, json } = await send(RTM, { address: 'a' });
        expect([status, headers['retry-after'], json.code]).toEqual([
          429,
          '1',
          'too-many-requests',
        ]);
        now += 1000;
        expect(await many(62, 'a')).toBe(60);
      },
      { ...world, context },
    );
  });

  test('600 at once, and 10 a second from then on', () => {
    let now = 1_700_000_000_000;
    const limit = rateLimit(() => now);
    const many = () => {
      let passed = 0;
      for (let each = 0; each < 70; each++) {
        try {
          limit.assert('a');
          passed++;
        } catch {}
      }
      return passed;
    };
    let passed = many();
    for (let second = 0; second < 30; second++) {
      now += 1000;
      passed += many();
    }
    expect(passed).toBe(600 + 300);
    // What is not used is not saved.
    now += 3_600_000;
    expect(many()).toBe(60);
  });

  test('remembers a bounded number of addresses', () => {
    const limit = rateLimit(() => 0, [{ requests: 1, seconds: 1 }]);
    limit.assert('first');
    expect(() => limit.assert('first')).toThrow('1 requests in 1 s');
    for (let each = 0; each < 10_000; each++) limit.assert(`other ${each}`);
    expect(() => limit.assert('first')).not.toThrow();
  });
});
