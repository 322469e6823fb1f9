import { describe, expect, test } from 'vitest';
import {
  all,
  apaas,
  rtc,
  rtc006,
  rtcService,
  rtmService,
  token003,
  token007,
  whiteboard,
} from '../../core/inspect/tokens.js';
import { handMade, ISSUED, u16 } from '../../helpers/demo.js';
import { run, type World } from '../../helpers/run.js';

/** What a person sees in ten situations; read the snapshot as they would. */
type Situation = [name: string, token: string, args: readonly string[], world?: World];

const SITUATIONS: Situation[] = [
  ['a good token', rtc(), [], { now: ISSUED + 900 }],
  ['a token whose time is over', rtc(), [], { now: ISSUED + 5000 }],
  ['a token signed with another certificate', rtc({}, { certificate: 'a'.repeat(32) }), []],
  [
    'a token for another channel, uid and service',
    rtc({ uid: '', channel: 'demo' }),
    ['--channel', 'Demo', '--service', 'rtm', '--role', 'subscriber'],
  ],
  ['a token that ends too soon', rtc(), ['--expires-in', '10m'], { now: ISSUED + 3300 }],
  [
    'a timestamp where seconds are due',
    rtc({ privileges: all(0), uid: 'undefined' }, { lifetime: ISSUED + 3600 }),
    [],
  ],
  ['seconds where a timestamp is due', rtc006(3600), ['--channel', 'demo', '--uid', '42']],
  [
    'several services, with an error seen',
    token007([rtcService({ uid: 'alice', privileges: [[1, 600]] }), rtmService('alice')]),
    ['--error', 'onConnectionStateChanged: reason 8'],
    { now: ISSUED + 300 },
  ],
  [
    'a permanent admin token of the whiteboard',
    whiteboard('ROOM', { role: '0', uuid: 'room-1' }),
    ['--uuid', 'room-2'],
  ],
  ['an obsolete key without its channel', token003(), []],
  ['a classroom token that lost its role', apaas(-1), ['--room', 'room1']],
];

describe.each([80, 50])('at %i columns', (columns) => {
  test.each(SITUATIONS)('%s', async (_, token, args, world) => {
    const { stdout, code } = await run(
      ['inspect', token, '--profile', 'demo', '--quiet', ...args],
      {
        ...world,
        terminal: true,
        columns,
        env: { NO_COLOR: '1' },
      },
    );
    expect(`${stdout}(exit ${code})`).toMatchSnapshot();
    for (const line of stdout.split('\n'))
      expect([...line].length, line).toBeLessThanOrEqual(columns);
  });
});

test('colour adds nothing but colour', async () => {
  const args = ['inspect', rtc({ privileges: all(0) }), '--profile', 'demo', '--quiet'];
  const plain = await run(args);
  const coloured = await run([...args, '--color']);
  expect(coloured.stdout).not.toBe(plain.stdout);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
  expect(coloured.stdout.replace(/\x1b\[[\d;]*m/g, '')).toBe(plain.stdout);
});

test('a token without a service is not said to be usable', async () => {
  const { stdout } = await run(['inspect', handMade(u16(0)), '--profile', 'demo', '--quiet']);
  expect(stdout).toMatch(/^valid: ends in 1 h, and has no service to use it for\n/);
  const unread = await run(['inspect', handMade(u16(1, 999, 0)), '--profile', 'demo', '--quiet']);
  expect(unread.stdout).toMatch(/^valid: 007 token, 1 h left \(until 00:13:20\)\n/);
});

test('in UTC the time is told once', async () => {
  const { stdout } = await run(['inspect', rtc()], { utcOffsetMinutes: 0 });
  expect(stdout).toMatch(/Issued +2023-11-14 22:13:20 UTC\n/);
});

test('a channel name cannot change the terminal', async () => {
  const { stdout } = await run(['inspect', rtc({ channel: '\x1b]0;x\x07\r\n\u202e' })]);
  expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});
