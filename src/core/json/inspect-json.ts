import type { SdkError } from '../agora/sdk-errors.js';
import { type ErrorJson, type ExitCode, errorJson, type TokenError } from '../errors.js';
import type { Finding } from '../finding.js';
import { roleAt } from '../inspect/expiry.js';
import { headlineOf, headlineText } from '../inspect/headline.js';
import type { Expiry, Inspection, ReadableVerdict, SignatureResult } from '../inspect/types.js';
import { VERDICT_EXIT } from '../inspect/verdict.js';
import { channelByCrc, userByCrc } from '../inspect/whom.js';
import { instant } from '../token/instant.js';
import type { DecodedService, Instant } from '../token/model.js';
import { answer, type SCHEMA_VERSION } from './document.js';
import { type Derived, shownToken, type TokenJson } from './token-json.js';

/** The JSON document of `agora-token inspect --json` for a token that could be read. */
export interface InspectionJson {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  /** Whether the verdict is `valid`. */
  readonly ok: boolean;
  readonly verdict: ReadableVerdict;
  /** What the command exits with; 0 for `valid`. */
  readonly exitCode: ExitCode;
  /** The answer in one line, as the report begins; times in UTC. */
  readonly headline: string;
  /** The time that the token was judged by. */
  readonly now: Instant;
  /**
   * As `decode` shows it, with the role of RTC services by the privileges that have not ended; its
   * findings are about the form alone.
   */
  readonly token: TokenJson & { readonly findings: readonly Finding[] };
  readonly expiry: Expiry;
  readonly signature: SignatureJson;
  /** What explains the error that was seen first, then the gravest. */
  readonly findings: readonly Finding[];
  /** What the error that was seen may mean; only where one was given. */
  readonly explained?: readonly SdkError[];
}

/** How the signature fared; how to have it checked is the fix of a finding. */
export type SignatureJson =
  | Exclude<SignatureResult, { readonly status: 'unchecked' }>
  | {
      readonly status: 'unchecked';
      /** Why, in a sentence without its full stop. */
      readonly reason: string;
    };

/** The JSON document of `agora-token inspect --json` for a text that is not a readable token. */
export interface MalformedJson {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly ok: false;
  readonly verdict: 'malformed';
  readonly exitCode: ExitCode;
  readonly now: Instant;
  readonly error: ErrorJson;
}

/**
 * The JSON document of an inspection.
 * @param formFindings those that decoding gave
 */
export function inspectionJson(
  inspection: Inspection,
  formFindings: readonly Finding[],
): InspectionJson {
  const { verdict, exitCode, now, token, expiry, signature, findings, explained } = inspection;
  return answer(verdict === 'valid', {
    verdict,
    exitCode,
    headline: headlineText(headlineOf(inspection)),
    now,
    token: {
      ...shownToken(token, (service) => derived(service, inspection)),
      findings: formFindings,
    },
    expiry,
    signature: signatureJson(signature),
    findings,
    ...(explained && { explained }),
  });
}

function derived(service: DecodedService, { token, now, asked }: Inspection): Derived {
  const { expectations = {} } = asked;
  const role = roleAt(service, token, now.unix);
  const channel = channelByCrc(service, expectations);
  const user = userByCrc(service, expectations);
  return {
    ...(role && { role }),
    ...(channel.matches !== undefined && { channelMatches: channel.matches }),
    ...(user.matches !== undefined && { uidMatches: user.matches }),
    ...(user.matches === undefined && user.candidates && { uidCandidates: user.candidates }),
  };
}

function signatureJson(signature: SignatureResult): SignatureJson {
  return signature.status === 'unchecked'
    ? { status: signature.status, reason: signature.reason }
    : signature;
}

/** The JSON document of a token that cannot be read. */
export function malformedJson(error: TokenError, now: number): MalformedJson {
  return answer(false, {
    verdict: 'malformed' as const,
    exitCode: VERDICT_EXIT.malformed,
    now: instant(now),
    error: errorJson(error),
  });
}
