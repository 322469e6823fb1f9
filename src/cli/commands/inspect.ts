import type { ProductOption } from '../../core/agora/sdk-products.js';
import { EXIT, type ExitCode, TokenError } from '../../core/errors.js';
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
import { type CommandRun, exclusive, type Invocation } from '../invocation.js';
import { errorText } from '../render/error-text.js';
import { tell } from '../world/streams.js';
import { type CheckSignature, type SignatureOptions, signatureChecker } from './check-signature.js';
import { seenErrorOf } from './explain.js';
import { assertOneUseOfStdin, readToken } from './input.js';

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
  await invocation.print(await textOf(inspection, question, invocation));
  if (!options.watch) return inspection.exitCode;
  const { watch } = await import('./watch.js');
  return watch(inspection, invocation);
};

/** @throws UsageError for a value that cannot be asked for */
function readQuestion(invocation: Invocation<InspectOptions>): Question {
  const { expiresIn, error, product } = invocation.options;
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

async function textOf(
  inspection: Inspection,
  { expiresIn, error, expectations }: Question,
  invocation: Invocation,
): Promise<string> {
  const { inspectionText } = await import('../render/inspect-text.js');
  return inspectionText(inspection, {
    style: await invocation.style('stdout'),
    utcOffsetMinutes: invocation.ctx.utcOffsetMinutes,
    columns: invocation.columns('stdout'),
    expiresIn,
    error: error?.text,
    expectations,
  });
}
