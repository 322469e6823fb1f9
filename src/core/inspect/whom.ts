import { serviceByName } from '../agora/services.js';
import { serviceTitle } from '../agora/titles.js';
import { UINT32_MAX } from '../text/parse-values.js';
import { show } from '../text/safe-text.js';
import { crc32 } from '../token/crc32.js';
import type { DecodedService, DecodedToken, TokenText } from '../token/model.js';
import { uidCandidates } from '../token/uid-candidates.js';
import { roleAt } from './expiry.js';
import { isWhiteboard } from './formats.js';
import { relevantServices } from './relevant.js';
import type { Expectations } from './types.js';

/** Whom and what a token is for, in words. */

/** A uid is a number without leading zeros; every other text of a token is a user account. */
export function isUid(text: TokenText): boolean {
  return typeof text === 'string' && /^[1-9]\d{0,9}$/.test(text) && Number(text) <= UINT32_MAX;
}

/** `uid 42`, `account "alice"`. */
export function userText(text: TokenText, shown = show): string {
  if (isUid(text)) return `uid ${text}`;
  return `${typeof text === 'string' && text.includes('*') ? 'users like' : 'account'} ${shown(text)}`;
}

/** What a 006 token has of a channel, uid or user id, and what is known of it all the same. */
export interface KnownByCrc {
  /** Whether the expected text has the token's CRC-32; undefined where nothing is expected. */
  readonly matches?: boolean;
  /** The text that has it, where that is known. */
  readonly text?: string;
}

/** Of the channel of a 006 token (of the user id, for RTM). */
export function channelByCrc(
  { name, channelCrc32 }: DecodedService,
  { channel, userId }: Expectations,
): KnownByCrc {
  if (channelCrc32 === undefined) return {};
  return byCrc(channelCrc32, name === 'rtm' ? userId : channel);
}

/** Of the uid or account of a 006 token; a uid that alone has the CRC-32 is known without a guess. */
export function userByCrc(
  { name, uidCrc32 }: DecodedService,
  { uid, account }: Expectations,
): KnownByCrc & { readonly candidates?: readonly number[] } {
  if (uidCrc32 === undefined || name === 'rtm') return {};
  // uid 0 is signed as an empty text.
  const known = byCrc(uidCrc32, uid === '0' ? '' : (uid ?? account));
  if (known.text !== undefined) return known;
  return { ...known, candidates: uidCandidates(uidCrc32) };
}

function byCrc(crc: number, expected: string | undefined): KnownByCrc {
  if (crc === 0) return { text: '', ...(expected !== undefined && { matches: true }) };
  if (expected === undefined) return {};
  const matches = crc32(expected) === crc;
  return { matches, ...(matches && { text: expected }) };
}

/** The most characters of a name in a headline. */
const LONGEST = 64;

const brief = (text: TokenText) =>
  show(typeof text === 'string' && text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

const briefUser = (text: TokenText) => (text === '' ? 'any user' : userText(text, brief));

/**
 * Whom the token is for, and what it lets them do: `publisher of "demo" as uid 42`,
 * `reader of whiteboard room "…"`.
 * @param now Unix seconds: a right that has ended makes nobody a publisher
 */
export function whom(token: DecodedToken, expectations: Expectations, now: number): string {
  if (isWhiteboard(token)) return whiteboardUser(token);
  const { services = [] } = token;
  const relevant = relevantServices(token, expectations);
  const main =
    relevant.find(({ name }) => name === 'rtc') ??
    relevant.find(({ name }) => name === 'apaas') ??
    relevant[0];
  if (!main) {
    const kind = token.format === 'signaling' ? 'Signaling token' : `${token.format} token`;
    return token.uid === undefined || token.uid === '0' ? kind : `${kind} for uid ${token.uid}`;
  }
  const others = services.filter((service) => service !== main).map(({ name }) => name);
  const titles = [...new Set(others)].map(serviceTitle);
  const shown = titles.length > 3 ? [...titles.slice(0, 3), 'more'] : titles;
  const beside = shown.length > 0 ? `, with ${shown.join(' and ')}` : '';
  return serviceUser(main, token, expectations, now) + beside;
}

function whiteboardUser({ format, role, uuid }: DecodedToken): string {
  const holder = typeof role === 'string' && /^\w+$/.test(role) ? role : 'user';
  if (format === 'whiteboard-sdk') return `${holder} of every whiteboard room`;
  const place = format === 'whiteboard-task' ? 'task' : 'room';
  return `${holder} of whiteboard ${place}${uuid === undefined ? '' : ` ${brief(uuid)}`}`;
}

function serviceUser(
  service: DecodedService,
  token: DecodedToken,
  expectations: Expectations,
  now: number,
): string {
  const { name, userId, roomUuid, userUuid } = service;
  const title = serviceTitle(name);
  switch (name) {
    case 'rtm':
    case 'rtm2': {
      const user = userId ?? channelByCrc(service, expectations).text;
      return `${title} login${user === undefined || user === '' ? '' : ` of ${brief(user)}`}`;
    }
    case 'chat':
      return userId === '' || userId === undefined
        ? 'Chat app token'
        : `Chat user ${brief(userId)}`;
    case 'apaas':
      return `classroom${roomUuid ? ` ${brief(roomUuid)}` : ''}${userUuid ? ` as user ${brief(userUuid)}` : ''}`;
    default:
      return `${roleAt(service, token, now) ?? title}${place(service, expectations)}`;
  }
}

/** ` of "demo" as uid 42`, as far as it is known. */
function place(service: DecodedService, expectations: Expectations): string {
  const channel = service.channel ?? channelByCrc(service, expectations).text;
  const user = service.uid ?? service.account ?? knownUser(service, expectations);
  const where = channel === undefined ? '' : ` of ${channelText(channel)}`;
  return `${where}${user === undefined ? '' : ` as ${briefUser(user)}`}`;
}

function channelText(channel: TokenText): string {
  if (channel === '') return 'any channel';
  const wildcard = typeof channel === 'string' && channel.includes('*');
  return wildcard ? `channels like ${brief(channel)}` : brief(channel);
}

function knownUser(service: DecodedService, expectations: Expectations): string | undefined {
  const { text, candidates = [] } = userByCrc(service, expectations);
  return text ?? (candidates.length === 1 ? String(candidates[0]) : undefined);
}

/** Said of a service without privileges: some have none by design. */
export function withoutPrivileges({ name }: DecodedService): string {
  return serviceByName(name)?.privileges.length === 0
    ? 'no privileges, by design: it ends with the token'
    : 'no privileges';
}
