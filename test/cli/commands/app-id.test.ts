import { describe, expect, test } from 'vitest';
import { folder } from '../../helpers/folder.js';
import { run } from '../../helpers/run.js';

const A = 'a'.repeat(32);
const B = 'b'.repeat(32);
const C1 = 'c0ffee11c0ffee11c0ffee11c0ffee11';
const C2 = 'decafbad22decafbad22decafbad2222';
const RTC = ['generate', 'rtc', '-c', 'demo', '-u', '1', '--json'];
const CONFIG = `defaultProfile: one\nprofiles:\n  one: { appId: ${A}, appCertificate: ${C1} }\n  two: { appId: ${B}, appCertificate: ${C2} }\n  bare: { appCertificate: ${C1} }\n`;

describe('generate --app-id', () => {
  test.each<
    [name: string, config: string, env: Record<string, string>, flags: string[], profile: string]
  >([
    ['with the certificate of a variable', '', { AGORA_APP_CERTIFICATE: C1 }, [], 'environment'],
    ['of the profile in use', CONFIG, {}, [], 'two'],
    ['of another profile', CONFIG, {}, ['--app-id', A], 'one'],
    ['of the profile that is named', CONFIG, {}, ['-p', 'two'], 'two'],
    ['for a profile without one', CONFIG, {}, ['-p', 'bare'], 'bare'],
  ])('%s', async (_name, config, env, flags, profile) => {
    const cwd = folder({ '.agora-tokenrc': config });
    const { code, stdout } = await run([...RTC, '--app-id', B, ...flags], { cwd, env });
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect([document.appId, document.profile]).toEqual([flags[1] === A ? A : B, profile]);
  });

  test('with the certificate of a file', async () => {
    const argv = [...RTC, '--app-id', B, '--app-certificate-file', 'it'];
    const { code, stdout } = await run(argv, { cwd: folder({ it: C1 }) });
    expect([code, JSON.parse(stdout).appId]).toEqual([0, B]);
  });

  test('never with the certificate of another App ID', async () => {
    const cwd = folder({ '.agora-tokenrc': CONFIG });
    const other = 'd'.repeat(32);
    for (const env of [{}, { AGORA_APP_ID: A, AGORA_APP_CERTIFICATE: C1 }]) {
      for (const flags of [[], ['-p', 'one']]) {
        const { code, stdout } = await run([...RTC, '--app-id', other, ...flags], { cwd, env });
        expect([code, JSON.parse(stdout).error.code]).toEqual([3, 'configuration']);
      }
    }
  });

  test.each([
    ['x', 'it has 1 character'],
    ['ZKDXIOwdEe6dCoXd_w-qOg/LBhe0SpE4wCDNQ', 'App Identifier of a whiteboard project'],
    ['123/AbCdEf0123', 'App Identifier of a whiteboard project'],
  ])('%s is not one', async (id, expected) => {
    const { code, stderr } = await run([...RTC, '--app-id', id]);
    expect([code, stderr.includes(expected)]).toEqual([2, true]);
  });
});

test.each([
  [
    ['generate', 'whiteboard', 'room', '--role', 'reader', '--uuid', 'a\ufffd', '-p', 'demo'],
    '--uuid',
  ],
  [['generate', 'rtm', '--user-id', 'a\ufffd', '-p', 'demo'], '--user-id'],
  ...[
    ['--certificate-file', '--whiteboard-secret-env'],
    ['--whiteboard-secret-file', '--certificate-env'],
    ['--whiteboard-access-key', '--certificate-env'],
  ].map(([flag = '', other = '']): [string[], string] => [
    ['init', '--app-id', A, flag, 'a\ufffd', other, 'X'],
    flag,
  ]),
])('what was not UTF-8 is not signed as something else: %j', async (argv, flag) => {
  const { code, stdout, stderr } = await run(argv, { cwd: folder() });
  expect([code, stdout, stderr.includes(`${flag} has the character U+FFFD`)]).toEqual([
    2,
    '',
    true,
  ]);
});

test.each([
  ['AGORA_WHITEBOARD_ACCESS_KEY', 'AGORA_WHITEBOARD_SECRET_KEY'],
  ['AGORA_WHITEBOARD_SECRET_KEY', 'AGORA_WHITEBOARD_ACCESS_KEY'],
])('nor is it signed with: %s', async (damaged, other) => {
  const argv = ['generate', 'whiteboard', 'sdk', '--role', 'reader'];
  const env = { [damaged]: 'a\ufffdb', [other]: 'fine' };
  const { code, stdout, stderr } = await run(argv, { cwd: folder(), env });
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(new RegExp(`${damaged} has the character U\\+FFFD`));
});

test('an App ID that is its certificate signs nothing', async () => {
  const env = { AGORA_APP_ID: A, AGORA_APP_CERTIFICATE: A.toUpperCase() };
  const { code, stderr } = await run(RTC, { cwd: folder(), env });
  expect([code, stderr.includes('are the same')]).toEqual([3, true]);
});

describe('a certificate of the environment beside an App ID of a config', () => {
  const cwd = () => folder({ '.agora-tokenrc': CONFIG });
  const env = { AGORA_APP_CERTIFICATE: C2 };

  test('signs, with a warning', async () => {
    const { code, stdout, stderr } = await run(RTC, { cwd: cwd(), env });
    expect(code).toBe(0);
    expect(stderr).toContain('the App Certificate from AGORA_APP_CERTIFICATE');
    const codes = JSON.parse(stdout).warnings.map((each: { code: string }) => each.code);
    expect(codes).toContain('mixed-sources');
  });

  test('is a warning of doctor', async () => {
    const { stdout } = await run(['doctor', '--json'], { cwd: cwd(), env });
    expect(stdout).toContain('if they are of two projects, Agora refuses the token');
  });

  test.each([
    [{ ...env, AGORA_APP_ID: A }, []],
    [env, ['-p', 'one']],
    [{}, []],
  ])('%j %j is not', async (variables, flags) => {
    const { stdout } = await run([...RTC, ...flags], { cwd: cwd(), env: variables });
    expect(stdout).not.toContain('mixed-sources');
  });
});

test.each([
  [
    { AGORA_APP_ID: '', AGORA_APP_CERTIFICATE: ' ' },
    'AGORA_APP_ID and AGORA_APP_CERTIFICATE are set but empty',
  ],
  [{ AGORA_APP_ID: A, AGORA_APP_CERTIFICATE: '' }, 'AGORA_APP_CERTIFICATE is set but empty'],
])('%j is told as empty', async (env, expected) => {
  const { code, stderr } = await run(RTC, { cwd: folder(), env });
  expect([code, stderr]).toEqual([3, expect.stringContaining(expected)]);
});

test.each([
  ['APP_ID=\nAPP_CERTIFICATE=', '.env: APP_ID and .env: APP_CERTIFICATE are set but empty'],
  [
    `NEXT_PUBLIC_AGORA_APP_ID=${A}\nNEXT_AGORA_APP_CERTIFICATE=''`,
    '; .env: NEXT_AGORA_APP_CERTIFICATE is set but empty',
  ],
])('%j in an env file is told as empty', async (text, expected) => {
  for (const command of [RTC, ['serve']]) {
    const world = { cwd: folder({ '.env': text }), env: {} };
    const { code, stderr } = await run([...command, '--dotenv', '.env'], world);
    expect([code, stderr]).toEqual([3, expect.stringContaining(expected)]);
  }
});
