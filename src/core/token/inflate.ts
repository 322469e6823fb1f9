import {
  adler32,
  DISTANCE_BASE,
  DISTANCE_BITS,
  END_OF_BLOCK,
  LENGTH_BASE,
  LENGTH_BITS,
} from './zlib-format.js';

/**
 * Inflates the zlib stream (RFC 1950 and 1951) of a 007 token.
 *
 * Why not the platform's zlib: setting one up costs more than the ~150 bytes of a token are worth;
 * it cannot tell bits that no byte is made of, in which a changed character could hide; it does not
 * say what a cut stream held; and here Node.js and browsers run the same code. The tests hold it
 * against Node.js' zlib.
 */

export type Inflated =
  | {
      readonly ok: true;
      readonly bytes: Uint8Array;
      /** How many bytes of the input the stream took; the rest is not part of it. */
      readonly consumed: number;
      /** Bits that fill up the last byte of a block, and are zero in what compressors write, are not. */
      readonly strayBits: boolean;
    }
  | { readonly ok: false; readonly reason: 'bad-compression' | 'too-large' | 'bad-checksum' }
  | {
      readonly ok: false;
      readonly reason: 'truncated';
      /** What came out up to the cut. */
      readonly partial: Uint8Array;
      /** The data is whole, and so many bytes of the checksum behind it are missing. */
      readonly checksumBytesMissing?: number;
    };

/** @param limit the most bytes that may come out; no more memory is taken */
export function inflate(input: Uint8Array, limit: number): Inflated {
  const stream = new Stream(input, limit);
  try {
    stream.run();
  } catch (stop) {
    if (stop === CUT) return { ok: false, reason: 'truncated', partial: stream.result() };
    if (stop === TOO_LARGE) return { ok: false, reason: 'too-large' };
    if (stop === DAMAGED) return { ok: false, reason: 'bad-compression' };
    throw stop;
  }
  const bytes = stream.result();
  const end = stream.position + CHECKSUM_BYTES;
  if (end > input.length) {
    const checksumBytesMissing = end - input.length;
    return { ok: false, reason: 'truncated', partial: bytes, checksumBytesMissing };
  }
  if (adler32(bytes) !== uint32(input, stream.position)) {
    return { ok: false, reason: 'bad-checksum' };
  }
  return { ok: true, bytes, consumed: end, strayBits: stream.strayBits };
}

const HEADER_BYTES = 2;
const CHECKSUM_BYTES = 4;

// Thrown to leave the stream from any depth; made once, because a stack trace takes time.
const CUT = new Error('the input ends');
const DAMAGED = new Error('no valid stream');
const TOO_LARGE = new Error('over the limit');

/** Method 8, a window of at most 32 KiB, no dictionary, and a header that divides by 31. */
export function isZlibHeader(first: number, second: number): boolean {
  return (
    (first & 0x0f) === 8 &&
    first >> 4 <= 7 &&
    (second & 0x20) === 0 &&
    ((first << 8) | second) % 31 === 0
  );
}

/** A canonical Huffman code: how many codes each length has, and the symbols in order of code. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
  /**
   * For the next 9 bits of input: the symbol and, in the low 4 bits, the length of its code. Only for
   * the codes that are used again and again, and are no longer than that.
   */
  readonly lookup?: Uint16Array;
}

const LOOKUP_BITS = 9;

const MAX_CODE_BITS = 15;

/** The order in which the lengths of the code length code are sent. */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

class Stream {
  strayBits = false;
  /** Offset of the next byte of input. */
  position = HEADER_BYTES;
  /** Bits taken from the input and not used yet, the next one lowest. */
  private held = 0;
  private heldCount = 0;
  private out: Uint8Array;
  private size = 0;

  constructor(
    private readonly input: Uint8Array,
    private readonly limit: number,
  ) {
    this.out = new Uint8Array(Math.min(limit, Math.max(512, 4 * input.length)));
  }

  result(): Uint8Array {
    return this.out.subarray(0, this.size);
  }

  run(): void {
    let last: boolean;
    do {
      last = this.bits(1) === 1;
      const type = this.bits(2);
      if (type === 0) this.stored();
      else if (type === 1) this.compressed(FIXED.lengths, FIXED.distances);
      else if (type === 2) this.dynamic();
      else throw DAMAGED;
    } while (!last);
    this.align();
  }

  private bits(count: number): number {
    while (this.heldCount < count) {
      if (this.position >= this.input.length) throw CUT;
      this.held |= (this.input[this.position++] as number) << this.heldCount;
      this.heldCount += 8;
    }
    const value = this.held & ((1 << count) - 1);
    this.held >>>= count;
    this.heldCount -= count;
    return value;
  }

  /** Goes on to the next whole byte. */
  private align(): void {
    this.position -= this.heldCount >> 3;
    if ((this.held & ((1 << (this.heldCount & 7)) - 1)) !== 0) this.strayBits = true;
    this.held = 0;
    this.heldCount = 0;
  }

  private stored(): void {
    this.align();
    const length = this.bits(16);
    if (this.bits(16) !== (length ^ 0xffff)) throw DAMAGED;
    const available = Math.min(length, this.input.length - this.position);
    this.reserve(available);
    this.out.set(this.input.subarray(this.position, this.position + available), this.size);
    this.size += available;
    this.position += available;
    if (available < length) throw CUT;
  }

  private dynamic(): void {
    const lengthCount = this.bits(5) + 257;
    const distanceCount = this.bits(5) + 1;
    const orderCount = this.bits(4) + 4;
    if (lengthCount > 286 || distanceCount > 30) throw DAMAGED;
    const lengths = new Uint8Array(lengthCount + distanceCount);
    const order = new Uint8Array(19);
    for (let i = 0; i < orderCount; i++) order[CODE_LENGTH_ORDER[i] as number] = this.bits(3);
    const code = huffman(order, false);
    for (let i = 0; i < lengths.length; ) {
      const symbol = this.symbol(code);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      if (symbol === 16 && i === 0) throw DAMAGED;
      const value = symbol === 16 ? (lengths[i - 1] as number) : 0;
      const times = this.repetitions(symbol);
      if (i + times > lengths.length) throw DAMAGED;
      lengths.fill(value, i, i + times);
      i += times;
    }
    if (lengths[END_OF_BLOCK] === 0) throw DAMAGED;
    this.compressed(
      huffman(lengths.subarray(0, lengthCount), true),
      huffman(lengths.subarray(lengthCount), true),
    );
  }

  /** How often a code length is repeated: 16 repeats the one before it, 17 and 18 a zero. */
  private repetitions(symbol: number): number {
    if (symbol === 16) return 3 + this.bits(2);
    return symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
  }

  private compressed(lengths: Code, distances: Code): void {
    for (;;) {
      const symbol = this.symbol(lengths);
      if (symbol < END_OF_BLOCK) {
        if (this.size === this.out.length) this.reserve(1);
        this.out[this.size++] = symbol;
      } else if (symbol === END_OF_BLOCK) {
        return;
      } else {
        this.repeat(symbol - END_OF_BLOCK - 1, distances);
      }
    }
  }

  /** Copies what has come out before; source and target may overlap. */
  private repeat(index: number, distances: Code): void {
    const base = LENGTH_BASE[index];
    if (base === undefined) throw DAMAGED;
    const length = base + this.bits(LENGTH_BITS[index] as number);
    const far = this.symbol(distances);
    const farBase = DISTANCE_BASE[far];
    if (farBase === undefined) throw DAMAGED;
    const distance = farBase + this.bits(DISTANCE_BITS[far] as number);
    if (distance > this.size) throw DAMAGED;
    this.reserve(length);
    const { out, size } = this;
    for (let i = size; i < size + length; i++) out[i] = out[i - distance] as number;
    this.size += length;
  }

  private symbol({ counts, symbols, lookup }: Code): number {
    if (lookup) return this.lookUp(lookup);
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= MAX_CODE_BITS; length++) {
      code |= this.bits(1);
      const count = counts[length] as number;
      if (code - first < count) return symbols[index + code - first] as number;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw DAMAGED;
  }

  private lookUp(lookup: Uint16Array): number {
    while (this.heldCount < LOOKUP_BITS && this.position < this.input.length) {
      this.held |= (this.input[this.position++] as number) << this.heldCount;
      this.heldCount += 8;
    }
    const entry = lookup[this.held & ((1 << LOOKUP_BITS) - 1)] as number;
    const length = entry & 0x0f;
    if (length > this.heldCount) throw CUT;
    this.held >>>= length;
    this.heldCount -= length;
    return entry >> 4;
  }

  /** Makes room for so many bytes more. */
  private reserve(count: number): void {
    const needed = this.size + count;
    if (needed > this.limit) throw TOO_LARGE;
    if (needed <= this.out.length) return;
    const larger = new Uint8Array(Math.min(this.limit, Math.max(needed, 2 * this.out.length)));
    larger.set(this.out.subarray(0, this.size));
    this.out = larger;
  }
}

/**
 * The canonical code for these code lengths.
 * @param single whether a code of one symbol alone, or none, may be incomplete, as zlib allows
 */
function huffman(lengths: Uint8Array, single: boolean): Code {
  const counts = new Uint16Array(MAX_CODE_BITS + 1);
  for (const length of lengths) counts[length] = (counts[length] as number) + 1;
  const used = lengths.length - (counts[0] as number);
  counts[0] = 0;
  const offsets = new Uint16Array(MAX_CODE_BITS + 2);
  let free = 1;
  for (let length = 1; length <= MAX_CODE_BITS; length++) {
    free = free * 2 - (counts[length] as number);
    if (free < 0) throw DAMAGED;
    offsets[length + 1] = (offsets[length] as number) + (counts[length] as number);
  }
  const mayBeIncomplete = single && (used === 0 || (used === 1 && counts[1] === 1));
  if (free > 0 && !mayBeIncomplete) throw DAMAGED;
  const symbols = new Uint16Array(used);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] as number;
    if (length === 0) continue;
    const offset = offsets[length] as number;
    symbols[offset] = symbol;
    offsets[length] = offset + 1;
  }
  return { counts, symbols };
}

/** Codes start with their highest bit, and the input gives the lowest first. */
function withLookup({ counts, symbols }: Code): Code {
  const lookup = new Uint16Array(1 << LOOKUP_BITS);
  let reversed = 0;
  let index = 0;
  for (let length = 1; length <= LOOKUP_BITS; length++) {
    for (const end = index + (counts[length] as number); index < end; index++) {
      const entry = ((symbols[index] as number) << 4) | length;
      for (let next = reversed; next < lookup.length; next += 1 << length) lookup[next] = entry;
      // One more, counted with the highest bit as the lowest.
      let bit = 1 << (length - 1);
      while ((reversed & bit) !== 0) bit >>= 1;
      reversed = (reversed & (bit - 1)) | bit;
    }
  }
  return { counts, symbols, lookup };
}

/** The codes that need not be sent. */
const FIXED = {
  lengths: withLookup(
    huffman(new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280), false),
  ),
  // All 32, of which the last two stand for no distance.
  distances: withLookup(huffman(new Uint8Array(32).fill(5), false)),
};

/** Big-endian, as zlib writes its checksum. */
function uint32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0);
}
