/**
 * Characters that could move the cursor, change the terminal, reorder or hide text: controls (C0,
 * DEL, C1), format characters (bidirectional marks, zero-width, tags, soft hyphen), line and
 * paragraph separators, lone surrogates, unusual spaces, variation selectors and blank letters.
 * Kept as text: even a literal that never runs costs a millisecond of Unicode tables at start-up.
 */
const UNSAFE = String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2800]|\u034f|\u17b4|\u17b5|\p{Variation_Selector}|(?! )\p{Zs}|\\`;
const PLAIN = /^[ -[\]-~]*$/;
let unsafe: RegExp | undefined;

/**
 * Text that came out of a token or a file, fit for a terminal: what is invisible or dangerous is
 * written as `\n`, `\x1b` or `\u{202e}`, and a backslash is doubled, so that no two texts look alike.
 */
export function safeText(text: string): string {
  if (PLAIN.test(text)) return text;
  unsafe ??= new RegExp(UNSAFE, 'gu');
  return text.replace(unsafe, escapeCharacter);
}

/**
 * A whole message, whose parts should be safe already: its line breaks and backslashes (`C:\…`) stay.
 * The last guard against a name, a key or a path of somebody's file that was not escaped.
 */
export function safeMessage(message: string): string {
  if (PLAIN.test(message)) return message;
  unsafe ??= new RegExp(UNSAFE, 'gu');
  return message.replace(unsafe, (character) =>
    character === '\n' || character === '\\' ? character : escapeCharacter(character),
  );
}

/** Safe text in double quotes, so that spaces at the ends and emptiness show. */
export function quoted(text: string): string {
  return `"${safeText(text).replaceAll('"', '\\"')}"`;
}

/** Text from a token in a message: in quotes, made safe; hex where it is not UTF-8. */
export function show(text: string | { readonly hex: string }): string {
  return typeof text === 'string' ? quoted(text) : `not UTF-8 (hex ${text.hex})`;
}

const SHORT: Readonly<Record<string, string>> = {
  '\\': '\\\\',
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
