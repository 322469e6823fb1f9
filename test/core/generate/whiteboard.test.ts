import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { folder } from '../../helpers/folder.js';
import { NOW, run } from '../../helpers/run.js';

const netless = createRequire(import.meta.url)('netless-token');

const KEYS = {
  AGORA_WHITEBOARD_ACCESS_KEY: 'ak/with+signs =',
  AGORA_WHITEBOARD_SECRET_KEY: 'sk-made-up',
};
const HOUR = 3_600_000;
const ROLE = { admin: '0', writer: '1', reader: '2' };

/** The query behind the prefix. */
const query = (token: string) =>
  new URLSearchParams(Buffer.from(token.slice(token.indexOf('_') + 1), 'base64url').toString());

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the same token as netless-token', () => {
  test.each([
    ['sdk --role admin', () => netless.sdkToken, { role: ROLE.admin }, HOUR],
    ['sdk', () => netless.sdkToken, { role: ROLE.reader }, HOUR],
    ['sdk --role WRITER', () => netless.sdkToken, { role: ROLE.writer }, HOUR],
    [
      'room --uuid 4a50dc --role writer -e 2h',
      () => netless.roomToken,
      { role: ROLE.writer, uuid: '4a50dc' },
      2 * HOUR,
    ],
    [
      'room --uuid übung/1 --never-expires',
      () => netless.roomToken,
      { role: ROLE.reader, uuid: 'übung/1' },
      0,
    ],
    [
      'task --uuid 9bc0 --role admin -e 1d',
      () => netless.taskToken,
      { role: ROLE.admin, uuid: '9bc0' },
      24 * HOUR,
    ],
  ])('whiteboard %s', async (args, builder, content, lifespan) => {
    const theirs = builder()(
      KEYS.AGORA_WHITEBOARD_ACCESS_KEY,
      KEYS.AGORA_WHITEBOARD_SECRET_KEY,
      lifespan,
      content,
    );
    const nonce = query(theirs).get('nonce') as string;
    const { stdout, code } = await run(['generate', 'whiteboard', ...args.split(' ')], {
      env: KEYS,
      context: { randomUuid: () => nonce },
    });
    expect(code).toBe(0);
    expect(stdout).toBe(`${theirs}\n`);
  });
});

describe('whiteboard lifetimes', () => {
  const room = ['generate', 'whiteboard', 'room', '--uuid', 'r1'];

  test('count from --issued-at', async () => {
    const { stdout } = await run([...room, '--issued-at', '1800000000', '-e', '90s'], {
      env: KEYS,
    });
    expect(query(stdout.trim()).get('expireAt')).toBe('1800000090000');
  });

  test.each(['0', '0s', '00'])('-e %s is refused: it would be for ever', async (zero) => {
    const { code, stdout, stderr } = await run([...room, '-e', zero], { env: KEYS });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('for ever');
    expect(stderr).toContain('--never-expires');
  });

  test('-e and --never-expires cannot be used together', async () => {
    const { code, stderr } = await run([...room, '-e', '1h', '--never-expires'], { env: KEYS });
    expect(code).toBe(2);
    expect(stderr).toContain('--expires-in and --never-expires cannot be used together');
  });

  test('a permanent admin token is warned of', async () => {
    const argv = ['generate', 'whiteboard', 'sdk', '--role', 'admin', '--never-expires', '--json'];
    const { stdout } = await run(argv, { env: KEYS });
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'whiteboard-sdk',
      role: 'admin',
      expiresAt: null,
      warnings: [{ code: 'whiteboard-permanent-admin' }],
    });
  });
});

describe('whiteboard, what is missing', () => {
  test.each([
    [['room'], KEYS, 2, '--uuid'],
    [['task', '--uuid', ''], KEYS, 2, '--uuid is empty'],
    [['sdk', '--role', 'owner'], KEYS, 2, 'admin, writer, reader'],
    [['sdk'], { AGORA_WHITEBOARD_ACCESS_KEY: 'ak' }, 3, 'AGORA_WHITEBOARD_SECRET_KEY'],
  ])('%j', async (args, env, code, message) => {
    const result = await run(['generate', 'whiteboard', ...args], { env });
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toContain('sk-made-up');
  });
});

test('an App ID of the environment is no matter for a whiteboard token', async () => {
  const dev = { appId: 'a'.repeat(32) };
  const cwd = folder({ '.agora-tokenrc.json': JSON.stringify({ profiles: { dev } }) });
  const env = { ...KEYS, AGORA_APP_ID: 'b'.repeat(32) };
  const { stderr } = await run(['generate', 'whiteboard', 'sdk'], { cwd, env });
  expect(stderr).toBe('');
  expect((await run(['generate', 'fpa'], { cwd, env })).stderr).toContain('is used, not that of');
});

describe('the profile that signed is told to be', () => {
  const APP = { AGORA_APP_ID: 'b'.repeat(32) };
  const own = { accessKey: 'ak1', secretKey: 'sk1' };
  const same = { accessKey: KEYS.AGORA_WHITEBOARD_ACCESS_KEY };
  test.each<[string, object, Record<string, string>, string[]]>([
    ['environment', {}, KEYS, []],
    ['environment', {}, KEYS, ['-p', 'dev']],
    ['environment', { whiteboard: own }, KEYS, []],
    ['environment', { whiteboard: own }, { ...KEYS, ...APP }, []],
    ['dev', { whiteboard: own }, KEYS, ['-p', 'dev']],
    ['dev', { whiteboard: own }, APP, []],
    ['dev', { whiteboard: same }, KEYS, []],
  ])('%s, with %j and %j and %j', async (name, profile, env, args) => {
    const dev = { appId: 'a'.repeat(32), ...profile };
    const cwd = folder({ '.agora-tokenrc.json': JSON.stringify({ profiles: { dev } }) });
    const argv = ['generate', 'whiteboard', 'sdk', ...args];
    const made = JSON.parse((await run([...argv, '--json'], { cwd, env })).stdout);
    expect(made.profile).toBe(name);
    const row = await run([...argv, '--batch', '-'], { cwd, env, stdin: '{}' });
    expect(JSON.parse(row.stdout).profile).toBe(name);
    for (const command of ['renew', 'inspect']) {
      const { stdout } = await run([command, made.token, '--json', ...args], { cwd, env });
      expect(stdout).toContain(`"profile": "${name}"`);
    }
  });
});
