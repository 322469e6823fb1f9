import { main } from './run.js';
import { releaseInput, systemContext } from './world/system.js';

/**
 * Runs the program in this process. Sets process.exitCode and lets the process end by itself:
 * process.exit() would cut what a pipe has not taken yet.
 */
export async function start(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2), systemContext());
  releaseInput();
}
