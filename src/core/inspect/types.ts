import type { CertificateKind } from '../agora/projects.js';
import type { WhiteboardRole } from '../agora/roles.js';
import type { SdkError } from '../agora/sdk-errors.js';
import type { ExitCode } from '../errors.js';
import type { Finding } from '../finding.js';
import type { DecodedToken, Instant } from '../token/model.js';

export type { CertificateKind };

/** What the caller expects of a token, as text; what is absent is not compared. */
export interface Expectations {
  readonly appId?: string;
  readonly channel?: string;
  /** Decimal; `0` stands for joining without a uid of one's own. */
  readonly uid?: string;
  /** The same as a signed number, where it was given as a negative one. */
  readonly signedUid?: string;
  /** A string user account. */
  readonly account?: string;
  /** User id of RTM, Chat or a classroom. */
  readonly userId?: string;
  /** Room UUID of a classroom (APaaS). */
  readonly room?: string;
  /** Room or task UUID of a whiteboard token. */
  readonly uuid?: string;
  /** A name of `services.ts`, or `whiteboard`. */
  readonly service?: string;
  readonly role?: ExpectedRole;
}

/** RTC knows the first two, the whiteboard the others. */
export type ExpectedRole = 'publisher' | 'subscriber' | WhiteboardRole;

/** How the signature fared; the check itself needs secrets and is made elsewhere. */
export type SignatureResult =
  | {
      readonly status: 'valid';
      /** The profile whose secret made it. */
      readonly profile: string;
      readonly certificate: CertificateKind;
    }
  | {
      readonly status: 'invalid';
      /** The secrets that did not make it, by profile. */
      readonly tried: readonly TriedSecret[];
    }
  | {
      readonly status: 'unchecked';
      /** Why, in a sentence without its full stop. */
      readonly reason: string;
      /** How to have it checked. */
      readonly hint?: string;
      /** The secret is at hand; what the token was signed for is not. */
      readonly needsClaims?: true;
    };

export interface TriedSecret {
  readonly profile: string;
  readonly certificate: CertificateKind;
}

export interface InspectInput {
  /** Unix seconds to judge by. */
  readonly now: number;
  readonly signature: SignatureResult;
  readonly expectations?: Expectations;
  /** The token must stay valid for so many seconds. */
  readonly expiresIn?: number;
  /** The SDK error that was seen, so that what explains it comes first. */
  readonly error?: SeenError;
  /** A signature that cannot be checked makes the verdict `unverified`. */
  readonly requireSignature?: boolean;
  /** The project of Agora's samples was asked for by name, so that its values are no surprise. */
  readonly demo?: boolean;
}

/** An SDK error that was seen with the token. */
export interface SeenError {
  /** As it was given. */
  readonly text: string;
  /** What it means, in every product that has it. */
  readonly entries: readonly SdkError[];
  /** The service that the token was used for, where the error leaves no doubt. */
  readonly service?: string;
}

export type Verdict =
  | 'valid'
  | 'expired'
  | 'bad-signature'
  | 'unverified'
  | 'mismatch'
  | 'expiring'
  | 'malformed';

/** The verdict on a token that could be read. */
export type ReadableVerdict = Exclude<Verdict, 'malformed'>;

export type ExpiryStatus = 'valid' | 'expired' | 'expiring' | 'never';

/** What ends a privilege: its own end, the token's, or Agora's limit of 24 hours after issue. */
export type Bound = 'privilege' | 'token' | '24h-limit';

/** When something ends, seen from the time of the inspection. */
export interface End {
  readonly status: ExpiryStatus;
  /** null: never. */
  readonly expiresAt: Instant | null;
  /** Seconds left, negative when it has ended; null: never ends. */
  readonly remainingSeconds: number | null;
}

export interface PrivilegeExpiry extends End {
  readonly service: string;
  /** Its name; `unknown` for an id that its table does not know. */
  readonly privilege: string;
  /** The effective end: the earliest of its own, the token's, and 24 hours after issue. */
  readonly boundedBy: Bound;
}

/** Until when the token can be used, and each privilege by itself. */
export interface Expiry extends End {
  /** In the order of the token's services and their privileges. */
  readonly privileges: readonly PrivilegeExpiry[];
}

/** The answer to: is this token good, until when, and if not, why not? */
export interface Inspection {
  readonly verdict: ReadableVerdict;
  readonly exitCode: ExitCode;
  readonly now: Instant;
  readonly token: DecodedToken;
  readonly expiry: Expiry;
  readonly signature: SignatureResult;
  /** What explains `error` first, then the gravest. */
  readonly findings: readonly Finding[];
  /** What `error` may mean with this token; only where one was given. */
  readonly explained?: readonly SdkError[];
  /** What was asked, for whoever reports the answer. */
  readonly asked: Pick<InspectInput, 'expectations' | 'expiresIn' | 'error'>;
}
