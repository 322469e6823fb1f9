/**
 * The library in a browser: decoding and judging, without a certificate, which has no place in one.
 * It imports nothing of Node.js.
 *
 * @packageDocumentation
 */

import type { InspectionJson, MalformedJson } from './core/json/inspect-json.js';
import { type DecodedJson, decodedJson } from './core/json/token-json.js';
import { browserRuntime } from './core/token/browser-runtime.js';
import { decodeText } from './core/token/decode.js';
import { textGiven } from './library/given.js';
import { inspectWith } from './library/inspect.js';
import type { InspectOptions } from './library/inspect-options.js';

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
 * Judges a token, its signature left `unchecked`: is it good, until when, and if not, why not?
 *
 * @returns the document of `agora-token inspect --json --no-verify`; a text that is no token has the
 *   verdict `malformed`
 * @throws UsageError for what is no text, an option that is not known, or a value that no token could
 *   meet
 */
export function inspectToken(
  text: string,
  options: InspectOptions = {},
): InspectionJson | MalformedJson {
  return inspectWith(text, options, browserRuntime, () => ({
    status: 'unchecked',
    reason: 'a browser has no certificate to check it with',
  }));
}

export { CliError, TokenError, UsageError } from './core/errors.js';
export type * from './library/types.js';
