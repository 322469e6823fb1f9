import { checkRtmUser } from '../agora/limits.js';
import { PERMISSION_RESOURCES, PERMISSION_TYPES } from '../agora/services.js';
import { UsageError } from '../errors.js';
import { didYouMean } from '../text/nearest.js';
import { quoted } from '../text/safe-text.js';
import type { Permissions } from '../token/model.js';

const formOf = (name: string) => `Write ${name} message:read=lobby,news.`;

/**
 * Reads the values of `--permission`: `resource:read=name,name`.
 * @param name how they were given, for messages
 * @throws UsageError for an unknown resource or type, an empty name, or the same pair twice
 */
export function readPermissions(texts: readonly string[], name: string): Permissions {
  const permissions: Record<string, Record<string, string[]>> = {};
  for (const text of texts) {
    const match = /^([^:=]*):([^:=]*)=([\s\S]*)$/.exec(text);
    if (!match) {
      throw new UsageError(`${name} ${quoted(text)} is not a resource:type=names`, formOf(name));
    }
    const resource = word(match[1] as string, PERMISSION_RESOURCES, 'resource', name);
    const type = word(match[2] as string, PERMISSION_TYPES, 'permission', name);
    permissions[resource] ??= {};
    const lists = permissions[resource];
    if (lists[type]) {
      throw new UsageError(
        `${name} gives ${resource}:${type} twice`,
        `Put the names into one list: ${resource}:${type}=a,b`,
      );
    }
    lists[type] = names(match[3] as string, `${name} ${resource}:${type}`, formOf(name));
  }
  return permissions;
}

function word(text: string, known: readonly string[], what: string, name: string): string {
  const value = text.trim().toLowerCase();
  if (known.includes(value)) return value;
  throw new UsageError(
    `${name}: no ${what} is called ${quoted(text)}`,
    didYouMean(value, known, `It is one of ${known.join(', ')}.`),
  );
}

/** A list of a token counts its names in 16 bits. */
const MAX_NAMES = 0xffff;

function names(text: string, name: string, form: string): string[] {
  const parts = text.split(',');
  if (parts.length > MAX_NAMES) {
    throw new UsageError(
      `${name} has ${parts.length} names; a token can have at most ${MAX_NAMES}`,
      'Name fewer in one token.',
    );
  }
  return parts.map((part) => {
    const value = part.trim();
    const violation = checkRtmUser(value);
    if (violation?.rule === 'empty') {
      throw new UsageError(`${name} has an empty name in its list`, form);
    }
    if (violation?.rule === 'too-long') {
      throw new UsageError(
        `${name} names ${quoted(value)}, which is longer than 64 bytes`,
        'Names are separated by commas.',
      );
    }
    if (violation?.rule === 'character') {
      throw new UsageError(
        `${name}: character ${quoted(violation.character)} of ${quoted(value)} is not ASCII`,
        'Names in Signaling are printable ASCII.',
      );
    }
    return value;
  });
}
