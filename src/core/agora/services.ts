import {
  FIELDS,
  type FieldKind,
  type FieldName,
  type Identified,
  type TextFieldName,
} from './fields.js';

/**
 * THE table of Agora's services: decoding, signing, rendering, help and completion all read it, so
 * that a new service is one more row.
 *
 * Source: AgoraIO/Tools da06bfb and npm agora-token 2.0.6 (which adds types 9 and 10).
 */

/** The first text of a service is the one that `--with service=id` gives. */
interface TextField {
  readonly name: TextFieldName;
  readonly kind: 'text';
  readonly identifies: Identified;
}

export type ServiceField =
  | TextField
  | { readonly name: FieldName; readonly kind: Exclude<FieldKind, 'text'> };

export interface PrivilegeRow {
  readonly id: number;
  readonly name: string;
  /** The service is entered with this privilege: when it ends, so does the use of the token. */
  readonly entry?: true;
  /** For calls of the REST API, not for a client in a channel or room. */
  readonly rest?: true;
  /** Written as 0, no end of its own, as in Agora's builder. */
  readonly unlimited?: true;
}

export interface ServiceRow {
  /** The number on the wire. */
  readonly type: number;
  readonly name: string;
  /** As Agora writes it. */
  readonly title: string;
  readonly fields: readonly ServiceField[];
  readonly privileges: readonly PrivilegeRow[];
}

const text = (name: TextFieldName, identifies: Identified): TextField => ({
  name,
  kind: 'text',
  identifies,
});

const other = (name: Exclude<FieldName, TextFieldName>) => ({ name, kind: FIELDS[name].kind });

export const SERVICES = [
  {
    type: 1,
    name: 'rtc',
    title: 'RTC',
    fields: [text('channel', 'channel'), text('uid', 'rtc-user')],
    privileges: [
      { id: 1, name: 'join-channel', entry: true },
      { id: 2, name: 'publish-audio' },
      { id: 3, name: 'publish-video' },
      { id: 4, name: 'publish-data' },
    ],
  },
  {
    type: 2,
    name: 'rtm',
    title: 'RTM',
    fields: [text('userId', 'rtm-user')],
    privileges: [{ id: 1, name: 'login', entry: true }],
  },
  {
    type: 3,
    name: 'streaming',
    title: 'Streaming',
    fields: [text('channel', 'channel'), text('account', 'rtc-user')],
    privileges: [
      { id: 1, name: 'publish-mixed-stream', entry: true },
      { id: 2, name: 'publish-raw-stream', entry: true },
    ],
  },
  {
    type: 4,
    name: 'fpa',
    title: 'FPA',
    fields: [],
    privileges: [{ id: 1, name: 'login', entry: true, unlimited: true }],
  },
  {
    type: 5,
    name: 'chat',
    title: 'Chat',
    fields: [text('userId', 'chat-user')],
    privileges: [
      { id: 1, name: 'user', entry: true },
      { id: 2, name: 'app', entry: true, rest: true },
    ],
  },
  {
    type: 6,
    name: 'fcdn',
    title: 'FCDN',
    fields: [text('channel', 'channel'), text('account', 'rtc-user')],
    privileges: [
      { id: 1, name: 'publish', entry: true },
      { id: 2, name: 'play', entry: true },
    ],
  },
  {
    type: 7,
    name: 'apaas',
    title: 'APaaS',
    fields: [text('roomUuid', 'room'), text('userUuid', 'room-user'), other('role')],
    privileges: [
      { id: 1, name: 'room-user', entry: true },
      { id: 2, name: 'user', entry: true, rest: true },
      { id: 3, name: 'app', entry: true, rest: true },
    ],
  },
  {
    type: 8,
    name: 'rtm2',
    title: 'RTM2',
    fields: [text('userId', 'rtm-user'), other('permissions')],
    privileges: [{ id: 1, name: 'login', entry: true }],
  },
  { type: 9, name: 'convoai', title: 'ConvoAI', fields: [], privileges: [] },
  { type: 10, name: 'stt', title: 'STT', fields: [], privileges: [] },
] as const satisfies readonly ServiceRow[];

export type ServiceName = (typeof SERVICES)[number]['name'];

const byType = new Map<number, ServiceRow>(SERVICES.map((row) => [row.type, row]));
const byName = new Map<string, ServiceRow>(SERVICES.map((row) => [row.name, row]));

export function serviceByType(type: number): ServiceRow | undefined {
  return byType.get(type);
}

export function serviceByName(name: string): ServiceRow | undefined {
  return byName.get(name);
}

/** Resource types of RTM2 permissions; the index is the number on the wire. */
export const PERMISSION_RESOURCES = ['message', 'stream', 'group', 'server-group', 'user'] as const;
/** Permission types of RTM2; the index is the number on the wire. */
export const PERMISSION_TYPES = ['read', 'write'] as const;

/** Every library ends a 006 token this long after its issue, whatever its privileges say. */
export const ACCESS_TOKEN_SECONDS = 86_400;

/** The privilege that 006 tokens for RTM alone hold. */
export const RTM_LOGIN_006 = 1000;

/**
 * Privileges of 006 tokens. 5–12 and 101 left most of Agora's sources in July 2021
 * (AgoraIO/Tools 083062b) and are still seen in old tokens.
 */
export const ACCESS_TOKEN_PRIVILEGES: readonly PrivilegeRow[] = [
  { id: 1, name: 'join-channel', entry: true },
  { id: 2, name: 'publish-audio' },
  { id: 3, name: 'publish-video' },
  { id: 4, name: 'publish-data' },
  { id: 5, name: 'publish-audio-cdn' },
  { id: 6, name: 'publish-video-cdn' },
  { id: 7, name: 'request-publish-audio' },
  { id: 8, name: 'request-publish-video' },
  { id: 9, name: 'request-publish-data' },
  { id: 10, name: 'invite-publish-audio' },
  { id: 11, name: 'invite-publish-video' },
  { id: 12, name: 'invite-publish-data' },
  { id: 101, name: 'administrate-channel' },
  { id: RTM_LOGIN_006, name: 'rtm-login', entry: true },
];

/** The name of a privilege in its table, or `unknown`. */
export function privilegeName(table: readonly PrivilegeRow[], id: number): string {
  return table.find((row) => row.id === id)?.name ?? 'unknown';
}
