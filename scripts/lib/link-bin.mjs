import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes `npx agora-token` and the package's own scripts find this checkout's program. npm links the
 * commands of dependencies alone, and `node_modules/agora-token` is Agora's library of that name.
 */
export function linkBin(root, platform = process.platform) {
  if (!existsSync(join(root, 'node_modules'))) return;
  const folder = join(root, 'node_modules', '.bin');
  mkdirSync(folder, { recursive: true });
  const link = join(folder, 'agora-token');
  const target = '../../bin/agora-token.cjs';
  rmSync(link, { force: true });
  if (platform === 'win32') {
    writeFileSync(`${link}.cmd`, `@node "%~dp0\\${target.replaceAll('/', '\\')}" %*\r\n`);
    writeFileSync(link, `#!/bin/sh\nexec node "$(dirname "$0")/${target}" "$@"\n`);
  } else {
    symlinkSync(target, link);
  }
}
