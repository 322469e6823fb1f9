import { errorJson, type TokenError } from '../errors.js';
import type { Finding } from '../finding.js';
import type { SdkError } from '../inspect/error-codes.js';
import type { Inspection, SignatureResult } from '../inspect/types.js';
import { VERDICT_EXIT } from '../inspect/verdict.js';
import { instant } from '../token/instant.js';
import { SCHEMA_VERSION } from './json.js';

/** The JSON document of an inspection. */
export function inspectionJson(
  inspection: Inspection,
  {
    formFindings,
    explained,
  }: { readonly formFindings: readonly Finding[]; readonly explained?: readonly SdkError[] },
) {
  const { verdict, exitCode, now, token, expiry, signature, findings } = inspection;
  return {
    schemaVersion: SCHEMA_VERSION,
    ok: verdict === 'valid',
    verdict,
    exitCode,
    now,
    token: { ...token, findings: formFindings },
    expiry,
    signature: signatureJson(signature),
    findings,
    ...(explained ? { explained } : {}),
  };
}

/** How to have it checked is the fix of the finding. */
function signatureJson(signature: SignatureResult) {
  return signature.status === 'unchecked'
    ? { status: signature.status, reason: signature.reason }
    : signature;
}

/** The JSON document of a token that cannot be read. */
export function malformedJson(error: TokenError, now: number) {
  return {
    schemaVersion: SCHEMA_VERSION,
    ok: false,
    verdict: 'malformed' as const,
    exitCode: VERDICT_EXIT.malformed,
    now: instant(now),
    error: errorJson(error),
  };
}
