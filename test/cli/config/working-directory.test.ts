import { expect, test } from 'vitest';
import { APP_ID, CERTIFICATE } from '../../helpers/demo.js';
import { run } from '../../helpers/run.js';

const RTC = ['generate', 'rtc', '-c', 'demo', '-u', '1'];

test.each([
  ['x.yaml', ['profile', 'list', '--config', 'x.yaml']],
  ['x.env', ['profile', 'list', '--env-file', 'x.env']],
  ['x', [...RTC, '--app-certificate-file', 'x']],
  ['x.csv', [...RTC, '--batch', 'x.csv']],
  ['.agora-tokenrc.yaml', ['init', '--app-id', APP_ID, '--certificate-env', 'X']],
])('without a working directory %s is no path', async (path, argv) => {
  const env = { AGORA_APP_ID: APP_ID, AGORA_APP_CERTIFICATE: CERTIFICATE };
  const { code, stdout, stderr } = await run(argv, { env, context: { cwd: undefined } });
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toContain(`${path} starts at the working directory, which cannot be used`);
  expect(stderr).toContain('hint: Change to a folder that is there, or give the whole path.');
});

test('a path that is not UTF-8 is refused, for it would name another file', async () => {
  const { code, stderr } = await run(['profile', 'list', '--config', 'a\ufffd.yaml']);
  expect([code, stderr.includes('is not UTF-8')]).toEqual([3, true]);
});
