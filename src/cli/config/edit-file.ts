import { closeSync, constants, lstatSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError } from '../../core/errors.js';
import { utf8Text } from '../../core/text/utf8.js';
import type { Context } from '../context.js';
import { code, pathText, taken } from './files.js';
import { assertReplaceable, ChangedError, writePrivateFile, writingError } from './private-file.js';
import { readBytes } from './read-file.js';

/** A new text for a file. */
export interface Edit {
  readonly text: string;
  /** Only the user may read it: it holds a secret. */
  readonly secret: boolean;
  /** The old text is kept in a file beside it. */
  readonly backup: boolean;
}

/** How often a lock is looked at, and how often a text that somebody else changes is read again. */
const LOOKS = 60;
const TRIES = 5;
const PAUSE_MILLISECONDS = 50;

/**
 * Changes a file, or makes a new one. Two runs of this program at once wait for each other; what
 * another program writes meanwhile is read again, and changed as well. Nothing is ever lost. A signal ends
 * it only while it waits, so that no lock or temporary file stays.
 * @param edit makes the new text from the old one
 * @returns the suffix under which the old text is kept, such as `.bak`
 * @throws ConfigError for a file that is read-only or a symbolic link, a full disk, a lock that stays
 */
export function editFile(
  path: string,
  what: string,
  { sleep, shielded }: Pick<Context, 'sleep' | 'shielded'>,
  edit: (text: string | undefined) => Edit,
): Promise<string | undefined> {
  return shielded(async (signal) => {
    const release = await lock(path, what, (milliseconds) => sleep(milliseconds, signal));
    try {
      for (let tries = 0; tries < TRIES; tries++) {
        const edited = await editOnce(path, what, edit);
        if (edited) return edited.backup;
      }
    } finally {
      release();
    }
    throw new ConfigError(
      `${what} keeps being changed by another program`,
      'Close it there, then run again.',
    );
  });
}

/** @returns undefined where somebody else changed the file meanwhile */
async function editOnce(
  path: string,
  what: string,
  edit: (text: string | undefined) => Edit,
): Promise<{ readonly backup: string | undefined } | undefined> {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there) assertReplaceable(there, path, what);
  const bytes = there && (await readBytes(path, what));
  const old = bytes && textOf(bytes, what);
  const { text, secret, backup } = edit(old);
  if (text === old) return { backup: undefined };
  const kept = old !== undefined && backup ? keepBeside(path, old, what) : undefined;
  try {
    writePrivateFile(path, text, what, {
      replace: there !== undefined,
      mode: there && !secret ? there.mode & 0o777 : 0o600,
      ...(bytes && { unchanged: bytes }),
    });
    return { backup: kept };
  } catch (error) {
    // The old text is still in its own place.
    if (kept !== undefined) rmSync(path + kept, { force: true });
    if (error instanceof ChangedError) return undefined;
    throw error;
  }
}

/** Writes a text beside its file, under a new name: older ones stay. */
function keepBeside(path: string, text: string, what: string): string {
  let suffix = '.bak';
  for (let number = 2; taken(path + suffix); number++) suffix = `.bak${number}`;
  writePrivateFile(path + suffix, text, what + suffix);
  return suffix;
}

/** @throws ConfigError for a text that would not be written back as it was */
function textOf(bytes: Uint8Array, what: string): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (utf8Text(bytes) !== text.replace(/^\ufeff/, '') || !Buffer.from(text).equals(bytes)) {
    throw new ConfigError(`${what} is not UTF-8`, 'Save it as UTF-8, then run again.');
  }
  return text;
}

/** A file beside it that only one run can make. */
async function lock(
  path: string,
  what: string,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<() => void> {
  const file = `${path}.lock`;
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw writingError(error, what);
  }
  for (let looks = 0; ; looks++) {
    try {
      closeSync(openSync(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600));
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (code(error) !== 'EEXIST') throw writingError(error, what);
      if (looks === LOOKS) {
        throw new ConfigError(
          `${what} is being changed by another run of this program`,
          `If there is none, remove ${pathText(file)}.`,
        );
      }
    }
    await sleep(PAUSE_MILLISECONDS);
  }
}
