import { projectOf } from '../../core/agora/projects.js';
import { ConfigError } from '../../core/errors.js';
import { claimsOf } from '../../core/inspect/claims.js';
import { isWhiteboard } from '../../core/inspect/formats.js';
import type {
  CertificateKind,
  Expectations,
  SignatureResult,
  TriedSecret,
} from '../../core/inspect/types.js';
import { quoted, safeText } from '../../core/text/safe-text.js';
import type { DecodedToken, ParsedToken } from '../../core/token/model.js';
import { nodeRuntime } from '../../core/token/node-runtime.js';
import { verifySignature } from '../../core/token/verify.js';
import { signerName } from '../config/names.js';
import { COMMAND_LINE_PROFILE } from '../config/precedence.js';
import type { Profile, Secret, Settings } from '../config/types.js';
import type { Invocation } from '../invocation.js';
import { certificateForToken, owns } from './owner.js';
import { keysHint, settingsOf } from './settings.js';

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
 * @throws ConfigError where an option names what cannot be used
 */
export async function signatureChecker(
  invocation: Invocation<SignatureOptions>,
): Promise<CheckSignature> {
  if (invocation.options.verify === false) {
    const result = unchecked('--no-verify was given');
    return async () => result;
  }
  const settings = await settingsOrProblem(invocation);
  if (settings instanceof ConfigError) {
    const { message, hint } = settings;
    await invocation.warn(`the signature is not checked: ${message}`, hint);
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

interface Candidate extends TriedSecret {
  readonly secret: Secret;
  /** An option names it, so that failing to read it ends the run. */
  readonly asked: boolean;
}

async function check(
  parsed: ParsedToken,
  expectations: Expectations,
  settings: Settings,
  options: SignatureOptions,
): Promise<SignatureResult> {
  const candidates = candidatesFor(parsed, settings, options);
  if (candidates.length === 0) return noneAtHand(parsed, settings);
  const claims = claimsOf(parsed, expectations);
  const tried: TriedSecret[] = [];
  const problems: ConfigError[] = [];
  for (const { profile, certificate, secret, asked } of candidates) {
    const text = await read(secret, asked);
    if (text instanceof ConfigError) {
      problems.push(text);
      continue;
    }
    const result = verifySignature(parsed.signed, text, nodeRuntime, claims);
    if (result.status === 'valid') return { status: 'valid', profile, certificate };
    // What the caller did not say is missing for every other secret as well.
    if (result.status === 'unchecked') {
      return { ...result, hint: claimsHint(parsed, expectations) };
    }
    tried.push({ profile, certificate });
  }
  const [problem] = problems;
  if (!problem) return { status: 'invalid', tried };
  const others = tried.length > 0 ? 'no other certificate at hand matches, and ' : '';
  return unchecked(others + problem.message, problem.hint);
}

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
  parsed: ParsedToken,
  settings: Settings,
  { allProfiles, profile: named }: SignatureOptions,
): Candidate[] {
  const { profiles, active, optionCertificate } = settings;
  const owned = profiles.filter((profile) => owns(profile, parsed.token));
  // Where the active profile is of another project, the token may belong to any other.
  const searched = active && owned.includes(active) && allProfiles !== true ? [active] : owned;
  const fromProfiles = searched.flatMap((profile) =>
    secretsOf(profile, parsed).map(([certificate, secret]) => ({
      profile: signerName(profile, isWhiteboard(parsed.token)),
      certificate,
      secret,
      asked: secret === optionCertificate || profile.name === named,
    })),
  );
  const alone = certificateForToken(parsed.token, settings, named);
  if (!alone || fromProfiles.some(({ secret }) => secret === alone)) return fromProfiles;
  const option: Candidate = {
    profile: COMMAND_LINE_PROFILE,
    certificate: 'primary',
    secret: alone,
    asked: true,
  };
  return [option, ...fromProfiles];
}

function secretsOf(
  profile: Profile,
  { token }: ParsedToken,
): (readonly [CertificateKind, Secret])[] {
  return projectOf(token).secrets.flatMap(({ key, certificate }) => {
    const secret = profile[key];
    return secret ? [[certificate, secret] as const] : [];
  });
}

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
    return value === undefined ? [] : [`${safeText(profile.name)}: ${safeText(value)}`];
  });
  return unchecked(
    others.length > 0
      ? `no profile has the token's ${what} ${quoted(id)} (${shortened(others).join(', ')})`
      : `no ${secret} for the token's ${what} ${quoted(id)} is at hand`,
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

function hint006(
  { services: [service] = [] }: DecodedToken,
  { channel, uid, account, userId }: Expectations,
): string {
  if (service?.name === 'rtm') {
    return userId === undefined && service.channelCrc32 !== 0
      ? 'Give --user-id.'
      : 'Give the user id that was signed; if a uid was signed beside it, also --account.';
  }
  // What is empty is known without being given.
  const channelKnown = channel !== undefined || service?.channelCrc32 === 0;
  const userKnown = (uid ?? account) !== undefined || service?.uidCrc32 === 0;
  if (channelKnown && userKnown) {
    return 'Give the channel and the uid or account that were signed.';
  }
  const missing = [
    ...(channelKnown ? [] : ['--channel']),
    ...(userKnown ? [] : ['--uid or --account']),
  ];
  return `Give ${missing.join(', and ')}.`;
}

function unchecked(reason: string, hint?: string): SignatureResult {
  return { status: 'unchecked', reason, ...(hint === undefined ? {} : { hint }) };
}
