import { loadSettings } from '../config/settings.js';
import type { Settings, SettingsOptions } from '../config/types.js';
import type { Invocation } from '../invocation.js';

/** Where there is no access key for a token, or no secret of it. */
export const WHITEBOARD_KEYS_HINT =
  'Set AGORA_WHITEBOARD_ACCESS_KEY and AGORA_WHITEBOARD_SECRET_KEY, or add both to a profile.';

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
