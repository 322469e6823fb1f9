/**
 * CRC-32 (IEEE 802.3) of a text's UTF-8 bytes, as 006 tokens keep it of the channel and the uid.
 * @returns an unsigned 32-bit number; 0 for the empty text
 */
export function crc32(text: string): number {
  table ??= remainders();
  let crc = 0xffff_ffff;
  for (const byte of utf8.encode(text)) {
    crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] as number);
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}

/**
 * The register of a CRC-32 after more text, without the inversions at either end.
 * @param state the register so far, as a signed 32-bit number
 * @param ascii text of one byte per character
 */
export function crc32Continued(state: number, ascii: string): number {
  table ??= remainders();
  let crc = state;
  for (let at = 0; at < ascii.length; at++) {
    crc = (crc >>> 8) ^ (table[(crc ^ ascii.charCodeAt(at)) & 0xff] as number);
  }
  return crc | 0;
}

const utf8 = new TextEncoder();

/** Made for the first text: few runs have one. */
let table: Uint32Array | undefined;

/** Remainders of every byte for the reflected polynomial EDB88320. */
function remainders(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1;
    return value;
  });
}
