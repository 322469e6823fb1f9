const HEX32 = /^[0-9a-f]{32}$/i;

/**
 * Whether a text has the form of an App ID or App Certificate: 32 hex characters in either case.
 * Source: isUuid of AccessToken2.js in npm agora-token, without which it signs nothing.
 */
export function isHex32(text: string): boolean {
  return HEX32.test(text);
}
