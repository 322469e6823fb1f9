import { type CliError, ConfigError, type UsageError } from '../errors.js';
import { count } from '../text/count.js';

const HEX32 = /^[0-9a-fA-F]{32}$/;
const LENGTH = 32;

/** What the Console calls a whiteboard project, such as `ZKDXIOwdEe6dCoXd_w-qOg/LBhe0SpE4wCDNQ`. */
export const isAppIdentifier = (text: string): boolean => /^[\w-]+\/[\w-]+$/.test(text);

/**
 * Whether a text has the form of an App ID or App Certificate: 32 hex characters in either case.
 * Source: isUuid of AccessToken2.js in npm agora-token, without which it signs nothing.
 */
export function isHex32(text: string): boolean {
  return HEX32.test(text);
}

/**
 * What keeps a text from being an App ID or certificate; undefined when nothing does. The text
 * itself is not shown: it may be a secret.
 */
export function hex32Problem(text: string): string | undefined {
  if (isHex32(text)) return undefined;
  if (text === '') return 'it is empty';
  if (isAppIdentifier(text)) return 'it looks like the App Identifier of a whiteboard project';
  const characters = [...text];
  if (characters.length !== LENGTH) return `it has ${count(characters.length, 'character')}`;
  const wrong = characters.findIndex((character) => !/[0-9a-f]/i.test(character));
  return `character ${wrong + 1} is not a hex digit`;
}

const PLACES = {
  'App ID': 'Projects',
  'App Certificate': 'Projects, Configure, App Certificate',
} as const;

/** What can be malformed in this way. */
export type Hex32Name = keyof typeof PLACES;

/**
 * The error for an App ID or certificate that is not one, without the text itself.
 * @param source where it comes from: a flag, a variable, a file and key
 * @param problem what `hex32Problem` says of it
 * @param Kind UsageError where it was typed, ConfigError elsewhere
 */
export function hex32Error(
  what: Hex32Name,
  source: string,
  problem: string,
  Kind: typeof UsageError | typeof ConfigError = ConfigError,
): CliError {
  return new Kind(
    `the ${what} from ${source} is not valid: ${problem} (expected ${LENGTH} hex digits)`,
    `Copy it again from the Agora Console: ${PLACES[what]}.`,
  );
}

/**
 * @param what the thing: `App ID`
 * @param source where it comes from
 * @throws ConfigError that does not show the text, which may be a certificate
 */
export function assertHex32(text: string, what: Hex32Name, source: string): void {
  const problem = hex32Problem(text);
  if (problem !== undefined) throw hex32Error(what, source, problem);
}
