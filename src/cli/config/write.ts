import { dump } from 'js-yaml';
import { VERSION } from '../version.js';
import type { SecretSpec } from './secret.js';

export type Format = 'yaml' | 'json';

/** A profile as a config file holds it. */
export interface NewProfile {
  readonly appId: string;
  readonly appCertificate: SecretSpec;
  readonly whiteboard?: { readonly accessKey: string; readonly secretKey: SecretSpec };
}

export interface NewConfig {
  readonly defaultProfile: string;
  readonly profiles: ReadonlyMap<string, NewProfile>;
}

/** The schema of this version, for editors; the program itself never fetches it. */
const SCHEMA_URL = `https://unpkg.com/agora-token-cli@${VERSION}/schema/config.schema.json`;

/** The text of a config file, with the reference to its JSON Schema. */
export function configText(config: NewConfig, format: Format): string {
  const content = {
    defaultProfile: config.defaultProfile,
    profiles: Object.fromEntries(config.profiles),
  };
  return format === 'json'
    ? `${JSON.stringify({ $schema: SCHEMA_URL, ...content }, null, 2)}\n`
    : `# yaml-language-server: $schema=${SCHEMA_URL}\n${dump(content, { lineWidth: -1 })}`;
}
