import type { APAAS_ROLES, WhiteboardRole } from '../core/agora/roles.js';
import type { Duration } from '../core/text/parse-values.js';

interface Timed {
  /** How long the token is valid; without it an hour (`temp`: a day). */
  readonly expiresIn?: Duration;
  /** When it ends, in place of `expiresIn`: Unix seconds, or RFC 3339. */
  readonly expiresAt?: number | string;
  /** Unix seconds, or RFC 3339; without it now. */
  readonly issuedAt?: number | string;
}

interface Salted extends Timed {
  /** 0 … 2^32-1, to make the token reproducible; without it random. */
  readonly salt?: number;
}

/** The integer uid or the user account, as the client joins with. */
type User =
  | {
      /** 0 … 2^32-1; 0 stands for any user. */
      readonly uid: number | string;
      readonly account?: undefined;
    }
  | {
      /** 1 … 255 bytes of the characters of a channel. */
      readonly account: string;
      readonly uid?: undefined;
    };

interface Channel {
  /** 1 … 64 bytes of ASCII letters, digits, space and `!#$%&()+-:;<=.>?@[]^_{}|~,` */
  readonly channel: string;
}

interface RtcPrivileges {
  /** Without it publisher; host and broadcaster mean the same, audience means subscriber. */
  readonly role?: 'publisher' | 'subscriber' | 'host' | 'broadcaster' | 'audience';
  /** Lifetime of every RTC privilege; without it the token's. */
  readonly privilegeExpiresIn?: Duration;
  /** Lifetime of the privilege to join the channel. */
  readonly join?: Duration;
  /** Lifetime of the privilege to publish audio; like the next two not for a subscriber. */
  readonly publishAudio?: Duration;
  /** Lifetime of the privilege to publish video. */
  readonly publishVideo?: Duration;
  /** Lifetime of the privilege to publish data streams. */
  readonly publishData?: Duration;
}

interface Joined {
  /**
   * Other services in the same token, each `service` or `service=id`: `rtm` for the same user,
   * `rtm=alice` or `chat=alice` for another, `rtc=stage` for a second channel.
   */
  readonly with?: readonly string[];
}

interface Versioned {
  /** Without it 007. */
  readonly tokenVersion?: '007' | '006';
}

interface Signaling {
  /** 1 … 64 bytes of printable ASCII. */
  readonly userId: string;
  /**
   * `resource:read=name,name` or `resource:write=…`; resources are message, stream, group,
   * server-group and user, and names what a user id may be, without commas.
   */
  readonly permission?: readonly string[];
}

interface ChatUser {
  /** The name that the user is registered under: 1 … 64 of `a-z 0-9 _ - .` */
  readonly userId: string;
}

interface Agent {
  /** 1 … 64 bytes of printable ASCII; without it the uid or account. */
  readonly rtmUserId?: string;
}

interface ClassroomUser {
  /** The userUuid of the client, within the limits of a channel. */
  readonly user: string;
}

interface Classroom extends ClassroomUser {
  /** The roomUuid of the client, within the limits of a channel. */
  readonly room: string;
  /** A number is an int16. */
  readonly role: number | keyof typeof APAAS_ROLES;
}

interface Streaming {
  /** Only for mixed or for raw streams; true or without it both. */
  readonly publish?: true | 'mixed' | 'raw';
}

interface FusionCdn {
  /** Where neither is true, all that is not false is allowed. */
  readonly publish?: boolean;
  readonly play?: boolean;
}

interface Whiteboard extends Timed {
  /** Without it reader. */
  readonly role?: WhiteboardRole;
  /** true: a permanent token, without `expiresIn`; only disabling the access key ends it. */
  readonly neverExpires?: boolean;
}

interface WhiteboardPlace {
  /** As the whiteboard server gave it for the room or the task: text without control characters. */
  readonly uuid: string;
}

/** What to sign; the names are the options of `agora-token generate` in camelCase. */
export type TokenSpec =
  | ({ readonly kind: 'rtc' } & Channel & User & RtcPrivileges & Joined & Salted & Versioned)
  | ({ readonly kind: 'rtm' } & Signaling & Salted & Versioned)
  | ({ readonly kind: 'chat user' } & ChatUser & Salted)
  | ({ readonly kind: 'chat app' | 'apaas app' | 'fpa' } & Salted)
  | ({ readonly kind: 'apaas room-user' } & Classroom & Salted)
  | ({ readonly kind: 'apaas user' } & ClassroomUser & Salted)
  | ({ readonly kind: 'convoai' | 'stt' } & Channel &
      User &
      RtcPrivileges &
      Joined &
      Agent &
      Salted)
  | ({ readonly kind: 'streaming' } & Channel & User & Streaming & Salted)
  | ({ readonly kind: 'fcdn' } & Channel & User & FusionCdn & Salted)
  | ({ readonly kind: 'whiteboard sdk' } & Whiteboard)
  | ({ readonly kind: 'whiteboard room' | 'whiteboard task' } & WhiteboardPlace & Whiteboard)
  | ({ readonly kind: 'temp' } & Channel & Partial<User> & Salted);
