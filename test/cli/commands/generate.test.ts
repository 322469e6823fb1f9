import { describe, expect, test } from 'vitest';
import { SAMPLE } from '../../../src/core/agora/samples.js';
import { APP_ID, CERTIFICATE } from '../../helpers/demo.js';
import { folder } from '../../helpers/folder.js';
import { NOW, ndjson, run, type World } from '../../helpers/run.js';

const RTC = ['generate', 'rtc', '-p', 'demo'];
/** An App ID that is not of Agora's samples. */
const OWN = '0123456789abcdef0123456789abcdef';
const BOB = [...RTC, '-c', 'demo', '-u', '42'];

/** Runs with --json and reads the document. */
async function json(args: readonly string[]) {
  const { stdout } = await run([...args, '--json']);
  return JSON.parse(stdout);
}

describe('a token', () => {
  test('is all that stdout holds', async () => {
    const { code, stdout, stderr } = await run(BOB);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^007eJ[A-Za-z0-9+/]+={0,2}\n$/);
    expect(stderr).toContain('Agora will refuse tokens signed with the demo profile');
  });

  test('is summed up on a terminal, in one line on stderr', async () => {
    const { stdout, stderr } = await run(BOB, { terminal: true });
    expect(stdout).toMatch(/^007\S+\n$/);
    expect(stderr).toContain(
      'token for channel demo, uid 42, publisher, valid 1 hour until 2023-11-15 00:13:20 +01:00\n',
    );
  });

  test('comes without a word on stderr with --quiet', async () => {
    const { stderr } = await run([...BOB, '-q', '-e', '48h'], { terminal: true });
    expect(stderr).toBe('');
  });

  test('is the same for the same time and salt, and another for another salt', async () => {
    const fixed = [...BOB, '--issued-at', '1700000000', '--salt', '7'];
    const first = await run(fixed, { now: NOW + 500 });
    expect((await run([...BOB, '--now', '2023-11-14T22:13:20Z', '--salt', '7'])).stdout).toBe(
      first.stdout,
    );
    expect((await run([...fixed, '--salt', '8'])).stdout).not.toBe(first.stdout);
  });

  test.each([
    ['0', 0, 3600],
    ['4294963695', 4_294_963_695, 4_294_967_295],
  ])('can be issued at %s, the first and the last time that fits', async (time, from, until) => {
    const made = await json([...BOB, '--issued-at', time, '-e', '3600']);
    expect([made.issuedAt.unix, made.expiresAt.unix]).toEqual([from, until]);
  });

  test('as JSON: everything that decode says, who signed, and warnings', async () => {
    const made = await json([...BOB, '-e', '2d']);
    const { stdout } = await run(['decode', '--json', made.token]);
    const { token, profile, warnings, ...decoded } = made;
    expect(decoded).toEqual(JSON.parse(stdout));
    expect(token).toMatch(/^007/);
    expect(profile).toBe('demo');
    expect(warnings.map(({ code }: { code: string }) => code)).toEqual(['lifetime-over-24h']);
  });

  test('with --output json and --json is the same', async () => {
    expect((await run([...BOB, '--output', 'json'])).stdout).toBe(
      (await run([...BOB, '--json'])).stdout,
    );
  });

  test('verifies', async () => {
    const { stdout } = await run(BOB);
    const inspected = await run(['inspect', '-p', 'demo', '--json', '-'], { stdin: stdout });
    expect(inspected.code).toBe(0);
    expect(JSON.parse(inspected.stdout)).toMatchObject({
      signature: { status: 'valid', profile: 'demo' },
    });
  });

  test.each([
    [['--issued-at', '1600000000'], 'expired', 'expired 3 years'],
    [['--issued-at', String(NOW - 3600)], 'expired', 'expired 0 seconds ago'],
    [['--issued-at', String(NOW - 3599)], undefined, ''],
    [['--issued-at', String(NOW + 5)], undefined, ''],
    [['--issued-at', String(NOW + 60)], 'issued-in-future', 'issued 1 minute in the future'],
    [['--issued-at', String(NOW), '--now', String(NOW + 9999)], 'expired', 'expired 1 hour 46'],
    [['-e', '86401'], 'lifetime-over-24h', "lifetime of 86401 s exceeds Agora's limit of 24 hours"],
    [['-e', '25h'], 'lifetime-over-24h', 'lifetime of 1 day 1 hour exceeds'],
    [['-e', '86500', '--token-version', '006'], 'lifetime-over-24h', 'lifetime of 86500 s'],
  ])('with %j is signed, with the warning %s', async (args, code, message) => {
    const made = await json([...BOB, ...args]);
    expect(made.warnings.map((found: { code: string }) => found.code)).toEqual(code ? [code] : []);
    const { code: exit, stdout, stderr } = await run([...BOB, ...args]);
    expect([exit, stdout.slice(0, 2)]).toEqual([0, '00']);
    if (code) expect(stderr).toContain(`warning: ${message}`);
    else expect(stderr.match(/warning:/g)).toHaveLength(1);
    if (args[0] === '--issued-at' && code) expect(stderr).toContain('Leave --issued-at out');
  });

  test.each([
    [
      'the sample App ID',
      APP_ID,
      ['-c', 'demo', '-u', '42'],
      /^App ID .* Agora refuses the token$/,
    ],
    ['the sample channel', OWN, ['-c', SAMPLE.channel, '-u', '42'], /^channel .* samples$/],
    ['the sample uid', OWN, ['-c', 'demo', '-u', SAMPLE.uid], /^uid 2882341273 is from Agora/],
    [
      'it in 006',
      OWN,
      ['-c', 'demo', '-u', SAMPLE.uid, '--token-version', '006'],
      /^uid 2882341273/,
    ],
    [
      'a uid of its CRC-32',
      OWN,
      ['-c', 'demo', '-u', '74924804', '--token-version', '006'],
      undefined,
    ],
    ['values of its own', OWN, ['-c', 'demo', '-u', '42'], undefined],
  ])('for a project of its own with %s', async (_what, appId, args, message) => {
    const env = { AGORA_APP_ID: appId, AGORA_APP_CERTIFICATE: CERTIFICATE };
    const { stdout } = await run(['generate', 'rtc', ...args, '--json'], { env });
    expect(JSON.parse(stdout).warnings).toEqual(
      message
        ? [
            expect.objectContaining({
              code: 'placeholder',
              message: expect.stringMatching(message),
            }),
          ]
        : [],
    );
    const demo = await json([...RTC, ...args]);
    expect(demo.warnings).toEqual([]);
  });

  test('for a classroom with the role -1 is not told to be one for a classroom', async () => {
    const argv = ['generate', 'apaas', 'room-user', '-p', 'demo', '--room', 'r', '--user', 'u'];
    const { warnings } = await json([...argv, '--role', '-1']);
    expect(warnings).toMatchObject([
      { code: 'apaas-role-lost', fix: 'Pass a role: 1 teacher, 2 student, 3 assistant.' },
    ]);
  });

  test('for uid 0 says that it is for any user', async () => {
    const { code, stderr } = await run([...RTC, '-c', 'demo', '-u', '0']);
    expect(code).toBe(0);
    expect(stderr).toContain('any user');
  });

  test('APaaS role 0 is signed as 0', async () => {
    const argv = ['generate', 'apaas', 'room-user', '-p', 'demo', '--room', 'r', '--user', 'u'];
    const { services } = await json([...argv, '--role', '0']);
    expect(services[2]).toMatchObject({
      name: 'apaas',
      role: 0,
      privileges: [{ name: 'room-user' }],
    });
  });

  test.each([
    ['rtm', 'userId', 'alice'],
    ['rtm=bob', 'userId', 'bob'],
    ['rtm2', 'userId', 'alice'],
    ['rtm2=bob', 'userId', 'bob'],
    ['chat', 'userId', 'alice'],
    ['chat=bob', 'userId', 'bob'],
    ['rtc=stage', 'channel', 'stage'],
    ['streaming', 'channel', 'demo'],
    ['streaming=stage', 'channel', 'stage'],
    ['fcdn', 'channel', 'demo'],
    ['fcdn=stage', 'channel', 'stage'],
    ['apaas', 'roomUuid', 'demo'],
    ['apaas=math', 'roomUuid', 'math'],
    ['fpa', 'userId', undefined],
    ['convoai', 'userId', undefined],
    ['stt', 'userId', undefined],
  ])('--with %s', async (given, field, value) => {
    const { services } = await json([...RTC, '-c', 'demo', '-a', 'alice', '--with', given]);
    expect(services).toHaveLength(2);
    const added = services.find(
      ({ name, channel }: { name: string; channel?: string }) =>
        name === given.split('=')[0] && (name !== 'rtc' || channel !== 'demo'),
    );
    expect(added[field]).toBe(value);
  });

  test.each([['rtc'], ['RTC'], ['rtc=demo']])(
    '--with %s adds nothing, and says so',
    async (given) => {
      const argv = [...BOB, '--salt', '1', '--with', given];
      const { code, stdout, stderr } = await run(argv);
      expect([code, stdout]).toEqual([0, (await run([...BOB, '--salt', '1'])).stdout]);
      expect(stderr).toContain('note: the token has RTC for its channel already');
      expect((await run([...argv, '--quiet'])).stderr).toBe('');
      expect((await run([...argv, '--json'])).stderr).not.toContain('note:');
    },
  );

  test.each([
    ['convoai', ['rtc', 'rtm', 'chat', 'convoai']],
    ['stt', ['rtc', 'rtm', 'chat', 'stt']],
  ])('of %s takes other services with it', async (kind, names) => {
    const argv = [
      'generate',
      kind,
      '-p',
      'demo',
      '-c',
      'demo',
      '-a',
      'alice',
      '--with',
      'chat=bob',
    ];
    const { services } = await json([...argv, '--rtm-user-id', 'eve']);
    expect(services.map(({ name }: { name: string }) => name)).toEqual(names);
    expect(services.map(({ userId }: { userId?: string }) => userId)).toEqual([
      undefined,
      'eve',
      'bob',
      undefined,
    ]);
    expect((await json([...argv, '--with', 'rtc', '--with', 'rtc=b'])).services).toHaveLength(5);
  });

  test('--with apaas has no role, and says what takes one', async () => {
    const { code, stderr } = await run([...BOB, '--with', 'apaas']);
    expect(code).toBe(0);
    expect(stderr).toContain('agora-token generate apaas room-user --role');
    expect(stderr).not.toContain('Pass a role');
  });

  test('--with streaming, fcdn and apaas are for the same channel and user', async () => {
    const { services } = await json([
      ...BOB,
      ...['streaming', 'fcdn', 'apaas'].flatMap((name) => ['--with', name]),
    ]);
    expect(services.slice(1)).toMatchObject([
      { name: 'streaming', channel: 'demo', account: '42' },
      { name: 'fcdn', channel: 'demo', account: '42' },
      { name: 'apaas', roomUuid: 'demo', userUuid: '42' },
    ]);
  });
});

describe('bad input', () => {
  const LONG = 'x'.repeat(65);
  test.each<[string, string[], string]>([
    ['uid -1', ['-c', 'demo', '-u', '-1'], '--uid is -1, which is out of range'],
    ['uid 1.5', ['-c', 'demo', '-u', '1.5'], 'not a whole number'],
    ['uid 4294967296', ['-c', 'demo', '-u', '4294967296'], 'out of range'],
    ['uid abc', ['-c', 'demo', '-u', 'abc'], 'use --account'],
    ['empty uid', ['-c', 'demo', '-u', ''], '--uid'],
    ['empty channel', ['-c', '', '-u', '1'], '--channel is empty'],
    [
      'channel of 65 bytes',
      ['-c', LONG, '-u', '1'],
      '65 bytes long; a channel name has at most 64',
    ],
    [
      'channel of 66 bytes in 33 characters',
      ['-c', 'é'.repeat(33), '-u', '1'],
      'character "é" at position 1',
    ],
    ['channel a/b', ['-c', 'a/b', '-u', '1'], 'character "/" at position 2 is not allowed'],
    ['channel with a bell', ['-c', 'ab\u0007', '-u', '1'], 'character "\\x07" at position 3'],
    ['uid and account', ['-c', 'demo', '-u', '1', '-a', 'bob'], 'cannot be used together'],
    ['account of 256 bytes', ['-c', 'demo', '-a', 'x'.repeat(256)], 'at most 255'],
    ['account with a star', ['-c', 'demo', '-a', 'b*b'], 'character "*" at position 2'],
    ['role', ['-c', 'demo', '-u', '1', '-r', 'publsher'], 'Did you mean publisher?'],
    ['lifetime 0', ['-c', 'demo', '-u', '1', '-e', '0'], 'the token would expire immediately'],
    ['lifetime -5', ['-c', 'demo', '-u', '1', '-e', '-5'], 'cannot be negative'],
    ['an epoch', ['-c', 'demo', '-u', '1', '-e', '1790000000'], 'Unix timestamp'],
    ['milliseconds', ['-c', 'demo', '-u', '1', '-e', '1790000000000'], 'milliseconds'],
    ['lifetime 1.5h', ['-c', 'demo', '-u', '1', '-e', '1.5h'], 'fractions'],
    ['salt', ['-c', 'demo', '-u', '1', '--salt', '4294967296'], 'out of range'],
    ['issued in 1960', ['-c', 'demo', '-u', '1', '--issued-at', '-1'], 'out of range'],
    ['ends after 2106', ['-c', 'demo', '-u', '1', '--issued-at', '4294967295'], '2106'],
    ...[['--now=-5'], ['--token-version', '006', '--now=-5']].map(
      (args): [string, string[], string] => [
        `issued before 1970: ${args.join(' ')}`,
        ['-c', 'demo', '-u', '1', ...args],
        '2106',
      ],
    ),
    ...[
      ['--issued-at', '4294963000'],
      ['--issued-at', '4294880000', '--privilege-expires-in', '7d'],
    ].map((args): [string, string[], string] => [
      `006 ends after 2106: ${args.join(' ')}`,
      ['-c', 'demo', '-u', '1', '--token-version', '006', ...args],
      '2106',
    ]),
    [
      'publish of a subscriber',
      ['-c', 'demo', '-u', '1', '-r', 'audience', '--publish-audio', '1m'],
      'a subscriber can only join',
    ],
    ['unknown service', ['-c', 'demo', '-u', '1', '--with', 'convai'], 'Did you mean convoai?'],
    [
      'a service twice',
      ['-c', 'demo', '-u', '1', '--with', 'rtm', '--with', 'rtm=bob'],
      'names rtm twice',
    ],
    [
      'rtc twice',
      ['-c', 'demo', '-u', '1', '--with', 'rtc=a', '--with', 'rtc=a'],
      'names rtc twice',
    ],
    ['a service with an empty id', ['-c', 'demo', '-u', '1', '--with', 'rtm='], 'empty id'],
    ['rtm for any user', ['-c', 'demo', '-u', '0', '--with', 'rtm'], 'needs a user id of its own'],
    [
      'chat for an upper-case user',
      ['-c', 'demo', '-a', 'Bob', '--with', 'chat'],
      'character "B" at position 1',
    ],
    ...['fpa', 'convoai', 'stt'].map((name): [string, string[], string] => [
      `${name} with an id`,
      ['-c', 'demo', '-u', '1', '--with', `${name}=x`],
      'takes no id',
    ]),
    ...['rtm', 'rtm2', 'chat'].map((name): [string, string[], string] => [
      `${name} for a long account`,
      ['-c', 'demo', '-a', 'x'.repeat(65), '--with', name],
      `For another id use --with ${name}=<id>.`,
    ]),
    ...['rtc', 'streaming', 'fcdn', 'apaas'].flatMap((name): [string, string[], string][] => [
      [
        `${name} for no channel`,
        ['-c', 'demo', '-u', '1', '--with', `${name}=bad*"chan`],
        'character "*" at position 4',
      ],
      [
        `${name} for a long channel`,
        ['-c', 'demo', '-u', '1', '--with', `${name}=${'x'.repeat(70_000)}`],
        '70000 bytes long',
      ],
    ]),
    [
      'apaas for any user',
      ['-c', 'demo', '-u', '0', '--with', 'apaas'],
      'another uid, or --account',
    ],
    [
      '006 with another service',
      ['-c', 'demo', '-u', '1', '--with', 'rtm', '--token-version', '006'],
      'one service',
    ],
    ['unknown option', ['-c', 'demo', '-u', '1', '--chanel', 'x'], '--channel'],
    ['output', ['-c', 'demo', '-u', '1', '--output', 'yaml'], 'token, json, dotenv, shell, github'],
  ])('rtc: %s', async (_name, args, message) => {
    const { code, stdout, stderr } = await run([...RTC, ...args]);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  test.each<[string[], string]>([
    [['rtm'], '--user-id'],
    [['rtm', '--user-id', 'ä'], 'character "ä" at position 1'],
    [['rtm', '--user-id', 'x'.repeat(65)], 'at most 64'],
    [['rtm', '--user-id', 'a', '--permission', 'mesage:read=x'], 'Did you mean message?'],
    [['rtm', '--user-id', 'a', '--permission', 'message:rea=x'], 'Did you mean read?'],
    [['rtm', '--user-id', 'a', '--permission', 'message=x'], 'resource:type=names'],
    [['rtm', '--user-id', 'a', '--permission', 'message:read=x,,y'], 'empty name'],
    [
      ['rtm', '--user-id', 'a', '--permission', `user:read=${'a,'.repeat(65_535)}a`],
      'user:read has 65536 names',
    ],
    [
      ['rtm', '--user-id', 'a', '--permission', 'user:read=x', '--permission', 'user:read=y'],
      'twice',
    ],
    [
      ['rtm', '--user-id', 'a', '--permission', 'user:read=x', '--token-version', '006'],
      'one service',
    ],
    [['chat', 'user', '--user-id', 'Alice'], 'character "A" at position 1'],
    [['chat'], 'user, app'],
    [['chat', 'usr'], 'Did you mean generate chat user?'],
    [['apaas', 'room-user', '--room', 'r', '--user', 'u'], '--role'],
    [['apaas', 'room-user', '--room', 'r', '--user', 'u', '--role', '32768'], 'out of range'],
    [
      ['apaas', 'room-user', '--room', 'r', '--user', 'u', '--role', 'techer'],
      'Did you mean teacher?',
    ],
    [['convoai', '-c', 'demo', '-u', '0'], 'RTM needs a user id of its own'],
    [['stt', '-c', 'demo', '-u', '0'], 'Use --rtm-user-id <id>, or another uid.'],
    [['convoai', '-c', 'demo', '-a', LONG], '--account is 65 bytes long; an RTM user id has'],
    [['stt', '-c', 'demo', '-a', LONG], 'For another id use --rtm-user-id <id>.'],
    [['temp', '-c', 'demo', '-a', LONG], '--account is 65 bytes long; an RTM user id has'],
    [['convoai', '-c', 'demo', '-u', '1', '--with', 'rtm=x'], 'Set its user id with --rtm-user-id'],
    [['convoai', '-c', 'demo', '-u', '1', '--with', 'convoai'], 'has already'],
    [['stt', '-c', 'demo', '-u', '1', '--with', 'stt'], 'has already'],
    [['stt', '-c', 'demo', '-u', '1', '--with', 'chat', '--with', 'chat'], 'names chat twice'],
    [['streaming', '-c', 'demo', '-u', '1', '--publish', 'cooked'], 'mixed, raw'],
    [['streaming', '-c', 'demo', '-u', '1', '--publish', 'false'], 'a streaming token is only for'],
    [['rtx'], 'Did you mean generate rtc?'],
    [[], 'The kinds are rtc, rtm'],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await run(['generate', ...args, '-p', 'demo']);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  test.each([
    [63, false],
    [64, true],
  ])('channel of %i bytes is accepted, with a note: %s', async (length, noted) => {
    const { code, stderr } = await run([...RTC, '-c', 'x'.repeat(length), '-u', '1']);
    expect([code, stderr.includes('note: the channel has 64 bytes')]).toEqual([0, noted]);
  });

  test('off a terminal what is missing is named with flag and config key', async () => {
    const { code, stderr } = await run(RTC);
    expect(code).toBe(2);
    for (const text of ['--channel', '--uid', '--account', 'profiles.<name>.defaults.channel']) {
      expect(stderr).toContain(text);
    }
  });

  test('no profile at all is a matter of configuration', async () => {
    const { code, stdout, stderr } = await run(['generate', 'rtc', '-c', 'demo', '-u', '1']);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('AGORA_APP_ID');
  });

  test.each(['token', 'dotenv', 'shell', 'github'])(
    '--json contradicts --output %s',
    async (form) => {
      const { code, stdout, stderr } = await run([...BOB, '--json', '--output', form]);
      expect(code).toBe(2);
      expect(stderr).toContain(`--json and --output ${form} cannot be used together`);
      expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'usage' } });
    },
  );
});

describe('questions on a terminal', () => {
  const asking = (answers: readonly string[]) => {
    const asked: string[] = [];
    const queue = [...answers];
    return {
      asked,
      world: {
        terminal: true,
        prompter: {
          input: async ({ message }: { message: string }) => {
            asked.push(message);
            return queue.shift() as string;
          },
          select: async <T>({ message }: { message: string }) => {
            asked.push(message);
            return queue.shift() as T;
          },
        },
      },
    };
  };

  test('ask for channel, user and role', async () => {
    const { asked, world } = asking(['demo', '42', 'subscriber']);
    const { code, stdout, stderr } = await run(RTC, world);
    expect(code).toBe(0);
    expect(asked.map((message) => message.split(' ')[0])).toEqual(['Channel', 'uid', 'Role']);
    expect(stdout).toMatch(/^007\S+\n$/);
    expect(stderr).toContain('channel demo, uid 42, subscriber');
  });

  test('take a text for an account', async () => {
    const { world } = asking(['alice', 'publisher']);
    expect((await run([...RTC, '-c', 'demo'], world)).stderr).toContain('account alice');
  });

  test('do not ask for the role alone', async () => {
    const { asked, world } = asking([]);
    await run(BOB, world);
    expect(asked).toEqual([]);
  });

  test('say what is wrong with an answer', async () => {
    const verdicts: unknown[] = [];
    await run([...RTC, '-u', '1'], {
      terminal: true,
      prompter: {
        input: async ({ validate }) => {
          verdicts.push(validate?.('a/b'), validate?.('demo'));
          return 'demo';
        },
        select: async <T>({ default: value }: { default?: T }) => value as T,
      },
    });
    expect(verdicts).toEqual([expect.stringContaining('character "/" at position 2'), true]);
  });

  test.each([['--json'], ['--quiet'], ['--no-input'], ['--output', 'json']])(
    'never with %s',
    async (...flags) => {
      const { code } = await run([...RTC, ...flags], { terminal: true });
      expect(code).toBe(2);
    },
  );
});

test.each([
  [
    { AGORA_APP_ID: 'a'.repeat(32) },
    'the environment gives no App Certificate',
    'AGORA_APP_CERTIFICATE',
  ],
  [{ AGORA_APP_CERTIFICATE: 'a'.repeat(32) }, 'the environment gives no App ID', 'AGORA_APP_ID'],
])('half of what the environment should give: %j', async (env, message, variable) => {
  const { code, stderr } = await run(['generate', 'rtc', '-c', 'demo', '-u', '1'], { env });
  expect(code).toBe(3);
  expect(stderr).toContain(message);
  expect(stderr).toContain(`hint: Set ${variable}`);
  expect(stderr).not.toContain('profiles.environment');
});

describe('what no config holds is not to be set in one', () => {
  const cwd = () => folder({ it: CERTIFICATE });
  const env = { AGORA_APP_ID: APP_ID, AGORA_APP_CERTIFICATE: CERTIFICATE };
  test.each<[string[], World, string]>([
    [['-u', '1'], { env }, 'profiles.<name>.defaults.channel'],
    [
      ['-u', '1', '--app-certificate-file', 'it'],
      { cwd: cwd() },
      'profiles.<name>.defaults.channel',
    ],
    [
      ['-u', '1', '-c', 'demo', '--app-certificate-file', 'it'],
      { cwd: cwd() },
      'the command line gives no App ID\nhint: Set AGORA_APP_ID, or choose',
    ],
  ])('%j', async (args, world, expected) => {
    const { stderr } = await run(['generate', 'rtc', ...args], world);
    expect(stderr).toContain(expected);
  });
});

describe('--expires-at is the end, in place of a lifetime', () => {
  const rtc = ['generate', 'rtc', '-c', 'demo', '-u', '1', '-p', 'demo', '-q'];

  test.each([
    [[...rtc, '--expires-at', '1700007200'], 7200],
    [[...rtc, '--expires-at', '2023-11-14T22:14:20Z'], 60],
    [[...rtc, '--issued-at', '1700000100', '--expires-at', '1700000101'], 1],
  ])('%j', async (argv, lifetime) => {
    const { code, stdout } = await run([...argv, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).lifetimeSeconds).toBe(lifetime);
  });

  test.each([
    [['--expires-at', '1700000000'], 'The end must be after the issue time'],
    [['--expires-at', '1'], 'The end must be after the issue time'],
    [['--expires-at', '1h'], '--expires-at is "1h", which is not a time'],
    [['--expires-at', '1700007200', '-e', '1h'], '--expires-at'],
  ])('%j is refused', async (options, message) => {
    const { code, stdout, stderr } = await run([...rtc, ...options]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('a row of a batch wins over the command line, either way', async () => {
    const rows = '{"uid":1,"expiresIn":"1h"}\n{"uid":2,"expiresAt":1700000060}\n';
    const lifetimes = async (option: string, value: string) => {
      const { stdout } = await run(
        ['generate', 'rtc', '-c', 'x', '-p', 'demo', '-q', option, value, '--batch', '-'],
        { stdin: rows },
      );
      return ndjson(stdout).map(({ lifetimeSeconds }) => lifetimeSeconds);
    };
    expect(await lifetimes('--expires-at', '1700009999')).toEqual([3600, 60]);
    expect(await lifetimes('-e', '2h')).toEqual([3600, 60]);
  });

  test('renew', async () => {
    const { stdout: token } = await run(rtc);
    const { stdout } = await run([
      'renew',
      token.trim(),
      '-p',
      'demo',
      '--json',
      '--expires-at',
      '1700000600',
    ]);
    expect(JSON.parse(stdout).lifetimeSeconds).toBe(600);
  });
});
