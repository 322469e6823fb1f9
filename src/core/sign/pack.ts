import {
  type FieldName,
  PERMISSION_RESOURCES,
  PERMISSION_TYPES,
  type ServiceField,
  type ServiceName,
  serviceByName,
} from '../agora/services.js';
import type { Permissions } from '../token/model.js';
import { ByteWriter } from './byte-writer.js';

/** What a 007 token is to hold. */
export interface Request007 {
  readonly format: '007';
  readonly appId: string;
  /** Unix seconds, 0 … 2^32-1. */
  readonly issueTs: number;
  readonly salt: number;
  /** Seconds after the issue time. */
  readonly lifetime: number;
  readonly services: readonly ServiceSpec[];
}

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

/** The bytes of a service in a 007 token. */
export function packService(spec: ServiceSpec): Uint8Array {
  const writer = new ByteWriter();
  writeService(writer, spec);
  return writer.written();
}

/**
 * Writes a service of a 007 token, from its row in the table: type, privileges by ascending id,
 * fields.
 *
 * Agora's Service classes are not used for this: they turn APaaS role 0 into -1 and fail on ids that
 * are numbers.
 *
 * @throws RangeError for a text of more than 65535 bytes or a number that does not fit
 */
export function writeService(writer: ByteWriter, spec: ServiceSpec): void {
  const { type, fields } = row(spec);
  writer.u16(type);
  writer.u16(spec.privileges.length);
  for (const [id, seconds] of ascending(spec.privileges)) {
    writer.u16(id);
    writer.u32(seconds);
  }
  for (const field of fields) writeField(writer, spec, field);
}

function ascending(privileges: ServiceSpec['privileges']): ServiceSpec['privileges'] {
  // Mostly they are: a copy of them for each token of a batch takes its time.
  const inOrder = privileges.every(([id], at) => at === 0 || id > (privileges[at - 1]?.[0] ?? 0));
  return inOrder ? privileges : [...privileges].sort(([a], [b]) => a - b);
}

function row(spec: ServiceSpec) {
  const found = serviceByName(spec.name);
  if (!found) throw new RangeError(`no service ${spec.name}`);
  return found;
}

function writeField(writer: ByteWriter, spec: ServiceSpec, { name, kind }: ServiceField): void {
  if (kind === 'text') writer.str(spec[name as TextFieldName] ?? '');
  else if (kind === 'int16') writer.i16(spec.role ?? NO_ROLE);
  else writePermissions(writer, spec.permissions ?? {});
}

/** What Agora's builders write where an APaaS token has no role. */
export const NO_ROLE = -1;

function writePermissions(writer: ByteWriter, permissions: Permissions): void {
  writeMap(writer, PERMISSION_RESOURCES, permissions, (lists) =>
    writeMap(writer, PERMISSION_TYPES, lists, (names) => {
      writer.u16(names.length);
      for (const name of names) writer.str(name as string);
    }),
  );
}

/** u16 count, then the number of each key, ascending, and its value. */
function writeMap<T>(
  writer: ByteWriter,
  keys: readonly string[],
  map: Readonly<Record<string, T>>,
  write: (value: T) => void,
): void {
  writer.u16(keys.filter((key) => map[key] !== undefined).length);
  keys.forEach((key, number) => {
    const value = map[key];
    if (value === undefined) return;
    writer.u16(number);
    write(value);
  });
}
