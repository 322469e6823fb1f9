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

/** Going back from outside any string: the brackets that are open, from the innermost on. */
function openedBefore(text: string, from: number, escapes: number, reach: number) {
  const first = Math.max(0, from - reach);
  const starts: number[] = [];
  let inString = false;
  let closed = 0;
  for (let at = from - escapes - 1; at >= first; at--) {
    const character = text[at];
    if (character === '"') {
      const behind = backslashesBefore(text, at);
      if (behind === escapes) inString = !inString;
      else if (behind < escapes) return { starts, outer: at };
      at -= behind;
    } else if (inString) {
    } else if (character === '}' || character === ']') {
      closed++;
    } else if (character === '{' || character === '[') {
      if (closed > 0) closed--;
      else if (starts.push(at) === MOST_LEVELS)
        return { starts, outer: outerQuote(text, at, escapes, first) };
    }
  }
  return { starts, outer: undefined };
}

/** The quote around it all, where what is between is not looked at. */
function outerQuote(
  text: string,
  from: number,
  escapes: number,
  first: number,
): number | undefined {
  if (escapes === 0) return undefined;
  for (let at = from - 1; at >= first; at--) {
    if (text[at] !== '"') continue;
    const behind = backslashesBefore(text, at);
    if (behind < escapes) return at;
    at -= behind;
  }
  return undefined;
}

/** Where the bracket is closed: behind it. */
function closeOf(text: string, start: number, to: number, escapes: number) {
  let inString = false;
  let open = 0;
  for (let at = start; at < Math.min(text.length, to); at++) {
    const character = text[at];
    if (character === '"') {
      const behind = backslashesBefore(text, at);
      if (behind === escapes) inString = !inString;
      else if (behind < escapes) return undefined;
    } else if (!inString && (character === '{' || character === '[')) {
      open++;
    } else if (!inString && (character === '}' || character === ']')) {
      open--;
      if (open === 0) return at + 1;
    }
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
