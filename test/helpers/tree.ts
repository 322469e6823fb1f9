import type { Command } from 'commander';
import type { CliCommand } from '../../src/cli/command.js';
import type { Context } from '../../src/cli/context.js';
import { modeOf } from '../../src/cli/mode.js';
import { createProgram, readyAll } from '../../src/cli/program.js';

const CONTEXT = { stdout: {}, stderr: {} } as Context;
const NO_SINK = { out: () => {}, err: () => {} };

/** The whole command tree. */
export async function tree(): Promise<CliCommand> {
  return readyAll((await createProgram(CONTEXT, modeOf([]), NO_SINK)).command);
}

/** The path of every command that has none below it. */
export function leaves(command: Command, path: readonly string[] = []): string[][] {
  return command.commands.length === 0
    ? [[...path]]
    : command.commands.flatMap((child) => leaves(child, [...path, child.name()]));
}
