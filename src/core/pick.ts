/** These properties of an object, without those that are undefined. */
export function pick<T extends object, K extends keyof T>(
  from: T,
  ...keys: readonly K[]
): { readonly [P in K]?: Exclude<T[P], undefined> } {
  const picked: { [P in K]?: unknown } = {};
  for (const key of keys) if (from[key] !== undefined) picked[key] = from[key];
  return picked as { readonly [P in K]?: Exclude<T[P], undefined> };
}
