import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder } from '../helpers/folder.js';
import { ndjson } from '../helpers/run.js';
import { ending, PROJECT_ENV, runBin, start } from '../helpers/spawn.js';

/** So many rows that the built program starts threads to sign them. */
const LINES = 2500;

/** Says on stderr which programs were started as threads, and what came back from them. */
const WATCH = join(
  folder({
    'watch.cjs': `const threads = require('node:worker_threads');
if (threads.isMainThread) {
  let answers = 0;
  const started = [];
  threads.Worker = class extends threads.Worker {
    constructor(program, options) {
      super(program, options);
      started.push(require('node:path').basename(program));
      this.on('message', () => answers++);
    }
  };
  require('node:module').syncBuiltinESMExports();
  process.on('exit', () => console.error(JSON.stringify({ started, answers })));
}`,
  }),
  'watch.cjs',
);

// Most of the time they wait.
describe.concurrent('a signal', () => {
  /** A batch whose first bytes are there, with the pipe filled up behind them. */
  async function started() {
    const child = start(['generate', 'rtc', '--batch', '-'], { env: PROJECT_ENV });
    child.stdin.on('error', () => {});
    child.stdin.write('{"channel":"a","uid":1}\n'.repeat(LINES));
    await once(child.stdout, 'readable');
    return child;
  }

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s ends a batch while nobody reads from its pipe',
    async (signal) => {
      const child = await started();
      child.kill(signal);
      await once(child, 'exit');
      const { code, stdout } = await ending(child);
      expect(code ?? child.exitCode).toBe(130);
      expect(stdout).not.toBe('');
    },
  );

  test('leaves whole lines to a reader that goes on reading', async () => {
    const child = await started();
    child.kill('SIGINT');
    const { code, stdout } = await ending(child);
    expect(code ?? child.exitCode).toBe(130);
    expect(stdout).toMatch(/\n$/);
  });
});

test('threads sign a batch in the order of its rows, and a bad row costs only itself', async () => {
  const bad = 2321;
  const rows = Array.from({ length: LINES }, (_, index) =>
    index + 1 === bad ? '{"channel":"a/b","uid":1}' : `{"channel":"a","uid":${index + 1}}`,
  );
  const args = ['generate', 'rtc', '--batch', '-', '--now', '1700000000'];
  const { code, stdout, stderr } = await runBin(args, {
    env: PROJECT_ENV,
    input: rows.join('\n'),
    nodeOptions: ['--require', WATCH],
  });
  expect(code).toBe(2);
  expect(ndjson(stdout).map(({ row, ok, services }) => [row, ok, services?.[0].uid])).toEqual(
    rows.map((_, index) =>
      index + 1 === bad ? [bad, false, undefined] : [index + 1, true, String(index + 1)],
    ),
  );
  const { started, answers } = JSON.parse(stderr.trimEnd().split('\n').at(-1) as string);
  expect(new Set(started)).toEqual(new Set(['worker.cjs']));
  expect(answers).toBeGreaterThan(10);
});

test('threads decode lines in their order, and a bad line costs only itself', async () => {
  // So many that there is work left when the thread is ready.
  const count = 30_000;
  const bad = count - 5;
  const { stdout: token } = await runBin(['generate', 'rtc', '-c', 'a', '-u', '1', '-q'], {
    env: PROJECT_ENV,
  });
  const at = (index: number) => 2 + (index % 50);
  const lines = Array.from({ length: count }, (_, index) =>
    index === bad ? 'no token' : `${'x'.repeat(at(index) - 1)}=${token.trim()}`,
  );
  const { code, stdout, stderr } = await runBin(['decode', '--ndjson'], {
    input: lines.join('\n'),
    nodeOptions: ['--require', WATCH],
  });
  expect(code).toBe(4);
  expect(ndjson(stdout).map(({ ok, source }) => ok && source.offset)).toEqual(
    lines.map((_, index) => index !== bad && at(index)),
  );
  const { started, answers } = JSON.parse(stderr.trimEnd().split('\n').at(-1) as string);
  expect(new Set(started)).toEqual(new Set(['worker.cjs']));
  // The first says that the thread is ready.
  expect(answers).toBeGreaterThan(1);
});
