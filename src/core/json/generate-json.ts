import type { Finding } from '../finding.js';
import type { ParsedToken } from '../token/model.js';
import { answer, type SCHEMA_VERSION } from './document.js';
import { shownToken, type TokenJson } from './token-json.js';

/** The JSON document of a new token: everything that `decode` says of it, and who signed. */
export interface SignedJson extends TokenJson {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly ok: true;
  readonly token: string;
  /** Of the form of the token: in a new one nothing but privileges that no table knows. */
  readonly findings: readonly Finding[];
  /** The name of the profile, or of the project, that signed. */
  readonly profile: string;
  /** What `inspect` would warn of. */
  readonly warnings: readonly Finding[];
}

/** @param profile the name of the profile that signed */
export function tokenJson(
  signed: ParsedToken,
  profile: string,
  warnings: readonly Finding[],
): SignedJson {
  const { token, text, findings } = signed;
  return answer(true, { token: text, ...shownToken(token), findings, profile, warnings });
}
