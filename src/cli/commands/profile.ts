import type { Command } from 'commander';
import { PROJECTS } from '../../core/agora/projects.js';
import { ConfigError, EXIT, type ExitCode, UsageError } from '../../core/errors.js';
import { answer, document } from '../../core/json/document.js';
import { nearest } from '../../core/text/nearest.js';
import { safeText } from '../../core/text/safe-text.js';
import { type Declare, examples } from '../command.js';
import { DEMO, demoProfile } from '../config/demo.js';
import { readEnvironment } from '../config/environment.js';
import { pathText } from '../config/files.js';
import { configPaths, findConfigs } from '../config/find.js';
import { configFiles } from '../config/inventory.js';
import { shownName, unknownProfile } from '../config/names.js';
import { namedConfig, userPlaces } from '../config/places.js';
import type { Profile, Secret, Settings } from '../config/types.js';
import type { Invocation } from '../invocation.js';
import { settingsOf } from '../project/settings-of.js';
import { table, widest } from '../render/layout.js';
import { declareProfileChanges } from './profile-change.js';

export const declareProfile: Declare = (command, act) => {
  command
    .description('Shows and changes the profiles of the configs. Secrets are never printed.')
    .usage('<command> [options]')
    .argument('[command]')
    .allowUnknownOption()
    .addHelpText(
      'after',
      examples(
        'agora-token profile list',
        'agora-token profile add prod',
        'agora-token profile use prod',
      ),
    )
    .action((word: string | undefined) => {
      throw unknownCommand(command, word);
    });
  command
    .command('list')
    .summary('all profiles')
    .description('Lists the profiles; the active one is marked. No secret is read.')
    .addHelpText('after', examples('agora-token profile list --json'))
    .action(act(listProfiles));
  command
    .command('show')
    .summary('one profile, and where each value came from')
    .description('Shows a profile (the active one without a name). No secret is read or printed.')
    .argument('[profile]', 'its name')
    .addHelpText('after', examples('agora-token profile show dev'))
    .action(act(showProfile));
  command
    .command('path')
    .summary('the config files in use')
    .description(
      'Prints the path of each config file in use, the strongest first; without any, the path that ' +
        'your own config would have.',
    )
    .addHelpText('after', examples('agora-token profile path'))
    .action(act(profilePath));
  declareProfileChanges(command, act);
};

function unknownCommand(command: Command, word: string | undefined): UsageError {
  const names = command.commands.map((child) => child.name());
  const guess = word === undefined ? undefined : nearest(word, names);
  return new UsageError(
    word === undefined
      ? `${command.name()} needs one of its commands`
      : `${command.name()} has no command of that name`,
    guess ? `Did you mean ${command.name()} ${guess}?` : `They are ${names.join(', ')}.`,
  );
}

/** Lists the profiles, the active one first and marked. */
async function listProfiles(invocation: Invocation): Promise<ExitCode> {
  const settings = await settingsOf(invocation, { allProfiles: true });
  const profiles = withDemo(settings);
  if (invocation.json) {
    await invocation.print(
      document(
        answer(true, {
          ...(settings.active && { active: settings.active.name }),
          ...(settings.activeSource && { activeSource: settings.activeSource }),
          profiles: profiles.map((profile) => profileJson(profile, settings)),
        }),
      ),
    );
    return EXIT.ok;
  }
  const style = await invocation.style('stdout');
  const names = profiles.map(({ name }) => shownName(name));
  const width = widest(names);
  for (const [index, profile] of profiles.entries()) {
    const name = (names[index] as string).padEnd(width);
    const active = profile === settings.active;
    const id = profile.appId?.value ?? '-'.padEnd(32);
    await invocation.print(
      `${active ? '*' : ' '} ${active ? style.strong(name) : name}  ${id}  ${style.dim(certificateState(profile))}\n`,
    );
  }
  if (!settings.active) await invocation.note('No profile is active: name one with --profile.');
  return EXIT.ok;
}

function certificateState({ builtIn, appCertificate, whiteboardSecretKey }: Profile): string {
  if (builtIn) return 'built in; Agora refuses its tokens';
  if (appCertificate) return `certificate: ${appCertificate.via}`;
  return whiteboardSecretKey ? 'whiteboard keys only' : 'no certificate';
}

/** The built-in profile is used only when named, and worth knowing about all the same. */
function withDemo(settings: Settings): readonly Profile[] {
  const { profiles } = settings;
  if (profiles.some(({ builtIn }) => builtIn)) return profiles;
  return [...profiles, { ...demoProfile(), name: DEMO, builtIn: true, defaults: {} } as Profile];
}

/** Shows one profile, and where each value came from. */
async function showProfile(invocation: Invocation): Promise<ExitCode> {
  const [name] = invocation.args;
  const settings = await settingsOf(invocation, { allProfiles: true });
  const profile = name === undefined ? settings.requireActive() : named(name, settings);
  if (invocation.json) {
    await invocation.print(document(answer(true, profileJson(profile, settings))));
    return EXIT.ok;
  }
  const style = await invocation.style('stdout');
  const active = profile.name === settings.active?.name;
  const rows = [
    ...valueRows(profile),
    ...Object.entries(profile.defaults).map(
      ([key, { value, source }]) => [key, safeText(value), source] as const,
    ),
  ];
  const width = widest(rows.map(([, value]) => value));
  await invocation.print(
    `${style.strong(shownName(profile.name))}${active ? ` (active: ${settings.activeSource})` : ''}\n` +
      table(
        rows.map(([label, value, source]) => [
          label,
          `${value.padEnd(width)}  ${style.dim(source)}`,
        ]),
        style,
      ),
  );
  return EXIT.ok;
}

/** @throws ConfigError for a profile that is nowhere, with the nearest name */
function named(name: string, settings: Settings): Profile {
  const profiles = withDemo(settings);
  const found = profiles.find((profile) => profile.name === name);
  if (found) return found;
  throw unknownProfile(
    name,
    profiles.map((profile) => profile.name),
  );
}

type ValueRow = readonly [label: string, value: string, source: string];

function valueRows(profile: Profile): ValueRow[] {
  return PROJECTS.flatMap(({ id, secrets }) => {
    const own = profile[id.key];
    return [
      ...(own ? [[id.word, safeText(own.value), own.source] as const] : []),
      ...secrets.flatMap(({ key, word }): ValueRow[] => {
        const secret = profile[key];
        return secret ? [[word, '(secret)', secret.source]] : [];
      }),
    ];
  });
}

function profileJson(profile: Profile, settings: Settings) {
  const secret = (value: Secret | undefined) =>
    value && { source: value.source, ...(value.via && { via: value.via }) };
  return {
    name: profile.name,
    active: profile.name === settings.active?.name,
    builtIn: profile.builtIn,
    ...Object.fromEntries(
      PROJECTS.flatMap(({ id, secrets }) => [
        [id.key, profile[id.key]],
        ...secrets.map(({ key }) => [key, secret(profile[key])]),
      ]),
    ),
    defaults: profile.defaults,
  };
}

/** The paths of the configs in use; without any, where the user's own would be. */
async function profilePath(invocation: Invocation): Promise<ExitCode> {
  const { ctx } = invocation;
  const { files, broken } = await filesInUse(invocation);
  const own = userPlaces(ctx, ctx.env)[0];
  if (invocation.json) {
    await invocation.print(
      document(
        answer(true, {
          configs: files.map(({ path, scope }) => ({ path, scope })),
          userConfig: own,
        }),
      ),
    );
    return EXIT.ok;
  }
  if (files.length > 0) {
    await invocation.print(files.map(({ path }) => `${pathText(path)}\n`).join(''));
    // What a project's config may not hold is to move there.
    if (broken && own !== undefined && !files.some(({ scope }) => scope === 'user'))
      await invocation.note(`Yours would be: ${pathText(own)}`);
    return EXIT.ok;
  }
  if (own === undefined) {
    throw new ConfigError(
      'there is no config, and no home directory for one',
      'Set HOME or XDG_CONFIG_HOME.',
    );
  }
  await invocation.note('No config was found. Yours would be:');
  await invocation.print(`${pathText(own)}\n`);
  return EXIT.ok;
}

/** The configs in use; a broken one is told as a warning, for whoever repairs it looks for it here. */
async function filesInUse(invocation: Invocation) {
  const { ctx, options } = invocation;
  const environment = await readEnvironment(ctx, options.envFile);
  try {
    return { files: await configFiles(ctx, environment, options.config), broken: false };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const places = findConfigs(ctx, namedConfig(options.config, environment.variables));
    await invocation.warn(error.message, error.hint);
    return { files: configPaths(places), broken: true };
  }
}
