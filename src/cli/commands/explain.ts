import { SDK_ERRORS } from '../../core/agora/sdk-errors.js';
import {
  FAMILY_TITLES,
  type Family,
  PRODUCTS,
  type ProductOption,
} from '../../core/agora/sdk-products.js';
import { EXIT, UsageError } from '../../core/errors.js';
import { familiesIn, knownElsewhere, seenError, shortened } from '../../core/inspect/find-error.js';
import { similarErrors } from '../../core/inspect/similar-errors.js';
import type { SeenError } from '../../core/inspect/types.js';
import { answer, document } from '../../core/json/document.js';
import { quoted } from '../../core/text/safe-text.js';
import { type Declare, examples } from '../command.js';
import { readStdin } from '../input/read-token.js';
import type { CommandRun } from '../invocation.js';
import { productOption } from './product-option.js';

interface ExplainOptions {
  readonly product?: ProductOption;
}

export const declareExplain: Declare = (command, act) => {
  command
    .description(
      'Explains an error about tokens: what it means in RTC, RTM, Chat and the others, its likely ' +
        'causes, and a command that checks for each. The product that the text names is kept to; ' +
        'what it does not have is unknown. Without an error it lists all.',
    )
    .argument('[error...]', 'a number, a name, or the log line; - for standard input')
    .addOption(productOption('the product that the error is from'))
    .addHelpText(
      'after',
      examples(
        'agora-token explain 110',
        'agora-token explain ERR_TOKEN_EXPIRED',
        'agora-token explain "CAN_NOT_GET_GATEWAY_SERVER: invalid token, authorized failed"',
        'agora-token explain 110 --product chat',
        'agora-token explain "AgoraRtmErrorCode(rawValue: -11007)"',
        'agora-token explain -- -10005',
        'adb logcat -d | grep -i agora | tail -1 | agora-token explain -',
      ),
    )
    .action(act(explain));
};

/** What an error of an SDK means; without one, all that are known. */
export const explain: CommandRun<ExplainOptions> = async (invocation) => {
  const { args, options } = invocation;
  const { product } = options;
  const query = args.length === 1 && args[0] === '-' ? await readStdin(invocation) : args.join(' ');
  const all = args.length === 0;
  const errors = all
    ? SDK_ERRORS.filter((error) => !product || PRODUCTS[error.product].family === product)
    : seenErrorOf(query, 'the error', product).entries;
  if (invocation.json) {
    await invocation.print(document(answer(true, { ...(all ? {} : { query }), errors })));
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
 * An error that was seen, with its meanings.
 * @param name where it came from, for messages: `--error`
 * @throws UsageError with similar names, where it is not in the catalogue
 */
export function seenErrorOf(query: string, name: string, product?: ProductOption): SeenError {
  if (query.trim() === '') {
    throw new UsageError(`${name} is empty`, 'Give a number, a name, or the log line.');
  }
  const seen = seenError(query, product);
  if (seen.entries.length > 0) return seen;
  const families = product ? [product] : familiesIn(query);
  const where = families.length > 0 ? ` in ${titles(families)}` : '';
  throw new UsageError(
    `unknown error ${quoted(shortened(query.trim()))}${where}${name === 'the error' ? '' : ` (${name})`}`,
    hintFor(query, families),
  );
}

/** What else it can be, without leaving the product that was named for a guess. */
function hintFor(query: string, families: readonly Family[]): string {
  const listing =
    families.length === 1 && families[0]
      ? `agora-token explain --product ${families[0]}`
      : 'agora-token explain';
  const near = similarErrors(query);
  if (near.length > 0) {
    return `Similar: ${near.map((code) => `"${code}"`).join(', ')}. To list all: ${listing}`;
  }
  const elsewhere = families.length > 0 ? knownElsewhere(query, families) : undefined;
  return elsewhere
    ? `${elsewhere.number} is known in ${titles(elsewhere.families)}: agora-token explain ${dashed(elsewhere.number)}`
    : `To list all that are known: ${listing}`;
}

const dashed = (number: string) => (number.startsWith('-') ? `-- ${number}` : number);

function titles(families: readonly Family[]): string {
  const names = families.map((family) => FAMILY_TITLES[family]);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
