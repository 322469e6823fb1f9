import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { APP_ID, CERTIFICATE } from '../helpers/demo.js';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const HERE = fileURLToPath(new URL('.', import.meta.url));
export const MODULES = join(HERE, 'node_modules');

/** The package as it would be installed here: the folder of the project, as `npm run build` left it. */
const own = join(MODULES, 'agora-token-cli');
if (!existsSync(own)) symlinkSync(ROOT, own, 'junction');

export const ENV = {
  PATH: `${process.env.PATH}`,
  HOME: '/nonexistent',
  AGORA_APP_ID: APP_ID,
  AGORA_APP_CERTIFICATE: CERTIFICATE,
  SESSION_SECRET: 'for tests alone',
};

/** A folder from which the packages of this one are found, for as long as a test runs. */
export function workFolder(): string {
  const work = join(HERE, '.work');
  mkdirSync(work, { recursive: true });
  const folder = mkdtempSync(join(work, 'run-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A port that is free now, for programs that cannot take one of their own. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a server for a test, and waits until it prints its URL. */
export function started(
  command: string,
  args: readonly string[],
  { env = {}, cwd = HERE }: { env?: Record<string, string>; cwd?: string } = {},
): Promise<string> {
  const child = spawn(command, args, { cwd, env: { ...ENV, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      text += chunk;
      const url = /https?:\/\/[\w.:[\]]+:\d+/.exec(text)?.[0];
      if (url) resolve(url);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', reject);
    child.on('close', () => reject(new Error(`${command} ended: ${text}`)));
  });
}

/** Asks until somebody answers there, for programs that say nothing when they are ready. */
export async function answering(url: string): Promise<void> {
  for (;;) {
    try {
      await fetch(url);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
