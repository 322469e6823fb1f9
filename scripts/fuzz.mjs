// Throws random and broken tokens at the decoder, and checks what must hold for every one of them.
//
//   npm run fuzz                                   a new seed, 100,000 inputs
//   npm run fuzz -- --seed 7 --count 1000000       the same inputs again, or more of them
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { deflateSync } from 'node:zlib';
import { build } from 'esbuild';

const ROOT = new URL('..', import.meta.url);
const MAX_MEGABYTES = 200;
const MAX_SECONDS = 2;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 0xffff_ffff)) },
    count: { type: 'string', default: '100000' },
  },
});
const seed = Number(values.seed) >>> 0;
const count = Number(values.count);

const core = await loadCore();
const tokens = vectors();
const payloads = inflatedPayloads();
const random = generator(seed);
const SOURCES = [mutated, mutated, mutated, spliced, payload, payload, wrapped, prefixed, noise];

console.log(`seed ${seed}, ${count} inputs`);
const outcomes = { read: 0, repaired: 0, refused: 0 };
for (let index = 0; index < count; index++) {
  const input = pick(SOURCES)();
  try {
    check(input);
  } catch (error) {
    console.error(`input ${index} of seed ${seed} breaks a rule: ${error.stack}`);
    console.error(`the input: ${JSON.stringify(input)}`);
    process.exitCode = 1;
    break;
  }
}
const peak = Math.round(process.resourceUsage().maxRSS / 1024);
if (peak > MAX_MEGABYTES) {
  console.error(`the process took ${peak} MiB, and must stay below ${MAX_MEGABYTES}`);
  process.exitCode = 1;
}
console.log(
  `${outcomes.read} read, ${outcomes.repaired} repaired, ${outcomes.refused} refused; ${peak} MiB at most`,
);

/** What must hold, whatever comes in. */
function check(input) {
  const started = performance.now();
  let parsed;
  try {
    parsed = core.decodeText(input, core.nodeRuntime);
  } catch (error) {
    if (!(error instanceof core.TokenError)) throw error;
    assert(error.message !== '' && !hasControls(error.message), 'an error is readable');
    outcomes.refused++;
    return;
  } finally {
    const seconds = (performance.now() - started) / 1000;
    assert(seconds < MAX_SECONDS, `an answer takes less than ${MAX_SECONDS} s, not ${seconds}`);
  }
  const isRepair = ({ code }) => code.startsWith('repaired-');
  outcomes[parsed.findings.some(isRepair) ? 'repaired' : 'read']++;
  const again = core.decodeText(parsed.text, core.nodeRuntime);
  assert(isDeepStrictEqual(again.token, parsed.token), 'a repaired token reads as it was read');
  assert(!again.findings.some(isRepair), 'a repaired token needs no more repair');
  const { status } = core.verifySignature(parsed.signed, 'f0'.repeat(16), core.nodeRuntime);
  assert(status === 'invalid' || status === 'unchecked', 'no token verifies by itself');
  const shown = core.renderToken(parsed, {
    style: core.PLAIN,
    now: 1_700_000_000,
    utcOffsetMinutes: () => 60,
    columns: 80,
  });
  assert(!hasControls(shown.replaceAll('\n', '')), 'a token cannot control the terminal');
}

function assert(holds, rule) {
  if (!holds) throw new Error(`it must hold that ${rule}`);
}

function hasControls(text) {
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);
}

/** A real token with a few characters changed, lost or added. */
function mutated() {
  let text = pick(tokens);
  for (let times = below(4) + 1; times > 0; times--) {
    const at = below(text.length + 1);
    const lost = pick([0, 1, 1, 1, 2, below(40)]);
    const added = pick(['', character(), character(), ' ', '+', '%2B', '\n', '=', '\u202e']);
    text = text.slice(0, at) + added + text.slice(at + lost);
  }
  return text;
}

/** The beginning of one token and the end of another. */
function spliced() {
  const [one, other] = [pick(tokens), pick(tokens)];
  return one.slice(0, below(one.length)) + other.slice(below(other.length));
}

/** A sound envelope around a payload with changed bytes. */
function payload() {
  const bytes = Buffer.from(pick(payloads));
  for (let times = below(6); times > 0; times--) bytes[below(bytes.length)] = below(256);
  const cut = bytes.subarray(0, pick([bytes.length, bytes.length, below(bytes.length)]));
  return `007${deflateSync(cut, { level: below(10) }).toString('base64')}`;
}

/** A token in what a clipboard, a shell or a URL may put around it. */
function wrapped() {
  const text = pick(tokens);
  const ways = [
    (token) => ` ${token}\n`,
    (token) => `"${token}"`,
    (token) => `Bearer ${token}`,
    (token) => `agora token=${token}`,
    (token) => token.replaceAll('+', ' '),
    (token) => token.replaceAll('+', '-').replaceAll('/', '_'),
    (token) => token.replaceAll('=', ''),
    (token) => token.replace(/(.{64})/g, '$1\r\n'),
    encodeURIComponent,
  ];
  let result = text;
  for (let times = below(4); times > 0; times--) result = pick(ways)(result);
  return result;
}

/** The beginning of a format, and noise behind it. */
function prefixed() {
  const starts = [
    '007eJx',
    '006',
    '005',
    '004',
    '003',
    '1:',
    'NETLESSSDK_',
    'NETLESSROOM_',
    '<',
    '',
  ];
  return pick(starts) + Array.from({ length: below(160) }, character).join('');
}

function noise() {
  return String.fromCodePoint(...Array.from({ length: below(60) }, () => below(0x3000)));
}

function character() {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_.:% ';
  return alphabet[below(alphabet.length)];
}

/** What is inside the real 007 tokens. */
function inflatedPayloads() {
  return tokens.flatMap((token) => {
    if (!token.startsWith('007eJ')) return [];
    const result = core.inflate(Buffer.from(token.slice(3), 'base64'), 1 << 20);
    return result.ok ? [result.bytes] : [];
  });
}

function vectors() {
  const folder = new URL('test/vectors/', ROOT);
  return readdirSync(folder).flatMap((name) =>
    JSON.parse(readFileSync(new URL(name, folder), 'utf8')).cases.map(({ token }) => token),
  );
}

function below(limit) {
  return Math.floor(random() * limit);
}

function pick(list) {
  return list[below(list.length)];
}

/** mulberry32: small, and the same on every machine. */
function generator(start) {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** The decoder from its sources: Node.js 20 does not read TypeScript by itself. */
async function loadCore() {
  const folder = await mkdtemp(join(tmpdir(), 'agora-token-fuzz-'));
  try {
    const outfile = join(folder, 'core.mjs');
    await build({
      stdin: {
        contents: `
          export { TokenError } from './src/core/errors.js';
          export { decodeText } from './src/core/token/decode.js';
          export { inflate } from './src/core/token/inflate.js';
          export { nodeRuntime } from './src/core/token/node-runtime.js';
          export { verifySignature } from './src/core/token/verify.js';
          export { PLAIN } from './src/cli/render/style.js';
          export { renderToken } from './src/cli/render/token-text.js';`,
        resolveDir: fileURLToPath(ROOT),
      },
      outfile,
      bundle: true,
      splitting: false,
      platform: 'node',
      format: 'esm',
      external: ['chalk'],
      logLevel: 'error',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
