// Checks what `npm publish` would ship: its size, its files, its metadata (publint) and its types
// (are-the-types-wrong, and a project that uses them).
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** The program is a third of it; the rest is the library twice (for import and require), its maps and types, and the page. */
const LIMIT = 900 * 1024;
/** The page, as a server sends it. */
const PAGE_LIMIT = 97_000;
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'agora-token-pack-'));
const windows = process.platform === 'win32';
let problems = 0;

function check(name, good, detail) {
  console.log(`${good ? 'ok' : 'FAILED'}: ${name}${detail ? ` (${detail})` : ''}`);
  if (!good) problems++;
}

function tool(name, args) {
  const { status } = spawnSync('npx', ['--no-install', name, ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
  });
  check(name, status === 0);
}

/** A strict project that has this package and no other, not even the types of Node.js. */
function consumer(archive) {
  const project = join(folder, 'project');
  const modules = join(project, 'node_modules');
  mkdirSync(modules, { recursive: true });
  execFileSync('tar', ['-xzf', archive, '-C', modules]);
  renameSync(join(modules, 'package'), join(modules, 'agora-token-cli'));
  const write = (name, text) => writeFileSync(join(project, name), text);
  write('package.json', '{ "type": "module" }');
  write('node.ts', NODE_CODE);
  write('commonjs.cts', NODE_CODE);
  write('server.ts', SERVER_CODE);
  write('testing.ts', TESTING_CODE);
  write('browser.ts', BROWSER_CODE);
  const common = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false };
  const configs = {
    node: { module: 'nodenext', types: [] },
    commonjs: { module: 'node16', types: [] },
    server: { module: 'nodenext', types: [], lib: ['es2022', 'dom'] },
    testing: { module: 'nodenext', types: [] },
    browser: { module: 'esnext', moduleResolution: 'bundler', customConditions: ['browser'] },
  };
  for (const [name, own] of Object.entries(configs)) {
    const compilerOptions = { ...common, target: 'es2022', lib: ['es2022'], noEmit: true, ...own };
    write(
      `${name}.json`,
      JSON.stringify({ compilerOptions, files: [`${name}.${name === 'commonjs' ? 'cts' : 'ts'}`] }),
    );
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { status } = spawnSync(process.execPath, [compiler, '-p', `${name}.json`], {
      cwd: project,
      stdio: 'inherit',
    });
    check(`types for ${name}`, status === 0);
  }
}

const NODE_CODE = `import { decodeToken, inspectToken, signToken } from 'agora-token-cli';
import type { CertificateKind, ErrorJson, Expiry, SdkError, TokenSpec } from 'agora-token-cli';
import { inspectToken as judge } from 'agora-token-cli/browser';
const spec: TokenSpec = { kind: 'rtc', channel: 'demo', uid: 42, expiresIn: '2h' };
const { token } = signToken(spec, { appId: undefined, appCertificate: 'x' });
export const { services } = decodeToken(token);
for (const judged of [inspectToken(token, { secrets: [] }), judge(token, { error: 109 })]) {
  if (judged.verdict === 'malformed') {
    const error: ErrorJson = judged.error;
    throw error;
  }
  const expiry: Expiry = judged.expiry;
  const explained: readonly SdkError[] = judged.explained ?? [];
  const { signature } = judged;
  const kind: CertificateKind | undefined =
    signature.status === 'valid' ? signature.certificate : undefined;
  [expiry, explained, kind].map(String);
}
`;

/** It needs the web's Request and Response, from lib.dom or from the types of Node.js. */
const SERVER_CODE = `import { createTokenHandler, toNodeListener } from 'agora-token-cli/server';
import type { Ask, ServerEvent } from 'agora-token-cli/server';
const events: ServerEvent[] = [];
const handler = createTokenHandler<{ user: number }>({
  appId: undefined,
  appCertificate: 'x',
  authorize: ({ ask, context }: { ask: Ask; context: { user: number } }) =>
    ask.channel === 'demo' && { uid: context.user },
  onEvent: (event) => events.push(event),
});
export const listener = toNodeListener(handler);
// @ts-expect-error Without authorize it would sign for anybody.
createTokenHandler({ appId: 'x', appCertificate: 'y' });
`;

const TESTING_CODE = `import { assertAgoraToken, createAgoraEmulator, type EmulatedRtcError } from 'agora-token-cli/testing';
import { agoraMatchers } from 'agora-token-cli/testing/matchers';
const { AgoraRTC } = createAgoraEmulator({ projects: [{ appId: 'x', appCertificate: 'y' }] });
const client = AgoraRTC.createClient({ mode: 'rtc', codec: 'vp8' });
client.on('token-privilege-will-expire', () => client.renewToken('x'));
export const joined: Promise<string | number> = client.join('x', 'demo', null, 42);
export const matched: boolean = agoraMatchers.toBeAgoraTokenFor('x', { channel: 'demo' }).pass;
assertAgoraToken('x', { uid: 42 });
joined.catch((error: EmulatedRtcError) => error.findings.map(({ code }) => code));
`;

const BROWSER_CODE = `import { decodeToken, inspectToken } from 'agora-token-cli';
import { type ProjectSecrets, signToken, type TokenSpec } from 'agora-token-cli';
const spec: TokenSpec = { kind: 'rtc', channel: 'demo', uid: 42 };
const secrets: ProjectSecrets = { appId: 'x', appCertificate: 'x' };
const judged = inspectToken('x', { secrets });
export const answers = [decodeToken('x'), judged, signToken(spec, secrets)];
`;

try {
  const output = execFileSync(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder],
    { cwd: root, encoding: 'utf8', shell: windows },
  );
  const parsed = JSON.parse(output);
  const pack = Array.isArray(parsed) ? parsed[0] : Object.values(parsed)[0];
  const paths = pack.files.map(({ path }) => path);
  const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;
  check('packed size', pack.size < LIMIT, `${kib(pack.size)} of ${kib(LIMIT)}`);
  const page = gzipSync(readFileSync(join(root, 'dist', 'page.html')), { level: 9 }).length;
  check('compressed page', page <= PAGE_LIMIT, `${page} of ${PAGE_LIMIT} bytes`);
  const stray = paths.filter(
    (path) => !/^(bin|dist|schema)\/|^(package\.json|LICENSE|[A-Z]+\.md)$/.test(path),
  );
  check('nothing but what runs', stray.length === 0, stray.join(', '));
  for (const needed of [
    'LICENSE',
    'README.md',
    'bin/agora-token.js',
    'dist/main.cjs',
    'dist/worker.cjs',
    'dist/index.js',
    'dist/browser.js',
    'dist/cjs/index.js',
    'dist/cjs/types/index.d.ts',
    'dist/types/index.d.ts',
    'dist/types/browser.d.ts',
    'dist/server.js',
    'dist/types/server.d.ts',
    'dist/testing.js',
    'dist/types/testing.d.ts',
    'dist/testing/matchers.js',
    'dist/types/testing/matchers.d.ts',
    'dist/THIRD-PARTY-NOTICES.txt',
    'dist/agora-token.1',
  ]) {
    check(needed, paths.includes(needed));
  }
  const archive = join(folder, pack.filename);
  consumer(archive);
  tool('publint', ['--strict', archive]);
  tool('attw', ['--profile', 'node16', archive]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = problems > 0 ? 1 : 0;
