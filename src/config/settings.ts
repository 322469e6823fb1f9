import type { Context } from '../context.js';
import type { Settings, SettingsOptions } from './types.js';

/**
 * Finds, reads, checks and merges the configuration.
 * @throws ConfigError with every problem found, or for an unknown profile
 */
export async function loadSettings(_ctx: Context, _options: SettingsOptions): Promise<Settings> {
  throw new Error('not written yet');
}
