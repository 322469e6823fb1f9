import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** Reads the import lines of the sources, and keeps them pointing one way. */
const SRC = fileURLToPath(new URL('../src', import.meta.url));

interface Source {
  /** Relative to src, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Sources of ours, relative to src; types alone are not counted, for they leave no trace. */
  readonly imports: readonly string[];
  readonly packages: readonly string[];
}

const SOURCES: readonly Source[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
  .map((path) => path.split(sep).join('/'))
  .map(read);

function read(path: string): Source {
  const text = readFileSync(join(SRC, path), 'utf8');
  const specifiers = [
    ...text.matchAll(/^(?:import|export)(?! type)[^;]*? from '([^']+)'/gm),
    ...text.matchAll(/^import '([^']+)'/gm),
    ...text.matchAll(/\bimport\('([^']+)'\)/g),
  ].map(([, specifier]) => specifier as string);
  const own = specifiers.filter((specifier) => specifier.startsWith('.'));
  return {
    path,
    text,
    imports: own.map((specifier) =>
      relative(SRC, join(SRC, dirname(path), specifier))
        .split(sep)
        .join('/')
        .replace(/\.js$/, '.ts'),
    ),
    packages: specifiers.filter((specifier) => !specifier.startsWith('.')),
  };
}

/** Which layer a source is of: its folder, or a leaf that everything may use. */
function layerOf(path: string): string {
  const [folder, ...rest] = path.split('/');
  return rest.length > 0 ? (folder as string) : `${folder}`.replace(/\.ts$/, '');
}

const LEAVES =
  'errors finding values nearest largest count pick version utf8 lines stoppable context random'.split(
    ' ',
  );

/** Pure functions from values to words, which messages anywhere are made with. */
const WORDS = ['output/safe-text.ts', 'output/time.ts', 'output/titles.ts'];

/** What each layer may import, apart from itself and the leaves. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(LEAVES.map((leaf) => [leaf, []])),
  token: [],
  inspect: ['token'],
  generate: ['token', 'inspect', 'output'],
  output: ['token', 'inspect'],
  config: ['token', 'output'],
  completion: [],
  invocation: ['output'],
  prompts: [],
  clipboard: [],
  threads: ['generate', 'output'],
  library: ['token', 'inspect', 'generate', 'output'],
  index: ['library', 'token', 'output'],
  browser: ['library', 'token', 'output'],
  commands: [
    'config',
    'inspect',
    'generate',
    'output',
    'token',
    'completion',
    'invocation',
    'threads',
  ],
  program: ['commands', 'generate', 'inspect', 'token', 'completion', 'invocation', 'output'],
  cli: ['program', 'invocation', 'output'],
  'direct-output': ['output'],
  system: ['direct-output', 'prompts', 'clipboard'],
  main: ['cli', 'system'],
};

describe('imports point one way', () => {
  test.each(SOURCES.map((source) => [source.path, source] as const))('%s', (path, source) => {
    const layer = layerOf(path);
    const allowed = MAY_IMPORT[layer];
    expect(allowed, `the layer ${layer} has no row in the table`).toBeDefined();
    const wrong = source.imports.filter((imported) => {
      const other = layerOf(imported);
      if (imported === '../package.json') return path !== 'version.ts';
      if (WORDS.includes(imported)) return false;
      return other !== layer && !LEAVES.includes(other) && !allowed?.includes(other);
    });
    expect(wrong).toEqual([]);
  });
});

/** The core takes bytes and values: what may use Node.js or a package is told here. */
const CORE_USES: Readonly<Record<string, readonly string[]>> = {
  'token/node-runtime.ts': ['node:buffer', 'node:crypto'],
  'token/browser-runtime.ts': ['@noble/hashes/hmac', '@noble/hashes/legacy', '@noble/hashes/sha2'],
  'token/md5.ts': ['@noble/hashes/legacy', '@noble/hashes/utils'],
  'token/pack.ts': ['node:buffer'],
  'token/sign.ts': ['agora-token/src/AccessToken2.js'],
};

describe('the core is pure', () => {
  const core = SOURCES.filter(({ path }) => /^(token|inspect)\//.test(path));

  test.each(core.map((source) => [source.path, source] as const))('%s', (path, source) => {
    const allowed = CORE_USES[path] ?? [];
    expect(source.packages.filter((name) => !allowed.includes(name))).toEqual([]);
    expect(source.text).not.toMatch(/\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\./);
  });

  test('the browser entry reaches nothing of Node.js', () => {
    const reached = new Set<string>();
    const visit = (path: string) => {
      if (reached.has(path)) return;
      reached.add(path);
      for (const imported of SOURCES.find((source) => source.path === path)?.imports ?? []) {
        visit(imported);
      }
    };
    visit('browser.ts');
    expect(reached.size).toBeGreaterThan(10);
    const node = [...reached].filter((path) =>
      SOURCES.find((source) => source.path === path)?.packages.some((name) =>
        name.startsWith('node:'),
      ),
    );
    expect(node).toEqual([]);
  });
});

/**
 * The outside world enters through the context, and these make it. The explorer has to change the
 * working directory, because cosmiconfig looks there for its own settings.
 */
const NAMES_PROCESS = ['main.ts', 'system.ts', 'direct-output.ts', 'config/explorer.ts'];

test('no other source names process', () => {
  const naming = SOURCES.filter(({ text }) => /\bprocess\.(?!getBuiltinModule)\w/.test(code(text)));
  expect(naming.map(({ path }) => path).filter((path) => !NAMES_PROCESS.includes(path))).toEqual(
    [],
  );
});

/** Without comments. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
