import { EXIT, type ExitCode } from '../errors.js';
import type { Finding, FindingCode } from '../finding.js';
import type { End, InspectInput, ReadableVerdict, Verdict } from './types.js';

export const VERDICT_EXIT: Readonly<Record<Verdict, ExitCode>> = {
  valid: EXIT.ok,
  malformed: EXIT.malformed,
  'bad-signature': EXIT.badSignature,
  unverified: EXIT.badSignature,
  mismatch: EXIT.mismatch,
  expired: EXIT.expired,
  expiring: EXIT.expiring,
};

/** Errors about time or the signature; every other error is an expectation that fails. */
const NO_MISMATCH: ReadonlySet<FindingCode> = new Set([
  'expired',
  'privilege-looks-relative',
  'privilege-looks-like-role',
  'signature-mismatch',
]);

/** Whether a finding is an expectation that fails. */
export const isMismatch = ({ code, severity }: Finding) =>
  severity === 'error' && !NO_MISMATCH.has(code);

/** The verdict on a readable token; where several hold, the first of signature, expectations, time. */
export function verdictOf(
  findings: readonly Finding[],
  { status }: End,
  { signature, requireSignature }: Pick<InspectInput, 'signature' | 'requireSignature'>,
): ReadableVerdict {
  if (signature.status === 'invalid') return 'bad-signature';
  if (signature.status === 'unchecked' && requireSignature) return 'unverified';
  if (findings.some(isMismatch)) return 'mismatch';
  if (status === 'expired' || status === 'expiring') return status;
  return 'valid';
}
