import { assertKeys, keysOf, objectGiven, textGiven } from './given.js';

/** A project's App ID or whiteboard access key, with the secrets that sign its tokens. */
export interface ProjectSecrets {
  /** How results call the project; without it `library`. */
  readonly profile?: string | undefined;
  /** 32 hex characters. */
  readonly appId?: string | undefined;
  /** 32 hex characters. */
  readonly appCertificate?: string | undefined;
  /** 32 hex characters; it verifies too, and never signs. */
  readonly secondaryCertificate?: string | undefined;
  readonly whiteboardAccessKey?: string | undefined;
  readonly whiteboardSecretKey?: string | undefined;
}

/** The name of a project that was given none. */
export const UNNAMED = 'library';

/** The keys of a project's secrets. */
export const SECRET_KEYS = /* @__PURE__ */ keysOf<ProjectSecrets>({
  profile: true,
  appId: true,
  appCertificate: true,
  secondaryCertificate: true,
  whiteboardAccessKey: true,
  whiteboardSecretKey: true,
});

/** @throws UsageError for what is no such object, never showing a value */
export function assertSecrets(given: ProjectSecrets, name = 'secrets'): void {
  objectGiven(given, name);
  assertKeys(given, SECRET_KEYS, name);
  for (const key of SECRET_KEYS) {
    if (given[key] !== undefined) textGiven(given[key], `${name}.${key}`);
  }
}
