import { CliError, orTokenError, TokenError, UsageError } from '../../core/errors.js';
import { isAlone } from '../../core/paste/alone.js';
import { utf8Chunks, utf8Text } from '../../core/text/utf8.js';
import { decodeText, MAX_TEXT_LENGTH } from '../../core/token/decode.js';
import type { ParsedToken } from '../../core/token/model.js';
import { nodeRuntime } from '../../core/token/node-runtime.js';
import type { InputStream } from '../context.js';
import type { Invocation } from '../invocation.js';
import type { Given, Origin } from './given.js';

/**
 * The tokens that a command is about: those in each argument, else those in standard input where it is
 * a pipe or asked for with `-`, else the answer to a question on a terminal. An argument that is no
 * token may name a file; what is neither is searched for tokens.
 *
 * @returns at least one for each argument, in order; in the place of what cannot be read its error
 * @throws UsageError where there is nothing to read and nobody to ask, or a file cannot be read
 */
export async function readTokens(
  invocation: Invocation,
  args: readonly string[] = invocation.args,
): Promise<readonly (Given | TokenError)[]> {
  assertOneUseOfDash(args);
  const given: (Given | TokenError)[] = [];
  for (const argument of args.length > 0 ? args : [undefined]) {
    try {
      given.push(...(await tokensIn(invocation, argument)));
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      given.push(error);
    }
  }
  return given;
}

/**
 * The tokens in one argument, else in standard input.
 * @returns at least one
 * @throws TokenError where there is none; UsageError as above
 */
export async function tokensIn(
  invocation: Invocation,
  argument: string | undefined = invocation.args[0],
): Promise<readonly Given[]> {
  const { ctx } = invocation;
  if (argument === '-' || (argument === undefined && !ctx.stdin.isTTY)) {
    return readChunks(stdinChunks(ctx.stdin), { name: 'standard input' }, invocation);
  }
  const text = argument ?? (await ask(invocation));
  const whole = tryDecode(text);
  if (!(whole instanceof TokenError) && isAlone(text, whole)) return [{ parsed: whole }];
  // What follows is loaded for what is not a token, which most arguments are.
  const { fileNamed, searchText } = await import('./search.js');
  const file = whole instanceof TokenError ? fileNamed(text, invocation) : undefined;
  if (file) return readChunks(file.chunks, file, invocation);
  return searchText(text, undefined, whole, { name: 'the argument' }, invocation);
}

async function ask(invocation: Invocation): Promise<string> {
  if (!invocation.interactive) {
    throw new UsageError(
      'no token given',
      'Give the token as an argument, or pipe it in: echo "$TOKEN" | agora-token …',
    );
  }
  const prompter = await invocation.prompter();
  return (await prompter.input({ message: 'Token' })).trim();
}

async function readChunks(
  chunks: AsyncIterable<Uint8Array | string>,
  origin: Origin,
  invocation: Invocation,
): Promise<readonly Given[]> {
  const pieces = textPieces(chunks, origin);
  let text = '';
  for (let end = false; !end && text.length <= MAX_TEXT_LENGTH; ) {
    const piece = await pieces.next();
    if (piece.done) end = true;
    else text += piece.value;
  }
  const isAll = text.length <= MAX_TEXT_LENGTH;
  const whole = isAll ? tryDecode(text.trim()) : undefined;
  if (whole && !(whole instanceof TokenError) && isAlone(text, whole)) return [{ parsed: whole }];
  const { searchText } = await import('./search.js');
  return searchText(text, isAll ? undefined : pieces, whole, origin, invocation);
}

/** A short text in standard input, trimmed. @throws UsageError for one of more than 1 MiB */
export async function readStdin({ ctx }: Invocation): Promise<string> {
  const { readStream } = await import('../config/read-file.js');
  const bytes = await readStream(ctx.stdin, 'standard input', { failure: UsageError });
  return utf8Text(bytes).trim();
}

/** More is not searched; it would take many seconds, and nobody pastes it. */
const MAX_BYTES = 256 * 1024 * 1024;

async function* textPieces(
  chunks: AsyncIterable<Uint8Array | string>,
  { name }: Origin,
): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let length = 0;
  for await (const bytes of utf8Chunks(chunks)) {
    length += bytes.length;
    if (length > MAX_BYTES) {
      throw new TokenError(
        'too-large',
        `${name} has more than 256 MiB, the most that is searched`,
        'Search a part of it. For tokens one a line, use --ndjson.',
      );
    }
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder.decode();
  return undefined;
}

function tryDecode(text: string): ParsedToken | TokenError {
  return orTokenError(() => decodeText(text, nodeRuntime));
}

/** @throws UsageError where the token and the certificate would both be read from standard input */
export function assertOneUseOfStdin({
  ctx,
  options,
  args,
}: Invocation<{ readonly appCertificateFile?: string }>): void {
  const tokenFromStdin = args.includes('-') || (args[0] === undefined && !ctx.stdin.isTTY);
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
    const { code, unreadableReason } = await import('../config/files.js');
    if (error instanceof CliError || code(error) === '') throw error;
    throw new UsageError(`standard input cannot be read: ${unreadableReason(error)}`, hint);
  }
}
