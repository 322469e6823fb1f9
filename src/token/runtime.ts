import type { TokenErrorReason } from '../errors.js';

/**
 * What the decoder takes from the platform, so that the same code runs on Node.js and in a browser.
 */
export interface TokenRuntime {
  /** The bytes of standard base64 text; the caller has checked alphabet, padding and length. */
  fromBase64(text: string): Uint8Array;
  /**
   * Inflates a zlib stream (RFC 1950) with its checksum.
   * @param limit the most bytes that may come out
   */
  inflate(bytes: Uint8Array, limit: number): Inflated;
}

export type Inflated =
  | {
      readonly ok: true;
      readonly bytes: Uint8Array;
      /** How many bytes of the input the stream took; the rest is not part of it. */
      readonly consumed: number;
    }
  | {
      readonly ok: false;
      readonly reason: Extract<
        TokenErrorReason,
        'bad-compression' | 'truncated' | 'too-large' | 'bad-checksum'
      >;
      /** What came out before the failure, when the stream was cut short. */
      readonly partial?: Uint8Array;
    };
