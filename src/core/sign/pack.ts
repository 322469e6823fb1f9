import type { FIELDS, FieldName } from '../agora/fields.js';
import { type ServiceName, serviceByName } from '../agora/services.js';
import { codecOf } from '../token/codecs.js';
import type { FieldValue } from '../token/model.js';
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

/** What is signed as a field: its texts are UTF-8. */
type SignedValue<Kind extends keyof FieldValue> = Kind extends 'text' ? string : FieldValue[Kind];

type Fields = { readonly [Name in FieldName]?: SignedValue<(typeof FIELDS)[Name]['kind']> };

/** One service as it is to be signed: the fields of its row in the table, and its privileges. */
export interface ServiceSpec extends Fields {
  readonly name: ServiceName;
  /** Seconds after the issue time by privilege id; 0 sets no end of its own. */
  readonly privileges: readonly (readonly [id: number, seconds: number])[];
}

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
  for (const { name, kind } of fields) {
    const codec = codecOf(kind);
    codec.write(writer, spec[name] ?? codec.empty);
  }
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
