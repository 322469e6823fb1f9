import { ConfigError } from '../../core/errors.js';
import type { Context } from '../context.js';
import { DEMO } from './demo.js';
import { type EnvironmentValues, readEnvironment } from './environment.js';
import { findConfigs } from './find.js';
import type { ConfigFile } from './load.js';
import { namedConfig } from './places.js';
import type { SettingsOptions } from './types.js';

/**
 * The configs of a run, whatever profile it uses; the parsers are loaded only when there is one.
 * @throws ConfigError with every problem found
 */
export async function configFiles(
  ctx: Context,
  environment: EnvironmentValues,
  option: string | undefined,
): Promise<readonly ConfigFile[]> {
  const places = findConfigs(ctx, namedConfig(option, environment.variables));
  if (places.candidates.length === 0 && places.files.length === 0) return [];
  const { loadConfigs } = await import('./load.js');
  return loadConfigs(places, ctx);
}

/** The environment of a run, and its configs. */
export async function configsOf(
  ctx: Context,
  { envFile, config }: SettingsOptions,
): Promise<{
  readonly environment: EnvironmentValues;
  readonly files: readonly ConfigFile[];
}> {
  const environment = await readEnvironment(ctx, envFile);
  return { environment, files: await configFiles(ctx, environment, config) };
}

/** The names of all profiles in configs. */
export const namesIn = (files: readonly ConfigFile[]): readonly string[] => [
  ...new Set(files.flatMap(({ data }) => [...data.profiles.keys()])),
];

/** The names that `--profile` takes, for completion; a broken config has none. */
export async function profileNames(
  ctx: Context,
  options: SettingsOptions,
): Promise<readonly string[]> {
  try {
    const { files } = await configsOf(ctx, options);
    return [...namesIn(files), DEMO];
  } catch (error) {
    if (error instanceof ConfigError) return [DEMO];
    throw error;
  }
}
