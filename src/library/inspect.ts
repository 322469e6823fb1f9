import { PRODUCT_OPTIONS, type ProductOption } from '../core/agora/sdk-products.js';
import { TokenError, UsageError } from '../core/errors.js';
import {
  EXPECTATION_NAMES,
  EXPECTATIONS,
  type ExpectationTexts,
} from '../core/inspect/expectations.js';
import { seenError } from '../core/inspect/find-error.js';
import { inspectParsed } from '../core/inspect/inspect.js';
import { type Question, questionOf } from '../core/inspect/question.js';
import {
  type InspectionJson,
  inspectionJson,
  type MalformedJson,
  malformedJson,
} from '../core/json/inspect-json.js';
import { exactNumber } from '../core/text/exact-number.js';
import { parseTime } from '../core/text/parse-values.js';
import { quoted } from '../core/text/safe-text.js';
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
  const { now, question } = readOptions(options);
  const { secrets = [] } = options;
  const judgeSignature = judgeWith(secrets, runtime);
  let parsed: ParsedToken;
  try {
    parsed = decodeText(text, runtime);
  } catch (failure) {
    if (failure instanceof TokenError) return malformedJson(failure, now);
    throw failure;
  }
  const signature = judgeSignature(parsed, question.expectations);
  return inspectionJson(inspectParsed(parsed, { ...question, now, signature }), parsed.findings);
}

const OPTIONS = keysOf<InspectOptions>({
  now: true,
  expect: true,
  expiresIn: true,
  error: true,
  product: true,
  requireSignature: true,
  secrets: true,
});

/** Where what is no option belongs. */
const ELSEWHERE: Readonly<Record<string, string>> = Object.fromEntries(
  EXPECTATION_NAMES.map((key) => [key, `It is an expectation: { expect: { ${key}: … } }.`]),
);

function readOptions(options: InspectOptions): { now: number; question: Question } {
  objectGiven(options, 'options');
  assertKeys(options, OPTIONS, 'options', ELSEWHERE);
  const { now = Date.now() / 1000, expect = {}, expiresIn, error, requireSignature } = options;
  if (requireSignature !== undefined && typeof requireSignature !== 'boolean') {
    throw new UsageError('requireSignature is not a boolean', 'It is true or false.');
  }
  const product = productOf(options);
  const texts = {
    ...expectationTexts(expect),
    ...(expiresIn !== undefined && { expiresIn: asText(expiresIn, 'expiresIn') }),
    ...(error !== undefined && { error: asText(error, 'error') }),
    ...(requireSignature && { requireSignature }),
  };
  // An unknown error is no mistake of the caller, who has it from an SDK: it explains nothing.
  const seen = (text: string) => seenError(text, product);
  return { now: wholeSeconds(now), question: questionOf(texts, seen, nameOf) };
}

function productOf({ product, error }: InspectOptions): ProductOption | undefined {
  if (product === undefined) return undefined;
  if (typeof product !== 'string' || !Object.hasOwn(PRODUCT_OPTIONS, product)) {
    throw new UsageError(
      typeof product === 'string'
        ? `there is no product ${quoted(product)}`
        : 'product is not a string',
      `The products are ${Object.keys(PRODUCT_OPTIONS).join(', ')}.`,
    );
  }
  if (error === undefined) {
    throw new UsageError(
      'product goes with error',
      'Give the error that was seen: { error: 110 }.',
    );
  }
  return product;
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

function expectationTexts(expect: Expectations): ExpectationTexts {
  objectGiven(expect, 'expect');
  assertKeys(expect, EXPECTATION_NAMES, 'expect');
  const texts: { -readonly [K in keyof ExpectationTexts]: string } = {};
  for (const key of EXPECTATION_NAMES) {
    const value = expect[key];
    if (value === undefined) continue;
    const name = nameOf(key);
    texts[key] = key === 'uid' ? asText(value, name) : textGiven(value, name);
  }
  return texts;
}

const nameOf = (key: string) => (Object.hasOwn(EXPECTATIONS, key) ? `expect.${key}` : key);

/** Numbers as the command line would give them. */
function asText(value: unknown, name: string): string {
  return typeof value === 'number' ? exactNumber(value, name) : textGiven(value, name);
}
