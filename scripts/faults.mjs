// Breaks what a program relies on, one thing at a time, and checks that it ends as it should:
//   npm run faults
// It runs the built program from bash, several cases at once.
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { spawn as spawnTerminal } from '@lydell/node-pty';

const bin = fileURLToPath(new URL('../bin/agora-token.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'agora-token-faults-'));
// Some cases run as another user, who has to get in.
chmodSync(folder, 0o755);
const env = {
  PATH: process.env.PATH,
  HOME: folder,
  NODE: process.execPath,
  BIN: bin,
  AGORA_APP_ID: 'fa0175fa0175fa0175fa0175fa0175fa',
  AGORA_APP_CERTIFICATE: 'c0ffee19d4b2a7e8536f01badcafe942',
};
const linux = process.platform === 'linux';

/**
 * @typedef {{ code?: unknown, stdout?: string, stderr?: string, [key: string]: unknown }} Actual
 * @typedef {{ [key: string]: unknown }} Expected the exit code, and what streams must hold (a RegExp) or be
 * @typedef {[name: string, run: () => Actual | Promise<Actual>, expected: Expected]} Case
 */

let failures = 0;

/** What is not as expected. */
function wrongs(/** @type {Actual} */ actual, /** @type {Expected} */ expected) {
  const wrong = Object.entries(expected).filter(([key, wanted]) =>
    wanted instanceof RegExp ? !wanted.test(String(actual[key])) : actual[key] !== wanted,
  );
  // No case may show a stack.
  if (/\n {4}at /.test(actual.stderr ?? '')) wrong.push(['stderr', 'no stack']);
  return wrong;
}

/**
 * Runs cases, some of them at once, and reports them in their order.
 * @param {string} title
 * @param {readonly Case[]} cases
 * @param {number} atOnce
 */
async function section(title, cases, atOnce = Math.max(2, availableParallelism())) {
  const begun = performance.now();
  const results = cases.map(() => /** @type {Actual | undefined} */ (undefined));
  let next = 0;
  const work = async () => {
    while (next < cases.length) {
      const at = next++;
      results[at] = await cases[at]?.[1]();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  console.log(`# ${title}: ${Math.round((performance.now() - begun) / 1000)} s`);
  for (const [at, [name, run, expected]] of cases.entries()) {
    let actual = /** @type {Actual} */ (results[at]);
    // What has to be quick is tried again alone: the machine may be busy.
    if ('quick' in expected && wrongs(actual, expected).length > 0) actual = await run();
    const wrong = wrongs(actual, expected);
    console.log(`${wrong.length === 0 ? 'ok' : 'FAILED'}: ${name}`);
    if (wrong.length > 0) {
      console.log(`  ${JSON.stringify(actual).slice(0, 600)}`);
      failures++;
    }
    for (const [key, wanted] of wrong) console.log(`  ${key}: expected ${wanted}`);
  }
}

/** A folder of a case's own. */
function place() {
  const made = mkdtempSync(join(folder, 'case-'));
  chmodSync(made, 0o777);
  return made;
}

/** How long a case may take before it counts as hanging. */
const LIMIT = 30_000;

/**
 * Runs a line of bash; `at` is the program. The code is that of the first program of a pipe.
 * @returns {Promise<{ code: unknown, stdout: string, stderr: string }>}
 */
function sh(/** @type {string} */ line, more = {}, cwd = place(), limit = LIMIT) {
  const script = `at() { "$NODE" "$BIN" "$@"; }; ${line}; exit "\${PIPESTATUS[0]}"`;
  const child = spawn('bash', ['-c', script], {
    cwd,
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const late = setTimeout(() => killGroup(child), limit);
  return ended(child).finally(() => clearTimeout(late));
}

function killGroup(/** @type {import('node:child_process').ChildProcess} */ child) {
  try {
    process.kill(-(/** @type {number} */ (child.pid)), 'SIGKILL');
  } catch {}
}

/** @returns {Promise<{ code: unknown, stdout: string, stderr: string }>} */
function ended(/** @type {any} */ child) {
  const result = { stdout: '', stderr: '' };
  child.stdout?.on('data', (/** @type {Buffer} */ data) => {
    result.stdout += data;
  });
  child.stderr?.on('data', (/** @type {Buffer} */ data) => {
    result.stderr += data;
  });
  return new Promise((resolve) => {
    child.on('close', (/** @type {number} */ code, /** @type {string} */ signal) =>
      resolve({ ...result, code: code ?? signal }),
    );
  });
}

/** Starts the program itself, without a shell. */
const start = (/** @type {readonly string[]} */ args, more = {}, cwd = place()) =>
  spawn(process.execPath, [bin, ...args], { cwd, env: { ...env, ...more } });

/**
 * Starts the program, does something to it, and waits for its end.
 * @param {readonly string[]} args
 * @param {(child: any, firstOutput: Promise<unknown>) => Promise<void>} act
 */
async function during(args, act, cwd = place()) {
  const child = start(args, {}, cwd);
  const end = ended(child);
  child.stdin.on('error', () => {});
  const firstOutput = new Promise((resolve) => child.stdout.once('data', resolve));
  await act(child, firstOutput);
  return end;
}

/** A second, and what it takes to start and end a process on a busy machine. */
const SECOND = 1300;

/** By then the program is in the middle of its work, and its pipes are full. */
const UNDER_WAY = 800;

/**
 * Sends a signal, and measures how long the program takes to end.
 * @param {(signal: NodeJS.Signals) => void} send
 * @param {NodeJS.Signals} signal
 * @param {Promise<unknown>} exit of the program, with its code
 */
async function endAfter(send, signal, exit) {
  const begun = performance.now();
  send(signal);
  const late = setTimeout(() => send('SIGKILL'), 10_000);
  const code = await exit;
  clearTimeout(late);
  const milliseconds = Math.round(performance.now() - begun);
  return { code, quick: milliseconds < SECOND, milliseconds };
}

const exitOf = (/** @type {any} */ child) =>
  new Promise((resolve) => child.once('exit', (/** @type {unknown} */ code) => resolve(code)));

/**
 * @param {any} child
 * @param {NodeJS.Signals} signal
 * @returns {Promise<Actual>} whether it ended quickly, and not before the signal
 */
async function endOf(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return { quick: true, early: true };
  const end = await endAfter((each) => child.kill(each), signal, exitOf(child));
  for (const stream of child.stdio) stream?.destroy();
  return { ...end, early: false };
}

const token = (await sh('at generate rtc -c demo -u 42')).stdout.trim();
const TOKEN = { TOKEN: token };
const file = (/** @type {string} */ name, /** @type {string} */ text) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const rows = file(
  'rows.ndjson',
  Array.from({ length: 100_000 }, (_, uid) => `{"channel":"a","uid":${uid}}\n`).join(''),
);
const badRows = file('bad.ndjson', '{"channel":"a/b","uid":1}\n'.repeat(50_000));
const log = file('long.log', `a line of a log with ${token} in it\n`.repeat(50_000));
const signals = /** @type {const} */ (['SIGINT', 'SIGTERM']);

/** Whether there can be another user who reaches the program. */
const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const asNobody =
  process.getuid?.() === 0 &&
  spawnSync('/usr/bin/env', [...nobody, process.execPath, bin, '--version']).status === 0;

async function outputs() {
  const full = existsSync('/dev/full');
  await section('closed and full outputs', [
    [
      'a reader that leaves early',
      () => sh(`at generate rtc --batch ${rows} | head -1`),
      { code: 0, stderr: '' },
    ],
    [
      'a reader of help that leaves',
      () => sh('at help generate rtc | head -1'),
      { code: 0, stderr: '' },
    ],
    [
      'a reader of redact that leaves',
      () => sh(`at redact -q ${log} | head -1`),
      { code: 0, stderr: '', stdout: /007eJx…/ },
    ],
    ...['decode "$TOKEN"', `redact -q ${log}`, 'inspect "$TOKEN"'].map(
      /** @returns {Case} */ (command) => [
        `stdout of ${command} closed from the start`,
        () => sh(`at ${command.replaceAll(folder, '..')} >&-`, TOKEN),
        { code: 0, stdout: '' },
      ],
    ),
    ...(full
      ? [
          'decode "$TOKEN"',
          'decode "$TOKEN" --json',
          'decode "$TOKEN" --ndjson',
          '--version',
          `redact ${log}`,
        ]
      : []
    ).map(
      /** @returns {Case} */ (command) => [
        `stdout of ${command.replaceAll(folder, '')} on a full disk`,
        () => sh(`at ${command} > /dev/full`, TOKEN),
        { code: 1, stderr: /no space left/ },
      ],
    ),
    ...['2>&-', ...(full ? ['2>/dev/full'] : [])].map(
      /** @returns {Case} */ (closed) => [
        `redact with ${closed} writes its text`,
        () => sh(`at redact ${log} ${closed} | tail -1`),
        { code: 0, stdout: /^a line of a log with 007eJx…\[\d+ characters\] in it\n$/ },
      ],
    ),
    ...['2>/dev/null', '2>/dev/zero', '2>&-'].map(
      /** @returns {Case} */ (closed) => [
        `the mask of GITHUB_OUTPUT with ${closed}`,
        () =>
          sh(
            `touch it; GITHUB_OUTPUT=it at generate rtc -c a -u 1 --output github ${closed}; code=$?; test ! -s it && (exit $code)`,
          ),
        { code: 3 },
      ],
    ),
    ...['nowhere/it', '/dev/null', ...(full ? ['/dev/full'] : []), 'fifo', '.'].map(
      /** @returns {Case} */ (to) => [
        `GITHUB_OUTPUT that keeps nothing: ${to}`,
        () => sh('mkfifo fifo; at generate rtc -c a -u 1 --output github', { GITHUB_OUTPUT: to }),
        { code: 3, stdout: '', stderr: /GITHUB_OUTPUT/ },
      ],
    ),
    ...[
      ['redact', 'at redact it >> it'],
      ['decode', 'at decode @it --no-context >> it'],
    ].map(
      /** @returns {Case} */ ([name, line]) => [
        `${name} of a file into itself comes to an end`,
        () => sh(`echo "$TOKEN" > it; ${line}`, TOKEN),
        { code: 0 },
      ],
    ),
    ...['redact', 'decode --ndjson', 'inspect --ndjson', 'generate rtc --batch -'].map(
      /** @returns {Case} */ (command) => [
        `${command} from the file that it writes to`,
        () =>
          sh(
            `cp ${log} it; at ${command} < it >> it; code=$?; test $(wc -c < it) -lt $(($(wc -c < ${log}) + 1000)) && (exit $code)`,
          ),
        {
          code: 2,
          stderr: /standard input cannot be read: it is also the output/,
        },
      ],
    ),
  ]);
}

async function input() {
  await section('broken input', [
    ['stdin closed from the start', () => sh('at decode - <&-'), { code: 4 }],
    [
      'stdin that ends within the token',
      () => sh('at decode - <<< "$CUT"', { CUT: token.slice(0, 60) }),
      { code: 4, stderr: /cut short/ },
    ],
    [
      'stdin that is a folder',
      () => sh('at decode - < .'),
      { code: 2, stderr: /it is a directory/ },
    ],
    [
      'a writer that is killed within a line',
      () =>
        during(['decode', '--ndjson'], async (child) => {
          child.stdin.write(`${token}\n${token.slice(0, 50)}`);
          await wait(300);
          child.stdin.destroy();
        }),
      { code: 4, stdout: /"ok":true[\s\S]*"ok":false/ },
    ],
    ...[
      'decode @/dev/stdin',
      'inspect @/dev/stdin',
      'redact /dev/stdin',
      'generate rtc -c a -u 1 --app-certificate-file /dev/stdin',
    ].map(
      /** @returns {Case} */ (command) => [
        `a pipe by its name: ${command}`,
        () =>
          sh(`cat <<< "$IN" | at ${command}; exit "\${PIPESTATUS[1]}"`, {
            IN: command.includes('certificate') ? env.AGORA_APP_CERTIFICATE : token,
          }),
        { code: 0, stdout: /./ },
      ],
    ),
  ]);
  if (!linux) return;
  const few = file('few.ndjson', '{"channel":"a","uid":1}\n'.repeat(3000));
  const batch = `at generate rtc --output token --batch ${few}`;
  await section('limits', [
    [
      'addresses',
      () => sh(`ulimit -v 2000000; ${batch}`),
      { code: 0, stderr: /signed 3000 tokens/ },
    ],
    ['open files', () => sh(`ulimit -n 24; ${batch}`), { code: 0 }],
    [
      'so few open files that nothing works',
      () => sh('ulimit -n 3; at profile list'),
      { stdout: '', stderr: /^(?!.*This is a bug)/s },
    ],
    [
      'the size of files',
      () => sh('ulimit -f 0; at page --out it; code=$?; ls; (exit $code)'),
      { stdout: '' },
    ],
  ]);
}

/** What may be where a file is expected; each is made as `it`. */
const STATES = [
  ['a folder', 'mkdir it'],
  ['a FIFO that nobody writes to', 'mkfifo it'],
  ['a link to /dev/zero', 'ln -s /dev/zero it'],
  ['a link to /dev/stdin', 'ln -s /dev/stdin it'],
  ...(existsSync('/proc/self/mem')
    ? [['a link to /proc/self/mem', 'ln -s /proc/self/mem it']]
    : []),
];

/** Every way in which a file is named. */
const NAMED = [
  'decode @it',
  'inspect @it',
  'renew @it',
  'diff @it "$TOKEN"',
  'redact it',
  'generate rtc --batch it',
  'generate rtc -c a -u 1 --config it',
  'generate rtc -c a -u 1 --dotenv it',
  'generate rtc -c a -u 1 --app-certificate-file it',
  'serve --port 0 --key-file it',
  'serve --port 0 --tls-cert it --tls-key it',
  'page --out it',
  `init --app-id ${env.AGORA_APP_ID} --certificate-env X --config it`,
];

async function files() {
  const states = NAMED.flatMap((command) =>
    STATES.filter(
      // A batch waits for the writer of its FIFO, as it should; a signal ends it.
      ([state]) => !(state?.includes('FIFO') && command.includes('--batch')),
    ).map(
      /** @returns {Case} */ ([state, make]) => [
        `${command}: ${state}`,
        () => sh(`${make} && at ${command}`, TOKEN),
        { code: /^[23]$/, stdout: '', stderr: /^agora-token: .*\n(?: {2}.*\n)*hint: .*\n$/ },
      ],
    ),
  );
  await section('files that are something else', states);
  if (asNobody || process.getuid?.() !== 0) {
    const as = asNobody ? `${nobody.join(' ')} "$NODE" "$BIN"` : 'at';
    await section(
      'files without permission',
      NAMED.map((command) => [
        command,
        () => sh(`(umask 777; echo x > it); chmod 555 . && ${as} ${command}`, TOKEN),
        { code: /^[23]$/, stdout: '', stderr: /permission denied|read-only/ },
      ]),
    );
  } else console.log('skipped: files without permission (there is no other user)');
}

async function memory() {
  const hook = file(
    'memory.cjs',
    `process.on('exit', () => require('node:fs').writeFileSync('peak', String(process.resourceUsage().maxRSS)));`,
  );
  /** The most memory that a command has had with a text. */
  const peakOf = async (/** @type {string} */ command, /** @type {string} */ text) => {
    const cwd = place();
    writeFileSync(join(cwd, 'hostile'), text);
    const more = { NODE_OPTIONS: `--require ${hook}` };
    const { stderr } = await sh(`at ${command} < hostile > /dev/null`, more, cwd, 300_000);
    const peak = join(cwd, 'peak');
    // None where it took so long that it was ended.
    const mebibytes = existsSync(peak) ? Number(readFileSync(peak, 'utf8')) / 1024 : 0;
    return { within: mebibytes > 0 && mebibytes < 200, mebibytes, stderr };
  };
  const service = (/** @type {number} */ privileges, name = 'a') => {
    const count = Buffer.from([1, 0, privileges & 255, privileges >> 8]);
    const pairs = Array.from({ length: privileges }, (_, at) => [at & 255, at >> 8, 9, 0, 0, 0]);
    const text = Buffer.from([name.length & 255, name.length >> 8, ...Buffer.from(name)]);
    return Buffer.concat([count, Buffer.from(pairs.flat()), text, Buffer.from([0, 0])]);
  };
  const hostile = (/** @type {readonly Buffer[]} */ services) => {
    const id = Buffer.from(env.AGORA_APP_ID);
    const head = [Buffer.from([32, 0]), Buffer.alloc(32), Buffer.from([32, 0]), id];
    const rest = [Buffer.alloc(12, 1), Buffer.from([services.length & 255, services.length >> 8])];
    return `007${deflateSync(Buffer.concat([...head, ...rest, ...services])).toString('base64')}`;
  };
  const MIB = 1 << 20;
  const texts = /** @type {const} */ ([
    ['4,000 privileges', hostile([service(4000)])],
    ['500 services', hostile(Array.from({ length: 500 }, () => service(7)))],
    ['30,000 control characters', hostile([service(1, '\x1b'.repeat(30_000))])],
    ['what inflates to 100 MB', `007${deflateSync(Buffer.alloc(1e8)).toString('base64')}`],
    ['a million brackets', '['.repeat(MIB)],
    ['a million characters of 007', '007eJx'.repeat(170_000)],
    ['a million percents', '%25'.repeat(MIB / 3)],
    ['headers that never end', 'authorization: "'.repeat(MIB / 16)],
    ['7,000 tokens', token.repeat(MIB / token.length)],
  ]);
  const many = /** @type {const} */ ([
    ['lines of a log', (/** @type {number} */ at) => `INFO line ${at} token=${token} uid=${at}`],
    ['lines that are no token', (/** @type {number} */ at) => `x${at}`.repeat(10)],
    [
      'lines with a beginning of a token',
      (/** @type {number} */ at) => `{"token":"007eJx${at}x${at}y${at}z"}`,
    ],
  ]);
  await section(
    'memory for many lines',
    many.flatMap(([name, line]) =>
      ['decode --ndjson', 'inspect --ndjson', 'redact -'].map(
        /** @returns {Case} */ (command) => [
          `${command}: 200,000 ${name}`,
          () =>
            peakOf(command, Array.from({ length: 200_000 }, (_, at) => `${line(at)}\n`).join('')),
          { within: true },
        ],
      ),
    ),
  );
  await section(
    'memory for hostile texts',
    texts.flatMap(([name, text]) =>
      /** @type {const} */ ([
        ['decode --json -', 1],
        ['decode --ndjson', text.length > 500_000 ? 2 : 60],
        ['inspect --json -', 1],
        ['inspect --ndjson', text.length > 500_000 ? 2 : 60],
        ['redact -', 2],
      ]).map(
        /** @returns {Case} */ ([command, times]) => [
          `${command}: ${name}, ${times} times`,
          async () => {
            const cwd = place();
            writeFileSync(join(cwd, 'hostile'), `${text}\n`.repeat(times));
            const more = { NODE_OPTIONS: `--require ${hook}` };
            const { stderr } = await sh(`at ${command} < hostile > /dev/null`, more, cwd);
            const peak = join(cwd, 'peak');
            // There is none if the case took too long and was killed.
            const mebibytes = existsSync(peak) ? Number(readFileSync(peak, 'utf8')) / 1024 : 0;
            return { within: mebibytes > 0 && mebibytes < 200, mebibytes, stderr };
          },
          { within: true },
        ],
      ),
    ),
  );
}

/** The program with its standard input open, and a reader of its outputs. */
function started(
  /** @type {readonly string[]} */ args,
  /** @type {string | undefined} */ given,
  /** @type {string} */ reader,
  more = {},
) {
  const child = start(args, more);
  child.stdin.on('error', () => {});
  if (reader === 'reads') {
    child.stdout.resume();
    child.stderr.resume();
  }
  if (reader === 'reads nothing on a closed stderr') child.stderr.destroy();
  // Standard input stays open: the writer is not done.
  if (given) child.stdin.write(given);
  return child;
}

/** An environment in which the certificate comes from a command. */
function secretFrom(/** @type {string} */ name, /** @type {readonly string[]} */ command) {
  mkdirSync(join(folder, name, 'agora-token'), { recursive: true });
  const own = { appId: env.AGORA_APP_ID, appCertificate: { command } };
  file(`${name}/agora-token/config.json`, JSON.stringify({ profiles: { own } }));
  return {
    XDG_CONFIG_HOME: join(folder, name),
    AGORA_TOKEN_PROFILE: 'own',
    AGORA_APP_ID: undefined,
    AGORA_APP_CERTIFICATE: undefined,
  };
}

async function signalsInEveryState() {
  const fifo = join(folder, 'fifo');
  spawnSync('mkfifo', [fifo]);
  // A secret's command takes the signals over for as long as it runs.
  const withCommand = secretFrom('own', ['echo', env.AGORA_APP_CERTIFICATE]);
  const withSlow = secretFrom('slow', ['sh', '-c', 'sleep 100']);
  const tokens = `${token}\n`.repeat(30_000);
  const some = readFileSync(rows, 'utf8').slice(0, 1_000_000);
  /** @type {[args: string[], input?: string | undefined, env?: object][]} */
  const runs = [
    [['generate', 'rtc', '--batch', rows]],
    [['generate', 'rtc', '--batch', '-'], some],
    [['generate', 'rtc', '--batch', '-']],
    [['generate', 'rtc', '--batch', '-', '--json'], some],
    [['generate', 'rtc', '--batch', fifo]],
    [['generate', 'rtc', '--batch', badRows, '--output', 'token']],
    [['decode', '--ndjson'], tokens],
    [['inspect', '--ndjson'], tokens],
    [['inspect', '--ndjson']],
    [['decode', '-']],
    [['redact', log]],
    [['redact', '-']],
    [['redact', '-'], tokens],
    [['renew', '-']],
    [['explain', '-']],
    [['diff', '-', token]],
    [['inspect', '--watch', token]],
    [['serve', '--port', '0', '--ndjson']],
    [['generate', 'rtc', '-c', 'a', '-u', '1', '--app-certificate-file', '-']],
    [['init', '--app-id', env.AGORA_APP_ID, '--app-certificate-file', '-']],
    [['redact', '-'], 'x\n', withCommand],
    [['inspect', '--ndjson'], tokens, withCommand],
    [['generate', 'rtc', '--batch', '-'], some, withCommand],
    [['generate', 'rtc', '-c', 'a', '-u', '1'], undefined, withSlow],
    [['redact', '-'], undefined, withSlow],
  ];
  const readers = /** @type {const} */ ([
    ['reads nothing', 'SIGINT'],
    ['reads', 'SIGTERM'],
    ['reads nothing on a closed stderr', 'SIGTERM'],
  ]);
  await section(
    'signals in every state of the pipes',
    runs.flatMap(([args, given, more]) =>
      readers.map(
        /** @returns {Case} */ ([reader, signal]) => [
          `${signal}, a reader that ${reader}: ${args.join(' ').replaceAll(folder, '')}${more ? ', with a secret from a command' : ''}`,
          async () => {
            const child = started(args, given, reader, more);
            await wait(UNDER_WAY);
            return endOf(child, signal);
          },
          { quick: true },
        ],
      ),
    ),
    12,
  );
  await section(
    'signals while an output was full before',
    [
      'inspect --watch "$TOKEN"',
      'serve --port 0',
      'serve --port 0 --ndjson',
      `generate rtc --batch ${rows}`,
    ].flatMap((command) =>
      ['stdout', 'stderr'].map(
        /** @returns {Case} */ (stream) => {
          // The pipe is full, and nobody reads it.
          const full = `{ head -c 65536 /dev/zero; exec "$NODE" "$BIN" ${command}${stream === 'stderr' ? ' 3>&1 1>/dev/null 2>&3' : ''}; } & echo $! >&2; wait $!`;
          return [
            `${command.replaceAll(folder, '')}: ${stream}`,
            async () => {
              const child = spawn('bash', ['-c', full], {
                cwd: place(),
                env: { ...env, ...TOKEN },
                stdio: ['ignore', 'pipe', 'pipe'],
              });
              const pid = await new Promise((resolve) =>
                child.stderr.once('data', (data) => resolve(Number(data))),
              );
              await wait(UNDER_WAY);
              const end = await endAfter(
                (each) => process.kill(pid, each),
                'SIGTERM',
                exitOf(child),
              );
              child.stdout.destroy();
              return end;
            },
            { quick: true },
          ];
        },
      ),
    ),
    12,
  );
  await section(
    'signals while it asks',
    /** @type {const} */ ([
      [['init'], /App ID/],
      [['generate', 'rtc'], /Channel/],
      [['generate'], /token/i],
      [['decode'], /Token/],
      [['inspect'], /Token/],
      [['profile', 'add', 'x'], /App ID/],
    ]).flatMap(([args, question]) =>
      signals.map(
        /** @returns {Case} */ (signal) => [
          `${signal}: ${args.join(' ')}`,
          async () => {
            const pty = spawnTerminal(process.execPath, [bin, ...args], {
              cwd: place(),
              env: { ...env, TERM: 'xterm' },
            });
            const exit = new Promise((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode)));
            let text = '';
            const asked = new Promise((resolve) => {
              pty.onData((data) => {
                text += data;
                if (question.test(text)) resolve(undefined);
              });
            });
            await Promise.race([asked, exit]);
            await wait(100);
            const end = await endAfter((each) => process.kill(pty.pid, each), signal, exit);
            return { ...end, stderr: text };
          },
          { code: 130, quick: true },
        ],
      ),
    ),
  );
  await section(
    'signals and what is left',
    signals.flatMap((signal) => [
      /** @type {Case} */ ([
        `${signal} during a batch: whole lines`,
        () =>
          during(['generate', 'rtc', '--batch', rows], async (child, firstOutput) => {
            await firstOutput;
            child.kill(signal);
          }),
        { code: 130, stdout: /\n$/ },
      ]),
      /** @type {Case} */ ([
        `${signal} during inspect --watch`,
        () =>
          during(['inspect', '--watch', token], async (child, firstOutput) => {
            await firstOutput;
            child.kill(signal);
          }),
        { code: 130 },
      ]),
    ]),
  );
}

/**
 * Starts `serve` on a free port.
 * @param {readonly string[]} args
 */
async function served(args = [], reader = 'reads') {
  const child = start(['serve', '--port', '0', ...args]);
  const errors = { text: '' };
  child.stderr.on('data', (data) => {
    errors.text += data;
  });
  const text = await new Promise((resolve) => {
    let all = '';
    const take = (/** @type {Buffer} */ data) => {
      all += data;
      if (!/:\d{4,5}/.test(all)) return;
      if (reader !== 'reads') child.stdout.off('data', take).pause();
      resolve(all);
    };
    child.stdout.on('data', take);
    child.once('close', () => resolve(all));
  });
  const port = Number(/:(\d{4,5})/.exec(text)?.[1]);
  return { child, port, errors };
}

/**
 * Sends bytes, and reads what comes until the server ends the connection.
 * @returns {Promise<string>}
 */
function sent(/** @type {number} */ port, /** @type {string | Buffer} */ bytes) {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (data) => {
      text += data.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
}

const get = (/** @type {string} */ target, headers = '') =>
  `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`;

async function serving() {
  const { child, port, errors } = await served(['--json']);
  const fine = async () => /200 OK[\s\S]*007/.test(await sent(port, get('/rtm/alice')));
  const post = (/** @type {string} */ more) =>
    `POST /getToken HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${more}`;
  /** @type {[name: string, bytes: string, status: RegExp][]} */
  const requests = [
    ['headers of 100 KiB', get('/ping', `X: ${'x'.repeat(100_000)}\r\n`), /^HTTP\/1\.1 431 /],
    ['10,000 headers', get('/ping', 'X: x\r\n'.repeat(10_000)), /^HTTP\/1\.1 (431|200) /],
    ['a URL of 100 KiB', get(`/${'x'.repeat(100_000)}`), /^HTTP\/1\.1 (414|431) /],
    ['a URL of 10 KiB', get(`/${'x'.repeat(10_000)}`), /^HTTP\/1\.1 (404|414|431) /],
    [
      'a body that is said to be large',
      post('Content-Length: 1000000000\r\n\r\n{'),
      /^HTTP\/1\.1 413 /,
    ],
    [
      'a body without an end',
      post(
        `Transfer-Encoding: chunked\r\n\r\n${'4000\r\n'.concat('x'.repeat(0x4000), '\r\n').repeat(100)}`,
      ),
      /^HTTP\/1\.1 413 /,
    ],
    [
      'deep JSON',
      post(`Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n${'['.repeat(60_000)}`),
      /^HTTP\/1\.1 400 /,
    ],
    ['a path that climbs', get('/../../../../etc/passwd'), /^HTTP\/1\.1 404 /],
    ['one that is encoded', get('/%2e%2e/%2e%2e/etc/passwd'), /^HTTP\/1\.1 404 /],
    ['encoded twice', get('/%252e%252e/etc/passwd'), /^HTTP\/1\.1 404 /],
    ['a NUL in a path', get('/rtm/a%00b'), /^HTTP\/1\.1 400 /],
    ['two slashes', get('//evil.example/rtm/alice'), /^HTTP\/1\.1 (403|404) /],
    [
      'a whole URL of another host',
      get('http://evil.example/rtm/alice'),
      /^HTTP\/1\.1 (400|403|404) /,
    ],
    [
      'a host that is elsewhere',
      'GET /rtm/alice HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 403 /,
    ],
    ['the page of the file system', get('/page.html/../package.json'), /^HTTP\/1\.1 404 /],
    ['names of the language', get('/__proto__/constructor'), /^HTTP\/1\.1 404 /],
  ];
  /** @type {Case[]} */
  const cases = requests.map(([name, bytes, status]) => [
    name,
    async () => {
      const text = await sent(port, bytes);
      return { status: text.slice(0, 40), stderr: text };
    },
    { status, stderr: /^(?![\s\S]*root:)/ },
  ]);
  await section('serve, and requests that are attacks', cases, 4);
  const slow = Array.from({ length: 400 }, (_, at) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(at % 2 ? 'GET /rtm/al' : post('Content-Length: 10\r\n\r\n{"a'));
    });
    return socket.on('error', () => {});
  });
  await wait(500);
  await section(
    'serve, and many clients',
    [
      [
        '400 slow ones keep nobody out',
        async () => {
          // Before long, the slow ones are cut off.
          for (let tries = 0; tries < 20; tries++) {
            if (await fine()) return { quick: true, stderr: errors.text };
            await wait(1000);
          }
          return { quick: false };
        },
        { quick: true },
      ],
      [
        'SIGTERM while they are in flight',
        () => endOf(child, 'SIGTERM'),
        { quick: true, early: false },
      ],
    ],
    1,
  );
  for (const socket of slow) socket.destroy();

  await section('serve, and its streams', [
    [
      'a port that is in use',
      async () => {
        const first = await served(['--json']);
        const second = await sh(`at serve --port ${first.port}`);
        await endOf(first.child, 'SIGTERM');
        return second;
      },
      { code: 3, stdout: '', stderr: /port \d+ is in use by another program\nhint: / },
    ],
    [
      'stdout closed from the start',
      async () => sh('"$NODE" "$BIN" serve --port 0 >&- & sleep 1; kill $!; wait $!; exit $?'),
      { code: 0 },
    ],
    [
      'stderr closed from the start',
      async () => sh('"$NODE" "$BIN" serve --port 0 2>&- & sleep 1; kill $!; wait $!; exit $?'),
      { code: 0, stdout: /Signing for/ },
    ],
    [
      'stdout on a full disk',
      () => sh(existsSync('/dev/full') ? 'at serve --port 0 --ndjson >/dev/full' : 'exit 1'),
      { code: 1 },
    ],
    [
      'nobody reads its lines',
      async () => {
        const unread = await served(['--ndjson', '--no-rate-limit'], 'reads nothing');
        const path = `/rtm/${'x'.repeat(60)}`;
        for (let round = 0; round < 20; round++) {
          const many = get(path).replace('Connection: close\r\n', '').repeat(199) + get(path);
          await sent(unread.port, many);
        }
        const status = linux ? readFileSync(`/proc/${unread.child.pid}/status`, 'utf8') : '';
        const mebibytes = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
        return { ...(await endOf(unread.child, 'SIGTERM')), small: mebibytes < 200, mebibytes };
      },
      { quick: true, small: true },
    ],
  ]);
}

async function clocks() {
  const TOO_LATE = /1970-01-01 to 2106-02-07/;
  /** @type {[name: string, now: string, code: number][]} */
  const generated = [
    ['before 1970', '-1', 2],
    ['after 2038', '2200000000', 0],
    ['just before the end of 32 bits', '4294963000', 0],
    ['so late that the token would end behind 32 bits', '4294967000', 2],
    ['after 2106', '2107-01-01T00:00:00Z', 2],
  ];
  /** @type {[name: string, now: string, code: number][]} */
  const inspected = [
    ['before 1970', '-1', 0],
    ['after 2038', '2200000000', 5],
    ['after 2106', '4400000000', 5],
  ];
  await section('clocks', [
    ...generated.map(
      /** @returns {Case} */ ([name, now, code]) => [
        `generate, clock ${name}`,
        () => sh(`at generate rtc -c a -u 1 --now=${now}`),
        { code, stderr: code === 0 ? '' : TOO_LATE },
      ],
    ),
    ...inspected.map(
      /** @returns {Case} */ ([name, now, code]) => [
        `inspect, clock ${name}`,
        () => sh(`at inspect "$TOKEN" --now=${now}`, TOKEN),
        { code },
      ],
    ),
  ]);
}

async function repositories() {
  const repository = (/** @type {string} */ make) => `mkdir -p repo/.git && cd repo && ${make}`;
  const add = `profile add x --app-id ${env.AGORA_APP_ID} --certificate-env X`;
  const places = [
    ['a FIFO', 'mkfifo .agora-tokenrc'],
    ['a gigabyte', 'truncate -s 1G .agora-tokenrc'],
    ['a link to itself', 'ln -s .agora-tokenrc .agora-tokenrc'],
    ...(existsSync('/proc/self/mem')
      ? ['/proc/self/mem', '/proc/self/pagemap', '/proc/kmsg', '/dev/zero'].map((to) => [
          `a link to ${to}`,
          `ln -s ${to} .agora-tokenrc`,
        ])
      : []),
  ];
  const own = '.config/agora-token';
  const profile = `{dev: {appId: ${env.AGORA_APP_ID}, appCertificate: {command: [touch, PWNED]}}}`;
  const command = `mkdir -p ${own} && echo 'profiles: ${profile}' > ${own}/config.yaml`;
  await section('files of a cloned repository', [
    ...places.flatMap(([name, make]) =>
      ['profile list', 'generate rtc -c a -u 1', 'doctor', add].map(
        /** @returns {Case} */ (line) => [
          `${line}: the config is ${name}`,
          () => sh(`${repository(`${make}`)} && at ${line}`),
          { code: 3 },
        ],
      ),
    ),
    ...['.', '$PWD', '$PWD/..'].map(
      /** @returns {Case} */ (home) => {
        const at = home.endsWith('..') ? `${command} && mkdir below && cd below` : command;
        const line = `HOME=${home} at generate rtc -c a -u 1 -p dev; code=$?; test ! -e PWNED && (exit $code)`;
        return [
          `HOME=${home} within the repository`,
          () => sh(`${repository(at)} && ${line}`),
          { code: 3, stdout: '' },
        ];
      },
    ),
  ]);
}

async function kills() {
  const kept = '# kept\nprofiles:\n  old: {}\n';
  const adding = ['profile', 'add', 'new', '--app-id', env.AGORA_APP_ID, '--certificate-env', 'X'];
  const after = await (async () => {
    const cwd = place();
    writeFileSync(join(cwd, 'kept.yaml'), kept);
    await during([...adding, '--config', 'kept.yaml'], async () => {}, cwd);
    return readFileSync(join(cwd, 'kept.yaml'), 'utf8');
  })();
  const tries = Array.from({ length: 30 }, (_, kill) => kill);
  await section(
    'a profile is added, and the program is ended',
    /** @type {const} */ (['SIGKILL', 'SIGTERM', 'SIGINT']).map((signal) => [
      `30 times ${signal}`,
      async () => {
        let torn = 0;
        const left = new Set();
        for (const kill of tries) {
          const cwd = place();
          const config = join(cwd, 'kept.yaml');
          writeFileSync(config, kept);
          await during(
            [...adding, '--config', 'kept.yaml'],
            async (child) => {
              await wait(20 + 5 * kill);
              child.kill(signal);
            },
            cwd,
          );
          if (![kept, after].includes(readFileSync(config, 'utf8'))) torn++;
          for (const name of readdirSync(cwd)) left.add(name);
        }
        // A program that is killed cannot tidy up.
        if (signal !== 'SIGKILL') left.delete('kept.yaml');
        else left.clear();
        return { torn, left: [...left].join(' ') };
      },
      { torn: 0, left: '' },
    ]),
  );
}

async function homes() {
  const run = 'at generate rtc -c a -u 1 | at inspect -';
  const home = join(folder, 'home');
  mkdirSync(home);
  chmodSync(home, 0o500);
  /** @type {[name: string, more: Record<string, string | undefined>][]} */
  const environments = [
    ['no HOME', { HOME: undefined }],
    ['a HOME that cannot be written', { HOME: home }],
    ['a HOME that is a file', { HOME: rows }],
    ['a HOME that is not there', { HOME: join(folder, 'nowhere') }],
    ['LANG=C', { LANG: 'C', LC_ALL: 'C' }],
    ['TERM=dumb', { TERM: 'dumb' }],
    ['COLUMNS=20', { COLUMNS: '20' }],
  ];
  await section('homes and terminals', [
    ...environments.map(
      /** @returns {Case} */ ([name, more]) => [name, () => sh(run, more), { code: 0, stderr: '' }],
    ),
    [
      'a working directory that was deleted',
      () => sh('mkdir gone && cd gone && rmdir ../gone && at decode "$TOKEN"', TOKEN),
      { code: 0, stderr: '' },
    ],
  ]);
}

const begun = performance.now();
try {
  await outputs();
  await input();
  await files();
  await memory();
  await signalsInEveryState();
  await serving();
  await clocks();
  await repositories();
  await kills();
  await homes();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${Math.round((performance.now() - begun) / 1000)} s`);
console.log(failures === 0 ? 'every fault is handled' : `${failures} faults are not handled`);
process.exitCode = failures === 0 ? 0 : 1;
