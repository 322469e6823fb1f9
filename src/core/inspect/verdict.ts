import { EXIT, type ExitCode } from '../errors.js';
import type { Finding, FindingCode } from '../finding.js';
import type { End, ReadableVerdict, SignatureResult, Verdict } from './types.js';

export const VERDICT_EXIT: Readonly<Record<Verdict, ExitCode>> = {
  valid: EXIT.ok,
  malformed: EXIT.malformed,
  'bad-signature': EXIT.badSignature,
  mismatch: EXIT.mismatch,
  expired: EXIT.expired,
  expiring: EXIT.expiring,
};

/** Errors that tell of time or of the signature; every other error is an expectation that fails. */
const NO_MISMATCH: ReadonlySet<FindingCode> = new Set([
  'expired',
  'privilege-looks-relative',
  'privilege-looks-like-role',
  'signature-mismatch',
]);

/** The verdict on a readable token; where several hold, the first of signature, expectations, time. */
export function verdictOf(
  findings: readonly Finding[],
  { status }: End,
  signature: SignatureResult,
): ReadableVerdict {
  if (signature.status === 'invalid') return 'bad-signature';
  if (findings.some(({ code, severity }) => severity === 'error' && !NO_MISMATCH.has(code))) {
    return 'mismatch';
  }
  if (status === 'expired' || status === 'expiring') return status;
  return 'valid';
}
