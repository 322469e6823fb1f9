import type { FieldKind } from '../agora/fields.js';
import { apaasRoleText } from '../agora/roles.js';
import { PERMISSION_RESOURCES, PERMISSION_TYPES } from '../agora/services.js';
import type { ByteWriter } from '../sign/byte-writer.js';
import { shownQuoted } from '../text/shown.js';
import type { ByteReader } from './bytes.js';
import type { FieldValue, Permissions, TokenText } from './model.js';

/** All that is to know of a kind of field: both ways over the wire, and its words. */
interface Codec<T> {
  /** @param name of the field, for messages */
  read(reader: ByteReader, name: string): T;
  /** @throws RangeError for a text of more than 65535 bytes or a number that does not fit */
  write(writer: ByteWriter, value: T): void;
  /** What Agora's builders write where nothing was given. */
  readonly empty: T;
  /** Whether two values are the same to a reader. */
  same(one: T, other: T): boolean;
  words(value: T): string;
}

const CODECS: { readonly [Kind in FieldKind]: Codec<FieldValue[Kind]> } = {
  text: {
    read: (reader, name) => reader.text(name),
    // What is not UTF-8 is refused before it is signed.
    write: (writer, value) => writer.str(value as string),
    empty: '',
    same: (one, other) => one === other,
    words: shownQuoted,
  },
  int16: {
    read: (reader, name) => reader.i16(name),
    write: (writer, value) => writer.i16(value),
    empty: -1,
    same: (one, other) => one === other,
    words: apaasRoleText,
  },
  permissions: {
    read: readPermissions,
    write: writePermissions,
    empty: {},
    same: (one, other) => JSON.stringify(flat(one)) === JSON.stringify(flat(other)),
    words: (permissions) =>
      lists(permissions)
        .map(([resource, type, names]) => {
          return `${resource}:${type} = ${names.map(shownQuoted).join(', ') || 'none'}`;
        })
        .join('; ') || 'none',
  },
};

/** The codec of a field whose kind is not known until it runs. */
export const codecOf = (kind: FieldKind) => CODECS[kind] as Codec<unknown>;

function readPermissions(reader: ByteReader): Permissions {
  const permissions: Record<string, Record<string, TokenText[]>> = {};
  const resources = reader.count('lists', 'number of resource types');
  for (let i = 0; i < resources; i++) {
    const resource = reader.u16('resource type');
    const key = PERMISSION_RESOURCES[resource] ?? `unknown-${resource}`;
    const ofResource = permissions[key] ?? {};
    permissions[key] = ofResource;
    const types = reader.count('lists', 'number of permissions');
    for (let j = 0; j < types; j++) {
      const type = reader.u16('permission type');
      const names: TokenText[] = [];
      const total = reader.count('privileges and names', 'number of names');
      for (let k = 0; k < total; k++) {
        names.push(reader.text('name in a list'));
      }
      ofResource[PERMISSION_TYPES[type] ?? `unknown-${type}`] = names;
    }
  }
  return permissions;
}

function writePermissions(writer: ByteWriter, permissions: Permissions): void {
  writeMap(writer, PERMISSION_RESOURCES, permissions, (ofResource) =>
    writeMap(writer, PERMISSION_TYPES, ofResource, (names) => {
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

const lists = (permissions: Permissions) =>
  Object.entries(permissions).flatMap(([resource, types]) =>
    Object.entries(types).map(([type, names]) => [resource, type, names] as const),
  );

/** Every list, in an order of its own. */
const flat = (permissions: Permissions) =>
  lists(permissions)
    .map((list) => JSON.stringify(list))
    .sort();
