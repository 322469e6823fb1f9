import { UsageError } from '../core/errors.js';
import { exactNumber } from '../core/text/exact-number.js';
import { parseDuration, UINT32_MAX } from '../core/text/parse-values.js';
import { repeatedKey } from '../core/text/repeated-key.js';
import { quoted } from '../core/text/safe-text.js';
import { asRefusal } from './ask.js';
import { notEncoded, Refusal, type RefusalCode } from './refusal.js';

/** The fields of query and body, whose names clients write in any letter case. */
export class Fields {
  constructor(
    private readonly values: ReadonlyMap<string, unknown>,
    /** The body was a JSON object. */
    readonly json: boolean,
  ) {}

  /** Which of these fields counts: the first that there is, if it can be one that is not empty. */
  nameOf(...names: readonly string[]): string | undefined {
    const there = names.filter((name) => (this.values.get(name.toLowerCase()) ?? null) !== null);
    return there.find((name) => this.values.get(name.toLowerCase()) !== '') ?? there[0];
  }

  /** The value of the field that counts; null counts as absent. */
  raw(...names: readonly string[]): unknown {
    const name = names.length > 1 ? this.nameOf(...names) : names[0];
    return name === undefined ? undefined : (this.values.get(name.toLowerCase()) ?? undefined);
  }

  /**
   * The first of these fields as a text; clients send numbers and numeric texts alike.
   * @throws Refusal for an object or a list, and for a number that JSON does not keep as it was written
   */
  text(...names: readonly string[]): string | undefined {
    const value = this.raw(...names);
    if (value === undefined || typeof value === 'string') return value;
    if (typeof value === 'boolean') return String(value);
    const name = this.nameOf(...names);
    if (typeof value === 'number') return exact(value, String(name));
    throw new Refusal('invalid-body', `${name} is neither a text nor a number`);
  }

  /** Everything that was given, for a route whose names are checked. */
  entries(): Iterable<[string, unknown]> {
    return this.values.entries();
  }
}

/** @throws Refusal */
function exact(value: number, name: string): string {
  try {
    return exactNumber(value, name);
  } catch (error) {
    throw asRefusal(error, name.toLowerCase() === 'uid' ? 'invalid-uid' : 'invalid-body');
  }
}

/**
 * Reads query and body; the body wins.
 * @param query without its `?`
 * @param body its text, or what a framework has parsed it to
 * @throws Refusal for a body that cannot be read, or a field with two values: which one counts is a guess
 */
export function readFields(query: string, body: unknown): Fields {
  const values = new Map<string, unknown>();
  const object = bodyObject(body);
  if (object !== undefined) {
    addAll(values, Object.entries(object));
  } else if (typeof body === 'string') {
    addAll(values, formFields(body, 'invalid-body', 'body'));
  }
  if (query !== '') addAll(values, formFields(query, 'invalid-url', 'URL'));
  return new Fields(values, object !== undefined);
}

/** @throws Refusal for a percent sign that begins no escape, which would become part of a name */
function formFields(text: string, code: RefusalCode, where: string): URLSearchParams {
  if (/%(?![\da-f]{2})/i.test(text)) throw notEncoded(code, where);
  return new URLSearchParams(text);
}

/** Adds the fields of one source; those that are there already win. */
function addAll(values: Map<string, unknown>, entries: Iterable<[string, unknown]>): void {
  const own = new Map<string, unknown>();
  for (const [key, value] of entries) {
    const name = key.toLowerCase();
    // A certificate that a client sends is neither used nor kept.
    if (name === 'appcertificate') continue;
    if (own.has(name) && own.get(name) !== value) throw twice(name);
    own.set(name, value);
  }
  for (const [name, value] of own) if (!values.has(name)) values.set(name, value);
}

const twice = (name: string) =>
  new Refusal('invalid-body', `${quoted(name)} is given twice`, 'Send each field once.');

const BODY_HINT = 'Send a JSON object, or a form as application/x-www-form-urlencoded.';

function bodyObject(body: unknown): object | undefined {
  if (typeof body !== 'string') return asObject(body);
  // What begins like JSON is JSON, whatever its content type: `text/plain` saves a preflight.
  const text = body.trimStart();
  if (text.startsWith('--')) {
    throw new Refusal('invalid-body', 'the body is multipart, which is not read', BODY_HINT);
  }
  if (!text.startsWith('{') && !text.startsWith('[')) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Refusal('invalid-body', 'the body is not valid JSON', BODY_HINT);
  }
  const repeated = repeatedKey(text, parsed);
  if (repeated) throw twice(repeated.key);
  return asObject(parsed);
}

function asObject(value: unknown): object | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object' && !Array.isArray(value)) return value;
  throw new Refusal('invalid-body', 'the body is not a JSON object', BODY_HINT);
}

export const COLON_HINT =
  'The colon marks a placeholder in the description of the route; write the value without it.';

const UID_RANGE = `A uid is a whole number from 0 to ${UINT32_MAX}.`;
const TWO_TO_32 = 2 ** 32;

/**
 * An integer uid. Kotlin and Java print uids from 2^31 on as negative numbers, which are brought back.
 * @param note gets what was read differently from how it was written
 * @throws Refusal
 */
export function readUid(text: string, note: (text: string) => void = () => {}): number {
  if (text === '') return 0;
  if (!/^-?\d{1,20}$/.test(text)) {
    throw new Refusal(
      'invalid-uid',
      `uid is ${quoted(text)}, which is not a whole number`,
      text.startsWith(':')
        ? COLON_HINT
        : `${UID_RANGE} A text is a user account: ask for tokenType userAccount, and join with it.`,
    );
  }
  const given = Number(text);
  const uid = given < 0 && given >= -(2 ** 31) ? given + TWO_TO_32 : given;
  if (uid < 0 || uid > UINT32_MAX) {
    throw new Refusal('invalid-uid', `uid is ${text}, which is out of range`, UID_RANGE);
  }
  if (String(uid) !== text) note(`uid ${quoted(text)} was read as ${uid}`);
  return uid;
}

const ROLES: Readonly<Record<string, 'publisher' | 'subscriber'>> = {
  publisher: 'publisher',
  host: 'publisher',
  broadcaster: 'publisher',
  // RtcTokenBuilder: 0 attendee (the same privileges), 1 publisher, 2 subscriber, 101 admin.
  '0': 'publisher',
  '1': 'publisher',
  '101': 'publisher',
  subscriber: 'subscriber',
  audience: 'subscriber',
  '2': 'subscriber',
};

/**
 * An RTC role; without one publisher.
 * @throws Refusal for what is not one, which must not silently become a subscriber
 */
export function readRole(text: string | undefined): 'publisher' | 'subscriber' {
  if (text === undefined || text === '') return 'publisher';
  const role = text.toLowerCase();
  if (Object.hasOwn(ROLES, role)) return ROLES[role] as 'publisher' | 'subscriber';
  throw new Refusal(
    'invalid-role',
    `role is ${quoted(text)}, which is not a role`,
    text.startsWith(':')
      ? COLON_HINT
      : 'Use publisher (host, broadcaster, 1) or subscriber (audience, 2).',
  );
}

/** What clients call the lifetime. */
const LIFETIMES = [
  'expiry',
  'expire',
  'expireTime',
  'expireTimeInSeconds',
  'expireSeconds',
  'expiresIn',
  'tokenExpireTs',
] as const;

/**
 * The lifetime in seconds.
 * @param zero what 0 means: agora-token-service signs a token that has ended for a GET, and takes the
 *   default for a POST
 * @throws Refusal
 */
export function readLifetime(
  fields: Fields,
  { lifetime, zero }: { readonly lifetime: number; readonly zero: 'default' | 'refused' },
): number {
  const text = fields.text(...LIFETIMES)?.trim();
  if (text === undefined || text === '' || (zero === 'default' && /^0+$/.test(text))) {
    return lifetime;
  }
  const name = fields.nameOf(...LIFETIMES) ?? 'expiry';
  try {
    return parseDuration(text, name);
  } catch (error) {
    if (error instanceof UsageError) throw asRefusal(error, 'invalid-expiry');
    throw error;
  }
}
