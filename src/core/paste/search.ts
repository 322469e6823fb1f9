import { ZERO_WIDTH } from '../text/zero-width.js';
import { dynamicKeyLength } from '../token/formats/dynamic-key.js';
import type { ParsedToken } from '../token/model.js';
import type { TokenRuntime } from '../token/runtime.js';
import { type Context, contextOf } from './context.js';
import { nameBefore } from './name.js';
import {
  delimitedBefore,
  detached,
  MAX_LENGTH,
  type MeasuredFormat,
  type Proved,
  proveAt,
  proveWhiteboardAt,
  type Unproved,
} from './proof.js';
import { ESC, type Escape } from './unescape.js';

/** Where something is in a text. Everything counts in UTF-16 units, as JavaScript and editors do. */
export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** From 0, seen from the beginning of the text. */
  readonly offset: number;
  /** As it is in the text, with what its escapes take. */
  readonly length: number;
  /** The name that it has there: a JSON key, a variable, a URL parameter, a header, a label. */
  readonly key?: string;
}

/** A token in a text. */
export interface Hit {
  readonly kind: 'token';
  readonly parsed: ParsedToken;
  readonly place: Place;
  readonly escapes: readonly Escape[];
  readonly context: Context;
}

/** What looks like a token and cannot be read as one. */
export interface Miss {
  readonly kind: 'miss';
  /** As far as it can be read. */
  readonly text: string;
  readonly place: Place;
  /** What is put where the rest of it was: `****`, `…`; undefined where it just ends. */
  readonly mask?: string;
}

/** A window is searched once so much of it has come. */
const WINDOW = 1024 * 1024;
/** Every candidate is looked at with so much of the text behind it, unless the text ends. */
const AHEAD = 160 * 1024;
/** And with so much of what is in front. */
const BEHIND = 64 * 1024;

/**
 * Finds the tokens in a text that comes piece by piece. Memory does not grow with the text, and the
 * time is in proportion to its length, whatever it is made of.
 */
export class TokenSearch {
  private window = '';
  /** Pieces that have come and are not part of the window yet. */
  private waiting: string[] = [];
  private waitingLength = 0;
  /** Offset of the window in the text. */
  private base = 0;
  /** Up to here, in the window, everything has been searched. */
  private searched = 0;
  /** Where the last miss ends in the text. */
  private missedTo = 0;
  private readonly lines = new Lines();
  /** How many characters have been looked at in vain. */
  private looked = 0;
  private readonly proved = new Map<
    string,
    { readonly parsed: ParsedToken; readonly text: string }
  >();

  /** What looked like a token in vain, by how it begins: noise repeats itself. */
  private readonly refuted = new Map<string, Refuted>();
  private misses = 0;

  /** @param describes whether names and what is around a token are asked for */
  constructor(
    private readonly runtime: TokenRuntime,
    private readonly describes = true,
  ) {}

  /** Up to here in the text, everything that it contains has been said. */
  get searchedTo(): number {
    return this.base + this.searched;
  }

  /** What the text so far contains, in its order. */
  push(piece: string): (Hit | Miss)[] {
    this.waiting.push(piece);
    this.waitingLength += piece.length;
    return this.waitingLength < WINDOW ? [] : this.search(false);
  }

  /** The rest, where the text ends. */
  end(): (Hit | Miss)[] {
    return this.search(true);
  }

  private search(last: boolean): (Hit | Miss)[] {
    this.window += this.waiting.join('');
    this.waiting = [];
    this.waitingLength = 0;
    this.lines.grown();
    this.lines.grown();
    const to = last ? this.window.length : Math.max(this.searched, this.window.length - AHEAD);
    const found: (Hit | Miss)[] = [];
    for (const candidate of candidates(this.window, this.searched, to)) {
      // Part of the one before.
      if (candidate.at < this.searched) continue;
      const next = this.read(candidate);
      if (!next) continue;
      const end = next.place.offset + next.place.length;
      if (next.kind === 'token') this.searched = end - this.base;
      else this.missedTo = end;
      found.push(next);
    }
    this.searched = Math.max(this.searched, to);
    this.forget(this.searched - BEHIND);
    return found;
  }

  private read({ at, formats }: Candidate): Hit | Miss | undefined {
    const beginning = this.window.slice(at, at + KNOWN_BY);
    const known = this.known(at, beginning);
    if (known) return this.hit(known, at);
    const refuted = this.refuted.get(beginning);
    if (refuted && this.window.startsWith(refuted.source, at)) {
      return this.miss({ text: refuted.text, end: at + refuted.length }, at);
    }
    let miss: Unproved | undefined;
    for (const format of formats) {
      const read = this.prove(format, at);
      if (read && 'parsed' in read) return this.hit(read, at);
      miss ??= read;
      this.looked += read?.looked ?? 0;
    }
    if (miss && formats.length === 1) this.remember(miss, at, beginning);
    return miss && this.miss(miss, at);
  }

  private prove(format: MeasuredFormat | 'whiteboard', at: number): Proved | Unproved | undefined {
    return format === 'whiteboard'
      ? proveWhiteboardAt(this.window, at, this.runtime)
      : proveAt(this.window, at, format, this.runtime, this.most(at));
  }

  private remember({ text, end, refutedBy }: Unproved, at: number, beginning: string): void {
    if (refutedBy === undefined || refutedBy - at > MOST_REFUTED) return;
    const to = refutedBy + GLANCE;
    if (to > this.window.length) return;
    if (this.refuted.size === MOST_KNOWN) this.refuted.clear();
    const source = detached(this.window.slice(at, to));
    this.refuted.set(detached(beginning), { source, text: detached(text), length: end - at });
  }

  /**
   * How far a candidate may be looked at: what is made to be looked at in vain, again and again, must not
   * take more time than its length.
   */
  private most(at: number): number {
    return this.looked < PATIENCE * (this.base + at + MAX_LENGTH) ? MAX_LENGTH : SHORT;
  }

  /** A log repeats its tokens: what has been proved is known again by its characters. */
  private known(at: number, beginning: string): Proved | undefined {
    const known = this.proved.get(beginning);
    if (!known || !this.window.startsWith(known.text, at)) return undefined;
    const end = at + known.text.length;
    return MORE.test(this.window[end] ?? '') ? undefined : { ...known, end, escapes: [] };
  }

  private hit(proved: Proved, at: number): Hit {
    const { parsed, end, escapes } = proved;
    if (end - at === parsed.text.length) {
      if (this.proved.size === MOST_KNOWN) this.proved.clear();
      this.proved.set(parsed.text.slice(0, KNOWN_BY), { parsed, text: parsed.text });
    }
    return {
      kind: 'token',
      parsed,
      escapes,
      place: this.place(at, end),
      context: this.describes ? contextOf(this.window, at, end, parsed.text) : { beside: [] },
    };
  }

  private miss({ text, end }: Pick<Unproved, 'text' | 'end'>, at: number): Miss | undefined {
    // What follows a broken beginning may be whole; another beginning inside it says nothing new.
    if (this.base + at < this.missedTo) return undefined;
    const mask = maskAt(this.window, end);
    const looks = LOOKS_LIKE_TOKEN.test(text) || (mask !== undefined && MAY_BE_MASKED.test(text));
    if (!looks) return undefined;
    this.misses++;
    return {
      kind: 'miss',
      text: detachedHead(text),
      place: this.place(at, end + (mask?.length ?? 0), this.describes && this.misses <= MAX_MISSES),
      ...(mask !== undefined && { mask }),
    };
  }

  private place(at: number, end: number, named = this.describes): Place {
    const key = named ? nameBefore(this.window, at) : undefined;
    return {
      ...this.lines.at(this.window, at, this.base),
      offset: this.base + at,
      length: end - at,
      ...(key !== undefined && { key }),
    };
  }

  private forget(length: number): void {
    if (length < WINDOW / 2) return;
    this.lines.pass(this.window, length, this.base);
    this.window = this.window.slice(length);
    this.base += length;
    this.searched -= length;
    this.lines.restart();
  }
}

/** So many times a text may be looked at in vain; then only short candidates are. */
const PATIENCE = 8;
const SHORT = 1024;

interface Refuted {
  /** What refutes it. */
  readonly source: string;
  /** As far as it could be read, and how much of the source that is. */
  readonly text: string;
  readonly length: number;
}

/** What is refuted by more is seldom repeated. */
const MOST_REFUTED = 512;
/** So far the patterns for escapes look at what is behind the place that they do not match at. */
const GLANCE = 256;

/** Nobody looks at more of them. */
export const MAX_MISSES = 20;

/** Tokens of one project and second begin alike for some 40 characters. */
const KNOWN_BY = 64;
const MOST_KNOWN = 256;
/** What follows a token and may belong to it. */
const MORE = /[A-Za-z0-9+/=_-]/;

/** No more of a candidate is kept: it only says where it breaks. */
const detachedHead = (text: string) => JSON.parse(JSON.stringify(text.slice(0, 4096))) as string;

/** What no other text looks like; in a megabyte of random base64 none of these is to be expected. */
const LOOKS_LIKE_TOKEN =
  /^(?:007e[JAFN][A-Za-z0-9+/_-]{6}|006[0-9a-fA-F]{32}IA|005(?:A[Qgw]|BA)AoA[A-Za-z0-9+/]{12}|004[0-9a-f]{40}[0-9a-fA-F]{32}[1-4]\d{0,9}[0-9a-f]{0,17}$|003[0-9a-f]{40}[0-9a-fA-F]{32}[1-4]\d{0,9}[0-9a-f]{0,27}$|NETLESS(?:SDK|ROOM|TASK)_[A-Za-z0-9_-]{6}|1:[0-9a-fA-F]{32}:)/;
const MAY_BE_MASKED =
  /^(?:00[67][A-Za-z0-9+/]*|005[A-Za-z0-9+/]{4,}|00[34][0-9a-fA-F]{4,}|1:[0-9a-fA-F]{4,32}[0-9a-f:]*|NETLESS(?:SDK|ROOM|TASK)_[\w-]*)$/;
const MASK =
  /(?:\*{2,}|\.{3,}|\u2026|\u2022{2,}|#{4,}|<[^<>\n]{0,40}>|\[[^[\]\n]{0,40}\])[*.\u2026\u2022#]{0,64}/y;

function maskAt(text: string, at: number): string | undefined {
  MASK.lastIndex = at;
  const mask = MASK.exec(text)?.[0];
  if (mask === undefined) return undefined;
  return /^[<[]/.test(mask) &&
    !/mask|redact|hidden|trunc|cut|omit|more|characters|\*|\.\./i.test(mask)
    ? undefined
    : mask;
}

/** Counts lines as far as they are asked for, in one pass. */
class Lines {
  private line = 1;
  /** Where that line begins, in the whole text. */
  private start = 0;
  /** In the window. */
  private counted = 0;
  /** The next line feed in the window; where there is none, its end. */
  private next = -1;

  at(window: string, at: number, base: number): { line: number; column: number } {
    this.pass(window, at, base);
    return { line: this.line, column: base + at - this.start + 1 };
  }

  pass(window: string, to: number, base: number): void {
    if (this.next < 0) this.find(window, this.counted);
    while (this.next < to) {
      this.line++;
      this.start = base + this.next + 1;
      this.find(window, this.next + 1);
    }
    this.counted = Math.max(this.counted, to);
  }

  private find(window: string, from: number): void {
    const next = window.indexOf('\n', from);
    this.next = next < 0 ? window.length : next;
  }

  /** For a window that has grown at its end. */
  grown(): void {
    this.next = -1;
  }

  /** For a window that begins where everything is counted to. */
  restart(): void {
    this.counted = 0;
    this.next = -1;
  }
}

interface Candidate {
  readonly at: number;
  readonly formats: readonly (MeasuredFormat | 'whiteboard')[];
}

/** What may be in the middle of a prefix: nothing that is seen, or the end of a line. */
const GAP = String.raw`(?:[${ZERO_WIDTH}]{1,4}|\u001b\[[\d;]{0,12}[mK]|=?\r?\n[>|# \t]{0,16}){0,3}`;
const spread = (letters: string) => [...letters].join(GAP);
const COLON = String.raw`(?::|\uff1a|%(?:25){0,4}3[aA]|\\{1,8}(?:u003[aA]|u\{0{0,4}3[aA]\}|x3[aA]|072|:)|&(?:amp;)?#(?:58|x3[aA]);)`;
/** What may go on behind a prefix that is no character of the token: what joins it to the rest, or masks it. */
const ODD = String.raw`[\r\n${ESC}"'\x60=%&\\${ZERO_WIDTH}\u2026\u2022]|\*\*|\.{3}|##`;
/** Behind 007 a zlib stream begins, behind 006 the App ID. */
const NUMBER = String.raw`(?:7(?=[CGKOSWae]|${ODD})|6(?=[0-9a-fA-F]|${ODD})|5(?=[\w+/]|${ODD})|[34](?=[0-9a-f]|${ODD}))`;
/** Not the beginning of a time of day. */
const HEX = '[0-9a-fA-F]';
const APP_ID = String.raw`${HEX}(?:${HEX}{5}|${HEX}{0,4}(?![0-9a-fA-F:.,\s]))`;
const ANCHOR = new RegExp(
  `0${GAP}0${GAP}${NUMBER}|${spread('NETLESS')}|1${GAP}${COLON}${GAP}${APP_ID}`,
  'g',
);

const FORMATS: Readonly<Record<string, readonly MeasuredFormat[]>> = {
  '7': ['007'],
  '6': ['006'],
  '5': ['005'],
  '4': ['004'],
  '3': ['003'],
};

/** Where in a part of a text a token may begin, in order. */
function* candidates(text: string, from: number, to: number): Generator<Candidate> {
  const keys = hexKeys(text, from, to);
  let key = keys.next();
  ANCHOR.lastIndex = from;
  for (;;) {
    const match = ANCHOR.exec(text);
    const at = match && match.index < to ? match.index : to;
    while (!key.done && key.value.at < at) {
      yield key.value;
      key = keys.next();
    }
    if (!match || match.index >= to) return;
    // Its end may be the beginning of another: 0007eJ…
    const resume = at + 1;
    const candidate = candidateOf(match, text);
    if (candidate) yield candidate;
    ANCHOR.lastIndex = resume;
  }
}

function candidateOf({ index: at, 0: all }: RegExpExecArray, text: string): Candidate | undefined {
  switch (all[0]) {
    case 'N':
      return { at, formats: ['whiteboard'] };
    case '1':
      return delimitedBefore(text, at) ? { at, formats: ['signaling'] } : undefined;
  }
  const digit = all.at(-1) as string;
  if ((digit === '3' || digit === '4') && !delimitedBefore(text, at)) return undefined;
  return { at, formats: FORMATS[digit] as readonly MeasuredFormat[] };
}

const LENGTH_1 = dynamicKeyLength('dynamic-key-1');
const LENGTH_2 = dynamicKeyLength('dynamic-key-2');
/** The signature alone; a key that is broken into lines is not broken earlier. */
const SHORTEST_RUN = 40;

/**
 * The keys that begin with no number are told by their length alone. A run of so many hex digits
 * cannot pass between two looks.
 */
function* hexKeys(text: string, from: number, to: number): Generator<Candidate> {
  for (let at = from + SHORTEST_RUN - 1; at < to + SHORTEST_RUN && at < text.length; ) {
    if (!isHex(text, at)) {
      at += SHORTEST_RUN;
      continue;
    }
    let start = at;
    while (start > from && isHex(text, start - 1)) start--;
    let end = at + 1;
    while (isHex(text, end)) end++;
    at = end + SHORTEST_RUN;
    for (const begin of keyStarts(text, start, end)) {
      if (begin < to) yield { at: begin, formats: ['dynamic-key-2', 'dynamic-key-1'] };
    }
  }
}

/** Where in a run of hex digits a key may begin. */
function keyStarts(text: string, start: number, end: number): number[] {
  if (end - start < SHORTEST_RUN || end - start > LENGTH_2 + 12) return [];
  // An escape in front ends with hex digits too: %3D, \u003d.
  const behindEscape = start + (text[start - 1] === 'u' ? 4 : 2);
  const places = new Set([start, behindEscape, end - LENGTH_2, end - LENGTH_1]);
  return [...places].filter((place) => place >= start && delimitedBefore(text, place));
}

function isHex(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}
