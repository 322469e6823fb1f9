import { quoted } from '../core/text/safe-text.js';
import { notEncoded } from './refusal.js';

/** Paths as routes read them: without a redirect, whatever slashes a client writes. */

/**
 * The segments of a path. Slashes in a row count as one, and a slash at the end as none, for a client
 * cannot be redirected: browsers follow no redirect that lacks CORS headers.
 * @param path the part of the URL before `?`, still encoded
 */
export function segmentsOf(path: string): string[] {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment !== '') segments.push(decoded(segment));
  }
  return segments;
}

/** @throws Refusal for a `%` that begins no escape: a token would be signed for what nobody is called */
function decoded(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    throw notEncoded('invalid-url', `part ${quoted(segment)} of the URL`);
  }
}

type Part =
  | { readonly literal: string }
  | { readonly name: string; readonly words?: readonly string[]; readonly many: boolean };

/** `/rtc/{channel+}/{role}/{type:uid|userAccount}/{user}`, taken apart. */
export interface Pattern {
  readonly text: string;
  readonly parts: readonly Part[];
  /** Where the part is that may have slashes in it. */
  readonly many: number;
}

/**
 * Compiles the pattern of a path. `{name}` takes one segment, `{name:a|b}` one of these words in any
 * letter case, and `{name+}`, once in a pattern, one or more.
 */
export function pattern(text: string): Pattern {
  const parts = text
    .split('/')
    .filter((part) => part !== '')
    .map((part): Part => {
      const [, name, plus, words] = /^\{(\w+)(\+?)(?::(.+))?\}$/.exec(part) ?? [];
      if (name === undefined) return { literal: part };
      const list = words?.toLowerCase().split('|');
      return { name, many: plus === '+', ...(list && { words: list }) };
    });
  return { text, parts, many: parts.findIndex((part) => 'many' in part && part.many) };
}

/** What the named parts of a path are. */
export type Params = Readonly<Record<string, string>>;

/**
 * Matches segments. What follows `{name+}` is matched from the right, so that a slash in a channel
 * becomes part of the channel and is refused by name, instead of shifting all that comes after it.
 */
export function match({ parts, many }: Pattern, segments: readonly string[]): Params | undefined {
  const extra = segments.length - parts.length;
  if (many < 0 ? extra !== 0 : extra < 0) return undefined;
  const params: Record<string, string> = {};
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] as Part;
    const from = many >= 0 && at > many ? at + extra : at;
    const text =
      at === many ? segments.slice(at, at + extra + 1).join('/') : (segments[from] as string);
    if (!fits(part, text)) return undefined;
    if ('name' in part) params[part.name] = text;
  }
  return params;
}

function fits(part: Part, text: string): boolean {
  if ('literal' in part) return part.literal === text;
  return part.words === undefined || part.words.includes(text.toLowerCase());
}
