import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BIN } from './spawn.js';

/**
 * The built program as the command `agora-token`, run by the Node.js that runs the tests.
 * @returns the folder that holds it, for PATH
 */
export function installed(): string {
  const folder = mkdtempSync(join(tmpdir(), 'agora-token-bin-'));
  const script = `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`;
  writeFileSync(join(folder, 'agora-token'), script, { mode: 0o755 });
  return folder;
}
