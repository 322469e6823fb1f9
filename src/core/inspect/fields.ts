import { FIELD_NAMES, FIELDS, type FieldKind, type FieldName } from '../agora/fields.js';
import { count } from '../text/count.js';
import { shown, shownQuoted } from '../text/shown.js';
import { inWords } from '../text/time.js';
import { codecOf } from '../token/codecs.js';
import type {
  DecodedService,
  DecodedToken,
  FieldValue,
  Instant,
  TokenText,
} from '../token/model.js';
import { effectiveEnd, tokenEnd } from './expiry.js';
import { rtcRole } from './publishing.js';
import type { Expectations } from './types.js';
import { isUid, userByCrc } from './whom.js';

/** What is in a token, in words: label and value. The command and the page show the same. */
export type Field = readonly [label: string, value: string];

/**
 * The fields of a token as a whole: whose it is, and from when to when it can be used. What only its
 * verifier needs is in {@link lastFields}.
 * @param moment how a time is written
 */
export function tokenFields(token: DecodedToken, moment: (instant: Instant) => string): Field[] {
  const { lifetimeSeconds } = token;
  const rows: (Field | undefined)[] = [
    row('App ID', token.appId),
    row('Access key', token.accessKey),
    row('Room or task', token.uuid),
    row('Role', token.role),
    row('Uid', token.uid === '0' ? '0 (any user)' : token.uid),
    token.issuedAt && ['Issued', moment(token.issuedAt)],
    ...endRows(token, moment),
    lifetimeSeconds === undefined
      ? undefined
      : ['Lifetime', `${inWords(lifetimeSeconds)} (${count(lifetimeSeconds, 'second')})`],
  ];
  return rows.filter((entry) => entry !== undefined);
}

/** When the token can no longer be used, and where that is another time, when it ends by itself. */
function endRows(token: DecodedToken, moment: (instant: Instant) => string): Field[] {
  const end = effectiveEnd(token);
  if (end === undefined) return [];
  if (end === null) return [['Ends', 'never']];
  const { expiresAt } = token;
  const { boundedBy, unix } = tokenEnd(token);
  if (expiresAt?.unix === end.unix) return [['Ends', moment(end)]];
  const limit = boundedBy === '24h-limit' && unix === end.unix ? LIMIT_TEXT : '';
  return [
    ['Ends', moment(end) + limit],
    ...(expiresAt ? [['Token end', moment(expiresAt)] as const] : []),
  ];
}

/** Said of an end that Agora sets. */
export const LIMIT_TEXT = ", Agora's limit of 24 hours";

/** What only the verifier of a token needs. */
export function lastFields(token: DecodedToken): Field[] {
  const rows = [
    token.salt === undefined ? undefined : (['Salt', String(token.salt)] as const),
    row('Nonce', token.nonce),
    row('Signature', token.signature),
  ];
  return rows.filter((entry) => entry !== undefined);
}

function row(label: string, value: TokenText | undefined): Field | undefined {
  return value === undefined ? undefined : [label, shown(value)];
}

/** The fields of a service; its privileges are not among them. */
export function serviceFields(service: DecodedService): Field[] {
  const rows = FIELD_NAMES.flatMap((name): Field[] => {
    const value = service[name];
    if (value === undefined) return [];
    if (name === 'uid' || name === 'account') return [userRow(value as TokenText)];
    return [[FIELDS[name].label, fieldText(name, value)]];
  });
  rows.push(...crcFields(service));
  const role = rtcRole(service);
  if (role) rows.push(['Role', role]);
  for (const [name, value] of Object.entries(service.extra ?? {})) {
    const meaning = typeof value === 'string' && EXTRA_MEANINGS.get(value);
    rows.push([name, `${shownQuoted(value)}${meaning ? ` (${meaning})` : ''}`]);
  }
  return rows;
}

/** What a 006 token has in the place of a channel and a user: their CRC-32. */
function crcFields(service: DecodedService): Field[] {
  const { name, channelCrc32, uidCrc32 } = service;
  const rows: Field[] = [];
  if (channelCrc32 !== undefined) {
    const any = channelCrc32 === 0 && name !== 'rtm';
    rows.push([
      name === 'rtm' ? 'User ID' : 'Channel',
      any ? 'any channel (CRC-32 0)' : `not in the token (CRC-32 ${channelCrc32})`,
    ]);
  }
  if (uidCrc32 !== undefined && name !== 'rtm') {
    rows.push(['Uid', recoveredUid(service, {}) ?? 'any user (CRC-32 0)']);
  }
  return rows;
}

/** A uid is a number, an account is in quotes. */
function userRow(text: TokenText): Field {
  if (text === '') return ['Uid', 'any user (0)'];
  return isUid(text) ? ['Uid', shown(text)] : ['Account', shownQuoted(text)];
}

/** The most uids that are named. */
const CANDIDATES = 10;

/** What a 006 token's CRC-32 says about its uid; undefined: it is known. */
export function recoveredUid(
  service: DecodedService,
  expectations: Expectations,
): string | undefined {
  const { candidates, matches } = userByCrc(service, expectations);
  if (candidates === undefined) return undefined;
  const crc = `CRC-32 ${service.uidCrc32}`;
  if (matches === false) return `not in the token (${crc})`;
  const [only] = candidates;
  if (only === undefined) return `not in the token (${crc}, which no number has: an account)`;
  if (candidates.length === 1) return `${only} (by its ${crc})`;
  const more = candidates.length - CANDIDATES;
  const listed = `${candidates.slice(0, CANDIDATES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `one of ${listed}, or an account (${crc})`;
}

/** What `allowUploadInChannel` of a 005 token can be. */
const EXTRA_MEANINGS: ReadonlyMap<string, string> = new Map([
  ['0', 'no upload'],
  ['3', 'audio and video'],
]);

function fieldText(name: FieldName, value: FieldValue[FieldKind]): string {
  if (value === '' && name === 'channel') return 'any channel ("")';
  return codecOf(FIELDS[name].kind).words(value);
}
