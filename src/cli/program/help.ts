import { Argument, Command } from 'commander';
import { suggest } from '../completion/suggestions.js';
import type { Declare } from './declare.js';

/** What has help and is no command. */
const TOPICS = ['exit-codes'];

/** `help [topic…]`: the same text as `--help`, and the topics that belong to no command. */
export const declareHelp: Declare = (parent, act) => {
  parent
    .command('help')
    .summary('help on a command, or on exit-codes')
    .description('Shows help on a command, or on a topic: exit-codes.')
    .addArgument(
      suggest(
        new Argument('[topic...]', 'a command such as `generate rtc`, or exit-codes'),
        TOPICS,
      ),
    )
    .action(
      act(async () => {
        const { help } = await import('../commands/help.js');
        return (invocation) => help(invocation, root(parent));
      }),
    );
};

function root(command: Command): Command {
  return command.parent instanceof Command ? root(command.parent) : command;
}
