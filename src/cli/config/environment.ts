import { assertHex32 } from '../../core/agora/hex32.js';
import type { Context } from '../context.js';
import { displayPath, resolvePath } from './files.js';
import { assertPath } from './hex32.js';
import type { ProfileValues } from './precedence.js';
import { readTextFile } from './read-file.js';
import { variableSecret } from './secret.js';
import type { Notice, Sourced } from './types.js';

/**
 * The variables in effect: those of the process, and below them those of the env file, as dotenv
 * has it. A variable that is set to nothing counts as not set.
 */
export interface Environment {
  get(name: string): Sourced<string> | undefined;
}

/** The names of App ID and certificate that a dotenv file may use, the first the strongest. */
const DIALECTS = [
  ['AGORA_APP_ID', 'AGORA_APP_CERTIFICATE'],
  // As Agora's own CLI writes them for Next.js.
  ['NEXT_PUBLIC_AGORA_APP_ID', 'NEXT_AGORA_APP_CERTIFICATE'],
  ['APP_ID', 'APP_CERTIFICATE'],
] as const;

/** The variables that this program reads. */
export const VARIABLES = [
  'AGORA_APP_ID',
  'AGORA_APP_CERTIFICATE',
  'AGORA_APP_SECONDARY_CERTIFICATE',
  'AGORA_WHITEBOARD_ACCESS_KEY',
  'AGORA_WHITEBOARD_SECRET_KEY',
  'AGORA_TOKEN_PROFILE',
  'AGORA_TOKEN_CONFIG',
] as const;

export interface EnvironmentValues {
  readonly variables: Environment;
  /** The environment, then the env file in its dialects, the strongest first. */
  readonly values: readonly ProfileValues[];
  readonly profile: Sourced<string> | undefined;
  readonly config: Sourced<string> | undefined;
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
    valuesOf(real, DIALECTS[0], notices),
    ...(file ? DIALECTS.map((dialect) => valuesOf(file, dialect, notices)) : []),
  ];
  return {
    variables,
    values,
    profile: trimmed(variables.get('AGORA_TOKEN_PROFILE')),
    config: variables.get('AGORA_TOKEN_CONFIG'),
    notices,
  };
}

async function readEnvFile(envFile: string, ctx: Context): Promise<Environment> {
  assertPath(envFile, '--env-file');
  const path = resolvePath(envFile, ctx.cwd, ctx);
  const shown = displayPath(path, ctx);
  const text = await readTextFile(path, `the env file ${shown}`);
  const { parseEnvFile } = await import('./env-file.js');
  const entries = parseEnvFile(text);
  return { get: (name) => filled(entries.get(name), `${shown}: ${name}`) };
}

function filled(value: string | undefined, source: string): Sourced<string> | undefined {
  return value === undefined || value.trim() === '' ? undefined : { value, source };
}

function trimmed(variable: Sourced<string> | undefined): Sourced<string> | undefined {
  return variable && { ...variable, value: variable.value.trim() };
}

function valuesOf(
  env: Environment,
  [idName, certificateName]: (typeof DIALECTS)[number],
  notices: Notice[],
): ProfileValues {
  const appId = env.get(idName);
  const certificate = env.get(certificateName);
  const common = idName === 'AGORA_APP_ID';
  const secondary = common ? env.get('AGORA_APP_SECONDARY_CERTIFICATE') : undefined;
  const accessKey = common ? trimmed(env.get('AGORA_WHITEBOARD_ACCESS_KEY')) : undefined;
  const secretKey = common ? env.get('AGORA_WHITEBOARD_SECRET_KEY') : undefined;
  if (appId && appId.value !== appId.value.trim()) {
    notices.push({
      message: `${appId.source} has white space around the App ID; it is left out here`,
      hint: 'Other programs that read the variable may fail: remove it.',
    });
  }
  return {
    ...(appId && { appId: { ...appId, value: appId.value.trim() } }),
    ...(certificate && {
      appCertificate: variableSecret(certificate.value, certificate.source, 'certificate'),
    }),
    ...(secondary && {
      secondaryCertificate: variableSecret(secondary.value, secondary.source, 'certificate'),
    }),
    ...(accessKey && { whiteboardAccessKey: accessKey }),
    ...(secretKey && {
      whiteboardSecretKey: variableSecret(secretKey.value, secretKey.source, 'key'),
    }),
  };
}

/**
 * Checks the App ID that a run will use.
 * @throws ConfigError naming where it came from
 */
export function assertAppId(appId: Sourced<string>): void {
  assertHex32(appId.value, 'App ID', appId.source);
}
