import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../../src/cli/context.js';
import { folder } from '../../helpers/folder.js';
import { run } from '../../helpers/run.js';

const failing = (code: string): Context['stdout'] => ({
  write(_text, callback) {
    callback?.(Object.assign(new Error(`${code}: write`), { code }));
    return false;
  },
});

test.each(['EPIPE', 'ERR_STREAM_DESTROYED'])('%s on stdout ends quietly', async (code) => {
  const { code: exit, stderr } = await run(['help'], { context: { stdout: failing(code) } });
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
});

test.each([
  ['ENOSPC', 'no space left to write the output to'],
  ['EIO', 'the output cannot be written (EIO)'],
])('%s on stdout is told, and is no bug', async (code, message) => {
  const { code: exit, stderr } = await run(['help'], { context: { stdout: failing(code) } });
  expect(exit).toBe(1);
  expect(stderr).toContain(`agora-token: ${message}`);
  expect(stderr).not.toContain('bug');
});

describe.each(['EPIPE', 'ERR_STREAM_DESTROYED', 'ENOSPC'])('%s on stderr', (error) => {
  const context = { stderr: failing(error) };
  const deaf = (...argv: string[]) => run(argv, { context });

  test.each<[code: number, argv: readonly string[]]>([
    [2, ['nonsense']],
    [3, ['generate', 'rtc', '-c', 'a', '-u', '1']],
    [4, ['inspect', 'nonsense']],
    [4, ['decode', 'nonsense', 'rubbish']],
  ])('leaves exit code %i of %j', async (code, argv) => {
    expect((await deaf(...argv)).code).toBe(code);
  });

  test('leaves the result, which a warning goes with', async () => {
    const { code, stdout } = await deaf('generate', 'rtc', '-p', 'demo', '-c', 'a', '-u', '1');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^007\S+\n$/);
  });

  test('keeps the token of a job back, which it cannot mask', async () => {
    const env = { GITHUB_OUTPUT: join(folder(), 'output') };
    const argv = ['generate', 'rtc', '-p', 'demo', '-c', 'a', '-u', '1', '--output', 'github'];
    expect(await run(argv, { context, env })).toMatchObject({ code: 3, stdout: '' });
    expect(existsSync(env.GITHUB_OUTPUT)).toBe(false);
  });
});
