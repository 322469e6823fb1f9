import { TokenError, UsageError } from '../errors.js';
import type { SdkError } from '../inspect/error-codes.js';
import { errorsOfToken } from '../inspect/errors-of-token.js';
import { explainingFindings, findErrors, serviceOfErrors } from '../inspect/find-error.js';
import { inspectParsed } from '../inspect/inspect.js';
import { SERVICE_ALIASES } from '../inspect/relevant.js';
import type { Expectations as ExpectedTexts, SignatureResult } from '../inspect/types.js';
import { inspectionJson, malformedJson } from '../output/inspect-json.js';
import { decodeText } from '../token/decode.js';
import type { ParsedToken } from '../token/model.js';
import type { TokenRuntime } from '../token/runtime.js';
import { parseTime } from '../values.js';

/** What the caller expects of a token; what is absent is not compared. */
export interface Expectations extends Omit<ExpectedTexts, 'uid'> {
  /** 0 stands for joining without a uid of one's own. */
  readonly uid?: number | string;
}

/** What a token is judged by. */
export interface InspectOptions {
  /** The time to judge by, in Unix seconds, of which a fraction is dropped; without it the clock's. */
  readonly now?: number;
  /** What the token is expected to be for. */
  readonly expect?: Expectations;
  /** The token must stay valid for so many seconds more. */
  readonly expiresIn?: number;
  /** The code or text of an SDK error that was seen with this token, to be explained against it. */
  readonly error?: string;
}

/** The JSON document of `agora-token inspect --json` for a token that could be read. */
export type InspectionJson = ReturnType<typeof inspectionJson>;
/** The same for a text that is not a readable token. */
export type MalformedJson = ReturnType<typeof malformedJson>;

/** Checks a signature at once, with the secrets at hand, where there are any. */
export type SignatureJudge = (parsed: ParsedToken, expectations: ExpectedTexts) => SignatureResult;

/**
 * `inspectToken` on any platform.
 * @throws UsageError for a `now` that is no number of Unix seconds
 */
export function inspectWith(
  text: string,
  { expect = {}, expiresIn, error, now: given = Date.now() / 1000 }: InspectOptions,
  runtime: TokenRuntime,
  checkSignature: SignatureJudge,
): InspectionJson | MalformedJson {
  const now = wholeSeconds(given);
  let parsed: ParsedToken;
  try {
    parsed = decodeText(text, runtime);
  } catch (failure) {
    if (failure instanceof TokenError) return malformedJson(failure, now);
    throw failure;
  }
  const entries: readonly SdkError[] = error === undefined ? [] : findErrors(error);
  const explained = errorsOfToken(entries, parsed.token);
  const service = serviceOfErrors(entries);
  const expectations = { ...(service && { service }), ...textsOf(expect) };
  const inspection = inspectParsed(parsed, {
    now,
    expectations,
    signature: checkSignature(parsed, expectations),
    ...(expiresIn === undefined ? {} : { expiresIn }),
    ...(error === undefined
      ? {}
      : { error: { text: error, explainedBy: explainingFindings(explained) } }),
  });
  return inspectionJson(inspection, {
    formFindings: parsed.findings,
    ...(error === undefined ? {} : { explained }),
  });
}

function wholeSeconds(now: number): number {
  if (Number.isFinite(now)) return parseTime(String(Math.floor(now)), 'now');
  throw new UsageError(
    `now is ${now}, which is not a time`,
    'Unix seconds are expected, such as 1700000000.',
  );
}

function textsOf({ uid, service, ...others }: Expectations): ExpectedTexts {
  return {
    ...others,
    ...(uid === undefined ? {} : { uid: String(uid) }),
    ...(service === undefined ? {} : { service: SERVICE_ALIASES.get(service) ?? service }),
  };
}
