import { CommanderError } from 'commander';
import { CliError, EXIT, InterruptedError } from '../core/errors.js';
import { answer, document, failure } from '../core/json/document.js';
import { safeText } from '../core/text/safe-text.js';
import type { CliCommand } from './command.js';
import type { Context } from './context.js';
import { fitHelp } from './help-layout.js';
import { type Mode, modeOf } from './mode.js';
import { createProgram, isCleanEnd } from './program.js';
import { errorText } from './render/error-text.js';
import { styleOf } from './render/style-of.js';
import { ClosedPipeError, tell, write } from './world/streams.js';

/**
 * Runs the program once.
 * @param argv the arguments after the program's name
 * @returns the exit code; nothing is thrown, and the process is not ended here
 */
export async function main(argv: readonly string[], ctx: Context): Promise<number> {
  const commander = { out: '', err: '' };
  const mode = modeOf(argv);
  let tree: CliCommand | undefined;
  try {
    const sink = {
      out: (text: string) => {
        commander.out += text;
      },
      err: (text: string) => {
        commander.err += text;
      },
    };
    const program = await createProgram(ctx, mode, sink);
    tree = program.command;
    if (argv.length === 0) program.command.outputHelp();
    else await program.command.parseAsync([...argv], { from: 'user' });
    if (commander.out) await write(ctx.stdout, shown('help', commander.out, mode, ctx));
    return program.exitCode();
  } catch (error) {
    if (!(error instanceof CommanderError && isCleanEnd(error))) {
      return report(error, argv, mode, ctx, tree);
    }
    try {
      const what = error.code === 'commander.version' ? 'version' : 'help';
      await write(ctx.stdout, shown(what, commander.out, mode, ctx));
      return EXIT.ok;
    } catch (writing) {
      return report(writing, argv, mode, ctx, tree);
    }
  }
}

/** What commander says of the program, as it is or as a JSON document. */
function shown(what: 'help' | 'version', text: string, mode: Mode, { stdout }: Context): string {
  if (!mode.json) return fitHelp(text, stdout.columns || 80);
  return document(answer(true, { [what]: text.trimEnd() }));
}

/** The one place where errors become exit codes and messages. */
async function report(
  error: unknown,
  argv: readonly string[],
  mode: Mode,
  ctx: Context,
  tree: CliCommand | undefined,
): Promise<number> {
  if (error instanceof ClosedPipeError) return EXIT.ok;
  const known = ctx.secrets.maskError(await toCliError(error, argv, tree));
  if (mode.ndjson || mode.json) {
    // The rows of a batch are lines, and stay so to the end.
    const oneLine = mode.ndjson || mode.batch;
    try {
      await write(ctx.stdout, document(failure(known), oneLine));
    } catch (writing) {
      if (writing instanceof ClosedPipeError) return EXIT.ok;
      // A full disk takes no document: stderr says what is wrong all the same.
    }
  }
  if (!(known instanceof InterruptedError)) {
    await tell(ctx.stderr, errorText(known, await styleOf(ctx.stderr, ctx.env, mode.colour)));
  }
  if (mode.debug && known.code === 'unexpected' && error instanceof Error) {
    await tell(ctx.stderr, `${error.stack}\n`);
  }
  return known.exitCode;
}

/** The command that was meant, after those that it is a part of; empty where there is no tree yet. */
function commandPath(argv: readonly string[], tree: CliCommand | undefined): readonly CliCommand[] {
  const path = tree ? [tree] : [];
  for (const word of argv) {
    const next = path.at(-1)?.child(word);
    if (next) path.push(next);
  }
  return path;
}

/** What the system allows no more of. */
const LIMITS: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  EMFILE: ['this process may not open any more files', 'Raise the limit: ulimit -n 256'],
  ENFILE: ['the system has no room for more open files', 'Close other programs, and run again.'],
};

async function toCliError(
  error: unknown,
  argv: readonly string[],
  tree: CliCommand | undefined,
): Promise<CliError> {
  if (error instanceof CliError) return error;
  if (error instanceof CommanderError) {
    const { usageError } = await import('./usage.js');
    return usageError(error, commandPath(argv, tree), argv);
  }
  const limit = LIMITS[(error as NodeJS.ErrnoException | undefined)?.code ?? ''];
  if (limit) return new CliError('unexpected', EXIT.unexpected, limit[0], limit[1]);
  const what = error instanceof Error ? error.message : String(error);
  return new CliError(
    'unexpected',
    EXIT.unexpected,
    `unexpected failure: ${safeText(what)}`,
    'This is a bug. Run again with --debug, and report what it prints.',
  );
}
