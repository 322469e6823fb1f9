import { orRefuted, TokenError } from '../errors.js';
import { wholeBytes } from '../token/base64.js';
import { decodeText } from '../token/decode.js';
import { PREFIX_LENGTH } from '../token/detect.js';
import { contentLength005 } from '../token/formats/005.js';
import { CONTENT_START_006, contentLength006 } from '../token/formats/006.js';
import { dynamicKeyLength } from '../token/formats/dynamic-key.js';
import { inflate, isZlibHeader } from '../token/inflate.js';
import { MAX_PAYLOAD_BYTES } from '../token/limits.js';
import type { Instant, ParsedToken, TokenFormat } from '../token/model.js';
import type { TokenRuntime } from '../token/runtime.js';
import { type Alphabet, ESC, type Escape, type Reach, Unescaped } from './unescape.js';

/** A token that was read out of a text, which proved itself. */
export interface Proved {
  readonly parsed: ParsedToken;
  /** Where it ends in the text. */
  readonly end: number;
  readonly escapes: readonly Escape[];
}

/** What begins like a token and is none that can be read. */
export interface Unproved {
  /** As far as it could be read, with nothing joined. */
  readonly text: string;
  /** Where that ends in the text. */
  readonly end: number;
  /** How many characters had to be looked at. */
  readonly looked: number;
  /** Up to here the text alone refutes it; undefined where what is in front matters as well. */
  readonly refutedBy?: number | undefined;
}

/** Longer candidates are given up: the largest lists of permissions that a header takes are shorter. */
export const MAX_LENGTH = 64 * 1024;
/** What 006 and 005 tokens are far below: some lengths and a few privileges. */
const MAX_CONTENT_LENGTH = 2048;
/** A whiteboard token has about 250 characters, and nothing but its end tells how many. */
const MAX_WHITEBOARD_LENGTH = 4096;
/** What is looked at grows by this factor, as long as there is no reason to give up. */
const LOOK_FURTHER = 4;

/** 2010-01-01 and 2100-01-01: times of keys that nothing else proves. */
const EARLIEST = 1_262_304_000;
const LATEST = 4_102_444_800;

/** Each reaches further than the one before, and is tried where that one met an end inside the token. */
const REACHES: readonly Reach[] = [
  { joins: false, spaces: false },
  { joins: true, spaces: false },
  { joins: true, spaces: true },
];

/**
 * How many of the characters are the token; `cut` where they end before it does, undefined where they
 * are none.
 */
type Measure = (
  reader: Unescaped,
  runtime: TokenRuntime,
  most: number,
) => number | 'cut' | undefined;

interface Kind {
  readonly alphabet: Alphabet;
  /** How many characters are looked at first: they refute most of what is none. */
  readonly look: number;
  readonly measure: Measure;
  /** What else must hold of what was read. */
  readonly holds?: (proved: Proved, reader: Unescaped) => boolean;
}

/** How 006 and 005 begin, also where they break off: behind the App ID, and behind the service type, a length. */
const HEAD_006 = /^0(?:0(?:6(?:[0-9a-f]{0,31}|[0-9a-f]{32}(?:IA?)?))?)?$/i;
const HEAD_005 = /^0(?:0(?:5(?:[\w+/-]{0,2}|[\w+/-]{2}Ao?))?)?$/;

/** The formats whose end can be told from what is inside them. */
export type MeasuredFormat = Exclude<TokenFormat, `whiteboard-${string}`>;

const KINDS: Readonly<Record<MeasuredFormat, Kind>> = {
  '007': { alphabet: 'base64', look: 64, measure: measure007 },
  '006': {
    alphabet: 'base64',
    look: 128,
    measure: (reader, runtime) =>
      HEAD_006.test(reader.text.slice(0, CONTENT_START_006 + 2))
        ? measureContent(reader, CONTENT_START_006, contentLength006, runtime)
        : undefined,
    holds: exact,
  },
  '005': {
    alphabet: 'base64',
    look: 128,
    measure: (reader, runtime) =>
      HEAD_005.test(reader.text.slice(0, PREFIX_LENGTH + 4))
        ? measureContent(reader, PREFIX_LENGTH, contentLength005, runtime)
        : undefined,
    holds: exact,
  },
  '004': fixed('004'),
  '003': fixed('003'),
  'dynamic-key-2': fixed('dynamic-key-2'),
  'dynamic-key-1': fixed('dynamic-key-1'),
  signaling: { alphabet: 'signaling', look: 96, measure: measureSignaling, holds: exact },
};

/**
 * Reads the token of this format that begins here, if it proves itself: 007 by its checksum, the
 * others by exact lengths.
 * @param most how many characters are looked at
 */
export function proveAt(
  source: string,
  at: number,
  format: MeasuredFormat,
  runtime: TokenRuntime,
  most = MAX_LENGTH,
): Proved | Unproved {
  const kind = KINDS[format];
  let first: Omit<Unproved, 'looked'> | undefined;
  let looked = 0;
  let refutedBy: number | undefined = at;
  for (const reach of REACHES) {
    // Only base64 has a +.
    if (reach.spaces && kind.alphabet !== 'base64') break;
    const reader = new Unescaped(source, at, kind.alphabet, reach);
    reader.grow(kind.look);
    const length = kind.measure(reader, runtime, most);
    looked += reader.text.length;
    if (typeof length === 'number') {
      const proved = provedBy(reader, length, runtime);
      if (proved?.parsed.token.format === format && kind.holds?.(proved, reader) !== false) {
        return proved;
      }
      refutedBy = undefined;
    }
    if (refutedBy !== undefined) refutedBy = Math.max(refutedBy, reader.readTo);
    first ??= { text: reader.text, end: reader.end(reader.text.length) };
    if (length !== 'cut') break;
  }
  return { ...(first as Unproved), looked, refutedBy };
}

function provedBy(reader: Unescaped, length: number, runtime: TokenRuntime): Proved | undefined {
  const parsed = tryDecode(detached(reader.text.slice(0, length)), runtime);
  return parsed && { parsed, end: reader.end(length), escapes: reader.escapes(length) };
}

function tryDecode(text: string, runtime: TokenRuntime): ParsedToken | undefined {
  const read = orRefuted(() => decodeText(text, runtime));
  return read instanceof TokenError ? undefined : read;
}

/** A copy: a part of a text would keep all of it in memory. */
export function detached(text: string): string {
  return JSON.parse(JSON.stringify(text));
}

/**
 * Reads more and more characters until their bytes tell where the token ends.
 * @param lengthOf how many bytes the token has; undefined: it is not a token
 */
function measured(
  reader: Unescaped,
  from: number,
  most: number,
  runtime: TokenRuntime,
  lengthOf: (bytes: Uint8Array | undefined) => number | 'more' | undefined,
): number | 'cut' | undefined {
  for (let look = reader.text.length; ; look *= LOOK_FURTHER) {
    reader.grow(look);
    const length = lengthOf(wholeBytes(reader.text, from, runtime));
    if (length !== 'more') return length && withPadding(reader, from, length);
    if (reader.ended) return 'cut';
    if (look >= most) return undefined;
  }
}

/** Where a zlib stream ends is in the stream, and the Adler-32 behind it proves it. */
function measure007(reader: Unescaped, runtime: TokenRuntime, most: number) {
  return measured(reader, PREFIX_LENGTH, most, runtime, (bytes) => {
    if (!bytes || !isZlibHeader(bytes[0] ?? 0, bytes[1] ?? 0)) {
      return reader.text.length < PREFIX_LENGTH + 4 ? 'more' : undefined;
    }
    const inflated = inflate(bytes, MAX_PAYLOAD_BYTES);
    if (inflated.ok) return inflated.consumed;
    const isCut = inflated.reason === 'truncated' && beginsLikePayload(inflated.partial);
    return isCut ? 'more' : undefined;
  });
}

/** The lengths of the signature and of the App ID, as far as they are there. */
function beginsLikePayload(bytes: Uint8Array): boolean {
  return [
    [0, 32],
    [1, 0],
    [34, 32],
    [35, 0],
  ].every(([at, value]) => bytes[at as number] === undefined || bytes[at as number] === value);
}

function measureContent(
  reader: Unescaped,
  from: number,
  lengthOf: (content: Uint8Array) => number,
  runtime: TokenRuntime,
) {
  return measured(reader, from, MAX_CONTENT_LENGTH, runtime, (bytes) => {
    const length = bytes && orRefuted(() => lengthOf(bytes));
    if (!(length instanceof TokenError)) return length;
    return length.reason === 'truncated' ? 'more' : undefined;
  });
}

/** The characters that so many bytes take, and as many `=` as follow and belong. */
function withPadding(reader: Unescaped, from: number, bytes: number): number {
  const characters = Math.ceil((bytes * 4) / 3);
  const wanted = (4 - (characters % 4)) % 4;
  const end = from + characters;
  const joined = paddingAt(reader, end, wanted);
  if (joined === wanted) return end + joined;
  // The end of a line behind the last = is no soft line break of a mail.
  reader.rewind(end);
  return end + paddingAt(reader, end, wanted);
}

function paddingAt(reader: Unescaped, end: number, wanted: number): number {
  reader.grow(end + wanted);
  let padding = 0;
  while (padding < wanted && reader.text[end + padding] === '=') padding++;
  return padding;
}

function fixed(format: '004' | '003' | 'dynamic-key-2' | 'dynamic-key-1'): Kind {
  const length = dynamicKeyLength(format);
  const prefix = format.startsWith('00') ? PREFIX_LENGTH : 0;
  return {
    alphabet: 'hex',
    look: length + 1,
    measure: (reader) => {
      if (!mayBeKey(reader.text.slice(prefix))) return undefined;
      if (reader.text.length < length) return 'cut';
      return reader.endsAt(length) ? length : undefined;
    },
    holds: (proved, reader) => {
      const { issuedAt, expiresAt } = proved.parsed.token;
      return (
        exact(proved, reader) &&
        !/[A-Za-z0-9]/.test(reader.source[proved.end] ?? '') &&
        delimitedBefore(reader.source, reader.start) &&
        isPlausible(issuedAt) &&
        isPlausible(expiresAt) &&
        !isInDump(reader, proved.end)
      );
    },
  };
}

/**
 * Whether the lines around are as long and hex too, and no keys: random hex has a line now and then
 * that looks like one.
 */
function isInDump({ source, start }: Unescaped, end: number): boolean {
  const length = end - start;
  const before = /([0-9a-f]+)\r?\n$/i.exec(
    source.slice(Math.max(0, start - length - 2), start),
  )?.[1];
  const after = /^\r?\n([0-9a-f]+)/i.exec(source.slice(end, end + length + 2))?.[1];
  return [before, after].some((line) => {
    if (line?.length !== length) return false;
    const time = line.slice(ISSUE_TIME_FROM_SIGNATURE, ISSUE_TIME_FROM_SIGNATURE + 10);
    return !/^[1-4]\d{9}$/.test(time);
  });
}

/** Behind the signature and the App ID. */
const ISSUE_TIME_FROM_SIGNATURE = 72;

/** As far as it goes: the signature is in lower case, and the issue time a time after 2001. */
function mayBeKey(text: string): boolean {
  return (
    /^[0-9a-f]*$/.test(text.slice(0, SIGNATURE_LENGTH)) &&
    /^(?:[1-4]\d*)?$/.test(text.slice(ISSUE_TIME_FROM_SIGNATURE, ISSUE_TIME_FROM_SIGNATURE + 10))
  );
}

const SIGNATURE_LENGTH = 40;

function isPlausible(time: Instant | null | undefined): boolean {
  return !time || (time.unix >= EARLIEST && time.unix <= LATEST);
}

function measureSignaling(reader: Unescaped): number | 'cut' | undefined {
  const { text, ended } = reader;
  const whole = /^1:[0-9a-f]{32}:\d{1,15}:[0-9a-f]{32}/i.exec(text)?.[0].length;
  if (whole !== undefined) return reader.endsAt(whole) ? whole : undefined;
  return ended && /^1(?::[0-9a-f]{0,32}(?::\d{0,15}(?::[0-9a-f]{0,31})?)?)?$/i.test(text)
    ? 'cut'
    : undefined;
}

/** Every length fits, and what stands beside it is not more of it. */
function exact(proved: Proved, { source }: Unescaped): boolean {
  const { parsed, end, escapes } = proved;
  if (hasMore(proved)) return false;
  if (/[A-Za-z0-9+/]/.test(source[end] ?? '') && !BEGINNING.test(source.slice(end, end + 12))) {
    return false;
  }
  // What was joined was joined by guess, and no checksum confirms it.
  const joined = escapes.some((kind) => GUESSED.includes(kind));
  const isKnown = parsed.findings.every(({ code }) => code !== 'unknown-privilege');
  return !joined || (isKnown && hasPlausibleTimes(parsed));
}

const GUESSED: readonly Escape[] = ['line breaks', 'joined strings', 'spaces for +'];

/** How the token begins that another one is glued to. */
const BEGINNING = /^(?:00[3-7]|NETLESS|1:)/;

function hasPlausibleTimes({ token }: ParsedToken): boolean {
  // What was read last is what a wrong piece would have made: in a 006 token that is a privilege.
  const privileges = token.services?.flatMap((service) => service.privileges) ?? [];
  return privileges.length > 0
    ? privileges.every(({ expiresAt }) => isPlausible(expiresAt))
    : isPlausible(token.issuedAt) && isPlausible(token.expiresAt);
}

const ESCAPE_AT_END = new RegExp(
  String.raw`(?:%(?:25)*[0-9a-f]{2}|\\(?:u00[0-9a-f]{2}|x[0-9a-f]{2}|[nrt])|=[0-9a-f]{2}|(?:${ESC}|u001b|x1b|033)\[[\d;]*[a-z])$`,
  'i',
);

/** Whether a new word begins here, also behind an escape or a change of colour. */
export function delimitedBefore(source: string, at: number): boolean {
  if (!/[A-Za-z0-9]/.test(source[at - 1] ?? '')) return true;
  return ESCAPE_AT_END.test(source.slice(Math.max(0, at - 32), at));
}

/**
 * The same for a whiteboard token. Its query proves it, and nothing in it tells where it ends: the
 * shortest that reads is taken, unless its uuid looks cut.
 */
export function proveWhiteboardAt(
  source: string,
  at: number,
  runtime: TokenRuntime,
): Proved | Unproved | undefined {
  let first: Unproved | undefined;
  let fallback: Proved | undefined;
  // Where another begins, this one has ended.
  const next = source.slice(at + 1, at + MAX_WHITEBOARD_LENGTH).indexOf('NETLESS') + 1;
  for (const reach of REACHES.slice(0, 2)) {
    const reader = new Unescaped(source, at, 'base64url', reach);
    reader.grow(WHITEBOARD_START);
    if (!WHITEBOARD.test(reader.text)) return undefined;
    reader.grow(next > 0 ? Math.max(next, WHITEBOARD_START) : MAX_WHITEBOARD_LENGTH);
    first ??= {
      text: reader.text,
      end: reader.end(reader.text.length),
      looked: reader.text.length,
    };
    for (const proved of whiteboards(reader, runtime)) {
      if (hasUsualUuid(proved.parsed)) return proved;
      if (!fallback || proved.end > fallback.end) fallback = proved;
    }
  }
  return fallback ?? first;
}

function* whiteboards(reader: Unescaped, runtime: TokenRuntime): Generator<Proved> {
  for (const length of whiteboardEnds(reader)) {
    const proved = length < SHORTEST_WHITEBOARD ? undefined : provedBy(reader, length, runtime);
    if (proved && !hasMore(proved)) yield proved;
  }
}

const hasMore = ({ parsed }: Proved) =>
  parsed.findings.some(({ code }) => code === 'trailing-bytes');

const NARROWEST = 40;

/** The prefix. */
const WHITEBOARD_START = 12;
/** An access key, and a signature of 64 characters: `ak=a&sig=…`. */
const SHORTEST_WHITEBOARD = WHITEBOARD_START - 1 + Math.ceil((73 * 4) / 3);

const WHITEBOARD = /^NETLESS(?:SDK|ROOM|TASK)_/;

function whiteboardEnds(reader: Unescaped): number[] {
  const { text } = reader;
  const next = text.slice(1).search(/NETLESS(?:SDK|ROOM|TASK)_|007eJ/) + 1;
  const end = next > 0 ? next : text.length;
  const bare = text.slice(0, end).replace(/[_-]{1,3}$/, '').length;
  const [first = end] = reader.seams();
  // Nobody wraps that early: what follows is another line.
  if (first < NARROWEST) return [first];
  return [...reader.seams().filter((seam) => seam < end), end, bare];
}

function hasUsualUuid({ token: { uuid } }: ParsedToken): boolean {
  return (
    uuid === undefined ||
    (typeof uuid === 'string' &&
      /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(uuid))
  );
}
