import type { Command, CommanderError } from 'commander';
import { UsageError } from '../core/errors.js';
import { count } from '../core/text/count.js';
import { maskSecrets } from '../core/text/mask.js';
import { nearest } from '../core/text/nearest.js';
import { quoted, safeText } from '../core/text/safe-text.js';
import { COMMAND_WORDS, OPTION_WORDS } from './words.js';

/**
 * A wrong command line as an error with the right word for it.
 * @param path the command that was meant, after those that it is a part of
 * @param argv the command line
 */
export function usageError(
  error: CommanderError,
  path: readonly Command[],
  argv: readonly string[],
): UsageError {
  const command = path.at(-1);
  const help = `See ${[...path.map((each) => each.name()), '--help'].join(' ')}.`;
  const [text = ''] = error.message.replace(/^error: /, '').split('\n');
  switch (error.code) {
    // Commander shows its help, and its message is not a message.
    case 'commander.help':
      return new UsageError(
        'no command was given',
        `The commands are listed by: ${help.slice(4, -1)}`,
      );
    case 'commander.unknownCommand':
      return new UsageError(safeText(text), `${commandMeant(text, path) ?? ''}${help}`);
    case 'commander.unknownOption':
      return unknownOption(text, path, help);
    case 'commander.excessArguments':
      return surplusError(command, argv, help);
    case 'commander.invalidArgument':
      return invalidChoice(text, help);
    case 'commander.optionMissingArgument':
      return new UsageError(`${/--[\w-]+/.exec(text)?.[0] ?? 'the option'} needs a value`, help);
    default:
      return new UsageError(safeText(text), help);
  }
}

/** What an unknown command probably meant. */
function commandMeant(text: string, path: readonly Command[]): string | undefined {
  const [, word = ''] = /'(.*)'/s.exec(text) ?? [];
  const command = path.at(-1);
  const names = (command?.commands ?? []).map((each) => each.name());
  const known = path.length === 1 ? own(COMMAND_WORDS, word.toLowerCase()) : undefined;
  const guess =
    known ??
    nearest(
      word,
      names.filter((name) => !name.startsWith('_')),
    );
  return guess && `Did you mean ${guess}? `;
}

/** A value that is not one of those that an option or an argument takes. */
function invalidChoice(text: string, help: string): UsageError {
  const option = /^option '.*?(--[\w-]+).*?' argument '(.*)' is invalid\. .*? are (.*)\.$/s.exec(
    text,
  );
  const argument = /value '(.*)' is invalid for argument '(.*)'\. .*? are (.*)\.$/s.exec(text);
  const [name, value, choices] = option
    ? option.slice(1)
    : [`<${argument?.[2]}>`, argument?.[1], argument?.[3]];
  if (value === undefined || choices === undefined) return new UsageError(safeText(text), help);
  const guess = nearest(value, choices.split(', '));
  return new UsageError(
    `${name} is ${quoted(value)}, which is not one of ${choices}`,
    guess ? `Did you mean ${guess}? ${help}` : help,
  );
}

function unknownOption(text: string, path: readonly Command[], help: string): UsageError {
  // The value of an unknown option may be a secret: `--app-certificate=…`.
  const message = text.replace(/^(unknown option '[^'=]*)=.*'$/s, "$1'");
  if (/^unknown option '-*\w*-?(certificate|secret|cert)/i.test(message)) {
    // It may also be glued to the option, and damaged.
    const shown = message.replace(
      /(certificate-file|certificate|secret|cert)([^']*\d[^']*)'$/i,
      (_, word, glued) => `${word}' ${gluedText(glued.length)}`,
    );
    return new UsageError(
      safeText(shown),
      'No option takes a secret as its value, because it would show in ps and in the shell history: use --app-certificate-file <path|->, AGORA_APP_CERTIFICATE or a profile.',
    );
  }
  const flag = /^unknown option '(-{1,2}[\w-]+)'$/.exec(message)?.[1];
  const options = path.flatMap((each) => each.options);
  // It was refused for its `=value` alone, which commander does not say.
  if (flag && options.some(({ long }) => long === flag)) {
    return new UsageError(`${flag} takes no value`, `Give ${flag} alone. ${help}`);
  }
  const flags = [...options.flatMap(({ long }) => long ?? []), '--help', '--version'];
  const glued = gluedTo(message, flags);
  if (glued) {
    return new UsageError(
      `unknown option '${glued.flag}' ${gluedText(glued.length)}`,
      `Put a space or = between ${glued.flag} and its value. ${help}`,
    );
  }
  const words =
    flag === undefined
      ? undefined
      : own(OPTION_WORDS, flag.startsWith('--') ? spelled(flag) : flag);
  const guess =
    words?.find((word) => flags.includes(word)) ??
    flags.find((each) => flag?.startsWith('--') && spelled(each) === spelled(flag)) ??
    (flag?.startsWith('--') ? nearest(flag, flags) : undefined);
  return new UsageError(safeText(message), `${guess ? `Did you mean ${guess}? ` : ''}${help}`);
}

const gluedText = (length: number) => `followed by ${count(length, 'character')} without a space`;

/** Fewer may be a misspelt option; more are a value. */
const GLUED = 8;

/** The option that a word begins with, and the length of the rest, which may be a secret. */
function gluedTo(message: string, flags: readonly string[]) {
  const [, word = ''] = /^unknown option '(.*)'$/s.exec(message) ?? [];
  return flags
    .map((flag) => ({ flag, length: word.startsWith(flag) ? word.length - flag.length : 0 }))
    .filter(({ length }) => length >= GLUED)
    .sort((one, other) => one.length - other.length)[0];
}

/** A flag as its words are parted here: `--user_id` and `--userId` are `--user-id`. */
const spelled = (flag: string) =>
  flag
    .replaceAll('_', '-')
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase();

/** The units that people write after a space: `-e 1 day`. */
const UNIT = /^(s|sec|seconds?|m|mins?|minutes?|h|hours?|d|days?|w|weeks?)$/i;

/** An argument too many: it is named, with what was probably meant. */
function surplusError(
  command: Command | undefined,
  argv: readonly string[],
  help: string,
): UsageError {
  const extra = (command?.args ?? []).slice(command?.registeredArguments.length ?? 0);
  const [word = ''] = extra;
  const before = argv[argv.indexOf(word) - 1] ?? '';
  const message = `unexpected argument ${quoted(word)}`;
  if (UNIT.test(word) && /^\d+$/.test(before)) {
    return new UsageError(
      message,
      `Did you mean ${before}${word.charAt(0).toLowerCase()}, without the space? ${help}`,
    );
  }
  const [, name] = /^[\u2013\u2014]+-*([a-z][a-z-]*)/.exec(word) ?? [];
  if (name) {
    return new UsageError(
      message,
      `An editor or a chat has changed its dashes. Did you mean ${name.length > 1 ? '--' : '-'}${name}? ${help}`,
    );
  }
  // What may be a secret is not repeated in a guess.
  if ([before, ...extra].some((each) => maskSecrets(each) !== each)) {
    return new UsageError(message, help);
  }
  const takesNone = command?.registeredArguments.length === 0;
  const meant = takesNone ? optionsFor(extra, command) : undefined;
  const flag = argv[argv.indexOf(word) - 2];
  const option = command?.options.find(({ short, long }) => flag === short || flag === long);
  if (!meant && option?.required && option.long) {
    return new UsageError(
      message,
      `A value with a space in it needs quotes: ${option.long} ${quoted(`${before} ${word}`)}. ${help}`,
    );
  }
  const advice = meant ? `Did you mean ${meant}?` : 'A value with a space in it needs quotes.';
  return new UsageError(message, `${advice} ${help}`);
}

/** What a first and a second argument probably are, as far as the command has the options. */
const POSITIONS: readonly (readonly [first: string, second: readonly string[]])[] = [
  ['channel', ['uid', 'account']],
  ['room', ['userId']],
  ['uuid', []],
  ['userId', []],
  ['user', []],
];

/** `demo 42` where a channel and a uid are expected and neither was given. */
function optionsFor(extra: readonly string[], command: Command | undefined): string | undefined {
  const [first, second, ...more] = extra;
  if (first === undefined || more.length > 0) return undefined;
  const flagOf = (key: string) =>
    command?.options.find((option) => option.attributeName() === key)?.long ?? undefined;
  const isOpen = (key: string) => flagOf(key) && command?.opts()[key] === undefined;
  const [one, others] = POSITIONS.find(([key]) => flagOf(key)) ?? [];
  if (one === undefined || !isOpen(one)) return undefined;
  const shell = (value: string) => (/^[\w.-]+$/.test(value) ? value : quoted(value));
  if (second === undefined) return `${flagOf(one)} ${shell(first)}`;
  const two = others?.find((key) => isOpen(key) && (key !== 'uid' || /^\d+$/.test(second)));
  return two && `${flagOf(one)} ${shell(first)} ${flagOf(two)} ${shell(second)}`;
}

function own<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
