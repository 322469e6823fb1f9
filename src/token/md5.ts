/**
 * MD5 (RFC 1321) of a text's UTF-8 bytes in lower-case hex: the name by which Chat knows a classroom's
 * user. Written out because browsers have none; nothing secret depends on it.
 */
export function md5(text: string): string {
  const { block, byteLength } = padded(utf8.encode(text));
  let state: State = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
  for (let start = 0; start < byteLength; start += 64) state = add(state, block(start));
  return state.map(hexOfWord).join('');
}

type State = readonly [a: number, b: number, c: number, d: number];

const utf8 = new TextEncoder();

/** The bytes, a bit, zeros, and the number of bits in 64; a block is 16 words of them. */
function padded(bytes: Uint8Array) {
  const byteLength = Math.ceil((bytes.length + 9) / 64) * 64;
  const view = new DataView(new ArrayBuffer(byteLength));
  new Uint8Array(view.buffer).set(bytes);
  view.setUint8(bytes.length, 0x80);
  view.setBigUint64(byteLength - 8, BigInt(bytes.length) * 8n, true);
  const block = (start: number) => (word: number) => view.getInt32(start + 4 * word, true);
  return { block, byteLength };
}

/** For each of the four rounds: how it mixes, which word it takes in a step, how far it rotates. */
const ROUNDS: readonly {
  readonly mix: (b: number, c: number, d: number) => number;
  readonly word: (step: number) => number;
  readonly rotations: readonly [number, number, number, number];
}[] = [
  { mix: (b, c, d) => (b & c) | (~b & d), word: (i) => i, rotations: [7, 12, 17, 22] },
  { mix: (b, c, d) => (b & d) | (c & ~d), word: (i) => 5 * i + 1, rotations: [5, 9, 14, 20] },
  { mix: (b, c, d) => b ^ c ^ d, word: (i) => 3 * i + 5, rotations: [4, 11, 16, 23] },
  { mix: (b, c, d) => c ^ (b | ~d), word: (i) => 7 * i, rotations: [6, 10, 15, 21] },
];

function add(state: State, block: (word: number) => number): State {
  let [a, b, c, d] = state;
  for (let step = 0; step < 64; step++) {
    const { mix, word, rotations } = ROUNDS[step >> 4] as (typeof ROUNDS)[number];
    const sine = Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32);
    const sum = (a + mix(b, c, d) + sine + block(word(step) & 15)) | 0;
    const by = rotations[step & 3] as number;
    [a, b, c, d] = [d, (b + ((sum << by) | (sum >>> (32 - by)))) | 0, b, c];
  }
  return [(state[0] + a) | 0, (state[1] + b) | 0, (state[2] + c) | 0, (state[3] + d) | 0];
}

/** Its lowest byte first. */
function hexOfWord(word: number): string {
  return [0, 8, 16, 24]
    .map((shift) => ((word >>> shift) & 0xff).toString(16).padStart(2, '0'))
    .join('');
}
