/** Less room than this beside the terms of a list, and a description goes below its term. */
const NARROWEST_COLUMN = 30;

/** How far a description is set in below its term. */
const BELOW = 6;

/**
 * Lays a page of help out in a width. A paragraph or list that fits stays as it is written.
 * A command that is too long goes on after a backslash, so that it can still be pasted.
 */
export function fitHelp(page: string, width: number): string {
  let heading = '';
  return blocksOf(page)
    .map((block) => {
      const text = block.join('\n');
      const isList = text.startsWith(' ');
      if (!isList) heading = text;
      if (block.every((line) => line.length <= width)) return text;
      if (isList) return list(text, width, heading);
      return wrapped(text, width, text.startsWith('- ') ? 2 : 0);
    })
    .join('\n');
}

/** The lines of paragraphs, items, lists, and of what is between them. */
export function blocksOf(page: string): string[][] {
  const blocks: string[][] = [];
  for (const line of page.split('\n')) {
    const [first = ''] = blocks.at(-1) ?? [];
    const goesOn =
      first !== '' &&
      line !== '' &&
      !line.startsWith('- ') &&
      (line.startsWith(' ') === first.startsWith(' ') || first.startsWith('- '));
    if (goesOn) blocks.at(-1)?.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

/**
 * Words in lines of a width; what is longer than a line stays whole.
 * @param hang how far the lines after the first are set in
 */
export function wrapped(text: string, width: number, hang = 0): string {
  const [indent = ''] = /^ */.exec(text) ?? [];
  const lines = [indent];
  for (const word of text.trim().split(/\s+/)) {
    const line = lines.at(-1) as string;
    if (line.trim() === '') lines[lines.length - 1] += word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(' '.repeat(hang) + word);
  }
  return lines.join('\n');
}

/** A term and its description, which may go on in the lines below it. */
const ROW = /^( +)(\S.*?)( {2,})(\S.*)$/s;

function list(text: string, width: number, heading: string): string {
  if (heading === 'Examples:') return text.replaceAll(/^.+$/gm, (line) => command(line, width));
  // The lines below a description that begin in its column belong to it.
  const columns = text.split('\n').map((line) => columnOf(line) ?? 0);
  const column = Math.max(...columns);
  const rows = column === 0 ? text : text.replaceAll(`\n${' '.repeat(column)}`, ' ');
  const below = width - column < NARROWEST_COLUMN;
  return rows
    .replaceAll(/,\n +(?=\S)/g, ', ')
    .split('\n')
    .map((line) => {
      const [, indent = '', term, gap = '', description = ''] = ROW.exec(line) ?? [];
      if (term === undefined) {
        if (/^ +agora-token /.test(line)) return command(line, width);
        return line.length > width ? wrapped(line, width, line.search(/\S/) + 2) : line;
      }
      if (!below) return hanging(indent + term + gap, description, width);
      return `${wrapped(indent + term, width, 4)}\n${wrapped(' '.repeat(BELOW) + description, width, BELOW)}`;
    })
    .join('\n');
}

function columnOf(line: string): number | undefined {
  const [, indent, term, gap] = ROW.exec(line) ?? [];
  return indent === undefined ? undefined : `${indent}${term}${gap}`.length;
}

function hanging(term: string, description: string, width: number): string {
  const column = term.length;
  return term + wrapped(' '.repeat(column) + description, width, column).slice(column);
}

/** A word of a command, with its quotes; a flag keeps its value. */
const WORD = /(?:--?[\w-]+ (?=[^\s<>|-]))?(?:"[^"]*"|'[^']*'|[^\s"'])+/g;

/** A command in lines that a shell reads as one; its comment goes above it. */
function command(line: string, width: number): string {
  if (line.length <= width) return line;
  const [, text = line, comment] = /^(.*?)(?: {2,}(# .*))?$/.exec(line) ?? [];
  const words = text.trim().match(WORD) ?? [];
  const lines = ['  '];
  for (const word of words) {
    const last = lines.at(-1) as string;
    if (last.trim() === '') lines[lines.length - 1] += word;
    // Room stays for the backslash.
    else if (last.length + 1 + word.length <= width - 2)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(' '.repeat(BELOW) + word);
  }
  return [...(comment ? [wrapped(`  ${comment}`, width, 4)] : []), lines.join(' \\\n')].join('\n');
}
