import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * Runs sources of the project.
 * @param {string} root
 * @param {string} contents what to export from them: `export { x } from './src/…';`
 * @returns {Promise<any>}
 */
export async function fromSources(root, contents) {
  const outfile = join(root, 'node_modules', '.cache', `sources-${process.pid}.mjs`);
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    outfile,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile, { force: true });
  }
}
