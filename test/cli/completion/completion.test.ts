import { describe, expect, test } from 'vitest';
import { folder } from '../../helpers/folder.js';
import { run, type World } from '../../helpers/run.js';

/** What the program answers a completion script: the candidates without their descriptions. */
async function candidates(words: readonly string[], current: string, world: World = {}) {
  const { code, stdout, stderr } = await run(['__complete', '--', ...words, `:${current}`], world);
  expect([code, stderr]).toEqual([0, '']);
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t')[0]);
}

const line = (text: string) => {
  const words = text.split(' ');
  return [words.slice(0, -1), words.at(-1) ?? ''] as const;
};

describe('completes', () => {
  test.each([
    ['', ['generate', 'decode', 'inspect', 'init', 'profile', 'doctor', 'completion', 'help']],
    ['--', ['--profile', '--config', '--json', '--no-input', '--version', '--help']],
    ['generate ', ['rtc', 'rtm', 'chat', 'apaas', 'whiteboard', 'temp']],
    ['--json generate ', ['rtc']],
    ['-p dev generate ', ['rtc']],
    ['generate whiteboard ', ['sdk', 'room', 'task']],
    ['-- ', ['generate', 'decode']],
    ['-- generate ', ['rtc', 'rtm']],
    ['generate -- ', ['rtc', 'rtm']],
    ['generate education ', ['room-user', 'user', 'app']],
    ['generate rtc --', ['--channel', '--uid', '--role', '--with', '--profile']],
    ['generate rtc --role ', ['publisher', 'subscriber', 'host']],
    ['generate rtc -rhost --', ['--channel']],
    ['generate rtc -r ', ['publisher', 'subscriber', 'host']],
    ['generate rtc --role=', ['--role=publisher', '--role=subscriber']],
    ['generate rtc --role = ', ['publisher', 'subscriber']],
    ['generate whiteboard room --role ', ['admin', 'writer', 'reader']],
    ['generate rtc --with ', ['rtm', 'chat', 'convoai']],
    ['generate rtc --token-version ', ['007', '006']],
    ['generate rtc --output ', ['token', 'json', 'dotenv', 'shell', 'github']],
    ['generate streaming --publish --', ['--channel']],
    ['generate streaming --publish --output ', ['token', 'json', 'dotenv']],
    ['inspect --service ', ['rtc', 'rtm2', 'stt', 'whiteboard']],
    ['inspect --role ', ['publisher', 'subscriber', 'host', 'admin', 'writer', 'reader']],
    ['completion ', ['bash', 'zsh', 'fish', 'powershell']],
    ['profile ', ['list', 'show', 'path']],
    ['help ', ['generate', 'decode', 'exit-codes']],
    ['help generate ', ['rtc', 'rtm', 'chat']],
    ['help generate education ', ['room-user', 'user', 'app']],
  ])('%s', async (text, expected) => {
    expect(await candidates(...line(text))).toEqual(expect.arrayContaining(expected));
  });

  test('the commands of profile alone', async () => {
    expect(await candidates(['profile'], '')).toEqual([
      'list',
      'show',
      'path',
      'add',
      'use',
      'remove',
      'edit',
    ]);
  });

  test.each([
    ['help exit-codes '],
    ['help decode '],
    ['generate rtc --channel '],
    ['generate rtc -- --'],
    ['decode token '],
    ['completion bash '],
    ['no-such-command '],
    ['generate rtc --no-such-option '],
  ])('nothing at %s', async (text) => {
    expect(await candidates(...line(text))).toEqual([]);
  });

  test.each([
    ['--config '],
    ['--env-file '],
    ['--config='],
    ['generate rtc --batch '],
    ['doctor --app-certificate-file '],
  ])('paths at %s', async (text) => {
    expect(await candidates(...line(text))).toEqual([':files']);
  });

  test('no hidden command', async () => {
    expect(await candidates([], '')).not.toContain('__complete');
  });

  test('each candidate on a line, with its description behind a tab', async () => {
    const { stdout } = await run(['__complete', '--', 'generate', ':']);
    for (const answer of stdout.trimEnd().split('\n')) expect(answer).toMatch(/^\S+\t\S.*$/);
  });
});

describe('profile names', () => {
  const cwd = () =>
    folder({
      '.agora-tokenrc': 'profiles: { dev: {}, "a\\tb": {} }',
      other: 'profiles: { other: {} }',
    });
  test.each([
    ['-p ', ['dev', 'a\\tb', 'demo']],
    ['generate rtc --profile ', ['dev', 'a\\tb', 'demo']],
    ['--profile=', ['--profile=dev', '--profile=a\\tb', '--profile=demo']],
    ['profile show ', ['dev', 'a\\tb', 'demo']],
    ['--config other -p ', ['other', 'demo']],
    ['--config=other -p ', ['other', 'demo']],
    ['--config missing -p ', ['demo']],
  ])('%s', async (text, expected) => {
    expect(await candidates(...line(text), { cwd: cwd() })).toEqual(expected);
  });
  test('of a broken config there are none', async () => {
    expect(await candidates(['-p'], '', { cwd: folder({ '.agora-tokenrc': '[' }) })).toEqual([
      'demo',
    ]);
  });
});

test('an unknown shell', async () => {
  const { code, stderr } = await run(['completion', 'tcsh']);
  expect(code).toBe(2);
  expect(stderr).toContain('bash');
});

test('a profile whose name would steer a script or Node.js is not offered', async () => {
  const cwd = folder({
    '.agora-tokenrc.json':
      '{"profiles": {":files": {}, "--env-file=.env": {}, "-p": {}, "$(calc)": {}, "dev": {}}}',
  });
  const { stdout } = await run(['__complete', '--', '-p', ':'], { cwd });
  expect(stdout.split('\n')).toEqual(['$(calc)', 'dev', 'demo', '']);
});

test('PowerShell gets whatever is not a plain word in quotes', async () => {
  const { stdout } = await run(['completion', 'powershell']);
  expect(stdout).toContain(`if ($value -match '^[\\w.=-]+$') { $value } else { "'" +`);
  expect(stdout).toContain(`-replace "['\\u2018-\\u201b]", '$0$0'`);
});
