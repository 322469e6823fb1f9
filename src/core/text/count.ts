/** A number with its noun: `1 service`, `2 services`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The verb for a number of things: `is` or `are`, `occurs` or `occur`. */
export function verb(number: number, singular: string): string {
  if (number === 1) return singular;
  return IRREGULAR[singular] ?? singular.replace(/s$/, '');
}

const IRREGULAR: Readonly<Record<string, string>> = { is: 'are', has: 'have' };

/** How many words a list has; a token can hold thousands. */
const LISTED = 10;

/** `a`, `a and b`, `a, b and c`; `…, j and 7 more`. */
export function listed(words: readonly string[], last: 'and' | 'or' = 'and'): string {
  if (words.length > LISTED) {
    return `${words.slice(0, LISTED).join(', ')} and ${words.length - LISTED} more`;
  }
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words[words.length - 1]}`;
}
