import type { IdKey, SecretKey } from '../../core/agora/projects.js';
import type { ConfigError } from '../../core/errors.js';

/** What the rest of the program knows of the configuration; loaded by `loadSettings`. */

/** A value and where it came from, in words for a person: `AGORA_APP_ID`, `.agora-tokenrc: profiles.dev.appId`. */
export interface Sourced<T> {
  readonly value: T;
  readonly source: string;
}

/**
 * The variables in effect: those of the process, and below them those of the env file, as dotenv
 * has it. A variable that is set to nothing counts as not set.
 */
export interface Environment {
  get(name: string): Sourced<string> | undefined;
}

/** A variable that is there without a value, and what it would give. */
export interface EmptyVariable {
  readonly key: string;
  readonly source: string;
}

/** How a secret is kept. */
export type SecretVia = 'literal' | 'variable' | 'file' | 'command' | 'built-in';

/** A secret that is read only when it is needed. */
export interface Secret {
  /** Where it comes from; never the secret itself. */
  readonly source: string;
  readonly via?: SecretVia;
  /**
   * Reads the secret, once.
   * @throws ConfigError when it is missing, unreadable or has the wrong form; never showing it
   */
  resolve(): Promise<string>;
}

/** Values of options that were not given; keys are the options in camelCase. */
type ProfileDefaults = Readonly<Record<string, Sourced<string>>>;

/** A project's App ID and secrets, after option > environment > project > user > default. */
export interface Profile
  extends Readonly<Partial<Record<IdKey, Sourced<string>>>>,
    Readonly<Partial<Record<SecretKey, Secret>>> {
  /**
   * The profile's name; `environment` where the App ID comes from variables alone, `command line`
   * where there is nothing but the certificate that an option gave.
   */
  readonly name: string;
  /** The built-in demo profile: Agora refuses its tokens. */
  readonly builtIn: boolean;
  /** Whose the access key is, where the App ID is of another place. */
  readonly whiteboardName?: string;
  readonly defaults: ProfileDefaults;
}

/** Something to tell the user on stderr: a config readable by others, a variable that wins … */
export interface Notice {
  /** What is said of the config files themselves, or of the App ID that is used. */
  readonly about?: 'file' | 'app-id';
  /** The finding that it is. */
  readonly code?: 'mixed-sources';
  readonly message: string;
  readonly hint?: string;
}

export interface Settings {
  /** All profiles by name, the active one first. The built-in demo profile is here only when named. */
  readonly profiles: readonly Profile[];
  /** The profile that this run uses. */
  readonly active: Profile | undefined;
  /** Why that one: `--profile`, `AGORA_TOKEN_PROFILE`, `.agora-tokenrc: defaultProfile` … */
  readonly activeSource: string | undefined;
  /** What `--app-certificate-file` gave; the active profile's certificate too. */
  readonly optionCertificate: Secret | undefined;
  /** Variables that are set to nothing, which may be why something is missing. */
  readonly empty: readonly EmptyVariable[];
  readonly notices: readonly Notice[];
  /**
   * The active profile.
   * @throws ConfigError that tells how to supply one: flag, variable, config key, `init`, `--profile demo`
   */
  requireActive(): Profile;
}

/** The options that steer the configuration. */
export interface SettingsOptions {
  readonly profile?: string;
  readonly config?: string;
  readonly envFile?: string;
  readonly appCertificateFile?: string;
  /** The App ID to sign for, of `generate --app-id`. */
  readonly signAppId?: string;
  /** Every profile is wanted, also where the built-in one is chosen, which needs no config. */
  readonly allProfiles?: boolean;
  /** Takes what would otherwise be thrown: an App ID or a profile's name that cannot be used. */
  readonly onFault?: (fault: ConfigError) => void;
}
