import { PROJECT_SECRETS, PROJECTS } from '../../core/agora/projects.js';
import { ConfigError } from '../../core/errors.js';
import { safeText } from '../../core/text/safe-text.js';
import type { Context } from '../context.js';
import { dataExplorer } from './explorer.js';
import { code, displayPath, unreadableError } from './files.js';
import { exposure, type Places } from './find.js';
import { MODULE_NAME } from './places.js';
import type { Layer, ProfileValues } from './precedence.js';
import type { ProfileConfig } from './schema.js';
import { configSecret, type SecretKind, type SecretSpec } from './secret.js';
import type { Environment, Notice, Sourced } from './types.js';
import { type ConfigData, InvalidConfigError, type Scope, validate } from './validate.js';

/** A config file that was read. */
export interface ConfigFile {
  /** Absolute. */
  readonly path: string;
  /** For people. */
  readonly shown: string;
  readonly scope: Scope;
  readonly data: ConfigData;
}

/**
 * Reads and checks the configs that were found: the project's nearest, then the user's.
 * @throws ConfigError with every problem of every file
 */
export async function loadConfigs(places: Places, ctx: Context): Promise<readonly ConfigFile[]> {
  const errors: ConfigError[] = [];
  const files: ConfigFile[] = [];
  for await (const raw of readConfigs(places, ctx)) {
    if (raw instanceof ConfigError) {
      errors.push(raw);
      continue;
    }
    const { path, scope, content } = raw;
    const shown = displayPath(path, ctx);
    const checked = validate(content, scope);
    if ('data' in checked) files.push({ path, shown, scope, data: checked.data });
    else errors.push(new InvalidConfigError(shown, checked.problems));
  }
  const [first, ...others] = errors;
  if (!first) return files;
  if (others.length === 0) throw first;
  throw new ConfigError(errors.map(({ message }) => message).join('\n'), first.hint);
}

interface RawConfig {
  readonly path: string;
  readonly scope: Scope;
  readonly content: unknown;
}

/** The content of each config, or what is wrong with it. */
async function* readConfigs(places: Places, ctx: Context): AsyncGenerator<RawConfig | ConfigError> {
  const explorer = dataExplorer(ctx);
  const load = async (path: string) => {
    try {
      return await explorer.load(path);
    } catch (error) {
      return configError(error, `the config ${displayPath(path, ctx)}`);
    }
  };
  for (const path of places.candidates) {
    const result = await load(path);
    if (result instanceof ConfigError) yield result;
    else if (result) yield { path, scope: 'project', content: result.content };
    else continue;
    break;
  }
  for (const { path, scope } of places.files) {
    const result = await load(path);
    if (result instanceof ConfigError) yield result;
    else if (result !== null) yield { path, scope, content: result?.content ?? {} };
    else {
      yield new ConfigError(
        `the config ${displayPath(path, ctx)} has no key "${MODULE_NAME}"`,
        'Add the key, or name another file.',
      );
    }
  }
}

function configError(error: unknown, what: string): ConfigError {
  if (error instanceof ConfigError) return error;
  // The file changed between two looks at it.
  if (code(error) !== '') return unreadableError(error, what);
  throw error;
}

/** What a config file says, each value with its source. Secrets stay unread. */
export function layerOf(file: ConfigFile, ctx: Context, env: Environment): Layer {
  const { data, shown } = file;
  return {
    ...(data.defaultProfile === undefined
      ? {}
      : { defaultProfile: { value: data.defaultProfile, source: `${shown}: defaultProfile` } }),
    profiles: new Map(
      [...data.profiles].map(([name, profile]) => [name, valuesOf(name, profile, file, ctx, env)]),
    ),
  };
}

function valuesOf(
  name: string,
  profile: ProfileConfig,
  { path, shown }: ConfigFile,
  ctx: Context,
  env: Environment,
): ProfileValues {
  const sourceOf = (key: string) => `${shown}: profiles.${safeText(name)}.${key}`;
  const text = (value: string | undefined, key: string) =>
    value === undefined ? undefined : { value, source: sourceOf(key) };
  const secret = (spec: SecretSpec | undefined, key: string, kind: SecretKind) =>
    spec === undefined
      ? undefined
      : configSecret(spec, { path, source: sourceOf(key), kind }, ctx, env);
  const credentials = PROJECTS.flatMap(({ id, secrets }) => [
    [id.key, text(credentialAt<string>(profile, id.path), id.path.join('.'))],
    ...secrets.map(({ key, path: keys, hex32 }) => [
      key,
      secret(
        credentialAt<SecretSpec>(profile, keys),
        keys.join('.'),
        hex32 ? 'certificate' : 'key',
      ),
    ]),
  ]);
  return {
    ...Object.fromEntries(credentials),
    defaults: new Map(
      Object.entries(profile.defaults ?? {}).flatMap(([key, value]): [string, Sourced<string>][] =>
        value === undefined ? [] : [[key, { value, source: sourceOf(`defaults.${key}`) }]],
      ),
    ),
  };
}

/** What to say about a config file that others can read or change. */
export function exposureNotices(file: ConfigFile, platform: NodeJS.Platform): readonly Notice[] {
  const { readableByOthers, writableByOthers, symbolicLink } = exposure(file.path, platform);
  const notices: Notice[] = [];
  const about = 'file';
  if (writableByOthers) {
    notices.push({
      about,
      message: `the config ${file.shown} can be changed by other users`,
      hint: `chmod o-w ${file.shown}`,
    });
  }
  if (readableByOthers && hasLiteralSecret(file.data)) {
    notices.push({
      about,
      message: `the config ${file.shown} contains a secret, and other users can read it`,
      hint: `chmod 600 ${file.shown}`,
    });
  }
  if (symbolicLink && file.scope === 'project') {
    notices.push({
      about,
      message: `the config ${file.shown} is a symbolic link: the permissions are those of its target`,
    });
  }
  return notices;
}

/** Whether a secret stands in the config itself. */
export function hasLiteralSecret(data: ConfigData): boolean {
  return [...data.profiles.values()].some(isLiteral);
}

/** Whether a secret of a profile is written out. */
export const isLiteral = (profile: ProfileConfig) =>
  PROJECT_SECRETS.some(({ path }) => typeof credentialAt(profile, path) === 'string');

/** What a profile of a config has at a path of keys. */
export function credentialAt<T>(profile: ProfileConfig, path: readonly string[]): T | undefined {
  let value: unknown = profile;
  for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key];
  return value as T | undefined;
}
