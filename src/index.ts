/**
 * The library: what the program does to one token, as functions. They are synchronous, touch neither
 * files nor environment nor network, and return the JSON documents of the program.
 *
 * @packageDocumentation
 */

import { checkerWith, type ProjectSecrets } from './library/check-signature.js';
import {
  type InspectionJson,
  type InspectOptions,
  inspectWith,
  type MalformedJson,
} from './library/inspect.js';
import { type SignedJson, sign, type TokenSpec } from './library/sign.js';
import { type DecodedJson, decodedJson } from './output/token-json.js';
import { decodeText } from './token/decode.js';
import { nodeRuntime } from './token/node-runtime.js';

/**
 * Reads a token of any format: 007, 006, 005, 004, 003, the older keys, signaling, whiteboard. A
 * paste that can be repaired without guessing is repaired, and each repair is among the findings.
 *
 * Nothing is verified: whoever has a certificate uses {@link inspectToken}.
 *
 * @returns the document of `agora-token decode --json`; its times are Unix seconds and RFC 3339
 * @throws TokenError whose `reason` and `message` say what the text is instead, or where it breaks
 *
 * @example
 * const { services } = decodeToken(token);
 */
export function decodeToken(text: string): DecodedJson {
  return decodedJson(decodeText(text, nodeRuntime));
}

/**
 * Judges a token: is it good, until when, and if not, why not?
 *
 * @param secrets the projects whose certificates the signature may be checked with; only those of the
 *   token's own App ID or access key are tried. Without one the signature is `unchecked`
 * @returns the document of `agora-token inspect --json`; a text that is no token has the verdict
 *   `malformed`
 * @throws UsageError for a `now` that is no number of Unix seconds, ConfigError for a certificate that
 *   is not 32 hex characters
 *
 * @example
 * const { verdict, findings } = inspectToken(token, {
 *   secrets: { appId, appCertificate },
 *   expect: { channel: 'demo', uid: '42' },
 * });
 */
export function inspectToken(
  text: string,
  {
    secrets = [],
    ...options
  }: InspectOptions & { readonly secrets?: ProjectSecrets | readonly ProjectSecrets[] } = {},
): InspectionJson | MalformedJson {
  const projects = Array.isArray(secrets) ? secrets : [secrets as ProjectSecrets];
  return inspectWith(text, options, nodeRuntime, checkerWith(projects));
}

/**
 * Signs one token, and reads it back before it is returned: a token that does not hold exactly what
 * was asked is never returned.
 *
 * @param spec what the token is to hold; the names are the options of `agora-token generate <kind>`
 * @param secrets the project it is signed for
 * @returns the document of `agora-token generate --json`: `token`, and everything that is in it
 * @throws UsageError for a value that cannot be used, ConfigError for an App ID or certificate that
 *   is not 32 hex characters; neither ever shows a certificate. SigningError when the new token does
 *   not hold what was asked, which is a bug
 *
 * @example
 * const { token } = signToken(
 *   { kind: 'rtc', channel: 'demo', uid: 42, expiresIn: '2h' },
 *   { appId, appCertificate },
 * );
 */
export function signToken(spec: TokenSpec, secrets: ProjectSecrets): SignedJson {
  return sign(spec, secrets);
}

export { CliError, ConfigError, SigningError, TokenError, UsageError } from './errors.js';
export type { ProjectSecrets } from './library/check-signature.js';
export type { Duration, SignedJson, TokenSpec } from './library/sign.js';
export type * from './library/types.js';
