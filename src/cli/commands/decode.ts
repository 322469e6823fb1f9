import { EXIT, TokenError } from '../../core/errors.js';
import { document, failure } from '../../core/json/document.js';
import { decodedJson } from '../../core/json/token-json.js';
import { type Declare, examples } from '../command.js';
import type { Given } from '../input/given.js';
import { readTokens } from '../input/read-token.js';
import type { CommandRun, Invocation } from '../invocation.js';
import { type Answer, answerEach, sourceLine, tellUnreadable } from '../output/answer-each.js';
import { renderToken } from '../render/token-text.js';

export const declareDecode: Declare = (command, act) => {
  command
    .description(
      'Reads any Agora token (007, 006, 005, 004, 003, older keys, signaling, whiteboard) ' +
        'and shows what is in it. In a text or a file (a log, a curl command, JSON, a HAR) it finds ' +
        'the tokens first. Needs no certificate and no config.',
    )
    .argument('[token...]', 'a token, a text with tokens, a file, @file, or - for standard input')
    .option('--no-context', 'leave out what the text around a token says of its use')
    .option('--ndjson', 'print one line of JSON per argument or line of standard input')
    .addHelpText(
      'after',
      examples(
        'agora-token decode "$TOKEN"',
        'pbpaste | agora-token decode -',
        'agora-token decode app.log',
        'agora-token decode --json "$TOKEN" | jq .services',
        'agora-token decode --ndjson < tokens.txt',
      ),
    )
    .action(act(decode));
};

interface DecodeOptions {
  readonly ndjson?: boolean;
  /** false: `--no-context`. */
  readonly context?: boolean;
}

/** Takes tokens apart: one, several one after another, or a stream of them. */
export const decode: CommandRun<DecodeOptions> = async (invocation) => {
  if (invocation.options.ndjson) {
    const { streamTokens } = await import('../batch/stream-tokens.js');
    const { decodedLines } = await import('../batch/answers.js');
    const { context } = invocation.options;
    const job = { decode: { context } };
    return streamTokens(invocation, (lines) => decodedLines(lines, context), job);
  }
  const given = await readTokens(invocation);
  const [first] = given;
  if (given.length === 1 && invocation.args.length < 2) {
    if (first instanceof TokenError) {
      if (invocation.json) await invocation.print(document(failure(first)));
      await tellUnreadable(first, invocation);
      return first.exitCode;
    }
    const { json, text } = answerTo(first as Given, invocation);
    await invocation.print(invocation.json ? document(json()) : await text());
    return EXIT.ok;
  }
  const answer = (each: Given) => answerTo(each, invocation);
  return answerEach(given, { answer, refusal: failure }, invocation);
};

function answerTo({ parsed, source }: Given, invocation: Invocation): Answer {
  return {
    exitCode: EXIT.ok,
    json: () => ({ ...decodedJson(parsed), ...(source && { source }) }),
    text: async () =>
      `${sourceLine(source)}${renderToken(parsed, await invocation.view('stdout'))}`,
  };
}
