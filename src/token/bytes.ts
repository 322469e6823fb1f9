import { TokenError } from '../errors.js';
import type { TokenText } from './model.js';

/**
 * Reads Agora's little-endian structures. Every read is bounds-checked and names its field, so that
 * a cut token can be reported by what is missing.
 */
export class ByteReader {
  private readonly view: DataView;
  offset = 0;

  /** @param whole what the bytes are, for messages: `payload`, `content` … */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly whole: string,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.bytes.length - this.offset;
  }

  u16(field: string): number {
    return this.view.getUint16(this.advance(2, field), true);
  }

  i16(field: string): number {
    return this.view.getInt16(this.advance(2, field), true);
  }

  u32(field: string): number {
    return this.view.getUint32(this.advance(4, field), true);
  }

  /** So many raw bytes: a view, not a copy. */
  take(length: number, field: string): Uint8Array {
    const start = this.advance(length, field);
    return this.bytes.subarray(start, start + length);
  }

  /** A u16 length and that many bytes. */
  str(field: string): Uint8Array {
    return this.take(this.u16(`length of ${field}`), field);
  }

  /** A length-prefixed text. */
  text(field: string): TokenText {
    return tokenText(this.str(field));
  }

  /** All that has not been read. */
  rest(): Uint8Array {
    return this.bytes.subarray(this.offset);
  }

  /** u16 count, then u16 key and u32 value each: entries in the order received. */
  map32(field: string): (readonly [key: number, value: number])[] {
    const count = this.u16(`number of ${field}`);
    const entries: (readonly [number, number])[] = [];
    for (let i = 0; i < count; i++) {
      const label = `${field} ${i + 1} of ${count}`;
      entries.push([this.u16(label), this.u32(label)]);
    }
    return entries;
  }

  private advance(length: number, field: string): number {
    const start = this.offset;
    if (length > this.remaining) {
      const missing = length - this.remaining;
      throw new TokenError(
        'truncated',
        `the token is cut short: the ${field} needs ${bytes(length)} at byte ${start} of the ${this.whole}, and ${missing} of them ${missing === 1 ? 'is' : 'are'} missing`,
        'Copy the whole token again; it was cut at the end.',
      );
    }
    this.offset = start + length;
    return start;
  }
}

/** `1 byte`, `2 bytes`. */
export function bytes(count: number): string {
  return `${count} byte${count === 1 ? '' : 's'}`;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 text, or the bytes in hex where they are not UTF-8. */
export function tokenText(bytes: Uint8Array): TokenText {
  try {
    return utf8.decode(bytes);
  } catch {
    return { hex: toHex(bytes) };
  }
}

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}
