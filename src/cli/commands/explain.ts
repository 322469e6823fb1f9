import { SDK_ERRORS, type SdkError } from '../../core/agora/sdk-errors.js';
import { EXIT, UsageError } from '../../core/errors.js';
import { findErrors, nearestErrors, shortened } from '../../core/inspect/find-error.js';
import { document, SCHEMA_VERSION } from '../../core/json/document.js';
import { quoted } from '../../core/text/safe-text.js';
import { type Declare, examples } from '../command.js';
import type { CommandRun } from '../invocation.js';
import { readToken } from './input.js';

export const declareExplain: Declare = (command, act) => {
  command
    .description(
      'Explains an error about tokens: what it means in RTC, RTM, Chat and the others, its likely ' +
        'causes, and the options of `inspect` that check for them. Without an error it lists all.',
    )
    .argument('[error...]', 'a number, a name, or the log line; - for standard input')
    .addHelpText(
      'after',
      examples(
        'agora-token explain 110',
        'agora-token explain ERR_TOKEN_EXPIRED',
        'agora-token explain "CAN_NOT_GET_GATEWAY_SERVER: invalid token, authorized failed"',
        'agora-token explain -- -10005',
      ),
    )
    .action(act(explain));
};

/** What an error of an SDK means; without one, all that are known. */
export const explain: CommandRun = async (invocation) => {
  const { args } = invocation;
  const query = args.length === 1 && args[0] === '-' ? await readToken(invocation) : args.join(' ');
  const all = args.length === 0;
  const errors = all ? SDK_ERRORS : errorsFor(query, 'the error');
  if (invocation.json) {
    await invocation.print(
      document({
        schemaVersion: SCHEMA_VERSION,
        ok: true,
        ...(all ? {} : { query }),
        errors,
      }),
    );
    return EXIT.ok;
  }
  const { catalogueText, explanationText } = await import('../render/explain-text.js');
  const render = all ? catalogueText : explanationText;
  await invocation.print(
    render(errors, await invocation.style('stdout'), invocation.columns('stdout')),
  );
  return EXIT.ok;
};

/**
 * The meanings of an error.
 * @param name where it came from, for messages: `--error`
 * @throws UsageError with the nearest entries, where it is not in the catalogue
 */
export function errorsFor(query: string, name: string): readonly SdkError[] {
  if (query.trim() === '') {
    throw new UsageError(`${name} is empty`, 'Give a number, a name, or the log line.');
  }
  const found = findErrors(query);
  if (found.length > 0) return found;
  const near = nearestErrors(query);
  throw new UsageError(
    `${name} ${quoted(shortened(query.trim()))} is not one that is known`,
    near.length > 0
      ? `Nearest: ${near.map((code) => `"${code}"`).join(', ')}. All are listed by: agora-token explain`
      : 'All that are known are listed by: agora-token explain',
  );
}
