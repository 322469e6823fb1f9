import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives a run of the tests a temporary folder of its own, and removes it with all that is in it. No
 * file can do so for itself: modules are loaded once for many files.
 */
export default function setup(): () => void {
  const root = mkdtempSync(join(tmpdir(), 'agora-token-'));
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = root;
  return () => rmSync(root, { recursive: true, force: true });
}
