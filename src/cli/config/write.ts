import { mkdir, open, readFile, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { dump } from 'js-yaml';
import writeFileAtomic from 'write-file-atomic';
import { ConfigError } from '../../core/errors.js';
import { VERSION } from '../version.js';
import { code, fileStats, unreadableError } from './files.js';
import type { SecretSpec } from './secret.js';

export type Format = 'yaml' | 'json';

/** A profile as a config file holds it. */
export interface NewProfile {
  readonly appId: string;
  readonly appCertificate: SecretSpec;
  readonly whiteboard?: { readonly accessKey: string; readonly secretKey: SecretSpec };
}

export interface NewConfig {
  readonly defaultProfile: string;
  readonly profiles: ReadonlyMap<string, NewProfile>;
}

/** The schema of this version, for editors; the program itself never fetches it. */
const SCHEMA_URL = `https://unpkg.com/agora-token-cli@${VERSION}/schema/config.schema.json`;

/** The text of a config file, with the reference to its JSON Schema. */
export function configText(config: NewConfig, format: Format): string {
  const content = {
    defaultProfile: config.defaultProfile,
    profiles: Object.fromEntries(config.profiles),
  };
  return format === 'json'
    ? `${JSON.stringify({ $schema: SCHEMA_URL, ...content }, null, 2)}\n`
    : `# yaml-language-server: $schema=${SCHEMA_URL}\n${dump(content, { lineWidth: -1 })}`;
}

/**
 * Writes a file for the user alone (0600). A file that is there is replaced as a whole or not at all.
 * @param replace without it, an existing file is left as it is
 * @throws ConfigError where it exists, or cannot be written
 */
export async function writePrivateFile(
  path: string,
  text: string,
  what: string,
  replace: boolean,
): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    if (replace) await writeFileAtomic(path, text, { mode: 0o600 });
    else await createExclusively(path, text);
  } catch (error) {
    if (code(error) === 'EEXIST') throw existsError(what);
    throw new ConfigError(
      `${what} cannot be written: ${code(error) || 'unknown reason'}`,
      'Choose another place with --config, or correct the permissions of this one.',
    );
  }
}

/** A file is in the way. */
export function existsError(what: string): ConfigError {
  return new ConfigError(`${what} exists`, 'Edit it, or give --force to replace it.');
}

async function createExclusively(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.close();
  } catch (error) {
    await file.close().catch(() => {});
    await unlink(path).catch(() => {});
    throw error;
  }
}

/**
 * Adds a file to the .gitignore of its folder, once.
 * @returns whether a line was added
 * @throws ConfigError where it cannot be read or written
 */
export async function addToGitignore(path: string): Promise<boolean> {
  const ignore = join(dirname(path), '.gitignore');
  const line = `/${basename(path)}`;
  let text = '';
  try {
    if (fileStats(ignore, ignore)) text = await readFile(ignore, 'utf8');
  } catch (error) {
    throw unreadableError(error, '.gitignore');
  }
  if (text.split(/\r?\n/).includes(line)) return false;
  const end = text === '' || text.endsWith('\n') ? '' : '\n';
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFileAtomic(ignore, `${text}${end}${line}\n`);
  } catch (error) {
    throw new ConfigError(
      `.gitignore cannot be written: ${code(error) || 'unknown reason'}`,
      'Correct its permissions, or leave it as it is with --no-gitignore.',
    );
  }
  return true;
}
