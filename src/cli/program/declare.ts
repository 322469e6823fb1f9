import type { Command } from 'commander';
import type { CommandRun } from '../invocation.js';

/**
 * Turns a loader of an implementation into a commander action. The implementation is imported only
 * when its command runs, so that start-up pays for one command.
 */
export type Act = <Options extends object>(
  load: () => Promise<CommandRun<Options>>,
) => (this: Command) => Promise<void>;

/** Declares a command, its options and its help under a parent. */
export type Declare = (parent: Command, act: Act) => void;

/** The examples at the end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
