import { Option } from 'commander';
import type { ProductOption } from '../../core/agora/sdk-products.js';
import { EXIT, type ExitCode, exclusionError, TokenError, UsageError } from '../../core/errors.js';
import { EXPECTATIONS } from '../../core/inspect/expectations.js';
import { inspectParsed } from '../../core/inspect/inspect.js';
import { type Question, type QuestionTexts, questionOf } from '../../core/inspect/question.js';
import type { Inspection } from '../../core/inspect/types.js';
import { document } from '../../core/json/document.js';
import { inspectionJson, malformedJson } from '../../core/json/inspect-json.js';
import { type Join, questionFrom } from '../../core/paste/join.js';
import { certificateFileOption, type Declare, examples, SILENT } from '../command.js';
import { suggest } from '../completion/suggestions.js';
import { DEMO } from '../config/demo.js';
import type { Given } from '../input/given.js';
import { assertOneUseOfStdin, readTokens } from '../input/read-token.js';
import { type CommandRun, exclusive, type Invocation } from '../invocation.js';
import { type Answer, answerEach, sourceLine, tellUnreadable } from '../output/answer-each.js';
import { type SignatureOptions, signatureChecker } from '../project/check-signature.js';
import { productOption } from './product-option.js';

export const declareInspect: Declare = (command, act) => {
  command
    .description(
      'Judges a token: verifies its signature if a certificate for its App ID is available, breaks ' +
        'down when each privilege ends, and compares with what you expect. Needs no config.',
    )
    .argument('[token...]', 'a token, a text with tokens, a file, @file, or - for standard input');
  for (const { flags, description, suggestions } of Object.values(EXPECTATIONS)) {
    command.addOption(suggest(new Option(flags, description), suggestions ?? []));
  }
  command
    .option('-e, --expires-in <duration>', 'it must stay valid that long')
    .option(
      '--error <code or text>',
      'explain this SDK error using the token; an error that only one product has expects its service',
    )
    .addOption(productOption('the product that --error was seen in'))
    .option('--watch', 'count down to its end, and exit 5 there')
    .option('--require-signature', 'a signature that cannot be checked fails, with exit 6')
    .option('--no-context', 'leave out what the text around a token says of its use')
    .option('--no-verify', 'leave the signature unchecked')
    .option('--all-profiles', 'try the certificates of all profiles with its App ID')
    .option('--ndjson', 'print one line of JSON per argument or line of standard input')
    .addHelpText(
      'after',
      `${examples(
        'agora-token inspect "$TOKEN"',
        'agora-token inspect "$TOKEN" --channel demo --uid 42 --role publisher',
        'agora-token inspect "$TOKEN" --error "invalid token, authorized failed"',
        'agora-token inspect - --expires-in 10m --quiet < test-token.txt   # in CI',
        'agora-token inspect --ndjson < tokens.txt',
      )}\n\nExit codes: 0 good, 4 unreadable, 5 expired, 6 wrong signature (with\n--require-signature also an unchecked one), 7 not as expected, 8 good but ends\nwithin --expires-in.`,
    );
  certificateFileOption(command)
    .option(...SILENT)
    .action(act(inspect));
};

export interface InspectOptions extends QuestionTexts, SignatureOptions {
  /** The product that `error` was seen in. */
  readonly product?: ProductOption;
  readonly watch?: boolean;
  readonly ndjson?: boolean;
  /** false: `--no-context`. */
  readonly context?: boolean;
}

/** Is this token good, until when, and if not, why not? */
export const inspect: CommandRun<InspectOptions> = async (invocation) => {
  const { options } = invocation;
  assertCompatible(options);
  assertOneUseOfStdin(invocation);
  const demo = (options.profile ?? invocation.ctx.env.AGORA_TOKEN_PROFILE) === DEMO;
  const question = { ...(await readQuestion(options)), demo };
  const checkSignature = await signatureChecker(invocation);
  // The time is asked anew for each token of a stream, which may go on for hours.
  const judge: Judge = async ({ parsed, source }) => {
    const { join } = source ?? {};
    const asked = join ? { ...(await readQuestion(withJoin(join, options))), demo } : question;
    const signature = await checkSignature(parsed, asked.expectations);
    return masked(
      inspectParsed(parsed, { ...asked, signature, now: invocation.now() }),
      invocation,
    );
  };
  if (options.ndjson) return inspectStream(invocation, judge);
  const given = await readTokens(invocation);
  const [only] = given;
  if (given.length > 1) return inspectSeveral(given, judge, invocation);
  if (only instanceof TokenError) return malformed(only, invocation);
  const { parsed } = only as Given;
  const inspection = await judge(only as Given);
  if (options.watch) {
    const { watch } = await import('./inspect-watch.js');
    const { signature, asked } = inspection;
    return watch(inspection, invocation, (now) =>
      masked(inspectParsed(parsed, { ...question, ...asked, signature, now }), invocation),
    );
  }
  const answer = answerTo(only as Given, inspection, invocation);
  await invocation.print(invocation.json ? document(answer.json()) : await answer.text());
  return inspection.exitCode;
};

/** A secret may have been given as what is expected, by mistake. */
const masked = (inspection: Inspection, { ctx }: Invocation): Inspection => ({
  ...inspection,
  findings: inspection.findings.map((found) => ctx.secrets.maskTexts(found, 'message', 'fix')),
});

/** Answers the question about one token. */
type Judge = (given: Given) => Promise<Inspection>;

/** The errors that are known are loaded where one was seen. */
async function readQuestion(options: InspectOptions): Promise<Question> {
  if (options.error === undefined) return questionOf(options, undefined);
  const { seenErrorOf } = await import('./explain.js');
  return questionOf(options, (error) => seenErrorOf(error, '--error', options.product));
}

/** What the text says of a join, where the options do not say otherwise. */
function withJoin(join: Join, options: InspectOptions): InspectOptions {
  const { uid, account, ...others } = questionFrom(join);
  const named = options.uid !== undefined || options.account !== undefined;
  return {
    ...others,
    ...(!named && uid !== undefined && { uid }),
    ...(!named && account !== undefined && { account }),
    ...options,
  };
}

function assertCompatible(options: InspectOptions): void {
  const watch = ['watch', '--watch'] as const;
  const ndjson = ['ndjson', '--ndjson'] as const;
  const json = ['json', '--json'] as const;
  const silent = ['silent', '--silent'] as const;
  if (options.watch) exclusive(options, [watch, ndjson, json, silent]);
  exclusive(options, [silent, ndjson]);
  exclusive(options, [silent, json]);
  if (options.product && options.error === undefined) {
    throw new UsageError(
      '--product goes with --error',
      'Give the error that was seen: --error 110',
    );
  }
  if (options.verify === false && options.requireSignature) {
    throw exclusionError('--no-verify', '--require-signature');
  }
}

/** What is said about one token. */
function answerTo(given: Given, inspection: Inspection, invocation: Invocation): Answer {
  return {
    exitCode: inspection.exitCode,
    json: () => answerJson(given, inspection),
    text: async () => {
      const { inspectionText } = await import('../render/inspect-text.js');
      return sourceLine(given.source) + inspectionText(inspection, await invocation.view('stdout'));
    },
  };
}

function answerJson({ parsed, source }: Given, inspection: Inspection) {
  return { ...inspectionJson(inspection, parsed.findings), ...(source && { source }) };
}

/** Several tokens, each judged by the same question. */
async function inspectSeveral(
  given: readonly (Given | TokenError)[],
  judge: Judge,
  invocation: Invocation<InspectOptions>,
): Promise<ExitCode> {
  if (invocation.options.watch) {
    throw new UsageError(
      `${given.length} tokens, but --watch counts down for one`,
      'Pass only one of them.',
    );
  }
  const answer = async (each: Given) => answerTo(each, await judge(each), invocation);
  const refusal = (error: TokenError) => malformedJson(error, invocation.now());
  return answerEach(given, { answer, refusal }, invocation);
}

/** `--ndjson`; what streams need is loaded for them alone. */
async function inspectStream(
  invocation: Invocation<InspectOptions>,
  judge: Judge,
): Promise<ExitCode> {
  const { streamTokens } = await import('../batch/stream-tokens.js');
  const { answering, readLine } = await import('../batch/answers.js');
  const answer = async (text: string) => {
    const given = readLine(text, invocation.options.context);
    const inspection = await judge(given);
    return [answerJson(given, inspection), inspection.exitCode] as const;
  };
  const unreadable = (error: TokenError) => malformedJson(error, invocation.now());
  return streamTokens(invocation, answering(answer, unreadable));
}

/** As every error on stderr; with --json with its verdict on stdout. */
async function malformed(error: TokenError, invocation: Invocation): Promise<ExitCode> {
  if (invocation.json) await invocation.print(document(malformedJson(error, invocation.now())));
  await tellUnreadable(error, invocation);
  return EXIT.malformed;
}
