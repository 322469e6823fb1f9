/** The candidate that a mistyped word most likely meant; undefined when none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const typed = word.toLowerCase();
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const lower = candidate.toLowerCase();
    if (Math.abs(typed.length - lower.length) > mostEdits(lower)) continue;
    const edits = swapped(typed, lower) ? 1 : distance(typed, lower);
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best !== undefined && least <= mostEdits(best) ? best : undefined;
}

/** With more, a word is another one. */
const mostEdits = (word: string) => Math.max(1, Math.floor(word.length / 3));

/** How many letters have to be put in, left out or replaced to make one word of the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 0; at < one.length; at++) {
    const next = [at + 1];
    for (let to = 0; to < other.length; to++) {
      const replaced = (row[to] as number) + (one[at] === other[to] ? 0 : 1);
      next.push(Math.min(replaced, (row[to + 1] as number) + 1, (next[to] as number) + 1));
    }
    row = next;
  }
  return row[other.length] as number;
}

/** The hint for a word that is not known: the nearest that is, else what there is. */
export function didYouMean(
  word: string,
  candidates: Iterable<string>,
  otherwise?: string,
): string | undefined {
  const guess = nearest(word, candidates);
  return guess === undefined ? otherwise : `Did you mean ${guess}?`;
}

/** Whether two words differ by two neighbouring letters alone: `rct` and `rtc`. */
function swapped(one: string, other: string): boolean {
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  if (at < 0 || one.length !== other.length) return false;
  return one === other.slice(0, at) + other.charAt(at + 1) + other.charAt(at) + other.slice(at + 2);
}
