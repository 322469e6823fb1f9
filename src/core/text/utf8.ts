type Utf16 = 'utf-16le' | 'utf-16be';

/** By the byte order mark, with which no UTF-8 text begins. */
function utf16Of(bytes: Uint8Array): Utf16 | undefined {
  if (bytes[0] === 255) return 'utf-16le';
  if (bytes[0] === 254) return 'utf-16be';
  return unmarkedUtf16(bytes);
}

/** Without a mark: ASCII of two bytes each, where a text has no NUL. @param bytes four or more */
export function unmarkedUtf16([first, second, third, fourth]: Uint8Array): Utf16 | undefined {
  if (first && second === 0 && third && fourth === 0) return 'utf-16le';
  return first === 0 && second && third === 0 && fourth ? 'utf-16be' : undefined;
}

/**
 * Bytes of UTF-8, also of the UTF-16 that a redirection in Windows PowerShell writes.
 * @param input UTF-8, or UTF-16, in the pieces it comes in
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

/** Whether a decoder replaced bytes that were not UTF-8: a part of the text is lost. */
export const isDamaged = (text: string) => text.includes('\ufffd');

/** How messages say so: `--account has the character U+FFFD, …` */
export const DAMAGED = 'has the character U+FFFD, which takes the place of what is not UTF-8';

const encoder = new TextEncoder();
