/** These properties of an object, without those that are undefined. */
export function pick<T extends object, K extends keyof T>(
  from: T,
  ...keys: readonly K[]
): { readonly [P in K]?: Exclude<T[P], undefined> } {
  const picked: { [P in K]?: unknown } = {};
  for (const key of keys) if (from[key] !== undefined) picked[key] = from[key];
  return picked as { readonly [P in K]?: Exclude<T[P], undefined> };
}

/**
 * The largest of the numbers; `least` where none is larger. A token may hold more of them than a call
 * takes arguments, which is what `Math.max(...numbers)` would need.
 */
export function largest(numbers: readonly number[], least: number): number {
  return numbers.reduce((most, number) => Math.max(most, number), least);
}

/**
 * What a percent-encoded text stands for.
 * @returns undefined where it is not percent-encoded UTF-8
 */
export function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
