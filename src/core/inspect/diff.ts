import { privilegeTitle } from '../agora/titles.js';
import type { DecodedService, DecodedToken } from '../token/model.js';
import { issuedAt } from './expiry.js';
import { rtcRole } from './publishing.js';
import type { SignatureResult } from './types.js';

/** A field that is not the same in two tokens; a side that lacks it is left out. */
export interface Difference {
  /** `expiresAt`, `rtc.channel`, `rtc.join-channel`, `rtc#2.uid` for the second RTC service. */
  readonly field: string;
  readonly first?: unknown;
  readonly second?: unknown;
}

/**
 * The fields in which two tokens differ: first whom they are for and what they allow, then for how long;
 * times, salts and signatures, which differ in any two tokens, last.
 * @param ignoreTimes leaves these out, and counts the ends of privileges from the issue time
 * @param checks the checks of both signatures; where they tell, also whether one certificate signed both
 */
export function tokenDifferences(
  first: DecodedToken,
  second: DecodedToken,
  ignoreTimes = false,
  checks: readonly SignatureResult[] = [],
): Difference[] {
  const left = fieldsOf(first, ignoreTimes);
  const right = fieldsOf(second, ignoreTimes);
  const [a, b] = checks.map(signerOf);
  if (a !== undefined && b !== undefined) {
    left.set('certificate', a);
    right.set('certificate', b);
  }
  const fields = new Set([...left.keys(), ...right.keys()]);
  return [...fields]
    .flatMap((field) => difference(field, left.get(field), right.get(field)))
    .filter(({ field }) => !(ignoreTimes && TIMES.includes(field)))
    .sort((one, other) => rank(one.field) - rank(other.field));
}

function difference(field: string, first: unknown, second: unknown): Difference[] {
  if (JSON.stringify(first) === JSON.stringify(second)) return [];
  return [
    { field, ...(first !== undefined && { first }), ...(second !== undefined && { second }) },
  ];
}

/** `primary of dev`; undefined where the signature could not be checked. */
function signerOf(check: SignatureResult): string | undefined {
  switch (check.status) {
    case 'valid':
      return `${check.certificate} of ${check.profile}`;
    case 'invalid':
      return 'none that is known';
    case 'unchecked':
      return undefined;
  }
}

/** What differs in any two tokens. */
const TIMES = ['issuedAt', 'expiresAt', 'salt', 'nonce', 'signature'];

/** What matters, the most important first; what is not listed comes after it, before the times. */
const FIRST: readonly RegExp[] = [
  /^format$/,
  /^(appId|accessKey)$/,
  /(^|\.)(channel|channelCrc32|roomUuid|uuid)$/,
  /(^|\.)(uid|uidCrc32|account|userId|userUuid)$/,
  /(^|\.)(role|permissions)$/,
  /^lifetimeSeconds$/,
  /^certificate$/,
];

function rank(field: string): number {
  const at = FIRST.findIndex((pattern) => pattern.test(field));
  if (at >= 0) return at;
  const time = TIMES.indexOf(field);
  return FIRST.length + 1 + time;
}

/** Every field of a token by its path; services by their name, not by their place. */
function fieldsOf(token: DecodedToken, ignoreTimes: boolean): Map<string, unknown> {
  const { services = [], ...head } = token;
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(head)) fields.set(name, plain(value));
  const { issuedAt: issue, expiresAt, lifetimeSeconds } = token;
  if (lifetimeSeconds === undefined && issue && expiresAt) {
    fields.set('lifetimeSeconds', expiresAt.unix - issue.unix);
  }
  // 006 writes Unix times, which differ in any two tokens.
  const origin = ignoreTimes && token.format === '006' ? (issuedAt(token) ?? 0) : 0;
  const seen = new Map<string, number>();
  for (const service of services) {
    const number = (seen.get(service.name) ?? 0) + 1;
    seen.set(service.name, number);
    const path = number === 1 ? service.name : `${service.name}#${number}`;
    for (const [name, value] of serviceFields(service, origin))
      fields.set(`${path}.${name}`, value);
  }
  return fields;
}

function* serviceFields(
  service: DecodedService,
  origin: number,
): Generator<readonly [string, unknown]> {
  const { name: _name, type, privileges, ...fields } = service;
  yield ['type', type];
  for (const [name, value] of Object.entries(fields)) yield [name, value];
  const role = rtcRole(service);
  if (role) yield ['role', role];
  for (const privilege of privileges) {
    const { value, id, name } = privilege;
    const field = name === 'unknown' ? `privilege-${id}` : privilegeTitle(privilege);
    yield [field, value === 0 ? 0 : value - origin];
  }
}

/** A point in time by its text. */
function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'iso' in value ? value.iso : value;
}
