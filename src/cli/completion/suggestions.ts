import type { Argument, Option } from 'commander';

const suggestions = new WeakMap<Option | Argument, readonly string[]>();

/** Values worth completing for what accepts others too: aliases, numbers, `rtm=alice`. */
export function suggest<Of extends Option | Argument>(of: Of, values: readonly string[]): Of {
  suggestions.set(of, values);
  return of;
}

/** What to complete a value with: its closed set, or what was suggested. */
export function valuesToComplete(of: Option | Argument): readonly string[] | undefined {
  return of.argChoices ?? suggestions.get(of);
}
