import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  PERMISSION_RESOURCES,
  PERMISSION_TYPES,
  type PrivilegeRow,
  SERVICES,
} from '../../../src/core/agora/services.js';
import { SigningError } from '../../../src/core/errors.js';
import { encoder007 } from '../../../src/core/sign/encode-007.js';
import { packService, type Request007, type ServiceSpec } from '../../../src/core/sign/pack.js';
import { sign007 } from '../../../src/core/sign/sign-007.js';
import { browserRuntime } from '../../../src/core/token/browser-runtime.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { anyText } from '../../helpers/any-text.js';
import { APP_ID, CERTIFICATE, payload } from '../../helpers/demo.js';
import { agora } from '../../helpers/random-tokens.js';
import { runs } from '../../helpers/runs.js';

/** One encoder for all, as in a batch: nothing of a token may be left in the next. */
const encode = encoder007(nodeRuntime, deflateSync);
const encodeInBrowser = encoder007(browserRuntime);

const uint32 = fc.nat(0xffff_ffff);

/** Ids as people have them, and as they do not. */
const id = fc.oneof(
  fc.constantFrom('', '0', 'demo', 'room-17', 'é', '\ud800', '*'),
  fc.uuid(),
  uint32.map(String),
  fc.string({ maxLength: 64 }),
  anyText({ maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), maxLength: 64 }),
  fc.string({ unit: fc.constantFrom(...'user_1'), maxLength: 255 }),
);

const permissions = fc.dictionary(
  fc.constantFrom(...PERMISSION_RESOURCES),
  fc.dictionary(fc.constantFrom(...PERMISSION_TYPES), fc.array(id, { maxLength: 4 })),
);

/** Any service of the table: its fields at random, and its privileges in any order. */
const service: fc.Arbitrary<ServiceSpec> = fc
  .tuple(
    fc.constantFrom(...SERVICES),
    fc.array(id, { minLength: 2, maxLength: 2 }),
    fc.integer({ min: -0x8000, max: 0x7fff }),
    permissions,
    fc.array(uint32, { minLength: 4, maxLength: 4 }),
    fc.boolean(),
  )
  .map(([row, ids, role, granted, seconds, backwards]) => {
    const texts = row.fields.filter(({ kind }) => kind === 'text');
    const privileges = (row.privileges as readonly PrivilegeRow[]).map(
      (privilege, index) => [privilege.id, seconds[index] as number] as const,
    );
    return {
      name: row.name,
      ...Object.fromEntries(texts.map(({ name }, index) => [name, ids[index]])),
      ...(row.fields.some(({ kind }) => kind === 'int16') && { role }),
      ...(row.fields.some(({ kind }) => kind === 'permissions') && { permissions: granted }),
      privileges: backwards ? privileges.reverse() : privileges,
    } as ServiceSpec;
  });

const request: fc.Arbitrary<Request007> = fc
  .record({
    issueTs: uint32,
    salt: uint32,
    lifetime: uint32,
    services: fc.array(service, { minLength: 1, maxLength: 5 }),
  })
  .map((parts) => ({ format: '007', appId: APP_ID, ...parts }));

/** A lone surrogate is read back as U+FFFD, which is not what was asked: the signers refuse it alike. */
function outcome(sign: typeof sign007, asked: Request007) {
  try {
    const { text, ...rest } = sign(asked, CERTIFICATE, nodeRuntime);
    return { text, rest, payload: payload(text) };
  } catch (error) {
    expect(error).toBeInstanceOf(SigningError);
    return { text: '', error: (error as Error).message };
  }
}

describe("the encoder and Agora's AccessToken2", () => {
  test('sign the same payload, byte for byte, for every service', () => {
    const seen = new Set<string>();
    const characters = { ours: 0, theirs: 0 };
    fc.assert(
      fc.property(request, (asked) => {
        for (const { name } of asked.services) seen.add(name);
        const { text: theirs, ...official } = outcome(sign007, asked);
        const { text: ours, ...own } = outcome(encode, asked);
        expect(own).toEqual(official);
        const inBrowser = outcome(encodeInBrowser, asked);
        expect(inBrowser.payload).toEqual(own.payload);
        characters.ours += ours.length;
        characters.theirs += theirs.length;
      }),
      runs(60),
    );
    // On the whole: one short token may be two groups of base64 longer.
    expect(characters.ours).toBeLessThanOrEqual(characters.theirs * 1.03);
    expect([...seen].sort()).toEqual(SERVICES.map(({ name }) => name as string).sort());
  });

  test('are read alike by the official parser, which also verifies', () => {
    fc.assert(
      fc.property(request, (asked) => {
        for (const sign of [encode, encodeInBrowser] as (typeof sign007)[]) {
          const { text } = outcome(sign, asked);
          if (text === '') continue;
          const parsed = new agora.AccessToken2('', '', 0, 0);
          expect(parsed.from_string(text)).toBe(true);
          expect(parsed.verifySignature(CERTIFICATE)).toBe(true);
          expect(text).toMatch(/^007eJ/);
        }
      }),
      runs(30),
    );
  });

  test('refuse what cannot be a token', () => {
    const services: ServiceSpec[] = [{ name: 'fpa', privileges: [[1, 0]] }];
    const asked = { format: '007', appId: APP_ID, issueTs: 1, salt: 1, lifetime: 1 } as const;
    for (const [bad, certificate] of [
      [{ ...asked, services: [] }, CERTIFICATE],
      [{ ...asked, appId: APP_ID.slice(1), services }, CERTIFICATE],
      [{ ...asked, services }, CERTIFICATE.slice(1)],
    ] as const) {
      expect(() => encode(bad, certificate)).toThrow(SigningError);
      expect(() => sign007(bad, certificate, nodeRuntime)).toThrow(SigningError);
    }
  });
});

test('long and short tokens in turn do not mix', () => {
  const of = (names: number): Request007 => ({
    format: '007',
    appId: APP_ID,
    issueTs: 1_700_000_000,
    salt: names,
    lifetime: 3600,
    services: [
      {
        name: 'rtm2',
        userId: 'u'.repeat(names % 60),
        permissions: { message: { read: Array.from({ length: names }, (_, n) => `name-${n}`) } },
        privileges: [[1, 3600]],
      },
    ],
  });
  for (const names of [1, 2000, 0, 300, 3]) {
    expect(outcome(encode, of(names))).toMatchObject({
      payload: payload(sign007(of(names), CERTIFICATE, nodeRuntime).text),
    });
  }
});

describe('what does not fit is refused, not cut', () => {
  test.each([
    ['a text over 65535 bytes', { userId: 'é'.repeat(32_768) }],
    ['a privilege under 0', { privileges: [[1, -1]] }],
    ['a privilege over 2^32-1', { privileges: [[1, 2 ** 32]] }],
    ['a privilege that is no number', { privileges: [[1, Number.NaN]] }],
  ] as [string, Partial<ServiceSpec>][])('%s', (_what, wrong) => {
    const spec: ServiceSpec = { name: 'rtm', userId: 'u', privileges: [], ...wrong };
    expect(() => packService(spec)).toThrow(RangeError);
  });
});
