import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeToken } from '../../../src/index.js';
import { CERTIFICATE, SECRETS } from '../../helpers/demo.js';
import { folder } from '../../helpers/folder.js';
import { ndjson, run } from '../../helpers/run.js';
import { type Send, serving } from '../../helpers/serving.js';
import { contents } from '../../helpers/token-server.js';

const ENV = { AGORA_APP_ID: SECRETS.appId, AGORA_APP_CERTIFICATE: CERTIFICATE };
const world = { env: ENV };
const RTC = 'GET /rtc/demo/publisher/uid/42';
const KEY = '0123456789abcdef0123456789ABCDEF';

describe('the start', () => {
  test('says where clients find it', async () => {
    const { code, stdout, stderr, closed } = await serving([], undefined, world);
    expect([code, stderr, closed]).toEqual([0, '', true]);
    expect(stdout).toMatchInlineSnapshot(`
      "Signing for environment, App ID 970CA35de60c44645bbae8a215061b33. Base URLs, as tokenUrl of a UIKit:

        Browser           http://localhost:8080
        Android emulator  http://10.0.2.2:8080
        Android device    http://localhost:8080  after: adb reverse tcp:8080 tcp:8080
        iOS simulator     http://localhost:8080
        Other devices     not reachable; see --host

      Try:  curl http://localhost:8080/rtc/demo/publisher/uid/42
      Inspect and build tokens:  http://localhost:8080/
      All routes:  http://localhost:8080/routes
      For development only. Stop with Ctrl-C.
      "
    `);
  });

  test('as one document', async () => {
    const { stdout } = await serving(['--port', '0', '--json'], undefined, world);
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      ok: true,
      url: 'http://127.0.0.1:40000',
      urls: {
        browser: 'http://localhost:40000',
        android: 'http://10.0.2.2:40000',
        ios: 'http://localhost:40000',
      },
      profile: 'environment',
      appId: SECRETS.appId,
    });
  });

  // biome-ignore format: one host a line
  test.each<[args: string[], hosts: string[], urls: object, warning?: string]>([
    [[], ['127.0.0.1', '::1'], { browser: 'http://localhost:8080' }],
    [['--host', 'localhost'], ['127.0.0.1', '::1'], { browser: 'http://localhost:8080' }],
    [['--host', '::1'], ['::1'], { browser: 'http://localhost:8080' }],
    [['--host', '0.0.0.0', '--no-auth'], ['0.0.0.0', '::1'], { url: 'http://127.0.0.1:8080', android: 'http://10.0.2.2:8080', lan: 'http://192.0.2.7:8080' }, 'get tokens from it'],
    [['--host', '::', '--no-auth'], ['::'], { url: 'http://[::1]:8080', browser: 'http://localhost:8080' }, 'everyone on this network'],
    [['--host', '192.0.2.9', '--no-auth'], ['192.0.2.9'], { browser: 'http://192.0.2.9:8080', lan: 'http://192.0.2.9:8080' }, 'everyone on this network'],
    [['--host', 'fd00::7', '--no-auth'], ['fd00::7'], { browser: 'http://[fd00::7]:8080' }, 'everyone'],
    [['--allow-origin', '*'], ['127.0.0.1', '::1'], {}, 'every page that you visit'],
  ])('%j', async (args, hosts, urls, warning) => {
    let listened: readonly string[] = [];
    const { stdout, stderr } = await serving([...args, '--json'], async (_send, options) => {
      listened = options.hosts;
    }, world);
    expect(listened).toEqual(hosts);
    const { url, urls: found } = JSON.parse(stdout);
    expect({ url, ...found }).toMatchObject(urls);
    if (warning) expect(stderr).toContain(warning);
    else expect(stderr).toBe('');
  });

  test('--open shows the page, or says that it cannot', async () => {
    const opened: string[] = [];
    const openInBrowser = async (url: string) => void opened.push(url);
    await serving(['--open'], undefined, { ...world, context: { openInBrowser } });
    expect(opened).toEqual(['http://localhost:8080/']);
    const { code, stderr } = await serving(['--open'], undefined, world);
    expect(code).toBe(0);
    expect(stderr).toContain('no browser could be opened');
  });

  test('the demo profile signs, with a warning', async () => {
    const { code, stderr } = await serving(['--profile', 'demo'], async (send) => {
      expect(contents((await send('GET /whiteboard/sdk')).json.token)).toBe(
        'whiteboard-sdk  reader',
      );
    });
    expect(code).toBe(0);
    expect(stderr).toContain('Agora will refuse');
  });
});

describe('what cannot start', () => {
  const cwd = folder();
  const file = (name: string, text: string) => {
    writeFileSync(join(cwd, name), text);
    return join(cwd, name);
  };
  const short = file('short', 'secret\n');

  // biome-ignore format: one command line a line
  test.each<[args: string[], code: number, message: string, env?: Record<string, string>]>([
    [['--port', '65536'], 2, 'out of range'],
    [['--port', 'http'], 2, 'not a whole number'],
    [['--host', '0.0.0.0'], 2, '--no-auth'],
    [['--host', '192.168.1.5'], 2, '--key-file'],
    [['--no-auth', '--key-file', short], 2, 'cannot be used together'],
    [['--key-file', short], 3, '16 to 256'],
    [['--key-file', join(cwd, 'none')], 3, 'does not exist'],
    [[], 3, 'AGORA_TOKEN_SERVE_KEY', { AGORA_TOKEN_SERVE_KEY: 'a key with spaces in it' }],
    [['--kind', 'rtx'], 2, 'rtc, rtm'],
    [['--role', 'boss'], 2, 'publisher'],
    [['--allow-origin', 'http://localhost:3000/app'], 2, 'no path: http://localhost:3000'],
    [['--allow-origin', 'app.example'], 2, 'not an origin'],
    [['--allow-host', 'https://abc.ngrok.app'], 2, 'the name alone'],
    [['--allow-host', 'abc.ngrok.app:443'], 2, 'the name alone'],
    [['-e', '0'], 2, '--expires-in'],
    [['-e', '2h', '--max-expires-in', '1h'], 2, 'more than --max-expires-in'],
    [['--token-version', '005'], 2, '007'],
    [['--tls-cert', short], 2, '--tls-key is missing'],
    [['--profile', 'nope'], 3, 'nope'],
    [['extra'], 2, 'extra'],
  ])('%j', async (args, code, message, env = {}) => {
    const result = await serving(args, undefined, { env: { ...ENV, ...env }, cwd });
    expect(result.stderr).toContain(message);
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(result.stderr).not.toMatch(/secret\n|a key with spaces/);
  });

  test.each<[what: string, env: Record<string, string>, names: string]>([
    ['nothing', {}, '--profile'],
    ['no certificate', { AGORA_APP_ID: SECRETS.appId }, 'AGORA_APP_CERTIFICATE'],
    ['a bad certificate', { ...ENV, AGORA_APP_CERTIFICATE: 'abc' }, 'AGORA_APP_CERTIFICATE'],
  ])('%s', async (_what, env, names) => {
    const { code, stdout, stderr } = await run(['serve'], { env });
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain(names);
  });

  test('its failure is a document too', async () => {
    const { stdout } = await run(['serve', '--json', '--port', 'x'], world);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'usage' } });
  });
});

describe('options', () => {
  // biome-ignore format: one option a line
  test.each<[args: string[], line: string, expected: string]>([
    [['-e', '10m'], RTC, 'rtc demo 42 publisher; 600 s'],
    [['--max-expires-in', '5m'], RTC, 'rtc demo 42 publisher; 300 s'],
    [['--max-expires-in', '5m'], `${RTC}?expiry=600`, 'rtc demo 42 publisher; 300 s'],
    [['--token-version', '006'], RTC, 'rtc publisher; 006'],
    [['--token-version', '006'], 'GET /get_config?channel=demo&uid=42', 'rtc demo 42 publisher, rtm 42; 3600 s'],
    [['-c', 'demo', '-u', '42', '-r', 'publisher', '--kind', 'rtc'], RTC, 'rtc demo 42 publisher; 3600 s'],
  ])('%j: %s', async (args, line, expected) => {
    await serving(args, async (send) => {
      const { json } = await send(line);
      expect(contents(json.rtcToken ?? json.data.token)).toBe(expected);
    }, world);
  });

  // biome-ignore format: one option a line
  test.each<[args: string[]]>([
    [['-c', 'test-*', '-c', 'lobby']],
    [['--uid', '1', '--uid', '2']],
    [['--role', 'subscriber']],
    [['--kind', 'rtm', '--kind', 'chat user']],
  ])('%j refuses', async (args) => {
    const { stderr } = await serving(args, async (send) => {
      expect(await send(RTC)).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    }, world);
    expect(stderr).toContain('403 GET /rtc/demo/publisher/uid/42  forbidden:');
  });

  test("the profile's lifetime", async () => {
    const cwd = folder();
    writeFileSync(
      join(cwd, '.agora-tokenrc'),
      JSON.stringify({
        profiles: {
          dev: {
            appId: SECRETS.appId,
            appCertificate: { env: 'DEV' },
            defaults: { expiresIn: '2h' },
          },
          other: { appId: '0123456789abcdef0123456789abcdef', appCertificate: { env: 'NONE' } },
        },
      }),
    );
    const { stdout } = await serving(
      ['--profile', 'dev', '--json'],
      async (send) => {
        expect(contents((await send(RTC)).json.token)).toBe('rtc demo 42 publisher; 7200 s');
        const other = await send(`${RTC}?appId=0123456789ABCDEF0123456789abcdef`);
        expect(other.json).toMatchObject({
          code: 'app-id-mismatch',
          hint: expect.stringContaining('"other"'),
        });
      },
      { env: { DEV: CERTIFICATE }, cwd },
    );
    expect(JSON.parse(stdout).profile).toBe('dev');
  });
});

test('--now: the same requests get the same tokens', async () => {
  const tokens: string[] = [];
  for (const _ of [1, 2]) {
    const { stderr } = await serving(
      ['--now', '1800000000'],
      async (send) => void tokens.push((await send(RTC)).json.token),
      world,
    );
    expect(stderr).toMatch(/^09:00:00 200 /);
  }
  expect(tokens[0]).toBe(tokens[1]);
  expect(decodeToken(`${tokens[0]}`).issuedAt?.unix).toBe(1_800_000_000);
});

describe('the log', () => {
  test('a line for each answer, with nothing secret', async () => {
    const { stdout, stderr } = await serving(
      [],
      async (send) => {
        await send(`${RTC}?key=topsecret&certificate=${CERTIFICATE}`);
        await send('GET /rtc/demo/2/uid/42?expiry=60');
        await send('POST /getToken', { body: { tokenType: 'chat', secret: 'topsecret' } });
        await send('POST /token', {
          body: { kind: 'rtc', channel: 'demo', uid: 42, with: ['rtm=alice', 'rtc=stage'] },
        });
        await send('GET /rtc/a%0d%0ab%1b[31m/1/uid/42');
        await send('GET /ping');
      },
      world,
    );
    expect(stderr).toMatchInlineSnapshot(`
      "23:13:20 200 GET /rtc/demo/publisher/uid/42  rtc: channel "demo", uid 42, publisher; until 00:13:20
      23:13:20 200 GET /rtc/demo/2/uid/42  rtc: channel "demo", uid 42, subscriber; until 23:14:20
               note: a subscriber is kept from publishing only where the Console has co-host authentication on
               note: with less than two minutes, SDKs announce the end of a token late or not at all
      23:13:20 200 POST /getToken  chat app; until 00:13:20
               note: a token for the app may do anything: never give it to a client
      23:13:20 200 POST /token  rtc+rtm: channel "demo", uid 42, user "alice", with "rtc=stage"; until 00:13:20
      23:13:20 400 GET /rtc/a\\r\\nb\\x1b[31m/1/uid/42  invalid-channel: channel: character "\\r" at position 2 is not allowed in a channel name
               fix: Use only a-z A-Z 0-9, space and ! # $ % & ( ) + - : ; < = . > ? @ [ ] ^ _ { } | ~ ,.
      "
    `);
    expect(stdout + stderr).not.toMatch(/topsecret|007eJ/);
  });

  test.each([
    ['GET /rtm/Xk3vQ9LmNp2RsTuVwYz4bCd5Ef6G', 'a Firebase uid'],
    ['GET /rtm/3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'a UUID'],
    [
      'GET /rtc/7d72365eb983485397e3e3f9d460bdda/1/userAccount/user_2NNEqL2nrIRdJ194ndJqAHwEfxC',
      'both',
    ],
  ])('%s shows the names that were signed whole: %s', async (request) => {
    const send = async (given: Send) => void (await given(request));
    const names = request.match(/\w[\w-]{20,}/g) ?? [];
    const { stderr } = await serving([], send, world);
    const [, line] = (await serving(['--ndjson'], send, world)).stdout.split('\n');
    for (const each of [stderr, line]) {
      expect(each?.match(/\w[\w-]{20,}/g)).toEqual([...names, ...names]);
    }
  });

  test.each([
    ['a part of the certificate', `GET /rtm/x${CERTIFICATE.slice(0, 20)}`],
    ['the certificate, which is not signed', `GET /rtm/${CERTIFICATE}`],
    ['the key of the clients', `GET /rtm/${KEY}`],
    ['what may be a secret, in what is refused', 'GET /rtm/é7d72365eb983485397e3e3f9d460bdda'],
  ])('shows nothing of %s', async (_what, request) => {
    for (const flags of [[], ['--ndjson']]) {
      const { stdout, stderr } = await serving(
        flags,
        async (send) => void (await send(request, { headers: { 'x-api-key': KEY } })),
        { env: { ...ENV, AGORA_TOKEN_SERVE_KEY: KEY } },
      );
      expect(stdout + stderr).toContain(request.slice(4, 9));
      expect(stdout + stderr).not.toContain(request.slice(-12));
    }
  });

  test.each([
    ['60', '; until 23:14:20'],
    ['12h', '; until 2023-11-15 11:13:20'],
  ])('the end of a token of %s has a date where that is another: %s', async (expiry, end) => {
    const { stderr } = await serving(
      [],
      async (send) => void (await send(`${RTC}?expiry=${expiry}`)),
      world,
    );
    expect(stderr).toContain(end);
  });

  test('a client that tries again and again is logged once', async () => {
    const { stderr } = await serving(
      [],
      async (send) => {
        for (let tries = 0; tries < 9; tries++) await send('GET /rtm/0');
        await send('GET /rtm/alice');
      },
      world,
    );
    expect(stderr.match(/invalid-user-id/g)).toHaveLength(1);
    expect(stderr).toContain('… and 8 more like this\n');
  });

  test('and again after ten seconds', async () => {
    let now = 1_700_000_000_000;
    const { stderr } = await serving(
      [],
      async (send) => {
        for (const seconds of [0, 9, 1]) {
          now += seconds * 1000;
          await send('GET /rtm/0');
        }
      },
      { ...world, context: { clock: () => now } },
    );
    expect(stderr.match(/invalid-user-id|… and 1 more like this/g)).toEqual([
      'invalid-user-id',
      '… and 1 more like this',
      'invalid-user-id',
    ]);
  });

  test('--quiet', async () => {
    const { stderr } = await serving(
      ['--quiet'],
      async (send) => void (await send('GET /rtm/0')),
      world,
    );
    expect(stderr).toBe('');
  });

  test('--ndjson', async () => {
    const { stdout, stderr } = await serving(
      ['--ndjson'],
      async (send) => {
        await send(RTC, { headers: { origin: 'http://localhost:3000' } });
        await send('GET /rtm/0');
      },
      world,
    );
    expect(stderr).toBe('');
    expect(ndjson(stdout)).toMatchObject([
      { schemaVersion: 1, ok: true, event: 'started', url: 'http://127.0.0.1:8080' },
      {
        ...{
          ok: true,
          event: 'signed',
          status: 200,
          route: 'rtc',
          origin: 'http://localhost:3000',
        },
        ask: { kinds: ['rtc'], channel: 'demo', uid: 42 },
      },
      { ok: false, event: 'refused', status: 400, code: 'invalid-user-id', path: '/rtm/0' },
    ]);
    expect(stdout).not.toContain('007eJ');
  });
});

describe('lines that nobody reads', () => {
  /** A stream that takes nothing until it is let. */
  const stalled = () => {
    const taken: string[] = [];
    let waiting: (() => void)[] = [];
    return {
      taken,
      stream: {
        write(text: string | Uint8Array, done?: () => void) {
          taken.push(String(text));
          // The start is told to somebody.
          if (taken.length === 1) done?.();
          else if (done) waiting.push(done);
          return false;
        },
      },
      read() {
        for (const done of waiting) done();
        waiting = [];
      },
    };
  };

  test.each([
    ['stdout', ['--ndjson'], /^\{"schemaVersion":1,"ok":true,"event":"lost","count":10\}\n\{/],
    ['stderr', [], /10 lines left out while nobody read them\n.*GET \/rtm\/last/],
  ] as const)('are bounded on %s, and counted', async (name, args, last) => {
    const { taken, stream, read } = stalled();
    // The text of the start is on stdout.
    if (name === 'stderr') stream.write('');
    await serving(
      [...args, '--no-rate-limit'],
      async (send) => {
        for (let user = 0; user < 1010; user++) await send(`GET /nothing/${user}`);
        expect(taken).toHaveLength(1001);
        read();
        await new Promise(setImmediate);
        await send('GET /rtm/last');
        read();
      },
      { ...world, context: { [name]: stream } },
    );
    expect(taken).toHaveLength(1002);
    expect(taken.at(-1)).toMatch(last);
  });
});

describe('a key', () => {
  const cwd = folder();
  writeFileSync(join(cwd, 'key'), `${KEY}\n`);
  const locked = ['--key-file', join(cwd, 'key')];

  test.each<[how: string, line: string, headers?: Record<string, string>]>([
    ['in front of the path', `GET /k/${KEY}/rtc/demo/publisher/uid/42`],
    [
      'in front of the path, beside a key for something else',
      `GET /k/${KEY}/rtc/demo/publisher/uid/42`,
      { 'x-api-key': 'other' },
    ],
    ['twice the slash', `GET //k/${KEY}//rtc/demo/publisher/uid/42/`],
    ['Bearer', RTC, { authorization: `Bearer ${KEY}` }],
    ['X-API-Key', RTC, { 'x-api-key': KEY }],
  ])('%s', async (_how, line, headers = {}) => {
    const { stdout, stderr } = await serving(
      locked,
      async (send) => {
        expect((await send(line, { headers })).status).toBe(200);
        expect((await send('GET /ping')).status).toBe(200);
        expect((await send('GET /')).text).toContain('/k/&lt;key&gt;');
      },
      world,
    );
    expect(stderr).toContain('200 GET /rtc/demo/publisher/uid/42');
    expect(stdout + stderr).not.toContain(KEY);
  });

  test.each<[how: string, line: string, headers?: Record<string, string>]>([
    ['none', RTC],
    ['a wrong one', `GET /k/${KEY.toLowerCase()}/rtc/demo/publisher/uid/42`],
    ['the beginning', `GET /k/${KEY.slice(1)}/rtc/demo/publisher/uid/42`],
    ['a wrong one in a header', RTC, { authorization: 'Bearer x' }],
    ['in the query', `${RTC}?key=${KEY}`],
    ['no route', 'GET /k'],
  ])('%s', async (_how, line, headers = {}) => {
    const { stderr } = await serving(
      locked,
      async (send) => {
        expect((await send(line, { headers })).json.code).toBe('unauthorized');
      },
      world,
    );
    expect(stderr).not.toMatch(new RegExp(KEY.slice(1), 'i'));
  });

  test('of the environment', async () => {
    await serving(
      [],
      async (send) => {
        expect((await send(RTC)).status).toBe(401);
      },
      { env: { ...ENV, AGORA_TOKEN_SERVE_KEY: KEY } },
    );
  });

  test('a prefix where no key is asked for does no harm', async () => {
    await serving(
      [],
      async (send) => {
        expect((await send('GET /k/any/rtm/alice')).status).toBe(200);
      },
      world,
    );
  });
});

test('the page at / lists every route, and needs no script', async () => {
  await serving(
    [],
    async (send) => {
      const { text, headers } = await send('GET /');
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(text).toContain('http://localhost:8080');
      expect(text).toContain('POST /fetch_rtc_token');
      expect(text).not.toMatch(/<script|970CA35/);
    },
    world,
  );
});
