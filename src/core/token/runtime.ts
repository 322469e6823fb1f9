/**
 * What the decoder takes from the platform, so that the same code runs on Node.js and in a browser.
 */
export interface TokenRuntime {
  /**
   * The bytes of standard base64 (RFC 4648 section 4).
   * @returns undefined where the text is not the one way to write them: padded, without line breaks,
   *   and without bits that belong to no byte
   */
  fromBase64(text: string): Uint8Array | undefined;
}
