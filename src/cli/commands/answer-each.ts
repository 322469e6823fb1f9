import { EXIT, type ExitCode, TokenError } from '../../core/errors.js';
import { document } from '../../core/json/document.js';
import type { Source } from '../../core/paste/find.js';
import { safeText } from '../../core/text/safe-text.js';
import type { Invocation } from '../invocation.js';
import { errorText } from '../render/error-text.js';
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
    } else if (!invocation.silent) {
      const error = (each as TokenError).with(`token ${index + 1}: `);
      await tell(invocation.ctx.stderr, errorText(error, await invocation.style('stderr')));
    }
  }
  if (invocation.json) await invocation.print('\n]\n');
  return exitCode;
}

/** Where a token was found, for a person: a line of its own in front of the answer. */
export function sourceLine(source: Source | undefined): string {
  if (!source) return '';
  const { line, column, key, file, also } = source;
  const place = `${file === undefined ? '' : `${safeText(file)}, `}line ${line}, column ${column}`;
  const again = also ? `, and ${also.length} more` : '';
  return `from ${place}${key === undefined ? '' : ` (${safeText(key)})`}${again}\n`;
}
