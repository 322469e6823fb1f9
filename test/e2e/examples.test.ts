import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** What README and the documentation comments tell people to write must compile as it stands. */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const PAGES = ['README.md', 'docs/library.md'].flatMap((path) =>
  [...textOf(path).matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => code as string),
);

/** What the examples of the comments leave out: imports, and where their values come from. */
const AROUND = `import { decodeToken, findTokens, inspectToken, redact, signToken } from 'agora-token-cli';
import { createTokenHandler, toNodeListener, type TokenHandler } from 'agora-token-cli/server';
import { assertAgoraToken, createAgoraEmulator } from 'agora-token-cli/testing';
import { sessionOf } from './session.mjs';
declare const token: string, log: string, appId: string, appCertificate: string;
declare const app: { use(path: string, listener: unknown): void };
declare const handler: TokenHandler;`;

/** What the reader has. */
const SESSION = `export declare function sessionOf(request: Request): { uid: number } | undefined;\n`;

const COMMENTS = ['src/index.ts', 'src/server.ts', 'src/testing.ts']
  .flatMap((path) => [...textOf(path).matchAll(/^ \* @example\n([\s\S]*?)^ \*(?:\/| @)/gm)])
  .map(([, lines = '']) => `${AROUND}\n{\n${lines.replaceAll(/^ \* ?/gm, '')}}`);

test('the examples compile, strictly', () => {
  const cache = join(ROOT, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'examples-'));
  try {
    const examples = [...PAGES, ...COMMENTS];
    expect([PAGES.length, COMMENTS.length]).toEqual([2, 9]);
    writeFileSync(join(folder, 'session.d.mts'), SESSION);
    const files = examples.map((code, index) => {
      const name = `example${index}.mts`;
      writeFileSync(join(folder, name), `${code}\nexport {};\n`);
      return name;
    });
    const config = {
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: {
        noUnusedLocals: false,
        paths: {
          'agora-token-cli': [join(ROOT, 'src/index.ts')],
          'agora-token-cli/server': [join(ROOT, 'src/server.ts')],
          'agora-token-cli/testing': [join(ROOT, 'src/testing.ts')],
        },
      },
      files: [
        ...files,
        join(ROOT, 'examples/nextjs/app/api/agora/[...path]/route.ts'),
        join(ROOT, 'src/core/sign/agora-token.d.ts'),
      ],
      include: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', folder], {
      encoding: 'utf8',
    });
    expect([stdout, status]).toEqual(['', 0]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
