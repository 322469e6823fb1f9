import { describe, expect, test } from 'vitest';
import { ISSUED } from '../../helpers/demo.js';
import { run } from '../../helpers/run.js';
import { DAY, ENDS_AND_ROLES, PUBLISHES_10_MIN, streaming } from './ends-and-roles-situations.js';
import { all, rtc, rtc006, rtmService, signaling, token003, token006, token007 } from './tokens.js';

/** When does it end, and for whom? One answer for every command. */

test.each(ENDS_AND_ROLES)(
  '%s',
  async (_, token, seconds, args, verdict, exitCode, codes, headline) => {
    const options = args === '' ? [] : args.split(' ');
    const { code, stdout } = await run(
      ['inspect', token, '--json', '--profile', 'demo', ...options],
      { now: ISSUED + seconds },
    );
    const json = JSON.parse(stdout);
    const found = json.findings.map((finding: { code: string }) => finding.code);
    expect({ verdict: json.verdict, code, codes: found, headline: json.headline }).toEqual({
      ...{ verdict, code: exitCode, codes, headline },
    });
    expect(json.exitCode).toBe(exitCode);
  },
);

describe('every command shows the same end', () => {
  test.each([
    ['its own', rtc(), 3600],
    ['24 hours', rtc({ privileges: all(2 * DAY) }, { lifetime: 2 * DAY }), DAY],
    ['joining', rtc({ privileges: PUBLISHES_10_MIN.map(([id]) => [id, id * 60]) }), 60],
    ['privileges of 006', rtc006(ISSUED + 600), 600],
    ['003', token003(), 3600],
    ['signaling', signaling(), 3600],
    ['the later of two streams', streaming([1, 60], [2, 3000]), 3000],
  ])('%s', async (_, token, seconds) => {
    const end = ISSUED + seconds;
    const decoded = JSON.parse((await run(['decode', '--json', token])).stdout);
    expect(decoded.endsAt.unix).toBe(end);
    for (const [now, says] of [
      [end - 1, 'ends in 1 second'],
      [end, 'ended 0 seconds ago'],
    ] as const) {
      const inspected = JSON.parse((await run(['inspect', '--json', token], { now })).stdout);
      expect(inspected.expiry.expiresAt.unix).toBe(end);
      expect(inspected.token.endsAt.unix).toBe(end);
      expect((await run(['decode', token], { now })).stdout.split('\n')[0]).toContain(says);
    }
  });

  test('also beside a new token', async () => {
    const args = ['generate', 'rtc', '-c', 'demo', '-u', '42', '--profile', 'demo'];
    const { stderr } = await run([...args, '-e', '48h', '--join', '1h'], { terminal: true });
    expect(stderr).toContain('valid 1 hour until 2023-11-15 00:13:20 +01:00');
    const long = await run([...args, '-e', '48h'], { terminal: true });
    expect(long.stderr).toContain('valid 1 day until 2023-11-15 23:13:20 +01:00');
  });
});

describe('role', () => {
  test.each([
    ['audio', [1, 2], 'publisher'],
    ['video', [1, 3], 'publisher'],
    ['data', [1, 4], 'subscriber'],
    ['joins', [1], 'subscriber'],
    ['nothing', [], 'subscriber'],
  ])('of RTC that has %s', async (_, ids, role) => {
    const token = rtc({ privileges: ids.map((id) => [id, 3600]) });
    const old = token006(Object.fromEntries(ids.map((id) => [id, ISSUED + 3600])));
    for (const each of ids.length > 0 ? [token, old] : [token]) {
      for (const command of ['decode', 'inspect']) {
        const json = JSON.parse((await run([command, '--json', each])).stdout);
        expect((json.token ?? json).services[0].role).toBe(role);
      }
      expect((await run(['decode', each])).stdout).toMatch(new RegExp(`Role +${role}`));
      expect((await run(['inspect', each])).stdout).toMatch(new RegExp(`RTC +${role}`));
    }
  });

  test('inspect counts what has not ended, decode what is in the token', async () => {
    const world = { now: ISSUED + 660 };
    const token = rtc({ privileges: PUBLISHES_10_MIN });
    const inspected = JSON.parse((await run(['inspect', '--json', token], world)).stdout);
    expect(inspected.token.services[0].role).toBe('subscriber');
    const decoded = JSON.parse((await run(['decode', '--json', token], world)).stdout);
    expect(decoded.services[0].role).toBe('publisher');
  });

  test('other services have none, and a classroom its number', async () => {
    const classroom = token007([
      rtmService('alice'),
      { name: 'apaas', roomUuid: 'r', userUuid: 'u', role: 2, privileges: [[1, 3600]] },
    ]);
    const { services } = JSON.parse((await run(['decode', '--json', classroom])).stdout);
    expect(services.map(({ role }: { role?: unknown }) => role)).toEqual([undefined, 2]);
  });
});

test('a dynamic key whose end is 0 sets none: it is good for a day', async () => {
  const key = `004${'a'.repeat(40)}970ca35de60c44645bbae8a215061b33${ISSUED}${'1'.repeat(8)}${'0'.repeat(10)}`;
  const { code, stdout } = await run(['inspect', key, '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).expiry).toMatchObject({
    status: 'valid',
    expiresAt: { unix: ISSUED + DAY },
  });
});
