// Breaks what a program can lean on, one thing at a time, and checks that it ends as it should:
//   npm run faults
// It drives the built program from a POSIX shell.
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';

const bin = fileURLToPath(new URL('../bin/agora-token.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'agora-token-faults-'));
const env = {
  PATH: process.env.PATH,
  HOME: folder,
  NODE: process.execPath,
  BIN: bin,
  AGORA_APP_ID: 'fa0175fa0175fa0175fa0175fa0175fa',
  AGORA_APP_CERTIFICATE: 'c0ffee19d4b2a7e8536f01badcafe942',
};

let failures = 0;

/** @param expected the exit code, and what the streams must hold (a RegExp) or be (a text) */
function expect(name, actual, expected) {
  const wrong = Object.entries(expected).filter(([key, wanted]) =>
    wanted instanceof RegExp ? !wanted.test(actual[key]) : actual[key] !== wanted,
  );
  // Whatever happens, nobody is shown a stack.
  if (/\n {4}at /.test(actual.stderr)) wrong.push(['stderr', 'no stack']);
  console.log(`${wrong.length === 0 ? 'ok' : 'FAILED'}: ${name}`);
  for (const [key, wanted] of wrong) {
    console.log(`  ${key}: expected ${wanted}, got ${JSON.stringify(actual[key])?.slice(0, 400)}`);
  }
  if (wrong.length > 0) failures++;
}

/** Runs a line of bash; `at` is the program. The code is that of the first program of a pipe. */
function sh(line, more = {}) {
  const script = `at() { "$NODE" "$BIN" "$@"; }; ${line}; exit "\${PIPESTATUS[0]}"`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: folder,
    env: { ...env, ...more },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  return { code: status, stdout, stderr };
}

/** Starts the program, does something to it, and waits for its end. */
async function during(args, act) {
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env });
  const result = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => {
    result.stdout += data;
  });
  child.stderr.on('data', (data) => {
    result.stderr += data;
  });
  child.stdin.on('error', () => {});
  const closed = new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ ...result, code: code ?? signal }));
  });
  const firstOutput = new Promise((resolve) => child.stdout.once('data', resolve));
  await act(child, firstOutput);
  return closed;
}

/** A second, and what starting and ending a process takes where the machine does other things too. */
const SECOND = 1500;

/** @returns how many milliseconds after a signal the program ended; none where it had ended before */
async function ends(args, input, reads, signal) {
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env });
  child.stdin.on('error', () => {});
  const exited = new Promise((resolve) => child.once('exit', resolve));
  if (reads) {
    child.stdout.resume();
    child.stderr.resume();
  }
  // Standard input stays open: the writer is not done.
  if (input) child.stdin.write(input);
  await wait(1500);
  const start = performance.now();
  child.kill(signal);
  const late = globalThis.setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exited;
  const took = Math.round(performance.now() - start);
  clearTimeout(late);
  for (const stream of child.stdio) stream?.destroy();
  return took;
}

const token = sh('at generate rtc -c demo -u 42').stdout.trim();
const TOKEN = { TOKEN: token };
const rows = join(folder, 'rows.ndjson');
writeFileSync(
  rows,
  Array.from({ length: 200_000 }, (_, uid) => `{"channel":"a","uid":${uid}}\n`).join(''),
);

try {
  console.log('# closed and full outputs');
  expect('a reader that leaves early', sh(`at generate rtc --batch ${rows} | head -1`), {
    code: 0,
    stderr: '',
  });
  expect('a reader of help that leaves', sh('at help generate rtc | head -1'), {
    code: 0,
    stderr: '',
  });
  expect('stdout closed from the start', sh('at decode "$TOKEN" >&-', TOKEN), {
    code: 0,
    stdout: '',
  });
  if (existsSync('/dev/full')) {
    expect('stdout on a full disk', sh('at decode "$TOKEN" > /dev/full', TOKEN), {
      code: 1,
      stderr: /no space left|ENOSPC/i,
    });
    for (const command of ['decode "$TOKEN" --json', 'decode "$TOKEN" --ndjson', '--version']) {
      expect(`stdout of ${command} on a full disk`, sh(`at ${command} > /dev/full`, TOKEN), {
        code: 1,
        stderr: /no space left/,
      });
    }
    expect(
      'GITHUB_OUTPUT on a full disk',
      sh('at generate rtc -c a -u 1 --output github', { GITHUB_OUTPUT: '/dev/full' }),
      { code: 3, stderr: /GITHUB_OUTPUT/ },
    );
  }
  for (const closed of ['2>/dev/null', '2>&-']) {
    const outputs = join(folder, 'outputs');
    writeFileSync(outputs, '');
    const line = `at generate rtc -c a -u 1 --output github ${closed}; code=$?; test ! -s outputs && (exit $code)`;
    expect(`the mask of GITHUB_OUTPUT with ${closed}`, sh(line, { GITHUB_OUTPUT: outputs }), {
      code: 3,
    });
  }
  expect(
    'GITHUB_OUTPUT in a folder that is not there',
    sh('at generate rtc -c a -u 1 --output github', {
      GITHUB_OUTPUT: join(folder, 'nowhere', 'file'),
    }),
    { code: 3, stderr: /GITHUB_OUTPUT/ },
  );

  console.log('# broken input');
  expect('stdin closed from the start', sh('at decode - <&-'), { code: 4 });
  expect(
    'stdin that ends within the token',
    sh('at decode - <<< "$CUT"', { CUT: token.slice(0, 60) }),
    { code: 4, stderr: /cut short/ },
  );
  expect('stdin that is a folder', sh('at decode - < .'), {
    code: 2,
    stderr: /EISDIR/,
  });
  expect(
    'a writer that is killed within a line',
    await during(['decode', '--ndjson'], async (child) => {
      child.stdin.write(`${token}\n${token.slice(0, 50)}`);
      await wait(300);
      child.stdin.destroy();
    }),
    { code: 4, stdout: /"ok":true[\s\S]*"ok":false/ },
  );

  if (process.platform === 'linux') {
    console.log('# limits');
    const few = join(folder, 'few.ndjson');
    writeFileSync(few, '{"channel":"a","uid":1}\n'.repeat(3000));
    const batch = `at generate rtc --output token --batch ${few}`;
    expect('a limit on addresses', sh(`ulimit -v 2000000; ${batch}`), {
      code: 0,
      stderr: /signed 3000 tokens/,
    });
    expect('a limit on open files', sh(`ulimit -n 24; ${batch}`), { code: 0 });
  }

  console.log('# memory for hostile tokens');
  const hook = join(folder, 'memory.cjs');
  const peak = join(folder, 'peak');
  writeFileSync(
    hook,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));`,
  );
  const service = (privileges, name = 'a') => {
    const count = Buffer.from([1, 0, privileges & 255, privileges >> 8]);
    const pairs = Array.from({ length: privileges }, (_, at) => [at & 255, at >> 8, 9, 0, 0, 0]);
    const text = Buffer.from([name.length & 255, name.length >> 8, ...Buffer.from(name)]);
    return Buffer.concat([count, Buffer.from(pairs.flat()), text, Buffer.from([0, 0])]);
  };
  const hostile = (services) => {
    const id = Buffer.from(env.AGORA_APP_ID);
    const head = [Buffer.from([32, 0]), Buffer.alloc(32), Buffer.from([32, 0]), id];
    const rest = [Buffer.alloc(12, 1), Buffer.from([services.length & 255, services.length >> 8])];
    return `007${deflateSync(Buffer.concat([...head, ...rest, ...services])).toString('base64')}`;
  };
  for (const [name, text] of [
    ['4,000 privileges', hostile([service(4000)])],
    ['500 services', hostile(Array.from({ length: 500 }, () => service(7)))],
    ['30,000 control characters', hostile([service(1, '\x1b'.repeat(30_000))])],
    ['what inflates to 100 MB', `007${deflateSync(Buffer.alloc(1e8)).toString('base64')}`],
    ['a million brackets', '['.repeat(1 << 20)],
    ['a million characters of 007', '007eJx'.repeat(170_000)],
  ]) {
    for (const command of ['decode', 'inspect']) {
      for (const [args, times] of [
        ['--json -', 1],
        ['--ndjson', text.length > 500_000 ? 2 : 60],
      ]) {
        writeFileSync(join(folder, 'hostile'), `${text}\n`.repeat(Number(times)));
        rmSync(peak, { force: true });
        const line = `at ${command} ${args} < hostile > /dev/null`;
        const { stderr } = sh(line, { NODE_OPTIONS: `--require ${hook}` });
        const mebibytes = Math.round(Number(readFileSync(peak, 'utf8')) / 1024);
        const what = `${command} ${args}: ${name}, ${times} times`;
        expect(what, { within: mebibytes < 200, mebibytes, stderr }, { within: true });
      }
    }
  }

  console.log('# signals');
  const fifo = join(folder, 'fifo');
  spawnSync('mkfifo', [fifo]);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    expect(
      `${signal} during a batch`,
      await during(['generate', 'rtc', '--batch', rows], async (child, firstOutput) => {
        await firstOutput;
        child.kill(signal);
      }),
      { code: 130, stdout: /\n$/ },
    );
    expect(
      `${signal} while a FIFO has no writer`,
      await during(['generate', 'rtc', '--batch', fifo], async (child) => {
        await wait(1000);
        child.kill(signal);
      }),
      { code: 130, stdout: '' },
    );
    expect(
      `${signal} during inspect --watch`,
      await during(['inspect', '--watch', token], async (child, firstOutput) => {
        await firstOutput;
        child.kill(signal);
      }),
      { code: 130 },
    );
  }

  console.log('# signals in every state of the pipes');
  const log = join(folder, 'long.log');
  writeFileSync(log, `a line of a log with ${token} in it\n`.repeat(100_000));
  const tokens = `${token}\n`.repeat(30_000);
  for (const [args, input] of [
    [['generate', 'rtc', '--batch', rows]],
    [['generate', 'rtc', '--batch', '-'], readFileSync(rows)],
    [['generate', 'rtc', '--batch', '-']],
    [['decode', '--ndjson'], tokens],
    [['inspect', '--ndjson'], tokens],
    [['inspect', '--ndjson']],
    [['decode', '-']],
    [['redact', log]],
    [['redact', '-']],
    [['renew', '-']],
    [['explain', '-']],
    [['inspect', '--watch', token]],
    [['serve', '--port', '0', '--ndjson']],
    [['generate', 'rtc', '-c', 'a', '-u', '1', '--app-certificate-file', '-']],
    [['init', '--app-id', env.AGORA_APP_ID, '--app-certificate-file', '-']],
  ]) {
    for (const [reader, signal] of [
      ['stands still', 'SIGINT'],
      ['reads', 'SIGTERM'],
    ]) {
      const ended = await ends(args, input, reader === 'reads', signal);
      const name = `${signal}, a reader that ${reader}: ${/** @type {any} */ (args).join(' ').replaceAll(folder, '')}`;
      expect(name, { ended: ended < SECOND, milliseconds: ended, stderr: '' }, { ended: true });
    }
  }

  console.log('# clocks');
  const TOO_LATE = /1970-01-01 to 2106-02-07/;
  for (const [name, now, code] of [
    ['before 1970', '-1', 2],
    ['after 2038', '2200000000', 0],
    ['just before the end of 32 bits', '4294963000', 0],
    ['so late that the token would end behind 32 bits', '4294967000', 2],
    ['after 2106', '2107-01-01T00:00:00Z', 2],
  ]) {
    const result = sh(`at generate rtc -c a -u 1 --now=${now}`);
    expect(`generate, clock ${name}`, result, { code, stderr: code === 0 ? '' : TOO_LATE });
  }
  for (const [name, now, code] of [
    ['before 1970', '-1', 0],
    ['after 2038', '2200000000', 5],
    ['after 2106', '4400000000', 5],
  ]) {
    expect(`inspect, clock ${name}`, sh(`at inspect "$TOKEN" --now=${now}`, TOKEN), { code });
  }

  console.log('# files of a cloned repository');
  const repository = (make) => `rm -rf repo && mkdir -p repo/.git && cd repo && ${make}`;
  const add = `profile add x --app-id ${env.AGORA_APP_ID} --certificate-env X`;
  for (const [name, make] of [
    ['a FIFO', 'mkfifo .agora-tokenrc'],
    ['a gigabyte', 'truncate -s 1G .agora-tokenrc'],
    ['a link to itself', 'ln -s .agora-tokenrc .agora-tokenrc'],
    ...(existsSync('/proc/self/mem')
      ? ['/proc/self/mem', '/proc/self/pagemap', '/proc/kmsg', '/dev/zero'].map((file) => [
          `a link to ${file}`,
          `ln -s ${file} .agora-tokenrc`,
        ])
      : []),
  ]) {
    for (const command of ['profile list', 'generate rtc -c a -u 1', 'doctor', add]) {
      expect(`${command}: the config is ${name}`, sh(`${repository(make)} && at ${command}`), {
        code: 3,
      });
    }
  }
  const own = '.config/agora-token';
  const profile = `{dev: {appId: ${env.AGORA_APP_ID}, appCertificate: {command: [touch, PWNED]}}}`;
  const command = `mkdir -p ${own} && echo 'profiles: ${profile}' > ${own}/config.yaml`;
  for (const home of ['.', '$PWD', '$PWD/..']) {
    const place = home.endsWith('..') ? `${command} && mkdir below && cd below` : command;
    const line = `HOME=${home} at generate rtc -c a -u 1 -p dev; code=$?; test ! -e PWNED && (exit $code)`;
    expect(`HOME=${home} within the repository`, sh(`${repository(place)} && ${line}`), {
      code: 3,
      stdout: '',
    });
  }

  console.log('# a profile is added, and the program is killed');
  const config = join(folder, 'kept.yaml');
  const kept = '# kept\nprofiles:\n  old: {}\n';
  const adding = ['profile', 'add', 'new', '--app-id', env.AGORA_APP_ID, '--certificate-env', 'X'];
  const after = await (async () => {
    writeFileSync(config, kept);
    await during([...adding, '--config', config], async () => {});
    return readFileSync(config, 'utf8');
  })();
  let torn = 0;
  for (let kill = 0; kill < 40; kill++) {
    writeFileSync(config, kept);
    await during([...adding, '--config', config], async (child) => {
      await wait(20 + 5 * kill);
      child.kill('SIGKILL');
    });
    if (![kept, after].includes(readFileSync(config, 'utf8'))) torn++;
    rmSync(`${config}.lock`, { force: true });
  }
  expect('40 kills', { torn, stderr: '' }, { torn: 0 });

  console.log('# homes and terminals');
  const run = 'at generate rtc -c a -u 1 | at inspect -';
  expect('no HOME', sh(`unset HOME; ${run}`), { code: 0, stderr: '' });
  const home = join(folder, 'home');
  mkdirSync(home);
  chmodSync(home, 0o500);
  expect('a HOME that cannot be written', sh(run, { HOME: home }), { code: 0, stderr: '' });
  expect('a HOME that is a file', sh(run, { HOME: rows }), { code: 0, stderr: '' });
  expect('a HOME that is not there', sh(run, { HOME: join(folder, 'nowhere') }), {
    code: 0,
    stderr: '',
  });
  expect('LANG=C', sh(run, { LANG: 'C', LC_ALL: 'C' }), { code: 0, stderr: '' });
  expect('TERM=dumb', sh(run, { TERM: 'dumb' }), { code: 0, stderr: '' });
  expect('COLUMNS=20', sh(run, { COLUMNS: '20' }), { code: 0, stderr: '' });
  expect(
    'a working directory that was deleted',
    sh('mkdir gone && cd gone && rmdir ../gone && at decode "$TOKEN"', TOKEN),
    { code: 0, stderr: '' },
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(failures === 0 ? 'all faults are borne' : `${failures} faults are not borne`);
process.exitCode = failures === 0 ? 0 : 1;
