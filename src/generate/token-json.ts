import type { Finding } from '../finding.js';
import { decodedJson } from '../output/token-json.js';
import type { ParsedToken } from '../token/model.js';

/**
 * The JSON document of a new token: everything that `decode` says of it, and who signed.
 * @param profile the name of the profile that signed
 */
export function tokenJson(signed: ParsedToken, profile: string, warnings: readonly Finding[]) {
  const { schemaVersion, ok, ...decoded } = decodedJson(signed);
  return { schemaVersion, ok, token: signed.text, ...decoded, profile, warnings };
}
