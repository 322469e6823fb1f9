import { assertHex32 } from '../agora/hex32.js';
import { ConfigError } from '../errors.js';
import type { TokenRequest } from '../generate/request.js';
import type { ParsedToken } from '../token/model.js';
import type { TokenRuntime } from '../token/runtime.js';
import type { sign006 } from './sign-006.js';
import type { sign007 } from './sign-007.js';
import type { signWhiteboard } from './sign-whiteboard.js';

/** Whom a token is signed for: an App ID and its certificate, or an access key and its secret. */
export interface Credentials {
  readonly id: string;
  readonly secret: string;
}

export type Sign = (request: TokenRequest, credentials: Credentials) => ParsedToken;

/** The functions that sign, each of a module of its own. */
export interface Signers {
  readonly sign007: typeof sign007;
  readonly sign006: typeof sign006;
  readonly signWhiteboard: typeof signWhiteboard;
}

/**
 * Signs with the signer of the request's format, which reads the token back and compares.
 * @param signers among them that of the format
 * @throws UsageError where the token would be too large, SigningError where it is not as asked
 */
function signRequest(
  request: TokenRequest,
  { id, secret }: Credentials,
  signers: Signers,
  runtime: TokenRuntime,
): ParsedToken {
  switch (request.format) {
    case '007': {
      // Written out: spreading the request takes a third of the time of signing.
      const { format, issueTs, salt, lifetime, services } = request;
      const asked = { format, appId: id, issueTs, salt, lifetime, services };
      return signers.sign007(asked, secret, runtime);
    }
    case '006':
      return signers.sign006({ ...request, appId: id }, secret, runtime);
    default:
      return signers.signWhiteboard({ ...request, accessKey: id }, secret, runtime);
  }
}

/** A signer of functions that are loaded already. */
export function signerWith(signers: Signers, runtime: TokenRuntime): Sign {
  return (request, credentials) => signRequest(request, credentials, signers, runtime);
}

/**
 * The last look at an App ID and certificate: Agora's signer would answer a bad one with nothing.
 * @throws ConfigError naming where they come from, never the certificate
 */
export function checkCredentials(
  { id, secret }: Credentials,
  sources: { readonly id: string; readonly secret: string },
): void {
  assertHex32(id, 'App ID', sources.id);
  assertHex32(secret, 'App Certificate', sources.secret);
  if (id.toLowerCase() === secret.toLowerCase()) {
    throw new ConfigError(
      `the App ID from ${sources.id} and the App Certificate from ${sources.secret} are the same`,
      'Copy the App Certificate again from the Agora Console: Projects, Configure, App Certificate.',
    );
  }
}
