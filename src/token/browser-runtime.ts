import {
  Z_BUF_ERROR,
  Z_DATA_ERROR,
  Z_OK,
  Z_STREAM_END,
  Z_SYNC_FLUSH,
  ZStream,
  zlibInflate,
  zlibInflateInit,
} from 'pako';
import type { Inflated, TokenRuntime } from './runtime.js';

/** The decoder's platform in a browser: `atob`, and zlib as ported to JavaScript by pako. */
export const browserRuntime: TokenRuntime = { fromBase64, inflate };

/** As Node.js' zlib takes its output, so that both meet the limit at the same byte. */
const CHUNK_BYTES = 16 * 1024;

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function inflate(bytes: Uint8Array, limit: number): Inflated {
  const stream = new ZStream();
  zlibInflateInit(stream);
  stream.input = bytes;
  stream.avail_in = bytes.length;
  const chunks: Uint8Array[] = [];
  for (;;) {
    stream.output = new Uint8Array(CHUNK_BYTES);
    stream.next_out = 0;
    stream.avail_out = CHUNK_BYTES;
    const status = zlibInflate(stream, Z_SYNC_FLUSH);
    chunks.push(stream.output.subarray(0, stream.next_out));
    if (stream.total_out > limit) return { ok: false, reason: 'too-large' };
    if (status === Z_STREAM_END) {
      return { ok: true, bytes: joined(chunks, stream.total_out), consumed: stream.total_in };
    }
    if (status !== Z_OK && status !== Z_BUF_ERROR) {
      const checksum = status === Z_DATA_ERROR && stream.msg === 'incorrect data check';
      return { ok: false, reason: checksum ? 'bad-checksum' : 'bad-compression' };
    }
    // Room left in the chunk: all of the input is used up, and the stream has not ended.
    if (stream.avail_out > 0) {
      return { ok: false, reason: 'truncated', partial: joined(chunks, stream.total_out) };
    }
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
