import type { CliError } from '../errors.js';
import { errorJson } from '../errors.js';

/** Version of the JSON documents; fields are added to it, never renamed. */
export const SCHEMA_VERSION = 1;

/** One JSON document: indented for a reader, or on one line for NDJSON. */
export function document(value: unknown, oneLine = false): string {
  return `${oneLine ? JSON.stringify(value) : JSON.stringify(value, null, 2)}\n`;
}

/** What JSON output says on failure. */
export function failure(error: CliError) {
  return { schemaVersion: SCHEMA_VERSION, ok: false, error: errorJson(error) };
}
