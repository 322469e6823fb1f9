import { eastAsianWidth } from 'get-east-asian-width';

/** A line of a report, and how far its continuation is set in when it does not fit. */
export interface Line {
  readonly text: string;
  readonly hang: number;
}

/** Stands for a space at which no line is broken; text that is shown never holds one itself. */
const NO_BREAK = '\u00a0';

/** Text that stays on one line: a date and its time. */
export const together = (text: string) => text.replaceAll(' ', NO_BREAK);

/** Narrower than this a date and its time have no room beside their label. */
const NARROW = 46;

/** Narrower than this nothing reads well; the terminal breaks the lines itself. */
const NARROWEST = 24;

/**
 * Lays lines out in a width: words move down, and what is longer than a line is broken.
 *
 * Not wrap-ansi: the emoji tables of its string-width take longer to compile than a whole run.
 */
export function wrapLines(lines: Iterable<Line>, columns: number): string {
  const width = Math.max(NARROWEST, columns);
  const inWidth = ({ text, hang }: Line) =>
    width < NARROW ? { text: text.replaceAll(NO_BREAK, ' '), hang } : { text, hang };
  let text = '';
  for (const line of lines) {
    text += `${wrapLine(inWidth(line), width).replaceAll(NO_BREAK, ' ')}\n`;
  }
  return text;
}

/** Characters of one cell each, as most lines have no others. */
const ONE_CELL_EACH = /^[ -~\u00a0░█…–]*$/;

function wrapLine({ text, hang }: Line, columns: number): string {
  if (text.length <= columns && ONE_CELL_EACH.test(text)) return text;
  const indent = /^ */.exec(text)?.[0] ?? '';
  const inner = Math.max(indent.length, Math.min(hang, Math.floor(columns / 2)));
  const [first = '', ...rest] = broken(
    text.slice(indent.length),
    columns - indent.length,
    columns - inner,
  );
  return [indent + first, ...rest.map((line) => ' '.repeat(inner) + line)].join('\n');
}

/** Text in lines; what divides two of them is left out. */
function broken(text: string, first: number, others: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const limit = () => (lines.length === 0 ? first : others);
  const next = () => {
    lines.push(line.trimEnd());
    line = '';
    used = 0;
  };
  const add = (part: string, cells: number) => {
    if (used + cells > limit()) next();
    line += part;
    used += cells;
  };
  for (const word of text.match(/ *[^ ]+/g) ?? []) {
    if (used > 0 && used + cellsOf(word) > limit()) next();
    const fresh = lines.length > 0 && used === 0 ? word.trimStart() : word;
    const fits = used + fresh.length <= limit() && ONE_CELL_EACH.test(fresh);
    if (fits) add(fresh, fresh.length);
    else for (const [part, cells] of parts(fresh)) add(part, cells);
  }
  lines.push(line);
  return lines;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character begins a colour.
const PART = /\x1b\[[\d;]*m|./gsu;

/** What is drawn onto the character before it. */
function combines(code: number): boolean {
  return (
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x20d0 && code <= 0x20ff) ||
    code === 0x200d ||
    code === 0xfe0e ||
    code === 0xfe0f
  );
}

/** The characters and colours of a text, each with the cells it takes on a terminal. */
function parts(text: string): (readonly [part: string, cells: number])[] {
  return (text.match(PART) ?? []).map((part) => [part, cellsOfPart(part)]);
}

function cellsOfPart(part: string): number {
  const code = part.codePointAt(0) as number;
  return part.startsWith('\x1b') || combines(code) ? 0 : eastAsianWidth(code);
}

function cellsOf(text: string): number {
  if (ONE_CELL_EACH.test(text)) return text.length;
  return parts(text).reduce((sum, [, cells]) => sum + cells, 0);
}
