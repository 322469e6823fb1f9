// How many tokens a second the server gives, next to a bare node:http server that signs with the
// library, in the same run, over keep-alive, asked by one process beside them.
//
//   npm run bench:server
//   npm run bench:server -- --memory     also the memory over 1,000,000 requests
//
// On a machine that others use too, rates and latencies say little; the processor's time a token does.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ENV = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  AGORA_APP_ID: '970CA35de60c44645bbae8a215061b33',
  AGORA_APP_CERTIFICATE: '5CFd2fd1755d40ecb72977518be15d3b',
};

/** The yardstick: what somebody writes who has the library and no framework. */
const BARE = `
import { createServer } from 'node:http';
import { signToken } from '${new URL('../../dist/index.js', import.meta.url).href}';
const secrets = {
  appId: process.env.AGORA_APP_ID,
  appCertificate: process.env.AGORA_APP_CERTIFICATE,
};
createServer((request, response) => {
  const [, , channel, role, , uid] = request.url.split('/').map(decodeURIComponent);
  const { token } = signToken({ kind: 'rtc', channel, role, uid }, secrets);
  const body = JSON.stringify({ rtcToken: token });
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}).listen(0, '127.0.0.1', function () {
  console.log(JSON.stringify({ url: 'http://127.0.0.1:' + this.address().port }));
});
`;

const SERVERS = {
  bare: ['--input-type=module', '-e', BARE],
  serve: [`${root}bin/agora-token.js`, 'serve', '--port', '0', '--ndjson', '--no-rate-limit'],
  quiet: [
    `${root}bin/agora-token.js`,
    'serve',
    '--port',
    '0',
    '--json',
    '--quiet',
    '--no-rate-limit',
  ],
};

function started(args) {
  const child = spawn(process.execPath, args, { env: ENV, stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk) => {
      text += chunk;
      const port = /"url": ?"http:\/\/[^"]*:(\d+)"/.exec(text)?.[1];
      if (!port) return;
      child.stdout.off('data', read).resume();
      resolve({ child, port: Number(port) });
    };
    child.stdout.on('data', read);
    child.on('close', () => reject(new Error(`it ended: ${text}`)));
  });
}

/** One connection, which asks again as soon as it is answered. */
function client(port, number, until, latencies) {
  const head = `GET /rtc/demo/publisher/uid/${number + 1} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    let sent = 0;
    const send = () => {
      sent = performance.now();
      socket.write(head);
    };
    socket.setNoDelay(true).setEncoding('latin1');
    socket.on('connect', send).on('error', reject);
    socket.on('data', (chunk) => {
      text += chunk;
      const end = text.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
      if (end < 0 || text.length < end + 4 + length) return;
      if (!text.startsWith('HTTP/1.1 200') || !text.includes('"rtcToken":"007')) {
        reject(new Error(`not a token: ${text.slice(0, 300)}`));
        return;
      }
      text = '';
      const now = performance.now();
      latencies.push(now - sent);
      if (now < until) send();
      else socket.end(() => resolve(undefined));
    });
  });
}

async function measure({ child, port }, { connections, seconds }) {
  const latencies = [];
  const before = processorTime(child.pid);
  const start = performance.now();
  const clients = Array.from({ length: connections }, (_, number) =>
    client(port, number, start + seconds * 1000, latencies),
  );
  await Promise.all(clients);
  const passed = (performance.now() - start) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (part) => latencies[Math.floor(part * (latencies.length - 1))];
  const microseconds = ((processorTime(child.pid) - before) * 1e6) / latencies.length;
  return { perSecond: latencies.length / passed, microseconds, p50: at(0.5), p99: at(0.99) };
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** What a process has used of processors so far, in seconds (Linux, 100 ticks a second). */
function processorTime(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Resident memory of a process, in MiB. */
function memory(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

export async function serverBench({
  rounds = 5,
  seconds = 2,
  connections = 50,
  requests = 0,
} = {}) {
  const servers = {};
  const results = {};
  try {
    for (const [name, args] of Object.entries(SERVERS)) servers[name] = await started(args);
    for (let round = 0; round <= rounds; round++) {
      for (const [name, server] of Object.entries(servers)) {
        const result = await measure(server, { connections, seconds });
        // The first round warms up.
        results[name] ??= [];
        if (round > 0) results[name].push(result);
      }
    }
    const summary = Object.fromEntries(
      Object.entries(results).map(([name, all]) => [
        name,
        Object.fromEntries(
          ['perSecond', 'microseconds', 'p50', 'p99'].map((key) => [
            key,
            median(all.map((each) => each[key])),
          ]),
        ),
      ]),
    );
    const grown = [];
    if (requests > 0) {
      const { child } = servers.quiet;
      const { perSecond } = summary.quiet;
      for (let part = 0; part < 5; part++) {
        await measure(servers.quiet, { connections, seconds: requests / 5 / perSecond });
        grown.push(memory(child.pid));
      }
    }
    return { summary, grown };
  } finally {
    for (const { child } of Object.values(servers)) {
      child.removeAllListeners('close').kill('SIGKILL');
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const requests = process.argv.includes('--memory') ? 1_000_000 : 0;
  const { summary, grown } = await serverBench({ requests });
  for (const [name, { perSecond, microseconds, p50, p99 }] of Object.entries(summary)) {
    console.log(
      `${name.padEnd(6)} ${perSecond.toFixed(0).padStart(6)} tokens/s  ${microseconds.toFixed(0)} µs of a processor each  p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms`,
    );
  }
  const { bare, quiet } = summary;
  console.log(
    `serve to bare: ${(quiet.perSecond / bare.perSecond).toFixed(2)} of the tokens, ${(quiet.microseconds / bare.microseconds).toFixed(2)} of the time`,
  );
  if (grown.length > 0)
    console.log(`MiB after each fifth: ${grown.map((mib) => mib.toFixed(0)).join(' ')}`);
}
