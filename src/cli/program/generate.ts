import type { Command } from 'commander';
import { UsageError } from '../../core/errors.js';
import { nearest } from '../../core/text/nearest.js';
import { safeText } from '../../core/text/safe-text.js';
import { type Declare, examples } from './declare.js';

/** `generate` without its kinds: `declareKinds` puts them under it where they are needed. */
export const declareGenerate: Declare = (parent) => {
  group(parent, 'generate', 'sign a token')
    .description(
      'Signs one token with the App ID and certificate of the profile. The token is read back and ' +
        'checked before it is printed: stdout holds it and nothing else.',
    )
    .addHelpText(
      'after',
      examples(
        'agora-token generate rtc --channel demo --uid 42',
        'TOKEN=$(agora-token generate rtc -c demo -u 42 -e 2h)',
        'agora-token generate rtm --user-id alice --json',
        'agora-token generate rtc -c demo --batch users.csv > tokens.ndjson',
      ),
    );
};

/** A command that only has commands under it: without one of them it says which there are. */
export function group(parent: Command, name: string, summary: string): Command {
  const command = parent
    .command(name)
    .summary(summary)
    .usage('<kind> [options]')
    .argument('[kind]')
    // The options of a kind that does not exist: the kind is what is wrong.
    .allowUnknownOption()
    .allowExcessArguments()
    .action((kind: string | undefined) => {
      throw unknownKind(command, kind);
    });
  return command;
}

function unknownKind(command: Command, word: string | undefined): UsageError {
  const kinds = command.commands.map((each) => each.name());
  const path = [command.parent?.parent ? command.parent.name() : '', command.name()]
    .join(' ')
    .trim();
  const list = `The kinds are ${kinds.join(', ')}.`;
  if (word === undefined || word.startsWith('-')) {
    return new UsageError(
      `${path} needs a kind of token`,
      `${list} See agora-token ${path} --help.`,
    );
  }
  const guess = nearest(word, kinds) ?? kinds.find((kind) => kind.startsWith(`${word}-`));
  return new UsageError(
    `unknown kind '${safeText(word)}'`,
    guess ? `Did you mean ${path} ${guess}?` : list,
  );
}
