/**
 * Characters that could move the cursor, change the terminal, reorder or hide text: controls (C0,
 * DEL, C1), format characters (bidirectional marks, zero-width, tags, soft hyphen), line and
 * paragraph separators, lone surrogates, unusual spaces, variation selectors, blank letters, and
 * more marks on one letter than any language writes.
 * Kept as text: even a literal that never runs costs a millisecond of Unicode tables at start-up.
 */
const HIDDEN = String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2800]|\u034f|\u17b4|\u17b5|\p{Variation_Selector}|(?! )\p{Zs}|(?<=\p{M}{4})\p{M}`;
const PLAIN = /^[ -[\]-~]*$/;
let hidden: RegExp | undefined;

/** Writes what is hidden or dangerous in another way; line breaks are up to the caller. */
export function replaceHidden(text: string, write: (character: string) => string): string {
  hidden ??= new RegExp(HIDDEN, 'gu');
  return text.replace(hidden, write);
}

/**
 * Text that came out of a token or a file, fit for a terminal: what is invisible or dangerous is
 * written as `\n`, `\x1b` or `\u{202e}`, and a backslash is doubled, so that no two texts look alike.
 */
export function safeText(text: string): string {
  if (PLAIN.test(text)) return text;
  return replaceHidden(text.replaceAll('\\', '\\\\'), escapeCharacter);
}

/**
 * A whole message, whose parts should be safe already: its line breaks and backslashes (`C:\…`) stay.
 * The last guard against a name, a key or a path of somebody's file that was not escaped.
 */
export function safeMessage(message: string): string {
  if (PLAIN.test(message)) return message;
  return replaceHidden(message, (character) =>
    character === '\n' ? character : escapeCharacter(character),
  );
}

/** Safe text in double quotes, so that spaces at the ends and emptiness show. */
export function quoted(text: string): string {
  return `"${safeText(text).replaceAll('"', '\\"')}"`;
}

/** So much of a text is shown in a message: a token can contain 64 KiB of it. */
const SHOWN = 300;

const cut = (text: string) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

/** Text from a token in a message: in quotes, made safe; hex where it is not UTF-8. */
export function show(text: string | { readonly hex: string }): string {
  if (typeof text !== 'string') return `not UTF-8 (hex ${cut(text.hex)})`;
  return text.length > SHOWN ? `${quoted(cut(text))} (${text.length} characters)` : quoted(text);
}

const SHORT: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function escapeCharacter(character: string): string {
  const short = SHORT[character];
  if (short) return short;
  const code = character.codePointAt(0) as number;
  const hex = code.toString(16);
  return code <= 0xff ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
}
