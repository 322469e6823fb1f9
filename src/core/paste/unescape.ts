import { ZERO_WIDTH } from '../text/zero-width.js';

/**
 * Reads the characters of a candidate out of whatever was done to the text around it: JSON in JSON,
 * URLs, HTML, mail, source code, terminals. Nothing here decides whether it is a token.
 */

/** What had to be undone; each is a phrase that a finding can list. */
export type Escape =
  | 'backslashes'
  | 'HTML entities'
  | 'percent-encoding'
  | 'quoted-printable'
  | 'full-width characters'
  | 'invisible characters'
  | 'terminal colours'
  | 'line breaks'
  | 'joined strings'
  | 'spaces for +';

/** Which characters the candidate has, apart from the `=` at the end of base64. */
export type Alphabet = 'base64' | 'base64url' | 'hex' | 'signaling';

/** How much may be undone. What joins pieces is tried only where the first piece is not enough. */
export interface Reach {
  /** Line breaks, and string literals that code puts together. */
  readonly joins: boolean;
  /** A space for a `+`, as a form decoder leaves it. */
  readonly spaces: boolean;
}

/** By character code. */
const MEMBERS: Readonly<Record<Alphabet, Uint8Array>> = {
  base64: members(/[A-Za-z0-9+/_-]/),
  base64url: members(/[A-Za-z0-9_-]/),
  hex: members(/[0-9A-Fa-f]/),
  signaling: members(/[0-9A-Fa-f:]/),
};

function members(pattern: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) =>
    pattern.test(String.fromCharCode(code)) ? 1 : 0,
  );
}

/** One character written as several, or as its full-width form. */
const ESCAPED =
  /\\{1,16}(?:u00|x)([0-9a-f]{2})|\\{1,16}u\{0{0,4}([0-9a-f]{2})\}|\\{1,16}0([57][0-7])|\\{1,16}([+/=_:-])|%(?:25){0,8}([0-9a-f]{2})|&(?:amp;){0,4}(?:#x0{0,4}([0-9a-f]{2})|#0{0,4}(\d{2,3})|(plus|sol|equals|colon|lowbar|hyphen|newline));|=([23][0-9a-f]|5f)|([\uff0b\uff0f\uff1d\uff0d\uff3f\uff1a])/iy;

const ENTITIES: Readonly<Record<string, string>> = {
  plus: '+',
  sol: '/',
  equals: '=',
  colon: ':',
  lowbar: '_',
  hyphen: '-',
  newline: '\n',
};

/** Where full-width forms begin, seen from ASCII. */
const FULL_WIDTH = 0xfee0;

/** For patterns: the character that terminals take commands after, and the one that ends some. */
export const ESC = String.raw`\u001b`;
const BEL = String.raw`\u0007`;

/** What may be between two characters and is neither seen nor meant. */
const UNSEEN = new RegExp(
  String.raw`([${ZERO_WIDTH}]{1,64})|(?:${ESC}|\\{1,16}(?:u001b|x1b|033|e)|\^\[)\[[\d;]{0,24}[A-Za-z]|${ESC}\]8;[^${BEL}${ESC}]{0,512}(?:${BEL}|${ESC}\\)`,
  'iy',
);

const JOINS: readonly (readonly [pattern: RegExp, kind: Escape])[] = [
  [/=[ \t]{0,8}\r?\n/y, 'quoted-printable'],
  [
    /(?:[ \t]{0,80}\\{0,16}(?:\r?\n|\r)|[ \t]{0,80}(?:\\{1,16}r)?\\{1,16}n)(?:\\{1,16}t|[ \t]){0,80}(?:(?:>|\||#|\*|\/\/)[ \t]{0,8}){0,6}/y,
    'line breaks',
  ],
  [
    /\\{0,16}["'`]\s{0,80}(?:\.\.|<>|\|\||& ?_|[+.&~\\])?\s{0,80}(?:[bruf]{1,2}|[@$])?\\{0,16}["'`]/y,
    'joined strings',
  ],
];

const FIRST_ESCAPES = '\\%&=\uff0b\uff0f\uff1d\uff0d\uff3f\uff1a';

/** A part of what was read, and where it is in the text. */
interface Piece {
  /** Index of its first character in what was read. */
  readonly at: number;
  readonly start: number;
  /** Where the one character that is escaped ends; undefined where the piece is as it is. */
  readonly end?: number;
}

export class Unescaped {
  /** What has been read so far: the characters of the alphabet, then `=`. */
  text = '';
  /** Nothing that could belong follows. */
  ended = false;
  private at: number;
  private pieces: Piece[] = [];
  private undone: { readonly at: number; readonly kind: Escape }[] = [];

  constructor(
    readonly source: string,
    readonly start: number,
    private readonly alphabet: Alphabet,
    private reach: Reach,
  ) {
    this.at = start;
  }

  /** Reads on until so many characters are there, or it ends. */
  grow(length: number): void {
    while (!this.ended && this.text.length < length) {
      if (!this.run(length) && !this.escape() && !this.join()) this.ended = true;
    }
  }

  /** Goes back to behind the first so many characters, to read on without joining anything. */
  rewind(length: number): void {
    this.at = this.end(length);
    this.text = this.text.slice(0, length);
    this.pieces = this.pieces.filter(({ at }) => at < length);
    this.undone = this.undone.filter(({ at }) => at < length);
    this.reach = { joins: false, spaces: false };
    this.ended = false;
  }

  /** Up to here in the text it has been read. */
  get readTo(): number {
    return this.at;
  }

  /** Where the first so many characters end in the text. */
  end(length: number): number {
    const piece = this.pieces.findLast(({ at }) => at < length);
    if (!piece) return this.at;
    return piece.end ?? piece.start + length - piece.at;
  }

  /** Before which characters pieces were put together. */
  seams(): number[] {
    return this.undone
      .filter(({ kind }) => kind === 'line breaks' || kind === 'joined strings')
      .map(({ at }) => at);
  }

  /** Whether so many characters are all, or another piece follows, which may not belong. */
  endsAt(length: number): boolean {
    return this.text.length === length || this.seams().includes(length);
  }

  /** What was undone for the first so many characters. */
  escapes(length: number): Escape[] {
    return [...new Set(this.undone.filter(({ at }) => at < length).map(({ kind }) => kind))];
  }

  private run(length: number): boolean {
    if (this.text.endsWith('=')) return this.padding();
    const { source, at } = this;
    const table = MEMBERS[this.alphabet];
    const most = Math.min(source.length, at + length - this.text.length);
    let end = at;
    while (end < most && table[source.charCodeAt(end)] === 1) end++;
    if (end === at) return this.padding();
    this.pieces.push({ at: this.text.length, start: at });
    this.text += source.slice(at, end);
    this.at = end;
    return true;
  }

  private padding(): boolean {
    if (this.source[this.at] !== '=' || !this.mayPad() || this.isMore()) return false;
    this.pieces.push({ at: this.text.length, start: this.at });
    this.text += '=';
    this.at++;
    return true;
  }

  /** Whether `=` is the beginning of something else, as mail has it. */
  private isMore(): boolean {
    if (this.reach.joins && matchAt(JOINS[0]?.[0] as RegExp, this.source, this.at)) return true;
    const next = matchAt(ESCAPED, this.source, this.at);
    return next !== null && this.belongs(charOf(next));
  }

  private mayPad(): boolean {
    return this.alphabet.startsWith('base64') && !this.text.endsWith('==');
  }

  private escape(): boolean {
    if (!FIRST_ESCAPES.includes(this.source[this.at] ?? ' ')) return this.space();
    const found = matchAt(ESCAPED, this.source, this.at);
    if (!found) return false;
    const character = charOf(found);
    const end = this.at + found[0].length;
    if (this.reach.joins && (character === '\n' || character === '\r')) {
      this.note('line breaks');
    } else if (this.belongs(character)) {
      this.note(escapeOf(found));
      this.pieces.push({ at: this.text.length, start: this.at, end });
      this.text += character;
    } else {
      return false;
    }
    this.at = end;
    return true;
  }

  private space(): boolean {
    if (!this.reach.spaces || this.source[this.at] !== ' ') return false;
    if (!/[A-Za-z0-9+/_ -]/.test(this.source[this.at + 1] ?? '')) return false;
    this.note('spaces for +');
    this.pieces.push({ at: this.text.length, start: this.at, end: this.at + 1 });
    this.text += '+';
    this.at++;
    return true;
  }

  private belongs(character: string): boolean {
    if (character === '=') return this.mayPad();
    if (this.text.endsWith('=')) return false;
    return MEMBERS[this.alphabet][character.charCodeAt(0)] === 1;
  }

  private join(): boolean {
    const unseen = matchAt(UNSEEN, this.source, this.at);
    if (unseen) {
      this.note(unseen[1] === undefined ? 'terminal colours' : 'invisible characters');
      this.at += unseen[0].length;
      return true;
    }
    if (!this.reach.joins) return false;
    for (const [pattern, kind] of JOINS) {
      const found = matchAt(pattern, this.source, this.at);
      if (!found) continue;
      this.note(kind);
      this.at += found[0].length;
      return true;
    }
    return false;
  }

  private note(kind: Escape): void {
    this.undone.push({ at: this.text.length, kind });
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function charOf([
  ,
  unit,
  braced,
  octal,
  bare,
  percent,
  hex,
  decimal,
  entity,
  quoted,
  wide,
]: RegExpExecArray) {
  const code = unit ?? braced ?? percent ?? hex ?? quoted;
  if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
  if (decimal !== undefined) return String.fromCharCode(Number(decimal));
  if (entity !== undefined) return ENTITIES[entity.toLowerCase()] as string;
  if (wide !== undefined) return String.fromCharCode(wide.charCodeAt(0) - FULL_WIDTH);
  return bare as string;
}

function escapeOf([all]: RegExpExecArray): Escape {
  switch (all[0]) {
    case '\\':
      return 'backslashes';
    case '%':
      return 'percent-encoding';
    case '&':
      return 'HTML entities';
    case '=':
      return 'quoted-printable';
    default:
      return 'full-width characters';
  }
}
