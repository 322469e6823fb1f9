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
  /** Our own sources, relative to src; type imports count too. */
  readonly imports: readonly string[];
  readonly packages: readonly string[];
}

const SOURCES: readonly Source[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
  .map((path) => path.split(sep).join('/'))
  .map(read);

function read(path: string): Source {
  const text = readFileSync(join(SRC, path), 'utf8');
  const specifiers = [
    ...text.matchAll(/^(?:import|export)\b[^;]*? from '([^']+)'/gm),
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

/** The rooms of the house, and what each may import apart from itself. Nobody imports cli. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  library: ['core'],
  // The server judges joins as the emulator does.
  server: ['core', 'library', 'testing'],
  testing: ['core', 'library'],
  // The server is what the command `serve` runs.
  cli: ['core', 'server'],
  index: ['core', 'library'],
  browser: ['core', 'library'],
  page: ['core', 'library'],
};

const roomOf = (path: string) => `${path.split('/')[0]}`.replace(/\.ts$/, '');

describe('imports point one way', () => {
  test.each(SOURCES.map((source) => [source.path, source] as const))('%s', (path, source) => {
    const room = roomOf(path);
    const allowed = MAY_IMPORT[room];
    expect(allowed, `the room ${room} has no row in the table`).toBeDefined();
    const wrong = source.imports.filter((imported) => {
      const other = roomOf(imported);
      if (imported === '../package.json') return path !== 'cli/version.ts';
      return other !== room && !allowed?.includes(other);
    });
    expect(wrong).toEqual([]);
  });
});

/** The core takes bytes and values: what may use Node.js or a package is told here. */
const CORE_USES: Readonly<Record<string, readonly string[]>> = {
  'core/text/nearest.ts': ['fastest-levenshtein'],
  'core/token/node-base64.ts': ['node:buffer'],
  'core/token/node-runtime.ts': ['node:buffer', 'node:crypto', '@noble/hashes/sha2'],
  'core/token/browser-runtime.ts': [
    '@noble/hashes/hmac',
    '@noble/hashes/legacy',
    '@noble/hashes/sha2',
  ],
  'core/token/md5.ts': ['@noble/hashes/legacy', '@noble/hashes/utils'],
  'core/sign/sign-007.ts': ['agora-token/src/AccessToken2.js'],
};

describe('the core is pure', () => {
  const core = SOURCES.filter(({ path }) => path.startsWith('core/'));

  test.each(core.map((source) => [source.path, source] as const))('%s', (path, source) => {
    const allowed = CORE_USES[path] ?? [];
    expect(source.packages.filter((name) => !allowed.includes(name))).toEqual([]);
    // The platform on Node.js loads node:crypto when it is needed.
    const text = allowed.includes('node:crypto')
      ? source.text.replace("process.getBuiltinModule('node:crypto')", '')
      : source.text;
    expect(text).not.toMatch(/\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\./);
  });

  test.each(['browser.ts', 'testing.ts', 'testing/matchers.ts'])(
    '%s, which browsers load, reaches nothing of Node.js',
    (entry) => {
      const reached = new Set<string>();
      const visit = (path: string) => {
        if (reached.has(path)) return;
        reached.add(path);
        for (const imported of SOURCES.find((source) => source.path === path)?.imports ?? []) {
          visit(imported);
        }
      };
      visit(entry);
      expect(reached.size).toBeGreaterThan(10);
      const node = [...reached].filter((path) =>
        SOURCES.find((source) => source.path === path)?.packages.some((name) =>
          name.startsWith('node:'),
        ),
      );
      expect(node).toEqual([]);
    },
  );
});

/** The outside world enters through the context, and these make it. */
const NAMES_PROCESS = [
  'cli/main.ts',
  'cli/world/system.ts',
  'cli/world/direct-output.ts',
  // Only the process can end a group of processes.
  'cli/config/secret-command.ts',
];

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
