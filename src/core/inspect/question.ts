import { UsageError } from '../errors.js';
import { flagOf } from '../text/flag.js';
import { parseDuration } from '../text/parse-values.js';
import {
  EXPECTATION_NAMES,
  type ExpectationName,
  type ExpectationTexts,
  expectationsOf,
  expectedWith,
} from './expectations.js';
import type { Expectations, InspectInput, SeenError } from './types.js';

/** What is asked of a token, as the command line or a program writes it. */
export interface QuestionTexts extends ExpectationTexts {
  /** A duration: the token must stay valid that long. */
  readonly expiresIn?: string;
  /** The code or text of an SDK error. */
  readonly error?: string;
  readonly requireSignature?: boolean;
}

/** What is asked of a token, read once for every token that is judged by it. */
export interface Question extends Omit<InspectInput, 'now' | 'signature' | 'expectations'> {
  readonly expectations: Expectations;
}

/** What something is called where it was given, for messages. */
type NameOf = (key: ExpectationName | 'expiresIn' | 'error') => string;

/**
 * Reads a question.
 * @param see finds what an error means, where there may be one; what it throws for one that is not known goes on
 * @throws UsageError for a value that cannot be asked for
 */
export function questionOf(
  texts: QuestionTexts,
  see: ((error: string) => SeenError) | undefined,
  nameOf: NameOf = flagOf,
): Question {
  const { expiresIn, requireSignature } = texts;
  const error = texts.error?.trim();
  if (error === '') {
    throw new UsageError(
      `${nameOf('error')} is empty`,
      'Give the number, the name or the log line.',
    );
  }
  const seen = error === undefined ? undefined : see?.(error);
  const given = Object.fromEntries(EXPECTATION_NAMES.map((key) => [key, texts[key]]));
  return {
    expectations: expectedWith(seen, expectationsOf(given, nameOf)),
    ...(expiresIn !== undefined && { expiresIn: parseDuration(expiresIn, nameOf('expiresIn')) }),
    ...(seen && { error: seen }),
    ...(requireSignature && { requireSignature }),
  };
}
