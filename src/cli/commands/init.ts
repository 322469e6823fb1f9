import { dirname, extname, join } from 'node:path';
import { Option } from 'commander';
import { ConfigError, EXIT, type ExitCode, UsageError } from '../../core/errors.js';
import { document, SCHEMA_VERSION } from '../../core/json/document.js';
import { quoted } from '../../core/text/safe-text.js';
import { type Declare, examples } from '../command.js';
import { displayPath, resolvePath, taken, visible } from '../config/files.js';
import {
  configIn,
  packageHasConfig,
  projectFolders,
  repositoryRoot,
  userFolders,
} from '../config/places.js';
import {
  addToGitignore,
  assertInside,
  existsError,
  writePrivateFile,
} from '../config/private-file.js';
import type { SecretSpec } from '../config/secret.js';
import type { Scope } from '../config/validate.js';
import { configText, type Format, type NewConfig, type NewProfile } from '../config/write.js';
import type { Context, Prompter } from '../context.js';
import { exclusive } from '../invocation.js';
import {
  assertOptions,
  certificateGiven,
  type Init,
  missingOptionError,
  optionProfile,
  profileName,
} from './init-options.js';
import { askProfiles, FORMAT_QUESTION, SCOPE_QUESTION } from './init-questions.js';

export const declareInit: Declare = (command, act) => {
  command
    .description(
      'Writes a config with your App ID and where your App Certificate is. ' +
        'On a terminal it asks for what the options leave open; no option takes a secret.',
    )
    .option('--app-id <id>', "the project's App ID")
    .option('--certificate-env <name>', 'the certificate stands in this environment variable')
    .option('--certificate-file <path>', 'the certificate stands in this file')
    .option('--app-certificate-file <path|->', 'read the certificate now and keep it in the config')
    .option('--whiteboard-access-key <key>', 'access key of Interactive Whiteboard')
    .option('--whiteboard-secret-env <name>', 'its secret key stands in this environment variable')
    .option('--whiteboard-secret-file <path>', 'its secret key stands in this file')
    .addOption(new Option('--scope <scope>', 'whose config to write').choices(['project', 'user']))
    .addOption(new Option('--format <format>', 'how to write it').choices(['yaml', 'json']))
    .option('--gitignore', 'add the config to .gitignore')
    .option('--no-gitignore', 'leave .gitignore as it is')
    .option('--force', 'replace a config that is there')
    .addHelpText(
      'after',
      examples(
        'agora-token init',
        'agora-token init --app-id "$ID" --certificate-env AGORA_APP_CERTIFICATE',
        'pass show agora | agora-token init --app-id "$ID" --scope user --app-certificate-file -',
      ),
    )
    .action(act(init));
};

/** Writes a config: from the options alone, or from answers to what they leave open. */
export async function init(invocation: Init): Promise<ExitCode> {
  const { options, ctx } = invocation;
  assertOptions(options);
  const asks = options.appId === undefined || !certificateGiven(options);
  if (asks && !invocation.interactive) throw missingOptionError(options);
  const prompter = asks ? await invocation.prompter() : undefined;

  const named = namedTarget(invocation);
  const scope = named
    ? 'project'
    : (options.scope ?? (await prompter?.select(SCOPE_QUESTION)) ?? 'project');
  const format =
    named?.format ?? options.format ?? (await prompter?.select(FORMAT_QUESTION)) ?? 'yaml';
  const path = named?.path ?? target(scope, format, ctx);
  const shown = displayPath(path, ctx);
  if (!named) assertFree(path, scope, invocation);
  else if (!options.force && taken(path)) throw existsError(`the config ${shown}`);

  const answers = prompter
    ? await askProfiles(prompter, invocation)
    : await fromOptions(invocation);
  const config = dirname(path) === ctx.cwd ? answers : anchored(answers, ctx);
  // All is asked before anything is written, and no secret is where git would take it up.
  const wanted = await wantsIgnored(path, scope, config, invocation, prompter);
  const replaced = taken(path);
  const what = `the config ${shown}`;
  const root = repositoryRoot(ctx.cwd) ?? ctx.cwd;
  if (scope === 'project' && root !== undefined) assertInside(path, root, what);
  const ignored = wanted && (await addToGitignore(path));
  writePrivateFile(path, configText(config, format), what, { replace: options.force === true });
  await tell(invocation, { path, shown, config, ignored: ignored === 'added' });
  if (wanted && replaced) {
    await invocation.note(
      `If git tracks ${shown} already, .gitignore does not protect it: git rm --cached ${shown}`,
    );
  }
  return EXIT.ok;
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
    throw new UsageError(
      `--format ${format} does not fit the name ${quoted(config)}`,
      'Leave --format out: the name says it.',
    );
  }
  return { path: resolvePath(config, ctx.cwd, ctx), format: format ?? ofName };
}

/** The file to write: in this folder, or the user's own. */
function target(scope: Scope, format: Format, ctx: Context): string {
  if (scope === 'project') return resolvePath(`.agora-tokenrc.${format}`, ctx.cwd, ctx);
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
function assertFree(path: string, scope: Scope, { ctx, options }: Init): void {
  if (scope === 'project' && packageHasConfig(dirname(path))) {
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

/** Whether git is to ignore the config. */
async function wantsIgnored(
  path: string,
  scope: Scope,
  config: NewConfig,
  { options }: Init,
  prompter: Prompter | undefined,
): Promise<boolean> {
  if (scope === 'user') return false;
  if (options.gitignore !== undefined) return options.gitignore;
  const folders = projectFolders(dirname(path));
  const repository = visible(join(folders.at(-1) as string, '.git')) !== undefined;
  const secret = [...config.profiles.values()].some(
    ({ appCertificate, whiteboard }) =>
      typeof appCertificate === 'string' || typeof whiteboard?.secretKey === 'string',
  );
  if (!repository || !prompter) return repository && secret;
  return prompter.confirm({
    message: 'Add the config to .gitignore?',
    // Without a secret in it, the team gains by sharing it.
    default: secret,
  });
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
