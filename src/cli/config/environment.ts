import { assertHex32 } from '../../core/agora/hex32.js';
import { type IdKey, PROJECTS, type SecretKey } from '../../core/agora/projects.js';
import { listed, verb } from '../../core/text/count.js';
import type { Context } from '../context.js';
import { displayPath, resolvePath } from './files.js';
import { assertPath } from './hex32.js';
import type { ProfileValues } from './precedence.js';
import { readTextFile } from './read-file.js';
import { variableSecret } from './secret.js';
import type { EmptyVariable, Environment, Notice, Sourced } from './types.js';

/** The variables by what they hold. */
type Dialect = { readonly [K in IdKey | SecretKey]?: string };

const CREDENTIALS = PROJECTS.flatMap(({ id, secrets }) => [id, ...secrets]);

/** The variables of the environment. */
const OWN: Dialect = Object.fromEntries(CREDENTIALS.map(({ key, variable }) => [key, variable]));

/** The names that a dotenv file may use, the first the strongest. */
const DIALECTS: readonly Dialect[] = [
  OWN,
  // As Agora's own CLI writes them for Next.js.
  { appId: 'NEXT_PUBLIC_AGORA_APP_ID', appCertificate: 'NEXT_AGORA_APP_CERTIFICATE' },
  { appId: 'APP_ID', appCertificate: 'APP_CERTIFICATE' },
];

const CHOICE = { profile: 'AGORA_TOKEN_PROFILE', config: 'AGORA_TOKEN_CONFIG' };

/** The variables that this program reads. */
export const VARIABLES: readonly string[] = [OWN, CHOICE].flatMap((names) => Object.values(names));

/** What to add where something is missing and variables for it are there, without a value. */
export function emptyNote(empty: readonly EmptyVariable[]): string {
  const sources = empty.map(({ source }) => source);
  return empty.length === 0 ? '' : `; ${listed(sources)} ${verb(empty.length, 'is')} set but empty`;
}

function emptyIn(
  dialects: readonly Readonly<Record<string, string>>[],
  value: (name: string) => string | undefined,
  sourceOf = (name: string) => name,
): EmptyVariable[] {
  const given = dialects.flatMap((names) => Object.entries(names));
  return given
    .filter(([, name]) => value(name)?.trim() === '')
    .map(([key, name]) => ({ key, source: sourceOf(name) }));
}

export interface EnvironmentValues {
  readonly variables: Environment;
  /** The environment, then the env file in its dialects, the strongest first. */
  readonly values: readonly ProfileValues[];
  readonly profile: Sourced<string> | undefined;
  readonly config: Sourced<string> | undefined;
  readonly empty: readonly EmptyVariable[];
  readonly notices: readonly Notice[];
}

/**
 * Reads the environment and, where one is named, the dotenv file.
 * @throws ConfigError for an unreadable env file
 */
export async function readEnvironment(
  ctx: Context,
  envFile: string | undefined,
): Promise<EnvironmentValues> {
  const real: Environment = {
    // A config may name any variable, `constructor` too.
    get: (name) => (Object.hasOwn(ctx.env, name) ? filled(ctx.env[name], name) : undefined),
  };
  const file = envFile === undefined ? undefined : await readEnvFile(envFile, ctx);
  const variables: Environment = { get: (name) => real.get(name) ?? file?.get(name) };
  const notices: Notice[] = [];
  const values = [
    valuesOf(real, OWN, notices, ctx),
    ...(file ? DIALECTS.map((dialect) => valuesOf(file, dialect, notices, ctx)) : []),
  ];
  return {
    variables,
    values,
    profile: trimmed(variables.get(CHOICE.profile)),
    config: variables.get(CHOICE.config),
    empty: [...emptyIn([OWN, CHOICE], (name) => ctx.env[name]), ...(file?.empty ?? [])],
    notices,
  };
}

async function readEnvFile(
  envFile: string,
  ctx: Context,
): Promise<Environment & Pick<EnvironmentValues, 'empty'>> {
  assertPath(envFile, '--env-file');
  const path = resolvePath(envFile, ctx.cwd, ctx);
  const shown = displayPath(path, ctx);
  const text = await readTextFile(path, `the env file ${shown}`);
  const { parseEnvFile } = await import('./env-file.js');
  const entries = parseEnvFile(text);
  const value = (name: string) => entries.get(name);
  const sourceOf = (name: string) => `${shown}: ${name}`;
  return {
    get: (name) => filled(value(name), sourceOf(name)),
    empty: emptyIn([...DIALECTS, CHOICE], value, sourceOf),
  };
}

function filled(value: string | undefined, source: string): Sourced<string> | undefined {
  return value === undefined || value.trim() === '' ? undefined : { value, source };
}

function trimmed(variable: Sourced<string> | undefined): Sourced<string> | undefined {
  return variable && { ...variable, value: variable.value.trim() };
}

function valuesOf(
  env: Environment,
  names: Dialect,
  notices: Notice[],
  ctx: Context,
): ProfileValues {
  const values: { -readonly [K in keyof ProfileValues]: ProfileValues[K] } = {};
  for (const { id, secrets } of PROJECTS) {
    const given = trimmed(variableOf(env, names[id.key]));
    if (given) values[id.key] = given;
    for (const { key, hex32 } of secrets) {
      const secret = variableOf(env, names[key]);
      if (secret) {
        const kind = hex32 ? 'certificate' : 'key';
        values[key] = variableSecret(secret.value, secret.source, kind, ctx);
      }
    }
  }
  const appId = variableOf(env, names.appId);
  if (appId && appId.value !== appId.value.trim()) {
    notices.push({
      message: `${appId.source} has white space around the App ID; it is left out here`,
      hint: 'Other programs that read the variable may fail: remove it.',
    });
  }
  return values;
}

const variableOf = (env: Environment, name: string | undefined) =>
  name === undefined ? undefined : env.get(name);

/**
 * Checks the App ID that a run will use.
 * @throws ConfigError naming where it came from
 */
export function assertAppId(appId: Sourced<string>): void {
  assertHex32(appId.value, 'App ID', appId.source);
}
