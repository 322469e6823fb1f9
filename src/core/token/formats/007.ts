import { type ServiceRow, serviceByType } from '../../agora/services.js';
import { type Finding, finding } from '../../finding.js';
import { count } from '../../text/count.js';
import { ByteReader, toHex } from '../bytes.js';
import { codecOf } from '../codecs.js';
import { asFarAsItGoes } from '../cut.js';
import { instant } from '../instant.js';
import type { DecodedService, DecodedToken, ReadToken, Unread } from '../model.js';
import { readPrivileges, UnknownPrivileges } from '../privileges.js';

/** Bytes of an HMAC-SHA256. */
const SIGNATURE_BYTES = 32;

/**
 * Reads the inflated payload of a 007 token (AccessToken2).
 *
 * Services keep the token's order and duplicates. The length of an unknown service is unknowable, so
 * reading ends there and the rest is given as `unread`.
 *
 * @throws TokenError `truncated`, `too-large` or `not-a-token`
 */
export function decodePayload007(
  payload: Uint8Array,
  reader = new ByteReader(payload, 'payload'),
): ReadToken {
  const signature = reader.strOf(SIGNATURE_BYTES, 'signature');
  const message = reader.rest();
  const appId = reader.text('App ID');
  const issueTs = reader.u32('issue time');
  const expire = reader.u32('lifetime');
  const salt = reader.u32('salt');
  const { services, unread, findings } = readServices(reader, issueTs);

  return {
    token: {
      format: '007',
      appId,
      issuedAt: instant(issueTs),
      expiresAt: instant(issueTs + expire),
      lifetimeSeconds: expire,
      salt,
      services,
      ...(unread && { unread }),
      signature: toHex(signature),
    },
    findings,
    signed: { format: '007', issueTs, salt, message, signature },
  };
}

/** What a payload that ends too early says, as far as it goes, without its signature. */
export function partialPayload007(payload: Uint8Array): DecodedToken | undefined {
  const reader = new ByteReader(payload, 'payload');
  const services: DecodedService[] = [];
  const token: { -readonly [K in keyof DecodedToken]?: DecodedToken[K] } = {};
  asFarAsItGoes(() => {
    reader.strOf(SIGNATURE_BYTES, 'signature');
    token.appId = reader.text('App ID');
    const issueTs = reader.u32('issue time');
    token.issuedAt = instant(issueTs);
    const lifetime = reader.u32('lifetime');
    token.expiresAt = instant(issueTs + lifetime);
    token.lifetimeSeconds = lifetime;
    token.salt = reader.u32('salt');
    readServices(reader, issueTs, services);
  });
  if (token.appId === undefined) return undefined;
  return { format: '007', ...token, ...(services.length > 0 && { services }) };
}

/** @param services they are added to it one by one, the last as far as it could be read */
function readServices(reader: ByteReader, issueTs: number, services: DecodedService[] = []) {
  const findings: Finding[] = [];
  const strange = new UnknownPrivileges();
  const announced = reader.count('services', 'number of services');
  let unread: Unread | undefined;

  for (let index = 0; index < announced && !unread; index++) {
    reader.owner = ` of service ${index + 1} of ${announced}`;
    const type = reader.u16('type');
    const row = serviceByType(type);
    if (row) {
      readService(reader, row, issueTs, strange, services);
    } else {
      unread = { type, services: announced - index, hex: toHex(reader.rest()) };
      findings.push(unknownService(unread));
    }
  }
  findings.push(...strange.findings());
  if (!unread && reader.remaining > 0) {
    findings.push(
      finding(
        'trailing-bytes',
        `${count(reader.remaining, 'unexpected byte')} after the last service; the signature covers ${reader.remaining === 1 ? 'it' : 'them'}, but Agora ignores ${reader.remaining === 1 ? 'it' : 'them'}`,
        'Sign the token with an up-to-date builder.',
      ),
    );
  }
  return { services, findings, unread };
}

function readService(
  reader: ByteReader,
  row: ServiceRow,
  issueTs: number,
  strange: UnknownPrivileges,
  services: DecodedService[],
): void {
  reader.owner = ` of the ${row.title} service`;
  const privileges = readPrivileges(reader, row.privileges, issueTs);
  strange.note(privileges, row.title);
  const service: Record<string, unknown> = { type: row.type, name: row.name, privileges };
  services.push(service as unknown as DecodedService);
  for (const { name, kind } of row.fields) service[name] = codecOf(kind).read(reader, name);
}

function unknownService({ type, services }: Unread): Finding {
  const rest = services > 1 ? ` and the ${services - 1} after it` : '';
  return finding(
    'unknown-service',
    `service type ${type} is not known to this version, so it${rest} could not be read`,
    'Look for a newer agora-token-cli, if this service is one of yours.',
  );
}
