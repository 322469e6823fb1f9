import type { Project, ProjectId, ProjectSecret } from '../../core/agora/projects.js';
import { ConfigError } from '../../core/errors.js';
import { type Credentials, checkCredentials } from '../../core/sign/signer.js';
import { emptyNote } from './environment.js';
import { inConfig, shownName } from './names.js';
import { assertWhole } from './secret.js';
import type { EmptyVariable, Profile } from './types.js';

/**
 * The id and the secret of a profile that sign for one of its projects.
 * @throws ConfigError where one is missing, cannot be read or has the wrong form
 */
export async function projectCredentials(
  profile: Profile,
  { id, secrets: [signing] }: Project,
  empty: readonly EmptyVariable[],
): Promise<Credentials> {
  const own = profile[id.key];
  if (!own) throw missingError(profile, id, id.word, empty);
  const secret = profile[signing.key];
  if (!secret) {
    throw signing.hex32
      ? missingError(
          profile,
          signing,
          `${signing.word}, which signs tokens`,
          empty,
          CERTIFICATE_FLAG,
        )
      : missingError(profile, signing, signing.word, empty);
  }
  assertWhole(own.value, own.source);
  const credentials = { id: own.value, secret: await secret.resolve() };
  if (signing.hex32) checkCredentials(credentials, { id: own.source, secret: secret.source });
  return credentials;
}

const CERTIFICATE_FLAG = '--app-certificate-file';

/** @param others what supplies it without a config, beside its variable */
function missingError(
  profile: Profile,
  { key, path, variable }: ProjectId | ProjectSecret,
  what: string,
  empty: readonly EmptyVariable[],
  ...others: string[]
): ConfigError {
  const note = emptyNote(empty.filter((each) => each.key === key));
  const name = shownName(profile.name);
  const ways = [variable, ...others].join(', or use ');
  return inConfig(profile)
    ? new ConfigError(
        `the profile ${name} has no ${what}${note}`,
        `Set profiles.${name}.${path.join('.')} in the config, or ${ways}.`,
      )
    : new ConfigError(
        `the ${name} gives no ${what}${note}`,
        `Set ${ways}, or choose a profile with --profile.`,
      );
}
