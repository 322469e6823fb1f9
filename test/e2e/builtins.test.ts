import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from '../helpers/folder.js';
import { PROJECT_ENV, runBin } from '../helpers/spawn.js';

const { AccessToken2 } = createRequire(import.meta.url)('agora-token/src/AccessToken2.js');

const GENERATE = ['generate', 'rtc', '-c', 'demo', '-u', '42'];

/** Lists the modules of Node.js that were loaded, at the end. */
const list = join(
  folder({
    'list.cjs': "process.on('exit', () => process._rawDebug(process.moduleLoadList.join('\\n')));",
  }),
  'list.cjs',
);

const config = join(
  folder({
    'config.yaml': `profiles: { own: { appId: ${PROJECT_ENV.AGORA_APP_ID}, appCertificate: { env: AGORA_APP_CERTIFICATE } } }`,
  }),
  'config.yaml',
);

const token = runBin(GENERATE, { env: PROJECT_ENV }).then(({ stdout }) => stdout.trim());

test.each<[string, (token: string) => string[]]>([
  ['decode', (token: string) => ['decode', token]],
  ['generate', () => GENERATE],
  ['inspect', (token: string) => ['inspect', token]],
  ['generate with a YAML config', () => [...GENERATE, '--config', config]],
])('%s loads nothing of Node.js that is slow to load', async (_command, args) => {
  const options = { env: PROJECT_ENV, nodeOptions: ['-r', list] };
  const { code, stderr } = await runBin(args(await token), options);
  const modules = stderr.split('\n').map((line) => line.replace(/^NativeModule /, ''));
  expect(code).toBe(0);
  expect(modules).toContain('vm');
  for (const slow of ['crypto', 'zlib', 'stream', 'child_process', 'fs/promises', 'worker_threads'])
    expect(modules).not.toContain(slow);
});

test("the built program's token is read and verified by Agora's library", async () => {
  for (const more of [[], ['--with', 'rtm', '--with', 'fpa'], ['--now', '1700000000']]) {
    const { stdout } = await runBin([...GENERATE, ...more], { env: PROJECT_ENV });
    const token = new AccessToken2();
    expect(token.from_string(stdout.trim())).toBe(true);
    expect(token.verifySignature(PROJECT_ENV.AGORA_APP_CERTIFICATE)).toBe(true);
  }
});
