import { statSync } from 'node:fs';
import { TokenError, UsageError } from '../../core/errors.js';
import { Collector, type Contents, saysMore, withoutContext } from '../../core/paste/find.js';
import { noToken } from '../../core/paste/unreadable.js';
import type { ParsedToken } from '../../core/token/model.js';
import { nodeRuntime } from '../../core/token/node-runtime.js';
import { displayPath, resolvePath } from '../config/files.js';
import { fileChunks } from '../config/read-file.js';
import type { Invocation } from '../invocation.js';
import type { Given, Origin } from './given.js';

/**
 * The tokens in a text that is not a token alone.
 * @param text all of it, or how it begins
 * @param rest what follows; it is read in pieces, and memory does not grow with it
 * @param whole what the text is when it is read as one token: what keeps it from being one, or a token
 *   with something behind it
 * @returns at least one
 * @throws TokenError where there is none, saying what the text is instead
 */
export async function searchText(
  text: string,
  rest: AsyncIterable<string> | undefined,
  whole: ParsedToken | TokenError | undefined,
  { name, file }: Origin,
  invocation: Invocation,
): Promise<readonly Given[]> {
  const collector = new Collector(nodeRuntime);
  collector.push(text);
  if (rest) for await (const piece of rest) collector.push(piece);
  const contents = collector.end();
  if (whole && !(whole instanceof TokenError) && !saysMore(contents, text, whole)) {
    return [{ parsed: whole }];
  }
  if (contents.tokens.length === 0) {
    const read = whole instanceof TokenError ? whole : undefined;
    const error = noToken(text, read, contents.misses, nodeRuntime, name);
    throw file === undefined ? error : error.with(`${file}: `);
  }
  await tellMisses(contents, invocation);
  const { context } = invocation.options as { readonly context?: boolean };
  return contents.tokens.map((found) => {
    const { parsed, source } = context === false ? withoutContext(found) : found;
    return { parsed, source: { ...source, ...(file !== undefined && { file }) } };
  });
}

async function tellMisses({ misses }: Contents, invocation: Invocation): Promise<void> {
  const [first] = misses;
  if (!first) return;
  const { line, column } = first.place;
  const more = misses.length > 1 ? ` (and ${misses.length - 1} more)` : '';
  await invocation.note(
    `note: what looks like a token at line ${line}, column ${column}${more} cannot be read`,
  );
}

/**
 * The file that an argument names: `@path` always does, anything else only where there is one.
 * @returns its bytes in pieces, and what it is called
 */
export function fileNamed(
  argument: string,
  { ctx }: Invocation,
): (Origin & { readonly chunks: AsyncIterable<Uint8Array> }) | undefined {
  const explicit = argument.startsWith('@') && argument.length > 1;
  const given = explicit ? argument.slice(1) : argument;
  if (given.length > 4096 || given.trim() === '' || /[\0\n\r]/.test(given)) return undefined;
  const path = pathOf(given, ctx, explicit);
  if (path === undefined) return undefined;
  const shown = displayPath(path, ctx);
  const name = `the file ${shown}`;
  return {
    name,
    file: shown,
    chunks: fileChunks(path, name, { pipes: true, failure: UsageError }),
  };
}

function pathOf(given: string, ctx: Invocation['ctx'], explicit: boolean): string | undefined {
  try {
    const path = resolvePath(given, ctx.cwd, ctx);
    return explicit || statSync(path, { throwIfNoEntry: false }) ? path : undefined;
  } catch {
    return undefined;
  }
}
