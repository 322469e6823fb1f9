import { Buffer } from 'node:buffer';
import type { Permissions } from './model.js';
import {
  type FieldName,
  PERMISSION_RESOURCES,
  PERMISSION_TYPES,
  type ServiceField,
  type ServiceName,
  serviceByName,
} from './services.js';

/** One service as it is to be signed: the fields of its row in the table, and its privileges. */
export interface ServiceSpec extends Readonly<Partial<Record<TextFieldName, string>>> {
  readonly name: ServiceName;
  /** APaaS role, int16. */
  readonly role?: number;
  /** RTM2 permissions by resource, then by read or write. */
  readonly permissions?: Permissions;
  /** Seconds after the issue time by privilege id; 0 sets no end of its own. */
  readonly privileges: readonly (readonly [id: number, seconds: number])[];
}

type TextFieldName = Exclude<FieldName, 'role' | 'permissions'>;

/** The type on the wire. */
export function serviceType(spec: ServiceSpec): number {
  return row(spec).type;
}

/**
 * The bytes of a service in a 007 token, from its row in the table: type, privileges by ascending
 * id, fields.
 *
 * Agora's Service classes are not used for this: they turn APaaS role 0 into -1 and fail on ids that
 * are numbers.
 *
 * @throws RangeError for a text of more than 65535 bytes or a number that does not fit
 */
export function packService(spec: ServiceSpec): Buffer {
  const { type, fields } = row(spec);
  const privileges = [...spec.privileges].sort(([a], [b]) => a - b);
  return Buffer.concat([
    u16(type),
    u16(privileges.length),
    ...privileges.map(([id, seconds]) => Buffer.concat([u16(id), u32(seconds)])),
    ...fields.map((field) => packField(spec, field)),
  ]);
}

function row(spec: ServiceSpec) {
  const found = serviceByName(spec.name);
  if (!found) throw new RangeError(`no service ${spec.name}`);
  return found;
}

function packField(spec: ServiceSpec, { name, kind }: ServiceField): Buffer {
  switch (kind) {
    case 'text':
      return str(spec[name as TextFieldName] ?? '');
    case 'int16':
      return i16(spec.role ?? NO_ROLE);
    case 'permissions':
      return packPermissions(spec.permissions ?? {});
  }
}

/** What Agora's builders write where an APaaS token has no role. */
export const NO_ROLE = -1;

function packPermissions(permissions: Permissions): Buffer {
  return packMap(PERMISSION_RESOURCES, permissions, (lists) =>
    packMap(PERMISSION_TYPES, lists, (names) =>
      Buffer.concat([u16(names.length), ...names.map((name) => str(name as string))]),
    ),
  );
}

/** u16 count, then the number of each key, ascending, and its value. */
function packMap<T>(
  keys: readonly string[],
  map: Readonly<Record<string, T>>,
  pack: (value: T) => Buffer,
): Buffer {
  const entries = keys.flatMap((key, number) => {
    const value = map[key];
    return value === undefined ? [] : [Buffer.concat([u16(number), pack(value)])];
  });
  return Buffer.concat([u16(entries.length), ...entries]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function i16(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function str(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([u16(bytes.length), bytes]);
}
