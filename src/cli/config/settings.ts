import { ConfigError } from '../../core/errors.js';
import { maskSecrets } from '../../core/text/mask.js';
import { didYouMean } from '../../core/text/nearest.js';
import type { Context } from '../context.js';
import { DEMO, DEMO_NOTICE, demoProfile } from './demo.js';
import { assertAppId, type EnvironmentValues, emptyNote, readEnvironment } from './environment.js';
import { pathText } from './files.js';
import { quotedName } from './hex32.js';
import { configFiles } from './inventory.js';
import { shownName } from './names.js';
import { type Layer, type Settled, settle } from './precedence.js';
import { optionCertificate } from './secret.js';
import type { EmptyVariable, Notice, Profile, Settings, SettingsOptions } from './types.js';

/**
 * Finds, reads, checks and merges the configuration. No secret is read before it is asked for.
 * @throws ConfigError with every problem found, or for an unknown profile
 */
export async function loadSettings(ctx: Context, options: SettingsOptions): Promise<Settings> {
  const environment = await readEnvironment(ctx, options.envFile);
  const { layers, notices } = await readLayers(ctx, environment, options);
  const certificate =
    options.appCertificateFile === undefined
      ? undefined
      : optionCertificate(options.appCertificateFile, ctx);
  const settled = settle({
    ...(options.profile === undefined
      ? {}
      : { optionProfile: { value: options.profile, source: '--profile' } }),
    ...(options.signAppId === undefined
      ? {}
      : { optionAppId: { value: options.signAppId.trim(), source: '--app-id' } }),
    ...(certificate && { optionCertificate: certificate }),
    ...(environment.profile && { environmentProfile: environment.profile }),
    environment: environment.values,
    layers,
    builtIn: new Map([[DEMO, demoProfile()]]),
  });
  const { active } = settled;
  try {
    assertKnown(settled, layers.length > 0);
    if (active?.appId) assertAppId(active.appId);
  } catch (error) {
    if (!options.onFault || !(error instanceof ConfigError)) throw error;
    options.onFault(error);
  }
  return {
    profiles: settled.profiles,
    active,
    activeSource: settled.activeSource,
    optionCertificate: certificate,
    empty: environment.empty,
    notices: [
      ...environment.notices,
      ...notices,
      ...settled.notices,
      ...(active?.builtIn ? [DEMO_NOTICE] : []),
    ].map(masked),
    requireActive: () => {
      if (active) return active;
      throw noProfileError(settled.profiles, environment.empty, options.envFile);
    },
  };
}

/** Names and paths are in notices too, and a certificate may be in their place. */
function masked({ about, code, message, hint }: Notice): Notice {
  return {
    ...(about && { about }),
    ...(code && { code }),
    message: maskSecrets(message),
    ...(hint && { hint: maskSecrets(hint) }),
  };
}

/** The configs' layers; the parsers are loaded only when there is a config to parse. */
async function readLayers(
  ctx: Context,
  environment: EnvironmentValues,
  options: SettingsOptions,
): Promise<{ readonly layers: readonly Layer[]; readonly notices: readonly Notice[] }> {
  const chosen = options.profile ?? environment.profile?.value;
  // The built-in profile needs no config, so that a broken one cannot keep anybody from trying.
  if (chosen === DEMO && options.config === undefined && !options.allProfiles)
    return { layers: [], notices: [] };
  const files = await configFiles(ctx, environment, options.config);
  if (files.length === 0) return { layers: [], notices: [] };
  const { exposureNotices, layerOf } = await import('./load.js');
  return {
    layers: files.map((file) => layerOf(file, ctx, environment.variables)),
    notices: files.flatMap((file) => exposureNotices(file, ctx.platform)),
  };
}

/** @throws ConfigError for a profile that is nowhere, with the nearest name */
function assertKnown({ unknown, profiles }: Settled, configured: boolean): void {
  if (!unknown) return;
  const names = profiles.map(({ name }) => shownName(name));
  const none = configured
    ? 'The config has no profiles. Add one to it, or try `--profile demo`.'
    : 'No config was found. Run `agora-token init`, or try `--profile demo`.';
  const known = names.length > 0 ? `There are: ${names.join(', ')}, and demo.` : none;
  throw new ConfigError(
    `profile ${quotedName(unknown.value)} (from ${unknown.source}) does not exist`,
    didYouMean(unknown.value, [...names, DEMO], known),
  );
}

function noProfileError(
  profiles: readonly Profile[],
  empty: readonly EmptyVariable[],
  envFile: string | undefined,
): ConfigError {
  if (profiles.length > 0) {
    return new ConfigError(
      'no profile is chosen',
      `Give --profile <name>, AGORA_TOKEN_PROFILE, or defaultProfile in the config: ${profiles.map(({ name }) => shownName(name)).join(', ')}.`,
    );
  }
  return new ConfigError(
    `no App ID and App Certificate were found${envFile === undefined ? '' : `, not in ${pathText(envFile)} either`}${emptyNote(empty)}`,
    'Set AGORA_APP_ID and AGORA_APP_CERTIFICATE, give --dotenv, run `agora-token init` for a config with profiles, or try `--profile demo`.',
  );
}
