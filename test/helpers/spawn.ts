import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type IPty, spawn as spawnTerminal } from '@lydell/node-pty';
import { folder } from './folder.js';

/** The built program, as `npm test` has built it. */
export const BIN = fileURLToPath(new URL('../../bin/agora-token.js', import.meta.url));

/** A project of nobody, in variables; of Agora's own test pair every command would warn. */
export const PROJECT_ENV = {
  AGORA_APP_ID: '5b7e2c9f41d84a06b3f2a8c61e9d7043',
  AGORA_APP_CERTIFICATE: 'c41f7a93d2e8460b95ac3e7d18f6b052',
};

/**
 * Nothing of the environment that the tests run in but what a program needs to start. Compiled code is
 * kept for the programs of one run of the tests: with it they start in two thirds of the time.
 */
export function bareEnv(env: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const homes = { HOME: '/nonexistent', XDG_CACHE_HOME: join(tmpdir(), 'cache') };
  return { ...Object.fromEntries(kept), ...homes, ...env };
}

interface SpawnOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
  readonly cwd?: string;
  readonly nodeOptions?: readonly string[];
  /** Another copy of it. */
  readonly bin?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the built program with pipes for its streams. */
export function start(
  args: readonly string[],
  { env, cwd = folder(), nodeOptions = [], bin = BIN }: SpawnOptions = {},
): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [...nodeOptions, bin, ...args], { cwd, env: bareEnv(env) });
}

/** Runs the built program to its end. */
export async function runBin(args: readonly string[], options: SpawnOptions = {}): Promise<Ended> {
  const child = start(args, options);
  const ended = ending(child);
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  return ended;
}

/** What a started program leaves behind. */
export function ending(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    output.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...output }));
  });
}

/** The built program on a pseudo-terminal. */
interface Terminal {
  /** Everything that has appeared on it. */
  readonly screen: () => string;
  type(keys: string): void;
  /** Resolves when the text has appeared; rejects after some seconds, with what appeared instead. */
  shows(text: string | RegExp): Promise<void>;
  readonly exit: Promise<number>;
  readonly pty: IPty;
}

export function onTerminal(
  args: readonly string[],
  options: SpawnOptions & {
    readonly columns?: number;
    /** A file that stdout goes to; by itself it is the terminal too. */
    readonly stdout?: string;
  } = {},
): Terminal {
  const { env = {}, cwd = folder(), columns = 100, stdout } = options;
  const words = [process.execPath, BIN, ...args];
  const [program = '', ...rest] =
    stdout === undefined ? words : ['sh', '-c', 'exec "$@" >"$STDOUT"', 'sh', ...words];
  const pty = spawnTerminal(program, rest, {
    cols: columns,
    rows: 40,
    cwd,
    env: bareEnv({ TERM: 'xterm-256color', ...(stdout && { STDOUT: stdout }), ...env }),
  });
  let text = '';
  const waiting = new Set<() => void>();
  pty.onData((data) => {
    text += data;
    for (const check of waiting) check();
  });
  const shows = (wanted: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(check);
        reject(new Error(`${wanted} did not appear, but: ${JSON.stringify(text.slice(-500))}`));
      }, 10_000);
      const check = () => {
        if (typeof wanted === 'string' ? !text.includes(wanted) : !wanted.test(text)) return;
        clearTimeout(timer);
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return {
    pty,
    screen: () => text,
    type: (keys) => pty.write(keys),
    shows,
    exit: new Promise((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode))),
  };
}
