import { expect, test } from 'vitest';
import type { Context } from '../../src/context.js';
import { run } from '../helpers/run.js';

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
