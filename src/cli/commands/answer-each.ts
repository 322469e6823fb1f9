import { EXIT, type ExitCode, TokenError } from '../../core/errors.js';
import { document } from '../../core/json/document.js';
import type { Source } from '../../core/paste/find.js';
import { joinWords } from '../../core/paste/join.js';
import { safeText } from '../../core/text/safe-text.js';
import type { DecodedToken } from '../../core/token/model.js';
import type { Invocation } from '../invocation.js';
import { errorText } from '../render/error-text.js';
import { renderPartial } from '../render/token-text.js';
import type { View } from '../render/view.js';
import { tell } from '../world/streams.js';
import type { Given } from './input.js';

/** What is said about one token. */
export interface Answer {
  readonly exitCode: ExitCode;
  /** The document of `--json`. */
  json(): unknown;
  /** What a person reads. */
  text(): Promise<string>;
}

/** How a command answers. */
interface Answering {
  answer(given: Given): Answer | Promise<Answer>;
  /** The document in the place of a token that cannot be read. */
  refusal(error: TokenError): unknown;
}

/**
 * Answers about several tokens, one after another: with `--json` in an array. One that cannot be read
 * is told in its place, and the others are answered all the same.
 * @returns the exit code of the first that failed
 */
export async function answerEach(
  given: readonly (Given | TokenError)[],
  { answer, refusal }: Answering,
  invocation: Invocation,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  let shown = 0;
  for (const [index, each] of given.entries()) {
    const answered = each instanceof TokenError ? undefined : await answer(each);
    const code = answered?.exitCode ?? EXIT.malformed;
    if (exitCode === EXIT.ok) exitCode = code;
    if (invocation.json) {
      // Together the documents may be too long for one text.
      const json = answered ? answered.json() : refusal(each as TokenError);
      const indented = document(json).trimEnd().replaceAll('\n', '\n  ');
      await invocation.print(`${index === 0 ? '[' : ','}\n  ${indented}`);
    } else if (answered) {
      await invocation.print(`${shown++ > 0 ? '\n' : ''}${await answered.text()}`);
    } else {
      const error = (each as TokenError).with(`token ${index + 1}: `);
      await tellUnreadable(error, invocation);
    }
  }
  if (invocation.json) await invocation.print('\n]\n');
  return exitCode;
}

/** Why a token cannot be read, on stderr, and as much of it as could be. */
export async function tellUnreadable(error: TokenError, invocation: Invocation): Promise<void> {
  if (invocation.silent) return;
  const view = await invocation.view('stderr');
  const partial = error.partial && !invocation.mode.quiet && !invocation.json;
  const rest = partial ? partialText(error.partial as DecodedToken, view) : '';
  await tell(invocation.ctx.stderr, errorText(error, view.style) + rest);
}

function partialText(token: DecodedToken, view: View): string {
  return `\nas far as it can be read, and nothing of it was verified:\n\n${renderPartial(token, view)}`;
}

/** Where a token was found, for a person: a line of its own in front of the answer. */
export function sourceLine(source: Source | undefined): string {
  if (!source) return '';
  const { line, column, key, file, also, join } = source;
  const place = `${file === undefined ? '' : `${safeText(file)}, `}line ${line}, column ${column}`;
  const again = also ? `, and ${also.length} more` : '';
  const used = join ? `: ${joinWords(join)}` : '';
  return `from ${place}${key === undefined ? '' : ` (${safeText(key)})`}${again}${used}\n`;
}
