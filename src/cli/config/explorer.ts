import { basename } from 'node:path';
import type { LoaderSync, PublicExplorerSync } from 'cosmiconfig';
import { ExplorerSync } from 'cosmiconfig/dist/ExplorerSync.js';
import { ConfigError } from '../../core/errors.js';
import { DAMAGED, isDamaged } from '../../core/text/utf8.js';
import { displayPath, type Whereabouts } from './files.js';
import { parseJson, parseYaml } from './parse.js';
import { MODULE_NAME, PROJECT_PLACES } from './places.js';
import { readTextFile } from './read-file.js';

/** A parsed config; wrapped so that cosmiconfig finds no `$import` of its own in it. */
interface Parsed {
  readonly content: unknown;
}

/** Loads single files; undefined for a config without content, null for a file that holds none. */
export interface ConfigExplorer {
  load(path: string): Promise<Parsed | null | undefined>;
}

/**
 * cosmiconfig for data formats alone. By itself it would read and execute `.config/config.*` of the
 * working directory as settings of its own (cosmiconfig#288), follow `$import` to any file, and run
 * JavaScript and TypeScript. It also reads files of any size and kind: so each file is read before by
 * our own reader, and the loaders take its text instead of cosmiconfig's.
 */
export function dataExplorer(where: Whereabouts): ConfigExplorer {
  const what = (path: string) => `the config ${displayPath(path, where)}`;
  const texts = new Map<string, string>();
  const textOf = (path: string) => texts.get(path) ?? '';
  const json: LoaderSync = (path) => parsed(parseJson(textOf(path), what(path)));
  const yaml: LoaderSync = (path) => parsed(parseYaml(textOf(path), what(path)));
  const packageOrJson: LoaderSync = (path, text) =>
    basename(path) === 'package.json' ? ofPackage(textOf(path), what(path)) : json(path, text);
  const refuse: LoaderSync = (path) => {
    throw new ConfigError(
      `${what(path)} is neither JSON nor YAML`,
      'Only data is read, nothing is executed: name it .json, .yaml or .yml.',
    );
  };
  // The asynchronous one would load `node:fs/promises` with all streams.
  const explorer: PublicExplorerSync = new ExplorerSync({
    moduleName: MODULE_NAME,
    searchPlaces: [...PROJECT_PLACES],
    searchStrategy: 'none',
    ignoreEmptySearchPlaces: true,
    cache: false,
    metaConfigFilePath: null,
    mergeImportArrays: true,
    mergeSearchPlaces: true,
    transform: (result) => result,
    loaders: {
      '.json': packageOrJson,
      '.yaml': yaml,
      '.yml': yaml,
      noExt: yaml,
      default: yaml,
      ...Object.fromEntries(OTHER_FORMATS.map((extension) => [extension, refuse])),
    },
  });
  return {
    load: async (path) => {
      const text = await readTextFile(path, what(path));
      if (text.trim() === '') return undefined;
      if (isDamaged(text)) throw new ConfigError(`${what(path)} ${DAMAGED}`, 'Save it as UTF-8.');
      texts.set(path, text);
      const result = explorer.load(path);
      return result && (result.config as Parsed | undefined);
    },
  };
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

/** Our part of a package.json: the rest is not ours to judge. */
const ownOf = (content: unknown) => {
  const own = (content as Record<string, unknown> | null)?.[MODULE_NAME];
  return own === undefined ? undefined : { [MODULE_NAME]: own };
};

/** Our key of a package.json. A text in its place is a version of Agora's library, not a config. */
function ofPackage(text: string, what: string): Readonly<Record<string, Parsed>> {
  // Somebody else's broken package.json is not ours to report.
  if (!text.includes(`"${MODULE_NAME}"`)) return {};
  const content = parseJson(text, what, ownOf);
  if (content === null || typeof content !== 'object' || !Object.hasOwn(content, MODULE_NAME)) {
    return {};
  }
  const own = (content as Record<string, unknown>)[MODULE_NAME];
  return typeof own === 'string' ? {} : { [MODULE_NAME]: { content: own } };
}

function parsed(content: unknown): Parsed | undefined {
  return content === undefined || content === null ? undefined : { content };
}
