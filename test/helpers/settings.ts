import { loadSettings } from '../../src/cli/config/settings.js';
import type { Settings, SettingsOptions } from '../../src/cli/config/types.js';
import type { Context } from '../../src/cli/context.js';
import { contextOf, type World } from './run.js';

/** Loads the settings as a command would. */
export function settings(world: World, options: SettingsOptions = {}): Promise<Settings> {
  return loadSettings(contextOf(world).ctx as Context, options);
}
