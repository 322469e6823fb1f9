import { describe, expect, test } from 'vitest';
import { ISSUED } from '../../helpers/demo.js';
import { run } from '../../helpers/run.js';
import { CHANNEL, END, IDENTITIES, OTHER_APP, UID } from './identities-situations.js';
import { rtc, rtc006 } from './tokens.js';

/** Whom is it for? */

test.each(IDENTITIES)('%s', async (_, token, args, exitCode, codes, says) => {
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
