import { unmarkedUtf16 } from '../../core/text/utf8.js';

/**
 * Text out of bytes, of which every part can be turned back into exactly the bytes that it was: UTF-8,
 * UTF-16, and bytes that are neither.
 */
export class LosslessText {
  /** How the text that has been given and not turned back was encoded, in order. */
  private readonly segments: { encoding: Encoding; text: string }[] = [];
  /** Bytes whose character has not come as a whole. */
  private rest: Uint8Array = new Uint8Array(0);
  private utf16: 'utf16le' | 'utf16be' | undefined;
  private started = false;

  push(bytes: Uint8Array): string {
    const all = Buffer.concat([this.rest, bytes]);
    if (!this.started && all.length < 4) {
      this.rest = all;
      return '';
    }
    if (!this.started) this.utf16 = utf16Of(all);
    this.started = true;
    const whole = all.length - (this.utf16 ? all.length % 2 : unfinished(all));
    this.rest = all.subarray(whole);
    return this.decode(all.subarray(0, whole));
  }

  /** What is left where the bytes end. */
  end(): string {
    const { rest } = this;
    this.rest = new Uint8Array(0);
    return this.add('latin1', Buffer.from(rest));
  }

  /** The bytes of the next so many characters. */
  take(length: number): Uint8Array {
    const parts: Uint8Array[] = [];
    for (let wanted = length; wanted > 0; ) {
      const [segment] = this.segments;
      if (!segment) throw new RangeError('more than was given');
      const part = segment.text.slice(0, wanted);
      parts.push(encode(part, segment.encoding));
      wanted -= part.length;
      segment.text = segment.text.slice(part.length);
      if (segment.text === '') this.segments.shift();
    }
    return Buffer.concat(parts);
  }

  /** Another text in the place of the next so many characters, as these are encoded. */
  replace(length: number, instead: string): Uint8Array {
    const encoding = this.segments[0]?.encoding ?? 'utf8';
    this.take(length);
    return encode(instead, encoding === 'latin1' ? 'utf8' : encoding);
  }

  private decode(bytes: Buffer): string {
    if (this.utf16) return this.add(this.utf16, bytes);
    try {
      utf8.decode(bytes);
      return this.add('utf8', bytes);
    } catch {
      return this.add('latin1', bytes);
    }
  }

  private add(encoding: Encoding, bytes: Buffer): string {
    if (bytes.length === 0) return '';
    const text =
      encoding === 'utf16be'
        ? Buffer.from(bytes).swap16().toString('utf16le')
        : bytes.toString(encoding);
    this.segments.push({ encoding, text });
    return text;
  }
}

type Encoding = 'utf8' | 'latin1' | 'utf16le' | 'utf16be';

const utf8 = new TextDecoder('utf-8', { fatal: true });

function encode(text: string, encoding: Encoding): Buffer {
  return encoding === 'utf16be'
    ? Buffer.from(text, 'utf16le').swap16()
    : Buffer.from(text, encoding);
}

const UNMARKED: Readonly<Record<string, 'utf16le' | 'utf16be'>> = {
  'utf-16le': 'utf16le',
  'utf-16be': 'utf16be',
};

function utf16Of(bytes: Uint8Array): 'utf16le' | 'utf16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf16be';
  return UNMARKED[unmarkedUtf16(bytes) ?? ''];
}

/** How many bytes at the end are the beginning of a UTF-8 character. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const needed = 2 + Number(byte >= 0xe0) + Number(byte >= 0xf0);
      return needed > back ? back : 0;
    }
  }
  return 0;
}
