import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../src/core/token/decode.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { verifySignature } from '../../../src/core/token/verify.js';
import { runs } from '../../helpers/runs.js';
import { DIALECTS, type Pairs, pairsOf, signature, tokenOf } from '../../helpers/whiteboard.js';

const dialect = (language: string) =>
  DIALECTS.find(([name]) => name === language)?.[1] as (text: string) => string;

function check(token: string) {
  const { signed, findings } = decodeText(token, nodeRuntime);
  const { status } = verifySignature(signed, 'sk', nodeRuntime);
  return { status, codes: findings.map(({ code }) => code) };
}

function signedPairs(pairs: Pairs, language = 'Node.js'): Pairs {
  return [...pairs, ['sig', signature(pairs, dialect(language))]];
}

const ROOM: Pairs = [
  ['ak', 'ak'],
  ['expireAt', '1700003600000'],
  ['nonce', '6c84fb90-12c4-11e1-840d-7b25c5ee775a'],
  ['role', '2'],
  ['uuid', 'room1'],
];

describe('what was signed can be read in one way alone', () => {
  const genuine = signedPairs(ROOM);
  const sig = genuine.at(-1) as Pairs[number];

  test('as it is, and in any order', () => {
    expect(check(tokenOf(genuine))).toEqual({ status: 'valid', codes: [] });
    expect(check(tokenOf([sig, ...ROOM].reverse() as Pairs)).status).toBe('valid');
  });

  test.each<[string, Pairs]>([
    [
      'the end of the token is hidden in a key',
      [
        ['ak', 'ak'],
        ['expireAt":"1700003600000","nonce', ROOM[2]?.[1] as string],
        ['role', '2'],
        ['uuid', 'room1'],
        sig,
      ],
    ],
    [
      'the role is hidden in a value',
      [
        ['ak', 'ak'],
        ['expireAt', '1700003600000'],
        ['nonce', `${ROOM[2]?.[1]}","role":"2`],
        ['uuid', 'room1'],
        sig,
      ],
    ],
    [
      'a value is closed and another pair begins in it',
      [
        ['ak', 'ak","expireAt":"1700003600000'],
        ['nonce', ROOM[2]?.[1] as string],
        ['role', '2'],
        ['uuid', 'room1'],
        sig,
      ],
    ],
  ])('%s', (_what, pairs) => {
    expect(check(tokenOf(pairs)).status).toBe('invalid');
  });

  test('what Python escaped is not what Go would sign as it is', () => {
    const pairs: Pairs = [
      ['ak', 'ak'],
      ['uuid', 'é'],
    ];
    const signed = signature(pairs, dialect('Python'));
    expect(check(tokenOf([...pairs, ['sig', signed]])).status).toBe('valid');
    expect(
      check(
        tokenOf([
          ['ak', 'ak'],
          ['uuid', '\\u00e9'],
          ['sig', signed],
        ]),
      ).status,
    ).toBe('invalid');
  });

  test('the ? that C# signs stands for no other character', () => {
    const pairs: Pairs = [
      ['ak', 'ak'],
      ['uuid', 'room?a'],
    ];
    const signed = signedPairs(pairs, 'C#');
    expect(check(tokenOf(signed)).status).toBe('valid');
    const other = signed.map(([key, value]) => [key, value.replace('?', 'é')] as const);
    expect(check(tokenOf(other)).status).toBe('invalid');
  });

  test.each([
    ['in front', ['role', '0'], true],
    ['at the end', ['role', '0'], false],
    ['of the signature', ['sig', 'a'.repeat(64)], true],
    ['of the same value', ['role', '2'], true],
  ] as const)('a repeated key %s', (_where, pair, front) => {
    const pairs = front ? [...ROOM.slice(0, 1), pair, ...genuine.slice(1)] : [...genuine, pair];
    expect(check(tokenOf(pairs))).toEqual({
      status: 'invalid',
      codes: ['whiteboard-repeated-key'],
    });
  });

  test('a key of its own is told, and holds where it was signed', () => {
    const extra: Pairs = [...ROOM, ['userId', '7']];
    expect(check(tokenOf(signedPairs(extra)))).toEqual({
      status: 'valid',
      codes: ['whiteboard-unknown-key'],
    });
    expect(check(tokenOf([...genuine, ['userId', '7']]))).toEqual({
      status: 'invalid',
      codes: ['whiteboard-unknown-key'],
    });
    expect(check(tokenOf(signedPairs(extra, 'Go and Java'))).status).toBe('valid');
  });

  test('a room token under the prefix of an SDK token', () => {
    expect(check(tokenOf(genuine, 'SDK')).codes).toEqual(['whiteboard-sdk-uuid']);
    expect(check(tokenOf(signedPairs(ROOM.slice(0, 4)), 'SDK')).codes).toEqual([]);
  });

  test.each(['ROOM', 'TASK'] as const)('an SDK token under the prefix of a %s token', (prefix) => {
    const token = tokenOf(signedPairs(ROOM.slice(0, 4)), prefix);
    expect(check(token).codes).toEqual(['whiteboard-uuid-missing']);
  });
});

const tricky = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc
    .array(
      fc.constantFrom('"', '","', '":"', 'role', 'uuid', 'expireAt', '\\', '?', 'é', '/', 'a', '0'),
      { maxLength: 7 },
    )
    .map((parts) => parts.join('')),
);

const honest = fc.record({
  language: fc.constantFrom(...DIALECTS.map(([name]) => name)),
  kind: fc.constantFrom('SDK', 'ROOM', 'TASK'),
  expireAt: fc.option(fc.integer({ min: 1, max: 2_000_000_000_000 }).map(String)),
  role: fc.constantFrom('0', '1', '2'),
  nonce: fc.uuid(),
  uuid: fc.option(tricky),
});

type Change = (pairs: Pairs) => Pairs;

const KEYS = ['ak', 'expireAt', 'nonce', 'role', 'uuid', 'sig', 'other'];

/** Puts two neighbours into one pair, with the signed text between them in its key or its value. */
const joined =
  (at: number, inKey: boolean): Change =>
  (pairs) => {
    const sorted = [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));
    const [left, right] = [sorted[at % sorted.length], sorted[(at + 1) % sorted.length]];
    if (!left || !right || left === right) return pairs;
    const [a, b] = left;
    const [c, d] = right;
    const pair = inKey
      ? ([`${a}":"${b}","${c}`, d] as const)
      : ([a, `${b}","${c}":"${d}`] as const);
    return [...pairs.filter((one) => one !== left && one !== right), pair];
  };

/** The reverse: a pair becomes two where its value would be read so. */
const split =
  (at: number): Change =>
  (pairs) =>
    pairs.flatMap(([key, value], index) => {
      const match = index === at % pairs.length && /^(.*?)","(.*?)":"(.*)$/s.exec(value);
      if (!match) return [[key, value] as const];
      const [, own = '', other = '', rest = ''] = match;
      return [
        [key, own],
        [other, rest],
      ] as const;
    });

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(fc.nat(6), fc.nat(6)).map(
    ([from, to]): Change =>
      (pairs) => {
        const moved = pairs[from % pairs.length];
        if (!moved) return pairs;
        return pairs.filter((pair) => pair !== moved).toSpliced(to, 0, moved);
      },
  ),
  fc.tuple(fc.nat(6), fc.nat(6), fc.option(tricky)).map(
    ([from, to, value]): Change =>
      (pairs) => {
        const copied = pairs[from % pairs.length];
        return copied ? pairs.toSpliced(to, 0, [copied[0], value ?? copied[1]]) : pairs;
      },
  ),
  fc.tuple(fc.nat(6), fc.boolean()).map(([at, inKey]) => joined(at, inKey)),
  fc.nat(6).map(split),
  fc.tuple(fc.nat(6), fc.constantFrom(...KEYS)).map(
    ([at, key]): Change =>
      (pairs) =>
        pairs.map((pair, index) => (index === at % pairs.length ? [key, pair[1]] : pair)),
  ),
  fc.tuple(fc.nat(6), tricky).map(
    ([at, value]): Change =>
      (pairs) =>
        pairs.map((pair, index) => (index === at % pairs.length ? [pair[0], value] : pair)),
  ),
  fc.tuple(fc.constantFrom(...KEYS), tricky).map(
    ([key, value]): Change =>
      (pairs) => [...pairs, [key, value]],
  ),
  fc.nat(6).map(
    (at): Change =>
      (pairs) =>
        pairs.filter((_pair, index) => index !== at % pairs.length),
  ),
);

/** Go and PHP sign an empty text where a token has none: both say the same. */
const told = (pairs: Pairs) => pairs.filter(([key, value]) => key !== 'sig' && value !== '').sort();

type Honest = typeof honest extends fc.Arbitrary<infer Token> ? Token : never;

const pairsToSign = ({ expireAt, nonce, role, uuid }: Honest): Pairs => [
  ['ak', 'ak'],
  ...(expireAt === null ? [] : [['expireAt', expireAt] as const]),
  ['nonce', nonce],
  ['role', role],
  ...(uuid === null ? [] : [['uuid', uuid] as const]),
];

test('a token that was changed is valid only where every field is what was signed', () => {
  let valid = 0;
  fc.assert(
    fc.property(honest, fc.array(change, { maxLength: 3 }), (token, changes) => {
      const { language, kind } = token;
      const signed = pairsToSign(token);
      const genuine = signedPairs(signed, language);
      const changed = changes.reduce((pairs, apply) => apply(pairs), genuine);
      let text: string;
      try {
        text = tokenOf(changed, kind);
        if (check(text).status !== 'valid') return;
      } catch {
        return;
      }
      valid++;
      expect(told(pairsOf(text))).toEqual(told(signed));
    }),
    runs(400),
  );
  expect(valid).toBeGreaterThan(50);
});

/** What readers of a query may take for something else than it is. */
const PIECES = [
  ...[
    '%',
    '%2',
    '%zz',
    '%26',
    '%3d',
    '%3D',
    '+',
    '%20',
    '%2B',
    ';',
    '&',
    '=',
    '&=',
    '&&',
    '?',
    '#',
  ],
  ...['%00', '%0a', '%c3%a9', '%EF%BC%9D', '%C0%A5', '%ff', '%65', '%22%2C%22', '%22%3A%22', '[]'],
  ...['sig=', 'nonce', 'ak', '&role=0', '&uuid=x', '&expireAt=9999999999999', 'EXPIREAT', '0', '.'],
] as const;

interface Edit {
  readonly from: number;
  readonly length: number;
  /** A piece, the text that is there again, or its characters as escapes in one of two letter cases. */
  readonly instead: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  from: fc.nat(400),
  length: fc.nat(6),
  instead: fc.oneof(
    fc.constantFrom('again', 'escaped', 'ESCAPED'),
    fc.constantFrom(...PIECES, 'twice', ''),
  ),
});

function edited(query: string, { from, length, instead }: Edit): string {
  const at = from % (query.length + 1);
  const part = query.slice(at, at + length);
  const escapes = (text: string) =>
    [...text].map((each) => `%${each.charCodeAt(0).toString(16)}`).join('');
  const forms: Readonly<Record<string, string>> = {
    again: part,
    twice: part + part,
    escaped: escapes(part),
    ESCAPED: escapes(part).toUpperCase(),
  };
  return query.slice(0, at) + (forms[instead] ?? instead) + query.slice(at + length);
}

test('neither is one whose query was written in another way, or damaged', () => {
  const outcomes = { valid: 0, other: 0 };
  fc.assert(
    fc.property(honest, fc.array(edit, { minLength: 1, maxLength: 3 }), (token, edits) => {
      const { language, kind, expireAt, nonce, role, uuid } = token;
      const signed = pairsToSign(token);
      const [prefix = '', base64 = ''] = tokenOf(signedPairs(signed, language), kind).split(
        /(?<=_)/,
      );
      const query = Buffer.from(base64, 'base64url').toString('latin1');
      const changed = edits.reduce(edited, query);
      const text = prefix + Buffer.from(changed, 'latin1').toString('base64url');
      let read: ReturnType<typeof decodeText>;
      try {
        read = decodeText(text, nodeRuntime);
      } catch {
        return;
      }
      if (verifySignature(read.signed, 'sk', nodeRuntime).status !== 'valid') {
        outcomes.other++;
        return;
      }
      outcomes.valid++;
      const { accessKey, expiresAt, nonce: nonceRead, role: roleRead, uuid: uuidRead } = read.token;
      expect({
        accessKey,
        expiresAt: expiresAt?.unix ?? null,
        nonce: nonceRead,
        role: roleRead,
      }).toEqual({
        accessKey: 'ak',
        expiresAt: expireAt === null ? null : Math.floor(Number(expireAt) / 1000),
        nonce,
        role: ['admin', 'writer', 'reader'][Number(role)],
      });
      expect(uuidRead ?? '').toBe(uuid ?? '');
    }),
    runs(500),
  );
  expect(outcomes.valid).toBeGreaterThan(20);
  expect(outcomes.other).toBeGreaterThan(20);
});
