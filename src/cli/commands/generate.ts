import { type Command, Option } from 'commander';
import { hex32Error, hex32Problem } from '../../core/agora/hex32.js';
import { EXIT, UsageError } from '../../core/errors.js';
import { KINDS, type Kind, projectOfKind } from '../../core/generate/kinds.js';
import {
  asConfigError,
  type GenerateOption,
  longFlag,
  RTC_ROLE,
  UID,
  type Values,
} from '../../core/generate/options.js';
import { formatsOf, signKind } from '../../core/generate/sign-kind.js';
import { type Inputs, missing, over, readInputs } from '../../core/generate/values.js';
import { signerOf } from '../../core/sign/signer.js';
import { nearest } from '../../core/text/nearest.js';
import { safeText } from '../../core/text/safe-text.js';
import { nodeRuntime } from '../../core/token/node-runtime.js';
import {
  type Act,
  type CliCommand,
  certificateFileOption,
  type Declare,
  examples,
} from '../command.js';
import { suggest } from '../completion/suggestions.js';
import { projectCredentials } from '../config/credentials.js';
import { DEMO } from '../config/demo.js';
import { inConfig, signerName } from '../config/names.js';
import type { Profile } from '../config/types.js';
import type { CommandRun, Invocation } from '../invocation.js';
import { assertOneForm, deliveryOptions, finish, type SigningOptions } from '../output/deliver.js';
import { settingsOf } from '../project/settings-of.js';
import { KIND_WORDS } from '../words.js';

/** What `generate recording` says: an RTC token is all that a recorder takes. */
const RECORDER =
  'note: a recorder needs a uid that nobody else uses, and a lifetime for the whole recording: agora-token help recording';

/** Kinds of two words belong to these. */
const GROUPS: Readonly<Record<string, { readonly summary: string; readonly alias?: string }>> = {
  chat: { summary: 'Chat tokens, for a user or for the REST API' },
  apaas: { summary: 'Flexible Classroom (APaaS, Education) tokens', alias: 'education' },
  whiteboard: { summary: 'Interactive Whiteboard (netless) tokens' },
};

/** The kinds of token, each a command under `generate`, from the table of kinds. */
export const declareGenerate: Declare = (command, act) => {
  group(command, act)
    .alsoKnownAs(KIND_WORDS)
    .description(
      'Signs one token with the App ID and certificate of the profile. The token is read back and ' +
        'checked before it is printed: stdout carries it and nothing else.',
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
  const groups = new Map<string, CliCommand>();
  for (const kind of KINDS) {
    const [first = '', second] = kind.name.split(' ');
    const { summary } = kind;
    const load = () => declareKind(kind);
    if (second === undefined) {
      command.row({ name: first, summary, load }, act);
      continue;
    }
    let under = groups.get(first);
    if (!under) {
      const { summary, alias } = GROUPS[first] as (typeof GROUPS)[string];
      under = group(command.command(first).summary(summary) as CliCommand, act);
      under.description(`${summary}.`);
      if (alias) under.alias(alias);
      groups.set(first, under);
    }
    under.row({ name: second, summary, load }, act);
  }
};

const declareKind =
  (kind: Kind): Declare =>
  (command, act) => {
    command.description(kind.about).addHelpText('after', examples(...kind.examples));
    // A kind takes none; the group above passes on that it lets any through.
    command.allowExcessArguments(false);
    for (const option of kind.options) command.addOption(commanderOption(option));
    deliveryOptions(command, { csv: { help: 'the columns of a batch, with their tokens' } }).option(
      '--batch <file>',
      'sign one token per row of a CSV or NDJSON file, or of - (stdin)',
    );
    // A whiteboard token is signed with the secret key of its access key instead.
    if (kind.signs.as === 'services') {
      command.option('--app-id <id>', "sign for this App ID (default: the profile's)");
      certificateFileOption(command);
    }
    command.action(act(generate(kind)));
  };

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

/**
 * A command that only has commands under it: it knows them by other words too, and on a terminal asks
 * for one of them.
 */
function group(command: CliCommand, act: Act): CliCommand {
  return (
    command
      .usage('<kind> [options]')
      .argument('[kind]')
      // The options of a kind that does not exist: the kind is what is wrong.
      .allowUnknownOption()
      .allowExcessArguments()
      .action(
        act(async (invocation) => {
          const [word = '', ...rest] = invocation.args;
          const known = command.child(word);
          if (known) {
            if (word.toLowerCase() === 'recording') await invocation.note(RECORDER);
            await command.parseAsync([known.name(), ...rest], { from: 'user' });
            return undefined;
          }
          const named = word !== '' && !word.startsWith('-');
          if (named || !invocation.interactive) throw unknownKind(command, word);
          const kind = await (await invocation.prompter()).select({
            message: 'Kind of token',
            choices: command.commands.map((each) => ({
              name: each.name(),
              value: each.name(),
              description: each.summary(),
            })),
          });
          await command.parseAsync([kind, ...invocation.args], { from: 'user' });
          return undefined;
        }),
      ) as CliCommand
  );
}

function unknownKind(command: Command, word: string): UsageError {
  const kinds = command.commands.map((each) => each.name());
  const path = [command.parent?.parent ? command.parent.name() : '', command.name()]
    .join(' ')
    .trim();
  const list = `The kinds are ${kinds.join(', ')}.`;
  if (word === '' || word.startsWith('-')) {
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

type GenerateOptions = Inputs &
  SigningOptions & { readonly batch?: string; readonly appId?: string };

/** Signs one token of a kind, or with `--batch` many. */
export const generate =
  (kind: Kind): CommandRun<GenerateOptions> =>
  async (invocation) => {
    assertOneForm(invocation);
    const { options } = invocation;
    const typed = readInputs(kind, options);
    const beside = kind.signs.as === 'services' ? undefined : 'app-id';
    const settings = await settingsOf(invocation, signFor(options), beside);
    const profile = settings.requireActive();
    const known = over(typed, defaults(kind, profile));
    if (options.batch !== undefined) {
      const { generateBatch } = await import('./generate-batch.js');
      return generateBatch(invocation, options.batch, kind, known, settings);
    }
    if (options.output === 'csv') {
      throw new UsageError('--output csv is for a batch', 'Give the list with --batch <file>.');
    }

    const values = await complete(kind, known, profile, invocation);
    const credentials = await projectCredentials(profile, projectOfKind(kind), settings.empty);
    const { randomUint32, randomUuid } = invocation.random;
    const sign = await signerOf(nodeRuntime, ...formatsOf(kind, values));
    const now = invocation.now();
    const ownProject = profile.name !== DEMO;
    const sources = { sign, now, randomUint32, randomUuid, ownProject };
    await finish(invocation, {
      ...signKind(kind, values, credentials, sources),
      values,
      profile: signerName(profile, kind.signs.as !== 'services'),
      notices: beside === undefined ? settings.notices : [],
    });
    return EXIT.ok;
  };

/** @throws UsageError for an `--app-id` that is not one */
function signFor({ appId }: GenerateOptions): { signAppId?: string } {
  if (appId === undefined) return {};
  const problem = hex32Problem(appId.trim());
  if (problem) throw hex32Error('App ID', '--app-id', problem, UsageError);
  return { signAppId: appId };
}

/** What the profile gives for the options of this kind. */
function defaults(kind: Kind, profile: Profile): Values {
  const own = kind.options.filter((option) => !option.notFromProfile);
  try {
    return readInputs(
      { options: own },
      Object.fromEntries(Object.entries(profile.defaults).map(([key, { value }]) => [key, value])),
      ({ key }) => profile.defaults[key]?.source ?? key,
    );
  } catch (error) {
    throw asConfigError(error);
  }
}

/** Asks for what is missing, or says what would supply it. */
async function complete(
  kind: Kind,
  values: Values,
  profile: Profile,
  invocation: Invocation,
): Promise<Values> {
  const lacking = missing(kind, values);
  if (lacking.length === 0) return values;
  if (!invocation.interactive) throw missingError(kind, lacking, profile);
  const prompter = await invocation.prompter();
  let answers: Values = {};
  for (const options of lacking) {
    const [first] = options;
    const message = first?.question;
    if (!first || !message) throw missingError(kind, [options], profile);
    const answer = await prompter.input({
      message,
      validate: (text) => problem(optionFor(options, text), text) ?? true,
    });
    const option = optionFor(options, answer);
    answers = { ...answers, [option.key]: option.read(answer, option.question ?? message) };
  }
  if (kind.options.includes(RTC_ROLE) && values.role === undefined) {
    const role = await prompter.select({
      message: 'Role',
      choices: [
        { name: 'publisher', value: 'publisher' as const, description: 'joins and publishes' },
        { name: 'subscriber', value: 'subscriber' as const, description: 'joins only' },
      ],
      default: 'publisher' as const,
    });
    answers = { ...answers, role };
  }
  return over(answers, values);
}

/** One question asks for a uid or an account: what is a number is a uid. */
function optionFor(options: readonly GenerateOption[], answer: string): GenerateOption {
  const other = options.find(({ key }) => key !== 'uid');
  const first = options[0] as GenerateOption;
  return first === UID && other && !/^\s*-?[\d.]*\s*$/.test(answer) ? other : first;
}

function problem(option: GenerateOption, answer: string): string | undefined {
  try {
    option.read(answer, option.question?.split(' ')[0] ?? option.key);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return [error.message, error.hint].filter(Boolean).join('. ');
    throw error;
  }
}

/** Tells every missing option, with the flag and the config key that would supply it. */
function missingError(
  kind: Kind,
  lacking: readonly (readonly GenerateOption[])[],
  profile: Profile,
): UsageError {
  const names = lacking.map((options) => options.map(longFlag).join(' or '));
  const name = /^[\w-]+$/.test(profile.name) && inConfig(profile) ? profile.name : '<name>';
  const keys = lacking.flatMap((options) =>
    options
      .filter((option) => !option.notFromProfile)
      .map(({ key }) => `profiles.${name}.defaults.${key}`),
  );
  const flags = lacking.map(([first]) => first?.flags.replace(/^-\w, /, '') ?? '').join(' ');
  return new UsageError(
    `generate ${kind.name} needs ${names.join(', and ')}`,
    `Give ${flags}${keys.length > 0 ? `, or set ${keys.join(', ')} in the config` : ''}.`,
  );
}
