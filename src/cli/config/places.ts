import { dirname, isAbsolute, join } from 'node:path';
import type { Context } from '../context.js';
import { homeOf, taken, visible, type Whereabouts } from './files.js';
import type { Environment } from './types.js';
import type { Scope } from './validate.js';

/** cosmiconfig's name of this program's configuration, and the key in package.json. */
export const MODULE_NAME = 'agora-token';

/** Where a folder of the project may hold a config, in the order of the search: data formats only. */
export const PROJECT_PLACES: readonly string[] = [
  'package.json',
  '.agora-tokenrc',
  '.agora-tokenrc.json',
  '.agora-tokenrc.yaml',
  '.agora-tokenrc.yml',
  join('.config', 'agora-tokenrc'),
  join('.config', 'agora-tokenrc.json'),
  join('.config', 'agora-tokenrc.yaml'),
  join('.config', 'agora-tokenrc.yml'),
  'agora-token.config.json',
  'agora-token.config.yaml',
  'agora-token.config.yml',
];

const USER_PLACES = ['config.yaml', 'config.yml', 'config.json'] as const;

/** The nearest folder with `.git`, from here upwards; undefined outside of a repository. */
export function repositoryRoot(cwd: string | undefined): string | undefined {
  const root = projectFolders(cwd).at(-1);
  return root !== undefined && visible(join(root, '.git')) ? root : undefined;
}

/**
 * The folders to search, nearest first: from the working directory up to the repository root, which
 * is the nearest folder with `.git` (a file in worktrees and submodules). Without a repository the
 * working directory alone, so that a config somewhere above is never met by chance.
 */
export function projectFolders(cwd: string | undefined): readonly string[] {
  if (cwd === undefined) return [];
  const folders = [cwd];
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (visible(join(folder, '.git'))) return folders;
    const parent = dirname(folder);
    if (parent === folder) return [cwd];
    folders.push(parent);
  }
}

/**
 * The folders of the user's own config, the first the one to write to. XDG_CONFIG_HOME counts on
 * every platform (the XDG rules ignore a relative one); else `~/.config`, on macOS
 * `~/Library/Preferences` before it, on Windows `%APPDATA%`: where env-paths, which
 * cosmiconfig goes by, has them.
 */
export function userFolders(where: Whereabouts, env: Context['env']): readonly string[] {
  const { platform } = where;
  const home = homeOf(where);
  const xdg = env.XDG_CONFIG_HOME;
  if (xdg && isAbsolute(xdg)) return [join(xdg, MODULE_NAME)];
  const atHome = (...parts: string[]) =>
    home === undefined ? [] : [join(home, ...parts, MODULE_NAME)];
  if (platform === 'win32') {
    const { APPDATA } = env;
    return APPDATA && isAbsolute(APPDATA)
      ? [join(APPDATA, MODULE_NAME)]
      : atHome('AppData', 'Roaming');
  }
  const dotConfig = atHome('.config');
  return platform === 'darwin' ? [...atHome('Library', 'Preferences'), ...dotConfig] : dotConfig;
}

/** Every path at which the user's own config may lie, in the order of the search. */
export function userPlaces(where: Whereabouts, env: Context['env']): readonly string[] {
  return userFolders(where, env).flatMap((folder) =>
    USER_PLACES.map((place) => join(folder, place)),
  );
}

/** The config that this folder, or the user, has already; a package.json is none to replace. */
export function configIn(
  scope: Scope,
  where: Whereabouts & Pick<Context, 'env'>,
): string | undefined {
  const places = scope === 'user' ? userPlaces(where, where.env) : projectPlaces(where.cwd);
  return places.find(taken);
}

function projectPlaces(folder: string | undefined): readonly string[] {
  return folder === undefined ? [] : PROJECT_PLACES.slice(1).map((place) => join(folder, place));
}

/** What names the config: the option, else the variable. */
export function namedConfig(
  option: string | undefined,
  variables: Environment,
): { readonly path: string; readonly source: string } | undefined {
  if (option !== undefined) return { path: option, source: '--config' };
  const variable = variables.get('AGORA_TOKEN_CONFIG');
  return variable && { path: variable.value, source: variable.source };
}
