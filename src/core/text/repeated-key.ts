/** A JSON string, with a colon after it if it is a key. Valid JSON has quotes nowhere else. */
const STRING = /"((?:[^"\\]|\\.)*)"(\s*:)?/g;

/** A key that an object has twice, and where its second occurrence is. */
export interface RepeatedKey {
  readonly key: string;
  readonly offset: number;
}

/**
 * Finds a key that an object in a JSON text has twice: JSON.parse keeps the last, other readers the first.
 * @param value what JSON.parse made of the text
 * @param own the part of `value` whose keys matter
 */
export function repeatedKey(
  text: string,
  value: unknown,
  own: unknown = value,
): RepeatedKey | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  // Mostly: as many colons as keys leave no room for a repeated one.
  if (colons(text) === Object.keys(value).length) return undefined;
  const left = keyCounts(value);
  const among = own === value ? left : keyCounts(own);
  for (const { 1: written = '', 2: colon, index } of text.matchAll(STRING)) {
    if (colon === undefined) continue;
    const key = written.includes('\\') ? (JSON.parse(`"${written}"`) as string) : written;
    const count = (left.get(key) ?? 0) - 1;
    if (count < 0 && among.has(key)) return { key, offset: index };
    left.set(key, count);
  }
  return undefined;
}

function colons(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) === 58) count++;
  return count;
}

/** How often each key is in a value, however deep. */
function keyCounts(value: unknown): Map<string, number> {
  const counts = new Map<string, number>();
  const open = [value];
  while (open.length > 0) {
    const each = open.pop();
    if (typeof each !== 'object' || each === null) continue;
    if (!Array.isArray(each)) {
      for (const key of Object.keys(each)) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const below of Object.values(each)) open.push(below);
  }
  return counts;
}
