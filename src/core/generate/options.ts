import {
  checkAccount,
  checkChannel,
  checkChannelPattern,
  checkChatUser,
  checkName,
  checkRoom,
  checkRtmUser,
} from '../agora/limits.js';
import { APAAS_ROLES, WHITEBOARD_ROLES, type WhiteboardRole } from '../agora/roles.js';
import { RTC_ROLES, type RtcRole } from '../agora/rtc-roles.js';
import { SERVICES } from '../agora/services.js';
import { ConfigError, UsageError } from '../errors.js';
import { parseDuration, parseInteger, parseTime, UINT32_MAX } from '../text/parse-values.js';
import { quoted } from '../text/safe-text.js';
import type { Permissions } from '../token/model.js';
import { readPermissions } from './permissions.js';
import { flag, type Input, limited, list, meaningOf, oneOf, seconds, text } from './read.js';
import { type Joined, readJoined } from './with.js';

/** The options of `generate`, once: commander, help, completion, batch rows and prompts read them. */

/** The options after reading. */
export interface Values {
  readonly channel?: string;
  /** 0: any user. */
  readonly uid?: number;
  readonly account?: string;
  /** An RTC role, the name of a whiteboard role, or an APaaS role number. */
  readonly role?: RtcRole | WhiteboardRole | number;
  /** Seconds, as all durations here. */
  readonly privilegeExpiresIn?: number;
  readonly join?: number;
  readonly publishAudio?: number;
  readonly publishVideo?: number;
  readonly publishData?: number;
  readonly with?: readonly Joined[];
  readonly userId?: string;
  readonly permission?: Permissions;
  readonly rtmUserId?: string;
  readonly room?: string;
  readonly user?: string;
  readonly publish?: boolean | 'mixed' | 'raw';
  readonly play?: boolean;
  readonly uuid?: string;
  readonly neverExpires?: boolean;
  readonly expiresIn?: number;
  /** Unix seconds: another way to say the lifetime. */
  readonly expiresAt?: number;
  /** Unix seconds. */
  readonly issuedAt?: number;
  readonly salt?: number;
  readonly tokenVersion?: '007' | '006';
}

export type Key = keyof Values;

export interface GenerateOption<K extends Key = Key> {
  /** The option in camelCase: its name in a batch row and among a profile's defaults. */
  readonly key: K;
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  /** Values to complete on the command line where others are accepted too. */
  readonly suggestions?: readonly string[];
  readonly repeatable?: true;
  /** A profile's default of this name means something else. */
  readonly notFromProfile?: true;
  /** How to ask for it on a terminal. */
  readonly question?: string;
  /**
   * @param name how the user gave it, for messages
   * @param nameOf what other options are called there, for hints
   * @throws UsageError
   */
  readonly read: (input: Input, name: string, nameOf?: NameOf) => NonNullable<Values[K]>;
}

/** What an option is called where it was given: by its flag, its key, its place in a config. */
export type NameOf = (option: Pick<GenerateOption, 'key' | 'flags'>) => string;

/** `--expires-in`: the long form of an option. */
export const longFlag: NameOf = ({ flags }) => /--[a-z-]+/.exec(flags)?.[0] ?? flags;

/** `expiresIn`: its name in a row, and in the library. */
export const keyOf: NameOf = ({ key }) => key;

export const CHANNEL: GenerateOption<'channel'> = {
  key: 'channel',
  flags: '-c, --channel <name>',
  description: 'the channel, exactly as the client joins it',
  question: 'Channel',
  read: limited(checkChannel, 'a channel name'),
};

/** For RTC alone, in 007 tokens. */
export const CHANNEL_PATTERN: GenerateOption<'channel'> = {
  ...CHANNEL,
  description:
    'the channel, exactly as the client joins it; * admits every channel, a*b those like it',
  read: limited(checkChannelPattern, 'a channel name'),
};

/**
 * Options for values that come from somebody else, as in a token server: a pattern of channels must not
 * come from a client.
 */
export const withoutPatterns = (options: readonly GenerateOption[]): readonly GenerateOption[] =>
  options.map((option) => (option === CHANNEL_PATTERN ? CHANNEL : option));

export const UID: GenerateOption<'uid'> = {
  key: 'uid',
  flags: '-u, --uid <number>',
  description: 'the integer uid that joins; 0 for any user',
  question: 'uid (a number, 0 for any user) or user account (text)',
  read: (input, name, nameOf = longFlag) => {
    const value = text(input, name);
    if (!/^-?\d+$/.test(value)) {
      throw new UsageError(
        `${name} is ${quoted(value)}, which is not a whole number`,
        /^[\d.,\s]*$/.test(value)
          ? `A whole number from 0 to ${UINT32_MAX} is expected.`
          : `A uid is a number from 0 to ${UINT32_MAX}; a text is a user account: use ${nameOf(ACCOUNT)}.`,
      );
    }
    return parseInteger(value, name, 0, UINT32_MAX);
  },
};

export const ACCOUNT: GenerateOption<'account'> = {
  key: 'account',
  flags: '-a, --account <text>',
  description: 'the user account, where clients join with a text instead of a number',
  read: limited(checkAccount, 'a user account'),
};

export const RTC_ROLE: GenerateOption<'role'> = {
  key: 'role',
  flags: '-r, --role <role>',
  description:
    'publisher (host, broadcaster), or subscriber (audience), who may only join (default: publisher)',
  suggestions: Object.keys(RTC_ROLES),
  question: 'Role',
  read: meaningOf(RTC_ROLES),
};

export const APAAS_ROLE: GenerateOption<'role'> = {
  key: 'role',
  flags: '-r, --role <role>',
  description: 'teacher (1), student (2), assistant (3), or another number',
  suggestions: Object.keys(APAAS_ROLES),
  question: 'Role (teacher, student, assistant or a number)',
  notFromProfile: true,
  read: (input, name) => {
    const value = text(input, name);
    return /^[-\d]/.test(value)
      ? parseInteger(value, name, -32_768, 32_767)
      : meaningOf(APAAS_ROLES)(value, name);
  },
};

export const WHITEBOARD_ROLE: GenerateOption<'role'> = {
  key: 'role',
  flags: '-r, --role <role>',
  description: 'what the holder may do: admin, writer or reader (default: reader)',
  suggestions: WHITEBOARD_ROLES,
  notFromProfile: true,
  read: oneOf(WHITEBOARD_ROLES),
};

export const PRIVILEGES: readonly GenerateOption[] = [
  duration('privilegeExpiresIn', '--privilege-expires-in', 'lifetime of every RTC privilege'),
  duration('join', '--join', 'lifetime of the privilege to join the channel'),
  duration('publishAudio', '--publish-audio', 'lifetime of the privilege to publish audio'),
  duration('publishVideo', '--publish-video', 'lifetime of the privilege to publish video'),
  duration('publishData', '--publish-data', 'lifetime of the privilege to publish data streams'),
];

export const WITH: GenerateOption<'with'> = {
  key: 'with',
  flags: '--with <service[=id]>',
  description:
    'another service in the same token, such as rtm, rtm=alice or chat=alice; repeatable',
  suggestions: SERVICES.map(({ name }) => name),
  repeatable: true,
  read: (input, name) => readJoined(list(input, name), name),
};

export const RTM_USER: GenerateOption<'userId'> = {
  key: 'userId',
  flags: '--user-id <id>',
  description: 'the user id that logs in to Signaling',
  question: 'RTM user id',
  read: limited(checkRtmUser, 'an RTM user id'),
};

export const PERMISSION: GenerateOption<'permission'> = {
  key: 'permission',
  flags: '--permission <resource:type=names>',
  description:
    'RTM2 permission: message, stream, group, server-group or user, read or write, names with commas between; repeatable',
  repeatable: true,
  read: (input, name) => readPermissions(list(input, name), name),
};

export const CHAT_USER: GenerateOption<'userId'> = {
  key: 'userId',
  flags: '--user-id <id>',
  description: 'the Chat user id (the user name, not the uuid)',
  question: 'Chat user id',
  read: limited(checkChatUser, 'a Chat user id'),
};

export const ROOM: GenerateOption<'room'> = {
  key: 'room',
  flags: '--room <uuid>',
  description: 'the id of the room (roomUuid)',
  question: 'Room id',
  read: limited(checkRoom, 'a room id'),
};

export const USER: GenerateOption<'user'> = {
  key: 'user',
  flags: '--user <uuid>',
  description: 'the id of the user (userUuid)',
  question: 'User id',
  read: limited(checkRoom, 'a user id'),
};

export const RTM_USER_OF_AGENT: GenerateOption<'rtmUserId'> = {
  key: 'rtmUserId',
  flags: '--rtm-user-id <id>',
  description: 'the RTM user id (default: the uid or account)',
  read: limited(checkRtmUser, 'an RTM user id'),
};

/** A cell of a CSV holds a switch as a word. */
const STREAMS = { mixed: 'mixed', raw: 'raw', true: true } as const;

export const STREAMING_PUBLISH: GenerateOption<'publish'> = {
  key: 'publish',
  flags: '--publish [stream]',
  description: 'only the privilege for mixed or for raw streams (default: both)',
  read: (input, name) => {
    const word = typeof input === 'boolean' ? String(input) : input;
    if (word !== 'false') return meaningOf(STREAMS)(word, name);
    throw new UsageError(
      `${name} is false, but a streaming token is only for publishing`,
      'It is true, "mixed" or "raw".',
    );
  },
};

export const FCDN_PUBLISH: GenerateOption<'publish'> = {
  key: 'publish',
  flags: '--publish',
  description: 'the privilege to publish (default: publish and play)',
  read: flag,
};

export const FCDN_PLAY: GenerateOption<'play'> = {
  key: 'play',
  flags: '--play',
  description: 'the privilege to play (default: publish and play)',
  read: flag,
};

export const UUID: GenerateOption<'uuid'> = {
  key: 'uuid',
  flags: '--uuid <uuid>',
  description: 'the uuid of the room or task, as the whiteboard server gave it',
  question: 'uuid of the room or task',
  read: limited(checkName, 'a uuid'),
};

export const NEVER_EXPIRES: GenerateOption<'neverExpires'> = {
  key: 'neverExpires',
  flags: '--never-expires',
  description: 'a permanent token: only disabling the access key ends it',
  read: flag,
};

export const EXPIRES_IN: GenerateOption<'expiresIn'> = {
  key: 'expiresIn',
  flags: '-e, --expires-in <duration>',
  description: 'lifetime: 90s, 15m, 1h30m, 24h, or seconds (default: 1h)',
  read: seconds,
};

/** A lifetime of 0 makes a whiteboard token permanent: that has to be asked for by name. */
export const WHITEBOARD_EXPIRES_IN: GenerateOption<'expiresIn'> = {
  ...EXPIRES_IN,
  read: (input, name, nameOf = longFlag) => {
    const value = text(input, name);
    if (/^0+[smhd]?$/.test(value)) {
      throw new UsageError(
        `${name} is ${value}: for a whiteboard token that would mean for ever`,
        `If you mean that, use ${nameOf(NEVER_EXPIRES)}; else give a lifetime such as 1h.`,
      );
    }
    return parseDuration(value, name);
  },
};

export const TEMP_EXPIRES_IN: GenerateOption<'expiresIn'> = {
  ...EXPIRES_IN,
  description: 'lifetime (default: 24h, as in the Console)',
  notFromProfile: true,
};

/** What 32 bits of Unix seconds hold. */
export const TOKEN_TIMES = 'A token can contain times from 1970-01-01 to 2106-02-07.';

export const ISSUED_AT: GenerateOption<'issuedAt'> = {
  key: 'issuedAt',
  flags: '--issued-at <time>',
  description: 'the issue time: Unix seconds or RFC 3339 (default: now)',
  read: time,
};

export const EXPIRES_AT: GenerateOption<'expiresAt'> = {
  key: 'expiresAt',
  flags: '--expires-at <time>',
  description: 'the end, in place of a lifetime: Unix seconds or RFC 3339',
  notFromProfile: true,
  read: time,
};

function time(input: Input, name: string): number {
  const seconds = parseTime(text(input, name), name);
  if (seconds < 0 || seconds > UINT32_MAX) {
    throw new UsageError(`${name} is out of range`, TOKEN_TIMES);
  }
  return seconds;
}

export const SALT: GenerateOption<'salt'> = {
  key: 'salt',
  flags: '--salt <uint32>',
  description: 'the salt, to make the token reproducible (default: random)',
  read: (input, name) => parseInteger(text(input, name), name, 0, UINT32_MAX),
};

const VERSIONS = ['007', '006'] as const;

export const TOKEN_VERSION: GenerateOption<'tokenVersion'> = {
  key: 'tokenVersion',
  flags: '--token-version <version>',
  description: '006 for SDKs that do not read 007 (default: 007)',
  choices: VERSIONS,
  read: oneOf(VERSIONS),
};

function duration<K extends Key>(key: K, flagName: string, description: string): GenerateOption {
  return {
    key,
    flags: `${flagName} <duration>`,
    description: `${description} (default: the token's)`,
    read: seconds,
  } as GenerateOption;
}

/** A value of a profile that cannot be used is the config's fault, not the command line's. */
export function asConfigError(error: unknown): unknown {
  return error instanceof UsageError ? new ConfigError(error.message, error.hint) : error;
}
