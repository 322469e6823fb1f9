import { privilegeTitle } from '../agora/titles.js';
import type { Finding } from '../finding.js';
import { safeText } from '../text/safe-text.js';
import { inWords } from '../text/time.js';
import type { DecodedToken } from '../token/model.js';
import type { End, Inspection } from './types.js';

/**
 * The verdict in a sentence without its full stop: `usable for another 59 minutes`.
 * @param expiresIn how long the token had to last, in seconds
 */
export function headline(inspection: Inspection, expiresIn = 0): string {
  const { verdict, token, expiry, signature, findings } = inspection;
  const left = expiry.remainingSeconds;
  const unchecked = signature.status === 'unchecked' ? ' (signature not checked)' : '';
  switch (verdict) {
    case 'valid':
      return (
        (left === null
          ? 'never expires'
          : isForNothing(token)
            ? `ends in ${inWords(left)}, and holds no service to use it for`
            : `usable for another ${inWords(left)}`) + unchecked
      );
    case 'expired':
      return `ended ${inWords(left ?? 0)} ago${unchecked}`;
    case 'expiring':
      return `ends in ${inWords(left ?? 0)}, and must last for ${inWords(expiresIn)}${unchecked}`;
    case 'bad-signature':
      return `the signature does not match${alsoExpired(expiry)}`;
    case 'mismatch':
      return `${failing(findings)}${alsoExpired(expiry)}`;
  }
}

/** No builder signs such a token, and a service that could not be read may be there. */
const isForNothing = ({ format, services = [], unread }: DecodedToken) =>
  format === '007' && services.length === 0 && unread === undefined;

/** What an expectation is about, where its code does not say it in words. */
const FAILING: Partial<Record<Finding['code'], string>> = {
  'app-id-mismatch': 'another App ID',
  'app-id-malformed': 'malformed App ID',
  'user-id-mismatch': 'another user id',
  'uuid-mismatch': 'another UUID',
  'service-missing': 'service missing',
  'join-missing': 'privilege to enter missing',
};

/** `another channel, another uid`. */
function failing(findings: readonly Finding[]): string {
  const words = findings.flatMap(({ severity, code }) => {
    const word =
      FAILING[code] ??
      (code.endsWith('-mismatch') ? `another ${code.replace('-mismatch', '')}` : undefined);
    return severity === 'error' && word ? [word] : [];
  });
  return [...new Set(words)].join(', ');
}

const alsoExpired = ({ status, remainingSeconds }: End) =>
  status === 'expired' ? `; and it ended ${inWords(remainingSeconds ?? 0)} ago` : '';

/** The privileges as they are called, in their order; with the service, where the token has several. */
export function privilegeNames({ services = [] }: DecodedToken): string[] {
  return services.flatMap((service) =>
    service.privileges.map((privilege) => {
      const name = privilegeTitle(privilege);
      return services.length > 1 ? `${safeText(service.name)} ${name}` : name;
    }),
  );
}
