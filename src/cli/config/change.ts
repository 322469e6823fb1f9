import { basename, dirname, extname } from 'node:path';
import { ConfigError, UsageError } from '../../core/errors.js';
import { safeText } from '../../core/text/safe-text.js';
import type { Context } from '../context.js';
import { VERSION } from '../version.js';
import { editFile } from './edit-file.js';
import type { Change, Format } from './edit-text.js';
import { displayPath, relativeTo, resolvePath, taken, withoutMark } from './files.js';
import { findConfigs, scopeOf } from './find.js';
import { hasLiteralSecret } from './load.js';
import { shownName } from './names.js';
import { parseJson, parseYaml } from './parse.js';
import { configIn, MODULE_NAME, repositoryRoot, userFolders } from './places.js';
import { assertInside } from './private-file.js';
import { readTextFile } from './read-file.js';
import type { SecretSpec } from './secret.js';
import { type ConfigData, InvalidConfigError, type Scope, validate } from './validate.js';

/** A profile as a config file has it. */
export interface NewProfile {
  readonly appId: string;
  readonly appCertificate: SecretSpec;
  readonly whiteboard?: { readonly accessKey: string; readonly secretKey: SecretSpec };
}

/** The config that a command changes. */
export interface Target {
  readonly path: string;
  /** For people. */
  readonly shown: string;
  readonly scope: Scope;
  readonly format: Format;
}

/** The schema of this version, for editors; the program itself never fetches it. */
const SCHEMA_URL = `https://unpkg.com/agora-token-cli@${VERSION}/schema/config.schema.json`;

/** What a new config begins with: the reference to its JSON Schema. */
const BEGINNINGS: Readonly<Record<Format, string>> = {
  yaml: `# yaml-language-server: $schema=${SCHEMA_URL}\n`,
  json: `{\n  "$schema": ${JSON.stringify(SCHEMA_URL)}\n}\n`,
};

/**
 * The config that `--config` names, whose extension says the format.
 * @throws UsageError for what is neither JSON nor YAML
 */
export function namedTarget(config: string, format: Format | undefined, ctx: Context): Target {
  const extension = extname(config);
  if (!['', '.json', '.yaml', '.yml'].includes(extension)) {
    throw new UsageError(
      `--config "${safeText(config)}" is neither JSON nor YAML`,
      'Name it .json, .yaml or .yml.',
    );
  }
  const ofName = extension === '.json' ? 'json' : 'yaml';
  if (extension !== '' && format !== undefined && format !== ofName) {
    throw new UsageError(
      `--format ${format} does not fit the name "${safeText(config)}"`,
      'Leave --format out: the name says it.',
    );
  }
  const path = resolvePath(config, ctx.cwd, ctx);
  return targetAt({ path, scope: scopeOf(path, ctx) }, ctx, format ?? ofName);
}

/** The config of a project or of the user: the one that is there, or the place of a new one. */
export function targetOf(scope: Scope, format: Format | undefined, ctx: Context): Target {
  const there =
    scope === 'user' ? configIn('user', ctx) : findConfigs(ctx, undefined).candidates[0];
  if (there !== undefined) return targetAt({ path: there, scope }, ctx);
  const folder =
    scope === 'user' ? userFolders(ctx, ctx.env)[0] : (repositoryRoot(ctx.cwd) ?? ctx.cwd);
  if (scope === 'user' && folder === undefined) {
    throw new ConfigError(
      'there is no home directory for your config',
      'Set HOME or XDG_CONFIG_HOME.',
    );
  }
  const name = `${scope === 'user' ? 'config' : '.agora-tokenrc'}.${format ?? 'yaml'}`;
  return targetAt({ path: resolvePath(name, folder, ctx), scope }, ctx, format);
}

/** A config file as what a command changes. */
export function targetAt(
  { path, scope }: Pick<Target, 'path' | 'scope'>,
  ctx: Context,
  format?: Format,
): Target {
  const ofName = extname(path) === '.json' ? 'json' : 'yaml';
  return { path, scope, shown: displayPath(path, ctx), format: format ?? ofName };
}

/** @throws ConfigError where a project's config would be written outside of the project */
export function assertPlace({ path, shown, scope }: Target, ctx: Context): void {
  const root = repositoryRoot(ctx.cwd) ?? ctx.cwd;
  if (scope === 'project' && root !== undefined) assertInside(path, root, `the config ${shown}`);
}

export interface Changed {
  readonly data: ConfigData;
  /** There is a backup because a secret was replaced, and not because the layout changed. */
  readonly kept: boolean;
  /** The path of the old text, for messages. */
  readonly backup: string | undefined;
}

/** The note about the old text. */
export function backupNote({ kept, backup }: Changed): string | undefined {
  if (backup === undefined) return undefined;
  return kept
    ? `The secret that was in it is in ${backup}; delete that file when you no longer need it.`
    : `Its layout has changed; the old one is ${backup}.`;
}

/**
 * Changes a config, and leaves everything else in it as it is.
 * @param changes what to change, seeing what the config says now
 * @param keepSecret a secret written out in what is replaced is kept in a `.bak` beside the config
 * @returns the new content, and where the old text is
 * @throws ConfigError where it is broken, or cannot be changed
 */
export async function changeConfig(
  target: Target,
  ctx: Context,
  changes: (data: ConfigData) => readonly Change[],
  keepSecret?: (data: ConfigData) => boolean,
): Promise<Changed> {
  const { path, shown, format } = target;
  const what = `the config ${shown}`;
  assertPlace(target, ctx);
  const above = keysAbove(target);
  // Its parser takes longer to load than a list of profiles takes to be shown.
  const { editText } = await import('./edit-text.js');
  const read = (text: string) => parse(text, target);
  let result: Omit<Changed, 'backup'> | undefined;
  const suffix = await editFile(path, what, ctx, (old) => {
    const base =
      old === undefined || (format === 'json' && old.trim() === '') ? BEGINNINGS[format] : old;
    const wanted = changes(dataOf(base, target)).map((change) => ({
      ...change,
      path: [...above, ...change.path],
    }));
    const { text, rewritten } = editText(base, format, wanted, read, what);
    const kept = keepSecret?.(dataOf(base, target)) === true;
    result = { data: dataOf(text, target), kept };
    return { text, backup: rewritten || kept, secret: hasLiteralSecret(result.data) };
  });
  const backup = suffix === undefined ? undefined : `${shown}${suffix}`;
  return { ...(result as NonNullable<typeof result>), backup };
}

/** Under which keys of the file the config is. */
const keysAbove = ({ path }: Target) => (basename(path) === 'package.json' ? [MODULE_NAME] : []);

function parse(text: string, { shown, format }: Target): unknown {
  const what = `the config ${shown}`;
  return format === 'json' ? parseJson(text, what) : parseYaml(text, what);
}

/** @throws ConfigError for a config that is broken */
function dataOf(text: string, target: Target): ConfigData {
  const plain = withoutMark(text);
  const content = keysAbove(target).reduce<unknown>(
    (all, key) => (all as Record<string, unknown> | null)?.[key],
    plain.trim() === '' ? {} : parse(plain, target),
  );
  const checked = validate(content, target.scope);
  if ('data' in checked) return checked.data;
  throw new InvalidConfigError(target.shown, checked.problems);
}

/**
 * The changes that add a profile. The one that was used until now stays the one in use.
 * @param force replaces the profile of that name
 * @throws ConfigError where there is one
 */
export function adding(
  name: string,
  profile: NewProfile,
  force: boolean,
  shown: string,
): (data: ConfigData) => Change[] {
  return ({ defaultProfile, profiles }) => {
    if (profiles.has(name) && !force) throw existsError(name, shown);
    const others = [...profiles.keys()].filter((each) => each !== name);
    const [only = name, second] = others;
    return [
      ...(defaultProfile === undefined && second === undefined
        ? [{ path: ['defaultProfile'], value: only }]
        : []),
      { path: ['profiles', name], value: plain(profile) },
    ];
  };
}

/** Without what is left out. */
const plain = (profile: NewProfile): Change['value'] => JSON.parse(JSON.stringify(profile));

/** A profile is in the way. */
export function existsError(name: string, shown: string): ConfigError {
  return new ConfigError(
    `the profile ${shownName(name)} exists in ${shown}`,
    'Give another name, or --force to replace this profile; the others stay as they are.',
  );
}

/** The changes that remove a profile, and the choice of it. */
export function removing(name: string): (data: ConfigData) => Change[] {
  return ({ defaultProfile }) => [
    { path: ['profiles', name], value: undefined },
    ...(defaultProfile === name ? [{ path: ['defaultProfile'], value: undefined }] : []),
  ];
}

/** The changes that choose a profile. */
export const choosing = (name: string) => (): Change[] => [
  { path: ['defaultProfile'], value: name },
];

/** Paths in a config are relative to it; those given on a command line to the working directory. */
export function anchored(profile: NewProfile, { path, scope }: Target, ctx: Context): NewProfile {
  const place = <S extends SecretSpec>(secret: S): S => {
    if (typeof secret === 'string' || secret.file === undefined || dirname(path) === ctx.cwd) {
      return secret;
    }
    const file = resolvePath(secret.file, ctx.cwd, ctx);
    return { file: scope === 'project' ? relativeTo(file, dirname(path)) : file } as S;
  };
  const { whiteboard } = profile;
  return {
    ...profile,
    appCertificate: place(profile.appCertificate),
    ...(whiteboard && { whiteboard: { ...whiteboard, secretKey: place(whiteboard.secretKey) } }),
  };
}

/** Whether the config has a profile of that name; a broken config is told. */
export async function hasProfile(name: string, target: Target): Promise<boolean> {
  if (!taken(target.path)) return false;
  const text = await readTextFile(target.path, `the config ${target.shown}`);
  return dataOf(text, target).profiles.has(name);
}
