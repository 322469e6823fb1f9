import type { CliError } from '../errors.js';
import { errorJson } from '../errors.js';

/** Version of the JSON documents; fields are added to it, never renamed. */
export const SCHEMA_VERSION = 1;

/**
 * One JSON document: indented for a reader, or on one line for NDJSON.
 *
 * JSON lets DEL, C1 controls and bidirectional marks stand as they are. They are escaped, for a
 * document also ends up on a terminal, which text out of a token must not control.
 */
export function document(value: unknown, oneLine = false): string {
  const text = oneLine ? JSON.stringify(value) : JSON.stringify(value, null, 2);
  return `${NOT_PLAIN.test(text) ? printable(text) : text}\n`;
}

/** JSON without characters that could change how what is around them is shown. */
export function printable(json: string): string {
  return json.replace(UNSAFE, escaped);
}

/** ASCII without DEL has nothing to escape, which is seen in half the time of a replacement. */
const NOT_PLAIN = /[\u007f-\uffff]/;

const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

const escaped = (character: string) =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** What JSON output says on failure. */
export function failure(error: CliError) {
  return { schemaVersion: SCHEMA_VERSION, ok: false, error: errorJson(error) };
}
