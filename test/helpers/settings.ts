import { loadSettings } from '../../src/config/settings.js';
import type { Settings, SettingsOptions } from '../../src/config/types.js';
import type { Context } from '../../src/context.js';
import { contextOf, type World } from './run.js';

/** Loads the settings as a command would. */
export function settings(world: World, options: SettingsOptions = {}): Promise<Settings> {
  return loadSettings(contextOf(world).ctx as Context, options);
}
