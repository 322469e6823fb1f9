import { EXIT, TokenError, UsageError } from '../../core/errors.js';
import { type Difference, tokenDifferences } from '../../core/inspect/diff.js';
import type { SignatureResult } from '../../core/inspect/types.js';
import { isUid } from '../../core/inspect/whom.js';
import { answer, document } from '../../core/json/document.js';
import { count } from '../../core/text/count.js';
import { quoted, safeMessage, safeText } from '../../core/text/safe-text.js';
import type { ParsedToken } from '../../core/token/model.js';
import { type Declare, examples, SILENT } from '../command.js';
import type { Given } from '../input/given.js';
import { tokensIn } from '../input/read-token.js';
import { type CommandRun, exclusive, type Invocation } from '../invocation.js';
import { jsonArray, sourceLine } from '../output/answer-each.js';
import { type SignatureOptions, signatureChecker } from '../project/check-signature.js';

export const declareDiff: Declare = (command, act) => {
  command
    .description(
      'Shows the fields in which two tokens differ, those that matter first; where a profile has the ' +
        'certificates of their App ID, also which of them signed. Exits 0 when they are the same, else 7.',
    )
    .argument('<first>', 'a token, a text or file with tokens, or - for standard input')
    .argument('<second>', 'what to compare it with; one of the two may be -')
    .option(...SILENT)
    .option('--ignore-times', 'leave out times, salt and signature')
    .addHelpText(
      'after',
      examples(
        'agora-token diff "$OLD" "$NEW"',
        'agora-token generate rtc -c demo -u 42 | agora-token diff "$OLD" -',
        'agora-token diff --ignore-times "$OLD" "$NEW"   # is it for the same, and as long?',
        'agora-token diff --json "$OLD" "$NEW" | jq -r .differences[].field',
      ),
    )
    .action(act(diff));
};

interface DiffOptions extends SignatureOptions {
  readonly ignoreTimes?: boolean;
}

/** Compares two tokens field by field. */
export const diff: CommandRun<DiffOptions> = async (invocation) => {
  const { args, options } = invocation;
  exclusive(options, [
    ['silent', '--silent'],
    ['json', '--json'],
  ]);
  if (args[0] === '-' && args[1] === '-') {
    throw new UsageError(
      'only one of the two tokens can come from standard input',
      'Give the other as an argument: agora-token diff "$OLD" -',
    );
  }
  const first = await parse(invocation, args[0] as string, 'first');
  const second =
    first instanceof TokenError ? first : await parse(invocation, args[1] as string, 'second');
  if (first instanceof TokenError || second instanceof TokenError) return EXIT.malformed;
  const pairs = pairsOf(first, second);
  const print = pairs.length > 1 ? printerOfSeveral(invocation) : printerOfOne(invocation);
  const same: boolean[] = [];
  for (const pair of pairs) {
    const differences = await differencesOf(pair, invocation);
    await print.add(pair, differences);
    same.push(differences.length === 0);
  }
  await print.end?.();
  return same.every(Boolean) ? EXIT.ok : EXIT.mismatch;
};

async function differencesOf(
  [first, second]: Pair,
  invocation: Invocation<DiffOptions>,
): Promise<readonly Difference[]> {
  const checks = await signers(invocation, [first.parsed, second.parsed]);
  const { ignoreTimes } = invocation.options;
  return tokenDifferences(first.parsed.token, second.parsed.token, ignoreTimes, checks);
}

interface Printer {
  add(pair: Pair, differences: readonly Difference[]): Promise<void>;
  end?(): Promise<void>;
}

function printerOfOne(invocation: Invocation): Printer {
  return {
    async add(pair, differences) {
      await invocation.print(
        invocation.json
          ? document(documentOf(pair, differences))
          : await textOf(differences, invocation),
      );
    },
  };
}

function printerOfSeveral(invocation: Invocation): Printer {
  if (invocation.json) {
    const array = jsonArray(invocation);
    return {
      add: (pair, differences) => array.add(documentOf(pair, differences)),
      end: array.end,
    };
  }
  let between = '';
  return {
    async add(pair, differences) {
      const text = await textOf(differences, invocation);
      await invocation.print(`${between}${pairHeading(pair)}${text}`);
      between = '\n';
    },
  };
}

function documentOf([first, second]: Pair, differences: readonly Difference[]) {
  const same = differences.length === 0;
  return answer(same, {
    same,
    differences,
    ...(first.source && { firstSource: first.source }),
    ...(second.source && { secondSource: second.source }),
  });
}

type Pair = readonly [first: Given, second: Given];

/**
 * As many on both sides are compared in their order, and one alone with each of the other side.
 * @throws UsageError where neither holds
 */
function pairsOf(first: readonly Given[], second: readonly Given[]): Pair[] {
  const number = Math.max(first.length, second.length);
  const sides = [first, second].map((side) =>
    side.length === 1 ? Array<Given>(number).fill(side[0] as Given) : side,
  );
  const [one, other] = sides as [readonly Given[], readonly Given[]];
  if (one.length !== other.length) {
    throw new UsageError(
      `${first.length} tokens were found in the first text and ${second.length} in the second`,
      'Pass as many on both sides, or one on one side. To see all of them: agora-token decode',
    );
  }
  return one.map((given, at) => [given, other[at] as Given]);
}

function pairHeading([first, second]: Pair): string {
  return [['first ', first] as const, ['second', second] as const]
    .map(([label, { source }]) => (source ? `${label} ${sourceLine(source)}` : ''))
    .join('');
}

/** Who signed each of two tokens of one project; what a 006 token is signed for is not known here. */
async function signers(
  invocation: Invocation<DiffOptions>,
  tokens: readonly ParsedToken[],
): Promise<SignatureResult[]> {
  const signatures = new Set(tokens.map(({ token }) => token.signature));
  const projects = new Set(tokens.map(({ token }) => token.appId ?? token.accessKey));
  if (signatures.size < 2 || projects.size > 1) return [];
  const check = await signatureChecker(invocation, false);
  const checks: SignatureResult[] = [];
  for (const parsed of tokens) checks.push(await check(parsed, {}));
  return checks;
}

async function parse(
  invocation: Invocation,
  argument: string,
  which: 'first' | 'second',
): Promise<readonly Given[] | TokenError> {
  try {
    return await tokensIn(invocation, argument);
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    if (invocation.silent) return error;
    throw error.with(`the ${which} token: `);
  }
}

async function textOf(differences: readonly Difference[], invocation: Invocation): Promise<string> {
  if (differences.length === 0) return 'The tokens are the same.\n';
  const { wrapLines } = await import('../render/wrap.js');
  const style = await invocation.style('stdout');
  const side = (label: string, value: string) => ({
    text: `    ${label}  ${value}`,
    hang: 12,
  });
  return wrapLines(
    [
      { text: `The tokens differ in ${count(differences.length, 'field')}:`, hang: 0 },
      ...differences.flatMap(({ field, first, second }) => [
        { text: `  ${style.strong(safeText(field))}`, hang: 4 },
        side('first: ', shown(first, field)),
        side('second:', shown(second, field)),
      ]),
    ],
    invocation.columns('stdout'),
  );
}

function shown(value: unknown, field: string): string {
  if (value === undefined) return '(not there)';
  if (typeof value === 'string') {
    return /(^|\.)uid$/.test(field) && isUid(value) ? value : quoted(value);
  }
  // Its texts are escaped as JSON has them; what is left is what a terminal must not see.
  return safeMessage(JSON.stringify(value));
}
