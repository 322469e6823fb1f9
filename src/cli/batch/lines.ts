import { utf8Chunks } from '../../core/text/utf8.js';

/** The longest line that is read; what is longer is an error of that line alone. */
const MAX_LINE_BYTES = 1024 * 1024;

/** Stands for a line that was too long to be read. A symbol could not be sent to a thread. */
export const TOO_LONG = null;

export type Line = string | typeof TOO_LONG;

const NEWLINE = 0x0a;

/**
 * Splits a stream of bytes into lines, in constant memory: a line that grows past the limit is
 * dropped as it comes in.
 *
 * Each batch holds the lines that one chunk of input completes, so that the lines already there can
 * be answered with one write, and none waits for input that has not come.
 *
 * @param input UTF-8, or UTF-16 with its byte order mark
 * @returns lines without their line feed; a carriage return before it is left to the caller's trim
 */
export async function* lineBatches(
  input: AsyncIterable<Uint8Array | string>,
  limit = MAX_LINE_BYTES,
): AsyncGenerator<Line[]> {
  const pending = new PendingLine(limit);
  for await (const chunk of utf8Chunks(input)) {
    const first = chunk.indexOf(NEWLINE);
    if (first < 0) {
      pending.add(chunk);
      continue;
    }
    pending.add(chunk.subarray(0, first));
    const batch: Line[] = [pending.end()];
    const last = chunk.lastIndexOf(NEWLINE);
    if (last > first) {
      const whole = decoder.decode(chunk.subarray(first + 1, last)).split('\n');
      for (const line of whole) batch.push(isLonger(line, limit) ? TOO_LONG : withoutMark(line));
    }
    pending.add(chunk.subarray(last + 1));
    yield batch;
  }
  if (pending.started) yield [pending.end()];
}

/** The line whose end has not come yet. */
class PendingLine {
  private parts: Uint8Array[] = [];
  private length = 0;

  constructor(private readonly limit: number) {}

  get started(): boolean {
    return this.length > 0;
  }

  add(bytes: Uint8Array): void {
    this.length += bytes.length;
    if (this.length > this.limit) this.parts = [];
    // A chunk may be reused by its source, or be a small part of a large buffer: keep a copy.
    else if (bytes.length > 0) this.parts.push(bytes.slice());
  }

  end(): Line {
    const { parts, length } = this;
    this.parts = [];
    this.length = 0;
    return length > this.limit ? TOO_LONG : withoutMark(decoder.decode(joined(parts, length)));
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** By bytes of UTF-8, which are counted only where it may matter. */
function isLonger(line: string, limit: number): boolean {
  if (line.length > limit) return true;
  return line.length * 3 > limit && encoder.encode(line).length > limit;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Files that were put together have a byte order mark in their middle. */
const withoutMark = (line: string) => (line.startsWith('\ufeff') ? line.slice(1) : line);
