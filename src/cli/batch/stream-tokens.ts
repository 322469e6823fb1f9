import { EXIT, type ExitCode, UsageError } from '../../core/errors.js';
import type { InputStream } from '../context.js';
import { assertOneUseOfDash, stdinChunks } from '../input/read-token.js';
import type { Invocation } from '../invocation.js';
import type { Answers } from './answers.js';
import { type Line, lineBatches, TOO_LONG } from './lines.js';

/** Lines that are answered together: enough to make writing them cheap. */
const PIECE_LINES = 64;

/**
 * `--ndjson` of `decode` and `inspect`: a token a line in, a JSON document a line out.
 *
 * Every argument is answered, an empty one too; for `-`, or without any, standard input is read as it
 * arrives. A line of it is answered as soon as it is complete, a blank one is skipped, and memory
 * does not grow with the number of lines. What cannot be read gets its `ok: false` in its place.
 *
 * @param answer called for some tokens at a time, in order: arguments as they are, lines trimmed
 * @returns the exit code of the first line that failed
 */
export async function streamTokens(
  invocation: Invocation,
  answer: (lines: readonly Line[]) => Answers | Promise<Answers>,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  let pieces = 0;
  for await (const lines of batches(invocation)) {
    if (pieces++ > 0) invocation.ctx.saveMemory();
    for await (const given of answersTo(lines, answer)) {
      if (exitCode === EXIT.ok) exitCode = given.exitCode;
      if (given.text !== '') await invocation.print(given.text);
      // Much is said about small tokens: megabytes of it would wait for the garbage collector.
      if (given.rest.length > 0) invocation.ctx.saveMemory();
    }
  }
  return exitCode;
}

/** The answers to lines, some at a time. */
async function* answersTo(
  lines: readonly Line[],
  answer: (lines: readonly Line[]) => Answers | Promise<Answers>,
): AsyncGenerator<Answers> {
  for (let start = 0; start < lines.length; start += PIECE_LINES) {
    let rest: readonly Line[] = lines.slice(start, start + PIECE_LINES);
    while (rest.length > 0) {
      const given = await answer(rest);
      yield given;
      rest = given.rest;
    }
  }
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
