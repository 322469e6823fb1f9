import { parse } from 'dotenv';

/** The variables of a dotenv file's text. */
export function parseEnvFile(text: string): ReadonlyMap<string, string> {
  return new Map(Object.entries(parse(text)));
}
