import type { Values } from '../../core/generate/options.js';
import { userText } from '../../core/generate/services.js';
import { count } from '../../core/text/count.js';
import { quoted, safeMessage, safeText } from '../../core/text/safe-text.js';
import { clockTime, localTime, type UtcOffset } from '../../core/text/time.js';
import { type Ask, otherPlaces } from '../../server/ask.js';
import type { ServerEvent } from '../../server/respond.js';
import type { Style } from './style.js';

/** Where clients find the server. */
export interface BaseUrls {
  readonly browser: string;
  readonly android: string;
  readonly ios: string;
  /** Of other devices; none where the server listens on this machine alone. */
  readonly lan?: string;
}

interface Start {
  readonly profile: string;
  readonly appId: string;
  readonly urls: BaseUrls;
  readonly port: number;
  /** Clients put `/k/<key>` behind the base URL. */
  readonly locked: boolean;
}

/** What a server says when it listens. */
export function startText({ profile, appId, urls, port, locked }: Start, style: Style): string {
  const key = locked ? '/k/<key>' : '';
  const loopback = new URL(urls.browser).hostname === 'localhost';
  const rows = [
    ['Browser', urls.browser + key],
    ['Android emulator', urls.android + key],
    ...(loopback
      ? [['Android device', `${urls.ios}${key}  after: adb reverse tcp:${port} tcp:${port}`]]
      : []),
    ['iOS simulator', urls.ios + key],
    ['Other devices', urls.lan ? urls.lan + key : 'not reachable; see --host'],
  ] as const;
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return [
    `Signing for ${style.strong(safeText(profile))}, App ID ${appId}. Base URLs, as tokenUrl of a UIKit:`,
    '',
    ...rows.map(([name = '', url = '']) => `  ${name.padEnd(width)}  ${url}`),
    '',
    `Try:  curl ${urls.browser}${key}/rtc/demo/publisher/uid/42`,
    `Inspect and build tokens:  ${urls.browser}/`,
    `All routes:  ${urls.browser}/routes`,
    'For development only. Stop with Ctrl-C.',
    '',
  ].join('\n');
}

/** One line of the log for an answer, and for a refusal a second one with what to do. */
export function eventText(event: ServerEvent, style: Style, offset: UtcOffset): string {
  const { time, status, method, path } = event;
  const now = Math.floor(time / 1000);
  const head = `${style.dim(localTime(now, offset).slice(11, 19))} ${status} ${method} ${path}`;
  if (event.type === 'refused') {
    const origin = event.origin === undefined ? '' : ` (origin ${event.origin})`;
    const fix = event.hint ? `\n         fix: ${oneLine(event.hint)}` : '';
    return `${head}  ${style.bad(`${event.code}: ${oneLine(event.message)}`)}${origin}${fix}`;
  }
  const until = clockTime(event.expiresAt, now, offset);
  const notes = event.notes.map((note) => `\n         note: ${oneLine(note)}`).join('');
  return `${head}  ${subject(event.ask)}; until ${until}${notes}`;
}

/** What a token is for: `rtc: channel "demo", uid 42, publisher`. */
function subject(ask: Ask): string {
  const user = userText(ask as Values);
  const parts = [
    ask.channel === undefined ? '' : `channel ${quoted(ask.channel)}`,
    ask.room === undefined ? '' : `room ${quoted(ask.room)}`,
    ask.account === undefined ? '' : `account ${quoted(ask.account)}`,
    ask.account === undefined && ask.uid !== undefined ? `uid ${user || '0, any user'}` : '',
    ...[ask.rtmUserId, ask.chatUserId, ask.userUuid].map((id) =>
      id === undefined || id === user ? '' : `user ${quoted(id)}`,
    ),
    ask.uuid === undefined ? '' : `uuid ${quoted(ask.uuid)}`,
    ...otherPlaces(ask).map((text) => `with ${quoted(text)}`),
    ask.role === undefined ? '' : safeText(String(ask.role)),
  ].filter(Boolean);
  return `${ask.kinds.join('+')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}

/** A message cannot begin a line of its own. */
const oneLine = (text: string) => safeMessage(text).replaceAll('\n', ' ');

/** How often a refusal came again after it was logged. */
export const repeatedText = (count: number) => `         … and ${count} more like this`;

/** How many lines were left out while nobody read them. */
export const lostText = (lines: number) =>
  `         … ${count(lines, 'line')} left out while nobody read them\n`;
