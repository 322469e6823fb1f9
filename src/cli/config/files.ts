import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ConfigError } from '../../core/errors.js';
import { quoted, safeText } from '../../core/text/safe-text.js';
import { isDamaged } from '../../core/text/utf8.js';
import type { Context } from '../context.js';

/** What of the context tells where a path leads. */
export type Whereabouts = Pick<Context, 'cwd' | 'home' | 'platform'>;

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
  throw new ConfigError(`${what} is ${kindOfFile(stats)}, not a file`, 'Give the path of a file.');
}

export function kindOfFile(stats: Stats): string {
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFIFO()) return 'a FIFO';
  return stats.isSocket() ? 'a socket' : 'a device';
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['ENOENT', 'it does not exist'],
  ['ELOOP', 'it is part of a loop of symbolic links'],
  ['EISDIR', 'it is a directory'],
  ['EEXIST', 'a part of its path is not a directory'],
  ['ENOTDIR', 'a part of its path is not a directory'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['EAGAIN', 'it has nothing to read now'],
  ['ENOSPC', 'there is no space left'],
  ['EDQUOT', 'there is no space left'],
  ['EROFS', 'the file system is read-only'],
  ['EIO', 'reading or writing it failed'],
  ['EDEADLK', 'it is also the output'],
]);

/** Why the file system refuses something, in words for a person. */
export function unreadableReason(error: unknown): string {
  return REASONS.get(code(error)) ?? (code(error) || 'unknown reason');
}

/** Why a file cannot be read. */
export function unreadableError(error: unknown, what: string): ConfigError {
  return new ConfigError(
    `${what} cannot be read: ${unreadableReason(error)}`,
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
  if (isDamaged(path)) {
    throw new ConfigError(
      `${quoted(path)} is not UTF-8, or has the character that replaces what is not`,
      'Rename the file.',
    );
  }
  if (
    path === '~' ||
    path.startsWith('~/') ||
    (where.platform === 'win32' && path.startsWith('~\\'))
  ) {
    const home = homeOf(where);
    if (home === undefined) {
      throw new ConfigError(
        `${safeText(path)} starts at the home directory, and there is none`,
        'Set HOME to an absolute path, or give the whole path.',
      );
    }
    return join(home, path.slice(1));
  }
  if (isAbsolute(path)) return resolve(path);
  if (base === undefined) {
    throw new ConfigError(
      `${safeText(path)} starts at the working directory, which cannot be used: it may have been deleted, or its name is not UTF-8`,
      'Change to a folder that is there, or give the whole path.',
    );
  }
  return resolve(base, path);
}

/** A path as people read it: relative to the working directory where it lies below it, else with `~`. */
export function displayPath(path: string, where: Whereabouts): string {
  const below = where.cwd === undefined ? undefined : within(path, where.cwd);
  if (below !== undefined) return pathText(below);
  const home = homeOf(where);
  const atHome = home === undefined ? undefined : within(path, home);
  return pathText(atHome === undefined ? path : `~${sep}${atHome}`);
}

/** The home directory. A relative one would be whatever folder the program happens to run in. */
export function homeOf({ home }: Whereabouts): string | undefined {
  return home !== undefined && isAbsolute(home) ? home : undefined;
}

/** Whether a path leads into a folder, wherever its symbolic links go. */
export function liesIn(path: string, folder: string): boolean {
  const real = (each: string) => {
    try {
      return realpathSync(each);
    } catch {
      return each;
    }
  };
  return within(path, folder) !== undefined || within(real(path), real(folder)) !== undefined;
}

/** A path as a config in a folder gives it: relative where it lies below that folder. */
export function relativeTo(path: string, folder: string): string {
  return within(path, folder)?.split(sep).join('/') ?? path;
}

/** A path fit for a terminal, which keeps its backslashes. */
export function pathText(path: string): string {
  return safeText(path).replaceAll('\\\\', '\\');
}

/** A path relative to a folder above it; undefined for a path elsewhere. */
export function within(path: string, folder: string): string | undefined {
  const rest = relative(folder, path);
  return rest === '' || isAbsolute(rest) || rest.split(sep)[0] === '..' ? undefined : rest;
}
