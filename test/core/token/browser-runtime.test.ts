import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sign006 } from '../../../src/core/sign/sign-006.js';
import { signWhiteboard } from '../../../src/core/sign/sign-whiteboard.js';
import { browserRuntime } from '../../../src/core/token/browser-runtime.js';
import { decodeText } from '../../../src/core/token/decode.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import type { HashAlgorithm } from '../../../src/core/token/runtime.js';
import { type Claims, verifySignature } from '../../../src/core/token/verify.js';
import { anyText } from '../../helpers/any-text.js';
import { APP_ID, CERTIFICATE } from '../../helpers/demo.js';
import { runs } from '../../helpers/runs.js';
import { type Vector, type VectorFile, vectors } from '../../helpers/vectors.js';

/** Node.js and a browser come to the same, for everything that a runtime does. */

const FILES: VectorFile[] = [
  'official',
  'access-token-2',
  'access-token',
  'whiteboard',
  'edge-cases',
];

test.each(FILES)('a browser reads and verifies the tokens of %s as Node.js does', (file) => {
  for (const vector of vectors(file)) {
    const browser = outcome(vector, browserRuntime);
    expect(browser).toEqual(outcome(vector, nodeRuntime));
    if (file !== 'edge-cases') expect(browser).toHaveProperty('token');
  }
});

/** What is read, and what becomes of the signature with the right secret, another and no claims. */
function outcome(vector: Vector, runtime: typeof nodeRuntime) {
  let parsed: ReturnType<typeof decodeText>;
  try {
    parsed = decodeText(vector.token, runtime);
  } catch (error) {
    return { error: (error as Error).message };
  }
  const { token, findings, signed } = parsed;
  const secret: string = vector.appCertificate ?? vector.secretKey ?? CERTIFICATE;
  return {
    token,
    findings,
    signatures: [
      verifySignature(signed, secret, runtime, claimsOf(vector)),
      verifySignature(signed, 'f0'.repeat(16), runtime, claimsOf(vector)),
      verifySignature(signed, secret, runtime),
    ],
  };
}

function claimsOf({ channel, uid, account, userId }: Vector): Claims {
  const claims = { channel, uid: uid === undefined ? uid : String(uid), account, userId };
  return JSON.parse(JSON.stringify(claims));
}

test('some of the vectors verify', () => {
  const statuses = FILES.flatMap((file) =>
    vectors(file).map((vector) => outcome(vector, browserRuntime).signatures?.[0]?.status),
  );
  expect(statuses.filter((status) => status === 'valid').length).toBeGreaterThan(50);
});

describe('hashes', () => {
  const ALGORITHMS: HashAlgorithm[] = ['sha256', 'sha1', 'md5'];
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), anyText());

  test.each(ALGORITHMS)('%s', (algorithm) => {
    fc.assert(
      fc.property(bytes, fc.array(bytes), (key, parts) => {
        expect(plain(browserRuntime.hash(algorithm, ...parts))).toEqual(
          plain(nodeRuntime.hash(algorithm, ...parts)),
        );
        expect(plain(browserRuntime.hmac(algorithm, key, ...parts))).toEqual(
          plain(nodeRuntime.hmac(algorithm, key, ...parts)),
        );
      }),
      runs(100),
    );
  });

  test('a lone half of a character is hashed alike', () => {
    expect(plain(browserRuntime.hash('sha256', 'a\ud800b'))).toEqual(
      plain(nodeRuntime.hash('sha256', 'a\ud800b')),
    );
  });
});

test.each([
  ['Node.js', nodeRuntime],
  ['a browser', browserRuntime],
])('%s compares every byte', (_name, { equal }) => {
  const some = Uint8Array.of(1, 2, 3);
  expect(equal(some, Uint8Array.of(1, 2, 3))).toBe(true);
  expect(equal(some, Uint8Array.of(9, 2, 3))).toBe(false);
  expect(equal(some, Uint8Array.of(1, 2, 9))).toBe(false);
  expect(equal(some, Uint8Array.of(1, 2))).toBe(false);
  expect(equal(some.subarray(0, 0), new Uint8Array())).toBe(true);
});

test('base64 there and back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
      const text = browserRuntime.toBase64(bytes);
      expect(text).toBe(nodeRuntime.toBase64(bytes));
      expect(plain(browserRuntime.fromBase64(text))).toEqual(plain(bytes));
    }),
    runs(100),
  );
});

const plain = (bytes: Uint8Array | undefined) => bytes && [...bytes];

describe('signing', () => {
  test.each([
    ['whiteboard-sdk', {}],
    ['whiteboard-room', { uuid: 'é/"1', expireAtMilliseconds: 1_700_000_000_000 }],
  ] as const)('%s', (format, more) => {
    const request = { format, accessKey: 'ak', nonce: 'n+1', role: 'writer', ...more } as const;
    expect(signWhiteboard(request, 'sk', browserRuntime).text).toBe(
      signWhiteboard(request, 'sk', nodeRuntime).text,
    );
  });

  test('006', () => {
    const request = {
      format: '006',
      appId: APP_ID,
      issueTs: 1_700_000_000,
      salt: 4_294_967_295,
      channel: 'demo',
      uid: '42',
      privileges: [
        [1, 1_700_003_600],
        [4, 0],
      ],
    } as const;
    expect(sign006(request, CERTIFICATE, browserRuntime).text).toBe(
      sign006(request, CERTIFICATE, nodeRuntime).text,
    );
  });
});
