// Runs the suite, with the built program in it, on every supported Node.js:
//   npm run test:matrix [-- 22 24]
// The runtimes come from the npm package `node`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'runtimes');
const given = process.argv.slice(2);
const versions = given.length > 0 ? given : ['20', '22', '24', '26'];
const windows = process.platform === 'win32';

function runtime(version) {
  const folder = join(cache, version);
  mkdirSync(folder, { recursive: true });
  const install = ['install', '--no-save', '--loglevel=error', '--prefix', folder];
  const { status } = spawnSync('npm', [...install, `node@${version}`], {
    stdio: 'inherit',
    shell: windows,
  });
  if (status !== 0) throw new Error(`node@${version} cannot be installed`);
  return join(folder, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
}

const build = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
if (build.status !== 0) process.exit(1);

const results = versions.map((version) => {
  const node = runtime(version);
  const exact = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const report = join(cache, `report-${version}.json`);
  rmSync(report, { force: true });
  const vitest = [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=json'];
  const { status } = spawnSync(node, [...vitest, `--outputFile=${report}`], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  for (const { name, message, assertionResults } of testResults) {
    if (message) console.log(`  ${name}: ${message.slice(0, 500)}`);
    for (const { status: outcome, fullName, failureMessages } of assertionResults) {
      if (outcome === 'failed') console.log(`  ${fullName}: ${failureMessages[0]?.slice(0, 500)}`);
    }
  }
  console.log(`Node.js ${exact}: ${numPassedTests} passed, ${numFailedTests} failed`);
  return status === 0;
});
process.exitCode = results.every(Boolean) ? 0 : 1;
