import { EXIT, type ExitCode } from '../../core/errors.js';
import { issuedAt } from '../../core/inspect/expiry.js';
import type { Inspection } from '../../core/inspect/types.js';
import { inWords, localTime } from '../../core/text/time.js';
import type { Invocation } from '../invocation.js';
import { bar } from '../render/layout.js';
import type { Style } from '../render/style.js';

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const CLEAR_LINE = '\r\x1b[2K';
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * Counts down to the end of a token that was just reported: in place on a terminal, a line a minute
 * elsewhere.
 *
 * @returns 5 at its end; the verdict's code at once where there is nothing to wait for
 * @throws InterruptedError on Ctrl-C, with the cursor restored
 */
export async function watch(inspection: Inspection, invocation: Invocation): Promise<ExitCode> {
  const { verdict, expiry, exitCode } = inspection;
  if ((verdict !== 'valid' && verdict !== 'expiring') || !expiry.expiresAt) return exitCode;
  const { ctx } = invocation;
  const live = ctx.stdout.isTTY === true && ctx.env.TERM !== 'dumb';
  const signal = ctx.interruption();
  const end = expiry.expiresAt.unix;
  const style = await invocation.style('stdout');
  const startedAt = ctx.clock();
  // With --now the countdown starts there, and runs as the clock does.
  const now = () => inspection.now.unix + Math.floor((ctx.clock() - startedAt) / SECOND);

  await invocation.print(live ? `\n${HIDE_CURSOR}` : '\n');
  try {
    for (let left = end - now(); left > 0; left = end - now()) {
      const line = countdown(
        left,
        inspection,
        style,
        live ? invocation.columns('stdout') : undefined,
      );
      await invocation.print(live ? CLEAR_LINE + line : `${line}\n`);
      const step = Math.min(live ? SECOND : MINUTE, left * SECOND);
      // To the full second, so that none is left out.
      await ctx.sleep(step - ((ctx.clock() - startedAt) % SECOND), signal);
    }
    const when = localTime(end, ctx.utcOffsetMinutes);
    await invocation.print(`${live ? CLEAR_LINE : ''}${style.bad('expired')} at ${when}`);
    return EXIT.expired;
  } finally {
    await invocation.print(live ? `\n${SHOW_CURSOR}` : '\n');
  }
}

const BAR_CELLS = 20;

/** The words first; the bar only where the line has room for it, for a longer one cannot be redrawn. */
function countdown(
  left: number,
  { expiry, token }: Inspection,
  style: Style,
  columns: number | undefined,
): string {
  const words = `${inWords(left)} left`;
  const end = expiry.expiresAt?.unix ?? 0;
  const issued = issuedAt(token);
  if (columns === undefined || issued === undefined || end <= issued) {
    return columns === undefined ? words : words.slice(0, columns - 1);
  }
  const gauge = bar(1 - left / (end - issued), BAR_CELLS);
  const both = words.length + 2 + BAR_CELLS < columns;
  const paint = left <= 60 ? style.bad : left <= 300 ? style.warn : style.good;
  return `${paint(words.slice(0, columns - 1))}${both ? `  ${gauge}` : ''}`;
}
