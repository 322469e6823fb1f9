import type { Command } from 'commander';
import type { Context } from '../../src/cli/context.js';
import { createProgram } from '../../src/cli/program.js';

const CONTEXT = { stdout: {}, stderr: {} } as Context;
const NO_SINK = { out: () => {}, err: () => {} };

/**
 * The command tree.
 * @param words a command line, for the part of it that this needs
 */
export async function tree(words?: readonly string[]): Promise<Command> {
  return (await createProgram(CONTEXT, NO_SINK, words)).command;
}

/** The path of every command that has none below it. */
export function leaves(command: Command, path: readonly string[] = []): string[][] {
  return command.commands.length === 0
    ? [[...path]]
    : command.commands.flatMap((child) => leaves(child, [...path, child.name()]));
}
