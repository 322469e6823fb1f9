import { EXIT, type ExitCode, TokenError } from '../../core/errors.js';
import { document, failure } from '../../core/json/document.js';
import { decodedJson } from '../../core/json/token-json.js';
import { readPaste, type Source, withoutContext } from '../../core/paste/find.js';
import { unreadable } from '../../core/paste/unreadable.js';
import { decodeText } from '../../core/token/decode.js';
import type { ParsedToken } from '../../core/token/model.js';
import { nodeRuntime } from '../../core/token/node-runtime.js';
import { type Line, TOO_LONG } from './lines.js';

/** What is said about a line: a JSON document on a line, and the exit code it would have alone. */
interface Answer {
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** What is said about several lines. */
export interface Answers extends Omit<Answer, 'text'> {
  /** A thread gives it in UTF-8. */
  readonly text: string | Uint8Array;
  /** The lines that were left for later, because what is said about the others has become long. */
  readonly rest: readonly Line[];
}

/** The answers to a few lines are kept in memory up to about this many characters. */
const MOST_TEXT = 1024 * 1024;

/** Puts answers together, until they are long. */
class AnswersTo {
  private text = '';
  private exitCode: ExitCode = EXIT.ok;
  private answered = 0;

  constructor(private readonly lines: readonly Line[]) {}

  /** The line to answer next. */
  get next(): Line | undefined {
    return this.text.length < MOST_TEXT ? this.lines[this.answered] : undefined;
  }

  add({ text, exitCode }: Answer): void {
    this.text += text;
    if (this.exitCode === EXIT.ok) this.exitCode = exitCode;
    this.answered++;
  }

  get all(): Answers & Answer {
    const { text, exitCode, lines, answered } = this;
    return { text, exitCode, rest: lines.slice(answered) };
  }
}

/** `decode` of lines that hold a token each. @param context false: without what a line says besides */
export function decodedLines(lines: readonly Line[], context?: boolean): Answers & Answer {
  const answers = new AnswersTo(lines);
  for (let line = answers.next; line !== undefined; line = answers.next) {
    answers.add(decodedLine(line, context));
  }
  return answers.all;
}

function decodedLine(line: Line, context: boolean | undefined): Answer {
  try {
    const { parsed, source } = readLine(textOfLine(line), context);
    return answerOf({ ...decodedJson(parsed, true), ...(source && { source }) }, EXIT.ok);
  } catch (error) {
    return refusalOf(error, failure);
  }
}

/**
 * The same by a command that has to wait for what it says.
 * @param answer the document about a token, and what it alone would exit with; a TokenError it throws
 *   is answered too, any other error is thrown on
 * @param unreadable the document in the place of a line that cannot be read
 */
export function answering(
  answer: (text: string) => Promise<readonly [json: unknown, exitCode: ExitCode]>,
  unreadable: (error: TokenError) => unknown,
): (lines: readonly Line[]) => Promise<Answers> {
  const answered = async (line: Line) => {
    try {
      return answerOf(...(await answer(textOfLine(line))));
    } catch (error) {
      return refusalOf(error, unreadable);
    }
  };
  return async (lines) => {
    const answers = new AnswersTo(lines);
    for (let line = answers.next; line !== undefined; line = answers.next) {
      answers.add(await answered(line));
    }
    return answers.all;
  };
}

/** A document about one line, and what the line alone would exit with. */
function answerOf(json: unknown, exitCode: ExitCode): Answer {
  return { text: document(json, true), exitCode };
}

/**
 * The answer in the place of a line that cannot be read.
 * @param unreadable the document that stands there
 * @throws the error itself where it is none of the token
 */
function refusalOf(error: unknown, unreadable: (error: TokenError) => unknown): Answer {
  if (!(error instanceof TokenError)) throw error;
  return answerOf(unreadable(error), error.exitCode);
}

/**
 * The token of a line, which may have more in it; of several the first.
 * @param context false: without what the line says of its use
 * @throws TokenError where there is none
 */
export function readLine(
  line: string,
  context?: boolean,
): { parsed: ParsedToken; source?: Source } {
  try {
    return { parsed: decodeText(line, nodeRuntime) };
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    const { tokens, misses } = readPaste(line, nodeRuntime);
    const [found] = tokens;
    if (found) return context === false ? withoutContext(found) : found;
    const [miss] = misses;
    throw miss && error.reason === 'not-a-token' ? unreadable(miss, nodeRuntime) : error;
  }
}

/** @throws TokenError `too-large` for a line that was not read for its length */
function textOfLine(line: Line): string {
  if (line !== TOO_LONG) return line;
  throw new TokenError('too-large', 'the line is longer than 1 MiB, and no token is');
}
