import type { CliError } from '../errors.js';
import { errorJson } from '../errors.js';
import { replaceHidden } from '../text/safe-text.js';

/** Version of the JSON documents; fields are added to it, never renamed. */
export const SCHEMA_VERSION = 1 as const;

/**
 * One JSON document: indented for a reader, or on one line for NDJSON.
 *
 * JSON lets characters stand that act on a terminal, reorder text or cannot be seen. They are escaped,
 * for a document also ends up on a terminal, which text out of a token must not control.
 */
export function document(value: unknown, oneLine = false): string {
  const text = oneLine ? JSON.stringify(value) : JSON.stringify(value, null, 2);
  return `${PLAIN.test(text) ? text : replaceHidden(text, escaped)}\n`;
}

/** Nothing in it to escape, and told sooner. */
const PLAIN = /^[\n -~]*$/;

function escaped(character: string): string {
  if (character === '\n') return character;
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}

/** An answer as JSON documents begin: all have a version, and say whether it is a good one. */
export function answer<Ok extends boolean, Body extends object>(ok: Ok, body: Body) {
  return { schemaVersion: SCHEMA_VERSION, ok, ...body };
}

/** What JSON output says on failure. */
export function failure(error: CliError) {
  return answer(false, { error: errorJson(error) });
}
