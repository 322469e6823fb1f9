import { readPaste, type Source } from '../paste/find.js';
import type { TokenRuntime } from '../token/runtime.js';
import { type DecodedJson, decodedJson } from './token-json.js';

/** A token that was found in a text. */
export interface FoundToken {
  /** The document of `agora-token decode --json`. */
  readonly token: DecodedJson;
  /** The token itself, after every repair. */
  readonly text: string;
  /** Where it is. */
  readonly source: Source;
}

/** The tokens of a text, each once, in the order in which they are in it. */
export function foundTokens(text: string, runtime: TokenRuntime): FoundToken[] {
  return readPaste(text, runtime).tokens.map(({ parsed, source }) => ({
    token: decodedJson(parsed),
    text: parsed.text,
    source,
  }));
}
