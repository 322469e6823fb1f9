import { projectOf } from '../../core/agora/projects.js';
import { isWhiteboard } from '../../core/inspect/formats.js';
import { ownsToken } from '../../core/inspect/owner.js';
import type { DecodedToken } from '../../core/token/model.js';
import type { Profile, Secret, Settings } from '../config/types.js';

/** Whether a token is of a profile's project. */
export function owns(profile: Profile, token: DecodedToken): boolean {
  const { key } = projectOf(token).id;
  return ownsToken({ [key]: profile[key]?.value }, token);
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
