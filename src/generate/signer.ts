import { assertHex32 } from '../token/hex32.js';
import type { ParsedToken } from '../token/model.js';
import { nodeRuntime } from '../token/node-runtime.js';
import type { TokenRequest } from './request.js';

/** Whom a token is signed for: an App ID and its certificate, or an access key and its secret. */
export interface Credentials {
  readonly id: string;
  readonly secret: string;
}

export type Sign = (request: TokenRequest, credentials: Credentials) => ParsedToken;

/**
 * The signer of a format, loaded when it is needed.
 * @returns a function that signs, reads back and compares; it throws SigningError
 */
export async function signerOf(format: TokenRequest['format']): Promise<Sign> {
  switch (format) {
    case '007': {
      const { sign007 } = await import('../token/sign.js');
      // Written out: spreading the request takes a third of the time of signing.
      return only('007', ({ format, issueTs, salt, lifetime, services }, { id: appId, secret }) =>
        sign007({ format, appId, issueTs, salt, lifetime, services }, secret, nodeRuntime),
      );
    }
    case '006': {
      const { sign006 } = await import('../token/sign-006.js');
      return only('006', (request, { id, secret }) =>
        sign006({ ...request, appId: id }, secret, nodeRuntime),
      );
    }
    default: {
      const { signWhiteboard } = await import('../token/sign-whiteboard.js');
      return only(format, (request, { id, secret }) =>
        signWhiteboard({ ...request, accessKey: id }, secret, nodeRuntime),
      );
    }
  }
}

function only<F extends TokenRequest['format']>(
  format: F,
  sign: (
    request: Extract<TokenRequest, { readonly format: F }>,
    credentials: Credentials,
  ) => ParsedToken,
): Sign {
  return (request, credentials) => {
    if (request.format !== format) throw new TypeError(`${request.format} is not ${format}`);
    return sign(request as Extract<TokenRequest, { readonly format: F }>, credentials);
  };
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
}
