import { type Command, CommanderError } from 'commander';
import { CliError, EXIT, InterruptedError, UsageError } from '../core/errors.js';
import { document, failure, SCHEMA_VERSION } from '../core/json/document.js';
import { safeText } from '../core/text/safe-text.js';
import type { Context } from './context.js';
import { createProgram, isCleanEnd } from './program.js';
import { errorText } from './render/error-text.js';
import { type Style, styleOf } from './render/style.js';
import { ClosedPipeError, tell, write } from './world/streams.js';

/**
 * Runs the program once.
 * @param argv the arguments behind the program's name
 * @returns the exit code; nothing is thrown, and the process is not ended here
 */
export async function main(argv: readonly string[], ctx: Context): Promise<number> {
  const commander = { out: '', err: '' };
  let tree: Command | undefined;
  try {
    const sink = {
      out: (text: string) => {
        commander.out += text;
      },
      err: (text: string) => {
        commander.err += text;
      },
    };
    const program = await createProgram(ctx, sink, argv);
    tree = program.command;
    if (argv.length === 0) program.command.outputHelp();
    else await program.command.parseAsync([...argv], { from: 'user' });
    if (commander.out) await write(ctx.stdout, shown('help', commander.out, argv));
    return program.exitCode();
  } catch (error) {
    if (!(error instanceof CommanderError && isCleanEnd(error))) {
      return report(error, argv, ctx, tree);
    }
    try {
      const what = error.code === 'commander.version' ? 'version' : 'help';
      await write(ctx.stdout, shown(what, commander.out, argv));
      return EXIT.ok;
    } catch (writing) {
      return report(writing, argv, ctx, tree);
    }
  }
}

/** What commander says of the program, as it is or as a JSON document. */
function shown(what: 'help' | 'version', text: string, argv: readonly string[]): string {
  if (!asksForJson(argv)) return text;
  return document({ schemaVersion: SCHEMA_VERSION, ok: true, [what]: text.trimEnd() });
}

/** The one place where errors become exit codes and messages. */
async function report(
  error: unknown,
  argv: readonly string[],
  ctx: Context,
  tree: Command | undefined,
): Promise<number> {
  if (error instanceof ClosedPipeError) return EXIT.ok;
  const known = toCliError(error, commandPath(argv, tree));
  const debug = given(argv, '--debug');
  const ndjson = given(argv, '--ndjson');
  if (ndjson || asksForJson(argv)) {
    // The rows of a batch are lines, and stay so to the end.
    const oneLine = ndjson || argv.some((word) => /^--batch(=|$)/.test(word));
    try {
      await write(ctx.stdout, document(failure(known), oneLine));
    } catch (writing) {
      if (writing instanceof ClosedPipeError) return EXIT.ok;
      // A full disk takes no document: stderr says what is wrong all the same.
    }
  }
  if (!(known instanceof InterruptedError)) {
    await tell(ctx.stderr, errorText(known, await errorStyle(argv, ctx)));
  }
  if (debug && known.code === 'unexpected' && error instanceof Error) {
    await tell(ctx.stderr, `${error.stack}\n`);
  }
  return known.exitCode;
}

/** Of `--color` and `--no-color` the last one counts, as where the command line could be parsed. */
function errorStyle(argv: readonly string[], ctx: Context): Promise<Style> {
  const last = flags(argv).findLast((word) => word === '--color' || word === '--no-color');
  return styleOf(ctx.stderr, ctx.env, last === undefined ? undefined : last === '--color');
}

/** The words that may be flags, of a command line that may not have been parsed to its end. */
function flags(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end < 0 ? argv : argv.slice(0, end);
}

const given = (argv: readonly string[], flag: string) => flags(argv).includes(flag);

/** `--json`, or `--output json` of the commands that have it. */
function asksForJson(argv: readonly string[]): boolean {
  return (
    given(argv, '--json') ||
    given(argv, '--output=json') ||
    argv.some((word, index) => word === '--output' && argv[index + 1] === 'json')
  );
}

/** The command that was meant, behind those that it is a part of; empty where there is no tree yet. */
function commandPath(argv: readonly string[], tree: Command | undefined): readonly Command[] {
  const path = tree ? [tree] : [];
  for (const word of argv) {
    const next = path
      .at(-1)
      ?.commands.find(
        (candidate) => candidate.name() === word || candidate.aliases().includes(word),
      );
    if (next) path.push(next);
  }
  return path;
}

/** @param path the command that was meant, behind those that it is a part of */
function toCliError(error: unknown, path: readonly Command[]): CliError {
  if (error instanceof CliError) return error;
  if (error instanceof CommanderError) return usageError(error, path);
  const what = error instanceof Error ? error.message : String(error);
  return new CliError(
    'unexpected',
    EXIT.unexpected,
    `unexpected failure: ${safeText(what)}`,
    'This is a bug. Run again with --debug, and report what it prints.',
  );
}

/** Commander's message, with its suggestion as the hint. */
function usageError(error: CommanderError, path: readonly Command[]): UsageError {
  const help = [...path.map((command) => command.name()), '--help'].join(' ');
  // Commander shows its help, and its message is no message.
  if (error.code === 'commander.help') {
    return new UsageError('no command was given', `The commands are listed by: ${help}`);
  }
  const [text = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  // The value of an unknown option may be a secret: `--app-certificate=…`.
  const message = text.replace(/^(unknown option '[^'=]*)=.*'$/s, "$1'");
  if (/^unknown option '-*\w*-?(certificate|secret|cert)/.test(message)) {
    return new UsageError(
      safeText(message),
      'No option takes a secret as its value, it would show in ps and in the shell history: use --app-certificate-file <path|->, AGORA_APP_CERTIFICATE or a profile.',
    );
  }
  const flag = /^unknown option '(--[\w-]+)'$/.exec(message)?.[1];
  // It was refused for its `=value` alone, which commander does not say.
  if (flag && path.some(({ options }) => options.some(({ long }) => long === flag))) {
    return new UsageError(`${flag} takes no value`, `Give ${flag} alone. See ${help}.`);
  }
  const guess = adviceFor(error.code) ?? suggestion?.replace(/^\((.*)\)$/, '$1 ') ?? '';
  return new UsageError(safeText(message), `${guess}See ${help}.`);
}

/** What probably happened, where commander has no suggestion of its own. */
function adviceFor(code: string): string | undefined {
  return code === 'commander.excessArguments'
    ? 'A value with a space in it must stand in quotes: --channel "my room". '
    : undefined;
}
