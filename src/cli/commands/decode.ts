import { EXIT, type ExitCode, TokenError } from '../../core/errors.js';
import { document, failure } from '../../core/json/document.js';
import { decodedJson } from '../../core/json/token-json.js';
import { decodeText } from '../../core/token/decode.js';
import type { ParsedToken } from '../../core/token/model.js';
import { nodeRuntime } from '../../core/token/node-runtime.js';
import { type Declare, examples } from '../command.js';
import type { CommandRun, Invocation } from '../invocation.js';
import { errorText } from '../render/error-text.js';
import { renderToken } from '../render/token-text.js';
import { tell } from '../world/streams.js';
import { assertOneUseOfDash, readToken } from './input.js';

export const declareDecode: Declare = (command, act) => {
  command
    .description(
      'Reads any Agora token (007, 006, 005, 004, 003, older keys, signaling, whiteboard) ' +
        'and shows what is in it. Needs no certificate and no config.',
    )
    .argument('[token...]', 'the token, or - for standard input')
    .option('--ndjson', 'print a JSON document a line, for each argument or line of standard input')
    .addHelpText(
      'after',
      examples(
        'agora-token decode "$TOKEN"',
        'pbpaste | agora-token decode -',
        'agora-token decode --json "$TOKEN" | jq .services',
        'agora-token decode --ndjson < tokens.txt',
      ),
    )
    .action(act(decode));
};

interface DecodeOptions {
  readonly ndjson?: boolean;
}

/** Takes tokens apart: one, several one after another, or a stream of them. */
export const decode: CommandRun<DecodeOptions> = async (invocation) => {
  if (invocation.options.ndjson) {
    const { streamTokens } = await import('../batch/stream-tokens.js');
    const { decodedLines } = await import('../batch/answers.js');
    return streamTokens(invocation, decodedLines);
  }
  if (invocation.args.length > 1) return decodeSeveral(invocation);
  const parsed = decodeText(await readToken(invocation), nodeRuntime);
  await invocation.print(
    invocation.json ? document(decodedJson(parsed)) : await rendered(parsed, invocation),
  );
  return EXIT.ok;
};

/** A token that cannot be read is told in its place, and the others are shown all the same. */
async function decodeSeveral(invocation: Invocation): Promise<ExitCode> {
  assertOneUseOfDash(invocation.args);
  const results: (ParsedToken | TokenError)[] = [];
  for (const argument of invocation.args) {
    results.push(tryDecode(await readToken(invocation, argument)));
  }
  await (invocation.json ? printArray(results, invocation) : printSeveral(results, invocation));
  return results.find((result) => result instanceof TokenError)?.exitCode ?? EXIT.ok;
}

/** An array, as JSON.stringify would write it; together the documents may be too long for one text. */
async function printArray(results: readonly (ParsedToken | TokenError)[], invocation: Invocation) {
  for (const [index, result] of results.entries()) {
    const json = result instanceof TokenError ? failure(result) : decodedJson(result);
    const indented = document(json).trimEnd().replaceAll('\n', '\n  ');
    await invocation.print(`${index === 0 ? '[' : ','}\n  ${indented}`);
  }
  await invocation.print('\n]\n');
}

async function printSeveral(
  results: readonly (ParsedToken | TokenError)[],
  invocation: Invocation,
) {
  let shown = 0;
  for (const [index, result] of results.entries()) {
    if (result instanceof TokenError) {
      const { reason, message, hint } = result;
      const numbered = new TokenError(reason, `token ${index + 1}: ${message}`, hint);
      await tell(invocation.ctx.stderr, errorText(numbered, await invocation.style('stderr')));
    } else {
      await invocation.print(`${shown++ > 0 ? '\n' : ''}${await rendered(result, invocation)}`);
    }
  }
}

function tryDecode(text: string): ParsedToken | TokenError {
  try {
    return decodeText(text, nodeRuntime);
  } catch (error) {
    if (error instanceof TokenError) return error;
    throw error;
  }
}

async function rendered(parsed: ParsedToken, invocation: Invocation): Promise<string> {
  return renderToken(parsed, await invocation.view('stdout'));
}
