import { ConfigError, UsageError } from '../../core/errors.js';
import { safeText } from '../../core/text/safe-text.js';
import { resolvePath, unreadableReason } from '../config/files.js';
import { appendLine } from '../config/private-file.js';
import type { Context } from '../context.js';
import { write } from '../world/streams.js';

/**
 * Hands a token to the later steps of a GitHub Actions job, as the output `token`.
 *
 * The mask comes first, so that no log ever shows the token; it goes out with --quiet too. A token is
 * one line without special characters, so `name=value` holds it.
 *
 * @throws UsageError outside of a job, ConfigError when the file cannot be written
 */
export async function toGithub(token: string, ctx: Context): Promise<void> {
  const path = ctx.env.GITHUB_OUTPUT;
  if (!path) {
    throw new UsageError(
      '--output github needs GITHUB_OUTPUT, which GitHub Actions sets in every step',
      'Run it in a step of a workflow; elsewhere use --output shell or dotenv.',
    );
  }
  await mask(token, ctx.stderr);
  const what = `GITHUB_OUTPUT (${safeText(path)})`;
  try {
    appendLine(resolvePath(path, ctx.cwd, ctx), `token=${token}`, what);
  } catch (error) {
    throw new ConfigError(
      error instanceof ConfigError
        ? error.message
        : `${what} cannot be written: ${unreadableReason(error)}`,
      'The path must be a file that this step may write.',
    );
  }
}

/** @throws ConfigError where the log would show the token, for want of its mask */
async function mask(token: string, stderr: Context['stderr']): Promise<void> {
  try {
    if (stderr.discards) throw new Error('nobody reads it');
    await write(stderr, `::add-mask::${token}\n`);
  } catch {
    throw new ConfigError(
      'the mask that hides the token from the log cannot be written to stderr',
      'Leave stderr open in this step.',
    );
  }
}
