import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type Ended, ending, PROJECT_ENV, runBin, start } from '../helpers/spawn.js';
import { contents } from '../helpers/token-server.js';

/** The built program as a server, on a free port. */

interface Served {
  readonly url: string;
  readonly port: number;
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
}

async function served(...args: readonly string[]): Promise<Served> {
  const child = start(['serve', '--port', '0', '--json', ...args], { env: PROJECT_ENV });
  const ended = ending(child);
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n}')) resolve(JSON.parse(text).url);
    });
    child.on('close', () => reject(new Error(`it ended: ${text}`)));
  });
  return { url, port: Number(new URL(url).port), child, ended };
}

describe.skipIf(process.platform === 'win32')('serve', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('answers until %s', async (signal) => {
    const { url, child, ended } = await served();
    const response = await fetch(`${url}/rtc/demo/publisher/uid/42/`, {
      headers: { origin: 'http://localhost:3000' },
    });
    const { rtcToken } = (await response.json()) as { rtcToken: string };
    expect(contents(rtcToken)).toBe('rtc demo 42 publisher; 3600 s');
    expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
    child.kill(signal);
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).toContain('rtc: channel "demo", uid 42, publisher');
    expect(stderr).not.toContain(rtcToken);
  });

  test('ends although a client keeps half a request open', async () => {
    const { port, child, ended } = await served();
    const socket = connect(port, '127.0.0.1', () => socket.write('POST /getToken HTTP/1.1\r\n'));
    socket.on('error', () => {});
    await new Promise((resolve) => socket.once('connect', resolve));
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });

  test('a port that is in use is said so, and no other one taken', async () => {
    const { port, child, ended } = await served();
    const second = await runBin(['serve', '--port', String(port)], { env: PROJECT_ENV });
    expect([second.code, second.stdout]).toEqual([3, '']);
    expect(second.stderr).toContain(`port ${port} is in use`);
    child.kill();
    expect((await ended).code).toBe(0);
  });

  test('nobody reads the events any more', async () => {
    const child = start(['serve', '--port', '0', '--ndjson'], { env: PROJECT_ENV });
    const ended = ending(child);
    const url = await new Promise<string>((resolve) => {
      child.stdout.once('data', (line) => resolve(JSON.parse(line).url));
    });
    child.stdout.destroy();
    await fetch(`${url}/rtm/alice`);
    await fetch(`${url}/rtm/alice`).catch(() => {});
    expect((await ended).code).toBe(0);
  });
});
