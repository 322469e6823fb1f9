import { orRefuted, orTokenError, TokenError } from '../errors.js';
import { wrongLength } from './base64.js';
import { detectFormat } from './detect.js';
import type { ParsedToken, ReadToken } from './model.js';
import { partialToken } from './partial.js';
import { readAs, readExact } from './read.js';
import { lookAlike, notAToken, stillEncoded } from './recognise.js';
import { type Candidate, candidates, peel } from './repair.js';
import type { TokenRuntime } from './runtime.js';

/** The longest text that is looked at; Agora's own limits end far below. */
export const MAX_TEXT_LENGTH = 1024 * 1024;

/**
 * Reads a token of any format, repairing what the clipboard broke where the repair proves itself:
 * by the checksum of a 007 token, by the exact lengths inside the others.
 *
 * @throws TokenError saying what the text is instead, or where it breaks
 */
export function decodeText(text: string, runtime: TokenRuntime): ParsedToken {
  if (text.length > MAX_TEXT_LENGTH) {
    throw new TokenError('too-large', 'the text is longer than 1 MiB, and no token is');
  }
  const format = detectFormat(text);
  if (format) {
    const read = orTokenError(() => readAs(format, text, runtime));
    if (!(read instanceof TokenError)) {
      const { token, findings, signed } = read;
      return { token, findings, signed, text };
    }
  }
  return decodeRepaired(text, runtime);
}

function decodeRepaired(given: string, runtime: TokenRuntime): ParsedToken {
  const peeled = peel(given);
  // Nothing in it was changed: what can be read is read, as if it had stood alone.
  const inner = peeled.text === given ? undefined : tryRead(peeled.text, runtime);
  if (inner && !(inner instanceof TokenError)) return repaired(inner, peeled);
  let first: TokenError | undefined;
  for (const candidate of candidates(peeled)) {
    const read = tryRead(candidate.text, runtime);
    if (!(read instanceof TokenError) && provesItself(read, candidate)) {
      return repaired(read, candidate);
    }
    first ??= whyNot(read, candidate, given);
  }
  const other = lookAlike(peeled.text, runtime) ?? stillEncoded(given, peeled.text);
  if (other) throw located(other, peeled.text, given);
  if (first?.reason === 'truncated') {
    throw first.with('', { partial: partialToken(peeled.text, runtime) });
  }
  // The first has no stack.
  throw first?.with('') ?? located(notAToken(peeled.text), peeled.text, given);
}

/** Why a candidate is not the token; undefined where it is not like one. */
function whyNot(read: ReadToken | TokenError, candidate: Candidate, given: string) {
  if (!(read instanceof TokenError)) {
    return candidate.droppedCharacter ? wrongLength(1) : unproven();
  }
  return detectFormat(candidate.text) && located(read, candidate.text, given);
}

/** The error with its place in what was given, not in what was left of that. */
function located(error: TokenError, text: string, given: string): TokenError {
  const { position } = error;
  if (!position || text === given) return error;
  const offset = offsetIn(given, text, position.offset);
  return error.with('', { position: offset === undefined ? undefined : { ...position, offset } });
}

/** Where a character of a text is in another that has all of its characters, and more in between. */
function offsetIn(given: string, text: string, at: number): number | undefined {
  const whole = given.indexOf(text);
  if (whole >= 0) return whole + at;
  let offset = -1;
  for (let index = 0; index <= at; index++) {
    offset = given.indexOf(text[index] as string, offset + 1);
    if (offset < 0) return undefined;
  }
  return offset;
}

function repaired(read: ReadToken, { text, findings }: Candidate): ParsedToken {
  return { ...read, findings: [...findings, ...read.findings], text };
}

/** Outside 007 there is no checksum: there every length must fit, to the last character. */
function provesItself({ token, findings }: ReadToken, { droppedCharacter }: Candidate): boolean {
  if (token.format === '007') return true;
  return !droppedCharacter && !findings.some(({ code }) => code === 'trailing-bytes');
}

function unproven(): TokenError {
  return new TokenError(
    'bad-base64',
    'the token can be read only with a change inside it, and the bytes left over after its end leave that change unproven',
    'Copy the token again, without white space or anything else inside it.',
  );
}

function tryRead(text: string, runtime: TokenRuntime): ReadToken | TokenError {
  return orRefuted(() => readExact(text, runtime));
}
