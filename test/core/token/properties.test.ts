import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  PERMISSION_RESOURCES,
  PERMISSION_TYPES,
  SERVICES,
  serviceByType,
} from '../../../src/core/agora/services.js';
import { TokenError } from '../../../src/core/errors.js';
import { decodeText } from '../../../src/core/token/decode.js';
import { MAX_ENTRIES, MAX_PAYLOAD_BYTES, MAX_SERVICES } from '../../../src/core/token/limits.js';
import type { DecodedService, ParsedToken } from '../../../src/core/token/model.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { verifySignature } from '../../../src/core/token/verify.js';
import { anyText } from '../../helpers/any-text.js';
import { APP_ID, CERTIFICATE, handMade, ISSUED, text, u16, u32 } from '../../helpers/demo.js';
import { agora, officialService, tokenParts } from '../../helpers/random-tokens.js';
import { runs } from '../../helpers/runs.js';
import { edgeCase, vectors } from '../../helpers/vectors.js';

const decode = (token: string) => decodeText(token, nodeRuntime);

/** Everything that is thrown must be the one error that says what is wrong. */
function tryDecode(token: string): ParsedToken | TokenError {
  try {
    return decode(token);
  } catch (error) {
    if (error instanceof TokenError) return error;
    throw error;
  }
}

/** The official parser's fields, which keep names as buffers and roles unsigned. */
// biome-ignore lint/suspicious/noExplicitAny: the library has no types.
function byOfficialParser(token: string): any {
  const parsed = new agora.AccessToken2('', '', 0, 0);
  expect(parsed.from_string(token)).toBe(true);
  return parsed;
}

// biome-ignore lint/suspicious/noExplicitAny: the library has no types.
function asContract(service: any, issueTs: number) {
  const row = serviceByType(service.service_type());
  const fields: Record<string, unknown> = {
    channel: service.__channel_name,
    uid: service.__uid,
    account: service.__account,
    userId: service.__user_id,
    roomUuid: service.__room_uuid,
    userUuid: service.__user_uuid,
  };
  const shown: Record<string, unknown> = { type: row?.type, name: row?.name };
  for (const field of row?.fields ?? []) {
    if (field.kind === 'text') shown[field.name] = String(fields[field.name]);
    if (field.kind === 'int16') shown.role = (service.__role << 16) >> 16;
    if (field.kind === 'permissions')
      shown.permissions = permissions(service.__permissions.details);
  }
  const privileges = Object.entries(service.__privileges as Record<string, number>);
  shown.privileges = privileges.map(([id, value]) => [
    Number(id),
    value,
    value ? issueTs + value : null,
  ]);
  return shown;
}

function permissions(details: Record<string, Record<string, string[]>>) {
  return Object.fromEntries(
    Object.entries(details).map(([resource, lists]) => [
      PERMISSION_RESOURCES[Number(resource)],
      Object.fromEntries(
        Object.entries(lists).map(([type, names]) => [PERMISSION_TYPES[Number(type)], names]),
      ),
    ]),
  );
}

const inShort = (service: DecodedService) => ({
  ...service,
  privileges: service.privileges.map(({ id, value, expiresAt }) => [
    id,
    value,
    expiresAt?.unix ?? null,
  ]),
});

describe('007', () => {
  test('what the official library signs is read as its own parser reads it', () => {
    fc.assert(
      fc.property(tokenParts, ({ services, issueTs, expire, salt }) => {
        const builder = new agora.AccessToken2(APP_ID, CERTIFICATE, issueTs, expire);
        builder.salt = salt;
        for (const service of services) builder.add_service(service);
        const token = builder.build();
        const official = byOfficialParser(token);
        const { token: decoded, signed, findings } = decode(token);
        expect(decoded).toMatchObject({
          format: '007',
          appId: official.appId.toString(),
          issuedAt: { unix: official.issueTs },
          lifetimeSeconds: official.expire,
          expiresAt: { unix: official.issueTs + official.expire },
          salt: official.salt,
        });
        expect(decoded.services?.map(inShort)).toEqual(
          // biome-ignore lint/suspicious/noExplicitAny: the library has no types.
          official.services.map((service: any) => asContract(service, issueTs)),
        );
        expect(verifySignature(signed, CERTIFICATE, nodeRuntime)).toEqual({ status: 'valid' });
        expect(findings.every(({ code }) => code === 'unknown-privilege')).toBe(true);
      }),
      runs(120),
    );
  });

  test('services of every type keep order and duplicates, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(officialService, { maxLength: 8 }), (services) => {
        const tail = Buffer.concat([
          u16(services.length),
          ...services.map((service) => service.pack()),
        ]);
        const { token, signed } = decode(handMade(tail));
        expect(token.services?.map(({ type }) => type)).toEqual(
          services.map((service) => service.service_type()),
        );
        expect(verifySignature(signed, CERTIFICATE, nodeRuntime)).toEqual({ status: 'valid' });
      }),
      runs(100),
    );
  });

  test('an unknown service ends the readable part, and hides nothing', () => {
    const types = SERVICES.map(({ type }) => type as number);
    const unknown = fc.nat(0xffff).filter((type) => !types.includes(type));
    fc.assert(
      fc.property(
        fc.array(officialService, { maxLength: 3 }),
        unknown,
        fc.uint8Array({ maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        (known, type, rest, more) => {
          const tail = Buffer.concat([
            u16(known.length + more),
            ...known.map((service) => service.pack()),
            u16(type),
            rest,
          ]);
          const { token, findings, signed } = decode(handMade(tail));
          expect(token.services).toHaveLength(known.length);
          const hex = Buffer.from(rest).toString('hex');
          expect(token.unread).toEqual({ type, services: more, hex });
          expect(findings.map(({ code }) => code)).toContain('unknown-service');
          expect(verifySignature(signed, CERTIFICATE, nodeRuntime)).toEqual({ status: 'valid' });
        },
      ),
      runs(100),
    );
  });

  test('of equal privileges the last wins, as in the official readers', () => {
    const map = Buffer.concat([u16(3, 1), u32(10), u16(2), u32(20), u16(1), u32(30)]);
    const { token } = decode(handMade(Buffer.concat([u16(1, 4), map])));
    expect(token.services?.[0]?.privileges.map(({ id, value }) => [id, value])).toEqual([
      [1, 30],
      [2, 20],
    ]);
  });

  test('a name with a byte order mark or a NUL is kept exactly', () => {
    const tail = Buffer.concat([u16(1, 2, 0), text('\ufeffa\0b')]);
    expect(decode(handMade(tail)).token.services?.[0]?.userId).toBe('\ufeffa\0b');
  });
});

describe('no changed character goes unnoticed', () => {
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ %"';
  const tokens = vectors('official').filter(({ format }) => format === '007');

  /**
   * Deflate can say the same in several ways (another distance to the same bytes), so that a changed
   * character may leave every signed byte as it was; such a token says the same, and is as good.
   */
  function isNoticed(original: ParsedToken, changed: string, certificate: string): boolean {
    const result = tryDecode(changed);
    if (result instanceof TokenError || result.findings.length > 0) return true;
    if (verifySignature(result.signed, certificate, nodeRuntime).status !== 'valid') return true;
    expect(result.token).toEqual(original.token);
    expect(result.signed).toEqual(original.signed);
    return false;
  }

  test.each(
    tokens.map(({ id, token, inputs }, index) => [id, token, inputs.appCertificate, index]),
  )('%s', (_id, token, certificate, index) => {
    const original = decode(token);
    let unnoticed = 0;
    // Every second one, and of the next token the others.
    for (let at = index % 2; at < token.length; at += 2) {
      // Another of the alphabet at each place.
      const character = ALPHABET[(at * 7) % ALPHABET.length] as string;
      if (character === token[at]) continue;
      const changed = token.slice(0, at) + character + token.slice(at + 1);
      if (!isNoticed(original, changed, certificate)) unnoticed++;
    }
    expect(unnoticed).toBeLessThan(token.length * 0.005);
  });

  test('neither does a lost, doubled or swapped one', () => {
    const token = edgeCase('base rtc');
    const original = decode(token);
    for (let at = 0; at < token.length - 3; at++) {
      const [a, b] = [token[at] as string, token[at + 1] as string];
      const variants = [
        token.slice(0, at) + token.slice(at + 1),
        token.slice(0, at) + a + token.slice(at),
        ...(a === b ? [] : [token.slice(0, at) + b + a + token.slice(at + 2)]),
      ];
      for (const changed of variants) {
        expect(isNoticed(original, changed, CERTIFICATE)).toBe(true);
      }
    }
  });
});

describe('whatever comes in, an answer comes out', () => {
  const tokens = (
    ['official', 'access-token-2', 'access-token', 'whiteboard', 'edge-cases'] as const
  )
    .flatMap((file) => vectors(file))
    .map(({ token }) => token);
  const token = fc.constantFrom(...tokens);
  const anything = fc.oneof(
    fc.string({ maxLength: 200 }),
    anyText({ maxLength: 60 }),
    fc.base64String({ maxLength: 200 }).map((body) => `007${body}`),
    fc
      .uint8Array({ maxLength: 100 })
      .map((b) => `006${APP_ID}${Buffer.from(b).toString('base64')}`),
    fc.uint8Array({ maxLength: 90 }).map((b) => `005${Buffer.from(b).toString('base64')}`),
    fc
      .uint8Array({ maxLength: 90 })
      .map((b) => `NETLESSROOM_${Buffer.from(b).toString('base64url')}`),
    fc.uint8Array({ maxLength: 80 }).map((b) => handMade(b)),
    fc
      .tuple(token, token, fc.nat(), fc.nat())
      .map(([a, b, i, j]) => a.slice(0, i % a.length) + b.slice(j % b.length)),
    fc.tuple(token, fc.nat(), fc.string({ maxLength: 4 })).map(([t, at, piece]) => {
      const index = at % t.length;
      return t.slice(0, index) + piece + t.slice(index + piece.length);
    }),
  );

  test('random and mutated inputs', () => {
    fc.assert(
      fc.property(anything, (input) => {
        const result = tryDecode(input);
        if (result instanceof TokenError) expect(result.message).not.toBe('');
        else expect(() => JSON.stringify(result.token)).not.toThrow();
      }),
      runs(300),
    );
  });

  const MEGABYTE = 1024 * 1024;
  const large: readonly (readonly [what: string, input: string])[] = [
    ['spaces', ' '.repeat(MEGABYTE)],
    ['spaces before a letter', `${' '.repeat(MEGABYTE - 1)}x`],
    ['spaces inside a token', `007eJx${' '.repeat(MEGABYTE - 10)}xx`],
    ['alternating spaces', 'a '.repeat(MEGABYTE / 2)],
    ['padding', `007eJx${'='.repeat(MEGABYTE - 10)}x`],
    ['padding to the end', `007eJx${'='.repeat(MEGABYTE - 10)}`],
    ['x', `${'x'.repeat(MEGABYTE - 1)}!`],
    ['x in a token', `007${'x'.repeat(MEGABYTE - 4)}`],
    ['dots', '.'.repeat(MEGABYTE)],
    ['zeros', '0'.repeat(MEGABYTE)],
    ['beginnings', '007eJx'.repeat(MEGABYTE / 6)],
    ['lines of padding', '=\n'.repeat(MEGABYTE / 2)],
    ['beginnings of a signaling token', '1:'.repeat(MEGABYTE / 2)],
    [
      'a whiteboard token',
      `NETLESSROOM_${Buffer.from('a=b&'.repeat(190_000)).toString('base64url')}`,
    ],
    [
      'pairs of a whiteboard token',
      `NETLESSROOM_${Buffer.from(`ak=a&sig=${'0'.repeat(64)}${'&a'.repeat(380_000)}`).toString('base64url')}`,
    ],
    ['quotes', '"'.repeat(MEGABYTE)],
    ['percent signs', '%25'.repeat(MEGABYTE / 3)],
    ['prefixes', 'Bearer '.repeat(MEGABYTE / 7)],
    ['base64', `007eJx${'A'.repeat(MEGABYTE - 8)}`],
    ['hex', 'f'.repeat(MEGABYTE)],
    ['dots of a JWT', `ey${'a.'.repeat(MEGABYTE / 2 - 1)}`],
    ['zero-width spaces', '\u200b'.repeat(MEGABYTE)],
    ['too long', 'x'.repeat(MEGABYTE + 1)],
  ];
  test.each(large)('a megabyte of %s', (_what, input) => {
    expect(tryDecode(input)).toBeInstanceOf(TokenError);
  });

  test('a token that inflates past 64 KiB is refused', () => {
    const head = inflateSync(Buffer.from(handMade(u16(0)).slice(3), 'base64')).length;
    const filled = (payload: number) =>
      handMade(Buffer.concat([u16(0), Buffer.alloc(payload - head)]));
    expect(tryDecode(filled(MAX_PAYLOAD_BYTES + 1))).toMatchObject({ reason: 'too-large' });
    expect(tryDecode(filled(MAX_PAYLOAD_BYTES))).toMatchObject({
      token: { issuedAt: { unix: ISSUED } },
      findings: [{ code: 'trailing-bytes' }],
    });
  });

  test.each([
    ['privileges', (most: number) => Buffer.concat([u16(1, 4), privileges(most)]), MAX_ENTRIES],
    [
      'privileges of several services',
      (most: number) =>
        Buffer.concat([u16(2, 4), privileges(most - 2000), u16(4), privileges(2000)]),
      MAX_ENTRIES,
    ],
    [
      'services',
      (most: number) => Buffer.concat([u16(most), ...Array(most).fill(u16(9, 0))]),
      MAX_SERVICES,
    ],
    [
      'names',
      (most: number) => {
        const list = (type: number, names: number) => [
          u16(type, names),
          ...Array.from({ length: names }, () => text('a')),
        ];
        const lists = [...list(0, most - 1000), ...list(1, 1000)];
        return Buffer.concat([u16(1, 8, 0), text('user'), u16(1, 4, 2), ...lists]);
      },
      MAX_ENTRIES,
    ],
    [
      'empty lists',
      (most: number) =>
        Buffer.concat([u16(1, 8, 0), text('user'), u16(most), ...Array(most).fill(u16(7, 0))]),
      MAX_ENTRIES,
    ],
  ])('more %s than any token has are refused', (_what, tail, most) => {
    expect(decode(handMade(tail(most))).findings.length).toBeLessThan(2);
    expect(tryDecode(handMade(tail(most + 1)))).toMatchObject({ reason: 'too-large' });
  });

  function privileges(count: number): Buffer {
    const entries = Array.from({ length: count }, (_, id) => [
      u16((id + 5) & 0xffff),
      u32(id),
    ]).flat();
    return Buffer.concat([u16(count), ...entries]);
  }
});
