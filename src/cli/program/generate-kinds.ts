import { type Command, Option } from 'commander';
import { KINDS, type Kind } from '../../core/generate/kinds.js';
import type { GenerateOption } from '../../core/generate/options.js';
import { suggest } from '../completion/suggestions.js';
import { certificateFileOption } from './credentials.js';
import { type Act, examples } from './declare.js';
import { deliveryOptions } from './delivery.js';
import { group } from './generate.js';

/** Kinds of two words hang under these. */
const GROUPS: Readonly<Record<string, { readonly summary: string; readonly alias?: string }>> = {
  chat: { summary: 'Chat tokens, for a user or for the REST API' },
  apaas: { summary: 'Flexible Classroom (APaaS, Education) tokens', alias: 'education' },
  whiteboard: { summary: 'Interactive Whiteboard (netless) tokens' },
};

/**
 * The kinds of token, each a command under `generate`, from the table of kinds.
 * @param words the command line: kinds it does not name go without their options
 */
export function declareKinds(generate: Command, act: Act, words?: readonly string[]): void {
  const groups = new Map<string, Command>();
  for (const kind of KINDS) {
    const [first = '', second] = kind.name.split(' ');
    if (second === undefined) {
      declareKind(generate, first, kind, act, words);
      continue;
    }
    let under = groups.get(first);
    if (!under) {
      const { summary, alias } = GROUPS[first] as (typeof GROUPS)[string];
      under = group(generate, first, summary).description(`${summary}.`);
      if (alias) under.alias(alias);
      groups.set(first, under);
    }
    declareKind(under, second, kind, act, words);
  }
}

function declareKind(
  parent: Command,
  word: string,
  kind: Kind,
  act: Act,
  words: readonly string[] = [word],
): void {
  const command = parent.command(word).summary(kind.summary);
  if (!words.includes(word)) return;
  command.description(kind.about).addHelpText('after', examples(...kind.examples));
  // A kind takes none; the group above passes on that it lets any through.
  command.allowExcessArguments(false);
  for (const option of kind.options) command.addOption(commanderOption(option));
  deliveryOptions(command).option(
    '--batch <file>',
    'sign one token a row of a CSV or NDJSON file, or of - (stdin)',
  );
  // A whiteboard token is signed with the secret key of its access key instead.
  if (kind.signs.as === 'services') certificateFileOption(command);
  command.action(act(async () => (await import('../commands/generate.js')).generate(kind)));
}

/** A row of the table as commander wants it. */
function commanderOption({
  flags,
  description,
  choices,
  suggestions,
  repeatable,
}: GenerateOption): Option {
  const option = new Option(flags, description);
  if (choices) option.choices(choices);
  if (suggestions) suggest(option, suggestions);
  if (repeatable) {
    option.argParser((value: string, previous: readonly string[] = []) => [...previous, value]);
  }
  return option;
}
