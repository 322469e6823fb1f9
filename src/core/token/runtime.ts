/**
 * What reading, checking and signing tokens takes from the platform, so that the same code runs on
 * Node.js and in a browser. Everything is synchronous: WebCrypto is not, and is missing on pages that
 * come over plain http.
 */
export interface TokenRuntime extends Base64 {
  /** The digest of the parts, one after the other; strings are UTF-8. */
  hash(algorithm: HashAlgorithm, ...parts: readonly Bytes[]): Uint8Array;
  /** The HMAC (RFC 2104) of the parts, one after the other; strings are UTF-8. */
  hmac(algorithm: HashAlgorithm, key: Bytes, ...parts: readonly Bytes[]): Uint8Array;
  /** Compares in a time that depends on the lengths alone. */
  equal(a: Uint8Array, b: Uint8Array): boolean;
}

export interface Base64 {
  /**
   * The bytes of standard base64 (RFC 4648 section 4).
   * @returns undefined where the text is not the one way to write them: padded, without line breaks,
   *   and without bits that belong to no byte
   */
  fromBase64(text: string): Uint8Array | undefined;
  /** Standard base64 with padding. */
  toBase64(bytes: Uint8Array): string;
}

/** MD5 and SHA-1 are for the formats before 006, which are signed with them. */
export type HashAlgorithm = 'sha256' | 'sha1' | 'md5';

/** Bytes, or a string that is meant as UTF-8. */
export type Bytes = Uint8Array | string;
