import { FORMAT_TITLES, serviceTitle } from '../../core/agora/titles.js';
import { type PrivilegeGroup, privilegeGroups } from '../../core/inspect/ends.js';
import { expiryOf, issuedAt } from '../../core/inspect/expiry.js';
import { lastFields, serviceFields, tokenFields } from '../../core/inspect/fields.js';
import type { End } from '../../core/inspect/types.js';
import { withoutPrivileges } from '../../core/inspect/whom.js';
import { count } from '../../core/text/count.js';
import { inWords, localAndUtc } from '../../core/text/time.js';
import type { DecodedService, DecodedToken, Instant, ParsedToken } from '../../core/token/model.js';
import { endLines, endPaint } from './ends-text.js';
import { findingLines } from './findings-text.js';
import { fieldLines, table } from './layout.js';
import type { Style } from './style.js';
import type { View } from './view.js';
import { together, wrapLines } from './wrap.js';

/** The whole token for a person: what it is, whose, from when to when, and what it allows. */
export function renderToken(parsed: ParsedToken, view: View): string {
  return wholeTable(parsed.token, view, [
    table(lastFields(parsed.token), view.style) + unverified(view),
    wrapLines(findingLines(parsed.findings, view.style), view.columns),
  ]);
}

function wholeTable(token: DecodedToken, view: View, last: readonly string[]): string {
  const { style } = view;
  const expiry = expiryOf(token, { now: view.now });
  const groups = privilegeGroups({ token, expiry });
  const parts = [
    `${style.strong(FORMAT_TITLES[token.format])}${ending(token, expiry, view)}\n`,
    wrapLines(
      fieldLines(
        tokenFields(token, (instant) => moment(instant, view)),
        style,
      ),
      view.columns,
    ),
    ...(token.services ?? []).map((service, at) =>
      renderService(
        service,
        token,
        groups.filter((group) => group.at === at),
        view,
      ),
    ),
    unread(token, style),
    ...last,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** What could be read of a token that is cut. */
export function renderPartial(token: DecodedToken, view: View): string {
  return wholeTable(token, view, []);
}

function unverified({ style, columns }: View): string {
  const text = `  ${style.dim('Nothing was verified: agora-token inspect checks the signature.')}`;
  return wrapLines([{ text, hang: 2 }], columns);
}

/** `, ends in 59 minutes`, `, ended 5 minutes ago`; nothing where the token does not say. */
function ending(token: DecodedToken, end: End, view: View): string {
  const { style } = view;
  if (end.remainingSeconds === null) {
    return token.expiresAt === null ? style.warn(', never ends') : '';
  }
  const words = inWords(end.remainingSeconds);
  const text = end.status === 'expired' ? `, ended ${words} ago` : `, ends in ${words}`;
  return endPaint(end, view, issuedAt(token))(text);
}

function moment({ unix }: Instant, { utcOffsetMinutes, style }: View): string {
  const { local, utc } = localAndUtc(unix, utcOffsetMinutes);
  return local ? `${together(local)}  ${style.dim(together(`(${utc})`))}` : together(utc);
}

function renderService(
  service: DecodedService,
  token: DecodedToken,
  groups: readonly PrivilegeGroup[],
  view: View,
): string {
  const { style } = view;
  const type = service.type === undefined ? '' : style.dim(` (service ${service.type})`);
  return [
    `  ${style.strong(serviceTitle(service.name))}${type}\n`,
    wrapLines(fieldLines(serviceFields(service), style, 4), view.columns),
    privileges(service, token, groups, view),
  ].join('');
}

function privileges(
  service: DecodedService,
  token: DecodedToken,
  groups: readonly PrivilegeGroup[],
  view: View,
): string {
  const indent = 4;
  if (token.format === '005') return '';
  if (groups.length === 0) {
    return `${' '.repeat(indent)}${view.style.dim(withoutPrivileges(service))}\n`;
  }
  const ends = groups.map(({ names, end }) => ({ ...end, name: names.join(', ') }));
  return wrapLines(endLines(ends, view, { issued: issuedAt(token), indent }), view.columns);
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
