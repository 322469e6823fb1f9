import { PROJECT_SECRETS } from '../../core/agora/projects.js';
import { isWhiteboard } from '../../core/inspect/formats.js';
import { ownsToken } from '../../core/inspect/owner.js';
import type { ProjectKeys } from '../../core/inspect/signature-check.js';
import type { DecodedToken } from '../../core/token/model.js';
import { signerName } from '../config/names.js';
import type { Profile, Secret, Settings } from '../config/types.js';

/** What a profile has, to be tried on a token. */
export function keysOf(profile: Profile, token: DecodedToken): ProjectKeys<Secret> {
  const secrets = PROJECT_SECRETS.map(({ key }) => [key, profile[key]]);
  return {
    ...Object.fromEntries(secrets),
    profile: signerName(profile, isWhiteboard(token)),
    appId: profile.appId?.value,
    whiteboardAccessKey: profile.whiteboardAccessKey?.value,
  };
}

/** Whether a token is of a profile's project. */
export function owns(profile: Profile, token: DecodedToken): boolean {
  return ownsToken(keysOf(profile, token), token);
}

/**
 * The certificate of `--app-certificate-file`, where it is for the token whatever its project is:
 * unless a profile was named that it belongs to.
 * @param named what `--profile` says
 */
export function certificateForToken(
  token: DecodedToken,
  { active, optionCertificate }: Settings,
  named: string | undefined,
): Secret | undefined {
  if (isWhiteboard(token)) return undefined;
  return named === undefined || !active?.appId ? optionCertificate : undefined;
}
