import * as v from 'valibot';
import { isAppIdentifier } from '../../core/agora/hex32.js';
import { PROJECT_SECRETS } from '../../core/agora/projects.js';
import { ConfigError } from '../../core/errors.js';
import { count } from '../../core/text/count.js';
import { maskSecrets } from '../../core/text/mask.js';
import { nearest } from '../../core/text/nearest.js';
import { quoted, safeText } from '../../core/text/safe-text.js';
import { LOOKS_LIKE_SECRET, looksLikeSecret } from './hex32.js';
import { reservedName } from './names.js';
import { knownKeys, type ProfileConfig, ProfileSchema, TopSchema, UNKNOWN_KEY } from './schema.js';

/** A config that has been checked. */
export interface ConfigData {
  readonly defaultProfile?: string;
  readonly profiles: ReadonlyMap<string, ProfileConfig>;
}

/** Whose a config is: the user's own may name commands, a project's may not. */
export type Scope = 'project' | 'user';

/** Something wrong in a config, in words without any secret. */
interface Problem {
  /** The key path: `profiles.dev.appId`; empty for the whole file. */
  readonly key: string;
  readonly message: string;
}

/** What to do about problems; `doctor` itself leaves it out. */
export const CORRECT_IT = 'Correct the file, then check it with `agora-token doctor`.';

/** Every problem of one config file, in one report. */
export class InvalidConfigError extends ConfigError {
  constructor(file: string, problems: readonly Problem[]) {
    const many = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    const lines = problems.map(
      ({ key, message }) => `\n  ${key === '' ? '' : `${key}: `}${message}`,
    );
    super(`the config ${file} has ${many}:${lines.join('')}`, CORRECT_IT);
  }
}

/** valibot's own messages show the input, which may be a secret: where a schema has none, this stands. */
const OPTIONS = { message: 'another value', abortPipeEarly: true } as const;

/** Checks a parsed config; the problems are all that there are. */
export function validate(
  raw: unknown,
  scope: Scope,
): { readonly data: ConfigData } | { readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const top = v.safeParse(TopSchema, raw ?? {}, OPTIONS);
  if (!top.success) problems.push(...top.issues.map((issue) => problemOf(issue, [])));
  const profiles = new Map<string, ProfileConfig>();
  for (const [name, value] of profileEntries(raw, problems)) {
    const path = ['profiles', name];
    const problem = nameProblem(name);
    if (problem) problems.push({ key: keyPath(path), message: problem });
    // A profile without a value is one without keys.
    const parsed = v.safeParse(ProfileSchema, value ?? {}, OPTIONS);
    if (parsed.success) profiles.set(name, parsed.output);
    problems.push(
      ...(parsed.issues ?? []).map((issue) => problemOf(issue, path)),
      ...conflicts(value, path, scope),
    );
  }
  problems.push(...passedOver(raw, []));
  if (problems.length > 0) return { problems };
  const { defaultProfile } = top.output as { defaultProfile?: string };
  return { data: { ...(defaultProfile === undefined ? {} : { defaultProfile }), profiles } };
}

/** Keys that valibot does not look at, so that they would pass. */
const PASSED_OVER: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor']);

/** No mapping of a config lies deeper. */
const DEEPEST = 5;

function passedOver(value: unknown, path: readonly string[]): Problem[] {
  if (!isMapping(value) || path.length > DEEPEST) return [];
  const names = path.length === 1 && path[0] === 'profiles';
  return Object.entries(value).flatMap(([key, below]) =>
    PASSED_OVER.has(key) && !names
      ? [{ key: keyPath([...path, key]), message: UNKNOWN_KEY }]
      : passedOver(below, [...path, key]),
  );
}

function profileEntries(raw: unknown, problems: Problem[]): [string, unknown][] {
  const profiles = isMapping(raw) ? raw.profiles : undefined;
  if (profiles === undefined || profiles === null) return [];
  if (isMapping(profiles)) return Object.entries(profiles);
  problems.push({
    key: 'profiles',
    message: `${kindOf(profiles)} found; profiles by name expected`,
  });
  return [];
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameProblem(name: string): string | undefined {
  if (name.trim() === '' || name !== name.trim()) {
    return 'a profile name is not empty and has no white space around it';
  }
  if (looksLikeSecret(name)) return `${LOOKS_LIKE_SECRET}; a name such as dev expected`;
  return reservedName(name);
}

/** The ways to keep a secret elsewhere. */
const FORMS = ['env', 'file', 'command'];

/** What a schema cannot say. The profile may be one that no schema accepts: all is told at once. */
function conflicts(profile: unknown, path: readonly string[], scope: Scope): Problem[] {
  const problems = PROJECT_SECRETS.flatMap(({ path: keys }) => {
    let secret: unknown = profile;
    for (const key of keys) secret = entriesOf(secret)[key];
    return secretConflicts(secret, [...path, ...keys], scope);
  });
  const { uid, account } = entriesOf(entriesOf(profile).defaults);
  if (uid !== undefined && account !== undefined) {
    problems.push({
      key: keyPath([...path, 'defaults']),
      message: 'uid and account found; one of the two expected',
    });
  }
  return problems;
}

function secretConflicts(secret: unknown, path: readonly string[], scope: Scope): Problem[] {
  if (!isMapping(secret)) return [];
  const problems: Problem[] = [];
  const key = keyPath(path);
  const forms = FORMS.filter((form) => secret[form] !== undefined);
  // Another key is told already, and may be one of these mistyped.
  const mistyped = forms.length === 0 && Object.keys(secret).length > 0;
  if (forms.length !== 1 && !mistyped) {
    problems.push({
      key,
      message: `${forms.length === 0 ? 'nothing' : forms.join(' and ')} found; exactly one of env, file and command expected`,
    });
  }
  if (forms.includes('command') && scope === 'project') {
    problems.push({
      key: `${key}.command`,
      message:
        "command is honoured only in your own config, so that a project's files run nothing; " +
        'use {env: NAME} or {file: path} here, or move it there (`agora-token profile path`)',
    });
  }
  return problems;
}

function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMapping(value) ? value : {};
}

function problemOf(issue: v.BaseIssue<unknown>, above: readonly string[]): Problem {
  const path = [...above, ...(issue.path ?? []).map((item) => String(item.key))];
  const key = keyPath(path);
  if (issue.message === UNKNOWN_KEY) {
    const known = knownKeys(path);
    const guess = nearest(path.at(-1) ?? '', known);
    return {
      key,
      message: guess
        ? `${UNKNOWN_KEY}; did you mean ${guess}?`
        : `${UNKNOWN_KEY}; expected: ${known.join(', ')}`,
    };
  }
  const what = isMisplacedSecret(issue.input, path)
    ? LOOKS_LIKE_SECRET
    : `${found(issue.input, path)} found`;
  return { key, message: `${what}; ${issue.message} expected` };
}

/** Whether a secret stands where something should name it. */
function isMisplacedSecret(value: unknown, path: readonly string[]): boolean {
  const at = secretKeyAt(path);
  const below = at >= 0 && at < path.length - 1;
  return below && typeof value === 'string' && looksLikeSecret(value);
}

/** Values of these places may be shown; everywhere else may stand a secret, in its place or by mistake. */
function found(value: unknown, path: readonly string[]): string {
  const open = path[2] === 'defaults' || path[0] === 'defaultProfile';
  if (open && (typeof value === 'string' || typeof value === 'number')) {
    return quoted(maskSecrets(String(value)).slice(0, 60));
  }
  if (path.at(-1) === 'appId' && typeof value === 'string' && isAppIdentifier(value.trim())) {
    return 'the App Identifier of a whiteboard project';
  }
  return kindOf(value);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') {
    const { length } = [...value.trim()];
    return length === 0 ? 'an empty text' : `a text of ${count(length, 'character')}`;
  }
  return typeof value === 'boolean' ? 'true or false' : `a ${typeof value}`;
}

function keyPath(path: readonly string[]): string {
  return withoutSecretKey(path)
    .map((part) => safeText(maskSecrets(part)))
    .join('.');
}

/** `{mysecret}` is a mapping with a key of that name: below a secret only what could be a typo shows. */
function withoutSecretKey(path: readonly string[]): readonly string[] {
  const at = secretKeyAt(path);
  return path.map((part, index) =>
    at >= 0 && index > at && !/^\w{1,8}$/.test(part)
      ? `(a key of ${part.length} characters)`
      : part,
  );
}

const secretKeyAt = (path: readonly string[]) => path.findIndex((part) => SECRET_KEYS.has(part));

const SECRET_KEYS: ReadonlySet<string | undefined> = new Set(
  PROJECT_SECRETS.map(({ path }) => path.at(-1)),
);
