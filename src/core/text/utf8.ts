/** By the byte that a UTF-16 text begins with, and no UTF-8 text does. */
const UTF16: Readonly<Record<number, string>> = { 255: 'utf-16le', 254: 'utf-16be' };

/**
 * Bytes of UTF-8, also of the UTF-16 that a redirection in Windows PowerShell writes.
 * @param input UTF-8, or UTF-16 with its byte order mark, in the pieces it comes in
 */
export async function* utf8Chunks(
  input: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<Uint8Array> {
  let started = false;
  let utf16: InstanceType<typeof TextDecoder> | undefined;
  for await (const piece of input) {
    const chunk = typeof piece === 'string' ? encoder.encode(piece) : piece;
    if (chunk.length === 0) continue;
    const encoding = started ? undefined : UTF16[chunk[0] as number];
    if (encoding) utf16 = new TextDecoder(encoding);
    started = true;
    yield utf16 ? encoder.encode(utf16.decode(chunk, { stream: true })) : chunk;
  }
}

/** A whole text of the same, without its byte order mark. */
export function utf8Text(bytes: Uint8Array): string {
  return new TextDecoder(UTF16[bytes[0] as number] ?? 'utf-8').decode(bytes);
}

const encoder = new TextEncoder();
