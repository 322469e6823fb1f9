import { PROJECT_SECRETS, projectOf } from '../../core/agora/projects.js';
import { ConfigError } from '../../core/errors.js';
import {
  type Candidate,
  candidatesOf,
  checkReading,
  signatureCheck,
  unchecked,
} from '../../core/inspect/signature-check.js';
import type { Expectations, SignatureResult } from '../../core/inspect/types.js';
import { channelByCrc, userByCrc } from '../../core/inspect/whom.js';
import { maskSecrets } from '../../core/text/mask.js';
import { quoted, safeText } from '../../core/text/safe-text.js';
import type { DecodedToken, ParsedToken } from '../../core/token/model.js';
import { nodeRuntime } from '../../core/token/node-runtime.js';
import { COMMAND_LINE_PROFILE } from '../config/precedence.js';
import type { Profile, Secret, Settings } from '../config/types.js';
import type { Invocation } from '../invocation.js';
import { certificateForToken, keysOf, owns } from './owner.js';
import { keysHint, settingsOf } from './settings-of.js';

export interface SignatureOptions {
  readonly appCertificateFile?: string;
  readonly profile?: string;
  readonly allProfiles?: boolean;
  /** false: `--no-verify`. */
  readonly verify?: boolean;
}

export type CheckSignature = (
  parsed: ParsedToken,
  expectations: Expectations,
) => Promise<SignatureResult>;

/**
 * Prepares the check of signatures with the certificates at hand.
 *
 * A token can be judged without any, so that a config that nobody asked for by name, and that is
 * broken, leaves the signature unchecked, with a warning.
 *
 * @param says whether that warning is given: not where the signature is beside the point
 * @throws ConfigError where an option names what cannot be used
 */
export async function signatureChecker(
  invocation: Invocation<SignatureOptions>,
  says = true,
): Promise<CheckSignature> {
  if (invocation.options.verify === false) {
    const result = unchecked('--no-verify was used');
    return async () => result;
  }
  const settings = await settingsOrProblem(invocation);
  if (settings instanceof ConfigError) {
    const { message, hint } = settings;
    if (says) await invocation.warn(`the signature is not checked: ${message}`, hint);
    // The warning lists every problem; a finding is one sentence.
    const [summary = ''] = message.split(':\n');
    const result = unchecked(`the configuration cannot be used (${summary})`, hint);
    return async () => result;
  }
  return (parsed, expectations) => check(parsed, expectations, settings, invocation.options);
}

async function settingsOrProblem(
  invocation: Invocation<SignatureOptions>,
): Promise<Settings | ConfigError> {
  try {
    return await settingsOf(invocation, {}, 'app-id');
  } catch (error) {
    if (error instanceof ConfigError && !asksForConfig(invocation)) return error;
    throw error;
  }
}

/** Whoever names a config wants it used. */
function asksForConfig({ options }: Invocation<SignatureOptions>): boolean {
  const { profile, config, envFile, appCertificateFile } = options;
  return [profile, config, envFile, appCertificateFile].some((value) => value !== undefined);
}

async function check(
  parsed: ParsedToken,
  expectations: Expectations,
  settings: Settings,
  options: SignatureOptions,
): Promise<SignatureResult> {
  const candidates = candidatesFor(parsed.token, settings, options);
  if (candidates.length === 0) return noneAtHand(parsed, settings);
  const asked = (secret: Secret) =>
    secret === settings.optionCertificate ||
    settings.profiles.some(
      (profile) => profile.name === options.profile && secretsOf(profile).includes(secret),
    );
  const result = await checkReading(
    signatureCheck(parsed, expectations, candidates, nodeRuntime),
    ({ secret }) => read(secret, asked(secret)),
  );
  const claimsMissing = result.status === 'unchecked' && result.needsClaims;
  return claimsMissing ? { ...result, hint: claimsHint(parsed, expectations) } : result;
}

/** @param asked an option names it, so that failing to read it ends the run */
async function read(secret: Secret, asked: boolean): Promise<string | ConfigError> {
  try {
    return await secret.resolve();
  } catch (error) {
    if (error instanceof ConfigError && !asked) return error;
    throw error;
  }
}

/** The secrets of the token's own App ID or access key, the active profile's first. */
function candidatesFor(
  token: DecodedToken,
  settings: Settings,
  { allProfiles, profile: named }: SignatureOptions,
): Candidate<Secret>[] {
  const { profiles, active } = settings;
  // Where the active profile is of another project, the token may belong to any other.
  const own = active && allProfiles !== true && owns(active, token) ? [active] : profiles;
  const fromProfiles = candidatesOf(
    token,
    own.map((profile) => keysOf(profile, token)),
  );
  const alone = certificateForToken(token, settings, named);
  if (!alone || fromProfiles.some(({ secret }) => secret === alone)) return fromProfiles;
  return [
    { profile: COMMAND_LINE_PROFILE, certificate: 'primary', secret: alone },
    ...fromProfiles,
  ];
}

const secretsOf = (profile: Profile) => PROJECT_SECRETS.map(({ key }) => profile[key]);

function noneAtHand(parsed: ParsedToken, { profiles }: Settings): SignatureResult {
  const project = projectOf(parsed.token);
  const id = parsed.token[project.id.field];
  const { word: what } = project.id;
  const secret = project.secrets[0].word;
  const hint = keysHint(project);
  if (typeof id !== 'string') return unchecked(`the token has no readable ${what}`);
  const owner = profiles.find((profile) => owns(profile, parsed.token));
  if (owner) {
    return unchecked(`the profile ${safeText(owner.name)} has no ${secret}`, hint);
  }
  const others = profiles.flatMap((profile) => {
    const value = profile[project.id.key]?.value;
    return value === undefined
      ? []
      : [`${safeText(profile.name)}: ${maskSecrets(safeText(value))}`];
  });
  return unchecked(
    others.length > 0
      ? `no profile has the token's ${what} ${quoted(id)} (${shortened(others).join(', ')})`
      : `no ${secret} for the token's ${what} ${quoted(id)} is available`,
    hint,
  );
}

/** A long list of profiles helps nobody. */
function shortened(list: readonly string[], most = 3): readonly string[] {
  return list.length > most ? [...list.slice(0, most), `${list.length - most} more`] : list;
}

/** What to give; where it was given already, it is not what was signed. */
function claimsHint({ token, signed }: ParsedToken, given: Expectations): string {
  switch (signed.format) {
    case 'signaling':
      return 'Give --account.';
    case '006':
      return hint006(token, given);
    case '005':
    case '004':
      return 'Give --channel and --uid.';
    default:
      return 'Give --channel.';
  }
}

function hint006({ services: [service] = [] }: DecodedToken, given: Expectations): string {
  const { channel, uid, account, userId } = given;
  if (service?.name === 'rtm') {
    return userId === undefined && service.channelCrc32 !== 0
      ? 'Give --user-id.'
      : 'Pass the user id that was signed; if a uid was signed too, also --account.';
  }
  // What is empty is known without being given.
  const channelKnown = channel !== undefined || service?.channelCrc32 === 0;
  const userKnown = (uid ?? account) !== undefined || service?.uidCrc32 === 0;
  const wrong =
    service &&
    [channelByCrc(service, given), userByCrc(service, given)].some(
      ({ matches }) => matches === false,
    );
  if (wrong || (channelKnown && userKnown)) {
    return 'Give the channel and the uid or account that were signed.';
  }
  const missing = [
    ...(channelKnown ? [] : ['--channel']),
    ...(userKnown ? [] : ['--uid or --account']),
  ];
  return `Give ${missing.join(', and ')}.`;
}
