import { main } from './cli.js';
import { isClosedPipe } from './output/streams.js';
import { systemContext } from './system.js';

/**
 * Runs the program in this process. Sets process.exitCode and lets the process end by itself:
 * process.exit() would cut what a pipe has not taken yet.
 */
export async function start(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    // Every write learns of its failure by its callback; without a listener Node.js would throw too.
    stream.on('error', (error) => {
      if (!isClosedPipe(error)) process.exitCode = 1;
    });
  }
  process.exitCode = await main(process.argv.slice(2), systemContext());
  // A terminal or pipe that was looked at but not read to its end would keep the process alive.
  if (!process.stdin.destroyed) process.stdin.unref?.();
}
