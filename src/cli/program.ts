import { type CommanderError, type Help, Option } from 'commander';
import { EXIT, type ExitCode } from '../core/errors.js';
import { type Act, CliCommand, type CommandRow, examples } from './command.js';
import type { Context } from './context.js';
import { wrapped } from './help-layout.js';
import { Invocation } from './invocation.js';
import type { Mode } from './mode.js';
import { VERSION } from './version.js';

/** THE table of commands, in the order in which help lists them. Adding one is a row and a file. */
export const COMMANDS: readonly CommandRow[] = [
  {
    name: 'generate',
    summary: 'sign a token',
    load: async () => (await import('./commands/generate.js')).declareGenerate,
  },
  {
    name: 'decode',
    summary: 'take a token apart',
    load: async () => (await import('./commands/decode.js')).declareDecode,
  },
  {
    name: 'inspect',
    summary: 'say whether a token is good, until when, and if not, why',
    load: async () => (await import('./commands/inspect.js')).declareInspect,
  },
  {
    name: 'renew',
    summary: 'sign a fresh token with the content of another',
    load: async () => (await import('./commands/renew.js')).declareRenew,
  },
  {
    name: 'serve',
    summary: 'run a token server for development',
    load: async () => (await import('./commands/serve.js')).declareServe,
  },
  {
    name: 'explain',
    summary: 'say what an error from an Agora SDK means',
    load: async () => (await import('./commands/explain.js')).declareExplain,
  },
  {
    name: 'diff',
    summary: 'compare two tokens field by field',
    load: async () => (await import('./commands/diff.js')).declareDiff,
  },
  {
    name: 'page',
    summary: 'open a page in the browser that reads and signs tokens',
    load: async () => (await import('./commands/page.js')).declarePage,
  },
  {
    name: 'redact',
    summary: 'take tokens and secrets out of a text',
    load: async () => (await import('./commands/redact.js')).declareRedact,
  },
  {
    name: 'init',
    summary: 'set up a profile: App ID and certificate',
    load: async () => (await import('./commands/init.js')).declareInit,
  },
  {
    name: 'profile',
    summary: 'list, show, add, use, remove and edit profiles',
    load: async () => (await import('./commands/profile.js')).declareProfile,
  },
  {
    name: 'doctor',
    summary: 'check the configuration',
    load: async () => (await import('./commands/doctor.js')).declareDoctor,
  },
  {
    name: 'completion',
    summary: 'print a completion script for a shell',
    load: async () => (await import('./commands/completion.js')).declareCompletion,
  },
  {
    name: '__complete',
    summary: '',
    hidden: true,
    load: async () => (await import('./commands/completion.js')).declareComplete,
  },
  {
    name: 'help',
    summary: 'help on a command or a topic',
    load: async () => (await import('./commands/help.js')).declareHelp,
  },
];

interface Program {
  readonly command: CliCommand;
  /** The exit code of the command that ran. */
  readonly exitCode: () => ExitCode;
}

/** What commander would print itself. */
interface Sink {
  out(text: string): void;
  err(text: string): void;
}

/**
 * The command tree: names, summaries and global options. Everything else of a command is declared
 * when the command line names it; `readyAll` declares it all, for completion and the man page.
 */
export async function createProgram(ctx: Context, mode: Mode, sink: Sink): Promise<Program> {
  let exitCode: ExitCode = EXIT.ok;
  const act: Act = (run) =>
    async function (this) {
      const { dotenv, ...given } = this.optsWithGlobals();
      const options = { ...given, ...(dotenv && { envFile: dotenv }) } as Parameters<
        typeof run
      >[0]['options'];
      exitCode = (await run(new Invocation(ctx, mode, options, this.args))) ?? exitCode;
    };

  const program = new CliCommand('agora-token')
    .description('Generate, decode and inspect Agora tokens, offline.')
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({
      writeOut: sink.out,
      writeErr: sink.err,
      outputError: () => {},
      getOutHelpWidth: () => ctx.stdout.columns || 80,
      getErrHelpWidth: () => ctx.stderr.columns || 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ showGlobalOptions: true, subcommandTerm: (each) => each.name(), formatHelp })
    .helpCommand(false)
    .option('-p, --profile <name>', 'the profile to use')
    .option('--config <file>', 'read this config file instead of searching for one')
    .option('--dotenv <file>', 'read variables from a dotenv file (also: --env-file)')
    .addOption(new Option('--env-file <file>').hideHelp())
    .option('--json', 'print one JSON document on stdout')
    .option('-q, --quiet', 'nothing on stderr but errors')
    .option('--no-input', 'never ask; fail instead')
    .option('--color', 'colour even where the output is not a terminal')
    .option('--no-color', 'no colour')
    .option('--now <time>', 'the clock to use: Unix seconds or RFC 3339')
    .option('--debug', 'show the stack of an unexpected failure')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .addHelpText(
      'after',
      examples(
        'agora-token generate rtc --profile demo --channel demo --uid 42',
        'agora-token decode "$TOKEN"',
        'agora-token inspect "$TOKEN" --channel demo --uid 42',
        'agora-token help exit-codes',
      ),
    ) as CliCommand;
  // Before it looks at the command, commander shows the help: `foo --help` would show all of it.
  program.on('beforeAllHelp', ({ command }: { readonly command: CliCommand }) => {
    const [word = '-'] = command.args;
    if (command.commands.length > 0 && !word.startsWith('-') && !command.child(word))
      (command as unknown as { unknownCommand(): never }).unknownCommand();
  });
  for (const row of COMMANDS) program.row(row, act);
  return { command: await program.ready(), exitCode: () => exitCode };
}

/** Declares a command and everything under it. */
export async function readyAll(command: CliCommand): Promise<CliCommand> {
  await command.ready();
  for (const child of command.commands) await readyAll(child as CliCommand);
  return command;
}

/** Commander ends a run by throwing; these ends are no failures. */
export function isCleanEnd(error: CommanderError): boolean {
  return error.code === 'commander.helpDisplayed' || error.code === 'commander.version';
}

/** A character that no help contains. */
const GLUE = '\ue000';

/** Help as people read it: commands before options, and the global options last and short. */
function formatHelp(command: CliCommand, helper: Help): string {
  const width = helper.helpWidth ?? 80;
  const termWidth = helper.padWidth(command, helper);
  const section = <T>(
    title: string,
    items: readonly T[],
    term: (item: T) => string,
    description: (item: T) => string,
  ) =>
    items.length === 0
      ? ''
      : `${title}\n${items.map((item) => helper.formatItem(term(item), termWidth, description(item), helper)).join('\n')}\n`;
  // A flag and its value stay together: the wrapping breaks at spaces alone.
  const globals = helper
    .visibleGlobalOptions(command)
    .map(({ flags }) => flags.replaceAll(' ', GLUE));
  return [
    `Usage: ${helper.commandUsage(command)}\n`,
    `${helper.boxWrap(helper.commandDescription(command), width)}\n`,
    section('Commands:', helper.visibleCommands(command), helper.subcommandTerm, (each) =>
      helper.subcommandDescription(each),
    ),
    section(
      'Arguments:',
      helper.visibleArguments(command),
      (each) => helper.argumentTerm(each),
      (each) => helper.argumentDescription(each),
    ),
    section(
      'Options:',
      helper.visibleOptions(command),
      (each) => helper.optionTerm(each),
      (each) => helper.optionDescription(each),
    ),
    globals.length === 0
      ? ''
      : `Global options (see agora-token --help):\n${wrapped(`  ${globals.join(' · ')}`, width, 2).replaceAll(GLUE, ' ')}\n`,
  ]
    .filter(Boolean)
    .join('\n');
}
