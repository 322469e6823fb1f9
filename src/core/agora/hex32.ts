import { ConfigError } from '../errors.js';

const HEX32 = /^[0-9a-f]{32}$/i;

/**
 * Whether a text has the form of an App ID or App Certificate: 32 hex characters in either case.
 * Source: isUuid of AccessToken2.js in npm agora-token, without which it signs nothing.
 */
export function isHex32(text: string): boolean {
  return HEX32.test(text);
}

/**
 * @param what the thing: `App ID`
 * @param source where it comes from
 * @throws ConfigError that does not show the text, which may be a certificate
 */
export function assertHex32(text: string, what: string, source: string): void {
  if (isHex32(text)) return;
  throw new ConfigError(
    `the ${what} from ${source} is not 32 hex characters`,
    'Copy it from the project in the Agora Console.',
  );
}
