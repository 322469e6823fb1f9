import { loadSettings } from '../config/settings.js';
import type { Settings, SettingsOptions } from '../config/types.js';
import type { Invocation } from '../invocation.js';

/**
 * The settings of a run, with their notices told on stderr.
 * @throws ConfigError as loadSettings
 */
export async function settingsOf(
  invocation: Invocation<SettingsOptions>,
  more: SettingsOptions = {},
): Promise<Settings> {
  const settings = await loadSettings(invocation.ctx, { ...invocation.options, ...more });
  for (const { message, hint } of settings.notices) await invocation.warn(message, hint);
  return settings;
}
