import * as v from 'valibot';
import { parseDuration, UINT32_MAX } from '../values.js';
import { HEX32_EXPECTED } from './hex32.js';

/**
 * What a config may hold. The reader checks with it, and the JSON Schema for editors is generated
 * from it. Each message says what is expected; the reader adds where and what was found.
 */

const HEX32 = /^\s*[0-9a-fA-F]{32}\s*$/;

/** Marks a key that no schema knows. */
export const UNKNOWN_KEY = 'unknown key';

/** An object with these keys and no others; a list is none. */
function mapping<const Entries extends v.ObjectEntries>(entries: Entries, expected: string) {
  const schema = v.objectWithRest(entries, v.never(UNKNOWN_KEY), expected);
  const refused = v.never(expected) as unknown as typeof schema;
  return v.lazy((input) => (Array.isArray(input) ? refused : schema));
}

function text(expected = 'a text') {
  return v.pipe(v.string(expected), v.nonEmpty(`${expected}, not an empty one`));
}

/** YAML reads a scalar as text here, JSON may give a number. */
function scalar(expected: string) {
  return v.pipe(
    v.union([v.string(), v.number()], expected),
    v.transform(String),
    v.string(),
    v.nonEmpty(expected),
  );
}

const DURATION = 'a duration such as 90s, 15m, 1h30m, 7d or 3600';
const duration = v.pipe(scalar(DURATION), v.check(isDuration, DURATION));

const UID = `a whole number from 0 to ${UINT32_MAX}`;
const uid = v.pipe(
  scalar(UID),
  v.check((value) => /^\d{1,10}$/.test(value) && Number(value) <= UINT32_MAX, UID),
);

const FORMS = '{env: NAME}, {file: path} or {command: [program, argument …]}';

const reference = mapping(
  {
    env: v.optional(text('the name of a variable')),
    file: v.optional(text('the path of a file')),
    command: v.optional(
      v.pipe(
        v.array(v.string('a text'), 'a list: the program, then its arguments'),
        v.minLength(1, 'a list with at least the program'),
      ),
    ),
  },
  FORMS,
);

/** A literal or a reference; the messages are those of the form that the value has. */
function secret(literal: v.GenericSchema<string, string>, expected: string) {
  const message = `${expected}, or ${FORMS}`;
  const either = v.union([literal, reference], message);
  return v.lazy((input) =>
    typeof input === 'object' && input !== null ? (reference as unknown as typeof either) : either,
  );
}

const CERTIFICATE = `an App Certificate of ${HEX32_EXPECTED}`;
const certificate = secret(v.pipe(v.string(), v.regex(HEX32)), CERTIFICATE);
const APP_ID = `an App ID of ${HEX32_EXPECTED}`;

const defaults = {
  expiresIn: v.optional(duration),
  privilegeExpiresIn: v.optional(duration),
  channel: v.optional(scalar('a channel name')),
  uid: v.optional(uid),
  account: v.optional(scalar('a user account')),
  role: v.optional(scalar('a role such as publisher or subscriber')),
  userId: v.optional(scalar('a user id')),
  rtmUserId: v.optional(scalar('a user id')),
  room: v.optional(scalar('a room uuid')),
  user: v.optional(scalar('a user uuid')),
  uuid: v.optional(scalar('a whiteboard room or task uuid')),
  tokenVersion: v.optional(v.picklist(['006', '007'], '"007" or "006"')),
};

export const ProfileSchema = mapping(
  {
    appId: v.optional(v.pipe(v.string(APP_ID), v.regex(HEX32, APP_ID), v.trim())),
    appCertificate: v.optional(certificate),
    secondaryCertificate: v.optional(certificate),
    whiteboard: v.optional(
      mapping(
        {
          accessKey: v.optional(scalar('a whiteboard access key')),
          secretKey: v.optional(
            secret(v.pipe(v.string(), v.nonEmpty()), 'a whiteboard secret key'),
          ),
        },
        'accessKey and secretKey',
      ),
    ),
    defaults: v.optional(mapping(defaults, 'options and their values')),
  },
  'a profile: appId, appCertificate, secondaryCertificate, whiteboard, defaults',
);

const top = {
  $schema: v.optional(v.string('the address of a JSON Schema')),
  defaultProfile: v.optional(text('the name of a profile')),
};

const CONFIG = 'a mapping with defaultProfile and profiles';

/** The whole config; the reader checks the profiles one by one, for names such as `__proto__`. */
export const ConfigSchema = mapping(
  { ...top, profiles: v.optional(v.record(v.string(), ProfileSchema, 'profiles by name')) },
  CONFIG,
);

/** The config without a look into its profiles. */
export const TopSchema = mapping({ ...top, profiles: v.optional(v.unknown()) }, CONFIG);

export type ProfileConfig = v.InferOutput<typeof ProfileSchema>;

/** The keys that are known at a place, for the nearest one to a mistyped key. */
export function knownKeys(path: readonly string[]): readonly string[] {
  const [section, , part, field] = path;
  if (path.length <= 1) return ['$schema', 'defaultProfile', 'profiles'];
  if (section !== 'profiles') return [];
  if (path.length === 3) {
    return ['appId', 'appCertificate', 'secondaryCertificate', 'whiteboard', 'defaults'];
  }
  if (part === 'defaults') return Object.keys(defaults);
  if (part === 'whiteboard' && path.length === 4 && field !== undefined) {
    return ['accessKey', 'secretKey'];
  }
  return ['env', 'file', 'command'];
}

function isDuration(value: string): boolean {
  try {
    parseDuration(value, '');
    return true;
  } catch {
    return false;
  }
}
