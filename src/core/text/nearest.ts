import { distance } from 'fastest-levenshtein';

/** The candidate that a mistyped word most likely meant; undefined when none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const typed = word.toLowerCase();
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const lower = candidate.toLowerCase();
    const edits = swapped(typed, lower) ? 1 : distance(typed, lower);
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best !== undefined && least <= Math.max(1, Math.floor(best.length / 3)) ? best : undefined;
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
  return (
    at >= 0 &&
    one === other.slice(0, at) + other.charAt(at + 1) + other.charAt(at) + other.slice(at + 2)
  );
}
