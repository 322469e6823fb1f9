import { apaasRoleText } from '../../core/agora/roles.js';
import type { FieldName } from '../../core/agora/services.js';
import { privilegeTitle, serviceTitle } from '../../core/agora/titles.js';
import { count } from '../../core/text/count.js';
import { quoted, safeText } from '../../core/text/safe-text.js';
import { inWords, localAndUtc } from '../../core/text/time.js';
import type {
  DecodedPrivilege,
  DecodedService,
  DecodedToken,
  Instant,
  ParsedToken,
  Permissions,
  TokenFormat,
  TokenText,
} from '../../core/token/model.js';
import { endLines, type NamedEnd } from './ends-text.js';
import { findingLines } from './findings-text.js';
import { type Row, table } from './layout.js';
import type { Style } from './style.js';
import { wrapLines } from './wrap.js';

interface TokenTextOptions {
  readonly style: Style;
  /** Unix seconds, to tell what has ended. */
  readonly now: number;
  readonly utcOffsetMinutes: (unixMilliseconds: number) => number;
  /** Width of the terminal. */
  readonly columns: number;
}

/** What a format is called, for people. */
export const FORMAT_TITLES: Readonly<Record<TokenFormat, string>> = {
  '007': '007 token (AccessToken2)',
  '006': '006 token (AccessToken, legacy)',
  '005': '005 token (Dynamic Key 5, obsolete)',
  '004': '004 token (Dynamic Key 4, obsolete)',
  '003': '003 token (Dynamic Key 3, obsolete)',
  'dynamic-key-2': 'Dynamic Key 2 (obsolete)',
  'dynamic-key-1': 'Dynamic Key 1 (obsolete)',
  signaling: 'Signaling token (obsolete)',
  'whiteboard-sdk': 'Whiteboard SDK token',
  'whiteboard-room': 'Whiteboard room token',
  'whiteboard-task': 'Whiteboard task token',
};

/** The whole token for a person: what it is, whose, from when to when, and what it allows. */
export function renderToken(parsed: ParsedToken, options: TokenTextOptions): string {
  const { token } = parsed;
  const { style } = options;
  const parts = [
    `${style.strong(FORMAT_TITLES[token.format])}${ending(token, options)}\n`,
    table(headRows(token, options), style),
    ...(token.services ?? []).map((service) => renderService(service, token, options)),
    unread(token, style),
    wrapLines(findingLines(parsed.findings, style), options.columns),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** `, ends in 59 minutes`, `, ended 5 minutes ago`; nothing where the token does not say. */
function ending({ expiresAt }: DecodedToken, { style, now }: TokenTextOptions): string {
  if (expiresAt === undefined) return '';
  if (expiresAt === null) return style.warn(', never expires');
  const left = expiresAt.unix - now;
  return left > 0
    ? style.good(`, ends in ${inWords(left)}`)
    : style.bad(`, ended ${inWords(left)} ago`);
}

function headRows(token: DecodedToken, options: TokenTextOptions): Row[] {
  const rows: (Row | undefined)[] = [
    row('App ID', token.appId),
    row('Access key', token.accessKey),
    row('Room or task', token.uuid),
    row('Role', token.role),
    row('Uid', token.uid),
    token.issuedAt && ['Issued', moment(token.issuedAt, options)],
    expiryRow(token, options),
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

function expiryRow({ expiresAt }: DecodedToken, options: TokenTextOptions): Row | undefined {
  if (expiresAt === undefined) return undefined;
  return ['Expires', expiresAt ? moment(expiresAt, options) : 'never'];
}

function row(label: string, value: TokenText | undefined): Row | undefined {
  return value === undefined ? undefined : [label, shown(value)];
}

/** Text from a token; hex where it is not UTF-8. */
export function shown(value: TokenText): string {
  return typeof value === 'string' ? safeText(value) : `not UTF-8, hex ${value.hex}`;
}

/** The same in quotes, so that blanks show. */
export function shownQuoted(value: TokenText): string {
  return typeof value === 'string' ? quoted(value) : shown(value);
}

function moment({ unix }: Instant, { utcOffsetMinutes, style }: TokenTextOptions): string {
  const { local, utc } = localAndUtc(unix, utcOffsetMinutes);
  return local ? `${local}  ${style.dim(`(${utc})`)}` : utc;
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

function renderService(
  service: DecodedService,
  token: DecodedToken,
  options: TokenTextOptions,
): string {
  const { style } = options;
  const type = service.type === undefined ? '' : style.dim(` (service ${service.type})`);
  return [
    `  ${style.strong(serviceTitle(service.name))}${type}\n`,
    table(fieldRows(service), style, 4),
    privileges(service.privileges, token, options),
  ].join('');
}

function fieldRows(service: DecodedService): Row[] {
  const rows: Row[] = [];
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

/** When each privilege ends by itself; the token's end is in the head. */
function privileges(
  list: readonly DecodedPrivilege[],
  { format, issuedAt }: DecodedToken,
  options: TokenTextOptions,
): string {
  const indent = 4;
  if (format === '005') return '';
  if (list.length === 0) return `${' '.repeat(indent)}${options.style.dim('no privileges')}\n`;
  const ends = list.map((privilege): NamedEnd => {
    const { expiresAt } = privilege;
    const remainingSeconds = expiresAt && expiresAt.unix - options.now;
    const expired = remainingSeconds !== null && remainingSeconds <= 0;
    return {
      name: privilegeTitle(privilege),
      status: expiresAt ? (expired ? 'expired' : 'valid') : 'never',
      expiresAt,
      remainingSeconds,
    };
  });
  const lines = endLines(ends, {
    ...options,
    issued: issuedAt?.unix,
    indent,
    never: 'ends with the token',
  });
  return wrapLines(lines, options.columns);
}

function unread({ unread: part }: DecodedToken, style: Style): string {
  if (!part) return '';
  const { type, services, hex } = part;
  return `  ${style.strong(`Service type ${type}`)} ${style.dim('(unknown)')}\n${table(
    [
      ['Not read', count(services, 'service')],
      ['Bytes', hex],
    ],
    style,
    4,
  )}`;
}
