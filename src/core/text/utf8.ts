/** By the byte that a UTF-16 text begins with, and no UTF-8 text does. */
const UTF16: Readonly<Record<number, string>> = { 255: 'utf-16le', 254: 'utf-16be' };

/** The UTF-16 of a text: by its byte order mark or, without one, by the zero beside its first letter. */
function utf16Of([first = 1, second = 1]: Uint8Array): string | undefined {
  if (first !== 0 && second === 0) return 'utf-16le';
  if (first === 0 && second !== 0) return 'utf-16be';
  return UTF16[first];
}

/**
 * Bytes of UTF-8, also of the UTF-16 that a redirection in Windows PowerShell writes.
 * @param input UTF-8 or UTF-16, in the pieces it comes in
 */
export async function* utf8Chunks(
  input: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<Uint8Array> {
  let started = false;
  let utf16: InstanceType<typeof TextDecoder> | undefined;
  for await (const piece of input) {
    const chunk = typeof piece === 'string' ? encoder.encode(piece) : piece;
    if (chunk.length === 0) continue;
    const encoding = started ? undefined : utf16Of(chunk);
    if (encoding) utf16 = new TextDecoder(encoding);
    started = true;
    yield utf16 ? encoder.encode(utf16.decode(chunk, { stream: true })) : chunk;
  }
}

/** A whole text of the same, without its byte order mark. */
export function utf8Text(bytes: Uint8Array): string {
  return new TextDecoder(utf16Of(bytes) ?? 'utf-8').decode(bytes);
}

const encoder = new TextEncoder();
