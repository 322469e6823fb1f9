import { type ExecFileOptionsWithStringEncoding, execFile } from 'node:child_process';
import { ConfigError } from '../../core/errors.js';
import { safeText } from '../../core/text/safe-text.js';
import type { Context } from '../context.js';
import { code } from './files.js';

/** Long enough for a password manager that asks for a touch, short enough for a CI job. */
const LIMIT_MILLISECONDS = 10_000;
const MAX_OUTPUT_BYTES = 64 * 1024;

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
  const [program = '', ...args] = command;
  const shown = safeText(program);
  const options = {
    cwd: folder,
    env: ctx.env as NodeJS.ProcessEnv,
    timeout: limitMilliseconds,
    killSignal: 'SIGKILL',
    maxBuffer: MAX_OUTPUT_BYTES,
    encoding: 'utf8',
    windowsHide: true,
    shell: false,
  } as const;
  const printed = await output(program, args, options).catch((error: Error) => {
    const what = `${source}: ${shown} ${failure(error, limitMilliseconds)}`;
    throw new ConfigError(what, hint(error, shown));
  });
  const line = printed.split(/\r\n|\r|\n/, 1)[0]?.trim() ?? '';
  if (line !== '') return line;
  throw new ConfigError(
    `${source}: the first line that ${shown} printed is empty`,
    'Run the command by hand; it must print the secret on its first line.',
  );
}

/** @throws Error that may show the words of the command */
function output(
  program: string,
  args: readonly string[],
  options: ExecFileOptionsWithStringEncoding,
): Promise<string> {
  return new Promise((resolve, reject) => {
    // What no program can be started with is thrown at once, by an error that shows the words.
    const child = execFile(program, args, options, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
    // A program that reads standard input meets its end instead of waiting.
    child.stdin?.end();
  });
}

function failure(
  error: Error & { killed?: boolean; signal?: NodeJS.Signals | null },
  limitMilliseconds: number,
): string {
  const why = code(error);
  if (why === 'ENOENT') return 'was not found';
  if (why === 'EACCES') return 'may not be run: permission denied';
  if (why === 'ERR_INVALID_ARG_VALUE') return 'may not be run: a word of it holds a NUL character';
  if (why === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'printed too much';
  if (error.killed) return `gave no answer within ${limitMilliseconds / 1000} seconds`;
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
