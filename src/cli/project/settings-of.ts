import type { Project } from '../../core/agora/projects.js';
import { loadSettings } from '../config/settings.js';
import type { Notice, Settings, SettingsOptions } from '../config/types.js';
import type { Invocation } from '../invocation.js';

/** What to do where nothing at hand is for the project of a token. */
export function keysHint({ id, secrets: [signing] }: Project): string {
  const option = signing.hex32 ? ', give --app-certificate-file' : '';
  return `Set ${id.variable} and ${signing.variable}${option}, or add a profile with both (agora-token init).`;
}

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
