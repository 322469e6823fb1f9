import { FIELD_NAMES, type FieldKind, type FieldName, fieldRow } from '../../core/agora/fields.js';
import { secretRole } from '../../core/agora/projects.js';
import { CHECKED_UNASKED } from '../../core/agora/sdk-error.js';
import type { SdkError } from '../../core/agora/sdk-errors.js';
import { FORMAT_TITLES, serviceTitle } from '../../core/agora/titles.js';
import { privilegeGroups } from '../../core/inspect/ends.js';
import type { ExpectationName } from '../../core/inspect/expectations.js';
import { issuedAt, roleAt, tokenEnd } from '../../core/inspect/expiry.js';
import { LIMIT_TEXT, recoveredUid } from '../../core/inspect/fields.js';
import { isDynamicKey, isWhiteboard } from '../../core/inspect/formats.js';
import { headlineOf } from '../../core/inspect/headline.js';
import type {
  CertificateKind,
  Expectations,
  Inspection,
  SignatureResult,
} from '../../core/inspect/types.js';
import { channelByCrc, userByCrc, userText, withoutPrivileges } from '../../core/inspect/whom.js';
import { flagOf } from '../../core/text/flag.js';
import { quoted, safeText } from '../../core/text/safe-text.js';
import { shown, shownQuoted } from '../../core/text/shown.js';
import { localAndUtc } from '../../core/text/time.js';
import { codecOf } from '../../core/token/codecs.js';
import type {
  DecodedService,
  DecodedToken,
  FieldValue,
  Permissions,
  TokenText,
} from '../../core/token/model.js';
import { endLines } from './ends-text.js';
import { errorLines } from './explain-text.js';
import { findingLines } from './findings-text.js';
import { fieldLines, type Row } from './layout.js';
import type { Style } from './style.js';
import type { View } from './view.js';
import { type Line, together, wrapLines } from './wrap.js';

/**
 * The report for a person: the answer, who and what the token is for, until when each privilege works,
 * then what was found with what to do about it. Words carry the meaning; colour and bars only repeat
 * it.
 */
export function inspectionText(inspection: Inspection, given: View): string {
  const view = { ...given, now: inspection.now.unix };
  const parts: Iterable<Line>[] = [
    [{ text: answerText(inspection, view), hang: 2 }],
    fieldLines(headRows(inspection, view), view.style),
    expiryLines(inspection, view),
    errorSection(inspection, view),
    findingLines(inspection.findings, view.style),
  ];
  return parts
    .map((lines) => wrapLines(lines, view.columns))
    .filter((text) => text !== '')
    .join('\n');
}

function answerText(inspection: Inspection, { style, utcOffsetMinutes }: View): string {
  const { word, text, tone } = headlineOf(inspection, utcOffsetMinutes);
  const paint = { good: style.good, warn: style.warn, bad: style.bad }[tone];
  return `${style.strong(paint(word))} ${text}`;
}

function headRows(inspection: Inspection, view: View): Row[] {
  const { token, expiry, signature } = inspection;
  const rows = tokenRows(token);
  for (const service of token.services ?? []) {
    rows.push(
      isDynamicKey(token)
        ? ['Service', dynamicService(service)]
        : [serviceTitle(service.name), serviceText(service, inspection)],
    );
  }
  if (token.unread) {
    rows.push(['Unread', `service type ${token.unread.type}, which this version does not know`]);
  }
  const issued = issuedAt(token);
  if (issued !== undefined) rows.push(['Issued', moment(issued, view)]);
  rows.push([
    'Ends',
    expiry.expiresAt ? moment(expiry.expiresAt.unix, view) + limitText(inspection) : 'never',
  ]);
  rows.push(['Signature', signatureText(signature, view.style)]);
  return rows;
}

/** What the token says of itself, and not of one of its services. */
function tokenRows(token: DecodedToken): Row[] {
  const rows: Row[] = [['Token', FORMAT_TITLES[token.format]]];
  if (token.appId !== undefined) rows.push(['App ID', shown(token.appId)]);
  if (token.accessKey !== undefined) rows.push(['Access key', shown(token.accessKey)]);
  if (token.uuid !== undefined) {
    rows.push([token.format === 'whiteboard-task' ? 'Task' : 'Room', shown(token.uuid)]);
  }
  if (token.role !== undefined) rows.push(['Role', shown(token.role)]);
  if (token.uid !== undefined) rows.push(['Uid', token.uid === '0' ? '0 (any user)' : token.uid]);
  return rows;
}

function limitText({ token, expiry }: Inspection): string {
  const { unix, boundedBy } = tokenEnd(token);
  return boundedBy === '24h-limit' && unix === expiry.expiresAt?.unix ? LIMIT_TEXT : '';
}

/** 005 alone names its service, and no more of it than what an upload is allowed to hold. */
function dynamicService({ name, extra = {} }: DecodedService): string {
  const more = Object.entries(extra).map(
    ([key, value]) => `${safeText(key)} ${shownQuoted(value)}`,
  );
  return [safeText(name), ...more].join(', ');
}

/** Whom a service is for, on one line. */
function serviceText(service: DecodedService, { token, now, asked }: Inspection): string {
  const parts: string[] = [];
  const rtc = roleAt(service, token, now.unix);
  if (rtc) parts.push(rtc);
  if (service.channelCrc32 !== undefined) parts.push(...crcParts(service, asked.expectations));
  for (const name of FIELD_NAMES) {
    const value = service[name];
    if (value !== undefined) parts.push(...fieldParts(name, value));
  }
  if (parts.length > 0) return parts.join(', ');
  return service.privileges.length === 0 ? withoutPrivileges(service) : 'no channel and no user';
}

function fieldParts(name: FieldName, value: FieldValue[FieldKind]): string[] {
  const { kind, noun, brief = noun, whenEmpty } = fieldRow(name);
  if (value === '') return whenEmpty === undefined ? [] : [whenEmpty];
  if (name === 'uid' || name === 'account') return [userText(value as TokenText)];
  if (kind !== 'permissions') return [`${brief} ${codecOf(kind).words(value)}`];
  return Object.entries(value as Permissions).flatMap(([resource, types]) =>
    Object.entries(types).map(
      ([type, names]) =>
        `${type} ${safeText(resource)} ${names.map(shownQuoted).join(' ') || '(none)'}`,
    ),
  );
}

/** What is known of the channel and the user of a 006 token, which has only their CRC-32. */
function crcParts(service: DecodedService, expectations: Expectations = {}): string[] {
  const noun = service.name === 'rtm' ? 'user id' : 'channel';
  const { text: channel } = channelByCrc(service, expectations);
  const known = channel === '' ? `any ${noun}` : `${noun} ${quoted(channel ?? '')}`;
  const parts = [
    channel === undefined ? `${noun} not in the token (CRC-32 ${service.channelCrc32})` : known,
  ];
  if (service.name === 'rtm' || service.uidCrc32 === undefined) return parts;
  const recovered = recoveredUid(service, expectations);
  const { text: user = '' } = userByCrc(service, expectations);
  if (recovered !== undefined) parts.push(`uid ${recovered}`);
  else parts.push(user === '' ? 'any user' : userText(user));
  return parts;
}

function signatureText(signature: SignatureResult, style: Style): string {
  switch (signature.status) {
    case 'valid':
      return `${style.good('valid')}, made with the ${certificateWord(signature.certificate)} of profile ${quoted(signature.profile)}`;
    case 'invalid':
      return style.bad('does not match');
    case 'unchecked':
      return 'not checked (see below)';
  }
}

const certificateWord = (certificate: CertificateKind) =>
  certificate === 'primary' ? 'certificate' : secretRole(certificate);

function moment(unix: number, { utcOffsetMinutes }: View): string {
  const { local, utc } = localAndUtc(unix, utcOffsetMinutes);
  return local ? `${together(local)} (${together(utc)})` : together(utc);
}

/** Privileges that end together share a line; a token without any is shown as a whole. */
function expiryLines(inspection: Inspection, view: View): Line[] {
  const { expiry, token } = inspection;
  const several = (token.services ?? []).length > 1;
  const ends = privilegeGroups(inspection).map(({ service, names, end }) => ({
    ...end,
    name: `${several ? `${safeText(service)} ` : ''}${names.join(', ')}`,
  }));
  const whole = { ...expiry, name: isWhiteboard(token) ? 'token' : 'the whole token' };
  const options = { issued: issuedAt(token), indent: 2 };
  return endLines(ends.length > 0 ? ends : [whole], view, options);
}

function errorSection({ explained: entries, asked }: Inspection, { style }: View): Line[] {
  const { error, expectations = {} } = asked;
  if (!entries || error === undefined) return [];
  const open = openChecks(entries, expectations);
  return [
    { text: style.strong(`What ${quoted(error.text)} means`), hang: 2 },
    ...entries.flatMap((entry) => errorLines(entry, style, { causes: false })),
    ...outsideTokens(entries).map((cause) => ({ text: `  No token shows: ${cause}`, hang: 4 })),
    ...(open.length > 0 ? [{ text: `  To find the cause, add: ${open.join(', ')}`, hang: 4 }] : []),
  ];
}

/** More would hide the findings. */
const CAUSES_SHOWN = 3;

/** Causes that lie elsewhere, such as an SDK that is too old. */
function outsideTokens(entries: readonly SdkError[]): string[] {
  const causes = entries.flatMap((entry) => entry.causes);
  const texts = causes.filter(({ check, findings }) => !check && !findings).map(({ text }) => text);
  return [...new Set(texts)].slice(0, CAUSES_SHOWN);
}

/** Options that would check for a cause of the error, and were not given; the likeliest first. */
function openChecks(entries: readonly SdkError[], expectations: Expectations): string[] {
  const known = new Set((Object.keys(expectations) as ExpectationName[]).map((key) => flagOf(key)));
  return entries.flatMap(({ causes }) =>
    causes.flatMap(({ check = '' }) => {
      const options = check.match(/--[a-z-]+/g) ?? [];
      const open = options.length > 0 && !options.some((option) => known.has(option));
      for (const option of options) known.add(option);
      return open && check !== CHECKED_UNASKED ? [check] : [];
    }),
  );
}
