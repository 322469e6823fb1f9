import type { Finding } from '../finding.js';
import { SCHEMA_VERSION } from '../output/json.js';
import type { ParsedToken } from '../token/model.js';

/**
 * The JSON document of a new token: everything that `decode` says of it, and who signed.
 * @param profile the name of the profile that signed
 */
export function tokenJson(signed: ParsedToken, profile: string, warnings: readonly Finding[]) {
  const { token, text, findings } = signed;
  return {
    schemaVersion: SCHEMA_VERSION,
    ok: true as const,
    token: text,
    ...token,
    findings,
    profile,
    warnings,
  };
}
