import { AccessToken2 } from 'agora-token/src/AccessToken2.js';
import { SigningError } from '../errors.js';
import type { ParsedToken } from '../token/model.js';
import type { TokenRuntime } from '../token/runtime.js';
import { packService, type Request007, serviceType } from './pack.js';
import { readBack007 } from './read-back.js';

/**
 * Signs with Agora's AccessToken2, reads the token back and compares.
 *
 * @param appCertificate 32 hex characters
 * @throws UsageError, SigningError as `readBack007` does
 */
export function sign007(
  request: Request007,
  appCertificate: string,
  runtime: TokenRuntime,
): ParsedToken {
  const { appId, issueTs, lifetime } = request;
  const signer = new AccessToken2(appId, appCertificate, issueTs, lifetime);
  // Set again: the constructor takes an issue time of 0 for "now".
  signer.issueTs = issueTs;
  signer.salt = request.salt;
  for (const spec of request.services) {
    const type = serviceType(spec);
    signer.add_service({ service_type: () => type, pack: () => packService(spec) });
  }
  const text = signer.build();
  if (text === '') throw new SigningError('no token came out');
  return readBack007(text, request, appCertificate, runtime);
}
