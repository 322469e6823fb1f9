import type { Source } from '../../core/paste/find.js';
import type { ParsedToken } from '../../core/token/model.js';

/** A token that a command is to answer about. */
export interface Given {
  readonly parsed: ParsedToken;
  /** Where it was found, unless it is all that was given. */
  readonly source?: Source;
}

/** What a text is called: in messages, and in documents where it is a file. */
export interface Origin {
  readonly name: string;
  readonly file?: string;
}
