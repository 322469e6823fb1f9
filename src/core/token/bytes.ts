import { TokenError } from '../errors.js';
import { type Finding, finding } from '../finding.js';
import { count, verb } from '../text/count.js';
import { cutShort } from './cut.js';
import { MAX_ENTRIES, MAX_SERVICES, tooLarge } from './limits.js';
import type { TokenText } from './model.js';

/**
 * Reads Agora's little-endian structures. Every read is bounds-checked and names its field, so that
 * a cut token can be reported by what is missing.
 */
export class ByteReader {
  offset = 0;
  /** What the fields read from here on belong to, for messages: ` of the RTC service`. */
  owner = '';

  /** @param whole what the bytes are, for messages: `payload`, `content` … */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly whole: string,
  ) {}

  get remaining(): number {
    return this.bytes.length - this.offset;
  }

  u16(field: string): number {
    const at = this.advance(2, field);
    return this.byte(at) | (this.byte(at + 1) << 8);
  }

  /**
   * How many of something follow.
   * @throws TokenError `too-large` where it is more than any token has, together with what came before
   */
  count(noun: Counted, field: string): number {
    const number = this.u16(field);
    this.counted[noun] += number;
    if (this.counted[noun] > MOST[noun]) throw tooLarge(`more than ${MOST[noun]} ${noun}`);
    return number;
  }

  private readonly counted: Record<Counted, number> = {
    services: 0,
    'privileges and names': 0,
    lists: 0,
  };

  i16(field: string): number {
    return (this.u16(field) << 16) >> 16;
  }

  u32(field: string): number {
    const at = this.advance(4, field);
    const low = this.byte(at) | (this.byte(at + 1) << 8);
    return (low | (this.byte(at + 2) << 16) | (this.byte(at + 3) << 24)) >>> 0;
  }

  // A DataView for every token takes longer than its reads.
  private byte(at: number): number {
    return this.bytes[at] as number;
  }

  /** So many raw bytes: a view, not a copy. */
  take(length: number, field: string): Uint8Array {
    const start = this.advance(length, field);
    return this.bytes.subarray(start, start + length);
  }

  /** A u16 length and that many bytes. */
  str(field: string): Uint8Array {
    return this.take(this.length(field), field);
  }

  /**
   * The same where the format fixes the length.
   * @throws TokenError `not-a-token` where another length is announced
   */
  strOf(expected: number, field: string): Uint8Array {
    const announced = this.length(field);
    if (announced !== expected) {
      throw new TokenError(
        'not-a-token',
        `the ${field} has ${count(expected, 'byte')} in this format; here ${count(announced, 'byte')} ${verb(announced, 'is')} announced, so this is other data`,
        'Copy the token again, and check that nothing changed its first characters.',
      );
    }
    return this.take(expected, field);
  }

  /** A length-prefixed text. */
  text(field: string): TokenText {
    const length = this.length(field);
    const start = this.advance(length, field);
    return tokenText(this.bytes, start, start + length);
  }

  /** All that has not been read. */
  rest(): Uint8Array {
    return this.bytes.subarray(this.offset);
  }

  private length(field: string): number {
    if (this.remaining < 2) throw this.tooShort(2, `length of the ${field}`);
    return this.u16(field);
  }

  private advance(length: number, field: string): number {
    const start = this.offset;
    if (length > this.bytes.length - start) throw this.tooShort(length, field);
    this.offset = start + length;
    return start;
  }

  private tooShort(length: number, field: string): TokenError {
    const missing = length - this.remaining;
    return cutShort(
      `the ${field}${this.owner} needs ${count(length, 'byte')} at byte ${this.offset} of the ${this.whole}, and ${missing} of them ${verb(missing, 'is')} missing`,
    );
  }
}

/** `ByteReader`, or a class of its own that looks on while a token is read. */
export type ReaderClass = new (bytes: Uint8Array, whole: string) => ByteReader;

type Counted = 'services' | 'privileges and names' | 'lists';

const MOST: Readonly<Record<Counted, number>> = {
  services: MAX_SERVICES,
  'privileges and names': MAX_ENTRIES,
  lists: MAX_ENTRIES,
};

/**
 * The finding for what stands behind the end, if anything does.
 * @param whole what it stands behind, with its article
 */
export function leftOver(
  number: number,
  whole: string,
  noun: 'byte' | 'character' = 'byte',
): Finding[] {
  if (number === 0) return [];
  return [
    finding(
      'trailing-bytes',
      `${count(number, `extra ${noun}`)} after the end of ${whole}`,
      'Copy the token again: something was pasted after it.',
    ),
  ];
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Up to here ASCII is faster turned to text in one call than by TextDecoder. */
const SHORT_TEXT = 256;

/** UTF-8 text, or the bytes in hex where they are not UTF-8. */
export function tokenText(source: Uint8Array, start = 0, end = source.length): TokenText {
  const ascii = end - start <= SHORT_TEXT ? asciiText(source, start, end) : undefined;
  if (ascii !== undefined) return ascii;
  const part = source.subarray(start, end);
  try {
    return utf8.decode(part);
  } catch {
    return { hex: toHex(part) };
  }
}

function asciiText(source: Uint8Array, start: number, end: number): string | undefined {
  const codes: number[] = [];
  for (let at = start; at < end; at++) {
    const byte = source[at] as number;
    if (byte >= 0x80) return undefined;
    codes.push(byte);
  }
  return fromCodes(codes);
}

const DIGITS = '0123456789abcdef';
/** The character codes of the high and the low digit of every byte. */
const HEX = new Uint8Array(512);
for (let byte = 0; byte < 256; byte++) {
  HEX[2 * byte] = DIGITS.charCodeAt(byte >> 4);
  HEX[2 * byte + 1] = DIGITS.charCodeAt(byte & 0x0f);
}
/** So many bytes at once: a call takes only so many arguments. */
const RUN = 1024;

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (let start = 0; start < bytes.length; start += RUN) {
    hex += runToHex(bytes.subarray(start, start + RUN));
  }
  return hex;
}

function runToHex(bytes: Uint8Array): string {
  const codes: number[] = [];
  for (const byte of bytes) codes.push(HEX[2 * byte] as number, HEX[2 * byte + 1] as number);
  return fromCodes(codes);
}

/** One flat string: put together piece by piece it would take many times the memory. */
function fromCodes(codes: readonly number[]): string {
  return String.fromCharCode(...codes);
}

/** A string with one character per byte (Latin-1), as `btoa` takes it. */
export function toBinary(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += RUN) {
    binary += String.fromCharCode(...bytes.subarray(start, start + RUN));
  }
  return binary;
}

/** The bytes of a string that has one character per byte. */
export function fromBinary(binary: string): Uint8Array {
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** The bytes of an even number of hex digits. */
export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) =>
    Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16),
  );
}
