import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from './folder.js';
import { BIN } from './spawn.js';

/** A folder that holds the built program as `agora-token`, for shells that look for it in PATH. */
export function programFolder(): string {
  const place = folder();
  const program = join(place, 'agora-token');
  writeFileSync(program, `#!${process.execPath}\nrequire(${JSON.stringify(BIN)});\n`);
  chmodSync(program, 0o755);
  return place;
}
