import { isHex32 } from '../../core/agora/hex32.js';
import { ConfigError, withoutSecrets } from '../../core/errors.js';
import { quoted } from '../../core/text/safe-text.js';

/** App IDs and App Certificates, in words. */
export const HEX32_EXPECTED = '32 hexadecimal characters';

/**
 * Whether a text that should name something may be a certificate, which must not be shown: alone, in
 * quotes, behind `NAME=` or a command.
 */
export function looksLikeSecret(text: string): boolean {
  return withoutSecrets(text) !== text;
}

/** The same of a path: folders may have such names, and so may a file of which the folder is given. */
export function pathLooksLikeSecret(path: string): boolean {
  const parts = path.replace(/[\\/]+$/, '').split(FROM_WINDOWS.test(path) ? /[\\/]/ : '/');
  const last = parts.at(-1) ?? '';
  return looksLikeSecret(last) && !(parts.length > 1 && isHex32(last));
}

/** Elsewhere a backslash is no end of a folder's name, but may stand before a quote. */
const FROM_WINDOWS = /^(?:[a-z]:|\\\\\w|\.{1,2}\\|~\\)/i;

/** A name in quotes, unless it may be a certificate that was given in its place. */
export function quotedName(name: string): string {
  return looksLikeSecret(name) ? `(${HEX32_EXPECTED})` : quoted(name);
}

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
    'A file that really has such a name can be given as ./name.',
  );
}
