import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ConfigError } from '../../core/errors.js';
import { utf8Text } from '../../core/text/utf8.js';
import { assertRegular, code, pathText, unreadableReason, within } from './files.js';
import { readBytes, readHead } from './read-file.js';

/** Somebody else changed the file meanwhile. */
export class ChangedError extends Error {}

/** The option that mostly names a file that is written. */
const NAMING = '--config';

interface WriteOptions {
  /** Replaces the file that is there; without it, that file is left as it is. */
  readonly replace?: boolean;
  /** For the user alone unless said otherwise. */
  readonly mode?: number;
  /** What the file has to contain still when it is replaced. */
  readonly unchanged?: Uint8Array;
  /** The option that names the file, for hints. */
  readonly option?: string;
}

/**
 * The one way in which files are written. The text goes into a new file of a random name, which no
 * link planted by somebody else can lead away, and comes into its place as a whole or not at all.
 * @param what how a message names it: `the config .agora-tokenrc.yaml`
 * @throws ConfigError where it exists, is a symbolic link, or cannot be written
 */
export function writePrivateFile(
  path: string,
  text: string,
  what: string,
  { replace = false, mode = 0o600, unchanged, option = NAMING }: WriteOptions = {},
): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there && !replace) throw existsError(what);
    if (there) assertReplaceable(there, path, what, option);
    const temporary = writeTemporary(path, text, mode, there);
    try {
      if (unchanged && !Buffer.from(readHead(path) ?? []).equals(unchanged)) {
        throw new ChangedError();
      }
      if (replace) renameSync(temporary, path);
      else placeNew(temporary, path, text);
    } finally {
      rmSync(temporary, { force: true });
    }
  } catch (error) {
    if (error instanceof ChangedError) throw error;
    if (code(error) === 'EEXIST' && !replace) throw existsError(what);
    throw writingError(error, what, option);
  }
}

function writeTemporary(path: string, text: string, mode: number, there: Stats | undefined) {
  const { randomBytes } = process.getBuiltinModule('node:crypto');
  const temporary = `${path}.${randomBytes(8).toString('hex')}`;
  const file = openSync(temporary, NEW_FILE, 0o600);
  try {
    writeFileSync(file, text);
    // An administrator may edit the file of somebody, whose it has to stay.
    if (there && there.uid !== fstatSync(file).uid) fchownSync(file, there.uid, there.gid);
    fchmodSync(file, mode);
    fsyncSync(file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return temporary;
}

const { O_RDWR, O_WRONLY, O_CREAT, O_EXCL, O_APPEND, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
const NEW_FILE = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;

/** Unlike renaming, linking never replaces a file that came into the place meanwhile. */
function placeNew(temporary: string, path: string, text: string): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    if (code(error) === 'EEXIST') throw error;
    // A file system without links, such as FAT.
    const file = openSync(path, NEW_FILE, 0o600);
    try {
      writeFileSync(file, text);
    } finally {
      closeSync(file);
    }
  }
}

/** @throws ConfigError for what must not be replaced: a link, a directory, a file that is read-only */
export function assertReplaceable(stats: Stats, path: string, what: string, option = NAMING): void {
  if (stats.isSymbolicLink()) throw linkError(path, what, option);
  assertRegular(stats, what);
  if ((stats.mode & 0o200) === 0) {
    throw new ConfigError(
      `${what} is read-only`,
      `Make it writable first: chmod u+w ${pathText(path)}`,
    );
  }
}

function linkError(path: string, what: string, option: string): ConfigError {
  let target: string | undefined;
  try {
    target = realpathSync(path);
  } catch {}
  return new ConfigError(
    `${what} is a symbolic link, which is not followed when writing`,
    target === undefined
      ? 'Remove the link first.'
      : `It leads to ${pathText(target)}. Remove the link, or name its target with ${option}.`,
  );
}

/** A file is in the way. */
function existsError(what: string): ConfigError {
  return new ConfigError(`${what} exists`, 'Edit it, or give --force to replace it.');
}

/** Why a file cannot be written, as a ConfigError; what is not of the file system is thrown on. */
export function writingError(error: unknown, what: string, option = NAMING): ConfigError {
  if (error instanceof ConfigError) return error;
  if (code(error) === '') throw error;
  return new ConfigError(
    `${what} cannot be written: ${unreadableReason(error)}`,
    ['ENOSPC', 'EDQUOT'].includes(code(error))
      ? 'Free some space, then run again; nothing was changed.'
      : `Choose another place with ${option}, or correct the permissions of this one.`,
  );
}

/**
 * Checks that a file of a project would be written into that project: a cloned repository may have a
 * symbolic link in the place of a folder.
 * @param root the project's folder
 * @throws ConfigError where a link leads out of it
 */
export function assertInside(path: string, root: string, what: string): void {
  if (within(path, root) === undefined) return;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const stats = lstatSync(folder, { throwIfNoEntry: false });
    if (!stats) continue;
    const real = realpathSync(folder);
    const realRoot = realpathSync(root);
    if (real === realRoot || within(real, realRoot) !== undefined) return;
    throw new ConfigError(
      `${what} would be written to ${pathText(real)}, outside of the project: a symbolic link leads there`,
      'Remove the link, or name the real place with --config.',
    );
  }
}

/** What became of a line for .gitignore. */
export type Ignored = 'added' | 'there';

/**
 * Has git ignore a file, by the .gitignore of its folder. The line ends in a star: it covers what the
 * writing of the file may leave behind, too.
 * @throws ConfigError where git would not follow it, or it cannot be read or written
 */
export async function addToGitignore(path: string): Promise<Ignored> {
  const ignore = join(dirname(path), '.gitignore');
  const line = ignoreLine(basename(path));
  let text = '';
  const there = lstatSync(ignore, { throwIfNoEntry: false });
  if (there?.isSymbolicLink()) {
    throw new ConfigError(
      '.gitignore is a symbolic link, which git does not follow',
      'Replace it by a file, or leave it as it is with --no-gitignore.',
    );
  }
  if (there) {
    const bytes = await readBytes(ignore, '.gitignore');
    if (bytes.includes(0)) {
      throw new ConfigError(
        '.gitignore is not UTF-8, so that git does not follow it',
        'Save it as UTF-8, or leave it as it is with --no-gitignore.',
      );
    }
    text = utf8Text(bytes);
  }
  const lines = text.split(/\r?\n/);
  const last = lines.lastIndexOf(line);
  // A pattern with an exclamation mark takes back what earlier ones say.
  if (last >= 0 && !lines.slice(last).some((each) => each.startsWith('!'))) return 'there';
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    appendLine(ignore, line, '.gitignore', O_NOFOLLOW);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      `.gitignore cannot be written: ${unreadableReason(error)}`,
      'Correct its permissions, or leave it as it is with --no-gitignore.',
    );
  }
  return 'added';
}

/**
 * The pattern for a file's name, whose special characters mean themselves.
 * @throws ConfigError for a name that no line can hold
 */
function ignoreLine(name: string): string {
  if (/[\r\n]/.test(name)) {
    throw new ConfigError(
      `the name ${pathText(name)} has a line break, which .gitignore cannot have`,
      'Choose another name, or leave .gitignore as it is with --no-gitignore.',
    );
  }
  return `/${name.replace(/[\\[\]*?!#]/g, '\\$&')}*`;
}

/**
 * Appends a whole line or nothing; a last line without a line break gets one first.
 * @param flags further ones for opening the file
 * @throws ConfigError for what is not a regular file, which would not keep it
 */
export function appendLine(path: string, line: string, what: string, flags = 0): void {
  const file = openSync(path, O_RDWR | O_CREAT | O_APPEND | O_NONBLOCK | flags, 0o666);
  try {
    const stats = fstatSync(file);
    assertRegular(stats, what);
    const last = Buffer.from('\n');
    if (stats.size > 0) readSync(file, last, 0, 1, stats.size - 1);
    try {
      writeFileSync(file, `${last[0] === 0x0a ? '' : '\n'}${line}\n`);
    } catch (error) {
      ftruncateSync(file, stats.size);
      throw error;
    }
  } finally {
    closeSync(file);
  }
}
