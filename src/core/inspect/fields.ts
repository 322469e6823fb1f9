import { apaasRoleText } from '../agora/roles.js';
import type { FieldName } from '../agora/services.js';
import { count } from '../text/count.js';
import { shown, shownQuoted } from '../text/shown.js';
import { inWords } from '../text/time.js';
import type {
  DecodedService,
  DecodedToken,
  Instant,
  Permissions,
  TokenText,
} from '../token/model.js';

/** What is in a token, in words: label and value. The command and the page show the same. */
type Field = readonly [label: string, value: string];

/**
 * The fields of a token as a whole.
 * @param moment how a time is written
 */
export function tokenFields(token: DecodedToken, moment: (instant: Instant) => string): Field[] {
  const rows: (Field | undefined)[] = [
    row('App ID', token.appId),
    row('Access key', token.accessKey),
    row('Room or task', token.uuid),
    row('Role', token.role),
    row('Uid', token.uid),
    token.issuedAt && ['Issued', moment(token.issuedAt)],
    expiryRow(token, moment),
    token.lifetimeSeconds === undefined
      ? undefined
      : [
          'Lifetime',
          `${inWords(token.lifetimeSeconds)} (${count(token.lifetimeSeconds, 'second')})`,
        ],
    token.salt === undefined ? undefined : ['Salt', String(token.salt)],
    row('Nonce', token.nonce),
    row('Signature', token.signature),
  ];
  return rows.filter((entry) => entry !== undefined);
}

function expiryRow(
  { expiresAt }: DecodedToken,
  moment: (instant: Instant) => string,
): Field | undefined {
  if (expiresAt === undefined) return undefined;
  return ['Expires', expiresAt ? moment(expiresAt) : 'never'];
}

function row(label: string, value: TokenText | undefined): Field | undefined {
  return value === undefined ? undefined : [label, shown(value)];
}

const FIELD_LABELS: Readonly<Record<FieldName, string>> = {
  channel: 'Channel',
  uid: 'Uid',
  account: 'Account',
  userId: 'User ID',
  roomUuid: 'Room UUID',
  userUuid: 'User UUID',
  role: 'Role',
  permissions: 'Permissions',
};

/** The fields of a service; its privileges are not among them. */
export function serviceFields(service: DecodedService): Field[] {
  const rows: Field[] = [];
  for (const [name, label] of Object.entries(FIELD_LABELS) as [FieldName, string][]) {
    const value = service[name];
    if (value === undefined) continue;
    rows.push([label, fieldText(name, value)]);
  }
  if (service.channelCrc32 !== undefined) {
    rows.push([
      service.name === 'rtm' ? 'User ID' : 'Channel',
      `not in the token (CRC-32 ${service.channelCrc32})`,
    ]);
  }
  if (service.uidCrc32 !== undefined && service.name !== 'rtm') {
    const crc = service.uidCrc32;
    rows.push(['Uid', crc === 0 ? 'any user (CRC-32 0)' : `not in the token (CRC-32 ${crc})`]);
  }
  for (const [name, value] of Object.entries(service.extra ?? {})) {
    const meaning = typeof value === 'string' && EXTRA_MEANINGS.get(value);
    rows.push([name, `${shownQuoted(value)}${meaning ? ` (${meaning})` : ''}`]);
  }
  return rows;
}

/** What `allowUploadInChannel` of a 005 token can be. */
const EXTRA_MEANINGS: ReadonlyMap<string, string> = new Map([
  ['0', 'no upload'],
  ['3', 'audio and video'],
]);

function fieldText(name: FieldName, value: TokenText | number | Permissions): string {
  if (typeof value === 'number') return apaasRoleText(value);
  if (name === 'permissions') return permissionsText(value as Permissions);
  const text = value as TokenText;
  if (text === '' && (name === 'uid' || name === 'account')) return '"" (any user)';
  if (text === '' && name === 'channel') return '"" (any channel)';
  return shownQuoted(text);
}

function permissionsText(permissions: Permissions): string {
  const lists = Object.entries(permissions).flatMap(([resource, types]) =>
    Object.entries(types).map(
      ([type, names]) => `${resource}:${type} = ${names.map(shownQuoted).join(', ') || 'none'}`,
    ),
  );
  return lists.join('; ') || 'none';
}
