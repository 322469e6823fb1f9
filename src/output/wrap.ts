import wrapAnsi from 'wrap-ansi';

/** A line of a report, and how far its continuation is set in when it does not fit. */
export interface Line {
  readonly text: string;
  readonly hang: number;
}

/** Narrower than this nothing reads well; the terminal breaks the lines itself. */
const NARROWEST = 24;

/**
 * Lays lines out in a width: words move down, and what is longer than a line is broken.
 * Load this module only where text is laid out: the library is not small.
 */
export function wrapLines(lines: readonly Line[], columns: number): string {
  return lines.map((line) => `${wrapLine(line, Math.max(NARROWEST, columns))}\n`).join('');
}

function wrapLine({ text, hang }: Line, columns: number): string {
  const indent = /^ */.exec(text)?.[0] ?? '';
  const [first = '', ...more] = wrapAnsi(text.slice(indent.length), columns - indent.length, {
    hard: true,
  }).split('\n');
  if (more.length === 0) return indent + first;
  // The first line is as wide as it can be, the others are narrower by what they are set in.
  const inner = Math.min(hang, Math.floor(columns / 2));
  if (inner <= indent.length) return [first, ...more].map((line) => indent + line).join('\n');
  const rest = wrapAnsi(more.join(' '), columns - inner, { hard: true }).split('\n');
  return [indent + first, ...rest.map((line) => ' '.repeat(inner) + line)].join('\n');
}
