import { loadSettings } from '../config/settings.js';
import type { Notice, Settings, SettingsOptions } from '../config/types.js';
import type { Invocation } from '../invocation.js';

/** Where there is no access key for a token, or no secret of it. */
export const WHITEBOARD_KEYS_HINT =
  'Set AGORA_WHITEBOARD_ACCESS_KEY and AGORA_WHITEBOARD_SECRET_KEY, or add both to a profile.';

/**
 * The settings of a run, with their notices told on stderr.
 * @param beside what they need not tell: where a token names its App ID, or there is none, it is no
 *   matter which one the environment gives
 * @throws ConfigError as loadSettings
 */
export async function settingsOf(
  invocation: Invocation<SettingsOptions>,
  more: SettingsOptions = {},
  beside?: Notice['about'],
): Promise<Settings> {
  const settings = await loadSettings(invocation.ctx, { ...invocation.options, ...more });
  for (const { about, message, hint } of settings.notices) {
    if (about === undefined || about !== beside) await invocation.warn(message, hint);
  }
  return settings;
}
