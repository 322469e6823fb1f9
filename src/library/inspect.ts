import { TokenError, UsageError } from '../core/errors.js';
import { type ExpectationTexts, expectationsOf } from '../core/inspect/expectations.js';
import { expectedWith, seenError } from '../core/inspect/find-error.js';
import { inspectParsed } from '../core/inspect/inspect.js';
import type {
  Expectations as ExpectedTexts,
  InspectInput,
  SeenError,
} from '../core/inspect/types.js';
import {
  type InspectionJson,
  inspectionJson,
  type MalformedJson,
  malformedJson,
} from '../core/json/inspect-json.js';
import { parseDuration, parseTime } from '../core/text/parse-values.js';
import { decodeText } from '../core/token/decode.js';
import type { ParsedToken } from '../core/token/model.js';
import type { TokenRuntime } from '../core/token/runtime.js';
import { judgeWith } from './check-signature.js';
import { assertKeys, keysOf, objectGiven, textGiven } from './given.js';
import type { Expectations, InspectOptions } from './inspect-options.js';

/** `inspectToken` on any platform, and what it throws. */
export function inspectWith(
  given: string,
  options: InspectOptions,
  runtime: TokenRuntime,
): InspectionJson | MalformedJson {
  const text = textGiven(given, 'the token');
  // All is read before the token is, so that a wrong option is told with every token.
  const { now, expectations, expiresIn, error } = readOptions(options);
  const { secrets = [] } = options;
  const judgeSignature = judgeWith(secrets, runtime);
  let parsed: ParsedToken;
  try {
    parsed = decodeText(text, runtime);
  } catch (failure) {
    if (failure instanceof TokenError) return malformedJson(failure, now);
    throw failure;
  }
  const inspection = inspectParsed(parsed, {
    now,
    expectations,
    signature: judgeSignature(parsed, expectations),
    ...(expiresIn === undefined ? {} : { expiresIn }),
    ...(error && { error }),
  });
  return inspectionJson(inspection, parsed.findings);
}

interface Question extends Pick<InspectInput, 'now' | 'expiresIn' | 'error'> {
  readonly expectations: ExpectedTexts;
}

const EXPECTATIONS = keysOf<Expectations>({
  appId: true,
  channel: true,
  uid: true,
  account: true,
  userId: true,
  room: true,
  uuid: true,
  service: true,
  role: true,
});
const OPTIONS = keysOf<InspectOptions>({
  now: true,
  expect: true,
  expiresIn: true,
  error: true,
  secrets: true,
});

/** Where what is no option belongs. */
const ELSEWHERE: Readonly<Record<string, string>> = Object.fromEntries(
  EXPECTATIONS.map((key) => [key, `It is an expectation: { expect: { ${key}: … } }.`]),
);

function readOptions(options: InspectOptions): Question {
  objectGiven(options, 'options');
  assertKeys(options, OPTIONS, 'options', ELSEWHERE);
  const { now = Date.now() / 1000, expect = {}, expiresIn, error } = options;
  const seen = error === undefined ? undefined : readError(error);
  return {
    now: wholeSeconds(now),
    expectations: expectedWith(seen, readExpectations(expect)),
    ...(expiresIn === undefined
      ? {}
      : { expiresIn: parseDuration(asText(expiresIn, 'expiresIn'), 'expiresIn') }),
    ...(seen && { error: seen }),
  };
}

function wholeSeconds(now: unknown): number {
  if (typeof now === 'number' && Number.isFinite(now)) {
    return parseTime(String(Math.floor(now)), 'now');
  }
  throw new UsageError(
    typeof now === 'number'
      ? `now is ${now}, which is not a time`
      : 'now is not a number, and a time is expected',
    'Unix seconds are expected, such as 1700000000.',
  );
}

function readExpectations(expect: Expectations): ExpectedTexts {
  objectGiven(expect, 'expect');
  assertKeys(expect, EXPECTATIONS, 'expect');
  const texts: { -readonly [K in keyof ExpectationTexts]: string } = {};
  for (const key of EXPECTATIONS) {
    const value = expect[key];
    if (value === undefined) continue;
    const name = nameOf(key);
    texts[key] = key === 'uid' ? asText(value, name) : textGiven(value, name);
  }
  return expectationsOf(texts, nameOf);
}

const nameOf = (key: string) => `expect.${key}`;

/** An unknown error is no mistake of the caller, who has it from an SDK: it explains nothing. */
function readError(given: unknown): SeenError {
  const text = asText(given, 'error').trim();
  if (text === '') {
    throw new UsageError('error is empty', 'Give the number, the name or the log line.');
  }
  return seenError(text);
}

/** Numbers as the command line would give them. */
function asText(value: unknown, name: string): string {
  return typeof value === 'number' ? String(value) : textGiven(value, name);
}
