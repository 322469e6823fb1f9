import { Option } from 'commander';
import { WHITEBOARD_ROLES } from '../../core/agora/roles.js';
import { RTC_ROLES } from '../../core/agora/rtc-roles.js';
import type { ProductOption } from '../../core/agora/sdk-products.js';
import { SERVICES } from '../../core/agora/services.js';
import { EXIT, type ExitCode, TokenError, UsageError } from '../../core/errors.js';
import { type ExpectationTexts, expectationsOf } from '../../core/inspect/expectations.js';
import { expectedWith } from '../../core/inspect/find-error.js';
import { inspectParsed } from '../../core/inspect/inspect.js';
import type {
  Expectations,
  InspectInput,
  Inspection,
  SeenError,
} from '../../core/inspect/types.js';
import { document } from '../../core/json/document.js';
import { inspectionJson, malformedJson } from '../../core/json/inspect-json.js';
import { parseDuration } from '../../core/text/parse-values.js';
import { decodeText } from '../../core/token/decode.js';
import type { ParsedToken } from '../../core/token/model.js';
import { nodeRuntime } from '../../core/token/node-runtime.js';
import { certificateFileOption, type Declare, examples } from '../command.js';
import { suggest } from '../completion/suggestions.js';
import { type CommandRun, exclusive, type Invocation } from '../invocation.js';
import { errorText } from '../render/error-text.js';
import { tell } from '../world/streams.js';
import { type CheckSignature, type SignatureOptions, signatureChecker } from './check-signature.js';
import { productOption, seenErrorOf } from './explain.js';
import { assertOneUseOfStdin, readToken } from './input.js';

export const declareInspect: Declare = (command, act) => {
  command
    .description(
      'Judges a token: verifies its signature when a certificate of its App ID is at hand, breaks ' +
        'down when each privilege ends, and compares with what you expect. Needs no config.',
    )
    .argument('[token]', 'the token, or - for standard input')
    .option('-c, --channel <name>', 'it must be for this channel')
    .option('-u, --uid <number>', 'it must be for this uid (0: any uid)')
    .option('-a, --account <text>', 'it must be for this string user account')
    .option('--user-id <text>', 'it must be for this user id (RTM, Chat, classroom)')
    .option('--room <uuid>', 'it must be for this classroom (APaaS)')
    .option('--uuid <uuid>', 'it must be for this whiteboard room or task')
    .option('--app-id <id>', 'it must be of this App ID')
    .addOption(
      suggest(new Option('--service <name>', 'it must hold this service: rtc, rtm, chat …'), [
        ...SERVICES.map(({ name }) => name),
        'whiteboard',
      ]),
    )
    .addOption(
      suggest(new Option('-r, --role <role>', 'it must allow this: publisher or subscriber'), [
        ...Object.keys(RTC_ROLES),
        ...WHITEBOARD_ROLES,
      ]),
    )
    .option('-e, --expires-in <duration>', 'it must stay valid that long')
    .option(
      '--error <code or text>',
      'explain this SDK error using the token; an error that only one product has expects its service',
    )
    .addOption(productOption('the product that --error was seen in'))
    .option('--watch', 'count down to its end, and exit 5 there')
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
      )}\n\nExit codes: 0 good, 4 unreadable, 5 expired, 6 wrong signature, 7 not as\nexpected, 8 good but ends within --expires-in.`,
    );
  certificateFileOption(command).action(act(inspect));
};

export interface InspectOptions extends ExpectationTexts, SignatureOptions {
  readonly expiresIn?: string;
  readonly error?: string;
  /** The product that `error` was seen in. */
  readonly product?: ProductOption;
  readonly watch?: boolean;
  readonly ndjson?: boolean;
}

/** What the command line asks, read once, for one token or for many. */
interface Question {
  /** Unix seconds; asked anew for each token of a stream, which may go on for hours. */
  readonly now: () => number;
  readonly expectations: Expectations;
  readonly expiresIn: number | undefined;
  readonly error: SeenError | undefined;
}

/** Is this token good, until when, and if not, why not? */
export const inspect: CommandRun<InspectOptions> = async (invocation) => {
  const { options } = invocation;
  if (options.watch) {
    exclusive(options, [
      ['watch', '--watch'],
      ['ndjson', '--ndjson'],
      ['json', '--json'],
    ]);
  }
  assertOneUseOfStdin(invocation);
  const question = readQuestion(invocation);
  const checkSignature = await signatureChecker(invocation);
  if (options.ndjson) return inspectStream(invocation, question, checkSignature);
  const parsed = await readParsed(invocation);
  if (parsed instanceof TokenError) return malformed(parsed, question, invocation);
  const inspection = await judge(parsed, question, checkSignature);
  if (invocation.json) {
    await invocation.print(document(inspectionJson(inspection, parsed.findings)));
    return inspection.exitCode;
  }
  // Whoever sees the first line may press Ctrl-C: from here on that ends the watch, not the process.
  if (options.watch) invocation.ctx.interruption();
  await invocation.print(await textOf(inspection, invocation));
  if (!options.watch) return inspection.exitCode;
  const { watch } = await import('./watch.js');
  return watch(inspection, invocation);
};

/** @throws UsageError for a value that cannot be asked for */
function readQuestion(invocation: Invocation<InspectOptions>): Question {
  const { expiresIn, error, product } = invocation.options;
  if (product && error === undefined) {
    throw new UsageError(
      '--product goes with --error',
      'Give the error that was seen: --error 110',
    );
  }
  const seen = error === undefined ? undefined : seenErrorOf(error, '--error', product);
  return {
    now: () => invocation.now(),
    expectations: expectedWith(seen, expectationsOf(invocation.options)),
    expiresIn: expiresIn === undefined ? undefined : parseDuration(expiresIn, '--expires-in'),
    error: seen,
  };
}

/** `--ndjson`; what streams need is loaded for them alone. */
async function inspectStream(
  invocation: Invocation<InspectOptions>,
  question: Question,
  checkSignature: CheckSignature,
): Promise<ExitCode> {
  const { streamTokens } = await import('../batch/stream-tokens.js');
  const { answering } = await import('../batch/answers.js');
  const answer = async (text: string) => {
    const parsed = decodeText(text, nodeRuntime);
    const inspection = await judge(parsed, question, checkSignature);
    return [inspectionJson(inspection, parsed.findings), inspection.exitCode] as const;
  };
  const unreadable = (error: TokenError) => malformedJson(error, question.now());
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

async function judge(
  parsed: ParsedToken,
  { now, expectations, expiresIn, error }: Question,
  checkSignature: CheckSignature,
): Promise<Inspection> {
  const input: InspectInput = {
    now: now(),
    expectations,
    signature: await checkSignature(parsed, expectations),
    ...(expiresIn === undefined ? {} : { expiresIn }),
    ...(error && { error }),
  };
  return inspectParsed(parsed, input);
}

/** As every error on stderr; with --json with its verdict on stdout. */
async function malformed(
  error: TokenError,
  { now }: Question,
  invocation: Invocation,
): Promise<ExitCode> {
  if (invocation.json) await invocation.print(document(malformedJson(error, now())));
  await tell(invocation.ctx.stderr, errorText(error, await invocation.style('stderr')));
  return EXIT.malformed;
}

async function textOf(inspection: Inspection, invocation: Invocation): Promise<string> {
  const { inspectionText } = await import('../render/inspect-text.js');
  return inspectionText(inspection, await invocation.view('stdout'));
}
