/** The types of the results, which the library has on Node.js and in browsers. */
export type { ErrorCode, ErrorJson, ExitCode, TokenErrorReason } from '../errors.js';
export type { Finding, FindingCode, Severity } from '../finding.js';
export type { Cause, Product, SdkError } from '../inspect/error-codes.js';
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
} from '../inspect/types.js';
export type {
  InspectionJson,
  MalformedJson,
  SignatureJson as SignatureResult,
} from '../output/inspect-json.js';
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
export type { Expectations, InspectOptions } from './inspect-options.js';
