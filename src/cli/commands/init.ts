import { basename } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { ConfigError, EXIT, type ExitCode } from '../../core/errors.js';
import { answer, document } from '../../core/json/document.js';
import { safeText } from '../../core/text/safe-text.js';
import { type Declare, examples } from '../command.js';
import {
  adding,
  anchored,
  assertPlace,
  backupNote,
  type Changed,
  changeConfig,
  existsError,
  hasProfile,
  type NewProfile,
  namedTarget,
  type Target,
  targetOf,
} from '../config/change.js';
import { displayPath, pathText, taken } from '../config/files.js';
import { shownPath } from '../config/hex32.js';
import { profileNames } from '../config/inventory.js';
import { isLiteral } from '../config/load.js';
import { shownName } from '../config/names.js';
import { repositoryRoot, userPlaces } from '../config/places.js';
import { addToGitignore, type Ignored } from '../config/private-file.js';
import type { SecretSpec } from '../config/secret.js';
import type { Prompter } from '../context.js';
import { exclusive } from '../invocation.js';
import {
  assertName,
  assertNotKnown,
  assertOptions,
  certificateGiven,
  type Init,
  missingOptionError,
  ofOption,
  optionProfile,
} from './init-options.js';
import { askName, askProfile, askScope, PLACE_NOTE } from './init-questions.js';

export const declareInit: Declare = (command, act) => {
  profileOptions(
    command.description(
      'Writes a profile with your App ID and where your App Certificate is, into a new config or into ' +
        'the one that is there, whose other profiles, comments and order stay as they are. ' +
        'On a terminal it asks for what the options leave open; no option takes a secret.',
    ),
  )
    .addHelpText(
      'after',
      examples(
        'agora-token init',
        'agora-token init --app-id "$ID" --certificate-env AGORA_APP_CERTIFICATE',
        'pass show agora | agora-token init --app-id "$ID" --scope user --app-certificate-file -',
      ),
    )
    .action(
      act((invocation: Init) => addProfile(invocation, '--profile', invocation.options.profile)),
    );
};

/** The options that describe a profile to add. */
export function profileOptions(command: Command): Command {
  return command
    .option('--app-id <id>', "the project's App ID")
    .option('--certificate-env <name>', 'the certificate is in this environment variable')
    .option('--certificate-file <path>', 'the certificate is in this file')
    .option('--app-certificate-file <path|->', 'read the certificate now and keep it in the config')
    .option('--whiteboard-access-key <key>', 'access key of Interactive Whiteboard')
    .option('--whiteboard-secret-env <name>', 'its secret key is in this environment variable')
    .option('--whiteboard-secret-file <path>', 'its secret key is in this file')
    .addOption(new Option('--scope <scope>', 'whose config to write').choices(['project', 'user']))
    .addOption(new Option('--format <format>', 'how to write it').choices(['yaml', 'json']))
    .option('--gitignore', 'add the config to .gitignore')
    .option('--no-gitignore', 'leave .gitignore as it is')
    .option('--force', 'replace the profile of that name');
}

/**
 * Adds a profile to a config: from the options alone, or from answers to what they leave open.
 * @param source where the name was given
 */
export async function addProfile(
  invocation: Init,
  source: string,
  given: string | undefined,
): Promise<ExitCode> {
  const { options, ctx } = invocation;
  if (given !== undefined) assertName(given, source);
  assertOptions(options);
  assertNotKnown([[given, source], ...Object.entries(options).map(ofOption)], ctx);
  exclusive(options, [
    ['config', '--config'],
    ['scope', '--scope'],
  ]);
  const asks = options.appId === undefined || !certificateGiven(options);
  if (asks && !invocation.interactive) throw missingOptionError(options);
  const prompter = asks ? await invocation.prompter() : undefined;
  const named =
    options.config === undefined ? undefined : namedTarget(options.config, options.format, ctx);

  if (prompter) await invocation.note(PLACE_NOTE);
  const { name, drafted } = await draft(invocation, given, prompter);
  const target = named ?? (await whereTo(drafted, invocation, prompter));
  assertPlace(target, ctx);
  assertNotPublished(target, drafted);
  const existed = await hasProfile(name, target);
  const force = await replaces(name, target, invocation, prompter);
  const profile = anchored(drafted, target, ctx);
  if (prompter) await invocation.note(preview(name, profile, target));

  // All is asked before anything is written, and no secret is where git would take it up.
  const replaced = taken(target.path);
  const ignored = (await wantsIgnored(target, profile, invocation, prompter))
    ? await addToGitignore(target.path)
    : undefined;
  const changed = await changeConfig(
    target,
    ctx,
    adding(name, profile, force, target.shown),
    ({ profiles }) => isLiteral(profiles.get(name) ?? {}),
  );
  await tell(invocation, { ...changed, name, target, profile, ignored, existed, replaced });
  return EXIT.ok;
}

/** The names to suggest, in this order. */
const NAMES = ['dev', 'prod', 'staging'] as const;
const [FIRST_NAME] = NAMES;

/** The profile and its name, from the options and from answers. */
async function draft(invocation: Init, given: string | undefined, prompter: Prompter | undefined) {
  if (!prompter) return { name: given ?? FIRST_NAME, drafted: await optionProfile(invocation) };
  const known = await profileNames(invocation.ctx, invocation.options);
  const suggested = NAMES.find((each) => !known.includes(each)) ?? '';
  const prefix = given ?? (suggested === FIRST_NAME ? '' : suggested);
  const drafted = await askProfile(prompter, invocation, prefix);
  return { name: given ?? (await askName(prompter, suggested)), drafted };
}

async function whereTo(
  profile: NewProfile,
  { options, ctx }: Init,
  prompter: Prompter | undefined,
): Promise<Target> {
  const { scope, format } = options;
  if (scope !== undefined || !prompter) return targetOf(scope ?? 'project', format, ctx);
  const [own] = userPlaces(ctx, ctx.env);
  const project = targetOf('project', format, ctx).shown;
  const user = own === undefined ? undefined : displayPath(own, ctx);
  return targetOf(await askScope(prompter, profile, project, user), format, ctx);
}

/** @throws ConfigError where a profile of that name is not to be replaced */
async function replaces(
  name: string,
  target: Target,
  { options }: Init,
  prompter: Prompter | undefined,
): Promise<boolean> {
  if (options.force === true) return true;
  if (!(await hasProfile(name, target))) return false;
  const message = `${target.shown} has a profile ${shownName(name)} already. Replace it?`;
  if (prompter && (await prompter.confirm({ message, default: false }))) return true;
  throw existsError(name, target.shown);
}

/** What is about to be written, and where. */
function preview(
  name: string,
  { appId, appCertificate, whiteboard }: NewProfile,
  { shown }: Target,
) {
  const rows = [
    ['App ID', appId],
    ['App Certificate', keptAs(appCertificate)],
    ...(whiteboard
      ? [
          ['Whiteboard access key', safeText(whiteboard.accessKey)],
          ['Whiteboard secret key', keptAs(whiteboard.secretKey)],
        ]
      : []),
  ];
  return `Into ${shown}, as profile ${shownName(name)}:\n${rows.map((row) => `  ${row.join(': ')}`).join('\n')}`;
}

function keptAs(secret: SecretSpec): string {
  if (typeof secret === 'string') return 'kept there itself (hidden here)';
  if (secret.env !== undefined) return `from the variable ${secret.env}`;
  if (secret.file !== undefined) return `from the file ${pathText(secret.file)}`;
  return `from the command ${shownPath(secret.command?.[0] ?? '')}`;
}

const holdsSecret = ({ appCertificate, whiteboard }: NewProfile) =>
  [appCertificate, whiteboard?.secretKey].some((each) => typeof each === 'string');

/** @throws ConfigError for a secret itself in a package.json, which is committed and published */
function assertNotPublished({ path, shown }: Target, profile: NewProfile): void {
  if (basename(path) !== 'package.json' || !holdsSecret(profile)) return;
  throw new ConfigError(
    `the config is in ${shown}, which is committed and published: no secret may be kept there itself`,
    'Give --certificate-env or --certificate-file, or another config: --config .agora-tokenrc.yaml.',
  );
}

/** Whether git is to ignore the config. */
async function wantsIgnored(
  { path, scope, shown }: Target,
  profile: NewProfile,
  { options }: Init,
  prompter: Prompter | undefined,
): Promise<boolean> {
  if (scope === 'user') return false;
  if (options.gitignore !== undefined) return options.gitignore;
  // A config without a secret may be shared.
  if (!holdsSecret(profile) || repositoryRoot(path) === undefined) {
    return false;
  }
  if (!prompter) return true;
  return prompter.confirm({ message: `Add ${shown} to .gitignore?`, default: true });
}

interface Added extends Changed {
  readonly name: string;
  readonly target: Target;
  readonly profile: NewProfile;
  readonly ignored: Ignored | undefined;
  /** The profile was there before. */
  readonly existed: boolean;
  /** The config was there before. */
  readonly replaced: boolean;
}

function written({ name, target: { shown }, existed, replaced }: Added): string {
  if (!replaced) return `Wrote ${shown}, readable only by you.`;
  const called = shownName(name);
  return existed
    ? `Replaced the profile ${called} in ${shown}.`
    : `Added the profile ${called} to ${shown}.`;
}

async function tell(invocation: Init, added: Added): Promise<void> {
  const { name, target, profile, data, ignored, replaced } = added;
  const { path, shown } = target;
  if (invocation.json) {
    await invocation.print(
      document(
        answer(true, {
          path,
          profile: name,
          ...(data.defaultProfile !== undefined && { defaultProfile: data.defaultProfile }),
          profiles: [...data.profiles.keys()],
          gitignore: ignored === 'added',
        }),
      ),
    );
    return;
  }
  await invocation.print(`${shown}\n`);
  const called = shownName(name);
  await invocation.note(written(added));
  const about = backupNote(added);
  if (about !== undefined) await invocation.note(about);
  if (ignored === 'added') await invocation.note('Added it to .gitignore.');
  if (ignored && replaced) {
    await invocation.note(
      `If git tracks ${shown} already, .gitignore does not protect it: git rm --cached ${shown}`,
    );
  }
  for (const [secret, what] of [
    [profile.appCertificate, 'App Certificate'],
    [profile.whiteboard?.secretKey, 'whiteboard secret key'],
  ] as const) {
    if (typeof secret === 'object' && secret.env !== undefined) {
      await invocation.note(`Set ${secret.env} to the ${what} of ${called}.`);
    }
  }
  await warnOfSharedVariable(invocation, added);
  const inUse = data.defaultProfile === name;
  await invocation.note(
    inUse
      ? 'Next:\n  agora-token doctor\n  agora-token generate rtc --channel demo --uid 1'
      : `To use it by default: agora-token profile use ${/\s/.test(called) ? `"${called}"` : called}`,
  );
}

/** One variable cannot hold the certificates of two projects. */
async function warnOfSharedVariable(invocation: Init, { name, profile, data }: Added) {
  const { appId, appCertificate } = profile;
  const env = typeof appCertificate === 'object' ? appCertificate.env : undefined;
  if (env === undefined) return;
  const [other] =
    [...data.profiles].find(
      ([each, { appId: otherId, appCertificate: secret }]) =>
        each !== name &&
        otherId?.toLowerCase() !== appId.toLowerCase() &&
        typeof secret === 'object' &&
        secret.env === env,
    ) ?? [];
  if (other === undefined) return;
  await invocation.warn(
    `the profile ${shownName(other)} reads ${env} too, and has another App ID`,
    'Each project has a certificate of its own: give each profile its own variable.',
  );
}
