// Sends 100,000 random requests to the token server, in memory: nothing may make it fail, answer wrongly
// or write something secret into its log.
//
//   npm run fuzz:server                 100,000 requests
//   npm run fuzz:server -- --seed 7     the same again
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, runs: { type: 'string', default: '100000' } },
});
const { status } = spawnSync('npx', ['--no-install', 'vitest', 'run', 'test/server/fuzz.test.ts'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: {
    ...process.env,
    AGORA_TOKEN_FUZZ: values.runs,
    ...(values.seed && { AGORA_FUZZ_SEED: values.seed }),
  },
});
process.exitCode = status ?? 1;
