import { EXIT } from '../core/errors.js';
import { main } from './run.js';
import { releaseInput, systemContext } from './world/system.js';

/**
 * Runs the program in this process. Sets process.exitCode and lets the process end by itself:
 * process.exit() would cut what a pipe has not taken yet. After a signal, that is waited for no
 * longer than main() did.
 */
export async function start(): Promise<void> {
  const argv = process.argv.slice(2);
  // Stacks are shown only with --debug, and taking them is half the cost of a line that is not a token.
  if (!argv.includes('--debug')) Error.stackTraceLimit = 0;
  const code = await main(argv, systemContext());
  process.exitCode = code;
  releaseInput();
  if (code === EXIT.interrupted) process.exit();
}
