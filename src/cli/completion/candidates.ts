import type { Argument, Command, Option } from 'commander';
import { valuesToComplete } from './suggestions.js';

/** Something that can stand where the cursor is. */
interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/** What can stand where the cursor is: a list, a path, or a profile's name. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly files: boolean;
  readonly profiles: boolean;
  /** The part of the word that stays in front of each candidate: `--role=`. */
  readonly prefix: string;
  /** Values of the options before the cursor, by their keys: the profile names depend on `--config`. */
  readonly options: ReadonlyMap<string, string>;
}

/**
 * Reads the command tree along the words before the cursor.
 * @param words the words between the program's name and the current one
 * @param current the word at the cursor, up to the cursor
 */
export function completionAt(
  program: Command,
  words: readonly string[],
  current: string,
): Completion {
  const place = walk(program, words);
  const { command, pending, positionals, ended, options } = place;
  const reply = (part: Partial<Completion>): Completion => ({
    candidates: [],
    files: false,
    profiles: false,
    prefix: '',
    options,
    ...part,
  });
  const flag = !ended && current.startsWith('-');
  if (pending && !(pending.optional && flag)) {
    return reply(valuesOf(valuesToComplete(pending), pending.flags, pending.attributeName()));
  }
  if (flag) {
    const equals = current.indexOf('=');
    const named = equals > 0 ? findOption(command, current.slice(0, equals)) : undefined;
    if (named) {
      return reply({
        ...valuesOf(valuesToComplete(named), named.flags, named.attributeName()),
        prefix: current.slice(0, equals + 1),
      });
    }
    return reply({ candidates: optionsOf(command) });
  }
  const first = positionals.length === 0;
  const subcommands = first ? commandsOf(command) : [];
  const argument = argumentAt(command, positionals.length);
  const own =
    argument?.name() === 'topic'
      ? { candidates: topicsOf(program, positionals, argument) }
      : argument && valuesOf(valuesToComplete(argument), '', argument.name());
  return reply({ ...own, candidates: [...subcommands, ...(own?.candidates ?? [])] });
}

/** The words of `help` lead down the tree of commands; topics that are no commands stand at its top. */
function topicsOf(program: Command, words: readonly string[], argument: Argument): Candidate[] {
  let command: Command | undefined = program;
  for (const word of words) command = command && findCommand(command, word);
  const others = words.length === 0 ? (valuesToComplete(argument) ?? []) : [];
  return [...(command ? commandsOf(command) : []), ...others.map((value) => ({ value }))];
}

interface Place {
  readonly command: Command;
  /** The option that waits for its value. */
  readonly pending: Option | undefined;
  readonly positionals: readonly string[];
  /** `--` was given: no options follow. */
  readonly ended: boolean;
  readonly options: ReadonlyMap<string, string>;
}

function walk(program: Command, words: readonly string[]): Place {
  let command = program;
  let pending: Option | undefined;
  const positionals: string[] = [];
  let ended = false;
  const options = new Map<string, string>();
  const setOption = (word: string) => {
    const [flag, value] = splitFlag(word);
    const option = findOption(command, flag);
    if (!option || !takesValue(option)) return;
    if (value === undefined) pending = option;
    else options.set(option.attributeName(), value);
  };
  const enter = (word: string) => {
    // Also after --, which ends the options alone.
    const child = positionals.length === 0 ? findCommand(command, word) : undefined;
    if (child) command = child;
    else positionals.push(word);
  };
  for (const word of words) {
    const waiting: Option | undefined = pending;
    pending = undefined;
    if (waiting && !(waiting.optional && word.startsWith('-'))) {
      options.set(waiting.attributeName(), word);
    } else if (!ended && word === '--') ended = true;
    else if (!ended && word.startsWith('-') && word !== '-') setOption(word);
    else enter(word);
  }
  return { command, pending, positionals, ended, options };
}

/** `--role=x` and `-px` carry their value. */
function splitFlag(word: string): readonly [flag: string, value: string | undefined] {
  if (!word.startsWith('--')) {
    return [word.slice(0, 2), word.length > 2 ? word.slice(2) : undefined];
  }
  const equals = word.indexOf('=');
  return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}

const takesValue = (option: Option) => option.required || option.optional;

function findOption(command: Command, flag: string): Option | undefined {
  for (let at: Command | null = command; at; at = at.parent) {
    const found = at.options.find((option) => option.short === flag || option.long === flag);
    if (found) return found;
  }
  return undefined;
}

function findCommand(command: Command, word: string): Command | undefined {
  return command.commands.find((child) => child.name() === word || child.aliases().includes(word));
}

function argumentAt(command: Command, position: number): Argument | undefined {
  const { registeredArguments } = command;
  const last = registeredArguments.at(-1);
  return registeredArguments[position] ?? (last?.variadic ? last : undefined);
}

/** A closed set of values, a profile, a path, or nothing that could be known. */
function valuesOf(
  choices: readonly string[] | undefined,
  flags: string,
  name: string,
): Partial<Completion> {
  if (choices) return { candidates: choices.map((value) => ({ value })) };
  if (name === 'profile') return { profiles: true };
  return { files: /<(?:file|path)\b/.test(flags) };
}

function commandsOf(command: Command): Candidate[] {
  const help = command.createHelp();
  return help
    .visibleCommands(command)
    .map((child) => ({ value: child.name(), description: help.subcommandDescription(child) }));
}

function optionsOf(command: Command): Candidate[] {
  const help = command.createHelp();
  help.showGlobalOptions = true;
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)].flatMap(
    (option) => {
      const value = option.long ?? option.short;
      return value ? [{ value, description: help.optionDescription(option) }] : [];
    },
  );
}
