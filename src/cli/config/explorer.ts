import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cosmiconfig, type Loader, type PublicExplorer } from 'cosmiconfig';
import { ConfigError } from '../../core/errors.js';
import { displayPath, type Whereabouts, withoutMark } from './files.js';
import { parseJson, parseYaml } from './parse.js';
import { MODULE_NAME, PROJECT_PLACES } from './places.js';

/** A parsed config; wrapped so that cosmiconfig finds no `$import` of its own in it. */
export interface Parsed {
  readonly content: unknown;
}

/**
 * cosmiconfig for data formats alone. By itself it would read and execute `.config/config.*` of the
 * working directory as settings of its own (cosmiconfig#288), follow `$import` to any file, and run
 * JavaScript and TypeScript.
 */
export function dataExplorer(where: Whereabouts): PublicExplorer {
  const what = (path: string) => `the config ${displayPath(path, where)}`;
  const json: Loader = (path, text) => {
    const plain = withoutMark(text);
    if (basename(path) !== 'package.json') return parsed(parseJson(plain, what(path)));
    // Somebody else's broken package.json is not ours to report.
    if (!plain.includes(`"${MODULE_NAME}"`)) return {};
    const content = parseJson(plain, what(path)) as Record<string, unknown> | null;
    const own =
      content !== null && typeof content === 'object' && Object.hasOwn(content, MODULE_NAME);
    return own ? { [MODULE_NAME]: parsed(content[MODULE_NAME]) } : {};
  };
  const yaml: Loader = (path, text) => parsed(parseYaml(withoutMark(text), what(path)));
  const refuse: Loader = (path) => {
    throw new ConfigError(
      `${what(path)} is neither JSON nor YAML`,
      'Only data is read, nothing is executed: name it .json, .yaml or .yml.',
    );
  };
  return inNeutralFolder(() =>
    cosmiconfig(MODULE_NAME, {
      searchPlaces: [...PROJECT_PLACES],
      searchStrategy: 'none',
      cache: false,
      loaders: {
        '.json': json,
        '.yaml': yaml,
        '.yml': yaml,
        noExt: yaml,
        default: yaml,
        ...Object.fromEntries(OTHER_FORMATS.map((extension) => [extension, refuse])),
      },
    }),
  );
}

/** What else a config might be written in. */
const OTHER_FORMATS = [
  '.js',
  '.cjs',
  '.mjs',
  '.jsx',
  '.ts',
  '.cts',
  '.mts',
  '.tsx',
  '.toml',
  '.ini',
];

function parsed(content: unknown): Parsed | undefined {
  return content === undefined || content === null ? undefined : { content };
}

/**
 * cosmiconfig looks for its own settings in the working directory at the moment it is created. The
 * folder of this program's code is as trustworthy as the code itself.
 */
function inNeutralFolder<T>(create: () => T): T {
  const back = wayBack();
  process.chdir(dirname(fileURLToPath(import.meta.url)));
  try {
    return create();
  } finally {
    back();
  }
}

/** Leads to the working directory, unless it was deleted or lies where nobody can go: no path needs it. */
function wayBack(): () => void {
  try {
    const cwd = process.cwd();
    return () => {
      try {
        process.chdir(cwd);
      } catch {}
    };
  } catch {
    return () => {};
  }
}
