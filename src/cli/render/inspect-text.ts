import { secretRole } from '../../core/agora/projects.js';
import { apaasRoleText } from '../../core/agora/roles.js';
import { CHECKED_UNASKED, type SdkError } from '../../core/agora/sdk-errors.js';
import { FORMAT_TITLES, serviceTitle } from '../../core/agora/titles.js';
import { flagOf } from '../../core/inspect/expectations.js';
import { issuedAt, tokenEnd } from '../../core/inspect/expiry.js';
import { isDynamicKey, isWhiteboard } from '../../core/inspect/formats.js';
import { headline, privilegeNames } from '../../core/inspect/headline.js';
import type {
  CertificateKind,
  Expectations,
  Inspection,
  SignatureResult,
} from '../../core/inspect/types.js';
import { quoted, safeText } from '../../core/text/safe-text.js';
import { shown, shownQuoted } from '../../core/text/shown.js';
import { localAndUtc } from '../../core/text/time.js';
import type { DecodedService, DecodedToken } from '../../core/token/model.js';
import { endLines } from './ends-text.js';
import { errorLines } from './explain-text.js';
import { findingLines } from './findings-text.js';
import { widest } from './layout.js';
import type { Style } from './style.js';
import { type Line, together, wrapLines } from './wrap.js';

interface InspectTextOptions {
  readonly style: Style;
  readonly utcOffsetMinutes: (unixMilliseconds: number) => number;
  /** Width to lay out in. */
  readonly columns: number;
  /** `--expires-in`, in seconds. */
  readonly expiresIn?: number | undefined;
  /** What was asked for already, so that only the rest is proposed. */
  readonly expectations?: Expectations | undefined;
  /** `--error`: what was seen. */
  readonly error?: string | undefined;
}

/**
 * The report for a person: the verdict, who and what the token is for, until when each privilege
 * works, then what was found with what to do about it. Words carry the meaning; colour and bars only
 * repeat it.
 */
export function inspectionText(inspection: Inspection, options: InspectTextOptions): string {
  const parts: Iterable<Line>[] = [
    [{ text: verdictText(inspection, options), hang: 2 }],
    headLines(inspection, options),
    expiryLines(inspection, options),
    errorSection(inspection, options),
    findingLines(inspection.findings, options.style),
  ];
  return parts
    .map((lines) => wrapLines(lines, options.columns))
    .filter((text) => text !== '')
    .join('\n');
}

function verdictText(inspection: Inspection, { style, expiresIn }: InspectTextOptions): string {
  const { verdict } = inspection;
  const paint = verdict === 'valid' ? style.good : verdict === 'expiring' ? style.warn : style.bad;
  return `${style.strong(paint(`${verdict}:`))} ${headline(inspection, expiresIn)}`;
}

function headLines(inspection: Inspection, options: InspectTextOptions): Line[] {
  const { token, expiry, signature } = inspection;
  const { style } = options;
  const rows: (readonly [string, string])[] = [['Token', FORMAT_TITLES[token.format]]];
  if (token.appId !== undefined) rows.push(['App ID', shown(token.appId)]);
  if (token.accessKey !== undefined) rows.push(['Access key', shown(token.accessKey)]);
  if (token.uuid !== undefined) {
    rows.push([token.format === 'whiteboard-task' ? 'Task' : 'Room', shown(token.uuid)]);
  }
  if (token.role !== undefined) rows.push(['Role', shown(token.role)]);
  if (token.uid !== undefined) rows.push(['Uid', token.uid === '0' ? '0 (any user)' : token.uid]);
  for (const service of token.services ?? []) {
    rows.push(
      isDynamicKey(token)
        ? ['Service', dynamicService(service)]
        : [serviceTitle(service.name), serviceText(service, token)],
    );
  }
  if (token.unread) {
    rows.push(['Unread', `service type ${token.unread.type}, which this version does not know`]);
  }
  const issued = issuedAt(token);
  if (issued !== undefined) rows.push(['Issued', moment(issued, options)]);
  rows.push([
    expiry.status === 'expired' ? 'Ended' : 'Ends',
    expiry.expiresAt ? moment(expiry.expiresAt.unix, options) + limitText(inspection) : 'never',
  ]);
  rows.push(['Signature', signatureText(signature, style)]);
  const width = widest(rows.map(([label]) => label));
  return rows.map(([label, value]) => ({
    text: `  ${style.dim(label.padEnd(width))}  ${value}`,
    hang: width + 4,
  }));
}

function limitText({ token, expiry }: Inspection): string {
  const { unix, boundedBy } = tokenEnd(token);
  return boundedBy === '24h-limit' && unix === expiry.expiresAt?.unix
    ? ", Agora's limit of 24 hours"
    : '';
}

/** 005 alone names its service, and no more of it than what an upload is allowed to hold. */
function dynamicService({ name, extra = {} }: DecodedService): string {
  const more = Object.entries(extra).map(
    ([key, value]) => `${safeText(key)} ${shownQuoted(value)}`,
  );
  return [safeText(name), ...more].join(', ');
}

/** Whom a service is for, on one line. */
function serviceText(service: DecodedService, { format }: DecodedToken): string {
  const parts: string[] = [];
  const { channel, uid, account, userId, roomUuid, userUuid, role, permissions } = service;
  if (channel !== undefined)
    parts.push(channel === '' ? 'any channel' : `channel ${shownQuoted(channel)}`);
  if (service.channelCrc32 !== undefined) {
    const noun = service.name === 'rtm' ? 'user id' : 'channel';
    parts.push(`${noun} not in a ${format} token (CRC-32 ${service.channelCrc32})`);
  }
  if (uid !== undefined) parts.push(uid === '' ? 'any user' : `uid ${shownQuoted(uid)}`);
  if (account !== undefined)
    parts.push(account === '' ? 'any user' : `account ${shownQuoted(account)}`);
  if (service.uidCrc32 !== undefined && service.name !== 'rtm') {
    parts.push(service.uidCrc32 === 0 ? 'any user' : `uid likewise (CRC-32 ${service.uidCrc32})`);
  }
  if (userId !== undefined)
    parts.push(userId === '' ? 'no user' : `user id ${shownQuoted(userId)}`);
  if (roomUuid !== undefined && roomUuid !== '') parts.push(`room ${shownQuoted(roomUuid)}`);
  if (userUuid !== undefined && userUuid !== '') parts.push(`user ${shownQuoted(userUuid)}`);
  if (role !== undefined) parts.push(`role ${apaasRoleText(role)}`);
  for (const [resource, types] of Object.entries(permissions ?? {})) {
    for (const [type, names] of Object.entries(types)) {
      parts.push(`${type} ${safeText(resource)} ${names.map(shownQuoted).join(' ') || '(none)'}`);
    }
  }
  return parts.join(', ') || 'the whole service';
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

function moment(unix: number, { utcOffsetMinutes }: InspectTextOptions): string {
  const { local, utc } = localAndUtc(unix, utcOffsetMinutes);
  return local ? `${together(local)} (${together(utc)})` : together(utc);
}

/** One line a privilege; a token without any is told as a whole. */
function expiryLines(inspection: Inspection, options: InspectTextOptions): Line[] {
  const { expiry, token, now } = inspection;
  const names = privilegeNames(token);
  const ends =
    expiry.privileges.length > 0
      ? expiry.privileges.map((end, index) => ({ ...end, name: names[index] ?? end.privilege }))
      : [{ ...expiry, name: isWhiteboard(token) ? 'token' : 'the whole token' }];
  return endLines(ends, { ...options, issued: issuedAt(token), now: now.unix, indent: 2 });
}

function errorSection(
  { explained: entries }: Inspection,
  { error, style, expectations = {} }: InspectTextOptions,
): Line[] {
  if (!entries || error === undefined) return [];
  const open = openChecks(entries, expectations);
  return [
    { text: style.strong(`What ${quoted(error)} means`), hang: 2 },
    ...entries.flatMap((entry) => errorLines(entry, style, { causes: false })),
    ...outsideTokens(entries).map((cause) => ({ text: `  No token tells: ${cause}`, hang: 4 })),
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
  const known = new Set((Object.keys(expectations) as (keyof Expectations)[]).map(flagOf));
  return entries.flatMap(({ causes }) =>
    causes.flatMap((cause) => {
      const { check = '' } = cause;
      const options = check.match(/--[a-z-]+/g) ?? [];
      const open = options.length > 0 && !options.some((option) => known.has(option));
      for (const option of options) known.add(option);
      return open && !CHECKED_UNASKED.has(cause) ? [check] : [];
    }),
  );
}
