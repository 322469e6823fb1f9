import { EXIT, TokenError, UsageError } from '../../core/errors.js';
import { type Difference, tokenDifferences } from '../../core/inspect/diff.js';
import type { SignatureResult } from '../../core/inspect/types.js';
import { isUid } from '../../core/inspect/whom.js';
import { answer, document } from '../../core/json/document.js';
import { count } from '../../core/text/count.js';
import { quoted, safeMessage, safeText } from '../../core/text/safe-text.js';
import type { ParsedToken } from '../../core/token/model.js';
import { type Declare, examples, SILENT } from '../command.js';
import { readToken } from '../input/read-token.js';
import { type CommandRun, exclusive, type Invocation } from '../invocation.js';
import { type SignatureOptions, signatureChecker } from '../project/check-signature.js';

export const declareDiff: Declare = (command, act) => {
  command
    .description(
      'Shows the fields in which two tokens differ, those that matter first; where a profile has the ' +
        'certificates of their App ID, also which of them signed. Exits 0 when they are the same, else 7.',
    )
    .argument('<first>', 'a token, a text or file with one, or - for standard input')
    .argument('<second>', 'the other token; one of the two may be -')
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
  const tokens: ParsedToken[] = [];
  for (const [at, which] of (['first', 'second'] as const).entries()) {
    const parsed = await parse(invocation, args[at] as string, which);
    if (parsed instanceof TokenError) return EXIT.malformed;
    tokens.push(parsed);
  }
  const [first, second] = tokens as [ParsedToken, ParsedToken];
  const checks = await signers(invocation, tokens);
  const differences = tokenDifferences(first.token, second.token, options.ignoreTimes, checks);
  const same = differences.length === 0;
  await invocation.print(
    invocation.json
      ? document(answer(same, { same, differences }))
      : await textOf(differences, invocation),
  );
  return same ? EXIT.ok : EXIT.mismatch;
};

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
): Promise<ParsedToken | TokenError> {
  try {
    return (await readToken(invocation, argument)).parsed;
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
