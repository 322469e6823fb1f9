import { orTokenError, TokenError } from '../errors.js';
import { type Finding, finding } from '../finding.js';
import { listed } from '../text/count.js';
import { decodeText, MAX_TEXT_LENGTH } from '../token/decode.js';
import type { ParsedToken } from '../token/model.js';
import { repair } from '../token/repair.js';
import type { TokenRuntime } from '../token/runtime.js';
import { isAlone } from './alone.js';
import { differences } from './context.js';
import type { Join } from './join.js';
import { type Hit, MAX_MISSES, type Miss, type Place, TokenSearch } from './search.js';

/** Where a token was found; the JSON form is public. */
export interface Source extends Place {
  /** Where it is again. */
  readonly also?: readonly Place[];
  /** What a client of the Web SDK joined with, where the text has such a request (a HAR, a JSON body). */
  readonly join?: Join;
  /** The file that it was found in, as it was named. */
  readonly file?: string;
}

/** A token, and where it was found. */
export interface Found {
  readonly parsed: ParsedToken;
  readonly source: Source;
}

/** What a text contains. */
export interface Contents {
  /** Each once, in the order of the text. */
  readonly tokens: readonly Found[];
  readonly misses: readonly Miss[];
}

/** A log may repeat a token for hours; so many places are remembered. */
const MAX_PLACES = 100;
/** More tokens are lines of a list, which has its own option. */
const MAX_TOKENS = 10_000;

/** Collects what a text contains, while it comes piece by piece. */
export class Collector {
  private readonly search: TokenSearch;
  private readonly found = new Map<string, { first: Hit; readonly also: Place[]; join?: Join }>();
  private readonly misses: Miss[] = [];

  constructor(
    runtime: TokenRuntime,
    private readonly limit = MAX_TOKENS,
  ) {
    this.search = new TokenSearch(runtime);
  }

  /** @throws TokenError `too-large` for a text with very many tokens */
  push(piece: string): void {
    this.add(this.search.push(piece));
  }

  /** Where the text ends. @throws the same */
  end(): Contents {
    this.add(this.search.end());
    return {
      tokens: [...this.found.values()].map(({ first, also, join }) => foundBy(first, also, join)),
      misses: this.misses,
    };
  }

  private add(items: readonly (Hit | Miss)[]): void {
    for (const item of items) {
      if (item.kind === 'token') this.addToken(item);
      else if (this.misses.length < MAX_MISSES) this.misses.push(item);
    }
    if (this.found.size > this.limit) {
      throw new TokenError(
        'too-large',
        `the text contains more than ${this.limit} tokens`,
        'Put one token on each line, and use --ndjson.',
      );
    }
  }

  private addToken(hit: Hit): void {
    const { join } = hit.context;
    const known = this.found.get(hit.parsed.text);
    if (!known) {
      this.found.set(hit.parsed.text, { first: hit, also: [], ...(join && { join }) });
      return;
    }
    if (known.also.length < MAX_PLACES) known.also.push(hit.place);
    // A request that was refused says more than one that was not, or than none.
    if (join && (!known.join || (!known.join.code && join.code))) known.join = join;
  }
}

/**
 * Reads the tokens in a text: the text itself, where it is one, else what is found in it.
 */
export function readPaste(text: string, runtime: TokenRuntime): Contents {
  const whole = tryWhole(text, runtime);
  if (whole && isAlone(text, whole)) return { tokens: [wholeOf(text, whole)], misses: [] };
  const search = new Collector(runtime, Number.POSITIVE_INFINITY);
  search.push(text);
  const contents = search.end();
  return whole && !saysMore(contents, text, whole)
    ? { tokens: [wholeOf(text, whole)], misses: [] }
    : contents;
}

/**
 * Whether the search says more than that the token begins the text, and something is glued to it.
 * @param text what begins with a token
 * @param whole what was made of all of it
 */
export function saysMore(
  { tokens: [first, ...more] }: Contents,
  text: string,
  whole: ParsedToken,
): boolean {
  if (!first) return false;
  return more.length > 0 || (/\s/.test(text.trim()) && first.parsed.text !== whole.text);
}

function tryWhole(text: string, runtime: TokenRuntime): ParsedToken | undefined {
  if (text.length > MAX_TEXT_LENGTH) return undefined;
  const read = orTokenError(() => decodeText(text, runtime));
  return read instanceof TokenError ? undefined : read;
}

function wholeOf(text: string, parsed: ParsedToken): Found {
  const start = text.length - text.trimStart().length;
  const before = text.slice(0, start).split('\n');
  return {
    parsed,
    source: {
      line: before.length,
      column: (before.at(-1) as string).length + 1,
      offset: start,
      length: text.trim().length,
    },
  };
}

function foundBy(
  { parsed, place, escapes, context }: Hit,
  also: readonly Place[],
  join: Join | undefined,
): Found {
  const findings: Finding[] = [finding('found-in-text', placeWords(place, also))];
  if (escapes.length > 0) {
    findings.push(
      repair('repaired-escapes', `the text around it changed the token: ${listed(escapes)}`),
    );
  }
  if (!join) findings.push(...differences(context, parsed.token));
  return {
    parsed: { ...parsed, findings: [...findings, ...parsed.findings] },
    source: { ...place, ...(also.length > 0 && { also }), ...(join && { join }) },
  };
}

/** The same without what the text says of the token's use. */
export function withoutContext({ parsed, source: { join: _, ...source } }: Found): Found {
  const findings = parsed.findings.filter(({ code }) => code !== 'context-differs');
  return { parsed: { ...parsed, findings }, source };
}

function placeWords(place: Place, also: readonly Place[]): string {
  const [second, ...more] = also;
  const again = second ? `, and again at ${at(second)}` : '';
  const others = more.length > 0 ? ` and in ${more.length} more` : '';
  return `the token was found in a longer text, at ${at(place)}${again}${others}`;
}

const at = ({ line, column }: Place) => `line ${line}, column ${column}`;
