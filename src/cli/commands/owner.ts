import { isWhiteboard } from '../../core/inspect/formats.js';
import { ownsToken } from '../../core/inspect/owner.js';
import type { Project } from '../../core/inspect/signature-check.js';
import type { DecodedToken } from '../../core/token/model.js';
import { signerName } from '../config/names.js';
import type { Profile, Secret, Settings } from '../config/types.js';

/** A profile as the project that a token may be of. */
export function projectOf(profile: Profile, token: DecodedToken): Project<Secret> {
  const { appId, whiteboardAccessKey, appCertificate, secondaryCertificate } = profile;
  return {
    profile: signerName(profile, isWhiteboard(token)),
    appId: appId?.value,
    whiteboardAccessKey: whiteboardAccessKey?.value,
    appCertificate,
    secondaryCertificate,
    whiteboardSecretKey: profile.whiteboardSecretKey,
  };
}

/** Whether a token is of a profile's project. */
export function owns(profile: Profile, token: DecodedToken): boolean {
  return ownsToken(projectOf(profile, token), token);
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
