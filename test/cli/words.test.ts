import { describe, expect, test } from 'vitest';
import { OPTION_WORDS } from '../../src/cli/words.js';
import { run } from '../helpers/run.js';
import { leaves, tree } from '../helpers/tree.js';

const DEMO = ['--profile', 'demo', '--quiet'];

describe('words for kinds work, in any letter case', () => {
  test.each([
    [['video', '-c', 'demo', '-u', '1'], 'rtc'],
    [['VOICE', '-c', 'demo', '-u', '1'], 'rtc'],
    [['live', '-c', 'demo', '-u', '1'], 'rtc'],
    [['recording', '-c', 'demo', '-u', '1'], 'rtc'],
    [['Rtc', '-c', 'demo', '-u', '1'], 'rtc'],
    [['signaling', '--user-id', 'alice'], 'rtm'],
    [['Signalling', '--user-id', 'alice'], 'rtm'],
    [['im', 'user', '--user-id', 'alice'], 'chat'],
    [['Chat', 'App'], 'chat'],
    [['education', 'app'], 'apaas'],
    [['agent', '-c', 'demo', '-a', 'bot'], 'convoai'],
    [['conversational-ai', '-c', 'demo', '-a', 'bot'], 'convoai'],
    [['temporary', '-c', 'demo'], 'rtc'],
  ])('%j', async (words, service) => {
    const { code, stdout } = await run(['generate', ...words, ...DEMO, '--json']);
    const { services } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(services.map(({ name }: { name: string }) => name)).toContain(service);
  });

  test.each(['netless', 'board'])('%s', async (word) => {
    const { stderr } = await run(['generate', word]);
    expect(stderr).toContain('whiteboard needs a kind of token');
  });
});

describe('other words are answered with the right one', () => {
  test.each([
    [['verify', 'x'], 'Did you mean inspect?'],
    [['Validate', 'x'], 'Did you mean inspect?'],
    [['check', 'x'], 'Did you mean inspect?'],
    [['create', 'rtc'], 'Did you mean generate?'],
    [['sign', 'rtc'], 'Did you mean generate?'],
    [['gen', 'rtc'], 'Did you mean generate?'],
    [['version'], 'Did you mean --version?'],
    [['dekode', 'x'], 'Did you mean decode?'],
    [['generate', 'rtm', '--user', 'alice'], 'Did you mean --user-id?'],
    [['generate', 'rtm', '--userid', 'alice'], 'Did you mean --user-id?'],
    [['generate', 'rtm', '--uid', '1'], 'Did you mean --user-id?'],
    [['generate', 'rtm', '--account', 'alice'], 'Did you mean --user-id?'],
    [['generate', 'rtc', '--user', '1'], 'Did you mean --uid?'],
    [['generate', 'rtc', '--channelName', 'a'], 'Did you mean --channel?'],
    [['generate', 'rtc', '--channel-name=a'], 'Did you mean --channel?'],
    [['generate', 'rtc', '--Channel', 'a'], 'Did you mean --channel?'],
    [['generate', 'rtc', '--expire', '1h'], 'Did you mean --expires-in?'],
    [['generate', 'rtc', '--ttl', '1h'], 'Did you mean --expires-in?'],
    [['generate', 'rtc', '--valid-for', '1h'], 'Did you mean --expires-in?'],
    [['generate', 'rtc', '--expires_in', '1h'], 'Did you mean --expires-in?'],
    [['generate', 'rtc', '--expiresIn', '1h'], 'Did you mean --expires-in?'],
    [['generate', 'rtc', '--userAccount', 'a'], 'Did you mean --account?'],
    [['generate', 'rtm', '--user_account', 'a'], 'Did you mean --user-id?'],
    [['generate', 'rtm', '-u', 'alice'], 'Did you mean --user-id?'],
    [['generate', 'rct'], 'Did you mean generate rtc?'],
    [['generate', 'rtc', '--lifetime', '1h'], 'Did you mean --expires-in?'],
    [['inspect', 'x', '--appid', 'a'], 'Did you mean --app-id?'],
    [['generate', 'rtc', '--format', 'json'], 'Did you mean --output?'],
    [['generate', 'rtc', '-o', 'json'], 'Did you mean --output?'],
    [['-v'], 'Did you mean --version?'],
    [['decode', '-v'], 'Did you mean --version?'],
    [['generate', 'rtc', '-channel', 'demo'], 'Write --channel.'],
    [['generate', 'rtc', '-channel=demo'], 'Write --channel=….'],
    [['generate', 'rtc', '\u2014channel', 'demo'], 'Did you mean --channel?'],
    [['generate', 'rtc', '\u2013uid', '1'], 'Did you mean --uid?'],
    [['decode', '-json', 'x'], 'Write --json.'],
    [['generate', 'rtc', 'demo', '42'], 'Did you mean --channel demo --uid 42?'],
    [['generate', 'rtc', 'my room', 'bob'], 'Did you mean --channel "my room" --account bob?'],
    [['generate', 'rtc', 'demo'], 'Did you mean --channel demo?'],
    [['generate', 'rtm', 'c'.repeat(32)], 'hint: See agora-token generate rtm'],
    [['generate', 'rtm', '--user-id', 'c'.repeat(32), 'x'], 'hint: See agora-token generate rtm'],
    [['generate', 'rtc', '--output', 'jsn'], 'Did you mean json?'],
    [['serve', '--token-version', '005'], '--token-version is "005", which is not one of 007, 006'],
    [['completion', 'zhs'], '<shell> is "zhs", which is not one of bash, zsh, fish, powershell'],
    [['generate', 'rtc', '--channel'], '--channel needs a value'],
    [['generate', 'rtm', 'alice'], 'Did you mean --user-id alice?'],
    [['generate', 'chat', 'user', 'bob'], 'Did you mean --user-id bob?'],
    [['generate', 'whiteboard', 'room', '4a50dc4f'], 'Did you mean --uuid 4a50dc4f?'],
    [['generate', 'rtm', '--user-id', 'ann', 'lee'], '--user-id "ann lee"'],
    [['generate', 'rtc', '-c', 'a', '-u', '1', '-e', '1', 'day'], 'Did you mean 1d,'],
    [['generate', 'rtc', '-c', 'my', 'room', '-u', '1'], '--channel "my room"'],
    [['generate', 'rtc', '-c', 'my', 's', '-u', '1'], '--channel "my s"'],
  ])('%j', async (argv, hint) => {
    const { code, stdout, stderr } = await run(argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(hint);
  });

  test.each([
    [['docs']],
    [['paxx']],
    [['nonsense']],
    [['generate', 'x']],
    [['decode', '--zzz', 'x']],
  ])('%j is near nothing', async (argv) => {
    const { code, stderr } = await run(argv);
    expect(code).toBe(2);
    expect(stderr).not.toContain('Did you mean');
  });

  test('every option that is answered with exists somewhere', async () => {
    const program = await tree();
    const flags = leaves(program).flatMap((path) => {
      const command = path.reduce((parent, name) => parent.child(name) ?? parent, program);
      return command.options.map(({ long }) => long);
    });
    expect(['--version', ...flags]).toEqual(
      expect.arrayContaining(Object.values(OPTION_WORDS).flat()),
    );
  });
});

describe('-c=demo means demo, for every short option', () => {
  test.each([
    [['-c=demo', '-u=42'], 'demo', '42'],
    [['-c=a=b', '-u', '42'], 'a=b', '42'],
    [['--channel', '-c=x', '-u=1'], '-c=x', '1'],
    [['-c', '-u=1', '-u', '7'], '-u=1', '7'],
  ])('%j', async (options, channel, uid) => {
    const { code, stdout } = await run(['generate', 'rtc', ...options, '-p=demo', '-q', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).services[0]).toMatchObject({ channel, uid });
  });

  test('an empty value is empty', async () => {
    const { code, stderr } = await run(['generate', 'rtc', '-c=', '-u=1', '-p=demo']);
    expect(code).toBe(2);
    expect(stderr).toContain('--channel is empty');
  });
});

describe('help on topics', () => {
  test.each(['environment', 'config', 'batch', 'durations', 'formats', 'recording', 'errors'])(
    '%s fits 80 columns, and is a document with --json',
    async (topic) => {
      const { code, stdout } = await run(['help', topic]);
      expect(code).toBe(0);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      const { help } = JSON.parse((await run(['help', topic, '--json'])).stdout);
      expect(`${help}\n`).toBe(stdout);
    },
  );
});

describe.each([60, 40])('help at %i columns', (columns) => {
  const narrow = { terminal: true, columns };

  test.each([
    [['--help']],
    [['help', 'exit-codes']],
    [['help', 'batch']],
    [['help', 'recording']],
    [['help', 'durations']],
    [['generate', 'rtc', '--help']],
    [['inspect', '-h']],
    [['help', 'profile', 'add']],
    [['help', 'completion']],
  ])('%j fits, but for words that cannot be broken', async (argv) => {
    const { code, stdout } = await run(argv, narrow);
    expect(code).toBe(0);
    const tooLong = stdout.split('\n').filter((line) => line.length > columns);
    expect(tooLong.filter((line) => !/^ *(--[\w-]+ )?("[^"]+"|\S+)$/.test(line))).toEqual([]);
  });

  test('says the same words', async () => {
    const words = async (world: object) =>
      (await run(['help', 'recording'], world)).stdout.replaceAll('\\\n', '').split(/\s+/);
    expect(await words(narrow)).toEqual(await words({}));
  });
});

test('a long command of the help goes on after a backslash', async () => {
  const { stdout } = await run(['help', 'recording'], { terminal: true, columns: 60 });
  expect(stdout).toContain(
    '  agora-token generate rtc --channel demo --uid 527841 \\\n      --expires-in 24h\n',
  );
});

test('a kind is asked for on a terminal, and the rest of the line kept', async () => {
  const asked: string[] = [];
  const prompter = {
    select: async ({
      message,
      choices,
    }: {
      message: string;
      choices: readonly { value: unknown }[];
    }) => {
      asked.push(message);
      return (choices.find(({ value }) => value === 'app') ?? choices[0])?.value as never;
    },
  };
  const { code, stdout } = await run(['generate', 'chat', '-p', 'demo'], {
    terminal: true,
    prompter,
  });
  expect([code, asked]).toEqual([0, ['Kind of token']]);
  expect(stdout).toMatch(/^007/);
});

test('a recorder is told what it needs', async () => {
  const { code, stderr } = await run(['generate', 'recording', '-c', 'a', '-u', '9', '-p', 'demo']);
  expect(code).toBe(0);
  expect(stderr).toContain('a uid that nobody else uses');
});
