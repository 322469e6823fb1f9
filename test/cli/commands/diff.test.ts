import { describe, expect, test } from 'vitest';
import {
  all,
  rtc,
  rtc006,
  rtcService,
  rtmService,
  token003,
  token007,
} from '../../core/inspect/tokens.js';
import { APP_ID, CERTIFICATE, ISSUED } from '../../helpers/demo.js';
import { folder } from '../../helpers/folder.js';
import { run } from '../../helpers/run.js';

test('the same token: exit 0', async () => {
  expect(await run(['diff', rtc(), rtc()])).toEqual({
    code: 0,
    stdout: 'The tokens are the same.\n',
    stderr: '',
  });
});

test('a repaired paste holds the same', async () => {
  expect((await run(['diff', rtc(), `"${rtc()}"`])).code).toBe(0);
});

test('what differs, field by field: exit 7', async () => {
  const { code, stdout } = await run(['diff', rtc(), rtc({ uid: '7', privileges: [[1, 600]] })]);
  expect(code).toBe(7);
  expect(stdout).toMatchSnapshot();
});

test('--json', async () => {
  const second = rtc({ channel: 'Demo', privileges: all(600) }, { issued: ISSUED + 1 });
  const { code, stdout } = await run(['diff', '--json', rtc(), second]);
  expect(code).toBe(7);
  const { differences, ...rest } = JSON.parse(stdout);
  expect(rest).toEqual({ schemaVersion: 1, ok: false, same: false });
  expect(differences).toContainEqual({ field: 'rtc.channel', first: 'demo', second: 'Demo' });
  expect(differences).toContainEqual({ field: 'rtc.join-channel', first: 3600, second: 600 });
  expect(differences).toContainEqual({
    field: 'issuedAt',
    first: '2023-11-14T22:13:20Z',
    second: '2023-11-14T22:13:21Z',
  });
});

test('texts are escaped once, wherever they stand', async () => {
  const names = (name: string) =>
    token007([
      rtcService({ channel: name }),
      {
        name: 'rtm2',
        userId: 'alice',
        privileges: [[1, 3600]],
        permissions: { message: { read: [name] } },
      },
    ]);
  const { stdout } = await run(['diff', names('a"b\\c'), names('\x1b\u202e')]);
  expect(stdout).toContain('first:   "a\\"b\\\\c"\n');
  expect(stdout).toContain('second:  "\\x1b\\u{202e}"\n');
  expect(stdout).toContain('first:   {"message":{"read":["a\\"b\\\\c"]}}\n');
  expect(stdout).toContain('second:  {"message":{"read":["\\u001b\\u{202e}"]}}\n');
});

test('services are matched by name, and a second one of a kind by its number', async () => {
  const first = token007([rtcService(), rtmService('alice')]);
  const second = token007([rtmService('alice'), rtcService(), rtcService({ uid: '2' })]);
  const { differences } = JSON.parse((await run(['diff', '--json', first, second])).stdout);
  const fields = differences.map(({ field }: { field: string }) => field);
  expect(fields).toContain('rtc#2.uid');
  expect(fields.filter((field: string) => field.startsWith('rtm'))).toEqual([]);
});

test('formats can be compared with each other', async () => {
  const { stdout } = await run(['diff', '--json', rtc(), rtc006(ISSUED + 3600)]);
  expect(JSON.parse(stdout).differences).toContainEqual({
    field: 'format',
    first: '007',
    second: '006',
  });
});

test('a side that has no service type says so', async () => {
  const argv = ['diff', rtc(), rtc006(ISSUED + 3600)];
  const { differences } = JSON.parse((await run([...argv, '--json'])).stdout);
  expect(differences).toContainEqual({ field: 'rtc.type', first: 1 });
  expect((await run(argv)).stdout).toMatch(/rtc\.type\n +first: +1\n +second: +\(not there\)/);
});

test('one of the two may come from standard input', async () => {
  expect((await run(['diff', rtc(), '-'], { stdin: `${rtc()}\n` })).code).toBe(0);
  expect((await run(['diff', '-', rtc()], { stdin: rtc() })).code).toBe(0);
  const both = await run(['diff', '-', '-'], { stdin: rtc() });
  expect(both.code).toBe(2);
  expect(both.stderr).toContain('only one of the two');
});

test('a token that cannot be read is named', async () => {
  const { code, stderr } = await run(['diff', rtc(), 'nonsense']);
  expect(code).toBe(4);
  expect(stderr).toContain('the second token: ');
  expect((await run(['diff', rtc()])).code).toBe(2);
});

describe('what matters comes first, times and signature last', () => {
  const late = { issued: ISSUED + 60 };
  const fields = async (...args: string[]) =>
    JSON.parse((await run(['diff', '--json', ...args])).stdout).differences.map(
      ({ field }: { field: string }) => field,
    );

  test.each([
    ['the same, signed later', rtc(), rtc({}, late), ['issuedAt', 'expiresAt', 'signature'], []],
    [
      'another channel, uid and lifetime',
      rtc(),
      rtc({ channel: 'Demo', uid: '7' }, { ...late, lifetime: 7200 }),
      ['rtc.channel', 'rtc.uid', 'lifetimeSeconds', 'issuedAt', 'expiresAt', 'signature'],
      ['rtc.channel', 'rtc.uid', 'lifetimeSeconds'],
    ],
    [
      'another role',
      rtc({
        privileges: [
          [1, 60],
          [4, 60],
        ],
      }),
      rtc({
        privileges: [
          [1, 60],
          [2, 60],
        ],
      }),
      ['rtc.role', 'rtc.publish-data', 'rtc.publish-audio', 'signature'],
      ['rtc.role', 'rtc.publish-data', 'rtc.publish-audio'],
    ],
    [
      '006, signed later',
      rtc006(ISSUED + 600),
      rtc006(ISSUED + 660, late),
      [
        'rtc.join-channel',
        'rtc.publish-audio',
        'rtc.publish-video',
        'rtc.publish-data',
        'expiresAt',
        'signature',
      ],
      [],
    ],
    ['006 without ends of its own', rtc006(0), rtc006(0, late), ['expiresAt', 'signature'], []],
    [
      'a 003 token that lasts longer',
      token003(),
      token003({ end: ISSUED + 60 }),
      ['lifetimeSeconds', 'expiresAt', 'signature'],
      ['lifetimeSeconds'],
    ],
  ])('%s', async (_, first, second, all, withoutTimes) => {
    expect(await fields(first, second)).toEqual(all);
    expect(await fields(first, second, '--ignore-times')).toEqual(withoutTimes);
    const { code } = await run(['diff', first, second, '--ignore-times', '--silent']);
    expect(code).toBe(withoutTimes.length === 0 ? 0 : 7);
  });
});

test.each([
  [rtc(), rtc(), 0],
  [rtc(), rtc({ uid: '7' }), 7],
  [rtc(), 'nonsense', 4],
])('--silent prints nothing', async (first, second, code) => {
  expect(await run(['diff', '-s', first, second])).toEqual({ code, stdout: '', stderr: '' });
});

describe('the certificate, where a profile has those of the App ID', () => {
  const SECOND = 'b'.repeat(32);
  const cwd = folder({
    '.git/': '',
    '.agora-tokenrc.json': JSON.stringify({
      profiles: {
        other: { appId: 'c'.repeat(32), appCertificate: 'd'.repeat(32) },
        dev: { appId: APP_ID, appCertificate: CERTIFICATE, secondaryCertificate: SECOND },
      },
    }),
  });
  const broken = folder({ '.git/': '', '.agora-tokenrc.json': '{' });
  const by = (certificate: string, envelope = {}) => rtc({}, { certificate, ...envelope });
  const late = { issued: ISSUED + 60 };

  test.each([
    ['two certificates', by(SECOND), cwd, { first: 'primary of dev', second: 'secondary of dev' }],
    [
      'one that nobody has',
      by('e'.repeat(32)),
      cwd,
      { first: 'primary of dev', second: 'none that is known' },
    ],
    ['the same for both', by(CERTIFICATE, late), cwd, undefined],
    ['another App ID', by(SECOND, { appId: 'c'.repeat(32) }), cwd, undefined],
    ['no config', by(SECOND), folder({ '.git/': '' }), undefined],
    ['a broken config', by(SECOND), broken, undefined],
  ])('%s', async (_, second, cwd, sides) => {
    const { stdout, stderr } = await run(['diff', '--json', rtc(), second], { cwd });
    const { differences } = JSON.parse(stdout);
    const told = differences.filter(({ field }: { field: string }) => field === 'certificate');
    expect(told).toEqual(sides ? [{ field: 'certificate', ...sides }] : []);
    expect(stderr).toBe('');
  });

  test('differs whatever the times are', async () => {
    const { code, stdout } = await run(['diff', '--ignore-times', rtc(), by(SECOND)], { cwd });
    expect(code).toBe(7);
    expect(stdout).toContain('certificate\n    first:   "primary of dev"\n');
    expect((await run(['diff', '-s', '--ignore-times', rtc(), by(SECOND)], { cwd })).code).toBe(7);
  });
});
