import { spawn } from 'node:child_process';
import { ConfigError, InterruptedError } from '../../core/errors.js';
import type { Context } from '../context.js';
import { code } from './files.js';
import { shownPath } from './hex32.js';
import { withoutSecrets } from './without-secrets.js';

/** Long enough for a password manager that asks for a touch, short enough for a CI job. */
const LIMIT_MILLISECONDS = 10_000;
const MAX_OUTPUT_BYTES = 64 * 1024;

/** How long a command may go on after its first line, before it is ended. */
const GRACE_MILLISECONDS = 1000;

/**
 * The first line that a program prints. It runs without a shell, in the folder of the config that
 * names it, with the terminal's standard error out of reach: what it says could hold the secret.
 * @param source the key that names the command, for messages
 * @throws ConfigError for every failure, without a word of the output
 */
export async function commandOutput(
  command: readonly string[],
  source: string,
  ctx: Context,
  folder: string,
  limitMilliseconds = LIMIT_MILLISECONDS,
): Promise<string> {
  const [program = ''] = command;
  const shown = shownPath(program);
  if (isShownByNode(ctx)) {
    throw new ConfigError(
      `${source}: NODE_DEBUG would show the words of the command, which may be secret`,
      'Unset NODE_DEBUG, or leave child_process out of it.',
    );
  }
  // Only until it has ended: later, a signal ends the program at once, as without a command.
  const reading = ctx.shielded((signal) =>
    firstLine(command, folder, ctx, limitMilliseconds, signal),
  );
  const printed = await reading.catch((error: Error) => {
    if (error instanceof InterruptedError) throw error;
    const what = `${source}: ${shown} ${failure(error, limitMilliseconds)}`;
    throw new ConfigError(what, hint(error, shown));
  });
  const line = printed.trim();
  if (line !== '') return line;
  throw new ConfigError(
    `${source}: the first line that ${shown} printed is empty`,
    'Run the command by hand; it must print the secret on its first line.',
  );
}

/** Whether Node.js writes what it starts to standard error. */
const isShownByNode = ({ env }: Context) =>
  Boolean(env.NODE_DEBUG) &&
  process.getBuiltinModule('node:util').debuglog('child_process').enabled;

/** Why a command was ended before it was done. */
class StoppedError extends Error {
  constructor(readonly code: 'TIMEOUT' | 'OUTPUT') {
    super();
  }
}

/**
 * The first line that a command prints, once it has ended; what it started and left behind may keep
 * its output open. A command that goes on after its line is ended, with all that it started.
 * @throws Error that may show the words of the command
 */
function firstLine(
  [program = '', ...args]: readonly string[],
  cwd: string,
  ctx: Context,
  limitMilliseconds: number,
  interruption: AbortSignal,
): Promise<string> {
  const windows = ctx.platform === 'win32';
  return new Promise((resolve, reject) => {
    // What no program can be started with is thrown at once, by an error that shows the words.
    const child = spawn(program, args, {
      cwd,
      env: withoutSecrets(ctx.env),
      // A program that reads standard input meets its end instead of waiting.
      stdio: ['ignore', 'pipe', 'ignore'],
      // A group of its own, so that all of it can be ended.
      detached: !windows,
      windowsHide: true,
    });
    const end = () => {
      try {
        if (windows || child.pid === undefined) child.kill('SIGKILL');
        else process.kill(-child.pid, 'SIGKILL');
      } catch {}
    };
    let printed = '';
    let grace: NodeJS.Timeout | undefined;
    const settle = (act: () => void) => {
      clearTimeout(limit);
      clearTimeout(grace);
      interruption.removeEventListener('abort', interrupt);
      child.stdout.destroy();
      child.unref();
      act();
    };
    const stop = (error: Error) => {
      end();
      settle(() => reject(error));
    };
    const interrupt = () => stop(new InterruptedError());
    const limit = setTimeout(() => stop(new StoppedError('TIMEOUT')), limitMilliseconds);
    if (interruption.aborted) interrupt();
    interruption.addEventListener('abort', interrupt);
    const line = () => LINE.exec(printed)?.[1];
    const succeed = () => settle(() => resolve(line() ?? printed));
    const endWell = () => {
      end();
      succeed();
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.length > MAX_OUTPUT_BYTES) stop(new StoppedError('OUTPUT'));
      else if (line() !== undefined) grace ??= setTimeout(endWell, GRACE_MILLISECONDS);
    });
    child.on('error', (error) => settle(() => reject(error)));
    child.on('exit', (code, signal) => {
      if (code !== 0) return settle(() => reject(Object.assign(new Error(), { code, signal })));
      // Its last words may not have arrived yet.
      if (line() !== undefined || child.stdout.readableEnded) return succeed();
      child.stdout.on('end', succeed);
    });
  });
}

const LINE = /^([^\r\n]*)[\r\n]/;

function failure(
  error: Error & { signal?: NodeJS.Signals | null },
  limitMilliseconds: number,
): string {
  const why = code(error);
  if (why === 'ENOENT') return 'was not found';
  if (why === 'EACCES') return 'may not be run: permission denied';
  if (why === 'ERR_INVALID_ARG_VALUE') return 'cannot be run: a word of it has a NUL character';
  if (why === 'OUTPUT') return 'printed too much';
  if (why === 'TIMEOUT') return `gave no answer within ${limitMilliseconds / 1000} seconds`;
  if (error.signal) return `was ended by ${error.signal}`;
  return /^\d+$/.test(why) ? `failed with exit code ${why}` : `could not be run (${why})`;
}

function hint(error: Error, shown: string): string {
  switch (code(error)) {
    case 'ENOENT':
      return `Install ${shown}, or give its whole path.`;
    case 'ERR_INVALID_ARG_VALUE':
      return 'Correct the command in the config.';
    default:
      return 'Run the command by hand to see what it says.';
  }
}
