/** Writes Agora's little-endian structures into an array that grows. Numbers that do not fit throw. */
export class ByteWriter {
  private array = new Uint8Array(512);
  private length = 0;

  u16(value: number): void {
    this.number(value, 2, 0, 0xffff);
  }

  i16(value: number): void {
    this.number(value, 2, -0x8000, 0x7fff);
  }

  u32(value: number): void {
    this.number(value, 4, 0, 0xffff_ffff);
  }

  private number(value: number, size: number, least: number, most: number): void {
    if (!(value >= least && value <= most)) {
      throw new RangeError(`${value} does not fit: ${least} to ${most} is expected`);
    }
    this.makeRoom(size);
    for (let byte = 0; byte < size; byte++) this.array[this.length++] = value >>> (8 * byte);
  }

  /** A u16 length and the text in UTF-8. */
  str(text: string): void {
    // At most three bytes for each UTF-16 unit.
    this.makeRoom(2 + 3 * text.length);
    const target = this.array.subarray(this.length + 2);
    const size = isAscii(text, target) ? text.length : utf8.encodeInto(text, target).written;
    this.u16(size);
    this.length += size;
  }

  /** A u16 length and the bytes. */
  bytes(bytes: Uint8Array): void {
    this.u16(bytes.length);
    this.makeRoom(bytes.length);
    this.array.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** What was written from an offset on: a view, until more is written. */
  written(from = 0): Uint8Array {
    return this.array.subarray(from, this.length);
  }

  /** Starts again. */
  clear(): void {
    this.length = 0;
  }

  private makeRoom(size: number): void {
    const needed = this.length + size;
    if (needed <= this.array.length) return;
    const larger = new Uint8Array(2 * needed);
    larger.set(this.written());
    this.array = larger;
  }
}

const utf8 = new TextEncoder();

/** Whether a text is ASCII, which is then in the target: mostly it is, and TextEncoder takes longer. */
function isAscii(text: string, target: Uint8Array): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) return false;
    target[at] = code;
  }
  return true;
}
