import { EXIT } from '../core/errors.js';
import { main } from './run.js';
import { releaseInput, systemContext } from './world/system.js';

/**
 * Runs the program in this process. Sets process.exitCode and lets the process end by itself:
 * process.exit() would cut what a pipe has not taken yet. After a signal, that is waited for no
 * longer than main() did.
 */
export async function start(): Promise<void> {
  const code = await main(process.argv.slice(2), systemContext());
  process.exitCode = code;
  releaseInput();
  if (code === EXIT.interrupted) process.exit();
}
