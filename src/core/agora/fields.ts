import { checkChannel, checkChatUser, checkRoom, checkRtmUser } from './limits.js';

/** How a field after the privileges of a service is written on the wire; `token/codecs.ts` has each. */
export type FieldKind = 'text' | 'int16' | 'permissions';

interface FieldRow {
  readonly kind: FieldKind;
  /** What decode and inspect call it. */
  readonly label: string;
  /** What a sentence calls it. */
  readonly noun: string;
  /** What one line for a service calls it, where that is shorter. */
  readonly brief?: string;
  /** What that line says of an empty text; without it nothing. */
  readonly whenEmpty?: string;
}

/**
 * The fields that a service of a token may have, in the order in which they are shown. Decoding,
 * packing, the check of a new token, rendering, the types and the schema read it.
 */
export const FIELDS = {
  channel: { kind: 'text', label: 'Channel', noun: 'channel', whenEmpty: 'any channel' },
  uid: { kind: 'text', label: 'Uid', noun: 'uid', whenEmpty: 'any user' },
  account: { kind: 'text', label: 'Account', noun: 'account', whenEmpty: 'any user' },
  userId: { kind: 'text', label: 'User ID', noun: 'user id', whenEmpty: 'no user' },
  roomUuid: { kind: 'text', label: 'Room UUID', noun: 'room UUID', brief: 'room' },
  userUuid: { kind: 'text', label: 'User UUID', noun: 'user UUID', brief: 'user' },
  role: { kind: 'int16', label: 'Role', noun: 'role' },
  permissions: { kind: 'permissions', label: 'Permissions', noun: 'permissions' },
} as const satisfies Readonly<Record<string, FieldRow>>;

export type FieldName = keyof typeof FIELDS;

export const fieldRow = (name: FieldName): FieldRow => FIELDS[name];

/** The names of all fields, and those of texts. */
export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];
export const TEXT_FIELDS = FIELD_NAMES.filter(isTextField);

export type TextFieldName = {
  [Name in FieldName]: (typeof FIELDS)[Name]['kind'] extends 'text' ? Name : never;
}[FieldName];

function isTextField(name: FieldName): name is TextFieldName {
  return FIELDS[name].kind === 'text';
}

interface IdentityRow {
  /** Where the text of a service beside RTC comes from, without an id of its own. */
  readonly from: 'channel' | 'user';
  /** Without one the text may be empty, and the options have checked it. */
  readonly limit?: readonly [check: typeof checkChannel, what: string];
}

/** Whom or what a text identifies: what fills it, and which of Agora's limits it keeps. */
const IDENTITIES = {
  channel: { from: 'channel', limit: [checkChannel, 'a channel name'] },
  room: { from: 'channel', limit: [checkRoom, 'a room id'] },
  'rtc-user': { from: 'user' },
  'rtm-user': { from: 'user', limit: [checkRtmUser, 'an RTM user id'] },
  'chat-user': { from: 'user', limit: [checkChatUser, 'a Chat user id'] },
  'room-user': { from: 'user', limit: [checkRoom, 'a user id'] },
} as const satisfies Readonly<Record<string, IdentityRow>>;

export type Identified = keyof typeof IDENTITIES;

export const identityOf = (identifies: Identified): IdentityRow => IDENTITIES[identifies];
