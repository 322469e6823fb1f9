import type { Command } from 'commander';
import { PROJECT_SECRETS } from '../../core/agora/projects.js';
import { ConfigError, EXIT, type ExitCode, UsageError } from '../../core/errors.js';
import { answer, document } from '../../core/json/document.js';
import { verb } from '../../core/text/count.js';
import { type Act, examples } from '../command.js';
import {
  backupNote,
  type Changed,
  changeConfig,
  choosing,
  removing,
  targetAt,
} from '../config/change.js';
import { DEMO } from '../config/demo.js';
import { readEnvironment } from '../config/environment.js';
import { pathText } from '../config/files.js';
import { configPaths, findConfigs } from '../config/find.js';
import { configFiles, configsOf, namesIn } from '../config/inventory.js';
import { type ConfigFile, credentialAt } from '../config/load.js';
import { shownName, unknownProfile } from '../config/names.js';
import { namedConfig } from '../config/places.js';
import type { Invocation } from '../invocation.js';
import { addProfile, profileOptions } from './init.js';
import type { Init } from './init-options.js';
import { commandWords } from './init-questions.js';

/** The commands of `profile` that change a config. */
export function declareProfileChanges(command: Command, act: Act): void {
  profileOptions(
    command
      .command('add')
      .summary('add a profile to a config')
      .description(
        'Adds a profile to the config that is there, or makes one. On a terminal it asks for what the ' +
          'options leave open. Everything else in the config stays as it is.',
      )
      .argument('[name]', 'its name (default: dev)'),
  )
    .addHelpText(
      'after',
      examples(
        'agora-token profile add prod',
        'agora-token profile add prod --app-id "$ID" --certificate-env AGORA_PROD_CERTIFICATE',
      ),
    )
    .action(
      act((invocation: Init) =>
        addProfile(invocation, '<name>', invocation.args[0] ?? invocation.options.profile),
      ),
    );
  command
    .command('use')
    .summary('choose the profile to use by default')
    .description('Sets defaultProfile in the config that decides, or that has the profile.')
    .argument('[name]', 'the profile; asked for on a terminal')
    .addHelpText('after', examples('agora-token profile use prod'))
    .action(act(useProfile));
  command
    .command('remove')
    .summary('remove a profile from its config')
    .description(
      'Removes a profile, and nothing else. One whose certificate is in the config itself is removed ' +
        'after a question, or with --force.',
    )
    .argument('[name]', 'the profile; asked for on a terminal')
    .option('--force', 'remove also a certificate that may be kept nowhere else')
    .addHelpText('after', examples('agora-token profile remove old'))
    .action(act(removeProfile));
  command
    .command('edit')
    .summary('open the config in your editor')
    .description('Opens the config in use in $VISUAL or $EDITOR, and checks it afterwards.')
    .addHelpText(
      'after',
      examples('agora-token profile edit', 'EDITOR=nano agora-token profile edit'),
    )
    .action(act(editProfile));
}

async function useProfile(invocation: Invocation): Promise<ExitCode> {
  const { files, environment } = await configsOf(invocation.ctx, invocation.options);
  const name = await nameOf(invocation, files, 'Profile to use by default');
  const owner = files.find(({ data }) => data.profiles.has(name));
  if (!owner && name !== DEMO) throw unknownError(name, files);
  const deciding = files.find(({ data }) => data.defaultProfile !== undefined) ?? owner ?? files[0];
  if (!deciding) throw noConfigError();
  const changed = await changeConfig(
    targetAt(deciding, invocation.ctx),
    invocation.ctx,
    choosing(name),
  );
  const message = `In use by default: ${shownName(name)} (${deciding.shown}).`;
  await done(invocation, deciding, message, changed, { defaultProfile: name });
  const { profile } = environment;
  if (profile && profile.value !== name) {
    await invocation.warn(
      `${profile.source} chooses ${shownName(profile.value)}, and wins over the config`,
      `Unset it to use ${shownName(name)}.`,
    );
  }
  return EXIT.ok;
}

async function removeProfile(
  invocation: Invocation<{ readonly force?: boolean }>,
): Promise<ExitCode> {
  const { ctx } = invocation;
  const { files } = await configsOf(ctx, invocation.options);
  const name = await nameOf(invocation, files, 'Profile to remove');
  const [owner, ...more] = files.filter(({ data }) => data.profiles.has(name));
  if (!owner) throw unknownError(name, files);
  const shown = shownName(name);
  await assertWanted(invocation, name, owner);
  const changed = await changeConfig(targetAt(owner, ctx), ctx, removing(name));
  // Nothing may choose a profile that is nowhere.
  const choosers = files.filter((file) => file !== owner && file.data.defaultProfile === name);
  for (const file of more.length > 0 ? [] : choosers) {
    await changeConfig(targetAt(file, ctx), ctx, () => [
      { path: ['defaultProfile'], value: undefined },
    ]);
  }
  const message = `Removed the profile ${shown} from ${owner.shown}.`;
  await done(invocation, owner, message, changed, { removed: name });
  for (const file of more) await invocation.note(`${file.shown} has a profile ${shown}, too.`);
  const { profiles } = changed.data;
  if (owner.data.defaultProfile === name && profiles.size > 1) {
    await invocation.note(
      `No profile is in use by default now: agora-token profile use ${[...profiles.keys()].map(shownName).join(' | ')}`,
    );
  }
  return EXIT.ok;
}

/** @throws UsageError where a certificate would be lost that nobody said is not needed */
async function assertWanted(
  invocation: Invocation<{ readonly force?: boolean }>,
  name: string,
  { data, shown }: ConfigFile,
): Promise<void> {
  const profile = data.profiles.get(name);
  const literal =
    profile && PROJECT_SECRETS.find(({ path }) => typeof credentialAt(profile, path) === 'string');
  if (!literal || invocation.options.force === true) return;
  const what = `the ${literal.word} of ${shownName(name)} is in ${shown} itself, and may be kept nowhere else`;
  if (invocation.interactive) {
    const prompter = await invocation.prompter();
    const message = `${what.replace(/^t/, 'T')}. Remove it?`;
    if (await prompter.confirm({ message, default: false })) return;
  }
  throw new UsageError(what, 'Give --force to remove it all the same.');
}

/** The name that was given or, on a terminal, chosen. */
async function nameOf(
  invocation: Invocation,
  files: readonly ConfigFile[],
  question: string,
): Promise<string> {
  const [given] = invocation.args;
  if (given !== undefined) return given;
  const names = namesIn(files);
  if (names.length === 0) throw noConfigError();
  if (!invocation.interactive) {
    throw new UsageError(
      'no profile was named',
      `There ${verb(names.length, 'is')}: ${names.map(shownName).join(', ')}.`,
    );
  }
  return (await invocation.prompter()).select({
    message: question,
    choices: names.map((value) => ({ name: shownName(value), value })),
  });
}

async function editProfile(invocation: Invocation): Promise<ExitCode> {
  const { ctx, options } = invocation;
  const environment = await readEnvironment(ctx, options.envFile);
  const places = findConfigs(ctx, namedConfig(options.config, environment.variables));
  const [file] = configPaths(places);
  if (!file) throw noConfigError();
  if (!invocation.interactive) {
    throw new UsageError(
      'profile edit opens an editor, which needs a terminal',
      `The file is ${pathText(file.path)}.`,
    );
  }
  const editor = ctx.env.VISUAL || ctx.env.EDITOR || (ctx.platform === 'win32' ? 'notepad' : 'vi');
  const code = await ctx.runEditor([...commandWords(editor), file.path]).catch((error: Error) => {
    throw new ConfigError(
      `the editor ${pathText(editor)} cannot be started: ${error.message}`,
      'Name another one in VISUAL or EDITOR.',
    );
  });
  if (code !== 0) throw new ConfigError(`the editor ended with exit code ${code}`);
  // A config that is broken now is told, with every problem in it.
  await configFiles(ctx, environment, options.config);
  await invocation.note(`${pathText(file.path)} is valid.`);
  return EXIT.ok;
}

async function done(
  invocation: Invocation,
  { path, shown }: ConfigFile,
  message: string,
  changed: Changed,
  more: object,
): Promise<void> {
  if (invocation.json) {
    await invocation.print(document(answer(true, { path, ...more })));
  } else {
    await invocation.print(`${shown}\n`);
    await invocation.note(message);
    const about = backupNote(changed);
    if (about !== undefined) await invocation.note(about);
  }
}

const unknownError = (name: string, files: readonly ConfigFile[]) =>
  unknownProfile(name, namesIn(files), 'Add one: agora-token profile add');

const noConfigError = () =>
  new ConfigError('there is no config', 'Make one with a profile: agora-token init');
