/** The types of the results, which the library has on Node.js and in browsers. */

export type { Cause, Product, SdkError } from '../core/agora/sdk-errors.js';
export type { ProductOption } from '../core/agora/sdk-products.js';
export type { ErrorCode, ErrorJson, ExitCode, TokenErrorReason } from '../core/errors.js';
export type { Finding, FindingCode, Severity } from '../core/finding.js';
export type {
  Bound,
  CertificateKind,
  End,
  ExpectedRole,
  Expiry,
  ExpiryStatus,
  PrivilegeExpiry,
  ReadableVerdict,
  TriedSecret,
  Verdict,
} from '../core/inspect/types.js';
export type { FoundToken } from '../core/json/found-json.js';
export type {
  InspectionJson,
  MalformedJson,
  SignatureJson as SignatureResult,
} from '../core/json/inspect-json.js';
export type { DecodedJson, ServiceJson, TokenJson } from '../core/json/token-json.js';
export type { Source } from '../core/paste/find.js';
export type { Place } from '../core/paste/search.js';
export type { Duration } from '../core/text/parse-values.js';
export type {
  DecodedPrivilege,
  DecodedService,
  DecodedToken,
  Instant,
  Permissions,
  TokenFormat,
  TokenText,
  Unread,
} from '../core/token/model.js';
export type { Expectations, InspectOptions } from './inspect-options.js';
