import { EXIT } from '../core/errors.js';
import { main } from './run.js';
import { releaseInput, systemContext } from './world/system.js';

/**
 * Runs the program in this process, and ends it where nothing is left to wait for: Node.js would first take
 * its heap apart, for milliseconds. As long as something is, a pipe that has not taken everything or a
 * child, the process ends by itself, for process.exit() would cut it off. After a signal, that is waited
 * for no longer than main() did.
 */
export async function start(): Promise<void> {
  const argv = process.argv.slice(2);
  // Stacks are shown only with --debug, and taking them is half the cost of a line that is not a token.
  if (!argv.includes('--debug')) Error.stackTraceLimit = 0;
  const code = await main(argv, systemContext());
  process.exitCode = code;
  releaseInput();
  if (code === EXIT.interrupted || process.getActiveResourcesInfo().length === 0) process.exit();
}
