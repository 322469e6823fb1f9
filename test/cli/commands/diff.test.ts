import { expect, test } from 'vitest';
import { all, rtc, rtc006, rtcService, rtmService, token007 } from '../../core/inspect/tokens.js';
import { ISSUED } from '../../helpers/demo.js';
import { run } from '../../helpers/run.js';

test('the same token: exit 0', async () => {
  expect(await run(['diff', rtc(), rtc()])).toEqual({
    code: 0,
    stdout: 'The tokens hold the same.\n',
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
