import { Option } from 'commander';
import type { ProductOption } from '../../core/agora/sdk-products.js';
import { EXIT, type ExitCode, exclusionError, TokenError, UsageError } from '../../core/errors.js';
import { EXPECTATIONS } from '../../core/inspect/expectations.js';
import { inspectParsed } from '../../core/inspect/inspect.js';
import { type QuestionTexts, questionOf } from '../../core/inspect/question.js';
import type { Inspection } from '../../core/inspect/types.js';
import { document } from '../../core/json/document.js';
import { inspectionJson, malformedJson } from '../../core/json/inspect-json.js';
import { decodeText } from '../../core/token/decode.js';
import type { ParsedToken } from '../../core/token/model.js';
import { nodeRuntime } from '../../core/token/node-runtime.js';
import { certificateFileOption, type Declare, examples, SILENT } from '../command.js';
import { suggest } from '../completion/suggestions.js';
import { type CommandRun, exclusive, type Invocation } from '../invocation.js';
import { errorText } from '../render/error-text.js';
import { tell } from '../world/streams.js';
import { type SignatureOptions, signatureChecker } from './check-signature.js';
import { productOption, seenErrorOf } from './explain.js';
import { assertOneUseOfStdin, readToken } from './input.js';

export const declareInspect: Declare = (command, act) => {
  command
    .description(
      'Judges a token: verifies its signature when a certificate of its App ID is at hand, breaks ' +
        'down when each privilege ends, and compares with what you expect. Needs no config.',
    )
    .argument('[token]', 'the token, or - for standard input');
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
    .option('--no-verify', 'leave the signature unchecked')
    .option('--all-profiles', 'try the certificates of all profiles with its App ID')
    .option('--ndjson', 'print a JSON document a line, for each argument or line of standard input')
    .addHelpText(
      'after',
      `${examples(
        'agora-token inspect "$TOKEN"',
        'agora-token inspect "$TOKEN" --channel demo --uid 42 --role publisher',
        'agora-token inspect "$TOKEN" --error "invalid token, authorized failed"',
        'agora-token inspect - --expires-in 10m --quiet < test-token.txt   # in CI',
        'agora-token inspect --ndjson < tokens.txt',
      )}\n\nExit codes: 0 good, 4 unreadable, 5 expired, 6 wrong signature (or\nnone, with --require-signature), 7 not as expected, 8 good but ends within --expires-in.`,
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
}

/** Is this token good, until when, and if not, why not? */
export const inspect: CommandRun<InspectOptions> = async (invocation) => {
  const { options } = invocation;
  assertCompatible(options);
  assertOneUseOfStdin(invocation);
  const question = questionOf(options, (error) => seenErrorOf(error, '--error', options.product));
  const checkSignature = await signatureChecker(invocation);
  // The time is asked anew for each token of a stream, which may go on for hours.
  const judge: Judge = async (parsed) => {
    const signature = await checkSignature(parsed, question.expectations);
    return inspectParsed(parsed, { ...question, signature, now: invocation.now() });
  };
  if (options.ndjson) return inspectStream(invocation, judge);
  const parsed = await readParsed(invocation);
  if (parsed instanceof TokenError) return malformed(parsed, invocation);
  const inspection = await judge(parsed);
  if (options.watch) {
    const { watch } = await import('./watch.js');
    const { signature } = inspection;
    return watch(inspection, invocation, (now) =>
      inspectParsed(parsed, { ...question, signature, now }),
    );
  }
  await invocation.print(await answerTo(parsed, inspection, invocation));
  return inspection.exitCode;
};

/** Answers the question about one token. */
type Judge = (parsed: ParsedToken) => Promise<Inspection>;

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
async function answerTo(
  parsed: ParsedToken,
  inspection: Inspection,
  invocation: Invocation,
): Promise<string> {
  if (invocation.json) return document(inspectionJson(inspection, parsed.findings));
  const { inspectionText } = await import('../render/inspect-text.js');
  return inspectionText(inspection, await invocation.view('stdout'));
}

/** `--ndjson`; what streams need is loaded for them alone. */
async function inspectStream(
  invocation: Invocation<InspectOptions>,
  judge: Judge,
): Promise<ExitCode> {
  const { streamTokens } = await import('../batch/stream-tokens.js');
  const { answering } = await import('../batch/answers.js');
  const answer = async (text: string) => {
    const parsed = decodeText(text, nodeRuntime);
    const inspection = await judge(parsed);
    return [inspectionJson(inspection, parsed.findings), inspection.exitCode] as const;
  };
  const unreadable = (error: TokenError) => malformedJson(error, invocation.now());
  return streamTokens(invocation, answering(answer, unreadable));
}

async function readParsed(invocation: Invocation): Promise<ParsedToken | TokenError> {
  try {
    return decodeText(await readToken(invocation), nodeRuntime);
  } catch (error) {
    if (error instanceof TokenError) return error;
    throw error;
  }
}

/** As every error on stderr; with --json with its verdict on stdout. */
async function malformed(error: TokenError, invocation: Invocation): Promise<ExitCode> {
  if (invocation.json) await invocation.print(document(malformedJson(error, invocation.now())));
  if (!invocation.silent) {
    await tell(invocation.ctx.stderr, errorText(error, await invocation.style('stderr')));
  }
  return EXIT.malformed;
}
