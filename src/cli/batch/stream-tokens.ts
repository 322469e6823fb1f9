import { EXIT, type ExitCode, UsageError } from '../../core/errors.js';
import type { InputStream } from '../context.js';
import { assertOneUseOfDash, stdinChunks } from '../input/read-token.js';
import type { Invocation } from '../invocation.js';
import type { Answers } from './answers.js';
import { inOrder } from './in-order.js';
import { type Line, lineBatches, TOO_LONG } from './lines.js';
import type { Job } from './pool.js';

/** Lines that are answered together: enough to make writing them, or handing them to a thread, cheap. */
const PIECE_LINES = 64;

/** From here on threads are worth their start. */
const THREADS_FROM_LINE = 4096;

/**
 * `--ndjson` of `decode` and `inspect`: a token a line in, a JSON document a line out.
 *
 * Every argument is answered, an empty one too; for `-`, or without any, standard input is read as it
 * arrives. A line of it is answered as soon as it is complete, a blank one is skipped, and memory
 * does not grow with the number of lines. What cannot be read gets its `ok: false` in its place.
 *
 * @param answer called for some tokens at a time, in order: arguments as they are, lines trimmed
 * @param job the same for threads, which take part where there are many
 * @returns the exit code of the first line that failed
 */
export async function streamTokens(
  invocation: Invocation,
  answer: (lines: readonly Line[]) => Answers | Promise<Answers>,
  job?: Job,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  let taken = 0;
  async function* pieces() {
    for await (const lines of batches(invocation)) {
      if (taken > 0) invocation.ctx.saveMemory();
      for (let start = 0; start < lines.length; start += PIECE_LINES) {
        const piece = lines.slice(start, start + PIECE_LINES);
        yield piece;
        taken += piece.length;
      }
    }
  }
  await inOrder(pieces(), {
    work: answer,
    open: async () => {
      if (job === undefined) return null;
      if (taken < THREADS_FROM_LINE) return undefined;
      return (await import('./pool.js')).openPool<readonly Line[], Answers>(job, true);
    },
    finish: async (first: Answers) => {
      for (let given = first; ; given = await answer(given.rest)) {
        if (exitCode === EXIT.ok) exitCode = given.exitCode;
        if (given.text.length > 0) await invocation.print(given.text);
        if (given.rest.length === 0) return;
        // Much is said about small tokens: megabytes of it would wait for the garbage collector.
        invocation.ctx.saveMemory();
      }
    },
  });
  return exitCode;
}

async function* batches({ args, ctx }: Invocation): AsyncGenerator<readonly Line[]> {
  assertOneUseOfDash(args);
  for (const argument of args) {
    if (argument === '-') yield* linesOfStdin(ctx.stdin);
    else yield [argument];
  }
  if (args.length > 0) return;
  if (ctx.stdin.isTTY) {
    throw new UsageError(
      '--ndjson reads tokens from standard input, which is a terminal here',
      'Redirect a file with a token a line: < tokens.txt',
    );
  }
  yield* linesOfStdin(ctx.stdin);
}

/** The lines of standard input, trimmed, without the blank ones. */
async function* linesOfStdin(stdin: InputStream): AsyncGenerator<readonly Line[]> {
  for await (const batch of lineBatches(stdinChunks(stdin))) {
    yield batch
      .map((line) => (line === TOO_LONG ? line : line.trim()))
      .filter((line) => line !== '');
  }
}
