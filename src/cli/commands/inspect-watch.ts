import { EXIT, type ExitCode } from '../../core/errors.js';
import type { Inspection } from '../../core/inspect/types.js';
import { inWords, localTime } from '../../core/text/time.js';
import type { Invocation } from '../invocation.js';
import { inspectionText } from '../render/inspect-text.js';

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const CLEAR_BELOW = '\x1b[J';
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * Reports on a token until its end: on a terminal the whole report is drawn again every second, elsewhere
 * it is followed by one line per minute.
 *
 * @param first the token as it is now
 * @param judge the token as it is at another time, in Unix seconds
 * @returns 5 at its end; the verdict's code as soon as there is nothing to wait for
 * @throws InterruptedError on Ctrl-C, with the cursor restored
 */
export async function watch(
  first: Inspection,
  invocation: Invocation,
  judge: (now: number) => Inspection,
): Promise<ExitCode> {
  const { ctx } = invocation;
  // Whoever sees the first line may press Ctrl-C: from here on that ends the watch, not the process.
  const signal = ctx.interruption();
  const startedAt = ctx.clock();
  // With --now the countdown starts there, and runs as the clock does.
  const now = () => first.now.unix + Math.floor((ctx.clock() - startedAt) / SECOND);
  /** To the full second, so that none is left out. */
  const sleep = (step: number) => ctx.sleep(step - ((ctx.clock() - startedAt) % SECOND), signal);
  const live = ctx.stdout.isTTY === true && ctx.env.TERM !== 'dumb';
  return live ? redrawn() : told();

  async function redrawn(): Promise<ExitCode> {
    let inspection = first;
    let lines = 0;
    await invocation.print(HIDE_CURSOR);
    try {
      for (;;) {
        const last = !goesOn(inspection);
        const frame = await report(inspection, last ? undefined : ctx.stdout.rows);
        await invocation.print(`${lines > 0 ? `\x1b[${lines}A\r` : ''}${CLEAR_BELOW}${frame}`);
        lines = frame.split('\n').length - 1;
        if (last) return inspection.exitCode;
        await sleep(SECOND);
        inspection = judge(now());
      }
    } finally {
      await invocation.print(SHOW_CURSOR);
    }
  }

  async function told(): Promise<ExitCode> {
    await invocation.print(await report(first, undefined));
    if (!goesOn(first)) return first.exitCode;
    let inspection = first;
    await invocation.print('\n');
    try {
      while (goesOn(inspection)) {
        const left = inspection.expiry.remainingSeconds as number;
        await invocation.print(`${inWords(left)} left\n`);
        await sleep(Math.min(MINUTE, left * SECOND));
        inspection = judge(now());
      }
      await invocation.print(lastLine(inspection, invocation));
      return inspection.exitCode;
    } finally {
      await invocation.print('\n');
    }
  }

  /** What does not fit on the terminal could not be drawn over. */
  async function report(inspection: Inspection, rows: number | undefined): Promise<string> {
    const text = inspectionText(inspection, await invocation.view('stdout'));
    const lines = text.split('\n');
    if (rows === undefined || lines.length <= rows) return text;
    return `${lines.slice(0, Math.max(1, rows - 2)).join('\n')}\n…\n`;
  }
}

/** Whether the token will end, and nothing else is wrong with it. */
const goesOn = ({ verdict, expiry }: Inspection) =>
  (verdict === 'valid' || verdict === 'expiring') && expiry.expiresAt !== null;

function lastLine({ exitCode, expiry, verdict }: Inspection, { ctx }: Invocation): string {
  const end = expiry.expiresAt;
  return exitCode === EXIT.expired && end
    ? `expired at ${localTime(end.unix, ctx.utcOffsetMinutes)}`
    : `${verdict} now`;
}
