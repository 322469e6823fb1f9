import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { APP_ID, CERTIFICATE } from '../helpers/demo.js';
import { folder } from '../helpers/folder.js';
import { BIN, bareEnv, PROJECT_ENV } from '../helpers/spawn.js';

const posix = process.platform !== 'win32';
const root = process.getuid?.() === 0;

const CONFIG = `profiles: { dev: { appId: ${APP_ID}, appCertificate: ${CERTIFICATE} } }`;
const home = folder({ 'agora-token/config.yaml': CONFIG, 'rows.csv': 'channel,uid\ndemo,1\n' });
const rows = join(home, 'rows.csv');

/** Runs the program where a line of shell has led; another one cleans up. */
function at(
  place: string,
  args: readonly string[],
  env: Record<string, string> = {},
  after = 'true',
) {
  const script = `${place} && "$@"; code=$?; ${after}; exit $code`;
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', script, 'sh', process.execPath, BIN, ...args],
    { cwd: folder({ 'closed/within/': '' }), env: bareEnv(env), encoding: 'utf8' },
  );
  return { code: status, stdout, stderr };
}

const OWN = { XDG_CONFIG_HOME: home };
const RTC = ['generate', 'rtc', '-c', 'demo', '-u', '1', '--quiet'];

describe.skipIf(!posix)('in a folder that was deleted', () => {
  const gone = (args: readonly string[], env?: Record<string, string>) =>
    at('mkdir gone && cd gone && rmdir ../gone', args, env);

  test.each<[args: readonly string[], env: Record<string, string>, shown: RegExp]>([
    [RTC, PROJECT_ENV, /^007/],
    [RTC, OWN, /^007/],
    [['generate', 'rtc', '--batch', rows, '--quiet'], OWN, /^{"row":1,.*"ok":true/],
    [['profile', 'list'], OWN, /^\* dev/],
    [['profile', 'path'], OWN, /config\.yaml\n$/],
    [['doctor'], OWN, /warning {2}the working directory cannot be used/],
    [['__complete', '--', '-p', ':'], OWN, /^dev\n/],
  ])('%j runs', (args, env, shown) => {
    const { code, stdout, stderr } = gone(args, env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(shown);
  });

  test('inspect checks the signature', () => {
    const { stdout: token } = gone(RTC, OWN);
    const { code, stdout } = gone(['inspect', token.trim(), '--json'], OWN);
    expect([code, JSON.parse(stdout).signature.status]).toEqual([0, 'valid']);
  });
});

test.runIf(process.platform === 'linux')('in a folder whose name is not UTF-8', () => {
  const place = `mkdir "$(printf 'a\\377')" && cd "$(printf 'a\\377')"`;
  const init = ['init', '--app-id', APP_ID, '--certificate-env', 'X'];
  const { code, stderr } = at(place, init);
  expect([code, stderr.includes('its name is not UTF-8')]).toEqual([3, true]);
  expect(at(place, RTC, OWN).code).toBe(0);
});

describe.skipIf(!posix || root)('below a folder that is closed', () => {
  test.each([[RTC], [['profile', 'list']], [['doctor']]])('%j reads your own config', (args) => {
    const { code, stderr } = at('cd closed/within && chmod 0 ..', args, OWN, 'chmod 700 ..');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
