import { FORMAT_TITLES, privilegeTitle, serviceTitle } from '../../core/agora/titles.js';
import { serviceFields, tokenFields } from '../../core/inspect/fields.js';
import { count } from '../../core/text/count.js';
import { inWords, localAndUtc } from '../../core/text/time.js';
import type {
  DecodedPrivilege,
  DecodedService,
  DecodedToken,
  Instant,
  ParsedToken,
} from '../../core/token/model.js';
import { endLines, type NamedEnd } from './ends-text.js';
import { findingLines } from './findings-text.js';
import { table } from './layout.js';
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

/** The whole token for a person: what it is, whose, from when to when, and what it allows. */
export function renderToken(parsed: ParsedToken, options: TokenTextOptions): string {
  const { token } = parsed;
  const { style } = options;
  const parts = [
    `${style.strong(FORMAT_TITLES[token.format])}${ending(token, options)}\n`,
    table(
      tokenFields(token, (instant) => moment(instant, options)),
      style,
    ),
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

function moment({ unix }: Instant, { utcOffsetMinutes, style }: TokenTextOptions): string {
  const { local, utc } = localAndUtc(unix, utcOffsetMinutes);
  return local ? `${local}  ${style.dim(`(${utc})`)}` : utc;
}

function renderService(
  service: DecodedService,
  token: DecodedToken,
  options: TokenTextOptions,
): string {
  const { style } = options;
  const type = service.type === undefined ? '' : style.dim(` (service ${service.type})`);
  return [
    `  ${style.strong(serviceTitle(service.name))}${type}\n`,
    table(serviceFields(service), style, 4),
    privileges(service.privileges, token, options),
  ].join('');
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
