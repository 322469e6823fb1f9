import { type Finding, finding } from '../finding.js';
import { matchesText } from '../inspect/match.js';
import { quoted, show } from '../text/safe-text.js';
import { crc32 } from '../token/crc32.js';
import type { DecodedService, DecodedToken, TokenText } from '../token/model.js';
import { enclosing } from './enclosing.js';
import type { Join } from './join.js';

/** What the text around a token says about its use. */
export interface Context {
  /** What a client of the Web SDK joined with. */
  readonly join?: Join;
  /** What is named beside the token. */
  readonly beside: readonly Named[];
}

interface Named {
  readonly field: 'appId' | 'channel' | 'user';
  /** The name as it is in the text. */
  readonly name: string;
  readonly value: string;
}

/** How far the object of a token reaches, in characters. */
const NEAR = 16 * 1024;
/** How far the entry of a HAR does. */
const WITHIN_ENTRY = 128 * 1024;

/** @param start where the token begins in the text, and `end` where it ends */
export function contextOf(text: string, start: number, end: number, token: string): Context {
  if (text[start - 1] !== '"') return { beside: besideInUrl(text, start, end) };
  const quote = start - 1;
  const { objects, outer } = enclosing(text, quote, NEAR);
  let innermost: object | undefined;
  let request: JoinRequest | undefined;
  for (const object of objects) {
    innermost ??= object;
    request = joinOf(object);
    if (request) break;
  }
  if (!request) return { beside: besideIn(innermost) };
  const code = outer === undefined ? undefined : answerAround(text, outer);
  return {
    beside: [],
    join: { ...joinedWith(request, token), ...(code !== undefined && { code }) },
  };
}

// --- A join of the Web SDK: POST …/api/v2/transpond/webrtc

interface JoinRequest {
  readonly appId: unknown;
  readonly bodies: readonly unknown[];
}

function joinOf(value: object): JoinRequest | undefined {
  const { appid, request_bodies: bodies } = value as Record<string, unknown>;
  return Array.isArray(bodies) ? { appId: appid, bodies } : undefined;
}

/** Where a client keeps its account in `detail`. */
const ACCOUNT = '6';

function joinedWith({ appId, bodies }: JoinRequest, token: string): Join {
  const buffers = bodies.map((body) => objectIn(body, 'buffer'));
  const own = buffers.find(({ key, token: renewed }) => key === token || renewed === token);
  const { cname, uid, detail } = own ?? {};
  const account = textOf((detail as Record<string, unknown> | undefined)?.[ACCOUNT]);
  const number = textOf(uid);
  return {
    ...named('appId', textOf(appId)),
    ...named('channel', textOf(cname)),
    ...(account === undefined && number !== undefined && /^\d{1,10}$/.test(number)
      ? { uid: number }
      : named('account', account)),
  };
}

/** In a HAR the answer is in the same entry as the request. */
function answerAround(text: string, outer: number): number | undefined {
  const { objects } = enclosing(text, outer, WITHIN_ENTRY);
  for (const entry of objects) {
    const content = objectIn(objectIn(entry, 'response'), 'content');
    const code = codeIn(bodyOf(content));
    if (code !== undefined) return code;
  }
  return undefined;
}

function bodyOf({ text, encoding }: Record<string, unknown>): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(encoding === 'base64' ? atob(text) : text);
  } catch {
    return undefined;
  }
}

function codeIn(body: unknown): number | undefined {
  const { response_body: answers } = (body ?? {}) as Record<string, unknown>;
  if (!Array.isArray(answers)) return undefined;
  const codes = answers
    .map((answer) => objectIn(answer, 'buffer').code)
    .filter((code) => typeof code === 'number');
  // The first that is no success says why.
  return codes.find((code) => code !== 0) ?? codes[0];
}

function objectIn(value: unknown, key: string): Record<string, unknown> {
  const inner = typeof value === 'object' ? (value as Record<string, unknown> | null)?.[key] : null;
  return typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
}

const named = (key: keyof Join, value: string | undefined) =>
  value === undefined ? {} : { [key]: value };

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

// --- Names beside a token

const FIELDS: readonly (readonly [field: Named['field'], pattern: RegExp])[] = [
  ['channel', /^(?:channel|channel_?name|cname|channel_?id)$/i],
  ['user', /^(?:uid|rtc_?uid|agent_rtc_uid|user_?id)$/i],
  ['appId', /^app_?id$/i],
];

function besideIn(object: object | undefined): Named[] {
  return Object.entries(object ?? {}).flatMap(([name, value]) => namedAs(name, textOf(value)));
}

function namedAs(name: string, value: string | undefined): Named[] {
  const field = FIELDS.find(([, pattern]) => pattern.test(name))?.[0];
  return field && value !== undefined && value.length <= 256 ? [{ field, name, value }] : [];
}

const IN_URL = /[^\s"'<>`]/;

/** In one URL: the other parameters. */
function besideInUrl(text: string, start: number, end: number): Named[] {
  // Most tokens are in none: a pattern that looks for the beginning of one would look at every character.
  if (!/[?&;][\w.-]{1,64}=$/.test(text.slice(Math.max(0, start - 66), start))) return [];
  let from = start;
  while (from > 0 && start - from < 2048 && IN_URL.test(text[from - 1] as string)) from--;
  const before = text.slice(from, start);
  const after = /^[^\s"'<>`#]{0,2048}/.exec(text.slice(end, end + 2048))?.[0] ?? '';
  const query = before.slice(before.indexOf('?') + 1) + after;
  return query.split(/&(?:amp;)?/).flatMap((pair) => {
    const [name = '', value = ''] = pair.split('=', 2);
    return namedAs(name, decoded(value));
  });
}

function decoded(value: string): string | undefined {
  try {
    return textOf(decodeURIComponent(value.replaceAll('+', ' ')));
  } catch {
    return undefined;
  }
}

/** Where a name beside the token says something else than the token does. */
export function differences({ beside }: Context, token: DecodedToken): Finding[] {
  return beside.flatMap(({ field, name, value }) => {
    const held = heldBy(token, field);
    if (held.length === 0 || held.some((each) => admits(each, value, field))) return [];
    const known = held.filter((each) => !isCrc(each)).map((each) => show(each as TokenText));
    const says =
      known.length > 0 ? `the token is for ${known.join(' and ')}` : 'the token is not for it';
    return [
      finding(
        'context-differs',
        `beside the token, ${show(name)} is ${quoted(value)}; ${says}`,
        'They may mean something else. If they belong together, sign a token for what is joined with.',
      ),
    ];
  });
}

type Held = TokenText | { readonly crc32: number };

const isCrc = (held: Held): held is { readonly crc32: number } =>
  typeof held === 'object' && 'crc32' in held;

function heldBy(token: DecodedToken, field: Named['field']): Held[] {
  if (field === 'appId') return token.appId === undefined ? [] : [token.appId];
  const services = token.services ?? [];
  const texts = services.flatMap((service) =>
    field === 'channel' ? channelsOf(service) : usersOf(service),
  );
  return field === 'user' && token.uid !== undefined ? [token.uid, ...texts] : texts;
}

function channelsOf({ name, channel, channelCrc32 }: DecodedService): Held[] {
  if (name === 'rtm') return [];
  return [channel, channelCrc32 === undefined ? undefined : { crc32: channelCrc32 }].filter(
    (held) => held !== undefined,
  );
}

function usersOf({ name, uid, account, userId, userUuid, ...crcs }: DecodedService): Held[] {
  const crc = name === 'rtm' ? crcs.channelCrc32 : crcs.uidCrc32;
  return [uid, account, userId, userUuid, crc === undefined ? undefined : { crc32: crc }].filter(
    (held) => held !== undefined,
  );
}

function admits(held: Held, value: string, field: Named['field']): boolean {
  if (isCrc(held)) return held.crc32 === 0 || crc32(value) === held.crc32;
  if (field === 'appId') {
    return typeof held === 'string' && held.toLowerCase() === value.toLowerCase();
  }
  // uid 0 lets Agora choose one, which only a token for any uid admits.
  return matchesText(held, field === 'user' && value === '0' ? '' : value);
}
