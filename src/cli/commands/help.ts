import type { Command } from 'commander';
import { EXIT, EXIT_MEANINGS, type ExitCode, UsageError } from '../../core/errors.js';
import { document, SCHEMA_VERSION } from '../../core/json/document.js';
import { didYouMean } from '../../core/text/nearest.js';
import type { Invocation } from '../invocation.js';

/** Prints help on a command path, on exit-codes, or on the program. */
export async function help(invocation: Invocation, program: Command): Promise<ExitCode> {
  const path = invocation.args;
  if (path[0] === 'exit-codes') {
    await invocation.print(invocation.json ? document(exitCodesJson()) : exitCodes());
  } else find(program, path).outputHelp();
  return EXIT.ok;
}

function find(program: Command, path: readonly string[]): Command {
  let command = program;
  for (const name of path) {
    const next = command.commands.find(
      (child) => child.name() === name || child.aliases().includes(name),
    );
    if (!next) {
      const names = command
        .createHelp()
        .visibleCommands(command)
        .map((child) => child.name());
      if (command === program) names.push('exit-codes');
      throw new UsageError(
        `there is no help on "${path.join(' ')}"`,
        didYouMean(name, names, `Topics: ${names.join(', ')}.`),
      );
    }
    command = next;
  }
  return command;
}

function exitCodesJson() {
  const exitCodes = EXIT_MEANINGS.map(([code, meaning]) => ({ code, meaning }));
  return { schemaVersion: SCHEMA_VERSION, ok: true, exitCodes };
}

function exitCodes(): string {
  const rows = EXIT_MEANINGS.map(([code, meaning]) => `  ${String(code).padStart(4)}  ${meaning}`);
  return `Exit codes:\n${rows.join('\n')}\n
Where several hold, inspect exits with the first of 4, 6, 7, 5, 8. With many tokens the exit code
is that of the first failing line.\n`;
}
