import { assertHex32 } from '../core/agora/hex32.js';
import { UsageError } from '../core/errors.js';
import { browserRuntime } from '../core/token/browser-runtime.js';
import type { TokenRuntime } from '../core/token/runtime.js';
import { assertKeys, keysOf, objectGiven, textGiven } from '../library/given.js';

/** A project that the emulator knows, as the Console shows it. */
export interface EmulatedProject {
  /** 32 hex characters. */
  readonly appId: string;
  /** 32 hex characters; without one the project has no certificate enabled, and takes no tokens. */
  readonly appCertificate?: string | undefined;
  /** 32 hex characters; its tokens are accepted too. */
  readonly secondaryCertificate?: string | undefined;
}

/** What the emulator stands in for. */
export interface EmulatorOptions {
  /** The projects whose App IDs are known; every other one is an invalid vendor key. */
  readonly projects: readonly EmulatedProject[];
  /** Whether the Console has co-host authentication enabled; without it false, as for new projects. */
  readonly coHostAuth?: boolean | undefined;
  /** false: what the stand-in lacks of the SDK resolves, and does nothing, instead of throwing. */
  readonly strict?: boolean | undefined;
}

/** The options, checked and complete. */
export interface Settings {
  /** By App ID; every other App ID is unknown. */
  readonly projects: ReadonlyMap<string, EmulatedProject>;
  readonly runtime: TokenRuntime;
  readonly coHostAuth: boolean;
  readonly strict: boolean;
}

const OPTIONS = keysOf<EmulatorOptions>({ projects: true, coHostAuth: true, strict: true });
const PROJECT = keysOf<EmulatedProject>({
  appId: true,
  appCertificate: true,
  secondaryCertificate: true,
});

/**
 * @throws UsageError for options that cannot be used, ConfigError for an App ID or certificate that is
 *   not 32 hex characters; neither shows a certificate
 */
export function settingsOf(options: EmulatorOptions): Settings {
  objectGiven(options, 'options');
  assertKeys(options, OPTIONS, 'options');
  const { projects, coHostAuth = false, strict = true } = options;
  if (!Array.isArray(projects) || projects.length === 0) {
    throw new UsageError(
      'projects is not a list of at least one project',
      'For example: { projects: [{ appId, appCertificate }] }.',
    );
  }
  return {
    projects: new Map(
      projects.map((project: EmulatedProject, index) => {
        const name = `projects[${index}]`;
        assertProject(project, name);
        return [project.appId, project];
      }),
    ),
    // The same everywhere: tests also run in browsers and jsdom.
    runtime: browserRuntime,
    coHostAuth: flag(coHostAuth, 'coHostAuth'),
    strict: flag(strict, 'strict'),
  };
}

function assertProject(project: EmulatedProject, name: string): void {
  objectGiven(project, name);
  assertKeys(project, PROJECT, name);
  assertHex32(textGiven(project.appId, `${name}.appId`), 'App ID', `${name}.appId`);
  for (const key of ['appCertificate', 'secondaryCertificate'] as const) {
    const certificate = project[key];
    if (certificate === undefined) continue;
    assertHex32(textGiven(certificate, `${name}.${key}`), 'App Certificate', `${name}.${key}`);
  }
}

function flag(value: unknown, name: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new UsageError(`${name} is not true or false`);
}
