import { chmodSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * The program as one executable file, `agora-token`, for tests that need a real process and must
 * not depend on what stands in dist/.
 * @returns the folder that holds it
 */
export async function buildExecutable(): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'agora-token-bin-')));
  await build({
    absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
    entryPoints: ['src/main.ts'],
    outfile: join(folder, 'main.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['typescript'],
    define: { 'import.meta.url': '__moduleUrl' },
    banner: { js: 'const __moduleUrl=require("node:url").pathToFileURL(__filename).href;' },
    logLevel: 'silent',
  });
  const program = join(folder, 'agora-token');
  writeFileSync(program, `#!${process.execPath}\nrequire('./main.cjs').start();\n`);
  chmodSync(program, 0o755);
  return folder;
}
