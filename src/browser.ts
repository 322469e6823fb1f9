/**
 * The library in a browser: decoding and judging, without a certificate, which has no place in one.
 * It imports nothing of Node.js.
 *
 * @packageDocumentation
 */

import {
  type InspectionJson,
  type InspectOptions,
  inspectWith,
  type MalformedJson,
} from './library/inspect.js';
import { type DecodedJson, decodedJson } from './output/token-json.js';
import { browserRuntime } from './token/browser-runtime.js';
import { decodeText } from './token/decode.js';

/**
 * Reads a token of any format, as on Node.js.
 *
 * @returns the document of `agora-token decode --json`; its times are Unix seconds and RFC 3339
 * @throws TokenError whose `reason` and `message` say what the text is instead, or where it breaks
 */
export function decodeToken(text: string): DecodedJson {
  return decodedJson(decodeText(text, browserRuntime));
}

/**
 * Judges a token, its signature left `unchecked`: is it good, until when, and if not, why not?
 *
 * @returns the document of `agora-token inspect --json --no-verify`; a text that is no token has the
 *   verdict `malformed`
 * @throws UsageError for a `now` that is no number of Unix seconds
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

export { CliError, TokenError, UsageError } from './errors.js';
export type * from './library/types.js';
