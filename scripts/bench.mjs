// Measures what is installed from the package: start-up, batches, memory, and how costs grow.
//
//   npm run bench                     start-up and batches, on the Node.js that runs this
//   npm run bench -- --nodes 20,22    also on other versions, which npm brings
//   npm run bench -- --memory         also the peak memory of 1,000,000 rows
//   npm run bench -- --growth         also how costs grow with the work
//   npm run bench -- --search         also how fast a log is searched for tokens
//   npm run bench -- --quick          fewer runs
//   npm run bench -- --write          put the figures into docs/performance.md
//
// Every figure has its yardstick in the same run, in turn with it: the machine may be busy, the ratio
// is what counts. Processes are timed from outside, by bash, so that also their end counts.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { deflateSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const script = (name) => join(root, 'scripts', 'bench', name);
const { values: flags } = parseArgs({
  options: {
    nodes: { type: 'string' },
    memory: { type: 'boolean' },
    growth: { type: 'boolean' },
    search: { type: 'boolean' },
    quick: { type: 'boolean' },
    write: { type: 'boolean' },
  },
});
const ROUNDS = flags.quick ? 11 : 41;
const BATCH_ROUNDS = flags.quick ? 3 : 7;
const BATCH_ROWS = 100_000;
const MANY_ROWS = 1_000_000;
/** Milliseconds that a slow reader waits after each piece of 64 KiB. */
const SLOW_READER = 2;

// Of no project. Of Agora's public test pair, the built-in profile `demo`, the program would warn.
const APP_ID = randomBytes(16).toString('hex');
const CERTIFICATE = randomBytes(16).toString('hex');

const folder = mkdtempSync(join(tmpdir(), 'agora-token-bench-'));
const env = { PATH: process.env.PATH, HOME: folder };
const withVariables = { ...env, AGORA_APP_ID: APP_ID, AGORA_APP_CERTIFICATE: CERTIFICATE };
const withYaml = { ...env, BENCH_CERTIFICATE: CERTIFICATE };
const WATCH = ['--require', script('usage.cjs')];
/** Runs a program, and writes down its seconds of wall, user and system time: Node.js tells of no child's. */
const TIMED = 'TIMEFORMAT="%3R %3U %3S"; { time "$@" 2>/dev/null; } 2>"$TIMES_FILE"';

/** Installs the packed package, as a user would, and the library that is the yardstick. */
function install() {
  const packed = execFileSync(
    'npm',
    ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules', 'agora-token', 'package.json'), 'utf8'),
  );
  const wanted = [`./${packed.trim().split('\n').at(-1)}`, `agora-token@${version}`];
  execFileSync(
    'npm',
    ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', ...wanted],
    {
      cwd: folder,
    },
  );
  return join(folder, 'node_modules', 'agora-token-cli', 'bin', 'agora-token.js');
}

/** The Node.js of a major version, as npm has it. */
function nodeOf(major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  return execFileSync('npx', ['--yes', `node@${major}`, '-p', 'process.execPath'], {
    encoding: 'utf8',
  }).trim();
}

/**
 * How a program is run, if not in the usual way.
 * @typedef {{ environment?: NodeJS.ProcessEnv, cwd?: string, input?: string, codes?: number[] }} How
 */

/**
 * What a run takes: milliseconds of wall and processor time.
 * @typedef {{ wall: number, cpu: number }} Usage
 */

/**
 * Runs a program to its end.
 * @param {string} node
 * @param {readonly string[]} args
 * @param {How} [how]
 * @returns {Usage}
 */
function measured(node, args, { environment = env, cwd = folder, input, codes = [0] } = {}) {
  const times = join(folder, 'times');
  const output = join(folder, 'output');
  const stdin = input === undefined ? 'ignore' : openSync(input, 'r');
  const stdout = openSync(output, 'w');
  const { status, signal } = spawnSync('bash', ['-c', TIMED, 'bash', node, ...args], {
    cwd,
    env: { ...environment, TIMES_FILE: times, USAGE_FILE: join(folder, 'usage') },
    stdio: [stdin, stdout, 'ignore'],
  });
  closeSync(stdout);
  if (stdin !== 'ignore') closeSync(stdin);
  if (status === null || !codes.includes(status))
    throw new Error(`exit ${status ?? signal}: ${args.join(' ')}`);
  const [wall, user, system] = readFileSync(times, 'utf8').trim().split(/\s+/).map(Number);
  return { wall: wall * 1000, cpu: (user + system) * 1000 };
}

/**
 * The same with the peak of its memory in MiB, which the program itself writes down.
 * @type {(...given: Parameters<typeof measured>) => Usage & { peak: number }}
 */
function withPeak(node, args, how) {
  const usage = measured(node, [...WATCH, ...args], how);
  return { ...usage, peak: JSON.parse(readFileSync(join(folder, 'usage'), 'utf8')).peak };
}

/** @param {readonly number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/**
 * The mean of the middle half: bash counts whole milliseconds, which a median would show.
 * @param {readonly number[]} values
 */
function middle(values) {
  const quarter = values.length >> 2;
  const half = values.toSorted((a, b) => a - b).slice(quarter, values.length - quarter);
  return half.reduce((sum, value) => sum + value, 0) / half.length;
}

/**
 * Measures several programs in turn.
 * @template {Usage} Measured
 * @param {readonly (() => Measured)[]} cases
 * @param {number} rounds
 */
function inTurn(cases, rounds) {
  const results = cases.map(() => /** @type {Measured[]} */ ([]));
  for (let round = 0; round <= rounds; round++) {
    cases.forEach((run, index) => {
      const result = run();
      // The first run fills the caches.
      if (round > 0) results[index].push(result);
    });
  }
  return results;
}

function startUp(node, bin, cache) {
  const one = measuredToken(node);
  const generate = [bin, 'generate', 'rtc', '--channel', 'demo', '--uid', '42'];
  const project = join(folder, 'project');
  const off = cache ? {} : { NODE_DISABLE_COMPILE_CACHE: '1' };
  /** @type {[name: string, args: string[], how?: How][]} */
  const cases = [
    ['`node -e 0`', ['-e', '0']],
    ['the bare script', [join(folder, 'sign-one.cjs'), APP_ID, CERTIFICATE]],
    ['`--version`', [bin, '--version']],
    ['`decode`', [bin, 'decode', one]],
    ['`generate rtc`', generate, { environment: withVariables }],
    ['`inspect`', [bin, 'inspect', one], { environment: withVariables }],
    ['`generate rtc`, YAML config', generate, { environment: withYaml, cwd: project }],
  ];
  const results = inTurn(
    cases.map(
      ([, args, how]) =>
        () =>
          measured(node, args, { ...how, environment: { ...(how?.environment ?? env), ...off } }),
    ),
    ROUNDS,
  );
  const of = (/** @type {'cpu' | 'wall'} */ kind) => {
    const means = results.map((runs) => middle(runs.map((run) => run[kind])));
    const [base, yardstick] = means;
    return means.map((value) => ({
      added: value - base,
      share: (value - base) / (yardstick - base),
    }));
  };
  const [processor, wall] = [of('cpu'), of('wall')];
  return cases.map(([name], index) => ({ name, processor: processor[index], wall: wall[index] }));
}

function measuredToken(node) {
  measured(node, [join(folder, 'sign-one.cjs'), APP_ID, CERTIFICATE]);
  return readFileSync(join(folder, 'output'), 'utf8').trim();
}

const batchRow = (index) => `{"channel":"room-${index % 1000}","uid":${index}}\n`;

/**
 * @param {string} name
 * @param {number} count
 * @param {(index: number) => string} line
 * @returns {string} its path
 */
function written(name, count, line) {
  const path = join(folder, name);
  const file = openSync(path, 'w');
  for (let start = 0; start < count; start += 10_000) {
    let text = '';
    for (let index = start; index < Math.min(count, start + 10_000); index++) text += line(index);
    writeFileSync(file, text);
  }
  closeSync(file);
  return path;
}

function batches(node, bin) {
  const rows = written('rows.ndjson', BATCH_ROWS, batchRow);
  const json = [bin, 'generate', 'rtc', '--batch', rows];
  const tokens = join(folder, 'tokens.txt');
  measured(node, [...json, '--output', 'token'], { environment: withVariables });
  writeFileSync(tokens, readFileSync(join(folder, 'output')));
  const signMany = () =>
    measured(node, [join(folder, 'sign-many.cjs'), APP_ID, CERTIFICATE, String(BATCH_ROWS)]);
  const [bareSign, token, all, bareParse, decode] = inTurn(
    [
      signMany,
      () => measured(node, [...json, '--output', 'token'], { environment: withVariables }),
      () => measured(node, json, { environment: withVariables }),
      () => measured(node, [join(folder, 'parse-many.cjs'), tokens]),
      () => measured(node, [bin, 'decode', '--ndjson'], { input: tokens }),
    ],
    BATCH_ROUNDS,
  );
  // Pair by pair: a busy moment slows both.
  /** @type {(bare: Usage[], own: Usage[]) => number} */
  const times = (bare, own) => median(bare.map(({ wall }, index) => wall / own[index].wall));
  /** @type {(runs: Usage[]) => number} */
  const rate = (runs) => (BATCH_ROWS / median(runs.map(({ wall }) => wall))) * 1000;
  /** @type {[name: string, rate: number, times: number][]} */
  return [
    ['`generate rtc --batch --output token`', rate(token), times(bareSign, token)],
    ['`generate rtc --batch`, with all that `decode` says', rate(all), times(bareSign, all)],
    ['`decode --ndjson`', rate(decode), times(bareParse, decode)],
  ];
}

/** The peak memory of a large batch, written to a file, and read by a slow program. */
async function memory(node, bin) {
  const rows = written('many.ndjson', MANY_ROWS, batchRow);
  const args = [bin, 'generate', 'rtc', '--batch', rows];
  const { wall, peak } = withPeak(node, args, { environment: withVariables });
  rmSync(join(folder, 'output'));
  const usage = join(folder, 'usage');
  const child = spawn(node, [...WATCH, ...args], {
    env: { ...withVariables, USAGE_FILE: usage },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const closed = once(child, 'close');
  for await (const _ of child.stdout) await setTimeout(SLOW_READER);
  const [status] = await closed;
  if (status !== 0) throw new Error(`exit ${status} with a slow reader`);
  return { seconds: wall / 1000, peak, slow: JSON.parse(readFileSync(usage, 'utf8')).peak };
}

/** A token with many services of one kind, each for another user. Only a test would sign it. */
function tokenOfServices(count) {
  const u16 = (value) => Buffer.from(Uint16Array.of(value).buffer);
  const u32 = (value) => Buffer.from(Uint32Array.of(value).buffer);
  const text = (value) => Buffer.concat([u16(value.length), Buffer.from(value)]);
  const hmac = (key, message) => createHmac('sha256', key).update(message).digest();
  const [issued, salt] = [u32(Math.floor(Date.now() / 1000)), u32(1)];
  const RTM = 2;
  const services = Array.from({ length: count }, (_, index) =>
    Buffer.concat([u16(RTM), u16(1), u16(1), u32(3600), text(`user-${index}`)]),
  );
  const message = Buffer.concat([text(APP_ID), issued, u32(3600), salt, u16(count), ...services]);
  const signature = hmac(hmac(salt, hmac(issued, CERTIFICATE)), message);
  const content = Buffer.concat([u16(signature.length), signature, message]);
  return `007${deflateSync(content).toString('base64')}`;
}

const logLine = (index) =>
  `2026-11-29T18:00:${String(index % 60).padStart(2, '0')}.007Z INFO [worker-${index % 8}] c.e.Session - user ${index} joined room-${index % 100} sid=7f3a9c${((index * 2654435761) >>> 0).toString(16)} rtt=${index % 200}ms "ok" path=/v1/rooms/${index}?x=%2Fa%2B1\n`;

/** How much of a log with one token at its end is searched per second, without the start-up. */
function search(node, bin) {
  const token = measuredToken(node);
  return (flags.quick ? [16] : [8, 64, 250]).map((mebibytes) => {
    const lines = Math.floor((mebibytes * 2 ** 20) / logLine(500_000).length);
    const log = written('search.log', lines, logLine);
    writeFileSync(log, `token=${token}\n`, { flag: 'a' });
    const [bases, runs] = inTurn(
      [
        () => withPeak(node, [bin, 'decode', `token=${token}`]),
        () => withPeak(node, [bin, 'decode', log]),
      ],
      BATCH_ROUNDS,
    );
    const seconds = median(runs.map(({ wall }, index) => wall - bases[index].wall)) / 1000;
    return { mebibytes, rate: mebibytes / seconds, peak: median(runs.map(({ peak }) => peak)) };
  });
}

/** Work that grows, and the processor time of each size. */
function growth(node, bin) {
  const names = (count) => Array.from({ length: count }, (_, n) => `name${n}`).join(',');
  const profiles = (count) => {
    const project = join(folder, `profiles-${count}`);
    mkdirSync(project, { recursive: true });
    const all = Array.from(
      { length: count },
      (_, n) => `  p${n}:\n    appId: ${APP_ID}\n    appCertificate: { env: BENCH_CERTIFICATE }\n`,
    );
    writeFileSync(
      join(project, '.agora-tokenrc.yaml'),
      `defaultProfile: p0\nprofiles:\n${all.join('')}`,
    );
    return project;
  };
  const rtm = (count) => [
    bin,
    'generate',
    'rtm',
    '--user-id',
    'a',
    '--permission',
    `message:read=${names(count)}`,
  ];
  const ofNames = (count) => {
    measured(node, rtm(count), { environment: withVariables });
    return readFileSync(join(folder, 'output'), 'utf8').trim();
  };
  const lines = (bytes) => written(`line-${bytes}.txt`, 64, () => `${'x'.repeat(bytes - 1)}\n`);
  const rows = (count) => written(`rows-${count}.ndjson`, count, batchRow);
  /** @type {[name: string, sizes: number[], work: (size: number) => [args: string[], how?: How]][]} */
  const subjects = [
    [
      'names in a token, `generate rtm`',
      [1, 10, 100, 500],
      (size) => [rtm(size), { environment: withVariables }],
    ],
    ['names in a token, `decode`', [1, 10, 100, 500], (size) => [[bin, 'decode', ofNames(size)]]],
    [
      'names in a token, `inspect`',
      [1, 10, 100, 500],
      (size) => [[bin, 'inspect', ofNames(size)], { environment: withVariables }],
    ],
    [
      'services in a token, `decode`',
      [1, 10, 100, 500],
      (size) => [[bin, 'decode', tokenOfServices(size)]],
    ],
    [
      'services in a token, `inspect`',
      [1, 10, 100, 500],
      (size) => [
        [bin, 'inspect', tokenOfServices(size)],
        { environment: withVariables, codes: [0, 1, 3] },
      ],
    ],
    [
      'KiB per line, 64 lines, `decode --ndjson`',
      [1, 32, 1024],
      (size) => [[bin, 'decode', '--ndjson'], { input: lines(size * 1024), codes: [0, 4] }],
    ],
    [
      'rows, `generate --batch`',
      [1000, 10_000, 100_000, 1_000_000],
      (size) => [[bin, 'generate', 'rtc', '--batch', rows(size)], { environment: withVariables }],
    ],
    [
      'profiles in a config, `generate`',
      [1, 10, 100, 500],
      (size) => [
        [bin, 'generate', 'rtc', '-c', 'a', '-u', '1'],
        { environment: withYaml, cwd: profiles(size) },
      ],
    ],
  ];
  const base = median(
    inTurn([() => measured(node, [bin, '--version'])], 5)[0].map(({ cpu }) => cpu),
  );
  return subjects.map(([name, sizes, work]) => {
    const cpu = sizes.map((size) => {
      const [args, options] = work(size);
      const rounds = size >= 100_000 ? 1 : 5;
      return (
        median(inTurn([() => measured(node, args, options)], rounds)[0].map((run) => run.cpu)) -
        base
      );
    });
    const last = sizes.length - 1;
    // Of the last step, where what does not grow weighs least.
    const exponent = Math.log(cpu[last] / cpu[last - 1]) / Math.log(sizes[last] / sizes[last - 1]);
    return { name, sizes, cpu, exponent };
  });
}

const number = (value, digits = 0) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

async function report(node, bin) {
  const version = execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim();
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model ?? process.arch}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}`;
  const date = new Date().toISOString().slice(0, 10);
  const parts = [
    `## Node.js ${version}\n\n${date}, ${machine}; ${ROUNDS} runs in turn, of start-ups the mean of the middle half, else the median.\n`,
  ];
  for (const cache of [true, false]) {
    parts.push(
      `Start-up, compile cache ${cache ? 'warm' : 'off'}, as what it adds to \`node -e 0\`:\n`,
      '| | processor time | share of the bare script | wall time | share |\n|---|--:|--:|--:|--:|',
      ...startUp(node, bin, cache)
        .slice(1)
        .map(
          ({ name, processor, wall }) =>
            `| ${name} | ${number(processor.added, 1)} ms | ${number(processor.share, 2)} | ${number(wall.added, 1)} ms | ${number(wall.share, 2)} |`,
        ),
      '',
    );
  }
  parts.push(
    `${number(BATCH_ROWS)} rows, start-up included:\n`,
    '| | tokens per second | times the bare loop |\n|---|--:|--:|',
    ...batches(node, bin).map(
      ([name, rate, times]) => `| ${name} | ${number(rate)} | ${number(times, 2)} |`,
    ),
    '',
  );
  if (flags.memory) {
    const { seconds, peak, slow } = await memory(node, bin);
    parts.push(
      `${number(MANY_ROWS)} rows: ${number(seconds)} s, ${number(peak)} MiB at the peak; ${number(slow)} MiB with a slow reader.\n`,
    );
  }
  if (flags.search) {
    parts.push(
      'A log that is searched for tokens:\n',
      '| MiB | MiB per second | MiB at the peak |\n|--:|--:|--:|',
      ...search(node, bin).map(
        ({ mebibytes, rate, peak }) => `| ${mebibytes} | ${number(rate)} | ${number(peak)} |`,
      ),
      '',
    );
  }
  if (flags.growth) {
    parts.push(
      'Processor time as work grows, without the start-up (`--version`):\n',
      '| | sizes | milliseconds | exponent of the last step |\n|---|---|---|--:|',
      ...growth(node, bin).map(
        ({ name, sizes, cpu, exponent }) =>
          `| ${name} | ${sizes.map((size) => number(size)).join(' · ')} | ${cpu.map((each) => number(each)).join(' · ')} | ${number(exponent, 2)} |`,
      ),
      '',
    );
  }
  return parts.join('\n');
}

function write(text) {
  const path = join(root, 'docs', 'performance.md');
  const [before, after] = ['<!-- bench -->', '<!-- /bench -->'];
  const page = readFileSync(path, 'utf8');
  const [from, to] = [page.indexOf(before), page.indexOf(after)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no ${before} … ${after}`);
  writeFileSync(path, `${page.slice(0, from + before.length)}\n\n${text}\n${page.slice(to)}`);
}

try {
  const bin = install();
  for (const name of ['sign-one.cjs', 'sign-many.cjs', 'parse-many.cjs']) {
    writeFileSync(join(folder, name), readFileSync(script(name)));
  }
  mkdirSync(join(folder, 'project'));
  writeFileSync(
    join(folder, 'project', '.agora-tokenrc.yaml'),
    `defaultProfile: dev\nprofiles:\n  dev:\n    appId: ${APP_ID}\n    appCertificate: { env: BENCH_CERTIFICATE }\n`,
  );
  const majors = flags.nodes?.split(',') ?? [process.versions.node.split('.')[0]];
  const reports = [];
  for (const major of majors) reports.push(await report(nodeOf(major), bin));
  console.log(reports.join('\n'));
  if (flags.write) write(reports.join('\n'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
