import { describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/run.js';
import { InterruptedError } from '../../../src/core/errors.js';
import { all, rtc, whiteboard } from '../../core/inspect/tokens.js';
import { ISSUED } from '../../helpers/demo.js';
import { contextOf, run, type World } from '../../helpers/run.js';

const token = rtc({ privileges: all(150) }, { lifetime: 150 });
const brief = rtc({ privileges: all(70) }, { lifetime: 70 });

/** A clock that goes on only while the program sleeps; it may be interrupted after some sleeps. */
function fakeTime({ interruptAfter = Number.POSITIVE_INFINITY, printing = 0 } = {}) {
  let now = ISSUED * 1000;
  const sleeps: number[] = [];
  const context: World['context'] = {
    // Reading it takes time too: a twentieth of what printing takes.
    clock: () => {
      now += printing / 20;
      return Math.floor(now);
    },
    sleep: async (milliseconds) => {
      if (sleeps.length >= interruptAfter) throw new InterruptedError();
      sleeps.push(milliseconds);
      now += milliseconds;
    },
  };
  return { context, sleeps };
}

const CLEAR = '\x1b[J';
const UP = new RegExp(`${String.fromCharCode(27)}\\[(\\d+)A\r$`);

/** What the terminal showed, one after another, and how far up each began. */
function shownBy(stdout: string) {
  const [all = ''] = stdout.split('\x1b[?25h');
  const parts = all.split(CLEAR);
  return {
    frames: parts.slice(1).map((part) => part.replace(UP, '')),
    ups: parts.slice(1, -1).map((part) => Number(UP.exec(part)?.[1])),
  };
}
const framesOf = (stdout: string) => shownBy(stdout).frames;

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

  test('it draws the whole report again, every second, within the width', async () => {
    const { context, sleeps } = fakeTime();
    const { code, stdout } = await run(['inspect', token, '--watch'], { ...world, context });
    expect(code).toBe(5);
    expect(sleeps).toHaveLength(150);
    const { frames, ups } = shownBy(stdout);
    expect(frames).toHaveLength(151);
    expect(frames[0]).toMatch(/^unverified: publisher of "demo" as uid\s+42, 2 min 30 s left/);
    expect(frames[0]).toMatch(/2m 30s left\s[\s\S]*██████\n/);
    expect(frames[149]).toMatch(
      /, 1 s left[\s\S]*1s left\s[\s\S]*█░░░░░\n[\s\S]*\[expiring-soon\]/,
    );
    expect(frames[150]).toMatch(/^expired: [\s\S]*ended 0s ago\s[\s\S]*░░░░░░\n[\s\S]*\[expired\]/);
    const lines = frames.flatMap((frame) => frame.split('\n'));
    expect(lines.filter((line) => line.length > 40)).toEqual([]);
    expect(stdout.endsWith('\n\x1b[?25h')).toBe(true);
    // Each frame covers the one before it.
    const heights = frames.map((frame) => frame.split('\n').length - 1);
    expect(ups).toEqual(heights.slice(0, -1));
  });

  test('a report that is higher than the terminal is cut, but for the last one', async () => {
    const { context } = fakeTime();
    const { ctx, stdout } = contextOf({ ...world, context });
    Object.assign(ctx.stdout, { rows: 10 });
    expect(await main(['inspect', brief, '--watch'], ctx)).toBe(5);
    const frames = framesOf(stdout.text());
    for (const frame of frames.slice(0, -1)) expect(frame.split('\n')).toHaveLength(10);
    expect(frames[0]?.endsWith('\n…\n')).toBe(true);
    expect(frames[70]).toContain('[expired]');
  });

  test('a clock that moves while it prints leaves no second out', async () => {
    const { context, sleeps } = fakeTime({ printing: 300 });
    const { code, stdout } = await run(['inspect', brief, '--watch'], { ...world, context });
    expect(code).toBe(5);
    const left = framesOf(stdout).flatMap((frame) => /(\d+m )?\d+s left/.exec(frame)?.[0] ?? []);
    expect(left.slice(0, 3)).toEqual(['1m 10s left', '1m 9s left', '1m 8s left']);
    expect(new Set(left).size).toBe(left.length);
    expect(Math.max(...sleeps)).toBeLessThan(1000);
  });

  test('a privilege that ends on the way is shown as ended, and ends it where it is expected', async () => {
    const publishes = rtc(
      {
        privileges: [
          [1, 70],
          [2, 30],
        ],
      },
      { lifetime: 70 },
    );
    const on = await run(['inspect', publishes, '--watch'], { ...world, ...fakeTime() });
    expect(framesOf(on.stdout)[30]).toContain('[privilege-ended]');
    expect(on.code).toBe(5);
    const { context, sleeps } = fakeTime();
    const args = ['inspect', publishes, '--watch', '--role', 'publisher'];
    expect((await run(args, { ...world, context })).code).toBe(7);
    expect(sleeps).toHaveLength(30);
  });

  test('Ctrl-C restores the cursor and exits 130', async () => {
    const { context } = fakeTime({ interruptAfter: 3 });
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
