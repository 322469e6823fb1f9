import { PLAIN } from '../../src/cli/render/style.js';
import type { View } from '../../src/cli/render/view.js';

/** A plain view of 80 columns in UTC, with what a test sets. */
export const view = (given: Partial<View>): View => ({
  style: PLAIN,
  now: 0,
  utcOffsetMinutes: () => 0,
  columns: 80,
  ascii: false,
  ...given,
});
