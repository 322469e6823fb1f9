import { isHex32 } from '../../core/agora/hex32.js';
import { ConfigError } from '../../core/errors.js';
import { count } from '../../core/text/count.js';
import { looksLikeKey, maskSecrets } from '../../core/text/mask.js';
import { quoted } from '../../core/text/safe-text.js';
import { pathText } from './files.js';

/** App IDs and App Certificates, in words. */
export const HEX32_EXPECTED = '32 hexadecimal characters';

/**
 * Whether a text that should name something may be a certificate or a part of one, which must not be
 * shown: alone, in quotes, after `NAME=` or a command.
 */
export function looksLikeSecret(text: string): boolean {
  return maskSecrets(text) !== text;
}

/** A whole certificate, also with one digit too many, as of a name that it was glued to. */
const CERTIFICATE = /(?<![\da-f])[\da-f]{32,33}(?![\da-f])/i;

/**
 * Whether a path may be a secret. Folders may have such names, and so may a file of which the folder is
 * given; shorter runs of hex digits are common in names of files.
 */
export function pathLooksLikeSecret(path: string): boolean {
  const parts = path.replace(/[\\/]+$/, '').split(FROM_WINDOWS.test(path) ? /[\\/]/ : '/');
  const last = parts.at(-1) ?? '';
  if (CERTIFICATE.test(last)) return !(parts.length > 1 && isHex32(last));
  return BARE.test(path) && path.split(/\s+/).some(looksLikeKey);
}

/** Has no beginning or first folder of a path, and no extension, and is not of hex digits alone. */
const BARE = /^(?![./\\~]|[a-z]:|[\da-f]*$|(?:.*[\\/])?[a-z]{2,}(?:[\\/]|$))[^.]*$/i;

/** Elsewhere a backslash is no end of a folder's name, but may stand before a quote. */
const FROM_WINDOWS = /^(?:[a-z]:|\\\\\w|\.{1,2}\\|~\\)/i;

/** Upper case with an underscore, or too short to be a secret. */
const PLAIN_VARIABLE = /^(?:[A-Z][A-Z\d]*(?:_[A-Z\d]*)+|\w{1,11})$/;

/** The name of a variable that a config gives, unless the secret itself may be in its place. */
export function shownVariable(name: string): string {
  return PLAIN_VARIABLE.test(name) && !looksLikeSecret(name)
    ? name
    : `(a name of ${count(name.length, 'character')})`;
}

/** With a folder, an extension or plain words, or too short to be a secret. */
const PLAIN_PATH = /[\\/.]|^[a-z]+(?:[-_ ][a-z]+)*$|^.{1,11}$/s;

/** The path of a file or program that a config gives, unless the secret itself may be in its place. */
export function shownPath(path: string): string {
  return PLAIN_PATH.test(path)
    ? maskSecrets(pathText(path))
    : `(a name of ${count(path.length, 'character')})`;
}

/** A name in quotes. A secret that was given in its place is masked. */
export const quotedName = (name: string) => quoted(maskSecrets(name));

/** What is said of what may be one: `--env-file looks like a certificate itself; the path of a file is expected`. */
export const LOOKS_LIKE_SECRET = 'looks like a certificate itself';

/**
 * Checks a path that is about to be shown in messages.
 * @param where where it was given: `--env-file`
 * @throws ConfigError where it may be a certificate
 */
export function assertPath(path: string, where: string): void {
  if (!pathLooksLikeSecret(path)) return;
  throw new ConfigError(
    `${where} ${LOOKS_LIKE_SECRET}; the path of a file is expected`,
    'If a file really has such a name, write ./name.',
  );
}
