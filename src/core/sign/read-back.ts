import { serviceByName } from '../agora/services.js';
import { SigningError, TokenError, UsageError } from '../errors.js';
import type { Finding } from '../finding.js';
import { codecOf } from '../token/codecs.js';
import { decodePayload007 } from '../token/formats/007.js';
import { payload007 } from '../token/formats/007-envelope.js';
import type { DecodedService, ParsedToken } from '../token/model.js';
import type { TokenRuntime } from '../token/runtime.js';
import { verifySignature } from '../token/verify.js';
import { type Request007, type ServiceSpec, serviceType } from './pack.js';

/**
 * Reads a new token; what is too large for a reader was asked for, and is no fault of the signer.
 * @param hint how to make it smaller
 * @throws UsageError where it is too large, SigningError where it cannot be read
 */
export function readingBack<T>(read: () => T, hint: string): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    if (error.reason !== 'too-large') throw new SigningError(error.message);
    throw new UsageError(`the token would be too large: ${error.message}`, hint);
  }
}

/** Whether a token was read to its end; a privilege that no table knows is compared all the same. */
export function isWhole(findings: readonly Finding[]): boolean {
  return findings.every(({ code }) => code === 'unknown-privilege');
}

/**
 * Reads a new 007 token back, verifies it and compares it with what was asked.
 *
 * @returns the token as it was read; its only findings are of privileges that no table knows
 * @throws UsageError when it is larger than a token may be
 * @throws SigningError when it does not hold exactly what was asked: it must not be used
 */
export function readBack007(
  text: string,
  request: Request007,
  appCertificate: string,
  runtime: TokenRuntime,
): ParsedToken {
  const { token, findings, signed } = readingBack(
    () => decodePayload007(payload007(text, runtime).bytes),
    'Put fewer names into one token.',
  );
  const differs = (field: string) => new SigningError(`its ${field} differs from what was asked`);
  if (!isWhole(findings) || token.unread) throw new SigningError('it cannot be read to its end');
  if (token.appId !== request.appId) throw differs('App ID');
  if (token.issuedAt?.unix !== request.issueTs) throw differs('issue time');
  if (token.lifetimeSeconds !== request.lifetime) throw differs('lifetime');
  if (token.salt !== request.salt) throw differs('salt');
  const asked = [...request.services].sort((a, b) => serviceType(a) - serviceType(b));
  const found = token.services ?? [];
  if (found.length !== asked.length) throw differs('number of services');
  asked.forEach((spec, index) => {
    const field = differenceIn(spec, found[index] as DecodedService);
    if (field) throw differs(field);
  });
  if (verifySignature(signed, appCertificate, runtime).status !== 'valid') {
    throw new SigningError('its signature does not match the certificate');
  }
  return { token, findings, signed, text };
}

/** The name of the first field that is not as asked. */
function differenceIn(spec: ServiceSpec, found: DecodedService): string | undefined {
  if (found.name !== spec.name) return 'service';
  if (!samePrivileges(spec, found)) return `${spec.name} privileges`;
  for (const { name, kind } of serviceByName(spec.name)?.fields ?? []) {
    const codec = codecOf(kind);
    const same = codec.same(found[name], spec[name] ?? codec.empty);
    if (!same) return `${spec.name} ${name}`;
  }
  return undefined;
}

function samePrivileges({ privileges }: ServiceSpec, found: DecodedService): boolean {
  return (
    privileges.length === found.privileges.length &&
    privileges.every(([id, seconds]) =>
      found.privileges.some((other) => other.id === id && other.value === seconds),
    )
  );
}
