import { TokenError } from '../errors.js';
import type { SdkError } from '../inspect/error-codes.js';
import { explainingFindings, findErrors, serviceOfErrors } from '../inspect/find-error.js';
import { inspectParsed } from '../inspect/inspect.js';
import type { Expectations, SignatureResult, Verdict } from '../inspect/types.js';
import { inspectionJson, malformedJson } from '../output/inspect-json.js';
import { decodeText } from '../token/decode.js';
import type { ParsedToken } from '../token/model.js';
import type { TokenRuntime } from '../token/runtime.js';

/** What a token is judged by. */
export interface InspectOptions {
  /** The time to judge by, in Unix seconds; without it the clock's. */
  readonly now?: number;
  /** What the token is expected to be for; what is absent is not compared. */
  readonly expect?: Expectations;
  /** The token must stay valid for so many seconds more. */
  readonly expiresIn?: number;
  /** The code or text of an SDK error that was seen with this token, to be explained against it. */
  readonly error?: string;
}

/** The JSON document of `agora-token inspect --json` for a token that could be read. */
export type InspectionJson = ReturnType<typeof inspectionJson> & {
  readonly verdict: Exclude<Verdict, 'malformed'>;
};
/** The same for a text that is not a readable token. */
export type MalformedJson = ReturnType<typeof malformedJson>;

/** Checks a signature with the secrets at hand, where there are any. */
export type CheckSignature = (parsed: ParsedToken, expectations: Expectations) => SignatureResult;

/** `inspectToken` on any platform. */
export function inspectWith(
  text: string,
  { expect = {}, expiresIn, error, now = Math.floor(Date.now() / 1000) }: InspectOptions,
  runtime: TokenRuntime,
  checkSignature: CheckSignature,
): InspectionJson | MalformedJson {
  let parsed: ParsedToken;
  try {
    parsed = decodeText(text, runtime);
  } catch (failure) {
    if (failure instanceof TokenError) return malformedJson(failure, now);
    throw failure;
  }
  const explained: readonly SdkError[] = error === undefined ? [] : findErrors(error);
  const service = serviceOfErrors(explained);
  const expectations = { ...(service && { service }), ...expect };
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
  }) as InspectionJson;
}
