import {
  AGORA_PROJECT,
  type IdKey,
  PROJECTS,
  type ProjectId,
  type SecretKey,
} from '../../core/agora/projects.js';
import type { Notice, Profile, Secret, Sourced } from './types.js';

/** What one place says of a profile: the environment, a config file, the built-in one. */
export type ProfileValues = {
  readonly builtIn?: boolean;
  readonly defaults?: ReadonlyMap<string, Sourced<string>>;
} & { readonly [K in IdKey]?: Sourced<string> | undefined } & {
  readonly [K in SecretKey]?: Secret | undefined;
};

/** One config file. */
export interface Layer {
  readonly defaultProfile?: Sourced<string>;
  readonly profiles: ReadonlyMap<string, ProfileValues>;
}

/** Everything that was found, from the strongest place to the weakest. */
export interface Found {
  /** `--profile`. */
  readonly optionProfile?: Sourced<string>;
  /** `--app-id`. */
  readonly optionAppId?: Sourced<string>;
  /** `--app-certificate-file`. */
  readonly optionCertificate?: Secret;
  /** `AGORA_TOKEN_PROFILE`. */
  readonly environmentProfile?: Sourced<string>;
  /** The environment, then what an env file adds. */
  readonly environment: readonly ProfileValues[];
  /** The project's config, then the user's. */
  readonly layers: readonly Layer[];
  readonly builtIn: ReadonlyMap<string, ProfileValues>;
}

export interface Settled {
  /** The active profile first. */
  readonly profiles: readonly Profile[];
  readonly active: Profile | undefined;
  readonly activeSource: string | undefined;
  /** A profile that was named and is nowhere. */
  readonly unknown: Sourced<string> | undefined;
  readonly notices: readonly Notice[];
}

export const ENVIRONMENT_PROFILE = 'environment';
export const COMMAND_LINE_PROFILE = 'command line';

/**
 * The one place that decides which value wins: option > environment > project > user > default,
 * field by field. With `--profile` the profile's own App ID and certificate beat the environment's.
 *
 * Certificates stay with their App ID: where two places give different App IDs, the weaker place's
 * certificates are left out instead of signing for a project they do not belong to. An App ID of the
 * environment that is not the profile's own makes a profile of its own, `environment`.
 */
export function settle(given: Found): Settled {
  // The option is the strongest of what says an App ID without naming a profile.
  const found = given.optionAppId
    ? { ...given, environment: [{ appId: given.optionAppId }, ...given.environment] }
    : given;
  const names = new Set(found.layers.flatMap((layer) => [...layer.profiles.keys()]));
  const selected = selection(found, names);
  const others = [...names]
    .filter((name) => name !== selected?.value)
    .map((name) => merge(name, ofName(found, name)));
  const own = selected ? ofName(found, selected.value) : [];
  return selected && own.length > 0
    ? withProfile(found, selected, ofOneProject(own), others)
    : withoutProfile(found, selected, others);
}

/** What the configs say of a profile, and what is built in. */
function ofName({ layers, builtIn }: Found, name: string): readonly ProfileValues[] {
  const own = layers.flatMap((layer) => layer.profiles.get(name) ?? []);
  const known = builtIn.get(name);
  return known ? [...own, known] : own;
}

const ofOption = ({ optionCertificate }: Found): readonly ProfileValues[] =>
  optionCertificate ? [{ appCertificate: optionCertificate }] : [];

/**
 * No profile is used: the option and the environment make one.
 * @param unknown the profile that was named and is nowhere
 */
function withoutProfile(
  found: Found,
  unknown: Sourced<string> | undefined,
  others: readonly Profile[],
): Settled {
  const stated = [...ofOption(found), ...found.environment].filter(says);
  const [ofAppId] = found.optionAppId ? found.environment : [];
  const named = found.environment.some((each) => says(each) && each !== ofAppId);
  const name = named ? ENVIRONMENT_PROFILE : COMMAND_LINE_PROFILE;
  const active = stated.length > 0 && !unknown ? merge(name, stated) : undefined;
  return {
    profiles: active ? [active, ...others] : others,
    active,
    activeSource: active && stated.flatMap(sources).join(', '),
    unknown,
    notices: [],
  };
}

/** @param own what is said of the profile that was selected */
function withProfile(
  found: Found,
  selected: Sourced<string>,
  own: readonly ProfileValues[],
  others: readonly Profile[],
): Settled {
  const option = ofOption(found);
  const environment = ofOneProject(found.environment);
  const ownId = first(own, 'appId');
  const explicit = selected === found.optionProfile && !found.optionAppId;
  const appId = first(environment, 'appId');
  if (!explicit && appId && ownId && !sameId(AGORA_PROJECT.id, appId, ownId)) {
    const name = found.optionAppId ? COMMAND_LINE_PROFILE : ENVIRONMENT_PROFILE;
    const merged = merge(name, [...option, ...environment, ...own], false);
    const active = withKeyOwner(merged, own, selected.value);
    return {
      profiles: [active, merge(selected.value, own), ...others],
      active,
      activeSource: appId.source,
      unknown: undefined,
      notices: [otherAppId(appId, selected.value)],
    };
  }
  // Nothing of the environment belongs to the built-in profile.
  const ownFirst = explicit || own.some((each) => each.builtIn);
  const ranked = ownFirst ? [...own, ...environment] : [...environment, ...own];
  const active = withKeyOwner(merge(selected.value, [...option, ...ranked]), own, selected.value);
  return {
    profiles: [active, ...others],
    active,
    activeSource: selected.source,
    unknown: undefined,
    notices: mixedSources(active, found),
  };
}

/** An App ID of a config signs with a certificate of the environment, which may be of another project. */
function mixedSources(
  { appId, appCertificate }: Profile,
  { layers, environment }: Found,
): Notice[] {
  const inConfig = layers.some(({ profiles }) =>
    [...profiles.values()].some((each) => each.appId !== undefined && each.appId === appId),
  );
  const inEnvironment = environment.some(
    (each) => each.appCertificate !== undefined && each.appCertificate === appCertificate,
  );
  if (!inConfig || !inEnvironment || !appId || !appCertificate) return [];
  return [
    {
      about: 'app-id',
      code: 'mixed-sources',
      message: `the App ID is from ${appId.source}, the App Certificate from ${appCertificate.source}: if they are of two projects, Agora refuses the token`,
      hint: 'Set AGORA_APP_ID too, or unset the certificate to use that of the profile.',
    },
  ];
}

/** As with the App ID, an access key that is not the profile's own is the environment's. */
function withKeyOwner(profile: Profile, own: readonly ProfileValues[], ownName: string): Profile {
  const key = profile.whiteboardAccessKey;
  const isOwn = key?.value === first(own, 'whiteboardAccessKey')?.value;
  const name = isOwn ? ownName : ENVIRONMENT_PROFILE;
  return key && name !== profile.name ? { ...profile, whiteboardName: name } : profile;
}

const otherAppId = ({ source }: Sourced<string>, name: string): Notice => ({
  about: 'app-id',
  message: `the App ID of ${source} is used, not that of the profile ${name}`,
  hint: `Name the profile to use it: --profile ${name}`,
});

/** `--profile`, AGORA_TOKEN_PROFILE, the configs' defaultProfile, or the only profile there is. */
function selection(found: Found, names: ReadonlySet<string>): Sourced<string> | undefined {
  const named =
    found.optionProfile ??
    found.environmentProfile ??
    ownerOf(found, names) ??
    found.layers.find((layer) => layer.defaultProfile)?.defaultProfile;
  if (named) return named;
  const [only, second] = names;
  return only !== undefined && second === undefined
    ? { value: only, source: 'the only profile there is' }
    : undefined;
}

/** The profile of the App ID that `--app-id` gives. */
function ownerOf(found: Found, names: ReadonlySet<string>): Sourced<string> | undefined {
  const { optionAppId } = found;
  const owner =
    optionAppId &&
    [...names].find((name) => {
      const own = first(ofName(found, name), 'appId');
      return own && sameId(AGORA_PROJECT.id, own, optionAppId);
    });
  return owner === undefined ? undefined : { value: owner, source: '--app-id' };
}

/**
 * The values of one profile, or of the environment, speak of one project: a place that gives a
 * certificate alone gives it for the App ID that the others name, and for no other.
 */
function ofOneProject(values: readonly ProfileValues[]): readonly ProfileValues[] {
  const ids = PROJECTS.map(({ id: { key } }) => [key, first(values, key)] as const);
  return values.map((each) => ({
    ...each,
    ...Object.fromEntries(ids.map(([key, id]) => [key, each[key] ?? id])),
  }));
}

/** @param values the strongest first */
function merge(
  name: string,
  values: readonly ProfileValues[],
  builtIn = values.some((each) => each.builtIn),
): Profile {
  const credentials = PROJECTS.map(({ id, secrets }) => {
    const own = first(values, id.key);
    const sameProject = values.filter(({ [id.key]: other }) => !other || sameId(id, other, own));
    return Object.assign(
      {},
      given(id.key, own),
      ...secrets.map(({ key }) => given(key, first(sameProject, key))),
    );
  });
  return Object.assign({ name, builtIn, defaults: mergeDefaults(values) }, ...credentials);
}

/** A uid and an account cannot be used together: the stronger place's choice hides the weaker's. */
const RIVALS: ReadonlyMap<string, string> = new Map([
  ['uid', 'account'],
  ['account', 'uid'],
]);

function mergeDefaults(values: readonly ProfileValues[]): Profile['defaults'] {
  const merged = new Map<string, Sourced<string>>();
  for (const { defaults } of values) {
    const fresh = [...(defaults ?? [])].filter(
      ([key]) => !merged.has(key) && !merged.has(RIVALS.get(key) ?? key),
    );
    for (const [key, value] of fresh) merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

function first<K extends keyof ProfileValues>(
  values: readonly ProfileValues[],
  key: K,
): ProfileValues[K] | undefined {
  return values.find((each) => each[key] !== undefined)?.[key];
}

function given<K extends string, T>(key: K, value: T | undefined): { [key in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]?: T });
}

function sameId(
  { caseSensitive }: ProjectId,
  one: Sourced<string>,
  other: Sourced<string> | undefined,
): boolean {
  if (caseSensitive) return one.value === other?.value;
  return one.value.toLowerCase() === other?.value.toLowerCase();
}

const says = (values: ProfileValues) => sources(values).length > 0;

function sources(values: ProfileValues): string[] {
  return PROJECTS.flatMap(({ id, secrets }) => [id, ...secrets]).flatMap(
    ({ key }) => values[key]?.source ?? [],
  );
}
