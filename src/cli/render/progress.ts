import { SingleBar } from 'cli-progress';
import { inShort } from '../../core/text/time.js';
import type { Context } from '../context.js';

/** Shows how far long work has come. */
export interface ProgressBar {
  /** @param done in the unit of the total */
  update(done: number, rows: number): void;
  stop(): void;
}

/** Work that is done sooner needs no bar. */
const SHOW_AFTER_MILLISECONDS = 1000;

/**
 * A bar on stderr, for a terminal.
 * @param total bytes to read; undefined: unknown, then only the rows are counted
 */
export function progressBar(
  ctx: Pick<Context, 'stderr' | 'clock'>,
  total: number | undefined,
): ProgressBar {
  const bar = new SingleBar({
    // cli-progress only writes to it.
    stream: ctx.stderr as unknown as NodeJS.WritableStream,
    format: total ? '{bar} {percentage}% | {rows} tokens | {eta_formatted} left' : '{rows} tokens',
    // cli-progress says NULL or INF where it cannot tell, cut to two letters by its own format.
    formatTime: (seconds: unknown) => (typeof seconds === 'number' ? inShort(seconds) : '…'),
    hideCursor: false,
    clearOnComplete: true,
    noTTYOutput: false,
  });
  const started = ctx.clock();
  let shown = false;
  return {
    update(done, rows) {
      if (!shown) {
        if (ctx.clock() - started < SHOW_AFTER_MILLISECONDS) return;
        bar.start(total ?? 0, 0, { rows });
        shown = true;
      }
      bar.update(total === undefined ? 0 : done, { rows });
    },
    stop() {
      if (shown) bar.stop();
    },
  };
}
