import { randomBytes, randomUUID } from 'node:crypto';
import { ConfigError, UsageError } from '../core/errors.js';
import { KINDS, type Kind, kindByName } from '../core/generate/kinds.js';
import { keyOf, withoutPatterns } from '../core/generate/options.js';
import type { Input } from '../core/generate/read.js';
import { signKind } from '../core/generate/sign-kind.js';
import { checkKey, inputOf, missing, readInputs } from '../core/generate/values.js';
import { type SignedJson, tokenJson } from '../core/json/generate-json.js';
import { sign006 } from '../core/sign/sign-006.js';
import { sign007 } from '../core/sign/sign-007.js';
import { signWhiteboard } from '../core/sign/sign-whiteboard.js';
import { type Credentials, checkCredentials, signerWith } from '../core/sign/signer.js';
import { quoted } from '../core/text/safe-text.js';
import { nodeRuntime } from '../core/token/node-runtime.js';
import { objectGiven, textGiven } from './given.js';
import { assertSecrets, type ProjectSecrets, UNNAMED } from './secrets.js';
import type { TokenSpec } from './token-spec.js';

/** All at hand: a synchronous library cannot wait until the one that it needs is loaded. */
const SIGN = signerWith({ sign007, sign006, signWhiteboard }, nodeRuntime);

/** `signToken`, without its documentation. */
export function sign(spec: TokenSpec, project: ProjectSecrets): SignedJson {
  const { kind: given, ...inputs } = objectGiven(spec, 'spec');
  const name = textGiven(given, 'kind');
  const kind = kindByName(name);
  assertSecrets(project);
  if (!kind) {
    throw new UsageError(
      `there is no kind of token ${quoted(name)}`,
      `The kinds are ${KINDS.map((known) => known.name).join(', ')}.`,
    );
  }
  // The values may come from a client of the caller.
  const options = withoutPatterns(kind.options);
  const values = readInputs({ options }, texts(inputs, kind), keyOf);
  const [lacking] = missing(kind, values);
  if (lacking) {
    throw new UsageError(`kind ${name} needs ${lacking.map(({ key }) => key).join(' or ')}`);
  }
  const now = Math.floor(Date.now() / 1000);
  const { profile = UNNAMED } = project;
  const { signed, warnings } = signKind(kind, values, credentialsFor(kind, project), {
    sign: SIGN,
    now,
    randomUint32: () => randomBytes(4).readUInt32LE(),
    randomUuid: randomUUID,
    nameOf: keyOf,
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
        'One of them is empty or not given: it may come from a variable that is not set.',
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
