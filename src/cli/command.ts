import { Command } from 'commander';
import { UsageError } from '../core/errors.js';
import type { CommandRun } from './invocation.js';

/** Turns what a command does into a commander action. */
export type Act = <Options extends object>(
  run: CommandRun<Options>,
) => (this: Command) => Promise<void>;

/** Declares a command: description, arguments, options, examples, and what it runs. */
export type Declare = (command: CliCommand, act: Act) => void | Promise<void>;

/** A command that is declared only when a command line, its help or its completion needs it. */
export interface CommandRow {
  readonly name: string;
  readonly summary: string;
  readonly hidden?: boolean;
  readonly load: () => Declare | Promise<Declare>;
}

/** A command whose subcommands are declared when they are named. */
export class CliCommand extends Command {
  private pending: (() => Promise<void>) | undefined;
  /** Other words for subcommands that mean the same. */
  private synonyms: Readonly<Record<string, string>> = {};

  override createCommand(name?: string): CliCommand {
    return new CliCommand(name);
  }

  /** Adds a subcommand of which only name and summary are known until it is needed. */
  row({ name, summary, hidden = false, load }: CommandRow, act: Act): CliCommand {
    const command = this.command(name, { hidden }).summary(summary) as CliCommand;
    command.pending = async () => (await load())(command, act);
    return command;
  }

  /** Makes subcommands known in any letter case, and under these other words. */
  alsoKnownAs(synonyms: Readonly<Record<string, string>>): this {
    this.synonyms = synonyms;
    return this;
  }

  /** Declares it, if that has not happened yet. */
  async ready(): Promise<this> {
    const { pending } = this;
    this.pending = undefined;
    await pending?.();
    this.hook('preSubcommand', async (_, next) => {
      await (next as CliCommand).ready();
    });
    return this;
  }

  /** Declares the commands that these words lead to. */
  async readyAlong(words: readonly string[]): Promise<void> {
    const [word, ...rest] = words;
    const next = word === undefined ? undefined : this.child(word);
    await next?.ready();
    // After a command without subcommands: `help generate`.
    if (word !== undefined) await (next?.commands.length ? next : this).readyAlong(rest);
  }

  /** The subcommand that a word means. */
  child(word: string): CliCommand | undefined {
    const lower = word.toLowerCase();
    const meant = Object.hasOwn(this.synonyms, lower) ? this.synonyms[lower] : lower;
    return this.commands.find(
      (each) => each.name() === word || each.name() === meant || each.aliases().includes(lower),
    ) as CliCommand | undefined;
  }

  /**
   * Reads `-c=demo` as `-c demo`, as other tools do, and refuses `-channel`, which would be read as
   * `-c hannel`.
   */
  override parseOptions(args: string[]) {
    return super.parseOptions(this.asMeant(args));
  }

  private asMeant(args: readonly string[]): string[] {
    const meant: string[] = [];
    let value = false;
    for (const [index, arg] of args.entries()) {
      if (!value && arg === '--') return [...meant, ...args.slice(index)];
      if (value) {
        meant.push(arg);
        value = false;
        continue;
      }
      if (!arg.startsWith('--')) this.assertTwoDashes(arg);
      const [, short = '', rest] = /^(-[A-Za-z])=(.*)$/s.exec(arg) ?? [];
      const option = this.options.find(
        (each) => each.short === (short || arg) || each.long === arg,
      );
      if (short && option?.required) meant.push(short, rest as string);
      else {
        meant.push(arg);
        value = option?.required === true;
      }
    }
    return meant;
  }

  /** @throws UsageError for a long option with one dash */
  private assertTwoDashes(arg: string) {
    const [, name, rest] = /^-([a-z][a-z-]+)(=.*)?$/s.exec(arg) ?? [];
    if (!this.options.some(({ long }) => long === `--${name}`)) return;
    throw new UsageError(`-${name} has one dash`, `Write --${name}${rest ? '=…' : ''}.`);
  }
}

/** The examples at the end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

/** The option of every command that uses a certificate, read into `appCertificateFile`. */
export function certificateFileOption(command: Command): Command {
  return command.option(
    '--app-certificate-file <path|->',
    'read the App Certificate from a file, or - for standard input',
  );
}

/** The option of commands whose exit code is an answer. */
export const SILENT = ['-s, --silent', 'print nothing: the exit code is the answer'] as const;
