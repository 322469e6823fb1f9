import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = realpathSync(tmpdir());

/** A temporary folder with these files; a path that ends in `/` is an empty folder. Files are private. */
export function folder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const root = mkdtempSync(join(ROOT, 'agora-token-'));
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    if (name.includes('/'))
      mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
    if (!name.endsWith('/')) writeFileSync(path, content, { mode: 0o600 });
  }
  return root;
}
