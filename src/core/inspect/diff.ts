import type { DecodedPrivilege, DecodedService, DecodedToken } from '../token/model.js';

/** A field that is not the same in two tokens; a side that lacks it is left out. */
export interface Difference {
  /** `expiresAt`, `rtc.channel`, `rtc.join-channel`, `rtc#2.uid` for the second RTC service. */
  readonly field: string;
  readonly first?: unknown;
  readonly second?: unknown;
}

/** The fields in which two tokens differ, in the order of the first. */
export function tokenDifferences(first: DecodedToken, second: DecodedToken): Difference[] {
  const left = fieldsOf(first);
  const right = fieldsOf(second);
  const fields = new Set([...left.keys(), ...right.keys()]);
  return [...fields].flatMap((field) => {
    const [a, b] = [left.get(field), right.get(field)];
    if (JSON.stringify(a) === JSON.stringify(b)) return [];
    return [
      {
        field,
        ...(a === undefined ? {} : { first: a }),
        ...(b === undefined ? {} : { second: b }),
      },
    ];
  });
}

/** Every field of a token by its path; services by their name, not by where they stand. */
function fieldsOf({ services = [], ...head }: DecodedToken): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(head)) fields.set(name, plain(value));
  const seen = new Map<string, number>();
  for (const service of services) {
    const number = (seen.get(service.name) ?? 0) + 1;
    seen.set(service.name, number);
    const path = number === 1 ? service.name : `${service.name}#${number}`;
    for (const [name, value] of serviceFields(service)) fields.set(`${path}.${name}`, value);
  }
  return fields;
}

function* serviceFields({
  name: _name,
  type,
  privileges,
  ...fields
}: DecodedService): Generator<readonly [string, unknown]> {
  yield ['type', type];
  for (const [name, value] of Object.entries(fields)) yield [name, value];
  for (const privilege of privileges) yield [privilegeField(privilege), privilege.value];
}

const privilegeField = ({ id, name }: DecodedPrivilege) =>
  name === 'unknown' ? `privilege-${id}` : name;

/** A point in time is told by its text. */
function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'iso' in value ? value.iso : value;
}
