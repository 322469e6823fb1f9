// Builds dist/: the program, the library, the library for browsers, the page, types, third-party
// notices.
//
// The program is CommonJS, which Node.js starts some milliseconds faster than ES modules
// (`npm run bench` measures it), and is bundled by Rolldown: unlike esbuild, it can be told which
// modules go into one file, so that a command loads what it needs from few files and nothing else.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { manPage } from './lib/man.mjs';
import { notices } from './lib/notices.mjs';
import { buildPage } from './lib/page.mjs';
import { keepReachable } from './lib/types.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const TARGET = 'node20.17';

/** The library's doors. */
const DOORS = ['index', 'browser', 'server', 'testing', 'testing/matchers'];

/** The program needs the version alone of package.json. */
const VERSION_ONLY = JSON.stringify({ version });

/**
 * What packages could load and never do here: prompts that are not asked, images on the clipboard, and
 * the loaders of cosmiconfig, which the program's own replace.
 */
const LEFT_OUT = [
  { what: /^@inquirer\/(editor|expand|number|rawlist|search)$/, by: '@inquirer' },
  { what: /^clipboard-image$/, by: 'clipboardy' },
  {
    what: /^(import-fresh|parse-json|js-yaml|typescript|crypto|fs\/promises)$/,
    by: 'cosmiconfig',
  },
];

const inPackage = (path, name) => path?.includes(join('node_modules', name));

const leaveOut = {
  name: 'leave-out',
  resolveId(source, importer) {
    if (LEFT_OUT.some(({ what, by }) => what.test(source) && inPackage(importer, by))) {
      return { id: '\0left-out', moduleSideEffects: false };
    }
    // commander loads it for subcommands that are programs of their own; we have none.
    if (source === 'node:child_process' && inPackage(importer, 'commander')) {
      return '\0lazy-child-process';
    }
  },
  load(id) {
    if (id === join(root, 'package.json')) return { code: VERSION_ONLY, moduleType: 'json' };
    if (id === '\0left-out') return 'module.exports = {};';
    if (id === '\0lazy-child-process') {
      return `exports.spawn = (...all) => process.getBuiltinModule('node:child_process').spawn(...all);`;
    }
  },
};

/** Gives Agora's AccessToken2 other modules than those of Node.js: `agora-crypto.ts` says why. */
const agoraBuiltins = {
  name: 'agora-builtins',
  resolveId(source, importer) {
    if ((source === 'crypto' || source === 'zlib') && inPackage(importer, 'agora-token')) {
      return join(root, 'src', 'cli', 'world', `agora-${source}.ts`);
    }
  },
};

/** Rolldown takes every module for strict code, in which there are no octal escapes. */
const octalEscapes = {
  name: 'octal-escapes',
  transform: {
    filter: { id: /[\\/]qrcode-terminal[\\/]/ },
    handler: (code) => code.replaceAll('\\033', '\\x1b'),
  },
};

/**
 * Rolldown exports from shared files by getters, for names that may change later. What is a constant, a
 * function or a class does not, and a plain property is made and read faster.
 */
const plainExports = {
  name: 'plain-exports',
  renderChunk(code) {
    const fixed = new Set(
      [...code.matchAll(/^(?:const|class|(?:async )?function\*?) ([\w$]+)/gm)].map(
        ([, name]) => name,
      ),
    );
    return code.replace(GETTER, (all, property, name) =>
      fixed.has(name) ? `exports[${property}] = ${name};` : all,
    );
  },
};
const GETTER =
  /^Object\.defineProperty\(exports, ('\w+'|"\w+"), \{\s*enumerable: true,\s*get: function ?\(\) \{\s*return ([\w$]+);\s*\}\s*\}\);$/gm;

/** The parts of the program whose start-up counts, and the sources that they begin with. */
const PARTS = {
  main: ['src/cli/main.ts'],
  decode: ['src/cli/commands/decode.ts'],
  inspect: ['src/cli/commands/inspect.ts', 'src/cli/render/inspect-text.ts'],
  generate: ['src/cli/commands/generate.ts', 'src/core/sign/sign-007.ts'],
  config: ['src/cli/config/load.ts'],
};

/**
 * Tells the file that a module goes into: `main` holds what every run loads, and each of the others
 * what the same parts load (`decode-inspect`), so that no command reads what it has no use for.
 * Modules of other commands are left to Rolldown.
 */
function homes() {
  let parts;
  return (id, graph) => {
    parts ??= Object.entries(PARTS).map(([part, sources]) => ({
      part,
      modules: new Set(sources.flatMap((source) => [...modulesFrom(join(root, source), graph)])),
    }));
    return home(parts.filter(({ modules }) => modules.has(id)).map(({ part }) => part));
  };
}

/** The name of the file for what these parts load. */
function home(parts) {
  if (parts.length === 0) return null;
  if (parts.includes('main')) return 'main';
  // `inspect` and `generate` read a config: what it shares with one of them, both may need.
  if (parts.length === 2 && parts[1] === 'config') return 'inspect-generate';
  return parts.join('-').replace('-config', '');
}

/** A module and all that it imports at once. */
function modulesFrom(id, graph, found = new Set()) {
  if (!found.has(id)) {
    found.add(id);
    for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) {
      modulesFrom(imported, graph, found);
    }
  }
  return found;
}

async function buildProgram() {
  const bundle = await rolldown({
    cwd: root,
    input: { main: 'src/cli/main.ts', worker: 'src/cli/batch/worker.ts' },
    platform: 'node',
    transform: { target: TARGET },
    plugins: [leaveOut, agoraBuiltins, octalEscapes, plainExports],
    preserveEntrySignatures: 'allow-extension',
    checks: { ineffectiveDynamicImport: false },
  });
  const { output } = await bundle.generate({
    format: 'cjs',
    minify: true,
    comments: false,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    externalLiveBindings: false,
    // import() would start the loader of ES modules too.
    dynamicImportInCjs: false,
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ name: homes(), debugName: 'by the parts that load it' }],
    },
  });
  await bundle.close();
  return {
    files: output.map((file) => [file.fileName, ascii(contentOf(file))]),
    sources: output
      .flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
      .map((id) => relative(root, id).replaceAll(sep, '/')),
  };
}

/** What is ASCII alone is read faster. Outside of texts and regular expressions it is already. */
const ascii = (code) =>
  code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** In an ES module, CommonJS packages have no require() for the modules of Node.js. */
const builtinsOfCommonJs = {
  name: 'builtins-of-commonjs',
  resolveId(source, _importer, { kind }) {
    if (kind === 'require-call' && isBuiltin(source)) return `\0builtin:${source}`;
  },
  load(id) {
    const [, name] = /^\0builtin:(.*)$/.exec(id) ?? [];
    if (name) return `module.exports = process.getBuiltinModule(${JSON.stringify(name)});`;
  },
};

/**
 * The library's doors, as ES modules and as CommonJS. They share the files of what they have in common,
 * and what the one for browsers loads is free of Node.js. Lines and names are kept, so that a stack or an uncaught error can be read.
 */
async function buildLibrary(format, folder) {
  const bundle = await rolldown({
    cwd: root,
    input: Object.fromEntries(DOORS.map((door) => [door, `src/${door}.ts`])),
    platform: 'node',
    transform: { target: 'es2022' },
    plugins: [builtinsOfCommonJs],
    checks: { ineffectiveDynamicImport: false },
  });
  const { output } = await bundle.generate({
    format,
    comments: false,
    entryFileNames: '[name].js',
    chunkFileNames: 'shared-[hash].js',
    // Stacks lead to the repository's lines; the text of the sources would double the package.
    sourcemap: format === 'esm',
    sourcemapExcludeSources: true,
  });
  await bundle.close();
  return {
    files: output.map((file) => [join(folder, file.fileName), contentOf(file)]),
    sources: output
      .flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
      .map((id) => relative(root, id).replaceAll(sep, '/')),
  };
}

function buildTypes(folder) {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const run = spawnSync(
    process.execPath,
    [compiler, '-p', 'tsconfig.types.json', '--noCheck', '--outDir', join(folder, 'types')],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
  if (run.status !== 0) throw new Error('the types cannot be emitted');
  const types = join(folder, 'types');
  keepReachable(
    types,
    DOORS.map((door) => `${door}.d.ts`),
  );
  // A declaration is of the module system of the package.json above it.
  const commonJs = join(folder, 'cjs', 'types');
  cpSync(types, commonJs, { recursive: true });
  withoutComments(commonJs);
  writeFileSync(join(folder, 'cjs', 'package.json'), '{ "type": "commonjs" }\n');
}

/** Below the doors, whose documentation editors show, comments would only double the package. */
function withoutComments(folder) {
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!path.includes(sep) || !path.endsWith('.d.ts')) continue;
    const file = join(folder, path);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, ''));
  }
}

const started = performance.now();
const parts = await Promise.all([
  buildProgram(),
  buildLibrary('esm', '.'),
  buildLibrary('cjs', 'cjs'),
  buildPage(root),
]);

// Written beside dist/ and then put in its place, so that nothing stale stays and who runs the
// program meanwhile has all of the old or all of the new.
const next = mkdtempSync(join(root, '.dist-'));
try {
  for (const folder of ['testing', 'cjs/testing'])
    mkdirSync(join(next, folder), { recursive: true });
  for (const [name, text] of parts.flatMap(({ files }) => files)) {
    writeFileSync(join(next, name), text);
  }
  const sources = parts.flatMap((part) => part.sources);
  writeFileSync(join(next, 'THIRD-PARTY-NOTICES.txt'), notices(root, sources));
  writeFileSync(join(next, 'agora-token.1'), await manPage(root, version));
  buildTypes(next);
  chmodSync(next, 0o755);
  rmSync(dist, { recursive: true, force: true });
  renameSync(next, dist);
} finally {
  rmSync(next, { recursive: true, force: true });
}
console.log(`built dist/ in ${Math.round(performance.now() - started)} ms`);

/** @param {import('rolldown').OutputChunk | import('rolldown').OutputAsset} file */
function contentOf(file) {
  return file.type === 'chunk' ? file.code : file.source;
}
