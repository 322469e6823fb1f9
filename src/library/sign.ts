import { ConfigError, UsageError } from '../core/errors.js';
import { KINDS, type Kind, kindByName } from '../core/generate/kinds.js';
import { keyOf, type NameOf, withoutPatterns } from '../core/generate/options.js';
import type { Input } from '../core/generate/read.js';
import { signKind } from '../core/generate/sign-kind.js';
import { checkKey, type Inputs, inputOf, missing, readInputs } from '../core/generate/values.js';
import { type SignedJson, tokenJson } from '../core/json/generate-json.js';
import { type Credentials, checkCredentials } from '../core/sign/sign-with.js';
import { quoted } from '../core/text/safe-text.js';
import { objectGiven, textGiven } from './given.js';
import type { Platform } from './platform.js';
import { assertSecrets, type ProjectSecrets, UNNAMED } from './secrets.js';
import type { TokenSpec } from './token-spec.js';

/** `signToken` on any platform. */
export function signWith(spec: TokenSpec, project: ProjectSecrets, platform: Platform): SignedJson {
  const { kind: given, ...inputs } = objectGiven(spec, 'spec');
  const name = textGiven(given, 'kind');
  const kind = kindByName(name);
  assertSecrets(project);
  if (!kind) {
    throw new UsageError(
      `unknown kind of token ${quoted(name)}`,
      `The kinds are ${KINDS.map((known) => known.name).join(', ')}.`,
    );
  }
  return signInputs(kind, texts(inputs, kind), project, platform, keyOf);
}

/**
 * Signs a token of a kind for a project, with its options as the command line would give them.
 * @param nameOf what options are called where they were given, for messages
 */
export function signInputs(
  kind: Kind,
  inputs: Inputs,
  project: ProjectSecrets,
  { sign, randomUint32, randomUuid }: Platform,
  nameOf: NameOf,
): SignedJson {
  // The values may come from a client of the caller.
  const options = withoutPatterns(kind.options);
  const values = readInputs({ options }, inputs, nameOf);
  const [lacking] = missing(kind, values);
  if (lacking) {
    throw new UsageError(`kind ${kind.name} needs ${lacking.map(nameOf).join(' or ')}`);
  }
  const now = Math.floor(Date.now() / 1000);
  const { profile = UNNAMED } = project;
  const { signed, warnings } = signKind(kind, values, credentialsFor(kind, project), {
    sign,
    now,
    randomUint32,
    randomUuid,
    nameOf,
    ownProject: true,
  });
  return tokenJson(signed, profile, warnings());
}

/** The options as the command line would give them. */
function texts(inputs: object, kind: Kind): Record<string, Input> {
  const result: Record<string, Input> = {};
  for (const [key, value] of Object.entries(inputs)) {
    if (value === undefined) continue;
    checkKey(key, kind);
    result[key] = inputOf(value, key);
  }
  return result;
}

function credentialsFor({ signs }: Kind, project: ProjectSecrets): Credentials {
  if (signs.as === 'services') {
    const { appId: id, appCertificate: secret } = project;
    if (!id || !secret) {
      throw new ConfigError(
        'a token needs appId and appCertificate',
        'One of them is empty or missing. An unset variable is the usual cause.',
      );
    }
    checkCredentials({ id, secret }, { id: 'appId', secret: 'appCertificate' });
    return { id, secret };
  }
  const { whiteboardAccessKey: id, whiteboardSecretKey: secret } = project;
  if (!id || !secret) {
    throw new ConfigError('a whiteboard token needs whiteboardAccessKey and whiteboardSecretKey');
  }
  return { id, secret };
}
