/**
 * The library in a browser, with the results of the one for Node.js. It imports nothing of Node.js.
 *
 * A certificate belongs into one's own page alone, such as a tool that nobody else opens: whoever has
 * it can sign any token of the project. Never put one into a page that others load.
 *
 * @packageDocumentation
 */

import { type FoundToken, foundTokens } from './core/json/found-json.js';
import type { SignedJson } from './core/json/generate-json.js';
import type { InspectionJson, MalformedJson } from './core/json/inspect-json.js';
import { type DecodedJson, decodedJson } from './core/json/token-json.js';
import { browserRuntime } from './core/token/browser-runtime.js';
import { decodeText } from './core/token/decode.js';
import { browserPlatform } from './library/browser-platform.js';
import { textGiven } from './library/given.js';
import { inspectWith } from './library/inspect.js';
import type { InspectOptions } from './library/inspect-options.js';
import { redactWith } from './library/redact.js';
import type { ProjectSecrets } from './library/secrets.js';
import { signWith } from './library/sign.js';
import type { TokenSpec } from './library/token-spec.js';

/**
 * Reads a token of any format, as on Node.js.
 *
 * @returns the document of `agora-token decode --json`; its times are Unix seconds and RFC 3339
 * @throws TokenError whose `reason` and `message` say what the text is instead, or where it breaks;
 *   UsageError for what is no text
 */
export function decodeToken(text: string): DecodedJson {
  return decodedJson(decodeText(textGiven(text, 'the token'), browserRuntime));
}

/**
 * Finds the tokens in any text: a log, a curl command, JSON, a URL, source code, a mail. What the text
 * has done to a token (escapes, line breaks) is undone; what does not prove itself is not a token.
 *
 * It takes time in proportion to the length of the text.
 *
 * @returns each token once, in the order of the text; its places count in UTF-16 units, as strings do.
 *   Nothing where there is none: {@link decodeToken} says what the text is instead
 * @throws UsageError for what is not a string
 *
 * @example
 * for (const { token, source } of findTokens(log)) console.log(source.line, token.services);
 */
export function findTokens(text: string): FoundToken[] {
  return foundTokens(textGiven(text, 'the text'), browserRuntime);
}

/**
 * Shortens every token in a text, every secret, the value of every Authorization header, users and
 * passwords of curl and URLs, and keys after names such as certificate or secret; leaves everything else
 * as it is. For logs that are to be posted.
 *
 * @param secrets the projects whose certificates and keys are looked for
 * @returns the text with `007eJx…[139 characters]` and the like in their place
 * @throws UsageError for what is not a string, or a key that is not known
 *
 * @example
 * console.log(redact(log, { appId, appCertificate }));
 */
export function redact(
  text: string,
  secrets: ProjectSecrets | readonly ProjectSecrets[] = [],
): string {
  return redactWith(text, secrets, browserRuntime);
}

/**
 * Judges a token, as on Node.js: is it good, until when, and if not, why not?
 *
 * @returns the document of `agora-token inspect --json`; a text that is no token has the verdict
 *   `malformed`
 * @throws UsageError for what is no text, an option that is not known, or a value that no token could
 *   meet; ConfigError for a certificate that is not 32 hex characters. Neither ever shows one
 */
export function inspectToken(
  text: string,
  options: InspectOptions = {},
): InspectionJson | MalformedJson {
  return inspectWith(text, options, browserRuntime);
}

/**
 * Signs one token, as on Node.js, and reads it back before it is returned: a token that does not
 * hold exactly what was asked is never returned. Compressed otherwise, its text may differ.
 *
 * @param spec what the token is to hold; the names are the options of `agora-token generate <kind>`
 * @param secrets the project it is signed for
 * @returns the document of `agora-token generate --json`: `token`, and everything that is in it
 * @throws UsageError for a name that is not known or a value that cannot be used, ConfigError for an
 *   App ID or certificate that is missing or not 32 hex characters; neither ever shows a certificate.
 *   SigningError when the new token does not hold what was asked, which is a bug
 *
 * @example
 * const { token } = signToken(
 *   { kind: 'rtc', channel: 'demo', uid: 42, expiresIn: '2h' },
 *   { appId, appCertificate },
 * );
 */
export function signToken(spec: TokenSpec, secrets: ProjectSecrets): SignedJson {
  return signWith(spec, secrets, browserPlatform);
}

export { CliError, ConfigError, SigningError, TokenError, UsageError } from './core/errors.js';
export type { SignedJson } from './core/json/generate-json.js';
export type { ProjectSecrets } from './library/secrets.js';
export type { TokenSpec } from './library/token-spec.js';
export type * from './library/types.js';
