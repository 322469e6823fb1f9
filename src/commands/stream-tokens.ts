import type { InputStream } from '../context.js';
import { EXIT, type ExitCode, TokenError, UsageError } from '../errors.js';
import type { Invocation } from '../invocation.js';
import { type Line, lineBatches, TOO_LONG } from '../lines.js';
import { document, failure } from '../output/json.js';
import { assertOneUseOfDash, stdinChunks } from './input.js';

/** What is said about one token: a JSON document, and the exit code it would have alone. */
export interface Answer {
  readonly json: unknown;
  readonly exitCode: ExitCode;
}

/** Output is handed over in pieces of about this many characters. */
const FLUSH_LENGTH = 64 * 1024;

/**
 * `--ndjson` of `decode` and `inspect`: a token a line in, a JSON document a line out.
 *
 * Every argument is answered, an empty one too; for `-`, or without any, standard input is read as it
 * arrives. A line of it is answered as soon as it is complete, a blank one is skipped, and memory
 * does not grow with the number of lines. What cannot be read gets its `ok: false` in its place.
 *
 * @param answer called for each token in order, with the argument as it is or the line trimmed; a
 *   TokenError it throws becomes the answer, any other error ends the run
 * @param unreadable the document that stands for a line that cannot be read
 * @returns the exit code of the first line that failed
 */
export async function streamTokens(
  invocation: Invocation,
  answer: (text: string) => Answer | Promise<Answer>,
  unreadable: (error: TokenError) => unknown = failure,
): Promise<ExitCode> {
  const asAnswer = (error: unknown): Answer => {
    if (!(error instanceof TokenError)) throw error;
    return { json: unreadable(error), exitCode: error.exitCode };
  };
  let exitCode: ExitCode = EXIT.ok;
  let out = '';
  const flush = async () => {
    const text = out;
    out = '';
    if (text) await invocation.print(text);
  };
  for await (const batch of batches(invocation)) {
    for (const text of batch) {
      const answered = answerLine(text, answer, asAnswer);
      const { json, exitCode: code } = answered instanceof Promise ? await answered : answered;
      out += document(json, true);
      if (exitCode === EXIT.ok) exitCode = code;
      if (out.length >= FLUSH_LENGTH) await flush();
    }
    await flush();
  }
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

function answerLine(
  text: Line,
  answer: (text: string) => Answer | Promise<Answer>,
  asAnswer: (error: unknown) => Answer,
): Answer | Promise<Answer> {
  try {
    if (text === TOO_LONG) {
      throw new TokenError('too-large', 'the line is longer than 1 MiB, and no token is');
    }
    const answered = answer(text);
    return answered instanceof Promise ? answered.catch(asAnswer) : answered;
  } catch (error) {
    return asAnswer(error);
  }
}
