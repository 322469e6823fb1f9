// Builds dist/: the program, the library, the library for browsers, types, third-party notices.
//
// The program is bundled as ES modules, for only these can be split into chunks that load when they
// are needed; each chunk is then turned into CommonJS, which Node.js starts some milliseconds
// faster (`npm run bench` measures it).
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { manPage } from './lib/man.mjs';
import { notices } from './lib/notices.mjs';
import { keepReachable } from './lib/types.mjs';

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
  const result = await build({
    ...COMMON,
    entryPoints: ['src/main.ts', 'src/generate/batch-worker.ts'],
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
  const files = [...joined(chunks, result.metafile)].map(([name, text]) => [
    join(dist, name),
    text,
  ]);
  return { files, metafile: result.metafile };
}

/** The commands whose start-up counts, and the sources that they load. */
const COMMANDS = {
  main: ['src/main.ts'],
  decode: ['src/commands/decode.ts'],
  inspect: ['src/commands/inspect.ts', 'src/output/inspect-text.ts'],
  generate: ['src/program/generate-kinds.ts', 'src/commands/generate.ts', 'src/token/sign.ts'],
};

/**
 * The file that each chunk goes into: `main` holds what every run loads, and each of the others what
 * the same commands load (`decode-inspect.cjs`), so that no command reads what it has no use for.
 * Chunks of other commands stay as they are.
 */
function homesOf({ outputs }) {
  const users = new Map();
  for (const [command, sources] of Object.entries(COMMANDS)) {
    const visit = (path) => {
      const name = basename(path);
      const known = users.get(name) ?? [];
      if (!outputs[path] || known.includes(command)) return;
      users.set(name, [...known, command]);
      for (const { path: imported, kind } of outputs[path].imports) {
        if (kind === 'import-statement') visit(imported);
      }
    };
    for (const [path, { entryPoint }] of Object.entries(outputs)) {
      if (sources.includes(entryPoint)) visit(path);
    }
  }
  return new Map(
    [...users].map(([name, commands]) => [
      name,
      commands.includes('main') ? 'main' : commands.join('-'),
    ]),
  );
}

/**
 * Joins chunks that load together into one file, for finding and reading a file costs more than
 * parsing what is in it. `__link` in main takes the place of `require` for what was joined.
 */
function joined(chunks, metafile) {
  const home = homesOf(metafile);
  const linked = (text, link) =>
    text.replace(/require\("\.\/([\w.-]+)"\)/g, (all, name) =>
      home.has(name) ? `${link}("${name}")` : all,
    );
  const functions = (file) =>
    [...home]
      .filter(([name, own]) => own === file && name !== 'main.cjs')
      .map(
        ([name]) => `"${name}":function(module,exports){${linked(chunks.get(name), '__link')}\n}`,
      )
      .join(',');
  const homes = Object.fromEntries([...home].filter(([, file]) => file !== 'main'));

  const result = new Map();
  for (const [name, text] of chunks) {
    if (!home.has(name)) result.set(name, linked(text, 'require("./main.cjs").__link'));
  }
  for (const file of new Set(Object.values(homes))) {
    result.set(
      `${file}.cjs`,
      `const{__link}=require("./main.cjs");module.exports={${functions(file)}};\n`,
    );
  }
  result.set(
    'main.cjs',
    `const __modules={${functions('main')}},__homes=${JSON.stringify(homes)},__loaded={};` +
      'const __link=(name)=>{let module=__loaded[name];if(!module){' +
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code of the program.
      'if(!__modules[name])Object.assign(__modules,require(`./${__homes[name]}.cjs`));' +
      'module=__loaded[name]={exports:{}};__modules[name](module,module.exports)}' +
      'return module.exports};' +
      `${linked(chunks.get('main.cjs'), '__link')};module.exports.__link=__link;\n`,
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
  return ascii(code);
}

/** esbuild writes ASCII but for regular expressions; what is ASCII alone is read faster. */
const ascii = (code) =>
  code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The library stays an ES module, in one file. */
async function buildLibrary(entry, platform) {
  const result = await build({
    ...COMMON,
    // Errors are told apart by their names too.
    minify: false,
    minifySyntax: true,
    minifyWhitespace: true,
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
  keepReachable(join(folder, 'types'), ['index.d.ts', 'browser.d.ts']);
}

/** Keeps what V8 compiles of the program, which `bin/` starts from. */
function precompile(folder) {
  const script = join(root, 'scripts', 'precompile.cjs');
  const run = spawnSync(process.execPath, [script, folder], { stdio: 'pipe', encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`the new build cannot be run:\n${run.stderr}`);
}

const started = performance.now();
const parts = await Promise.all([
  buildProgram(),
  buildLibrary('src/index.ts', 'node'),
  buildLibrary('src/browser.ts', 'browser'),
]);

// Written beside dist/ and then put in its place, so that nothing stale stays and who runs the
// program meanwhile has all of the old or all of the new.
const next = mkdtempSync(join(root, '.dist-'));
try {
  for (const [path, text] of parts.flatMap(({ files }) => files)) {
    writeFileSync(join(next, basename(path)), text);
  }
  const metafiles = parts.map(({ metafile }) => metafile);
  writeFileSync(join(next, 'THIRD-PARTY-NOTICES.txt'), notices(root, metafiles));
  writeFileSync(join(next, 'agora-token.1'), await manPage(root, version));
  buildTypes(next);
  precompile(next);
  chmodSync(next, 0o755);
  rmSync(dist, { recursive: true, force: true });
  renameSync(next, dist);
} finally {
  rmSync(next, { recursive: true, force: true });
}
console.log(`built dist/ in ${Math.round(performance.now() - started)} ms`);
