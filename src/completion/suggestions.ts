import type { Option } from 'commander';

const suggestions = new WeakMap<Option, readonly string[]>();

/** Values worth completing for an option that accepts others too: aliases, numbers, `rtm=alice`. */
export function suggest(option: Option, values: readonly string[]): Option {
  suggestions.set(option, values);
  return option;
}

/** What to complete an option's value with: its closed set, or what was suggested. */
export function valuesToComplete(option: Option): readonly string[] | undefined {
  return option.argChoices ?? suggestions.get(option);
}
