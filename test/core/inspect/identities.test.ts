import { describe, expect, test } from 'vitest';
import { ISSUED } from '../../helpers/demo.js';
import { run } from '../../helpers/run.js';
import {
  chat,
  classroom,
  rtc,
  rtc006,
  rtmService,
  token003,
  token006,
  token007,
} from './tokens.js';

/** Whom is it for? */

const CHANNEL = '7d72365eb983485397e3e3f9d460bdda';
const UID = '2882341273';
const UUID = '8d4b0a30-53e8-41ec-b7f4-4bd4cd6f5ea7';
const OTHER_UUID = '00000000-53e8-41ec-b7f4-4bd4cd6f5ea7';
const OTHER_APP = `${'a'.repeat(31)}b`;
const END = ISSUED + 3600;
const rtm006 = (user: string) => token006({ 1000: END }, { channel: user, uid: '' });

type Situation = [
  what: string,
  token: string,
  args: readonly string[],
  exitCode: number,
  codes: readonly string[],
  /** What a line of the report says. */
  says: string,
];

const SITUATIONS: Situation[] = [
  // A uid is a number, an account is in quotes.
  ['a uid', rtc(), [], 0, [], 'RTC        publisher, channel "demo", uid 42\n'],
  ['an account', rtc({ uid: 'alice' }), ['--account', 'alice'], 0, [], 'account "alice"'],
  [
    'digits that are too large for a uid',
    rtc({ uid: '4294967296' }),
    ['-a', '4294967296'],
    0,
    [],
    'account "4294967296"',
  ],
  ['digits with a zero in front', rtc({ uid: '042' }), ['-a', '042'], 0, [], 'account "042"'],
  ['the largest uid', rtc({ uid: '4294967295' }), ['-u', '4294967295'], 0, [], 'uid 4294967295'],
  [
    'another uid',
    rtc(),
    ['-u', '7'],
    7,
    ['uid-mismatch'],
    'refused: token is for uid 42, you expect 7',
  ],
  [
    'a uid for an account',
    rtc(),
    ['-a', 'alice'],
    7,
    ['uid-mismatch'],
    'refused: token is for uid 42, you expect "alice"',
  ],
  [
    'an account for a uid',
    rtc({ uid: 'alice' }),
    ['-u', '7'],
    7,
    ['uid-mismatch', 'uid-string-account'],
    'refused: token is for account "alice", you expect 7',
  ],
  [
    '003',
    token003(),
    ['-u', '7', '-c', 'demo'],
    7,
    ['uid-mismatch', 'obsolete-format'],
    'refused: token is for uid 42, you expect 7',
  ],
  // A negative uid is the same 32 bits.
  [
    'a negative uid',
    rtc({ uid: '4294967295' }),
    ['--uid=-1'],
    0,
    ['uid-negative'],
    'uid -1 is compared as 4294967295',
  ],
  [
    'the smallest',
    rtc({ uid: '2147483648' }),
    ['--uid', '-2147483648'],
    0,
    ['uid-negative'],
    'uid -2147483648 is compared as 2147483648',
  ],
  [
    'a negative one of another user',
    rtc(),
    ['--uid', '-42'],
    7,
    ['uid-mismatch', 'uid-negative'],
    'you expect 4294967254',
  ],
  ['zeros in front', rtc(), ['--uid', '0042'], 0, [], 'uid 42'],
  ['minus nothing', rtc({ uid: '' }), ['--uid', '-0'], 0, [], 'any user'],
  // 006 has CRCs.
  [
    '006, both expected',
    rtc006(END),
    ['-c', 'demo', '-u', '42'],
    0,
    ['legacy-format', 'crc-fits'],
    'info: channel and uid fit',
  ],
  [
    '006, another channel',
    rtc006(END),
    ['-c', 'Demo', '-u', '42'],
    7,
    ['channel-mismatch', 'legacy-format', 'crc-fits'],
    'refused: token is for channel "demo", you expect "Demo" (letter case)',
  ],
  [
    '006, another uid',
    rtc006(END),
    ['-c', 'demo', '-u', '7'],
    7,
    ['uid-mismatch', 'legacy-format', 'crc-fits', 'signature-unchecked'],
    'refused: token is for uid 42 (by its CRC-32), you expect 7',
  ],
  [
    '006, nothing expected',
    rtc006(END),
    [],
    0,
    ['legacy-format', 'signature-unchecked'],
    'uid 42 (by\n             its CRC-32 841265288)',
  ],
  [
    '006, several uids',
    rtc006(END, { uid: UID }),
    [],
    0,
    ['legacy-format', 'signature-unchecked'],
    'uid one of\n             74924804, 273003742',
  ],
  [
    '006, an account',
    rtc006(END, { uid: 'alice-who-has-no-number' }),
    [],
    0,
    ['legacy-format', 'signature-unchecked'],
    'CRC-32',
  ],
  [
    '006, any uid',
    rtc006(END, { uid: '' }),
    ['-c', 'demo', '-u', '7'],
    0,
    ['uid-wildcard', 'legacy-format', 'crc-fits'],
    'any user',
  ],
  [
    '006 for RTM',
    rtm006('alice'),
    ['--user-id', 'alice'],
    0,
    ['legacy-format', 'crc-fits'],
    'user id "alice"',
  ],
  [
    '006 for RTM, another',
    rtm006('alice'),
    ['--user-id', 'bob'],
    7,
    ['user-id-mismatch', 'legacy-format', 'signature-unchecked'],
    'refused: token is not for user id "bob"',
  ],
  // Only the Chat server can tell whose a UUID is.
  [
    'Chat with a UUID, a name expected',
    chat(UUID),
    ['--user-id', 'alice'],
    0,
    ['chat-user-uuid'],
    'only the Chat server can tell whose it is',
  ],
  [
    'Chat with a UUID, another expected',
    chat(UUID),
    ['--user-id', OTHER_UUID],
    7,
    ['user-id-mismatch', 'chat-user-uuid'],
    'refused: token is for user id',
  ],
  [
    'Chat with another name',
    chat('bob'),
    ['--user-id', 'alice'],
    7,
    ['user-id-mismatch'],
    'refused: token is for user id "bob", you expect "alice"',
  ],
  [
    'Chat of a classroom, another user',
    classroom('01'.repeat(16)),
    ['--service', 'chat', '--user-id', 'bob'],
    7,
    ['user-id-mismatch', 'apaas-chat-user'],
    'refused: ',
  ],
  [
    'Chat with a UUID beside RTM for another',
    token007([rtmService('bob'), { name: 'chat', userId: UUID, privileges: [[1, 3600]] }]),
    ['--user-id', 'alice'],
    7,
    ['user-id-mismatch', 'chat-user-uuid'],
    'refused: token is for user id "bob"',
  ],
  // Wildcards.
  [
    'any channel',
    rtc({ channel: '*' }),
    ['-c', 'demo'],
    0,
    ['channel-wildcard'],
    'valid: publisher of channels like "*"',
  ],
  [
    'a pattern',
    rtc({ channel: '1*a*2' }),
    ['-c', '1bac2'],
    0,
    ['channel-wildcard'],
    'is a pattern',
  ],
  [
    'a pattern whose middle overlaps its end',
    rtc({ channel: 'a*b*b' }),
    ['-c', 'ab'],
    7,
    ['channel-mismatch', 'channel-wildcard'],
    'refused: ',
  ],
  [
    'an error of a classroom on an RTC token',
    rtc(),
    ['--error', '600001'],
    0,
    ['not-decidable'],
    'valid: publisher of "demo"',
  ],
  [
    'no privilege to join',
    rtc({ privileges: [[2, 3600]] }),
    [],
    7,
    ['join-missing'],
    'refused: no privilege to join is in it',
  ],
];

test.each(SITUATIONS)('%s', async (_, token, args, exitCode, codes, says) => {
  const argv = ['inspect', token, '--profile', 'demo', '--quiet', ...args];
  const { code, stdout } = await run([...argv, '--json']);
  const json = JSON.parse(stdout);
  const found = json.findings.map((finding: { code: string }) => finding.code);
  expect({ code, codes: found }).toEqual({ code: exitCode, codes });
  expect((await run(argv, { terminal: true, env: { NO_COLOR: '1' } })).stdout).toContain(says);
});

describe('006 in JSON', () => {
  const serviceOf = async (...argv: string[]) => {
    const json = JSON.parse((await run(['--json', ...argv])).stdout);
    return (json.token ?? json).services[0];
  };

  test.each([
    [[], { uidCandidates: [42] }],
    [['-c', 'demo'], { channelMatches: true, uidCandidates: [42] }],
    [['-c', 'Demo', '-u', '42'], { channelMatches: false, uidMatches: true }],
    [['-a', 'alice'], { uidMatches: false }],
  ])('inspect %j', async (args, expected) => {
    const { channelMatches, uidMatches, uidCandidates } = await serviceOf(
      'inspect',
      rtc006(END),
      ...args,
    );
    expect({ channelMatches, uidMatches, uidCandidates }).toEqual({
      ...{ channelMatches: undefined, uidMatches: undefined, uidCandidates: undefined },
      ...expected,
    });
  });

  test('decode recovers the uid too, but not of thousands in a stream', async () => {
    expect((await serviceOf('decode', rtc006(END))).uidCandidates).toEqual([42]);
    const { stdout } = await run(['decode', '--ndjson', rtc006(END)]);
    expect(JSON.parse(stdout).services[0]).not.toHaveProperty('uidCandidates');
  });

  test('any user has no candidates, and 007 has none of it', async () => {
    expect(await serviceOf('decode', rtc006(END, { uid: '' }))).not.toHaveProperty('uidCandidates');
    expect(await serviceOf('inspect', rtc(), '-c', 'demo')).not.toHaveProperty('channelMatches');
  });
});

describe("values of Agora's samples", () => {
  const other = { appId: OTHER_APP };
  const found = async (token: string, args: readonly string[] = [], env = {}) => {
    const { stdout } = await run(['inspect', token, '--json', '--quiet', ...args], { env });
    const { findings } = JSON.parse(stdout) as { findings: { code: string; message: string }[] };
    return findings.filter(({ code }) => code === 'placeholder').map(({ message }) => message);
  };

  test.each([
    [
      'the App ID',
      rtc(),
      /^App ID "970CA.*" is from Agora's samples: no project has this App ID, so that Agora refuses/,
    ],
    [
      'all three',
      rtc({ channel: CHANNEL, uid: UID }),
      /^App ID .*, channel .* and uid 2882341273 are from/,
    ],
    [
      'channel and uid, by their CRC-32',
      rtc006(END, { channel: CHANNEL, uid: UID }),
      /^App ID .*, channel .* and uid 2882341273 are from/,
    ],
    [
      'the channel alone',
      rtc({ channel: CHANNEL }, other),
      /^channel "7d72.*" is from Agora's samples$/,
    ],
    ['the uid alone', rtc({ uid: UID }, other), /^uid 2882341273 is from Agora's samples$/],
  ])('%s', async (_, token, says) => {
    expect(await found(token)).toEqual([expect.stringMatching(says)]);
  });

  test('not the uid where another of its CRC-32 is expected', async () => {
    const token = rtc006(END, { uid: '74924804' });
    const [both] = await found(token);
    expect(both).toContain('and uid 2882341273 are');
    const [appId] = await found(token, ['--uid', '74924804']);
    expect(appId).toMatch(/^App ID \S+ is from/);
  });

  test.each([
    ['values of a project', rtc({}, other), [], {}],
    ['the demo profile, named', rtc(), ['--profile', 'demo'], {}],
    ['the demo profile, named by a variable', rtc(), [], { AGORA_TOKEN_PROFILE: 'demo' }],
    ['the demo profile without a check', rtc(), ['--profile', 'demo', '--no-verify'], {}],
  ])('not %s', async (_, token, args, env) => {
    expect(await found(token, args, env)).toEqual([]);
  });
});

describe('generate', () => {
  test('--join beats --privilege-expires-in', async () => {
    const options = ['--privilege-expires-in', '10m', '--join', '20m'];
    const { services, endsAt } = JSON.parse(
      (await generate('rtc', '-c', 'demo', '-u', '42', ...options)).stdout,
    );
    const values = services[0].privileges.map(({ value }: { value: number }) => value);
    expect({ values, end: endsAt.unix }).toEqual({
      ...{ values: [1200, 600, 600, 600], end: ISSUED + 1200 },
    });
  });

  const generate = (...args: string[]) => run(['generate', ...args, '--profile', 'demo', '--json']);

  test.each(['*', '1*a*2', 'lobby-*'])('rtc for the channels %s warns', async (channel) => {
    const { code, stdout } = await generate('rtc', `--channel=${channel}`, '-u', '42');
    const { services, warnings } = JSON.parse(stdout);
    expect({ code, channel: services[0].channel }).toEqual({ code: 0, channel });
    expect(warnings.map((each: { code: string }) => each.code)).toEqual(['channel-wildcard']);
  });

  test.each([
    ['006', ['rtc', '-c', '*', '-u', '42', '--token-version', '006'], '006 token cannot'],
    ['an agent', ['convoai', '-c', '*', '-u', '42'], 'character "*" at position 1'],
    ['a stream', ['streaming', '-c', 'a*', '-u', '42'], 'character "*" at position 2'],
    ['another service', ['rtc', '-c', '*', '-u', '42', '--with', 'streaming'], '"*"'],
    ['a long one', ['rtc', '-c', '*'.repeat(65), '-u', '42'], '65 bytes'],
  ])('%s takes none', async (_, args, says) => {
    const { code, stdout } = await generate(...args);
    expect(code).toBe(2);
    expect(JSON.parse(stdout).error.message).toContain(says);
  });

  test.each([
    ['-c=demo', '-u=42'],
    ['-cdemo', '-u42'],
  ])('%s %s', async (...options) => {
    const { services } = JSON.parse((await generate('rtc', ...options)).stdout);
    expect(services[0]).toMatchObject({ channel: 'demo', uid: '42' });
  });
});
