import { TokenError } from '../errors.js';
import { type Finding, finding } from '../finding.js';
import { ByteReader, bytes, toHex } from './bytes.js';
import {
  type DecodedPrivilege,
  type DecodedService,
  type DecodedToken,
  instant,
  type Permissions,
  type Signed,
  type TokenText,
  type Unread,
} from './model.js';
import {
  PERMISSION_RESOURCES,
  PERMISSION_TYPES,
  privilegeName,
  type ServiceField,
  serviceByType,
} from './services.js';

/** Bytes of an HMAC-SHA256. */
const SIGNATURE_BYTES = 32;

export interface DecodedPayload {
  readonly token: DecodedToken;
  readonly findings: readonly Finding[];
  readonly signed: Signed;
}

/**
 * Reads the inflated payload of a 007 token (AccessToken2).
 *
 * Services keep the token's order and duplicates. The length of an unknown service is unknowable, so
 * reading ends there and the rest is given as `unread`.
 *
 * @throws TokenError `truncated` or `not-a-token`
 */
export function decodePayload007(payload: Uint8Array): DecodedPayload {
  const reader = new ByteReader(payload, 'payload');
  const signature = reader.str('signature');
  if (signature.length !== SIGNATURE_BYTES) {
    throw new TokenError(
      'not-a-token',
      `a 007 token begins with a signature of ${SIGNATURE_BYTES} bytes; this one says ${bytes(signature.length)}`,
    );
  }
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

function readServices(reader: ByteReader, issueTs: number) {
  const services: DecodedService[] = [];
  const findings: Finding[] = [];
  const count = reader.u16('number of services');
  let unread: Unread | undefined;

  for (let index = 0; index < count; index++) {
    const type = reader.u16(`type of service ${index + 1} of ${count}`);
    const row = serviceByType(type);
    if (!row) {
      unread = { type, services: count - index, hex: toHex(reader.rest()) };
      findings.push(unknownService(unread));
      return { services, findings, unread };
    }
    const where = `${row.title} service`;
    const privileges = lastOfEach(reader.map32(`privileges of the ${where}`)).map(
      ([id, value]): DecodedPrivilege => ({
        id,
        name: privilegeName(row.privileges, id),
        value,
        expiresAt: value === 0 ? null : instant(issueTs + value),
      }),
    );
    findings.push(...unknownPrivileges(privileges, row.title));
    const fields: Record<string, unknown> = {};
    for (const field of row.fields) fields[field.name] = readField(reader, field, where);
    services.push({ type, name: row.name, ...fields, privileges });
  }
  if (reader.remaining > 0) {
    findings.push(
      finding(
        'trailing-bytes',
        `${bytes(reader.remaining)} stand behind the last service; they are signed but mean nothing to Agora's parsers`,
        'Sign the token with an up-to-date builder.',
      ),
    );
  }
  return { services, findings, unread };
}

/** In a map the last of equal ids wins, as in the official readers. */
function lastOfEach(entries: readonly (readonly [number, number])[]) {
  return [...new Map(entries)];
}

function readField(
  reader: ByteReader,
  { name, kind }: ServiceField,
  where: string,
): TokenText | number | Permissions {
  const label = `${name} of the ${where}`;
  switch (kind) {
    case 'text':
      return reader.text(label);
    case 'int16':
      return reader.i16(label);
    case 'permissions':
      return readPermissions(reader, label);
  }
}

function readPermissions(reader: ByteReader, label: string): Permissions {
  const permissions: Record<string, Record<string, TokenText[]>> = {};
  const resources = reader.u16(`number of resource types in the ${label}`);
  for (let i = 0; i < resources; i++) {
    const resource = reader.u16(`resource type in the ${label}`);
    const lists: Record<string, TokenText[]> = {};
    const types = reader.u16(`number of permissions in the ${label}`);
    for (let j = 0; j < types; j++) {
      const type = reader.u16(`permission type in the ${label}`);
      const names: TokenText[] = [];
      const total = reader.u16(`number of names in the ${label}`);
      for (let k = 0; k < total; k++) names.push(reader.text(`name ${k + 1} in the ${label}`));
      lists[PERMISSION_TYPES[type] ?? `unknown-${type}`] = names;
    }
    const key = PERMISSION_RESOURCES[resource] ?? `unknown-${resource}`;
    permissions[key] = { ...permissions[key], ...lists };
  }
  return permissions;
}

function unknownService({ type, services }: Unread): Finding {
  const rest = services > 1 ? ` and the ${services - 1} behind it` : '';
  return finding(
    'unknown-service',
    `service type ${type} is not known to this version, so it${rest} could not be read`,
    'Look for a newer agora-token-cli, if this service is one of yours.',
  );
}

/** One finding for each privilege id that its table does not know. */
export function unknownPrivileges(
  privileges: readonly DecodedPrivilege[],
  title: string,
): Finding[] {
  return privileges
    .filter(({ name }) => name === 'unknown')
    .map(({ id, value }) =>
      finding(
        'unknown-privilege',
        `privilege ${id} (value ${value}) is not one of the ${title} service`,
        'Check the privilege numbers that the token server adds.',
      ),
    );
}
