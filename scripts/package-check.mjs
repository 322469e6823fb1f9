// Checks what `npm publish` would ship: its size, its files, its metadata (publint) and its types
// (are-the-types-wrong).
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LIMIT = 600 * 1024;
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'agora-token-pack-'));
const windows = process.platform === 'win32';
let problems = 0;

function check(name, good, detail) {
  console.log(`${good ? 'ok' : 'FAILED'}: ${name}${detail ? ` (${detail})` : ''}`);
  if (!good) problems++;
}

function tool(name, args) {
  const { status } = spawnSync('npx', ['--no-install', name, ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
  });
  check(name, status === 0);
}

try {
  const output = execFileSync(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder],
    { cwd: root, encoding: 'utf8', shell: windows },
  );
  const parsed = JSON.parse(output);
  const pack = Array.isArray(parsed) ? parsed[0] : Object.values(parsed)[0];
  const paths = pack.files.map(({ path }) => path);
  const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;
  check('packed size', pack.size < LIMIT, `${kib(pack.size)} of ${kib(LIMIT)}`);
  const stray = paths.filter(
    (path) => !/^(bin|dist|schema)\/|^(package\.json|LICENSE|[A-Z]+\.md)$/.test(path),
  );
  check('nothing but what runs', stray.length === 0, stray.join(', '));
  for (const needed of [
    'LICENSE',
    'README.md',
    'bin/agora-token.js',
    'dist/main.cjs',
    'dist/index.js',
    'dist/browser.js',
    'dist/types/index.d.ts',
    'dist/types/browser.d.ts',
    'dist/THIRD-PARTY-NOTICES.txt',
    'dist/agora-token.1',
  ]) {
    check(needed, paths.includes(needed));
  }
  const archive = join(folder, pack.filename);
  tool('publint', ['--strict', archive]);
  tool('attw', ['--profile', 'esm-only', archive]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = problems > 0 ? 1 : 0;
