import { dirname, extname, join } from 'node:path';
import { displayPath, resolvePath, visible } from '../config/files.js';
import { HEX32_EXPECTED, hex32Problem } from '../config/hex32.js';
import { reservedName } from '../config/names.js';
import { configIn, packageHasConfig, projectFolders, userFolders } from '../config/places.js';
import { optionCertificate, type SecretSpec } from '../config/secret.js';
import {
  addToGitignore,
  configText,
  existsError,
  type Format,
  type NewConfig,
  type NewProfile,
  writePrivateFile,
} from '../config/write.js';
import type { Context, Prompter } from '../context.js';
import { ConfigError, EXIT, type ExitCode, UsageError } from '../errors.js';
import { exclusive, type Invocation } from '../invocation.js';
import { document, SCHEMA_VERSION } from '../output/json.js';
import { quoted } from '../output/safe-text.js';

interface InitOptions {
  readonly appId?: string;
  readonly certificateEnv?: string;
  readonly certificateFile?: string;
  readonly appCertificateFile?: string;
  readonly whiteboardAccessKey?: string;
  readonly whiteboardSecretEnv?: string;
  readonly whiteboardSecretFile?: string;
  readonly scope?: 'project' | 'user';
  readonly format?: Format;
  readonly gitignore?: boolean;
  readonly force?: boolean;
}

type Init = Invocation<InitOptions>;

/** Writes a config: from the options alone, or from answers to what they leave open. */
export async function init(invocation: Init): Promise<ExitCode> {
  const { options, ctx } = invocation;
  check(options);
  const asks = options.appId === undefined || !certificateGiven(options);
  if (asks && !invocation.interactive) throw missingOptionError(options);
  const prompter = asks ? await ctx.prompter() : undefined;

  const named = namedTarget(invocation);
  const scope = named
    ? 'project'
    : (options.scope ?? (await prompter?.select(SCOPE_QUESTION)) ?? 'project');
  const format =
    named?.format ?? options.format ?? (await prompter?.select(FORMAT_QUESTION)) ?? 'yaml';
  const path = named?.path ?? target(scope, format, ctx);
  const shown = displayPath(path, ctx);
  if (!named) assertFree(path, scope, invocation);
  else if (!options.force && visible(path)) throw existsError(`the config ${shown}`);

  const answers = prompter
    ? await askProfiles(prompter, invocation)
    : await fromOptions(invocation);
  const config = dirname(path) === ctx.cwd ? answers : anchored(answers, ctx);
  await writePrivateFile(
    path,
    configText(config, format),
    `the config ${shown}`,
    options.force === true,
  );
  const ignored = await ignore(path, scope, config, invocation, prompter);
  await tell(invocation, { path, shown, config, ignored });
  return EXIT.ok;
}

const SCOPE_QUESTION = {
  message: 'Whose config?',
  choices: [
    {
      name: 'this project',
      value: 'project',
      description: 'in this folder; the team can share it',
    },
    { name: 'yours', value: 'user', description: 'in your home directory, for every project' },
  ],
  default: 'project',
} as const;

const FORMAT_QUESTION = {
  message: 'Format?',
  choices: [
    { name: 'YAML', value: 'yaml' },
    { name: 'JSON', value: 'json' },
  ],
  default: 'yaml',
} as const;

function check(options: Init['options']): void {
  for (const [value, flag] of [
    [options.certificateFile, '--certificate-file'],
    [options.appCertificateFile, '--app-certificate-file'],
    [options.whiteboardAccessKey, '--whiteboard-access-key'],
    [options.whiteboardSecretFile, '--whiteboard-secret-file'],
    [options.config, '--config'],
  ] as const) {
    if (value?.trim() === '') {
      throw new UsageError(`${flag} is empty`, 'A variable in the command may not be set.');
    }
  }
  exclusive(options, [
    ['certificateEnv', '--certificate-env'],
    ['certificateFile', '--certificate-file'],
    ['appCertificateFile', '--app-certificate-file'],
  ]);
  exclusive(options, [
    ['whiteboardSecretEnv', '--whiteboard-secret-env'],
    ['whiteboardSecretFile', '--whiteboard-secret-file'],
  ]);
  const problem = options.appId === undefined ? undefined : hex32Problem(options.appId.trim());
  if (problem) {
    throw new UsageError(
      `--app-id is not an App ID: ${problem}; ${HEX32_EXPECTED} are expected`,
      'Copy it from the Agora Console: Projects.',
    );
  }
  for (const [name, flag] of [
    [options.certificateEnv, '--certificate-env'],
    [options.whiteboardSecretEnv, '--whiteboard-secret-env'],
  ] as const) {
    const wrong = name === undefined ? true : variableName(name);
    if (wrong !== true)
      throw new UsageError(`${flag} ${wrong}`, 'Give the name of the variable, not the secret.');
  }
}

const certificateGiven = (options: InitOptions) =>
  [options.certificateEnv, options.certificateFile, options.appCertificateFile].some(
    (value) => value !== undefined,
  );

function missingOptionError({ appId }: InitOptions): UsageError {
  return appId === undefined
    ? new UsageError(
        '--app-id is missing',
        'Without a terminal init takes everything from its options.',
      )
    : new UsageError(
        'where the App Certificate stands is missing',
        'Give --certificate-env <name>, --certificate-file <path> or --app-certificate-file <path|->.',
      );
}

/** The file that `--config` names, whose extension says the format. */
function namedTarget({ options, ctx }: Init): { path: string; format: Format } | undefined {
  const { config, format } = options;
  if (config === undefined) return undefined;
  exclusive(options, [
    ['config', '--config'],
    ['scope', '--scope'],
  ]);
  const extension = extname(config);
  if (!['', '.json', '.yaml', '.yml'].includes(extension)) {
    throw new UsageError(
      `--config ${quoted(config)} is neither JSON nor YAML`,
      'Name it .json, .yaml or .yml.',
    );
  }
  const ofName = extension === '.json' ? 'json' : 'yaml';
  if (extension !== '' && format !== undefined && format !== ofName) {
    throw new UsageError(`--format ${format} does not fit the name ${quoted(config)}`);
  }
  return { path: resolvePath(config, ctx.cwd, ctx), format: format ?? ofName };
}

/** The file to write: in this folder, or the user's own. */
function target(scope: 'project' | 'user', format: Format, ctx: Context): string {
  if (scope === 'project') return join(ctx.cwd, `.agora-tokenrc.${format}`);
  const [folder] = userFolders(ctx, ctx.env);
  if (folder === undefined) {
    throw new ConfigError(
      'there is no home directory for your config',
      'Set HOME or XDG_CONFIG_HOME.',
    );
  }
  return join(folder, `config.${format}`);
}

/** Before any question: nothing is overwritten, and nothing written that another config would hide. */
function assertFree(path: string, scope: 'project' | 'user', { ctx, options }: Init): void {
  if (scope === 'project' && packageHasConfig(ctx.cwd)) {
    throw new ConfigError(
      'package.json has the key "agora-token", which would hide another config here',
      'Edit it there, or remove it first.',
    );
  }
  const there = configIn(scope, ctx);
  if (there === undefined) return;
  const what = `the config ${displayPath(there, ctx)}`;
  if (!options.force) throw existsError(what);
  if (there !== path) {
    throw new ConfigError(
      `${what} exists under another name`,
      `Remove it, or name it: --config ${displayPath(there, ctx)} --force`,
    );
  }
}

/** Paths in a config are relative to it; those given here are relative to the working directory. */
function anchored(config: NewConfig, ctx: Context): NewConfig {
  const absolute = <S extends SecretSpec | undefined>(secret: S): S =>
    typeof secret === 'object' && secret.file !== undefined
      ? ({ file: resolvePath(secret.file, ctx.cwd, ctx) } as S)
      : secret;
  const profiles = [...config.profiles].map(([name, profile]): [string, NewProfile] => [
    name,
    {
      ...profile,
      appCertificate: absolute(profile.appCertificate),
      ...(profile.whiteboard && {
        whiteboard: { ...profile.whiteboard, secretKey: absolute(profile.whiteboard.secretKey) },
      }),
    },
  ]);
  return { ...config, profiles: new Map(profiles) };
}

async function fromOptions(invocation: Init): Promise<NewConfig> {
  const name = profileName(invocation);
  return { defaultProfile: name, profiles: new Map([[name, await optionProfile(invocation)]]) };
}

function profileName({ options }: Init): string {
  const name = options.profile ?? 'dev';
  const wrong = newName(name, new Map());
  if (wrong !== true) throw new UsageError(`--profile: ${wrong}`);
  return name;
}

async function optionProfile({ options, ctx }: Init): Promise<NewProfile> {
  const { appId = '', certificateEnv, certificateFile, appCertificateFile } = options;
  const appCertificate =
    certificateEnv !== undefined
      ? { env: certificateEnv }
      : certificateFile !== undefined
        ? { file: certificateFile }
        : await optionCertificate(appCertificateFile ?? '-', ctx).resolve();
  const whiteboard = optionWhiteboard(options);
  return { appId: appId.trim(), appCertificate, ...(whiteboard && { whiteboard }) };
}

function optionWhiteboard(options: InitOptions): NewProfile['whiteboard'] {
  const { whiteboardAccessKey: accessKey, whiteboardSecretEnv, whiteboardSecretFile } = options;
  const secretKey =
    whiteboardSecretEnv !== undefined
      ? { env: whiteboardSecretEnv }
      : whiteboardSecretFile !== undefined
        ? { file: whiteboardSecretFile }
        : undefined;
  if (accessKey === undefined && secretKey === undefined) return undefined;
  if (accessKey !== undefined && secretKey !== undefined) return { accessKey, secretKey };
  throw new UsageError(
    'the whiteboard needs an access key and a secret key',
    'Give --whiteboard-access-key, and --whiteboard-secret-env or --whiteboard-secret-file.',
  );
}

async function askProfiles(prompter: Prompter, invocation: Init): Promise<NewConfig> {
  const profiles = new Map<string, NewProfile>();
  const { options } = invocation;
  do {
    const first = profiles.size === 0;
    const name =
      first && options.profile !== undefined
        ? profileName(invocation)
        : (
            await prompter.input({
              message: 'Name of the profile',
              ...(first && { default: 'dev' }),
              validate: (answer) => newName(answer.trim(), profiles),
            })
          ).trim();
    profiles.set(name, await askProfile(prompter, name, first ? invocation : undefined));
  } while (await prompter.confirm({ message: 'Add another profile?', default: false }));
  const [only = 'dev', second] = profiles.keys();
  const defaultProfile =
    second === undefined
      ? only
      : await prompter.select({
          message: 'Which one is used when none is named?',
          choices: [...profiles.keys()].map((value) => ({ name: value, value })),
        });
  return { defaultProfile, profiles };
}

/** @param invocation the run whose options answer for the first profile */
async function askProfile(
  prompter: Prompter,
  name: string,
  invocation: Init | undefined,
): Promise<NewProfile> {
  const options = invocation?.options ?? {};
  const appId =
    options.appId ??
    (await prompter.input({
      message: 'App ID',
      validate: (answer) => hex32Answer(answer, 'An App ID'),
    }));
  const appCertificate =
    invocation && certificateGiven(options)
      ? (await optionProfile(invocation)).appCertificate
      : await askSecret(prompter, {
          what: 'App Certificate',
          variable: `AGORA_${variablePart(name)}_CERTIFICATE`,
          validate: (answer) => hex32Answer(answer, 'An App Certificate'),
        });
  const given = optionWhiteboard(options);
  const whiteboard = given ?? (await askWhiteboard(prompter, name));
  return { appId: appId.trim(), appCertificate, ...(whiteboard && { whiteboard }) };
}

async function askWhiteboard(prompter: Prompter, name: string): Promise<NewProfile['whiteboard']> {
  const wanted = await prompter.confirm({
    message: 'Keys of Interactive Whiteboard too?',
    default: false,
  });
  if (!wanted) return undefined;
  const accessKey = await prompter.input({ message: 'Access key (AK)', validate: notEmpty });
  const secretKey = await askSecret(prompter, {
    what: 'Secret key (SK)',
    variable: `AGORA_${variablePart(name)}_WHITEBOARD_SECRET_KEY`,
    validate: notEmpty,
  });
  return { accessKey: accessKey.trim(), secretKey };
}

interface SecretQuestion {
  readonly what: string;
  /** The variable to suggest. */
  readonly variable: string;
  readonly validate: (answer: string) => true | string;
}

async function askSecret(
  prompter: Prompter,
  { what, variable, validate }: SecretQuestion,
): Promise<SecretSpec> {
  const way = await prompter.select({
    message: `Where is the ${what} kept?`,
    choices: [
      {
        name: 'in an environment variable',
        value: 'env',
        description: 'the config holds its name alone, and can be shared',
      },
      { name: 'in a file', value: 'file', description: 'the config holds its path' },
      {
        name: 'in this config',
        value: 'literal',
        description: 'you enter it now, hidden; only you can read the config',
      },
    ],
    default: 'env',
  } as const);
  if (way === 'env') {
    const env = await prompter.input({
      message: 'Name of the variable',
      default: variable,
      validate: (answer) => variableName(answer.trim()),
    });
    return { env: env.trim() };
  }
  if (way === 'file') {
    const file = await prompter.input({ message: 'Path of the file', validate: notEmpty });
    return { file: file.trim() };
  }
  return (await prompter.password({ message: what, validate })).trim();
}

function hex32Answer(answer: string, what: string): true | string {
  const problem = hex32Problem(answer.trim());
  return problem === undefined || `${what} has ${HEX32_EXPECTED}; ${problem}.`;
}

const notEmpty = (answer: string) => answer.trim() !== '' || 'An answer is needed.';

function newName(name: string, taken: ReadonlyMap<string, unknown>): true | string {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(name)) {
    return 'a name has letters, digits, dots, dashes and underscores, and starts with a letter or digit';
  }
  return reservedName(name) ?? (!taken.has(name) || `there is a profile ${name} already`);
}

/** A name that a shell can set; a certificate pasted here by mistake is not one, nor shown. */
function variableName(name: string): true | string {
  if (hex32Problem(name) === undefined) return 'looks like the secret itself; its name is expected';
  return /^[A-Za-z_]\w*$/.test(name) || 'is not the name of a variable';
}

const variablePart = (name: string) => name.toUpperCase().replace(/[^A-Z0-9]+/g, '_');

async function ignore(
  path: string,
  scope: 'project' | 'user',
  config: NewConfig,
  { options }: Init,
  prompter: Prompter | undefined,
): Promise<boolean> {
  if (scope === 'user') return false;
  const folders = projectFolders(dirname(path));
  const repository = visible(join(folders.at(-1) as string, '.git')) !== undefined;
  const secret = [...config.profiles.values()].some(
    ({ appCertificate, whiteboard }) =>
      typeof appCertificate === 'string' || typeof whiteboard?.secretKey === 'string',
  );
  const wanted =
    options.gitignore ??
    (repository &&
      (prompter
        ? await prompter.confirm({
            message: 'Add the config to .gitignore?',
            // Without a secret in it, the team gains by sharing it.
            default: secret,
          })
        : secret));
  return wanted && (await addToGitignore(path));
}

interface Written {
  readonly path: string;
  readonly shown: string;
  readonly config: NewConfig;
  readonly ignored: boolean;
}

async function tell(invocation: Init, { path, shown, config, ignored }: Written): Promise<void> {
  if (invocation.json) {
    await invocation.print(
      document({
        schemaVersion: SCHEMA_VERSION,
        ok: true,
        path,
        defaultProfile: config.defaultProfile,
        profiles: [...config.profiles.keys()],
        gitignore: ignored,
      }),
    );
    return;
  }
  await invocation.print(`${shown}\n`);
  await invocation.note(`Wrote ${shown}, readable by you alone.`);
  if (ignored) await invocation.note('Added it to .gitignore.');
  for (const [name, { appCertificate, whiteboard }] of config.profiles) {
    for (const [secret, what] of [
      [appCertificate, 'App Certificate'],
      [whiteboard?.secretKey, 'whiteboard secret key'],
    ] as const) {
      if (typeof secret === 'object' && secret.env !== undefined) {
        await invocation.note(`Set ${secret.env} to the ${what} of ${name}.`);
      }
    }
  }
  await invocation.note(
    'Next:\n  agora-token doctor\n  agora-token generate rtc --channel demo --uid 1',
  );
}
