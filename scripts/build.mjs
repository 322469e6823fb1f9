// Builds dist/: the program, the library, the library for browsers, types, third-party notices.
//
// The program is bundled as ES modules, for only these can be split into chunks that load when they
// are needed; each chunk is then turned into CommonJS, which Node.js starts some milliseconds
// faster (`npm run bench` measures it).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { notices } from './lib/notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const COMMON = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  target: 'node20.17',
  minify: true,
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'warning',
};

/** The program needs the version alone of package.json. */
const versionOnly = {
  name: 'version-only',
  setup(build) {
    build.onLoad({ filter: /package\.json$/ }, ({ path }) =>
      path === join(root, 'package.json')
        ? { contents: JSON.stringify({ version }), loader: 'json' }
        : undefined,
    );
  },
};

/** commander loads child_process for subcommands that are programs of their own; we have none. */
const lazyChildProcess = {
  name: 'lazy-child-process',
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes(join('node_modules', 'commander'))
        ? { path: 'child_process', namespace: 'lazy' }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({
      contents: `exports.spawn = (...all) => process.getBuiltinModule('node:child_process').spawn(...all);`,
    }));
  },
};

/**
 * What packages could load and never do here: the editor prompt of inquirer, most of its size, and
 * the loaders of cosmiconfig, in whose place stand the program's own.
 */
const LEFT_OUT = [
  { what: /^@inquirer\/editor$/, by: '@inquirer' },
  { what: /^(import-fresh|parse-json|js-yaml|typescript)$/, by: 'cosmiconfig' },
];

const leaveOut = {
  name: 'leave-out',
  setup(build) {
    for (const { what, by } of LEFT_OUT) {
      build.onResolve({ filter: what }, ({ importer, path }) =>
        importer.includes(join('node_modules', by))
          ? { path, namespace: 'left-out', sideEffects: false }
          : undefined,
      );
    }
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
      contents: 'export default {};',
    }));
  },
};

/** In an ES module, CommonJS packages have no require() for the modules of Node.js. */
const builtinsOfCommonJs = {
  name: 'builtins-of-commonjs',
  setup(build) {
    const { builtinModules } = process.getBuiltinModule('node:module');
    const names = new RegExp(`^(node:)?(${builtinModules.join('|')})$`);
    build.onResolve({ filter: names }, ({ kind, path }) =>
      kind === 'require-call' ? { path, namespace: 'builtin' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

async function buildProgram() {
  const entries = ['src/main.ts', 'src/generate/batch-worker.ts'];
  const result = await build({
    ...COMMON,
    entryPoints: entries.filter((path) => existsSync(join(root, path))),
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    splitting: true,
    plugins: [versionOnly, lazyChildProcess, leaveOut],
  });
  const chunks = new Map(
    await Promise.all(
      result.outputFiles.map(async ({ path, text }) => [basename(path), await commonJs(text)]),
    ),
  );
  const linked = linkEager(chunks, eagerChunks(result.metafile));
  const files = [...linked].map(([name, text]) => [join(dist, name), text]);
  return { files, metafile: result.metafile };
}

/** The chunks that main always loads, main itself not included. */
function eagerChunks({ outputs }) {
  const found = new Set();
  const visit = (path) => {
    for (const { path: imported, kind } of outputs[path].imports) {
      if (kind !== 'import-statement' || !outputs[imported] || found.has(imported)) continue;
      found.add(imported);
      visit(imported);
    }
  };
  visit('dist/main.cjs');
  return [...found].map((path) => basename(path));
}

/**
 * Moves the chunks that main always loads into its file, for finding and reading a file costs more
 * than parsing what is in it. The other chunks ask main for them.
 */
function linkEager(chunks, eager) {
  const result = new Map(chunks);
  const request = (name) => `require("./${name}")`;
  const inMain = (text) =>
    eager.reduce((code, name) => code.replaceAll(request(name), `__link("${name}")`), text);
  const elsewhere = (text) =>
    eager.reduce(
      (code, name) => code.replaceAll(request(name), `${request('main.cjs')}.__link("${name}")`),
      text,
    );
  for (const [name, text] of chunks) result.set(name, elsewhere(text));
  for (const name of eager) result.delete(name);
  const modules = eager.map(
    (name) => `"${name}":(function(module,exports){${inMain(chunks.get(name))}\n})`,
  );
  const link =
    'const __loaded={};const __link=(name)=>{let module=__loaded[name];' +
    'if(!module){module=__loaded[name]={exports:{}};__modules[name](module,module.exports)}' +
    'return module.exports};';
  result.set(
    'main.cjs',
    `const __modules={${modules.join(',')}};${link}${inMain(chunks.get('main.cjs'))};module.exports.__link=__link;\n`,
  );
  return result;
}

/** An ES module chunk as CommonJS: import() becomes a promise of require(). */
async function commonJs(text) {
  const usesUrl = text.includes('import.meta.url');
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: COMMON.target,
    supported: { 'dynamic-import': false },
    minify: true,
    ...(usesUrl && {
      define: { 'import.meta.url': '__moduleUrl' },
      banner: 'const __moduleUrl=require("node:url").pathToFileURL(__filename).href;',
    }),
  });
  return code;
}

/** The library stays an ES module, in one file. */
async function buildLibrary(entry, platform) {
  const result = await build({
    ...COMMON,
    entryPoints: [entry],
    outdir: dist,
    platform,
    ...(platform === 'browser' && { target: 'es2022' }),
    plugins: [versionOnly, builtinsOfCommonJs],
  });
  return {
    files: result.outputFiles.map(({ path, text }) => [path, text]),
    metafile: result.metafile,
  };
}

function buildTypes() {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const run = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.types.json', '--noCheck'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (run.status !== 0) throw new Error('the types cannot be emitted');
}

const started = performance.now();
const parts = await Promise.all([
  buildProgram(),
  ...['src/index.ts', 'src/browser.ts']
    .filter((path) => existsSync(join(root, path)))
    .map((path) => buildLibrary(path, basename(path) === 'browser.ts' ? 'browser' : 'node')),
]);

rmSync(dist, { recursive: true, force: true });
for (const [path, text] of parts.flatMap(({ files }) => files)) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
writeFileSync(
  join(dist, 'THIRD-PARTY-NOTICES.txt'),
  notices(
    root,
    parts.map(({ metafile }) => metafile),
  ),
);
if (!process.argv.includes('--no-types') && existsSync(join(root, 'src/index.ts'))) buildTypes();
console.log(`built dist/ in ${Math.round(performance.now() - started)} ms`);
