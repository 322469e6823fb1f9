import { type ExitCode, exclusionError } from '../core/errors.js';
import { parseTime } from '../core/text/parse-values.js';
import { safeMessage } from '../core/text/safe-text.js';
import type { Context, Prompter } from './context.js';
import type { Mode } from './mode.js';
import type { Style } from './render/style.js';
import { styleOf } from './render/style-of.js';
import { isAsciiLocale, type View } from './render/view.js';
import { type Randomness, randomnessFrom } from './world/random.js';
import { tell, write } from './world/streams.js';

/** The options that every command has, as the command line gives them. */
export interface GlobalOptions {
  readonly profile?: string;
  readonly config?: string;
  readonly envFile?: string;
  /** false: `--no-input`. */
  readonly input?: boolean;
  readonly now?: string;
  /** `--silent` of the commands that have it. */
  readonly silent?: boolean;
}

/** One run of one command: what was asked, and the ways to answer. */
export class Invocation<Options extends object = object> {
  /** @throws UsageError for a `--now` that is no time */
  constructor(
    readonly ctx: Context,
    readonly mode: Mode,
    readonly options: Options & GlobalOptions,
    /** Positional arguments. */
    readonly args: readonly string[] = [],
  ) {
    const { now } = options;
    this.given = now === undefined ? undefined : parseTime(now, '--now');
  }

  /** `--now`; read at once, for a wrong one is told also where no time is needed. */
  private readonly given: number | undefined;

  /**
   * The time to judge by: `--now`, or the clock.
   * @returns Unix seconds, whole
   */
  now(): number {
    return this.given ?? Math.floor(this.ctx.clock() / 1000);
  }

  /** For salts and nonces: the context's, or with `--now` such that the run can be repeated. */
  get random(): Randomness {
    this.drawn ??= this.given === undefined ? this.ctx : randomnessFrom(this.given);
    return this.drawn;
  }

  private drawn: Randomness | undefined;

  /** Whether the output is for a program: exactly JSON on stdout. */
  get json(): boolean {
    return this.mode.json;
  }

  /** Whether questions may be asked: both ends are a terminal and nothing forbids it. */
  get interactive(): boolean {
    const { stdin, stderr, env } = this.ctx;
    const { json, ndjson, quiet } = this.mode;
    const forbidden =
      env.CI || json || ndjson || quiet || this.silent || this.options.input === false;
    return Boolean(stdin.isTTY && stderr.isTTY && !forbidden);
  }

  /** Writes a part of the result to stdout. */
  async print(text: string | Uint8Array): Promise<void> {
    if (!this.silent) await write(this.ctx.stdout, text);
  }

  /** Whether the exit code alone is the answer. */
  get silent(): boolean {
    return this.options.silent === true;
  }

  /** Writes a line to stderr, unless `--quiet`. */
  async note(line: string): Promise<void> {
    if (this.mode.quiet || this.silent) return;
    await tell(this.ctx.stderr, `${this.ctx.secrets.mask(line)}\n`);
  }

  /** Warns on stderr, with what to do about it, unless `--quiet`. */
  async warn(message: string, hint?: string): Promise<void> {
    const style = await this.style('stderr');
    const advice = hint ? `\nhint: ${safeMessage(hint)}` : '';
    await this.note(`agora-token: ${style.warn('warning:')} ${safeMessage(message)}${advice}`);
  }

  style(stream: 'stdout' | 'stderr'): Promise<Style> {
    return styleOf(this.ctx[stream], this.ctx.env, this.mode.colour);
  }

  /** How a report is shown on a stream. */
  async view(stream: 'stdout' | 'stderr'): Promise<View> {
    return {
      style: await this.style(stream),
      now: this.now(),
      utcOffsetMinutes: this.ctx.utcOffsetMinutes,
      columns: this.columns(stream),
      ascii: isAsciiLocale(this.ctx.env),
    };
  }

  /** Asks in stderr's style, for that is where questions stand. */
  async prompter(): Promise<Prompter> {
    return this.ctx.prompter(await this.style('stderr'));
  }

  /** Width to lay text out in: the terminal's, or 80 columns. */
  columns(stream: 'stdout' | 'stderr'): number {
    const { columns } = this.ctx[stream];
    return columns && columns > 0 ? columns : 80;
  }
}

/** What a command does: its exit code, or undefined where a command under it has answered. */
export type CommandRun<Options extends object = object> = (
  invocation: Invocation<Options>,
) => Promise<ExitCode | undefined>;

/**
 * The options of which at most one may be given.
 * @throws UsageError naming two that were
 */
export function exclusive(
  options: object,
  names: readonly (readonly [key: string, flag: string])[],
) {
  const given = names.filter(([key]) => (options as Record<string, unknown>)[key] !== undefined);
  const [first, second] = given;
  if (first && second) throw exclusionError(first[1], second[1]);
}
