import {
  adler32,
  DISTANCE_BASE,
  DISTANCE_BITS,
  END_OF_BLOCK,
  LENGTH_BASE,
  LENGTH_BITS,
} from '../token/zlib-format.js';

/** Compresses a payload into a zlib stream. */
export type Deflate = (payload: Uint8Array) => Uint8Array;

/**
 * Compresses payloads with the same buffers: a stream is valid until the next call.
 * @param deflate compresses payloads that codes of their own make shorter; without it, their streams are
 *   longer, but just as good
 */
export function compressorWith(deflate?: Deflate): Deflate {
  const compressor = new FixedDeflate();
  return (payload) => {
    const stream = compressor.compress(payload);
    return deflate && compressor.ownCodesPay ? deflate(payload) : stream;
  };
}

/**
 * Compresses the payloads of tokens into zlib streams of one block with the fixed codes of RFC 1951,
 * which zlib, too, chooses for tokens of the usual size.
 *
 * Why not the platform's zlib: setting it up for each token takes ten times as long as this does, and
 * browsers have none that is synchronous. The tests compare it with Node.js' zlib.
 */
export class FixedDeflate {
  private readonly repeats = new Repeats();
  private out = new Uint8Array(0);
  private size = 0;
  /** Bits that do not fill a byte yet, the first one lowest. */
  private held = 0;
  private heldCount = 0;

  /** How many symbols were put, and how often each of them. */
  private symbols = 0;
  private readonly counts = new Uint32Array(SYMBOLS);

  /** @returns the stream, valid until the next call */
  compress(input: Uint8Array): Uint8Array {
    const { repeats } = this;
    repeats.start(input);
    this.start(input.length);
    for (let at = 0; at < input.length; ) {
      repeats.find(at);
      if (repeats.length === 0) this.symbol(input[at] as number);
      else this.repeat(repeats.length, repeats.distance);
      const next = at + Math.max(1, repeats.length);
      while (at < next) repeats.add(at++);
    }
    this.symbol(END_OF_BLOCK);
    return this.finish(adler32(input));
  }

  /**
   * Whether the last input would probably be shorter with codes of its own, which have to be sent in
   * front of it.
   */
  get ownCodesPay(): boolean {
    if (this.symbols < OWN_CODES_FROM) return false;
    let bits = -this.symbols * Math.log2(this.symbols);
    this.counts.forEach((count, symbol) => {
      if (count > 0) bits += count * ((SYMBOL_SIZE[symbol] as number) + Math.log2(count));
    });
    return bits > OWN_CODES_BITS;
  }

  private start(length: number): void {
    // Nine bits for each byte at most, and what comes before and after them.
    const most = length + (length >> 3) + 16;
    if (this.out.length < most) this.out = new Uint8Array(2 * most);
    this.out[0] = 0x78;
    this.out[1] = 0x9c;
    this.size = 2;
    // The last block, and the fixed codes.
    this.held = 0b011;
    this.heldCount = 3;
    this.counts.fill(0);
    this.symbols = 0;
  }

  private symbol(symbol: number): void {
    this.count(symbol);
    this.put(SYMBOL_CODE[symbol] as number, SYMBOL_SIZE[symbol] as number);
  }

  private repeat(length: number, distance: number): void {
    this.count(LENGTH_SYMBOL[length] as number);
    this.put(LENGTH_CODE[length] as number, LENGTH_SIZE[length] as number);
    const index = distanceIndex(distance);
    this.put(DISTANCE_CODE[index] as number, DISTANCE_SIZE);
    this.put(distance - (DISTANCE_BASE[index] as number), DISTANCE_BITS[index] as number);
  }

  private count(symbol: number): void {
    this.counts[symbol] = (this.counts[symbol] as number) + 1;
    this.symbols++;
  }

  private put(bits: number, count: number): void {
    this.held |= bits << this.heldCount;
    this.heldCount += count;
    while (this.heldCount >= 8) this.putByte();
  }

  private putByte(): void {
    this.out[this.size++] = this.held;
    this.held >>>= 8;
    this.heldCount -= 8;
  }

  private finish(checksum: number): Uint8Array {
    if (this.heldCount > 0) this.putByte();
    for (let shift = 24; shift >= 0; shift -= 8) this.out[this.size++] = checksum >>> shift;
    return this.out.subarray(0, this.size);
  }
}

/** Finds what an input has said before. */
class Repeats {
  /** The longest repeat at the place that was asked about; 0: there is none. */
  length = 0;
  distance = 0;
  private input: Uint8Array = new Uint8Array(0);
  /** The last place where three bytes with this hash begin, and for each place the one before it. */
  private readonly latest = new Int32Array(1 << HASH_BITS);
  private before = new Int32Array(0);

  start(input: Uint8Array): void {
    this.input = input;
    this.latest.fill(NOWHERE);
    if (this.before.length < input.length) this.before = new Int32Array(2 * input.length);
  }

  /** Looks for what begins at a place, among the places that were added. */
  find(at: number): void {
    const { input, before } = this;
    const most = Math.min(MAX_REPEAT, input.length - at);
    this.length = 0;
    if (most < MIN_REPEAT) return;
    let place = this.latest[this.hash(at)] as number;
    for (let tries = MOST_TRIES; tries > 0 && at - place <= MAX_DISTANCE; tries--) {
      let same = 0;
      while (same < most && input[place + same] === input[at + same]) same++;
      if (same >= MIN_REPEAT && same > this.length) {
        this.length = same;
        this.distance = at - place;
      }
      place = before[place] as number;
    }
  }

  add(at: number): void {
    if (at + MIN_REPEAT > this.input.length) return;
    const hash = this.hash(at);
    this.before[at] = this.latest[hash] as number;
    this.latest[hash] = at;
  }

  private hash(at: number): number {
    const { input } = this;
    const first = input[at] as number;
    const three = first | ((input[at + 1] as number) << 8) | ((input[at + 2] as number) << 16);
    // The highest bits of a product depend on all bits of its factors.
    return Math.imul(three, 0x9e3779b1) >>> (32 - HASH_BITS);
  }
}

/** Fewer symbols cannot save what it takes to send codes for them. */
const OWN_CODES_FROM = 128;
/** About what it takes to send codes; below it, zlib's choice of them saves less than 3 percent. */
const OWN_CODES_BITS = 360;

const HASH_BITS = 9;
const MIN_REPEAT = 3;
const MAX_REPEAT = 258;
const MAX_DISTANCE = 32_768;
/** Farther away than any distance, from any place. */
const NOWHERE = -MAX_DISTANCE - 1;
/** How many earlier places are compared; more save next to nothing in a token. */
const MOST_TRIES = 64;

/** Codes begin with their highest bit, and bytes are filled from the lowest. */
function reversed(code: number, size: number): number {
  let bits = ((code & 0x5555) << 1) | ((code >> 1) & 0x5555);
  bits = ((bits & 0x3333) << 2) | ((bits >> 2) & 0x3333);
  bits = ((bits & 0x0f0f) << 4) | ((bits >> 4) & 0x0f0f);
  return (((bits & 0x00ff) << 8) | (bits >> 8)) >> (16 - size);
}

/** The fixed codes (RFC 1951, 3.2.6): the first symbol, how many, the size and the first code. */
const FIXED_CODES = [
  [0, 144, 8, 0x30],
  [144, 112, 9, 0x190],
  [256, 24, 7, 0],
  [280, 8, 8, 0xc0],
] as const;

const SYMBOLS = 288;
const SYMBOL_CODE = new Uint16Array(SYMBOLS);
const SYMBOL_SIZE = new Uint8Array(SYMBOLS);
for (const [first, many, size, code] of FIXED_CODES) {
  for (let index = 0; index < many; index++) {
    SYMBOL_CODE[first + index] = reversed(code + index, size);
    SYMBOL_SIZE[first + index] = size;
  }
}

/** For each length its symbol and the bits that follow it; the last symbol is the longest alone. */
const LENGTH_SYMBOL = new Uint16Array(MAX_REPEAT + 1);
const LENGTH_CODE = new Uint16Array(MAX_REPEAT + 1);
const LENGTH_SIZE = new Uint8Array(MAX_REPEAT + 1);
LENGTH_BASE.forEach((base, index) => {
  const symbol = END_OF_BLOCK + 1 + index;
  const size = SYMBOL_SIZE[symbol] as number;
  const more = LENGTH_BITS[index] as number;
  for (let extra = 0; extra < 1 << more && base + extra <= MAX_REPEAT; extra++) {
    LENGTH_SYMBOL[base + extra] = symbol;
    LENGTH_CODE[base + extra] = (SYMBOL_CODE[symbol] as number) | (extra << size);
    LENGTH_SIZE[base + extra] = size + more;
  }
});

const DISTANCE_SIZE = 5;
const DISTANCE_CODE = DISTANCE_BASE.map((_, index) => reversed(index, DISTANCE_SIZE));

/** Which base a distance counts from: between two powers of two there are two. */
function distanceIndex(distance: number): number {
  if (distance <= 2) return distance - 1;
  const exponent = 31 - Math.clz32(distance - 1);
  return 2 * exponent + (((distance - 1) >> (exponent - 1)) & 1);
}
