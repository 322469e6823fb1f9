import type { Finding } from '../finding.js';
import type { DecodedToken, ParsedToken } from '../token/model.js';
import { SCHEMA_VERSION } from './document.js';

export interface DecodedJson extends DecodedToken {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly ok: true;
  readonly findings: readonly Finding[];
}

/** The JSON document of a decoded token. */
export function decodedJson({ token, findings }: ParsedToken): DecodedJson {
  return { schemaVersion: SCHEMA_VERSION, ok: true, ...token, findings };
}
