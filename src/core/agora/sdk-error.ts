import type { FindingCode } from '../finding.js';

/**
 * What the SDKs and services of Agora say about a token, and why. The same number means different
 * things in different products.
 */
export interface SdkError {
  readonly product: Product;
  /** Numbers and names, as the product writes them. */
  readonly codes: readonly string[];
  /** What its log lines and messages contain, in lower case. */
  readonly texts?: readonly string[];
  readonly meaning: string;
  /** Whether a token can be the reason. */
  readonly aboutToken: boolean;
  /** The likeliest first; none where the error is not about the token. */
  readonly causes: readonly Cause[];
  /** Where the product documents it, or where it was seen: a page, a header, a thread. */
  readonly source: string;
}

export type Product =
  | 'RTC'
  | 'RTC connection state'
  | 'RTC renewToken'
  | 'RTC media relay'
  | 'RTC Web'
  | 'RTM 1.x'
  | 'RTM 1.x renewToken'
  | 'RTM 2.x'
  | 'Chat'
  | 'Chat Web'
  | 'Cloud Recording'
  | 'ConvoAI'
  | 'Whiteboard'
  | 'Flexible Classroom'
  | 'REST'
  | 'Token builder';

/** Every inspection checks for this as far as it can, and says itself what it lacks for more. */
export const CHECKED_UNASKED = '--profile, --all-profiles';

/** A reason why an SDK or a service refuses a token, and how to look for it. */
export interface Cause {
  readonly text: string;
  /** Checks for it, or shows what to compare; it can be pasted as it is. */
  readonly command: string;
  /** Options of `inspect` that check for it. */
  readonly check?: string;
  /** What `inspect` then finds. */
  readonly findings?: readonly FindingCode[];
}
