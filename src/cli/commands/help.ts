import { Argument, type Command } from 'commander';
import { EXIT, EXIT_MEANINGS, type ExitCode, UsageError } from '../../core/errors.js';
import { answer, document } from '../../core/json/document.js';
import { didYouMean } from '../../core/text/nearest.js';
import { quoted } from '../../core/text/safe-text.js';
import type { CliCommand, Declare } from '../command.js';
import { suggest } from '../completion/suggestions.js';
import { fitHelp } from '../help-layout.js';
import { TOPICS } from '../help-topics.js';
import type { Invocation } from '../invocation.js';

const NAMES = TOPICS.map(({ name }) => name);

/** `help [topic…]`: the same text as `--help`, and the topics that belong to no command. */
export const declareHelp: Declare = (command, act) => {
  command
    .description(`Shows help on a command, or on a topic: ${NAMES.join(', ')}.`)
    .addArgument(
      suggest(
        new Argument('[topic...]', 'a command such as `generate rtc`, or a topic such as batch'),
        NAMES,
      ),
    )
    .action(act((invocation) => help(invocation, command.parent as CliCommand)));
};

/** Prints help on a command path, on a topic, or on the program. */
async function help(invocation: Invocation, program: CliCommand): Promise<ExitCode> {
  const path = invocation.args;
  const [first = ''] = path;
  const topic = path.length === 1 && TOPICS.find(({ name }) => name === first.toLowerCase());
  if (topic) await printTopic(topic.name, topic.text(), invocation);
  else {
    await program.readyAlong(path);
    find(program, path).outputHelp();
  }
  return EXIT.ok;
}

async function printTopic(name: string, text: string, invocation: Invocation): Promise<void> {
  const body =
    name === 'exit-codes'
      ? { exitCodes: EXIT_MEANINGS.map(([code, meaning]) => ({ code, meaning })) }
      : { help: text.trimEnd() };
  await invocation.print(
    invocation.json
      ? document(answer(true, body))
      : fitHelp(text, invocation.ctx.stdout.columns || 80),
  );
}

function find(program: CliCommand, path: readonly string[]): Command {
  let command = program;
  for (const word of path) {
    const next = command.child(word);
    if (!next) {
      const names = command
        .createHelp()
        .visibleCommands(command)
        .map((child) => child.name());
      if (command === program) names.push(...NAMES);
      throw new UsageError(
        `there is no help on ${quoted(path.join(' '))}`,
        didYouMean(word, names, `Topics: ${names.join(', ')}.`),
      );
    }
    command = next;
  }
  return command;
}
