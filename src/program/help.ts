import { Command } from 'commander';
import type { Declare } from './declare.js';

/** `help [command…]`: the same text as `--help`, and the topics that belong to no command. */
export const declareHelp: Declare = (parent, act) => {
  parent
    .command('help')
    .summary('help on a command, or on exit-codes')
    .description('Shows help on a command, or on a topic: exit-codes.')
    .argument('[command...]', 'a command such as `generate rtc`, or exit-codes')
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
