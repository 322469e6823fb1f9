import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, test } from 'vitest';
import { FORMS } from '../../../src/cli/render/forms.js';
import { powershellLines } from '../../../src/cli/render/variables.js';
import { APP_ID } from '../../helpers/demo.js';
import { folder } from '../../helpers/folder.js';
import { run } from '../../helpers/run.js';

const FOLDER = folder();

const RTC = ['generate', 'rtc', '-p', 'demo'];
/** Legal in a channel, and each means something to a shell. */
const CHANNELS = ['demo', 'a b', '$HOME', '$(id)', '#1 & {x}; <y>', '!! %PATH% ~', 'a=b,c'];

describe('--output shell', () => {
  const evaluated = (script: string, ...names: string[]) => {
    const shown = names.map((name) => `"$${name}"`).join(' ');
    const argv = ['-c', `eval "$1"; printf '%s\\0' ${shown}`, 'bash', script];
    return execFileSync('bash', argv, { encoding: 'utf8' }).split('\0').slice(0, -1);
  };

  test.each(CHANNELS)('gives bash the channel %j as it is', async (channel) => {
    const { stdout } = await run([...RTC, '-c', channel, '-u', '42', '--output', 'shell']);
    const names = ['AGORA_CHANNEL', 'AGORA_UID', 'AGORA_APP_ID', 'AGORA_TOKEN'];
    expect(evaluated(stdout, ...names)).toEqual([
      channel,
      '42',
      APP_ID,
      expect.stringMatching(/^007/),
    ]);
  });

  test.each(["o'neill", `"$(id)"'`, '\\', '`id`'])(
    'gives bash the user id %j as it is',
    async (id) => {
      const { stdout } = await run([
        'generate',
        'rtm',
        '-p',
        'demo',
        '--user-id',
        id,
        '--output',
        'shell',
      ]);
      expect(evaluated(stdout, 'AGORA_USER_ID')).toEqual([id]);
    },
  );
});

describe('--output dotenv', () => {
  test.each(CHANNELS)('is read back by dotenv with the channel %j', async (channel) => {
    const { stdout } = await run([...RTC, '-c', channel, '-a', 'al ice', '--output', 'dotenv']);
    const token = /AGORA_TOKEN=(.*)/.exec(stdout)?.[1];
    expect(parse(stdout)).toEqual({
      AGORA_APP_ID: APP_ID,
      AGORA_TOKEN: token,
      AGORA_CHANNEL: channel,
      AGORA_ACCOUNT: 'al ice',
    });
  });

  test.each(["o'neill", 'say "hi"', `'"`, 'back\\nslash', '`tick`', ' padded '])(
    'holds the user id %j',
    async (id) => {
      const { stdout } = await run([
        'generate',
        'rtm',
        '-p',
        'demo',
        '--user-id',
        id,
        '--output',
        'dotenv',
      ]);
      expect(parse(stdout).AGORA_USER_ID).toBe(id);
    },
  );

  test('refuses what no quotes can hold', async () => {
    const { code, stdout, stderr } = await run([
      'generate',
      'rtm',
      '-p',
      'demo',
      '--user-id',
      `'"\``,
      '--output',
      'dotenv',
    ]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--output shell');
  });

  test('names the ids of other kinds', async () => {
    const argv = ['generate', 'apaas', 'room-user', '-p', 'demo', '--output', 'dotenv'];
    const { stdout } = await run([
      ...argv,
      '--room',
      'math',
      '--user',
      'alice',
      '--role',
      'teacher',
    ]);
    expect(parse(stdout)).toMatchObject({ AGORA_ROOM_UUID: 'math', AGORA_USER_UUID: 'alice' });
  });
});

describe('--output github', () => {
  const github = (file: string) =>
    run([...RTC, '-c', 'demo', '-u', '42', '--output', 'github'], { env: { GITHUB_OUTPUT: file } });

  test('masks, then appends, and leaves stdout empty', async () => {
    const file = join(FOLDER, 'output');
    writeFileSync(file, 'earlier=1\n');
    const { code, stdout, stderr } = await github(file);
    expect([code, stdout]).toEqual([0, '']);
    const token = /^::add-mask::(007\S+)$/m.exec(stderr)?.[1];
    expect(readFileSync(file, 'utf8')).toBe(`earlier=1\ntoken=${token}\n`);
    expect(stderr.indexOf(token as string)).toBe(
      stderr.indexOf('::add-mask::') + '::add-mask::'.length,
    );
  });

  test('ends a line that another step left open', async () => {
    const file = join(FOLDER, 'open');
    writeFileSync(file, 'earlier=1');
    await github(file);
    expect(readFileSync(file, 'utf8')).toMatch(/^earlier=1\ntoken=007\S+\n$/);
  });

  test('masks with --quiet too', async () => {
    const env = { GITHUB_OUTPUT: join(FOLDER, 'quiet') };
    const { stderr } = await run([...RTC, '-c', 'demo', '-u', '42', '--output', 'github', '-q'], {
      env,
    });
    expect(stderr).toMatch(/^::add-mask::007\S+\n$/);
  });

  test('a file that cannot be written fails clearly', async () => {
    const { code, stdout, stderr } = await github(join(FOLDER, 'no', 'such'));
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('GITHUB_OUTPUT');
    expect(stderr).toContain('it does not exist');
  });

  test.skipIf(process.getuid?.() === 0)('so does one without the permission', async () => {
    const file = join(FOLDER, 'locked');
    writeFileSync(file, '');
    chmodSync(file, 0o400);
    expect((await github(file)).stderr).toContain('permission denied');
  });

  test('outside of a job it says where it belongs', async () => {
    const { code, stderr } = await run([...RTC, '-c', 'demo', '-u', '42', '--output', 'github']);
    expect(code).toBe(2);
    expect(stderr).toContain('GITHUB_OUTPUT, which GitHub Actions sets');
  });
});

describe('--copy and --qr', () => {
  const BOB = [...RTC, '-c', 'demo', '-u', '42'];

  test('the token is printed and put on the clipboard', async () => {
    let copied = '';
    const { stdout } = await run([...BOB, '--copy'], {
      context: {
        copyToClipboard: async (text) => {
          copied = text;
        },
      },
    });
    expect(`${copied}\n`).toBe(stdout);
  });

  test('without a clipboard it is printed all the same, with a warning', async () => {
    const { code, stdout, stderr } = await run([...BOB, '--copy']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^007\S+\n$/);
    expect(stderr).toContain('could not be copied: no clipboard here');
  });

  test('a code for a phone goes to stderr', async () => {
    const { stdout, stderr } = await run([...BOB, '--qr']);
    expect(stdout).toMatch(/^007\S+\n$/);
    expect(stderr).toMatch(/[▀▄█]{20}/);
  });

  test('what is too long for a code is printed all the same, with a warning', async () => {
    const names = Array.from({ length: 2000 }, (_, i) => `channel-${(i * 7919) % 10_007}`).join();
    const argv = ['generate', 'rtm', '-p', 'demo', '--user-id', 'alice', '--qr'];
    const { code, stdout, stderr } = await run([...argv, '--permission', `message:read=${names}`]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^007\S+\n$/);
    expect(stderr).toContain('too long for a QR code');
    expect(stderr).toContain('at most 2953');
  });
});

describe('--output powershell', () => {
  const generate = (id: string) =>
    run(['generate', 'rtm', '-p', 'demo', '-q', '--user-id', id, '--output', 'powershell']);

  test('sets a variable per line', async () => {
    const { stdout } = await generate('alice');
    expect(stdout).toMatch(
      /^\$env:AGORA_APP_ID = '970CA35de60c44645bbae8a215061b33'\n\$env:AGORA_TOKEN = '007[^']+'\n\$env:AGORA_USER_ID = 'alice'\n$/,
    );
  });

  test.each([
    ["o'neill", "'o''neill'"],
    ['a$b`c"d', `'a$b\`c"d'`],
    ["''", "''''''"],
  ])('keeps the user id %s', async (id, written) => {
    expect((await generate(id)).stdout).toContain(`$env:AGORA_USER_ID = ${written}\n`);
  });

  test('what PowerShell takes for a quote is doubled too', () => {
    expect(powershellLines([['A', '‘x’']])).toBe("$env:A = '‘‘x’’'\n");
  });
});

test('help names every form with what it prints', async () => {
  const { stdout } = await run(['help', 'generate', 'rtc']);
  const text = stdout.replace(/\s+/g, ' ');
  for (const [word, { help }] of Object.entries(FORMS)) expect(text).toContain(`${word} (${help})`);
});
