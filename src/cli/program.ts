import { Command, type CommanderError } from 'commander';
import { EXIT, type ExitCode } from '../core/errors.js';
import type { Context } from './context.js';
import { type CommandRun, type GlobalOptions, Invocation } from './invocation.js';
import { declareConfig } from './program/config.js';
import { type Act, type Declare, examples } from './program/declare.js';
import { declareDecode } from './program/decode.js';
import { declareDiff } from './program/diff.js';
import { declareExplain } from './program/explain.js';
import { declareGenerate } from './program/generate.js';
import { declareHelp } from './program/help.js';
import { declareInspect } from './program/inspect.js';
import { declareRenew } from './program/renew.js';
import { VERSION } from './version.js';

interface Program {
  readonly command: Command;
  /** The exit code of the command that ran. */
  readonly exitCode: () => ExitCode;
}

/** What commander would print itself. */
interface Sink {
  out(text: string): void;
  err(text: string): void;
}

/** The commands by name, in the order in which help lists them. */
const DECLARATIONS: readonly (readonly [names: readonly string[], declare: Declare])[] = [
  [['generate'], declareGenerate],
  [['decode'], declareDecode],
  [['inspect'], declareInspect],
  [['renew'], declareRenew],
  [['explain'], declareExplain],
  [['diff'], declareDiff],
  [['init', 'profile', 'doctor', 'completion', '__complete'], declareConfig],
  [['help'], declareHelp],
];

/** Commands that show the whole tree. */
const WHOLE = ['help', 'completion', '__complete'];

/**
 * What a command line has use for. Building the rest would take longer than most commands run; a
 * name that is only an argument costs no more than that.
 */
function needed(words: readonly string[]): readonly Declare[] {
  const all = DECLARATIONS.map(([, declare]) => declare);
  if (WHOLE.some((name) => words.includes(name))) return all;
  const named = DECLARATIONS.filter(([names]) => names.some((name) => words.includes(name)));
  const onlyVersion = words.length === 1 && (words[0] === '--version' || words[0] === '-V');
  return named.length > 0 || onlyVersion ? named.map(([, declare]) => declare) : all;
}

/**
 * The command tree: names, options and help. Implementations are imported when they run.
 * The tree is also what help, completion and the man page are made from.
 * @param words the command line, to leave out what it has no use for; without it the tree is whole
 */
export async function createProgram(
  ctx: Context,
  sink: Sink,
  words: readonly string[] = WHOLE,
): Promise<Program> {
  let exitCode: ExitCode = EXIT.ok;
  const act: Act = <Options extends object>(load: () => Promise<CommandRun<Options>>) =>
    async function (this: Command) {
      const run = await load();
      const options = this.optsWithGlobals<Options & GlobalOptions>();
      exitCode = await run(new Invocation<Options>(ctx, options, this.args));
    };

  const program = new Command('agora-token')
    .description('Generate, decode and inspect Agora tokens, offline.')
    .exitOverride()
    .configureOutput({
      writeOut: sink.out,
      writeErr: sink.err,
      outputError: () => {},
      getOutHelpWidth: () => ctx.stdout.columns || 80,
      getErrHelpWidth: () => ctx.stderr.columns || 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ showGlobalOptions: true })
    .helpCommand(false)
    .option('-p, --profile <name>', 'the profile to use')
    .option('--config <file>', 'read this config file instead of searching for one')
    .option('--env-file <file>', 'read variables from a dotenv file')
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
    );
  // Before it looks at the command, commander shows the help: `foo --help` would show all of it.
  program.on('beforeAllHelp', ({ command }: { readonly command: Command }) => {
    const [word = '-'] = command.args;
    const names = command.commands.flatMap((child) => [child.name(), ...child.aliases()]);
    if (names.length > 0 && !names.includes(word) && !word.startsWith('-'))
      (command as unknown as { unknownCommand(): never }).unknownCommand();
  });
  for (const declare of needed(words)) declare(program, act);
  const generate = program.commands.find((command) => command.name() === 'generate');
  const whole = WHOLE.some((name) => words.includes(name));
  if (generate && (whole || words.includes('generate'))) {
    const { declareKinds } = await import('./program/generate-kinds.js');
    declareKinds(generate, act, whole ? undefined : words);
  }
  return { command: program, exitCode: () => exitCode };
}

/** Commander ends a run by throwing; these ends are no failures. */
export function isCleanEnd(error: CommanderError): boolean {
  return error.code === 'commander.helpDisplayed' || error.code === 'commander.version';
}
