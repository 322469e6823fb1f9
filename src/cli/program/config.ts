import { Argument, type Command, Option } from 'commander';
import { UsageError } from '../../core/errors.js';
import { nearest } from '../../core/text/nearest.js';
import { SHELLS } from '../completion/shells.js';
import { certificateFileOption } from './credentials.js';
import { type Declare, examples } from './declare.js';

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

/** The commands about configuration: init, profile, doctor, completion. */
export const declareConfig: Declare = (parent, act) => {
  parent
    .command('init')
    .summary('set up a profile: App ID and certificate')
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
    .action(act(async () => (await import('../commands/init.js')).init));

  const profile: Command = parent
    .command('profile')
    .summary('list, show and locate profiles')
    .description('Shows the profiles and where each value comes from. Secrets are never printed.')
    .usage('<command> [options]')
    .argument('[command]')
    .allowUnknownOption()
    .addHelpText(
      'after',
      examples(
        'agora-token profile list',
        'agora-token profile show dev',
        'agora-token profile path',
      ),
    )
    .action((word: string | undefined) => {
      throw unknownCommand(profile, word);
    });
  profile
    .command('list')
    .summary('all profiles')
    .description('Lists the profiles; the active one is marked. No secret is read.')
    .addHelpText('after', examples('agora-token profile list --json'))
    .action(act(async () => (await import('../commands/profile.js')).listProfiles));
  profile
    .command('show')
    .summary('one profile, and where each value came from')
    .description('Shows a profile (the active one without a name). No secret is read or printed.')
    .argument('[profile]', 'its name')
    .addHelpText('after', examples('agora-token profile show dev'))
    .action(act(async () => (await import('../commands/profile.js')).showProfile));
  profile
    .command('path')
    .summary('the config files in use')
    .description(
      'Prints the path of each config file in use, the strongest first; without any, the path that ' +
        'your own config would have.',
    )
    .addHelpText('after', examples('agora-token profile path'))
    .action(act(async () => (await import('../commands/profile.js')).profilePath));

  certificateFileOption(
    parent
      .command('doctor')
      .summary('check the configuration')
      .description(
        'Checks Node.js, the config files and who can read them, the profiles and whether each secret ' +
          'can be read, the environment and the clock. Exits with 0, or 3 when something fails.',
      ),
  )
    .addHelpText('after', examples('agora-token doctor', 'agora-token doctor --json | jq .checks'))
    .action(act(async () => (await import('../commands/doctor.js')).doctor));

  parent
    .command('completion')
    .summary('print a completion script for a shell')
    .description(
      'Prints a script that completes commands, options, their values and profile names.',
    )
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText(
      'after',
      examples(
        'source <(agora-token completion bash)       # or in ~/.bashrc',
        'agora-token completion zsh > "$fpath[1]/_agora-token"',
        'agora-token completion fish > ~/.config/fish/completions/agora-token.fish',
        'agora-token completion powershell | Out-String | Invoke-Expression',
      ),
    )
    .action(act(async () => (await import('../commands/completion.js')).completion));
  parent
    .command('__complete', { hidden: true })
    .description('What the completion scripts ask.')
    .argument('[word...]')
    .action(
      act(async () => {
        const { complete } = await import('../commands/completion.js');
        return (invocation) => complete(invocation, parent);
      }),
    );
};
