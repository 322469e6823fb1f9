import type { APAAS_ROLES, WhiteboardRole } from '../token/roles.js';
import type { Duration } from '../values.js';

interface Timed {
  /** How long the token is valid; without it an hour. */
  readonly expiresIn?: Duration;
  /** Unix seconds, or RFC 3339; without it now. */
  readonly issuedAt?: number | string;
}

interface Salted extends Timed {
  /** 0 … 2^32-1, to make the token reproducible; without it random. */
  readonly salt?: number;
}

/** The integer uid (0: any user) or the user account, as the client joins with. */
type User =
  | { readonly uid: number | string; readonly account?: undefined }
  | { readonly account: string; readonly uid?: undefined };

interface Channel {
  readonly channel: string;
}

interface RtcPrivileges {
  /** Without it publisher. */
  readonly role?: 'publisher' | 'subscriber' | 'host' | 'broadcaster' | 'audience';
  /** Lifetime of every RTC privilege; without it the token's. */
  readonly privilegeExpiresIn?: Duration;
  readonly join?: Duration;
  readonly publishAudio?: Duration;
  readonly publishVideo?: Duration;
  readonly publishData?: Duration;
}

interface Versioned {
  /** Without it 007. */
  readonly tokenVersion?: '007' | '006';
}

interface Whiteboard extends Timed {
  /** Without it reader. */
  readonly role?: WhiteboardRole;
  /** A permanent token: only disabling the access key ends it. */
  readonly neverExpires?: true;
}

/** What to sign; the names are the options of `agora-token generate` in camelCase. */
export type TokenSpec =
  | ({ readonly kind: 'rtc'; readonly with?: readonly string[] } & Channel &
      User &
      RtcPrivileges &
      Salted &
      Versioned)
  | ({
      readonly kind: 'rtm';
      readonly userId: string;
      /** `resource:read=name,name` */
      readonly permission?: readonly string[];
    } & Salted &
      Versioned)
  | ({ readonly kind: 'chat user'; readonly userId: string } & Salted)
  | ({ readonly kind: 'chat app' | 'apaas app' | 'fpa' } & Salted)
  | ({
      readonly kind: 'apaas room-user';
      readonly room: string;
      readonly user: string;
      readonly role: number | keyof typeof APAAS_ROLES;
    } & Salted)
  | ({ readonly kind: 'apaas user'; readonly user: string } & Salted)
  | ({ readonly kind: 'convoai' | 'stt'; readonly rtmUserId?: string } & Channel &
      User &
      RtcPrivileges &
      Salted)
  | ({ readonly kind: 'streaming'; readonly publish?: true | 'mixed' | 'raw' } & Channel &
      User &
      Salted)
  | ({ readonly kind: 'fcdn'; readonly publish?: boolean; readonly play?: boolean } & Channel &
      User &
      Salted)
  | ({ readonly kind: 'whiteboard sdk' } & Whiteboard)
  | ({ readonly kind: 'whiteboard room' | 'whiteboard task'; readonly uuid: string } & Whiteboard)
  | ({ readonly kind: 'temp' } & Channel & Partial<User> & Salted);
