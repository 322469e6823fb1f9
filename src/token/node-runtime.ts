import { Buffer } from 'node:buffer';
import { constants, inflateSync } from 'node:zlib';
import type { Inflated, TokenRuntime } from './runtime.js';

/** The decoder's platform on Node.js: Buffer and the built-in zlib. */
export const nodeRuntime: TokenRuntime = {
  fromBase64: (text) => Buffer.from(text, 'base64'),
  inflate,
};

function inflate(bytes: Uint8Array, limit: number): Inflated {
  try {
    // `info` also returns the engine, whose bytesWritten is the input that the stream took.
    const result = inflateSync(bytes, {
      maxOutputLength: limit,
      info: true,
    } as object) as unknown as {
      buffer: Uint8Array;
      engine: { bytesWritten: number };
    };
    return { ok: true, bytes: result.buffer, consumed: result.engine.bytesWritten };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return { ok: false, reason: 'too-large' };
    if (code === 'Z_BUF_ERROR')
      return { ok: false, reason: 'truncated', partial: partial(bytes, limit) };
    if (message === 'incorrect data check') return { ok: false, reason: 'bad-checksum' };
    return { ok: false, reason: 'bad-compression' };
  }
}

/** What a cut stream yields up to its end. */
function partial(bytes: Uint8Array, limit: number): Uint8Array {
  try {
    return inflateSync(bytes, { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array(0);
  }
}
