import { EXIT, type ExitCode, TokenError } from '../errors.js';
import { type Line, TOO_LONG } from '../lines.js';
import { decodeText } from '../token/decode.js';
import { nodeRuntime } from '../token/node-runtime.js';
import { document, failure } from './json.js';
import { decodedJson } from './token-json.js';

/** What is said about a line, or about several: JSON documents on a line each. */
export interface Answer {
  readonly text: string;
  /** The one that the first failing line would have alone. */
  readonly exitCode: ExitCode;
}

/** `decode` of lines that hold a token each. */
export function decodedLines(lines: readonly Line[]): Answer {
  return together(lines.map(decodedLine));
}

function decodedLine(line: Line): Answer {
  try {
    return answerOf(decodedJson(decodeText(textOfLine(line), nodeRuntime)), EXIT.ok);
  } catch (error) {
    return refusalOf(error, failure);
  }
}

/** A document about one line, and what the line alone would exit with. */
export function answerOf(json: unknown, exitCode: ExitCode): Answer {
  return { text: document(json, true), exitCode };
}

/**
 * The answer in the place of a line that cannot be read.
 * @param unreadable the document that stands there
 * @throws the error itself where it is none of the token
 */
export function refusalOf(error: unknown, unreadable: (error: TokenError) => unknown): Answer {
  if (!(error instanceof TokenError)) throw error;
  return answerOf(unreadable(error), error.exitCode);
}

/** @throws TokenError `too-large` for a line that was not read for its length */
export function textOfLine(line: Line): string {
  if (line !== TOO_LONG) return line;
  throw new TokenError('too-large', 'the line is longer than 1 MiB, and no token is');
}

/** The answers to several lines, in their order. */
export function together(answers: readonly Answer[]): Answer {
  return {
    text: answers.map(({ text }) => text).join(''),
    exitCode: answers.find(({ exitCode }) => exitCode !== EXIT.ok)?.exitCode ?? EXIT.ok,
  };
}
