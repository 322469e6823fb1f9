import { accessSync, constants, lstatSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ConfigError } from '../../core/errors.js';
import { utf8Text } from '../../core/text/utf8.js';
import {
  assertRegular,
  displayPath,
  fileStats,
  liesIn,
  resolvePath,
  taken,
  unreadableError,
  visible,
  type Whereabouts,
} from './files.js';
import { assertPath } from './hex32.js';
import {
  MODULE_NAME,
  PROJECT_PLACES,
  projectFolders,
  repositoryRoot,
  userPlaces,
} from './places.js';
import { readHead } from './read-file.js';
import type { Scope } from './validate.js';

/** What the search for configs starts from. */
interface Search extends Whereabouts {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where configs lie; nothing has been read yet. */
export interface Places {
  /** Where a project has a config, nearest first: the first one with content counts. */
  readonly candidates: readonly string[];
  /** Single files: the one that was named, and the user's own. */
  readonly files: readonly { readonly path: string; readonly scope: Scope }[];
}

/**
 * Looks for configs with a handful of stat calls, so that a run without any pays nothing more.
 * @param named the file that `--config` or AGORA_TOKEN_CONFIG names; it is then the only one
 * @throws ConfigError for a directory, a FIFO, a link to nowhere or an unreadable file in the place of
 *   a config
 */
export function findConfigs(
  search: Search,
  named: { readonly path: string; readonly source: string } | undefined,
): Places {
  const user = userPlaces(search, search.env);
  if (named) {
    assertPath(named.path, named.source);
    const path = resolvePath(named.path, search.cwd, search);
    const what = `the config ${displayPath(path, search)} of ${named.source}`;
    if (!isReadableFile(path, what)) {
      throw new ConfigError(
        `${what} does not exist`,
        'Name a file that is there, or write this one with `agora-token init --config <file>`.',
      );
    }
    return { candidates: [], files: [{ path, scope: scopeOf(path, search) }] };
  }
  const candidates = projectFolders(search.cwd)
    .flatMap((folder) => PROJECT_PLACES.map((place) => join(folder, place)))
    .filter((path) => isConfig(path, search));
  const own = user.find((path) => isConfig(path, search));
  const files = own === undefined ? [] : [{ path: own, scope: scopeOf(own, search) }];
  return { candidates, files };
}

/**
 * Whose a config is. One in the user's own place is the project's all the same where that place is
 * inside of the repository: HOME is the folder of the application in some containers, and what a
 * repository brings along must not be trusted for it.
 */
export function scopeOf(path: string, search: Search): Scope {
  if (!userPlaces(search, search.env).includes(path)) return 'project';
  const root = repositoryRoot(search.cwd);
  return root !== undefined && liesIn(path, root) ? 'project' : 'user';
}

/** The files that are read of what was found: the project's first, then the single ones. */
export function configPaths({ candidates, files }: Places): Places['files'] {
  return [...candidates.slice(0, 1).map((path) => ({ path, scope: 'project' as const })), ...files];
}

function isConfig(path: string, search: Search): boolean {
  // Another program's file: what is wrong with it is not ours to report.
  if (basename(path) === 'package.json') return hasOwnKey(path);
  if (!taken(path)) return false;
  const what = `the config ${displayPath(path, search)}`;
  if (isReadableFile(path, what)) return true;
  throw new ConfigError(
    `${what} is a symbolic link to a file that does not exist`,
    'Create that file, or remove the link.',
  );
}

/**
 * Whether a package.json holds a config, told by its text: nearly every folder has one, and parsing
 * costs more than the rest of a run. A text after the key is the version of Agora's library.
 */
function hasOwnKey(path: string): boolean {
  const head = readHead(path);
  return head !== undefined && OWN_KEY.test(utf8Text(head));
}

const OWN_KEY = new RegExp(`"${MODULE_NAME}"\\s*:(?!\\s*")`);

/** @throws ConfigError for what exists and cannot be read as a file */
function isReadableFile(path: string, what: string): boolean {
  const stats = fileStats(path, what);
  if (!stats) return false;
  assertRegular(stats, what);
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw unreadableError(error, what);
  }
  return true;
}

/** Who else can read or change a file; of no meaning on Windows. */
interface Exposure {
  readonly mode: string;
  readonly readableByOthers: boolean;
  readonly writableByOthers: boolean;
  readonly symbolicLink: boolean;
}

/**
 * Who else can read or change a file. To be read by its group is too much for a secret; to be
 * changed by its group is what every new file has where each user has a group of their own (umask
 * 002), so that only what everybody can change counts.
 */
export function exposure(path: string, platform: NodeJS.Platform): Exposure {
  const stats = visible(path);
  const mode = stats && platform !== 'win32' ? stats.mode & 0o777 : 0o600;
  return {
    mode: mode.toString(8).padStart(4, '0'),
    readableByOthers: (mode & 0o044) !== 0,
    writableByOthers: (mode & 0o002) !== 0,
    symbolicLink: lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false,
  };
}
