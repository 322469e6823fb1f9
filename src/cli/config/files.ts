import { lstatSync, type Stats, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ConfigError } from '../../core/errors.js';
import { safeText } from '../../core/text/safe-text.js';
import { utf8Text } from '../../core/text/utf8.js';
import type { Context } from '../context.js';

/** What of the context tells where a path leads. */
export type Whereabouts = Pick<Context, 'cwd' | 'home' | 'platform'>;

/** A config or secret file has a few lines; what is larger is something else. */
const MAX_BYTES = 1024 * 1024;

/** What a shell puts in the place of `<(command)`: the reading end of a pipe that has a writer. */
const SHELL_PIPE = /^\/(?:dev|proc\/self)\/fd\/\d+$/;

/**
 * Reads a small text file as UTF-8, without a byte order mark. Only a regular file is read: a FIFO
 * may have no writer and never end, a device might not either.
 * @param what how a message names it: `the config .agora-tokenrc`
 * @param pipes whether the `<(command)` of a shell is read too
 * @throws ConfigError saying why it cannot be read
 */
export async function readTextFile(path: string, what: string, pipes = false): Promise<string> {
  const stats = fileStats(path, what);
  if (!stats) throw new ConfigError(`${what} does not exist`, 'Correct its path, or create it.');
  if (!(pipes && stats.isFIFO() && SHELL_PIPE.test(path))) assertRegular(stats, what);
  if (stats.size > MAX_BYTES) {
    throw new ConfigError(
      `${what} has ${stats.size} bytes; at most ${MAX_BYTES} are read`,
      'Is it the right file?',
    );
  }
  try {
    // Loaded here: it takes longer to load than all that most runs do with files.
    const { open } = process.getBuiltinModule('node:fs/promises');
    const file = await open(path, 'r');
    try {
      return utf8Text(await file.readFile());
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadableError(error, what);
  }
}

/** The file's metadata; undefined when there is none. */
export function fileStats(path: string, what: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (code(error) === 'ENOTDIR') return undefined;
    throw unreadableError(error, what);
  }
}

/** The same while looking around: what lies in a folder that is closed to us is not there for us. */
export function visible(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Whether a name is taken there, be it by a symbolic link that leads nowhere. */
export function taken(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** @throws ConfigError for what is not a regular file, saying what it is */
export function assertRegular(stats: Stats, what: string): void {
  if (stats.isFile()) return;
  const is = stats.isDirectory()
    ? 'a directory'
    : stats.isFIFO()
      ? 'a FIFO'
      : stats.isSocket()
        ? 'a socket'
        : 'a device';
  throw new ConfigError(`${what} is ${is}, not a file`);
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['ENOENT', 'it does not exist'],
  ['ELOOP', 'its symbolic links lead in a circle'],
  ['EISDIR', 'it is a directory'],
  ['ENAMETOOLONG', 'its name is too long'],
]);

/** Why a file cannot be read, in words for a person. */
export function unreadableError(error: unknown, what: string): ConfigError {
  const reason = REASONS.get(code(error)) ?? (code(error) || 'unknown reason');
  return new ConfigError(
    `${what} cannot be read: ${reason}`,
    'Correct its path or its permissions.',
  );
}

/** The code of an error of the file system, such as ENOENT; empty without one. */
export function code(error: unknown): string {
  return String((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}

/** A text without the byte order mark that editors on Windows put in front. */
export function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/**
 * A path as the user wrote it, absolute.
 * @param base the folder that a relative path starts from
 * @throws ConfigError for `~/` where there is no home directory, or a relative path without a base
 */
export function resolvePath(path: string, base: string | undefined, where: Whereabouts): string {
  if (
    path === '~' ||
    path.startsWith('~/') ||
    (where.platform === 'win32' && path.startsWith('~\\'))
  ) {
    if (where.home === undefined) {
      throw new ConfigError(
        `${safeText(path)} starts at the home directory, and there is none`,
        'Set HOME, or give the whole path.',
      );
    }
    return join(where.home, path.slice(1));
  }
  if (isAbsolute(path)) return resolve(path);
  if (base === undefined) {
    throw new ConfigError(
      `${safeText(path)} starts at the working directory, which cannot be used: it may have been deleted`,
      'Change to a folder that is there, or give the whole path.',
    );
  }
  return resolve(base, path);
}

/** A path as people read it: relative to the working directory where it lies below it, else with `~`. */
export function displayPath(path: string, where: Whereabouts): string {
  const below = where.cwd === undefined ? undefined : within(path, where.cwd);
  if (below !== undefined) return pathText(below);
  const atHome = where.home === undefined ? undefined : within(path, where.home);
  return pathText(atHome === undefined ? path : `~${sep}${atHome}`);
}

/** A path fit for a terminal, which keeps its backslashes. */
export function pathText(path: string): string {
  return safeText(path).replaceAll('\\\\', '\\');
}

function within(path: string, folder: string): string | undefined {
  const rest = relative(folder, path);
  return rest === '' || isAbsolute(rest) || rest.split(sep)[0] === '..' ? undefined : rest;
}
