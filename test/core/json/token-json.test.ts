import { describe, expect, expectTypeOf, test } from 'vitest';
import type { Instant } from '../../../src/core/token/model.js';
import { decodeToken } from '../../../src/index.js';
import { vectors } from '../../helpers/vectors.js';

/** What TokenFields says of each format: the fields that are always there, and those that may be. */
const FIELDS: Readonly<Record<string, readonly [has: string, may: string]>> = {
  '007': ['appId issuedAt expiresAt lifetimeSeconds salt services signature', 'unread'],
  '006': ['appId expiresAt salt services signature', ''],
  '005': ['appId issuedAt expiresAt salt signature', 'services'],
  '004': ['appId issuedAt expiresAt salt signature', ''],
  '003': ['appId issuedAt expiresAt salt uid signature', ''],
  'dynamic-key-2': ['appId issuedAt expiresAt salt uid signature', ''],
  'dynamic-key-1': ['appId issuedAt salt signature', ''],
  signaling: ['appId expiresAt signature', ''],
  'whiteboard-sdk': ['accessKey expiresAt signature', 'nonce role uuid'],
  'whiteboard-room': ['accessKey expiresAt signature', 'nonce role uuid'],
  'whiteboard-task': ['accessKey expiresAt signature', 'nonce role uuid'],
};

const FILES = ['official', 'access-token-2', 'access-token', 'whiteboard', 'edge-cases'] as const;
/** No official builder wrote one that was kept. */
const DYNAMIC_KEY_1 = `${'a'.repeat(40)}970CA35de60c44645bbae8a215061b3314464554710a1b2c3d`;

const TOKENS = FILES.flatMap((file) => vectors(file).map(({ token }) => token));
const DOCUMENTS = [DYNAMIC_KEY_1, ...TOKENS].flatMap((token) => {
  try {
    return [decodeToken(token)];
  } catch {
    return [];
  }
});

describe('the fields of a decoded token follow from its format', () => {
  test.each(Object.entries(FIELDS))('%s', (format, [has, may]) => {
    const documents = DOCUMENTS.filter((document) => document.format === format);
    expect(documents.length).toBeGreaterThan(0);
    for (const { schemaVersion, ok, findings, format: _, ...fields } of documents) {
      const names = Object.keys(fields);
      expect(names).toEqual(expect.arrayContaining(has.split(' ')));
      expect(names.filter((name) => !`${has} ${may} endsAt`.split(' ').includes(name))).toEqual([]);
    }
  });

  test('and TypeScript knows', () => {
    const document = decodeToken(vectors('official')[0]?.token ?? '');
    if (document.format === '007') {
      expectTypeOf(document.issuedAt).toEqualTypeOf<Instant>();
      expectTypeOf(document.lifetimeSeconds).toEqualTypeOf<number>();
    }
    if (document.format === 'signaling') {
      expectTypeOf(document.services).toEqualTypeOf<undefined>();
    }
    if (document.format === 'whiteboard-room') {
      expectTypeOf(document.expiresAt).toEqualTypeOf<Instant | null>();
    }
  });
});
