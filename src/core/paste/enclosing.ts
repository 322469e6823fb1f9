/**
 * Finds the JSON objects around a place in a text, without reading the text as JSON: it may be a log
 * with an object in it, a string of JSON in JSON, or broken elsewhere.
 */

/** A join has the token four levels deep; a HAR has the request another four above. */
const MOST_LEVELS = 6;

/** The brackets around a place, and the string that they are all written in. */
export interface Enclosing {
  /** The objects, from the innermost on; each is read when it is asked for. */
  readonly objects: Iterable<object>;
  /** The opening quote of the string around them; undefined where they are not in one. */
  readonly outer?: number;
}

/**
 * What is around a string, at its own level of escaping.
 * @param at the quote that opens the string
 * @param reach how far around it is looked
 */
export function enclosing(text: string, at: number, reach: number): Enclosing {
  const escapes = backslashesBefore(text, at);
  const { starts, outer } = openedBefore(text, at, escapes, reach);
  return {
    objects: objectsFrom(text, starts, at + reach, escapes),
    ...(outer !== undefined && { outer }),
  };
}

function* objectsFrom(
  text: string,
  starts: readonly number[],
  to: number,
  escapes: number,
): Generator<object> {
  for (const start of starts) {
    const end = closeOf(text, start, to, escapes);
    if (end === undefined) return;
    const value = parsed(text.slice(start, end), escapes);
    if (typeof value === 'object' && value !== null) yield value;
  }
}

/** How many backslashes are right in front. */
function backslashesBefore(text: string, at: number): number {
  let count = 0;
  while (text[at - 1 - count] === '\\') count++;
  return count;
}

/**
 * The brackets between two places, except those within strings. The first place must be outside any string.
 * Where all of it is in a string that ends on the way, the quote that ends it comes last.
 */
function* brackets(
  text: string,
  from: number,
  to: number,
  escapes: number,
): Generator<readonly [mark: string, at: number]> {
  const step = to < from ? -1 : 1;
  let inString = false;
  for (let at = from; at !== to; at += step) {
    const mark = text[at] as string;
    if (mark === '"') {
      const behind = backslashesBefore(text, at);
      if (behind === escapes) inString = !inString;
      if (behind < escapes) {
        yield [mark, at];
        return;
      }
    } else if (!inString && BRACKETS.includes(mark)) {
      yield [mark, at];
    }
  }
}

const BRACKETS = '{[]}';
const isOpening = (mark: string) => mark === '{' || mark === '[';

/** Going back from outside any string: the brackets that are open, from the innermost on. */
function openedBefore(text: string, quote: number, escapes: number, reach: number) {
  const from = quote - escapes - 1;
  const to = Math.min(from, Math.max(0, quote - reach) - 1);
  const starts: number[] = [];
  let closed = 0;
  for (const [mark, at] of brackets(text, from, to, escapes)) {
    if (mark === '"') return { starts, outer: at };
    if (!isOpening(mark)) closed++;
    else if (closed > 0) closed--;
    else if (starts.push(at) === MOST_LEVELS)
      return { starts, outer: outerQuote(text, at, to, escapes) };
  }
  return { starts, outer: undefined };
}

/** The quote around it all, where what is between is not looked at. */
function outerQuote(text: string, from: number, to: number, escapes: number): number | undefined {
  if (escapes === 0) return undefined;
  for (const [mark, at] of brackets(text, from, to, escapes)) if (mark === '"') return at;
  return undefined;
}

/** Where the bracket is closed: behind it. */
function closeOf(text: string, start: number, to: number, escapes: number): number | undefined {
  let open = 0;
  for (const [mark, at] of brackets(text, start, Math.min(text.length, to), escapes)) {
    if (mark === '"') return undefined;
    open += isOpening(mark) ? 1 : -1;
    if (open === 0) return at + 1;
  }
  return undefined;
}

/** @param escapes 1 in a string, 3 in a string in a string */
function parsed(json: string, escapes: number): unknown {
  try {
    let text = json;
    for (let left = escapes; left > 0; left = (left - 1) / 2) text = JSON.parse(`"${text}"`);
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
