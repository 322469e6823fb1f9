import { ConfigError } from '../../core/errors.js';
import { didYouMean } from '../../core/text/nearest.js';
import { safeText } from '../../core/text/safe-text.js';
import { DEMO } from './demo.js';
import { quotedName } from './hex32.js';
import { COMMAND_LINE_PROFILE, ENVIRONMENT_PROFILE } from './precedence.js';
import type { Profile } from './types.js';

/** A name that a shell can set. */
export const VARIABLE_NAME = /^[A-Za-z_]\w*$/;

/** Why no profile of a config can have this name; undefined where it can. */
export function reservedName(name: string): string | undefined {
  switch (name) {
    case DEMO:
      return 'demo is the built-in profile; give yours another name';
    case ENVIRONMENT_PROFILE:
    case COMMAND_LINE_PROFILE:
      return `${name} means the values of the ${name}; give the profile another name`;
    default:
      return undefined;
  }
}

/** Letters that look like Latin ones. Kept as text: a literal costs a millisecond of Unicode tables at start-up. */
const LOOK_ALIKE = String.raw`[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Lisu}]`;

/**
 * A profile's name for people. Where it mixes Latin letters with those of a script that look alike,
 * these are written as their numbers: a project's `dеv` must not pass for your `dev`.
 */
export function shownName(name: string): string {
  const text = safeText(name);
  if (/^[ -~]*$/.test(name) || !/[a-z]/i.test(name)) return text;
  return text.replace(
    new RegExp(LOOK_ALIKE, 'gu'),
    (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`,
  );
}

/**
 * The error for a profile that does not exist, with the nearest name.
 * @param none what to do if there is no profile at all
 */
export function unknownProfile(name: string, known: readonly string[], none?: string): ConfigError {
  const names = known.map(shownName);
  const all = names.length > 0 ? `There are: ${names.join(', ')}.` : none;
  return new ConfigError(
    `profile ${quotedName(name)} does not exist`,
    all && didYouMean(name, names, all),
  );
}

/** Whether a profile is one of a config, which can be added to. */
export function inConfig({ name }: Profile): boolean {
  return reservedName(name) === undefined;
}

/** The name to tell of the profile that signs: a whiteboard's keys may be of another place. */
export function signerName({ name, whiteboardName }: Profile, whiteboard: boolean): string {
  return (whiteboard && whiteboardName) || name;
}
