import { formsOfSecret } from '../text/secret-forms.js';
import { ZERO_WIDTH } from '../text/zero-width.js';
import type { TokenRuntime } from '../token/runtime.js';
import { credentialsIn } from './credentials.js';
import { brokenBeginnings, encodedTokens, SHORTEST_PART } from './hidden-tokens.js';
import { endOfRun, endOfToken } from './rest-of-token.js';
import { type Hit, type Miss, TokenSearch } from './search.js';

/** A secret to look for, and what is written in its place: `App Certificate of profile dev`. */
export interface NamedSecret {
  readonly value: string;
  readonly name: string;
}

/** What was taken out of a text. */
export interface RedactedCounts {
  readonly tokens: number;
  readonly secrets: number;
  readonly headers: number;
}

/** A part of the text: so many characters as they are, or as many with others in their place. */
export interface Part {
  readonly length: number;
  readonly instead?: string;
}

type Kind = keyof RedactedCounts;

interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: Kind;
  readonly instead: string;
}

/** This much of the text that was written is kept, for the beginning of a line. */
const BEHIND = 256;

/** So much of a token tells which one it is, and nothing that is in it. */
const SHOWN = 6;

/** What a header's value begins with that is no secret. */
const SCHEME = String.raw`(?:(?:bearer|basic|digest|token|agora[\s+]{1,9}token)[\s+]{0,9}=?[\s+]{0,9})?`;
const QUOTE = String.raw`\\{0,8}["']`;
const BREAK = String.raw`[\r\n]|\\{1,8}[rn]`;
/** A value in quotes ends at the same quote again, unless it is a key: then another name follows. */
const QUOTED = String.raw`(?<quote>${QUOTE})(?<quotedScheme>${SCHEME})(?<quoted>(?:(?!\k<quote>|${BREAK})(?:\\.|[^\\])){4,131072})(?=\k<quote>(?!\s*:)|${BREAK}|\\?$)`;
/** A value without them ends at one that is not a parameter's, or with its line. */
const PARAMETER = String.raw`[a-z-]{1,20}=\\{0,8}"[^"\r\n]{0,4096}"(?=\s{0,4}(?:,|$|[\r\n'\\]))`;
const BARE = String.raw`(?<scheme>${SCHEME})(?<bare>(?:${PARAMETER}|[^\s"'\\,;{[])(?:(?!${BREAK})(?:${PARAMETER}|[^\r\n"'\\<]|\\{1,8}\/)){3,131072})`;
const VALUE = String.raw`(?!${QUOTE}?(?:null|undefined|true|false)\b)(?:${QUOTED}|${BARE})`;
/** What else an object of a HAR says between the name and the value. */
const FIELD = String.raw`(?:${QUOTE}\w{1,40}${QUOTE}\s{0,4}:\s{0,4}${QUOTE}[^"\r\n]{0,200}${QUOTE}\s{0,4},\s{0,40}){0,3}?`;
const AUTHORIZATION = new RegExp(
  // A header line, an object's key, and what a HAR makes of both.
  [
    String.raw`\bauthorization(?:${QUOTE})?`,
    String.raw`(?:\s{0,4}(?:[:=]|=>|%3a|>)\s{0,4}\[?\s{0,4}`,
    String.raw`|\s(?=bearer\s|basic\s|digest\s|agora\s+token)`,
    String.raw`|\s{0,4},\s{0,40}(?:${FIELD}${QUOTE}value${QUOTE}\s{0,4}:\s{0,4})?)`,
    VALUE,
  ].join(''),
  'gi',
);

/** What may be between two characters of a secret that was wrapped, grouped or coloured. */
const INSIDE = String.raw`(?:[-:${ZERO_WIDTH}]|\r?\n(?:> )?|\u001b\[[\d;]{0,9}m)?`;

/** A secret as texts have it, also with something between its characters. */
function patternOf(secret: string, runtime: TokenRuntime): string {
  const spaced = [...secret].map(literal).join(INSIDE);
  return [spaced, ...formsOfSecret(secret, runtime).map(literal)].join('|');
}

const literal = (text: string) =>
  text.replace(/[^A-Za-z0-9]/gu, (each) => `\\u{${each.codePointAt(0)?.toString(16)}}`);

/**
 * Takes the tokens, the secrets and the values of Authorization headers out of a text that comes piece
 * by piece, and leaves everything else as it is. Memory does not grow with the text.
 */
export class Redactor {
  private readonly search: TokenSearch;
  private readonly secrets: RegExp | undefined;
  private readonly names: readonly string[];
  /** What has come and not left yet, and where in the text it begins. */
  private pending = '';
  private base = 0;
  private spans: Span[] = [];
  /** The end of the text that was written. */
  private behind = '';
  /** Where the last damaged token ends. */
  private damagedTo = 0;
  private readonly counted = { tokens: 0, secrets: 0, headers: 0 };

  constructor(
    private readonly runtime: TokenRuntime,
    secrets: readonly NamedSecret[] = [],
  ) {
    this.search = new TokenSearch(runtime, false);
    const usable = secrets.filter(({ value }) => value !== '');
    this.names = usable.map(({ name }) => name);
    if (usable.length > 0) {
      const forms = usable.map(({ value }) => `(${patternOf(value, runtime)})`);
      this.secrets = new RegExp(forms.join('|'), 'giu');
    }
  }

  get counts(): RedactedCounts {
    return { ...this.counted };
  }

  /** The parts of the text that are certain. */
  push(piece: string): Part[] {
    this.pending += piece;
    return this.parts(this.search.push(piece), this.search.searchedTo);
  }

  /** The rest, where the text ends. */
  end(): Part[] {
    return this.parts(this.search.end(), this.base + this.pending.length);
  }

  private parts(found: readonly (Hit | Miss)[], to: number): Part[] {
    if (to <= this.base) return [];
    this.spans.push(...found.flatMap((each) => this.spanOf(each)), ...this.others(to));
    // Of two that overlap the longer one, so that nothing of it is left.
    this.spans.sort((a, b) => a.start - b.start || b.end - a.end);
    const parts: Part[] = [];
    let at = this.base;
    for (const { start, end, kind, instead } of this.spans) {
      if (end <= at) continue;
      const from = Math.max(at, start);
      if (from > at) parts.push({ length: from - at });
      parts.push({ length: end - from, instead: from === start ? instead : '' });
      this.counted[kind]++;
      at = end;
    }
    this.spans = [];
    if (to > at) parts.push({ length: to - at });
    const done = Math.max(to, at);
    this.behind = this.pending.slice(Math.max(0, done - this.base - BEHIND), done - this.base);
    this.pending = this.pending.slice(done - this.base);
    this.base = done;
    return parts;
  }

  private spanOf(found: Hit | Miss): Span[] {
    const { offset, length } = found.place;
    if (found.kind === 'token') {
      const { text } = found.parsed;
      return [tokenSpan(offset, offset + length, text, text.length)];
    }
    return this.damaged(offset, offset + length, found.text, found.mask !== undefined);
  }

  /**
   * A damaged token, with what follows the damage.
   * @param end how far it can be read
   * @param masked it was cut on purpose
   */
  private damaged(start: number, end: number, text: string, masked = false): Span[] {
    // It is part of the one before. Looking again at what repeats would take quadratic time.
    if (end <= this.damagedTo) return [];
    const [from, to] = [start - this.base, end - this.base];
    const last = this.base + (masked ? endOfRun(this.pending, to) : this.endOf(from, to));
    const length = text.length + last - end;
    if (length < SHORTEST_PART) return [];
    this.damagedTo = last;
    return [tokenSpan(start, last, text, length)];
  }

  private endOf(start: number, end: number): number {
    const { pending } = this;
    const behind = start < BEHIND ? this.behind : '';
    const before = (behind + pending.slice(Math.max(0, start - BEHIND), start)).slice(-BEHIND);
    const line = before.replace(/^.*[\r\n]/s, '');
    const last = endOfToken(pending, end, line);
    // The start of a log's next line may have been read as more of the token.
    const lineFeed = pending.slice(start, end).search(/\r?\n/);
    return lineFeed < 0 ? last : Math.max(last, endOfToken(pending, start + lineFeed, line));
  }

  /** What is not a readable token, and begins before this place. */
  private *others(to: number): Generator<Span> {
    yield* this.matches(this.secrets, to, ([, ...parts]) => ({
      skipped: 0,
      kind: 'secrets',
      instead: `[${this.names[parts.findIndex((part) => part !== undefined)]}]`,
    }));
    const { pending, base } = this;
    for (const { start, end } of credentialsIn(pending, to - base)) {
      const instead = shortened('', end - start);
      yield { start: base + start, end: base + end, kind: 'secrets', instead };
    }
    for (const { start, end } of encodedTokens(pending, to - base, this.runtime)) {
      yield tokenSpan(base + start, base + end, pending.slice(start, end), end - start);
    }
    for (const { start, end } of brokenBeginnings(pending, to - base)) {
      yield* this.damaged(base + start, base + end, pending.slice(start, end));
    }
    yield* this.matches(AUTHORIZATION, to, ({ 0: all, groups = {} }) => {
      const value = groups.quoted ?? groups.bare ?? '';
      return {
        skipped: all.length - value.length,
        kind: 'headers',
        instead: shortened('', value.length),
      };
    });
  }

  private *matches(
    pattern: RegExp | undefined,
    to: number,
    about: (match: RegExpExecArray) => { skipped: number; kind: Kind; instead: string },
  ): Generator<Span> {
    if (!pattern) return;
    pattern.lastIndex = 0;
    for (;;) {
      const match = pattern.exec(this.pending);
      if (!match || this.base + match.index >= to) return;
      const { skipped, kind, instead } = about(match);
      const end = this.base + match.index + match[0].length;
      yield { start: this.base + match.index + skipped, end, kind, instead };
    }
  }
}

const tokenSpan = (start: number, end: number, text: string, length: number): Span => ({
  start,
  end,
  kind: 'tokens',
  instead: shortened(text, length),
});

/** `007eJx…[139 characters]` */
function shortened(text: string, length: number): string {
  return `${text.slice(0, SHOWN)}…[${length} characters]`;
}

/** The whole text without what {@link Redactor} takes out. */
export function redacted(
  text: string,
  secrets: readonly NamedSecret[],
  runtime: TokenRuntime,
): string {
  const redactor = new Redactor(runtime, secrets);
  let at = 0;
  let result = '';
  for (const { length, instead } of [...redactor.push(text), ...redactor.end()]) {
    result += instead ?? text.slice(at, at + length);
    at += length;
  }
  return result;
}
