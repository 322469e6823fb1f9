import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import type { ServiceSpec } from '../../../src/core/sign/pack.js';
import { crc32 } from '../../../src/core/token/crc32.js';
import {
  all,
  rtc006,
  rtcService,
  whiteboard as signedWhiteboard,
  token006,
  token007,
} from '../../core/inspect/tokens.js';
import { APP_ID, CERTIFICATE, handMade, str, text, u16 } from '../../helpers/demo.js';
import { folder } from '../../helpers/folder.js';
import { NOW, run } from '../../helpers/run.js';
import { edgeCase, official } from '../../helpers/vectors.js';

const { AccessToken } = createRequire(import.meta.url)('agora-token/src/AccessToken');

const LATER = NOW + 10_000;

async function make(args: string, world = {}): Promise<string> {
  const salt = args.startsWith('whiteboard') ? [] : ['--salt', '5'];
  const { stdout, code } = await run(
    ['generate', ...args.split(' '), '-p', 'demo', ...salt],
    world,
  );
  expect(code).toBe(0);
  return stdout.trim();
}

async function renewed(token: string, ...args: string[]) {
  const { stdout, stderr } = await run(
    ['renew', token, '-p', 'demo', '--json', '--salt', '9', ...args],
    { now: LATER },
  );
  expect(stderr).not.toContain('unexpected');
  return JSON.parse(stdout);
}

/** Services with their relative privileges alone. */
const content = (services: { privileges: { id: number; value: number }[] }[]) =>
  services.map(({ privileges, ...rest }) => ({
    ...rest,
    privileges: privileges.map(({ id, value }) => [id, value]),
  }));

async function decoded(token: string) {
  return JSON.parse((await run(['decode', '--json', token])).stdout);
}

describe('renew', () => {
  test.each([
    'rtc -c demo -u 42 --publish-video 10m --with rtm=bob --with convoai',
    'rtc -c demo -a alice -r subscriber -e 5h',
    'rtm --user-id alice --permission message:read=a,b --permission user:write=c',
    'chat app',
    'apaas room-user --room math --user alice --role 0',
    'streaming -c demo -u 42 --publish raw',
    'fpa -e 24h',
  ])('keeps the content of %s', async (args) => {
    const token = await make(args);
    const old = await decoded(token);
    const fresh = await renewed(token);
    expect(content(fresh.services)).toEqual(content(old.services));
    expect(fresh).toMatchObject({
      issuedAt: { unix: LATER },
      lifetimeSeconds: old.lifetimeSeconds,
      salt: 9,
      profile: 'demo',
    });
  });

  test.each<[string, ServiceSpec]>([
    ['RTC', rtcService({ privileges: [...all(3600), [99, 600]] })],
    ['RTM', { name: 'rtm', userId: 'alice', privileges: [1, 2].map((id) => [id, 3600]) }],
    ['FPA', { name: 'fpa', privileges: [1, 7].map((id) => [id, 3600]) }],
    ['APaaS', { name: 'apaas', role: 1, privileges: [1, 77].map((id) => [id, 3600]) }],
    ['ConvoAI', { name: 'convoai', privileges: [[1, 3600]] }],
  ])('keeps privileges of %s that no table knows', async (_title, spec) => {
    const token = token007([spec]);
    const fresh = await renewed(token);
    expect(content(fresh.services)).toEqual(content((await decoded(token)).services));
    expect(fresh.findings).toMatchObject([{ code: 'unknown-privilege' }]);
  });

  test('-e: what lasted as long as the token follows it, what was shorter stays', async () => {
    const token = await make('rtc -c demo -u 42 --publish-video 10m --publish-data 2h');
    const longer = await renewed(token, '-e', '2h');
    expect(content(longer.services)[0]?.privileges).toEqual([
      [1, 7200],
      [2, 7200],
      [3, 600],
      [4, 7200],
    ]);
    const shorter = await renewed(token, '-e', '5m');
    expect(content(shorter.services)[0]?.privileges).toEqual([
      [1, 300],
      [2, 300],
      [3, 300],
      [4, 300],
    ]);
  });

  test('prints the token alone, from a pipe too', async () => {
    const token = await make('rtc -c demo -u 42');
    const { code, stdout } = await run(['renew', '-p', 'demo'], {
      stdin: `${token}\n`,
      now: LATER,
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^007\S+\n$/);
    expect(stdout.trim()).not.toBe(token);
  });

  test('the token and the certificate cannot both be on stdin', async () => {
    const { code, stderr } = await run(['renew', '--app-certificate-file', '-'], { stdin: 'x' });
    expect([code, stderr.includes('cannot both come from standard input')]).toEqual([2, true]);
  });

  test('shell variables come from the token', async () => {
    const token = await make('rtc -c demo -u 42');
    const { stdout } = await run(['renew', token, '-p', 'demo', '--output', 'shell']);
    expect(stdout).toContain("export AGORA_CHANNEL='demo'\nexport AGORA_UID='42'\n");
  });

  test.each([
    'rtc -c demo -u 42 --with apaas=math',
    'rtc -c demo -a alice',
    'rtm --user-id alice',
    'chat user --user-id alice',
    'chat app',
    'apaas room-user --room math --user alice --role student',
    'apaas user --user alice',
    'apaas app',
    'whiteboard room --uuid r1',
  ])('of %s prints the variables that generate prints', async (args) => {
    const names = (text: string) => text.split('\n').map((line) => line.split('=')[0]);
    const made = await make(`${args} --output dotenv`);
    const token = /^AGORA_TOKEN=(.*)$/m.exec(made)?.[1] as string;
    const { stdout } = await run(['renew', token, '-p', 'demo', '--output', 'dotenv']);
    expect(names(stdout.trim())).toEqual(names(made));
  });

  test.each([
    ['rtc -c demo -u 1', ['-c', 'other'], '--channel is for 006 tokens; this one (007)'],
    ['rtc -c demo -u 1', ['-u', '9'], '--uid is for 006 tokens'],
    ['rtc -c demo -u 1', ['-a', 'bob'], '--account is for 006 tokens'],
    ['rtm --user-id alice', ['--user-id', 'bob'], '--user-id is for 006 tokens'],
    ['whiteboard sdk', ['--uid', '1'], '--uid is for 006 tokens; this one (whiteboard-sdk)'],
    ['whiteboard sdk', ['--token-version', '007'], '--token-version is for 006 tokens'],
    ['rtc -c demo -u 1', ['--token-version', '006'], '--token-version is for 006 tokens'],
  ])('of %s refuses %j, which it would leave out', async (args, flags, message) => {
    const { code, stdout, stderr } = await run(['renew', await make(args), '-p', 'demo', ...flags]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test.each([
    ['42', 'AGORA_UID=42'],
    ['4294967295', 'AGORA_UID=4294967295'],
    ['4294967296', 'AGORA_ACCOUNT=4294967296'],
    ['99999999999999999999', 'AGORA_ACCOUNT=99999999999999999999'],
    ['0', 'AGORA_ACCOUNT=0'],
    ['007', 'AGORA_ACCOUNT=007'],
    ['1e3', 'AGORA_ACCOUNT=1e3'],
  ])('keeps the account %s as it is', async (account, line) => {
    const token = await make(`rtc -c demo -a ${account}`);
    const { stdout } = await run(['renew', token, '-p', 'demo', '--output', 'dotenv']);
    expect(stdout.split('\n')).toContain(line);
  });

  test('of no service is refused', async () => {
    const { code, stderr } = await run(['renew', edgeCase('zero services'), '-p', 'demo']);
    expect(code).toBe(2);
    expect(stderr).toContain('the token contains no service');
  });

  test('of a 007 token may ask for 007', async () => {
    const token = await make('rtc -c demo -u 1');
    expect(await renewed(token, '--token-version', '007')).toMatchObject({ format: '007' });
  });

  test('finds the profile that owns the App ID', async () => {
    const token = await make('rtc -c demo -u 42');
    const env = { AGORA_APP_ID: APP_ID, AGORA_APP_CERTIFICATE: CERTIFICATE };
    const { code, stdout } = await run(['renew', token, '--json'], { env });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).profile).toBe('environment');
  });

  test('says nothing of the App ID of the environment, which is not used', async () => {
    const dev = { appId: APP_ID, appCertificate: CERTIFICATE };
    const cwd = folder({ '.agora-tokenrc.json': JSON.stringify({ profiles: { dev } }) });
    const env = { AGORA_APP_ID: 'b'.repeat(32), AGORA_APP_CERTIFICATE: 'a'.repeat(32) };
    const token = await make('rtc -c demo -u 42');
    for (const argv of [
      ['renew', token, '--json'],
      ['inspect', token, '--json'],
    ]) {
      const { stdout, stderr } = await run(argv, { cwd, env });
      expect(stdout).toContain('"profile": "dev"');
      expect(stderr).not.toContain('is used, not that of');
    }
  });

  test.each<[string, Record<string, string>, string]>([
    ['no profile', {}, 'command line'],
    ['another project', { AGORA_APP_ID: 'b'.repeat(32) }, 'command line'],
    ['its own profile', { AGORA_APP_ID: APP_ID }, 'environment'],
  ])('--app-certificate-file signs for the token, with %s', async (_, env, profile) => {
    const argv = ['renew', await make('rtc -c demo -u 42'), '--json'];
    const cwd = folder({ cert: CERTIFICATE });
    const others = { AGORA_APP_CERTIFICATE: 'a'.repeat(32), ...env };
    const { stdout } = await run([...argv, '--app-certificate-file', 'cert'], { env: others, cwd });
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, appId: APP_ID, profile });
  });

  test('of an App ID that no profile holds is a matter of configuration', async () => {
    const env = { AGORA_APP_ID: 'b'.repeat(32), AGORA_APP_CERTIFICATE: 'a'.repeat(32) };
    const { code, stdout, stderr } = await run(['renew', await make('rtc -c demo -u 42')], { env });
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain(APP_ID);
    expect(stderr).not.toContain('a'.repeat(32));
  });

  test('of what does not verify needs --force', async () => {
    const token = await make('rtc -c demo -u 42');
    const env = { AGORA_APP_ID: APP_ID, AGORA_APP_CERTIFICATE: 'a'.repeat(32) };
    const refused = await run(['renew', token], { env });
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('--force');
    const forced = await run(['renew', token, '--force'], { env });
    expect(forced.code).toBe(0);
    expect(forced.stdout).toMatch(/^007/);
  });

  test('takes what the secondary certificate signed, and signs with the primary', async () => {
    const token = await make('rtc -c demo -u 42');
    const env = {
      AGORA_APP_ID: APP_ID,
      AGORA_APP_CERTIFICATE: 'a'.repeat(32),
      AGORA_APP_SECONDARY_CERTIFICATE: CERTIFICATE,
    };
    const { code, stdout } = await run(['renew', token], { env });
    expect(code).toBe(0);
    expect((await run(['inspect', stdout.trim(), '-p', 'demo'], { env })).code).toBe(6);
  });

  test('of a permission for a name that is not text is refused', async () => {
    const list = Buffer.concat([u16(1, 0, 1, 0, 1), str(Buffer.from([0xff]))]);
    const token = handMade(Buffer.concat([u16(1, 8, 0), text('alice'), list]));
    const { code, stderr } = await run(['renew', token, '-p', 'demo']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('is not UTF-8 text (hex ff)')]);
  });

  test('of a lifetime that looks absolute asks for one', async () => {
    const { AccessToken2, ServiceRtm } = createRequire(import.meta.url)(
      'agora-token/src/AccessToken2',
    );
    const signer = new AccessToken2(APP_ID, CERTIFICATE, NOW, 1_000_000_000);
    const service = new ServiceRtm('alice');
    service.add_privilege(1, 1_000_000_000);
    signer.add_service(service);
    const refused = await run(['renew', signer.build(), '-p', 'demo']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--expires-in 1h');
    expect(content((await renewed(signer.build(), '-e', '1h')).services)[0]?.privileges).toEqual([
      [1, 3600],
    ]);
  });

  test.each([
    ['007', ['--now=-5']],
    ['007', ['--issued-at', '4294963700']],
    ['006', ['-c', 'demo', '-u', '42', '--issued-at', '4294963000']],
    ['006', ['-c', 'demo', '-u', '42', '--now=-5']],
  ])('of a %s token, %j: no token can hold the times', async (version, args) => {
    const token = await make(`rtc -c demo -u 42 --token-version ${version}`);
    const { code, stdout, stderr } = await run(['renew', token, '-p', 'demo', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('1970-01-01 to 2106-02-07');
  });

  test.each(['not a token', '007eJx'])('of %j is exit 4', async (text) => {
    expect((await run(['renew', text, '-p', 'demo'])).code).toBe(4);
  });

  test('of a key from before 006 is refused', async () => {
    const key = `1:${APP_ID}:1700000000:${'0'.repeat(32)}`;
    const { code, stderr } = await run(['renew', key, '-p', 'demo']);
    expect(code).toBe(2);
    expect(stderr).toContain('obsolete');
  });
});

describe('renew of a 006 token', () => {
  const rtc = () => make('rtc -c demo -u 42 -e 2h --publish-data 30m --token-version 006');
  const privileges = (
    token: { services: { privileges: { id: number; value: number }[] }[] },
    base: number,
  ) => token.services[0]?.privileges.map(({ id, value }) => [id, value - base]);

  test('stays 006, with the same relative privileges', async () => {
    const fresh = await renewed(await rtc(), '-c', 'demo', '-u', '42');
    expect(fresh.format).toBe('006');
    expect(privileges(fresh, LATER)).toEqual([
      [1, 7200],
      [2, 7200],
      [3, 7200],
      [4, 1800],
    ]);
  });

  test('keeps a privilege that no table knows', async () => {
    const token = token006({ 1: NOW + 3600, 77: NOW + 600 });
    expect(privileges(await renewed(token, '-c', 'demo', '-u', '42'), LATER)).toEqual([
      [1, 3600],
      [77, 600],
    ]);
  });

  test('becomes 007 with --token-version 007', async () => {
    const fresh = await renewed(await rtc(), '-c', 'demo', '-u', '42', '--token-version', '007');
    expect(fresh).toMatchObject({ format: '007', lifetimeSeconds: 7200 });
    expect(fresh.services[0]).toMatchObject({ channel: 'demo', uid: '42' });
    expect(privileges(fresh, 0)).toEqual([
      [1, 7200],
      [2, 7200],
      [3, 7200],
      [4, 1800],
    ]);
  });

  test('stays 006 with --token-version 006 too', async () => {
    const fresh = await renewed(await rtc(), '-c', 'demo', '-u', '42', '--token-version', '006');
    expect(fresh.format).toBe('006');
  });

  const DAY = 86_400;
  test.each<[Record<number, number>, string[], number[], number | undefined]>([
    // What is bounded by the token alone lasts a day, or as long as is asked for.
    [{ 1: 0, 2: 0 }, [], [0, 0], undefined],
    [{ 1: 0, 2: 0 }, ['-e', '2h'], [7200, 7200], undefined],
    [{ 1: 0, 3: NOW + 3600 }, [], [0, 3600], undefined],
    [{ 1: 0, 3: NOW + 3600 }, ['-e', '2h'], [7200, 3600], undefined],
    [{ 1: 0, 3: NOW + 3600 }, ['-e', '30m'], [1800, 1800], undefined],
    [{ 1: 0, 3: NOW + 2 * DAY }, [], [0, 2 * DAY], undefined],
    [{ 1: 0, 3: NOW + 3600 }, ['--token-version', '007'], [0, 3600], DAY],
    [{ 1: 0, 2: 0 }, ['--token-version', '007'], [0, 0], DAY],
    [{ 1: 0, 2: 0 }, ['--token-version', '007', '-e', '2h'], [7200, 7200], 7200],
    [{ 1: NOW + 3600 }, ['--token-version', '007'], [3600], 3600],
    [{ 1: 1, 2: NOW + 3600 }, ['--token-version', '007'], [3600, 3600], 3600],
    [{}, ['--token-version', '007', '-e', '2h'], [], 7200],
  ])('of the privileges %j with %j', async (ends, args, expected, lifetime) => {
    const fresh = await renewed(token006(ends), '-c', 'demo', '-u', '42', ...args);
    const base = (value: number) => (fresh.format === '006' && value > 0 ? value - LATER : value);
    const [{ privileges: found }] = fresh.services;
    expect(found.map(({ value }: { value: number }) => base(value))).toEqual(expected);
    expect(fresh.lifetimeSeconds).toBe(lifetime);
  });

  test.each([
    ['006-01', ['--user-id', 'test_user']],
    ['006-03', ['-c', '7d72365eb983485397e3e3f9d460bdda', '-u', '2882341273']],
    ['006-05', ['-c', '7d72365eb983485397e3e3f9d460bdda', '-u', '0']],
  ])('to 007 gives %s, whose own time is of 1970, an hour and says so', async (id, claims) => {
    const argv = ['renew', official(id), '-p', 'demo', ...claims, '--token-version', '007'];
    const { code, stdout, stderr } = await run([...argv, '--json']);
    expect(code).toBe(0);
    expect(stderr).toContain('The token does not show its lifetime: the new one lasts 1 hour.');
    expect(JSON.parse(stdout)).toMatchObject({ format: '007', lifetimeSeconds: 3600 });
    const longer = await run([...argv, '--json', '-e', '2h']);
    expect(longer.stderr).not.toContain('does not tell');
    expect(JSON.parse(longer.stdout)).toMatchObject({ lifetimeSeconds: 7200 });
  });

  test.each([
    ['demo', '42', true],
    ['demo4', '2', true],
    ['demo42', '', false],
  ])('to 007 warns that %s and "%s" may be another pair', async (channel, uid, same) => {
    const token = rtc006(NOW + 3600, { channel: 'demo', uid: '42' });
    const other = Buffer.from(token.slice(35), 'base64');
    other.writeUInt32LE(crc32(channel), 34);
    other.writeUInt32LE(crc32(uid), 38);
    const relabelled = token.slice(0, 35) + other.toString('base64');
    const argv = ['renew', relabelled, '-p', 'demo', '-c', channel, '--token-version', '007'];
    const { code, stderr } = await run([...argv, ...(same ? ['-u', uid] : [])]);
    expect(code).toBe(0);
    expect(stderr).toContain('so it may have been made for another pair');
    const as006 = await run([...argv.slice(0, -2), ...(same ? ['-u', uid] : [])]);
    expect(as006.stderr).not.toContain('another pair');
  });

  test('to 007 says which privileges have no place there', async () => {
    const token = token006({ 1: NOW + 3600, 5: NOW + 3600, 101: NOW + 3600 });
    const argv = ['renew', token, '-p', 'demo', '-c', 'demo', '-u', '42'];
    const { stderr } = await run([...argv, '--token-version', '007', '--json']);
    expect(stderr).toContain('without publish-audio-cdn and administrate-channel');
    expect((await run(argv)).stderr).not.toContain('publish-audio-cdn');
  });

  test.each([
    ['é', '42', ['-c', 'é', '-u', '42']],
    ['a*b', 'bob/*', ['-c', 'a*b', '-a', 'bob/*']],
    ['x'.repeat(70), '', ['-c', 'x'.repeat(70)]],
    ['', '42', ['-c', '', '-u', '42']],
  ])('for %j and %j is renewed, whatever limits these break', async (channel, user, args) => {
    const signer = new AccessToken(APP_ID, CERTIFICATE, channel, user);
    signer.ts = NOW + DAY;
    signer.addPriviledge(1, NOW + 3600);
    const token = signer.build();
    expect(await renewed(token, ...args)).toMatchObject({ ok: true, format: '006' });
    expect(await renewed(token, ...args, '--token-version', '007')).toMatchObject({
      services: [{ channel, uid: user }],
    });
  });

  test('of RTM needs the user id', async () => {
    const token = await make('rtm --user-id alice --token-version 006');
    const { code, stderr } = await run(['renew', token, '-p', 'demo']);
    expect(code).toBe(2);
    expect(stderr).toContain('--user-id');
    expect(await renewed(token, '--user-id', 'alice')).toMatchObject({
      format: '006',
      services: [{ name: 'rtm' }],
    });
    expect(await renewed(token, '--user-id', 'alice', '--token-version', '007')).toMatchObject({
      format: '007',
      services: [{ name: 'rtm', userId: 'alice', privileges: [{ value: 3600 }] }],
    });
  });

  test('for any user needs the channel alone', async () => {
    const token = await make('rtc -c demo -u 0 --token-version 006');
    expect(await renewed(token, '-c', 'demo')).toMatchObject({ services: [{ uidCrc32: 0 }] });
  });

  test('a time of 1970 is not carried on', async () => {
    const signer = new AccessToken(APP_ID, CERTIFICATE, 'demo', 42);
    signer.ts = NOW + 86_400;
    signer.addPriviledge(1, 3600);
    const fresh = await renewed(signer.build(), '-c', 'demo', '-u', '42', '-e', '1h');
    expect(privileges(fresh, LATER)).toEqual([[1, 3600]]);
  });

  test.each([
    [[], '--channel <name> and --uid'],
    [['-c', 'demo'], '--uid <number> or --account'],
    [['-c', 'Demo', '-u', '42'], '--channel "Demo" is not what'],
    [['-c', 'demo', '-u', '43'], '--uid "43" is not what'],
    [['-c', 'demo', '-a', 'bob'], '--account "bob" is not what'],
  ])('%j is refused', async (args, message) => {
    const { code, stdout, stderr } = await run(['renew', await rtc(), '-p', 'demo', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});

describe('renew of a whiteboard token', () => {
  const env = {
    AGORA_WHITEBOARD_ACCESS_KEY: 'ak-made-up',
    AGORA_WHITEBOARD_SECRET_KEY: 'sk-made-up',
  };
  /** Of the tokens that are signed by hand. */
  const keys = { AGORA_WHITEBOARD_ACCESS_KEY: 'ak1', AGORA_WHITEBOARD_SECRET_KEY: 'sk1' };
  const whiteboard = async (args: string) =>
    (await run(['generate', 'whiteboard', ...args.split(' ')], { env })).stdout.trim();

  test('keeps role and uuid', async () => {
    const token = await whiteboard('room --uuid r1 --role writer -e 5m');
    const { stdout } = await run(['renew', token, '--json', '-e', '10m'], { env, now: LATER });
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'whiteboard-room',
      role: 'writer',
      uuid: 'r1',
      accessKey: 'ak-made-up',
      expiresAt: { unix: LATER + 600 },
    });
  });

  test('keeps the lifetime that a nonce of version 1 tells', async () => {
    const token = signedWhiteboard('ROOM', { uuid: 'r1', expireAt: (NOW + 30 * 86_400) * 1000 });
    const { stdout, stderr } = await run(['renew', token, '--json'], { env: keys, now: LATER });
    expect(JSON.parse(stdout).expiresAt.unix).toBe(LATER + 30 * 86_400);
    expect(stderr).toBe('');
  });

  test('says which lifetime it takes where the token tells none', async () => {
    const nonce = '6c84fb90-12c4-41e1-840d-7b25c5ee775a';
    const token = signedWhiteboard('SDK', { nonce, expireAt: (NOW + 30 * 86_400) * 1000 });
    const { stdout, stderr } = await run(['renew', token, '--json'], { env: keys, now: LATER });
    expect(JSON.parse(stdout).expiresAt.unix).toBe(LATER + 3600);
    expect(stderr).toContain('the new one lasts 1 hour. --expires-in sets another.');
  });

  test('a lifetime of decades was meant for a time, and is not kept', async () => {
    const token = signedWhiteboard('ROOM', { uuid: 'r1', expireAt: (NOW + 1_800_000_000) * 1000 });
    const { stdout } = await run(['renew', token, '--json'], { env: keys, now: LATER });
    expect(JSON.parse(stdout).expiresAt.unix).toBe(LATER + 3600);
  });

  test('a permanent one stays so', async () => {
    const token = await whiteboard('sdk --never-expires');
    expect(
      JSON.parse((await run(['renew', token, '--json'], { env })).stdout).expiresAt,
    ).toBeNull();
  });

  test('is not verified by the certificates of the app beside it', async () => {
    const signer = { ...env, AGORA_WHITEBOARD_SECRET_KEY: CERTIFICATE };
    const token = (await run(['generate', 'whiteboard', 'sdk'], { env: signer })).stdout.trim();
    const { code, stdout, stderr } = await run(['renew', token], {
      env: { ...env, AGORA_APP_ID: APP_ID, AGORA_APP_SECONDARY_CERTIFICATE: CERTIFICATE },
    });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--force');
  });

  test('of another access key is a matter of configuration', async () => {
    const token = await whiteboard('sdk');
    const { code, stderr } = await run(['renew', token, '-p', 'demo']);
    expect(code).toBe(3);
    expect(stderr).toContain('access key');
  });
});
