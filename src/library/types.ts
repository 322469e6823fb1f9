/** The types of the results, which the library has on Node.js and in browsers. */
export type { TokenErrorReason } from '../errors.js';
export type { Finding, FindingCode, Severity } from '../finding.js';
export type { ExpectedRole, SignatureResult, Verdict } from '../inspect/types.js';
export type { DecodedJson } from '../output/token-json.js';
export type {
  DecodedPrivilege,
  DecodedService,
  DecodedToken,
  Instant,
  Permissions,
  TokenFormat,
  TokenText,
  Unread,
} from '../token/model.js';
export type { Duration } from '../values.js';
export type { InspectionJson, MalformedJson } from './inspect.js';
export type { Expectations, InspectOptions } from './inspect-options.js';
