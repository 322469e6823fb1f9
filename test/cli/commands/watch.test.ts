import { describe, expect, test } from 'vitest';
import { InterruptedError } from '../../../src/core/errors.js';
import { all, rtc, whiteboard } from '../../core/inspect/tokens.js';
import { ISSUED } from '../../helpers/demo.js';
import { run, type World } from '../../helpers/run.js';

const token = rtc({ privileges: all(150) }, { lifetime: 150 });

/** A clock that goes on only while the program sleeps; it may be interrupted after some sleeps. */
function fakeTime(interruptAfter = Number.POSITIVE_INFINITY) {
  let now = ISSUED * 1000;
  const sleeps: number[] = [];
  const context: World['context'] = {
    clock: () => now,
    sleep: async (milliseconds) => {
      if (sleeps.length >= interruptAfter) throw new InterruptedError();
      sleeps.push(milliseconds);
      now += milliseconds;
    },
  };
  return { context, sleeps };
}

test('off a terminal: a line a minute, and exit 5 at the end', async () => {
  const { context, sleeps } = fakeTime();
  const { code, stdout } = await run(['inspect', token, '--watch'], { context });
  expect(code).toBe(5);
  expect(stdout.slice(stdout.lastIndexOf('\n\n') + 2)).toBe(
    '2 minutes 30 seconds left\n1 minute 30 seconds left\n30 seconds left\nexpired at 2023-11-14 23:15:50 +01:00\n',
  );
  expect(sleeps).toEqual([60_000, 60_000, 30_000]);
});

describe('on a terminal', () => {
  const world = { terminal: true, columns: 40, env: { NO_COLOR: '1' } };

  test('it redraws in place, every second, within the width', async () => {
    const { context, sleeps } = fakeTime();
    const { code, stdout } = await run(['inspect', token, '--watch'], { ...world, context });
    expect(code).toBe(5);
    expect(sleeps).toHaveLength(150);
    const live = stdout.slice(stdout.indexOf('\x1b[?25l'));
    const frames = live.split('\r\x1b[2K').slice(1);
    expect(frames[0]).toBe('2 minutes 30 seconds left');
    expect(frames[149]).toBe('1 second left  ████████████████████');
    expect(frames.slice(0, -1).join('')).not.toContain('\n');
    for (const frame of frames.slice(0, -1)) expect(frame.length).toBeLessThan(40);
    expect(live.endsWith('expired at 2023-11-14 23:15:50 +01:00\n\x1b[?25h')).toBe(true);
  });

  test('Ctrl-C restores the cursor and exits 130', async () => {
    const { context } = fakeTime(3);
    const { code, stdout } = await run(['inspect', token, '--watch'], { ...world, context });
    expect(code).toBe(130);
    expect(stdout.endsWith('\n\x1b[?25h')).toBe(true);
  });

  test('TERM=dumb gets lines', async () => {
    const { context } = fakeTime();
    const dumb = { ...world, env: { TERM: 'dumb' }, context };
    const { stdout } = await run(['inspect', token, '--watch'], dumb);
    expect(stdout).not.toContain('\x1b');
    expect(stdout).toContain('30 seconds left\n');
  });
});

test('with --now it counts from there', async () => {
  const { context, sleeps } = fakeTime();
  const args = ['inspect', token, '--watch', '--now', String(ISSUED + 100)];
  expect((await run(args, { context })).code).toBe(5);
  expect(sleeps).toEqual([50_000]);
});

test.each([
  ['never ends', whiteboard('SDK'), [], 0],
  ['has ended', token, ['--now', String(ISSUED + 150)], 5],
  ['is not as expected', token, ['--channel', 'x'], 7],
])('nothing is waited for where the token %s', async (_, text, args, exitCode) => {
  const { context, sleeps } = fakeTime();
  const { code } = await run(['inspect', text, '--watch', ...args], { context });
  expect({ code, sleeps }).toEqual({ code: exitCode, sleeps: [] });
});

test('--expires-in is no reason to stop before the end', async () => {
  const { context } = fakeTime();
  const { code, stdout } = await run(['inspect', token, '--watch', '-e', '1h'], { context });
  expect(code).toBe(5);
  expect(stdout).toMatch(/^expiring: /);
});
