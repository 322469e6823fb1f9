import { beforeAll, describe, expect, test } from 'vitest';
import { ISSUED } from '../../helpers/demo.js';
import { run } from '../../helpers/run.js';
import { all, codesOf, judge, rtcService, rtmService, token007 } from './tokens.js';

/** `--service` says what the token is used for; every other expectation is of the whole token. */

const DEMO = ['--profile', 'demo'];

/** What is asked to be signed, and of the token: its services, what is true of it, and what is not. */
interface Case {
  readonly generate: string;
  readonly services: readonly string[];
  readonly holds: string;
  readonly fails: readonly (readonly [option: string, code: string])[];
}

const RTC = '--channel demo --uid 42 --role publisher';
const NOT_RTC = [
  ['--channel Demo', 'channel-mismatch'],
  ['--uid 7', 'uid-mismatch'],
  ['--role subscriber', 'role-mismatch'],
  ['--room r1', 'room-mismatch'],
] as const;
const NOT_42 = ['--user-id 43', 'user-id-mismatch'] as const;

const CASES: readonly Case[] = [
  {
    generate: 'rtc -c demo -u 42',
    services: ['rtc'],
    holds: RTC,
    fails: [...NOT_RTC, ['--user-id 42', 'user-id-mismatch']],
  },
  {
    generate: 'rtc -c demo -u 42 --with rtm',
    services: ['rtc', 'rtm'],
    holds: `${RTC} --user-id 42`,
    fails: [...NOT_RTC, NOT_42],
  },
  {
    generate: 'rtc -c demo -u 42 --with rtm=alice --with chat=alice --with fpa --with streaming',
    services: ['rtc', 'rtm', 'chat', 'fpa', 'streaming'],
    holds: `${RTC} --user-id alice`,
    fails: [...NOT_RTC, ['--user-id bob', 'user-id-mismatch']],
  },
  {
    generate: 'rtc -c demo -a alice -r subscriber --with rtm',
    services: ['rtc', 'rtm'],
    holds: '--channel demo --account alice --user-id alice --role subscriber',
    fails: [
      ['--account bob', 'uid-mismatch'],
      ['--role publisher', 'role-mismatch'],
    ],
  },
  {
    generate: 'convoai -c demo -u 42',
    services: ['convoai', 'rtc', 'rtm'],
    holds: `${RTC} --user-id 42`,
    fails: [...NOT_RTC, NOT_42],
  },
  {
    generate: 'stt -c demo -u 42',
    services: ['stt', 'rtc', 'rtm'],
    holds: `${RTC} --user-id 42`,
    fails: [...NOT_RTC, NOT_42],
  },
  {
    generate: 'apaas room-user --room r1 --user alice --role student',
    services: ['apaas', 'rtm', 'chat'],
    holds: '--room r1 --user-id alice',
    fails: [
      ['--room r2', 'room-mismatch'],
      ['--user-id bob', 'user-id-mismatch'],
      ['--channel r1', 'channel-mismatch'],
      ['--role publisher', 'role-mismatch'],
    ],
  },
  {
    generate: 'rtm --user-id alice --permission message:read=a',
    services: ['rtm', 'rtm2'],
    holds: '--user-id alice',
    fails: [['--user-id bob', 'user-id-mismatch']],
  },
  {
    generate: 'fcdn -c demo -u 42 --play',
    services: ['fcdn'],
    holds: '--channel demo --uid 42',
    fails: [['--uid 7', 'uid-mismatch']],
  },
];

const words = (text: string) => text.split(' ');
/** `--a 1 --b 2` in options. */
const options = (text: string) => text.split(/ (?=--)/).map(words);

async function generated(what: string): Promise<string> {
  return (await run(['generate', ...words(what), ...DEMO])).stdout.trim();
}

async function inspect(token: string, args: readonly string[]) {
  const { code, stdout } = await run(['inspect', token, ...DEMO, '--json', ...args]);
  const { findings } = JSON.parse(stdout) as { findings: { code: string; severity: string }[] };
  const errors = findings.filter(({ severity }) => severity === 'error');
  return { code, errors: errors.map((finding) => finding.code) };
}

describe.each(CASES)('generate $generate', ({ generate, services, holds, fails }) => {
  let token: string;
  beforeAll(async () => {
    token = await generated(generate);
  });
  test.each(['', ...services])('used for %j, it is what it was signed for', async (service) => {
    const used = service === '' ? [] : ['--service', service];
    const good = { code: 0, errors: [] };
    expect(await inspect(token, [...used, ...words(holds)])).toEqual(good);
    for (const option of options(holds)) {
      expect(await inspect(token, [...used, ...option]), option.join(' ')).toEqual(good);
    }
    for (const [option, code] of fails) {
      expect(await inspect(token, [...used, ...words(option)]), option).toEqual({
        code: 7,
        errors: [code],
      });
    }
  });
});

test('an error that was seen names the service too, and no other expectation fails by that', async () => {
  const token = await generated('rtc -c demo -u 42 --with rtm');
  const answer = await inspect(token, ['--error', '-10005', ...words(RTC)]);
  expect(answer).toEqual({ code: 0, errors: [] });
});

describe('ConvoAI and STT are entered by the services beside them', () => {
  test.each(['convoai', 'stt'] as const)('%s', (name) => {
    const mark = { name, privileges: [] };
    const expectations = { service: name };
    const ended = token007([rtcService({ privileges: all(600) }), rtmService('42', 600), mark]);
    expect(judge(ended, { expectations, now: ISSUED + 700 }).verdict).toBe('expired');
    const noJoin = token007([
      rtcService({ privileges: [[2, 3600]] }),
      rtmService('42', 3600),
      mark,
    ]);
    expect(codesOf(judge(noJoin, { expectations }))).toContain('join-missing');
  });
});

describe('of several services of a kind, what is expected must hold of one', () => {
  const token = token007([
    rtcService({ channel: 'a', uid: '1', privileges: [[1, 600]] }),
    rtcService({ channel: 'a', uid: '2' }),
    rtcService({ channel: 'b', uid: '3' }),
    rtmService('alice'),
  ]);
  test.each([
    [{ channel: 'a', uid: '1', role: 'publisher' }, 'role-mismatch'],
    [{ channel: 'a', uid: '2', role: 'publisher' }, undefined],
    [{ channel: 'a', account: '1', role: 'subscriber' }, undefined],
    [{ channel: 'a', uid: '3' }, 'uid-mismatch'],
    [{ channel: 'b', uid: '3' }, undefined],
    [{ channel: 'b', uid: '2', service: 'rtm' }, 'uid-mismatch'],
    [{ channel: 'a', uid: '1', role: 'publisher', service: 'rtm' }, 'role-mismatch'],
  ] as const)('%j: %s', (expectations, code) => {
    const errors = judge(token, { expectations }).findings.filter(
      ({ severity }) => severity === 'error',
    );
    expect(errors.map((finding) => finding.code)).toEqual(code ? [code] : []);
  });

  test('the time of the others does not count', () => {
    const at = (uid: string) => judge(token, { expectations: { uid }, now: ISSUED + 700 }).verdict;
    expect(['1', '2', '3'].map(at)).toEqual(['expired', 'valid', 'valid']);
  });
});

test('the text "0" is told from the number beside RTM too', () => {
  const token = token007([rtcService({ uid: '0' }), rtmService('alice')]);
  expect(codesOf(judge(token, { expectations: { uid: '0' } }))).toContain('uid-mismatch');
});
