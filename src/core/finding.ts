export type Severity = 'error' | 'warning' | 'info';

/**
 * Every finding code and its severity. The codes are public: scripts match on them, so they are
 * added to and never renamed.
 */
export const FINDING_SEVERITY = {
  expired: 'error',
  'signature-mismatch': 'error',
  'app-id-mismatch': 'error',
  'channel-mismatch': 'error',
  'uid-mismatch': 'error',
  'user-id-mismatch': 'error',
  'room-mismatch': 'error',
  'uuid-mismatch': 'error',
  'role-mismatch': 'error',
  'service-missing': 'error',
  'join-missing': 'error',
  'privilege-looks-relative': 'error',
  'privilege-looks-like-role': 'error',
  'app-id-malformed': 'error',
  'expiring-soon': 'warning',
  'privilege-ended': 'warning',
  'privilege-ending-soon': 'warning',
  'issued-in-future': 'warning',
  'lifetime-over-24h': 'warning',
  'lifetime-looks-absolute': 'warning',
  'privilege-looks-absolute': 'warning',
  'privilege-never-expires': 'warning',
  'privilege-outlives-token': 'warning',
  'join-ends-before-publish': 'warning',
  'short-lifetime': 'warning',
  'uid-wildcard': 'warning',
  'channel-wildcard': 'warning',
  'uid-literal-text': 'warning',
  'uid-string-account': 'warning',
  'chat-user-uuid': 'warning',
  'chat-user-uppercase': 'warning',
  'apaas-role-lost': 'warning',
  'apaas-room-missing': 'warning',
  'apaas-chat-user': 'warning',
  'channel-invalid-character': 'warning',
  'channel-too-long': 'warning',
  'obsolete-format': 'warning',
  'unknown-service': 'warning',
  'unknown-privilege': 'warning',
  'trailing-bytes': 'warning',
  placeholder: 'warning',
  'mixed-sources': 'warning',
  'whiteboard-permanent': 'warning',
  'whiteboard-permanent-admin': 'warning',
  'whiteboard-short-lifespan': 'warning',
  'whiteboard-repeated-key': 'warning',
  'whiteboard-unknown-key': 'warning',
  'whiteboard-sdk-uuid': 'warning',
  'whiteboard-uuid-missing': 'warning',
  'repaired-whitespace': 'warning',
  'repaired-quotes': 'warning',
  'repaired-prefix': 'warning',
  'repaired-plus': 'warning',
  'repaired-percent-encoding': 'warning',
  'repaired-base64': 'warning',
  'repaired-escapes': 'warning',
  'context-differs': 'warning',
  'token-too-long': 'warning',
  'found-in-text': 'info',
  'subscriber-only': 'info',
  'legacy-format': 'info',
  'crc-fits': 'info',
  'uid-negative': 'info',
  'signed-by-secondary': 'info',
  'chat-app-token': 'info',
  'rtm-missing': 'info',
  'signature-unchecked': 'info',
  'not-expired': 'info',
  'not-decidable': 'info',
} as const satisfies Record<string, Severity>;

export type FindingCode = keyof typeof FINDING_SEVERITY;

/** Something to say about a token. Only errors change the verdict and the exit code. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** What was seen, naming the values at hand. */
  readonly message: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** A finding with the severity that its code always has. */
export function finding(code: FindingCode, message: string, fix?: string): Finding {
  return {
    code,
    severity: FINDING_SEVERITY[code],
    message,
    ...(fix === undefined ? {} : { fix }),
  };
}
