// Measures start-up, batch rates and memory, and writes them as a table into README.md.
//
//   npm run bench               start-up and batch rates
//   npm run bench -- --search   how fast a log is searched for tokens, and no more
//   npm run bench -- --full     also the peak memory of a batch of 1,000,000 rows
//   npm run bench -- --write    put the table into README.md
import { spawnSync } from 'node:child_process';
import {
  createWriteStream,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const script = (name) => join(root, 'scripts', 'bench', name);
const bin = join(root, 'bin', 'agora-token.js');
const flags = new Set(process.argv.slice(2));
const ROUNDS = flags.has('--quick') ? 15 : 60;
const BATCH_ROWS = flags.has('--quick') ? 20_000 : 100_000;
const BATCH_ROUNDS = 3;
const FULL_ROWS = 1_000_000;

// Agora's public test pair, the built-in profile `demo`.
const APP_ID = '970CA35de60c44645bbae8a215061b33';
const CERTIFICATE = '5CFd2fd1755d40ecb72977518be15d3b';

const folder = mkdtempSync(join(tmpdir(), 'agora-token-bench-'));
const env = { PATH: process.env.PATH, HOME: folder };
const withVariables = {
  ...env,
  AGORA_APP_ID: APP_ID,
  AGORA_APP_CERTIFICATE: CERTIFICATE,
};
const yamlProject = mkdtempSync(join(tmpdir(), 'agora-token-bench-yaml-'));
writeFileSync(
  join(yamlProject, '.agora-tokenrc.yaml'),
  `defaultProfile: dev\nprofiles:\n  dev:\n    appId: ${APP_ID}\n    appCertificate: { env: BENCH_CERTIFICATE }\n`,
);
const withYaml = { ...env, BENCH_CERTIFICATE: CERTIFICATE };

function token() {
  return run([script('sign-one.cjs'), APP_ID, CERTIFICATE], env).stdout.trim();
}

function run(args, environment = env, cwd = folder) {
  const result = spawnSync(process.execPath, args, {
    cwd,
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (result.status !== 0) {
    throw new Error(`exit ${result.status}: ${args.join(' ')}\n${result.stderr}`);
  }
  return result;
}

/** Not the mean: the noise of a shared machine is one-sided and large. */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function startUp() {
  const one = token();
  const generate = [bin, 'generate', 'rtc', '--channel', 'demo', '--uid', '42'];
  const cases = [
    { name: '`node -e 0`', args: ['-e', '0'] },
    {
      name: 'a script that signs one token with agora-token',
      args: [script('sign-one.cjs'), APP_ID, CERTIFICATE],
    },
    { name: '`--version`', args: [bin, '--version'], target: 12 },
    { name: '`--help`', args: [bin, '--help'] },
    { name: '`decode`', args: [bin, 'decode', one], target: 20 },
    { name: '`generate rtc`, variables', args: generate, env: withVariables, target: 30 },
    { name: '`generate rtc`, YAML config', args: generate, env: withYaml, cwd: yamlProject },
    { name: '`inspect`, variables', args: [bin, 'inspect', one], env: withVariables, target: 30 },
    {
      name: '`inspect`, YAML config',
      args: [bin, 'inspect', one],
      env: withYaml,
      cwd: yamlProject,
    },
  ];
  const times = cases.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { args, env: environment, cwd }] of cases.entries()) {
      const started = performance.now();
      run(args, environment, cwd);
      times[index].push(performance.now() - started);
    }
  }
  const base = median(times[0]);
  return cases.map(({ name, target }, index) => ({
    name,
    total: median(times[index]),
    added: median(times[index]) - base,
    target,
  }));
}

/** Runs a program with files as its streams, and returns the seconds it took. */
function timed(args, environment, input, peakFile) {
  const output = join(folder, 'output');
  const preload = peakFile ? ['-r', script('peak-rss.cjs')] : [];
  const started = performance.now();
  const { status, signal } = spawnSync(process.execPath, [...preload, ...args], {
    cwd: folder,
    env: { ...environment, ...(peakFile && { PEAK_RSS_FILE: peakFile }) },
    stdio: [input ? openSync(input, 'r') : 'ignore', openSync(output, 'w'), 'inherit'],
  });
  if (status !== 0) throw new Error(`exit ${status ?? signal}: ${args.join(' ')}`);
  return (performance.now() - started) / 1000;
}

async function writeRows(path, rows, row) {
  const stream = createWriteStream(path);
  for (let index = 0; index < rows; index++) {
    if (!stream.write(row(index))) await new Promise((resolve) => stream.once('drain', resolve));
  }
  stream.end();
  await finished(stream);
}

const batchRow = (index) => `{"channel":"room-${index % 1000}","uid":${index}}\n`;

async function batchRates() {
  const rows = join(folder, 'rows.ndjson');
  await writeRows(rows, BATCH_ROWS, batchRow);
  const generateJson = [bin, 'generate', 'rtc', '--batch', rows];
  const generate = [...generateJson, '--output', 'token'];
  const tokens = join(folder, 'tokens.txt');
  timed(generate, withVariables);
  writeFileSync(tokens, readFileSync(join(folder, 'output')));

  const bare = (name, argument) => JSON.parse(run([script(name), ...argument], env).stdout).seconds;
  const times = { sign: [], signJson: [], signBare: [], decode: [], decodeBare: [] };
  for (let round = 0; round < BATCH_ROUNDS; round++) {
    times.signBare.push(bare('sign-many.cjs', [APP_ID, CERTIFICATE, String(BATCH_ROWS)]));
    times.sign.push(timed(generate, withVariables));
    times.signJson.push(timed(generateJson, withVariables));
    times.decodeBare.push(bare('parse-many.cjs', [tokens]));
    times.decode.push(timed([bin, 'decode', '--ndjson'], env, tokens));
  }
  const rate = (values) => BATCH_ROWS / median(values);
  return [
    {
      name: '`generate rtc --batch --output token`',
      rate: rate(times.sign),
      bare: rate(times.signBare),
    },
    {
      name: '`generate rtc --batch`, with everything `decode` says',
      rate: rate(times.signJson),
      bare: rate(times.signBare),
    },
    { name: '`decode --ndjson`', rate: rate(times.decode), bare: rate(times.decodeBare) },
  ];
}

const logLine = (index) =>
  `2026-11-29T18:00:${String(index % 60).padStart(2, '0')}.007Z INFO [worker-${index % 8}] c.e.Session - user ${index} joined room-${index % 100} sid=7f3a9c${((index * 2654435761) >>> 0).toString(16)} rtt=${index % 200}ms "ok" path=/v1/rooms/${index}?x=%2Fa%2B1\n`;

/** How much of a log is searched in a second, and what memory that takes; start-up is left out. */
async function searchRates() {
  const one = token();
  const startUpOf = () => timed([bin, 'decode', `token=${one}`], env);
  const sizes = flags.has('--quick') ? [16] : [8, 64, 250];
  const rates = [];
  for (const mebibytes of sizes) {
    const log = join(folder, 'search.log');
    const rows = Math.floor((mebibytes * 2 ** 20) / logLine(500_000).length);
    await writeRows(log, rows, logLine);
    writeFileSync(log, `token=${one}\n`, { flag: 'a' });
    const peak = join(folder, 'peak');
    const seconds = [];
    for (let round = 0; round < BATCH_ROUNDS; round++) {
      const base = startUpOf();
      seconds.push(timed([bin, 'decode', log], env, undefined, peak) - base);
    }
    rates.push({
      mebibytes,
      rate: statSync(log).size / 2 ** 20 / median(seconds),
      memory: Number(readFileSync(peak, 'utf8')) / 1024,
    });
  }
  return rates;
}

async function peakMemory() {
  const rows = join(folder, 'million.ndjson');
  await writeRows(rows, FULL_ROWS, batchRow);
  const peak = join(folder, 'peak');
  const seconds = timed([bin, 'generate', 'rtc', '--batch', rows], withVariables, undefined, peak);
  return { seconds, mebibytes: Number(readFileSync(peak, 'utf8')) / 1024 };
}

function table(started, rates, searched, memory) {
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}`;
  const date = new Date().toISOString().slice(0, 10);
  const lines = [
    `Measured on ${date} with Node.js ${process.versions.node} on ${machine}; medians of ${ROUNDS} interleaved runs.`,
    '',
    '| Start-up | in all | added to `node -e 0` | target |',
    '|---|--:|--:|--:|',
    ...started.map(({ name, total, added, target }, index) => {
      const more = index === 0 ? '' : `+${added.toFixed(1)} ms`;
      return `| ${name} | ${total.toFixed(1)} ms | ${more} | ${target ? `${target} ms` : ''} |`;
    }),
  ];
  if (rates) {
    lines.push(
      '',
      `| ${BATCH_ROWS.toLocaleString('en')} rows, start-up included | tokens a second | bare loop over the library | ratio |`,
      '|---|--:|--:|--:|',
      ...rates.map(
        ({ name, rate, bare }) =>
          `| ${name} | ${Math.round(rate).toLocaleString('en')} | ${Math.round(bare).toLocaleString('en')} | ${(rate / bare).toFixed(2)} |`,
      ),
    );
  }
  if (searched) lines.push('', ...searchTable(searched));
  if (memory) {
    lines.push(
      '',
      `A batch of ${FULL_ROWS.toLocaleString('en')} rows takes ${memory.seconds.toFixed(0)} s and ${memory.mebibytes.toFixed(0)} MiB of memory at its peak.`,
    );
  }
  return lines.join('\n');
}

function searchTable(searched) {
  return [
    '| a log with one token at its end | MiB a second | memory at its peak |',
    '|---|--:|--:|',
    ...searched.map(
      ({ mebibytes, rate, memory }) =>
        `| ${mebibytes} MiB | ${rate.toFixed(0)} | ${memory.toFixed(0)} MiB |`,
    ),
  ];
}

function writeIntoReadme(text) {
  const path = join(root, 'README.md');
  const readme = readFileSync(path, 'utf8');
  const [begin, end] = ['<!-- bench -->', '<!-- /bench -->'];
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has no ${begin} … ${end}`);
  writeFileSync(path, `${readme.slice(0, from + begin.length)}\n${text}\n${readme.slice(to)}`);
}

try {
  if (flags.has('--search')) {
    console.log(searchTable(await searchRates()).join('\n'));
  } else {
    const started = startUp();
    const rates = flags.has('--start-up') ? undefined : await batchRates();
    const searched = flags.has('--start-up') ? undefined : await searchRates();
    const memory = flags.has('--full') ? await peakMemory() : undefined;
    const text = table(started, rates, searched, memory);
    console.log(text);
    if (flags.has('--write')) writeIntoReadme(text);
  }
} finally {
  for (const path of [folder, yamlProject]) rmSync(path, { recursive: true, force: true });
}
