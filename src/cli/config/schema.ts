import * as v from 'valibot';
import { isExact } from '../../core/text/exact-number.js';
import { parseDuration, UINT32_MAX } from '../../core/text/parse-values.js';
import { HEX32_EXPECTED, looksLikeSecret, pathLooksLikeSecret } from './hex32.js';
import { VARIABLE_NAME } from './names.js';

/**
 * What a config may hold. The reader checks with it, and the JSON Schema for editors is generated
 * from it. Each message says what is expected; the reader adds where and what was found.
 */

const HEX32 = /^\s*[0-9a-fA-F]{32}\s*$/;

/** Marks a key that no schema knows. */
export const UNKNOWN_KEY = 'unknown key';

/** An object with these keys and no others; a list, which is an object to JavaScript, is none. */
function mapping<const Entries extends v.ObjectEntries>(entries: Entries, expected: string) {
  const schema = v.objectWithRest(entries, v.never(UNKNOWN_KEY), expected);
  return runAs(schema, (input) => (Array.isArray(input) ? v.never(expected) : schema));
}

/** A schema that is described as one and checks with another, chosen by the input. */
function runAs<S extends v.GenericSchema>(schema: S, choose: (input: unknown) => v.GenericSchema) {
  const run: S['~run'] = (dataset, config) => choose(dataset.value)['~run'](dataset, config);
  return { ...schema, '~run': run };
}

/** A key that may be left out, with what editors say of it. */
function key<S extends v.GenericSchema>(schema: S, description: string) {
  return v.optional(v.pipe(schema, v.description(description)));
}

function text(expected = 'a text') {
  return v.pipe(v.string(expected), v.nonEmpty(`${expected}, not an empty one`));
}

const exact = v.pipe(
  v.number(),
  v.check(isExact, 'a whole number of at most 9007199254740991, or a text in quotes'),
);

/** YAML reads a scalar as text here, JSON may give a number. */
function scalar(expected: string) {
  return v.pipe(
    v.union([v.string(), exact], expected),
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

const PROFILE = 'the name of a profile';
const ROLE = 'a role such as publisher or subscriber';
const VARIABLE = 'the name of a variable';
const PATH = 'the path of a file';

/** What names a secret is shown in messages; the secret itself may have been put there. */
const names = (expected: string, mayBeSecret: (value: string) => boolean) =>
  v.check<string, string>((value) => !mayBeSecret(value), expected);

/** Told at the place of the program; its arguments may be anything, for they are never shown. */
const beginsWithProgram = v.rawCheck<string[]>(({ dataset, addIssue }) => {
  if (!dataset.typed) return;
  const { value: list } = dataset;
  const [input = ''] = list;
  if (input.trim() !== '' && !pathLooksLikeSecret(input)) return;
  const at = { type: 'array', origin: 'value', input: list, key: 0, value: input } as const;
  addIssue({ message: 'a program', input, path: [at] });
});

const FORMS = '{env: NAME}, {file: path} or {command: [program, argument …]}';

const reference = mapping(
  {
    env: key(
      v.pipe(text(VARIABLE), v.regex(VARIABLE_NAME, VARIABLE), names(VARIABLE, looksLikeSecret)),
      'The environment variable with the secret.',
    ),
    file: key(
      v.pipe(text(PATH), names(PATH, pathLooksLikeSecret)),
      'A file with the secret on its only line; relative to this config, ~/ is the home directory.',
    ),
    command: key(
      v.pipe(
        v.array(v.string('a text'), 'a list: the program, then its arguments'),
        v.minLength(1, 'a list with at least the program'),
        beginsWithProgram,
      ),
      "A program that prints the secret on its first line. Only in your own config, never in a project's.",
    ),
  },
  FORMS,
);

/** A literal or a reference; the messages are those of the form that the value has. */
function secret(literal: v.GenericSchema<string, string>, expected: string) {
  const either = v.union([literal, reference], `${expected}, or ${FORMS}`);
  return runAs(either, (input) =>
    typeof input === 'object' && input !== null ? reference : either,
  );
}

const CERTIFICATE = `an App Certificate of ${HEX32_EXPECTED}`;
const certificate = secret(
  v.pipe(v.string(), v.regex(HEX32, `${CERTIFICATE}, or ${FORMS}`)),
  CERTIFICATE,
);
const APP_ID = `an App ID of ${HEX32_EXPECTED}`;

const defaults = {
  expiresIn: key(duration, 'Lifetime of a token: 90s, 15m, 1h30m, 24h, 7d, or seconds.'),
  privilegeExpiresIn: key(duration, "Lifetime of the privileges; without it, the token's."),
  channel: key(scalar('a channel name'), 'Channel name.'),
  uid: key(uid, 'Integer user id; 0 means any user.'),
  account: key(scalar('a user account'), 'String user account.'),
  role: key(
    v.pipe(scalar(ROLE), names(ROLE, looksLikeSecret)),
    'Role, as the kind of token has them.',
  ),
  userId: key(scalar('a user id'), 'User id of RTM and Chat.'),
  rtmUserId: key(scalar('a user id'), 'RTM user id where it differs from the RTC user.'),
  room: key(scalar('a room uuid'), 'Room of Flexible Classroom (apaas).'),
  user: key(scalar('a user uuid'), 'User of Flexible Classroom (apaas).'),
  uuid: key(scalar('a whiteboard room or task uuid'), 'Whiteboard room or task.'),
  tokenVersion: key(v.picklist(['006', '007'], '"007" or "006"'), 'Version of RTC and RTM tokens.'),
};

const whiteboard = mapping(
  {
    accessKey: key(scalar('a whiteboard access key'), 'Access key (AK) of the whiteboard project.'),
    secretKey: key(
      secret(text('a whiteboard secret key'), 'a whiteboard secret key'),
      'Secret key (SK) of the whiteboard project.',
    ),
  },
  'accessKey and secretKey',
);

export const ProfileSchema = mapping(
  {
    appId: key(v.pipe(v.string(APP_ID), v.regex(HEX32, APP_ID), v.trim()), "The project's App ID."),
    appCertificate: key(
      certificate,
      'The primary App Certificate; best as a reference, so that this file can be shared.',
    ),
    secondaryCertificate: key(certificate, 'The secondary App Certificate, tried by inspect too.'),
    whiteboard: key(whiteboard, 'Keys of Interactive Whiteboard.'),
    defaults: key(
      mapping(defaults, 'options and their values'),
      'Values of options that the command line leaves out.',
    ),
  },
  'a profile: appId, appCertificate, secondaryCertificate, whiteboard, defaults',
);

const top = {
  $schema: key(v.string('the address of a JSON Schema'), 'The JSON Schema of this file.'),
  defaultProfile: key(
    v.pipe(text(PROFILE), names(PROFILE, looksLikeSecret)),
    'The profile to use when none is named.',
  ),
};

const CONFIG = 'a mapping with defaultProfile and profiles';

/** The whole config; the reader checks the profiles one by one, for names such as `__proto__`. */
export const ConfigSchema = mapping(
  {
    ...top,
    profiles: key(
      v.record(v.string(), ProfileSchema, 'profiles by name'),
      'Projects by the names that --profile takes.',
    ),
  },
  CONFIG,
);

/** The config without a look into its profiles. */
export const TopSchema = mapping({ ...top, profiles: v.optional(v.unknown()) }, CONFIG);

export type ProfileConfig = v.InferOutput<typeof ProfileSchema>;

/** The keys that are known at a place, for the nearest one to a mistyped key. */
export function knownKeys(path: readonly string[]): readonly string[] {
  const [, , part, field] = path;
  if (part === undefined) return Object.keys(ConfigSchema.entries);
  if (field === undefined) return Object.keys(ProfileSchema.entries);
  if (part === 'defaults') return Object.keys(defaults);
  const inWhiteboard = part === 'whiteboard' && path.length === 4;
  return Object.keys(inWhiteboard ? whiteboard.entries : reference.entries);
}

function isDuration(value: string): boolean {
  try {
    parseDuration(value, '');
    return true;
  } catch {
    return false;
  }
}
