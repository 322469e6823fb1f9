import { EXIT, type ExitCode, TokenError } from '../../core/errors.js';
import { document } from '../../core/json/document.js';
import type { Source } from '../../core/paste/find.js';
import { joinWords } from '../../core/paste/join.js';
import { safeText } from '../../core/text/safe-text.js';
import type { DecodedToken } from '../../core/token/model.js';
import type { Given } from '../input/given.js';
import type { Invocation } from '../invocation.js';
import { errorText } from '../render/error-text.js';
import { renderPartial } from '../render/token-text.js';
import type { View } from '../render/view.js';
import { tell } from '../world/streams.js';

/** What is said about one token. */
export interface Answer {
  readonly exitCode: ExitCode;
  /** The document of `--json`. */
  json(): unknown;
  /** What a person reads. */
  text(): Promise<string>;
}

/** How a command answers. */
interface Answering {
  answer(given: Given): Answer | Promise<Answer>;
  /** The document in the place of a token that cannot be read. */
  refusal(error: TokenError): unknown;
}

/**
 * Answers about several tokens, one after another: with `--json` in an array. One that cannot be read
 * is told in its place, and the others are answered all the same.
 * @returns the exit code of the first that failed
 */
export async function answerEach(
  given: readonly (Given | TokenError)[],
  { answer, refusal }: Answering,
  invocation: Invocation,
): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  const array = invocation.json ? jsonArray(invocation) : undefined;
  const print = array ? inArray(refusal, array) : belowEachOther(invocation);
  for (const each of given) {
    const answered = each instanceof TokenError ? each : await answer(each);
    await print(answered, codes.length);
    codes.push(answered.exitCode);
  }
  await array?.end();
  return codes.find((code) => code !== EXIT.ok) ?? EXIT.ok;
}

type Print = (answered: Answer | TokenError, index: number) => Promise<void>;

interface JsonArray {
  add(json: unknown): Promise<void>;
  end(): Promise<void>;
}

/** The documents of an array, printed one at a time: together they may be too long for one text. */
export function jsonArray(invocation: Invocation): JsonArray {
  let begun = false;
  return {
    async add(json) {
      const indented = document(json).trimEnd().replaceAll('\n', '\n  ');
      await invocation.print(`${begun ? ',' : '['}\n  ${indented}`);
      begun = true;
    },
    end: () => invocation.print(begun ? '\n]\n' : '[]\n'),
  };
}

function inArray(refusal: Answering['refusal'], array: JsonArray): Print {
  return (answered) =>
    array.add(answered instanceof TokenError ? refusal(answered) : answered.json());
}

function belowEachOther(invocation: Invocation): Print {
  let shown = 0;
  return async (answered, index) => {
    if (answered instanceof TokenError) {
      await tellUnreadable(answered.with(`token ${index + 1}: `), invocation);
    } else {
      await invocation.print(`${shown++ > 0 ? '\n' : ''}${await answered.text()}`);
    }
  };
}

/** Why a token cannot be read, on stderr, and as much of it as could be. */
export async function tellUnreadable(error: TokenError, invocation: Invocation): Promise<void> {
  if (invocation.silent) return;
  const view = await invocation.view('stderr');
  const partial = error.partial && !invocation.mode.quiet && !invocation.json;
  const rest = partial ? partialText(error.partial as DecodedToken, view) : '';
  await tell(invocation.ctx.stderr, errorText(error, view.style) + rest);
}

function partialText(token: DecodedToken, view: View): string {
  return `\nas far as it can be read, and nothing of it was verified:\n\n${renderPartial(token, view)}`;
}

/** Where a token was found, for a person: a line of its own in front of the answer. */
export function sourceLine(source: Source | undefined): string {
  if (!source) return '';
  const { line, column, key, file, also, join } = source;
  const place = `${file === undefined ? '' : `${safeText(file)}, `}line ${line}, column ${column}`;
  const again = also ? `, and ${also.length} more` : '';
  const used = join ? `: ${joinWords(join)}` : '';
  return `from ${place}${key === undefined ? '' : ` (${safeText(key)})`}${again}${used}\n`;
}
