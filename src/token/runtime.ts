/**
 * What the decoder takes from the platform, so that the same code runs on Node.js and in a browser.
 */
export interface TokenRuntime {
  /** The bytes of standard base64 text; the caller has checked alphabet, padding and length. */
  fromBase64(text: string): Uint8Array;
}
