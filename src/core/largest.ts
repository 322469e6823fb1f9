/**
 * The largest of the numbers; `least` where none is larger. A token may hold more of them than a call
 * takes arguments, which is what `Math.max(...numbers)` would need.
 */
export function largest(numbers: readonly number[], least: number): number {
  return numbers.reduce((most, number) => Math.max(most, number), least);
}
