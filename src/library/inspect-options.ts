import type { ProductOption } from '../core/agora/sdk-products.js';
import type { ExpectedRole } from '../core/inspect/types.js';
import type { Duration } from '../core/text/parse-values.js';
import type { ProjectSecrets } from './secrets.js';

/** What the caller expects of a token; what is absent is not compared. */
export interface Expectations {
  /** 32 hex characters. */
  readonly appId?: string;
  readonly channel?: string;
  /** A whole number; 0 stands for joining without a uid of one's own. Not with `account`. */
  readonly uid?: number | string;
  /** A string user account. */
  readonly account?: string;
  /** User id of RTM, Chat or a classroom. */
  readonly userId?: string;
  /** Room UUID of a classroom (APaaS). */
  readonly room?: string;
  /** Room or task UUID of a whiteboard token. */
  readonly uuid?: string;
  /** `rtc`, `rtm`, `chat` … as `decodeToken` names it, or `whiteboard`. */
  readonly service?: string;
  /** host and broadcaster mean publisher, audience means subscriber. */
  readonly role?: ExpectedRole | 'host' | 'broadcaster' | 'audience';
}

/** What a token is judged by, and with. */
export interface InspectOptions {
  /**
   * The projects whose certificates the signature may be checked with; only those of the token's own
   * App ID or access key are tried. Without one the signature is `unchecked`.
   */
  readonly secrets?: ProjectSecrets | readonly ProjectSecrets[];
  /** The time to judge by, in Unix seconds, of which a fraction is dropped; without it the clock's. */
  readonly now?: number;
  /** What the token is expected to be for. */
  readonly expect?: Expectations;
  /** The token must stay valid that long. */
  readonly expiresIn?: Duration;
  /**
   * The code or text of an SDK error that was seen with this token, to be explained against it; one
   * that is not known explains nothing.
   */
  readonly error?: string | number;
  /** The product that `error` was seen in, where its text does not name it. */
  readonly product?: ProductOption;
  /** A signature that is not checked makes the verdict `unverified`, with exit code 6. */
  readonly requireSignature?: boolean;
}
