import { CliError, TokenError, UsageError } from '../../core/errors.js';
import { utf8Chunks } from '../../core/text/utf8.js';
import { MAX_TEXT_LENGTH } from '../../core/token/decode.js';
import type { InputStream } from '../context.js';
import type { Invocation } from '../invocation.js';

/**
 * The token that a command is about: the argument, else standard input where it is a pipe or asked
 * for with `-`, else the answer to a question on a terminal.
 *
 * @returns the text as given; what came from standard input is trimmed
 * @throws UsageError where there is none and nobody to ask; TokenError `too-large`
 */
export async function readToken(
  invocation: Invocation,
  argument: string | undefined = invocation.args[0],
): Promise<string> {
  const { ctx } = invocation;
  if (argument !== undefined && argument !== '-') return argument;
  if (argument === '-' || !ctx.stdin.isTTY) return readAll(ctx.stdin);
  if (!invocation.interactive) {
    throw new UsageError(
      'no token given',
      'Give the token as an argument, or pipe it in: echo "$TOKEN" | agora-token …',
    );
  }
  const prompter = await invocation.prompter();
  return (await prompter.input({ message: 'Token' })).trim();
}

/** @throws UsageError where the token and the certificate would both be read from standard input */
export function assertOneUseOfStdin({
  ctx,
  options,
  args,
}: Invocation<{ readonly appCertificateFile?: string }>): void {
  const tokenFromStdin = args[0] === '-' || (args[0] === undefined && !ctx.stdin.isTTY);
  if (options.appCertificateFile === '-' && tokenFromStdin) {
    throw new UsageError(
      'the token and the certificate cannot both come from standard input',
      'Give the token as an argument, or the certificate as a file.',
    );
  }
}

/** @throws UsageError where standard input would have to be read twice */
export function assertOneUseOfDash(args: readonly string[]): void {
  if (args.filter((argument) => argument === '-').length > 1) {
    throw new UsageError(
      'only one of the tokens can come from standard input',
      'For several tokens in a pipe, one a line, use --ndjson.',
    );
  }
}

/** All of standard input, trimmed; never more than a token can be. */
async function readAll(stdin: InputStream): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of utf8Chunks(stdinChunks(stdin))) {
    length += bytes.length;
    if (length > MAX_TEXT_LENGTH) {
      throw new TokenError(
        'too-large',
        'standard input holds more than 1 MiB, and no token is that long',
        'For many tokens, one a line, use --ndjson.',
      );
    }
    chunks.push(bytes);
  }
  return new TextDecoder().decode(Buffer.concat(chunks)).trim();
}

/**
 * Standard input in the pieces it comes in.
 * @param hint what to do where it cannot be read
 * @throws UsageError where it cannot be read: a directory, a closed descriptor
 */
export async function* stdinChunks(
  stdin: InputStream,
  hint = 'Pipe a token in, or give it as an argument.',
): AsyncGenerator<Uint8Array | string> {
  try {
    yield* stdin;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof CliError || typeof code !== 'string') throw error;
    throw new UsageError(`standard input cannot be read (${code})`, hint);
  }
}
