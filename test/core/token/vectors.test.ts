import { describe, expect, test } from 'vitest';
import { PERMISSION_RESOURCES, PERMISSION_TYPES } from '../../../src/core/agora/services.js';
import { crc32 } from '../../../src/core/token/crc32.js';
import { decodeText } from '../../../src/core/token/decode.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { type Claims, verifySignature } from '../../../src/core/token/verify.js';
import { edgeCase, type Vector, vectors } from '../../helpers/vectors.js';

const decode = (text: string) => decodeText(text, nodeRuntime);
const at = (unix: number) => ({
  unix,
  iso: new Date(unix * 1000).toISOString().replace('.000Z', 'Z'),
});
const otherSecret = (secret: string) => secret.replace(/.$/, (last) => (last === '0' ? '1' : '0'));

/** Valid with the right secret, and with no other. */
function expectSigned(token: string, secret: string, claims?: Claims) {
  const { signed } = decode(token);
  expect(verifySignature(signed, secret, nodeRuntime, claims)).toEqual({ status: 'valid' });
  expect(verifySignature(signed, otherSecret(secret), nodeRuntime, claims)).toEqual({
    status: 'invalid',
  });
}

/** The services that a vector asks for, as the JSON contract gives them. */
function services007(asked: readonly Vector[], issueTs: number) {
  return asked.map(({ privileges, permissions, ...fields }) => ({
    ...fields,
    ...(permissions && { permissions: namedPermissions(permissions) }),
    privileges: Object.entries(privileges as Record<string, number>).map(([id, value]) => ({
      id: Number(id),
      name: expect.not.stringMatching(/^unknown$/),
      value,
      expiresAt: value === 0 ? null : at(issueTs + value),
    })),
  }));
}

function namedPermissions(permissions: Record<string, Record<string, string[]>>) {
  return Object.fromEntries(
    Object.entries(permissions).map(([resource, lists]) => [
      PERMISSION_RESOURCES[Number(resource)],
      Object.fromEntries(
        Object.entries(lists).map(([type, names]) => [PERMISSION_TYPES[Number(type)], names]),
      ),
    ]),
  );
}

function expect007(token: string, asked: Omit<Vector, 'format' | 'token'>) {
  const parsed = decode(token);
  expect(parsed.token).toEqual({
    format: '007',
    appId: asked.appId,
    issuedAt: at(asked.issueTs),
    expiresAt: at(asked.issueTs + asked.expire),
    lifetimeSeconds: asked.expire,
    salt: asked.salt,
    services: services007(asked.services, asked.issueTs),
    signature: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(parsed.findings).toEqual([]);
  expect(parsed.text).toBe(token);
  expectSigned(token, asked.appCertificate);
}

describe('007 from the official libraries', () => {
  test.each(vectors('access-token-2').map((vector, index) => [index, vector.by, vector]))(
    '%i by %s',
    (_index, _by, vector) => {
      expect007((vector as Vector).token, vector as Vector);
    },
  );

  test.each(
    vectors('official')
      .filter(({ format }) => format === '007')
      .map((vector) => [vector.id, vector]),
  )('%s', (_id, vector) => {
    const { token, inputs } = vector as Vector;
    expect007(token, inputs);
  });
});

describe('006 from the official libraries', () => {
  const asked = [
    ...vectors('access-token'),
    ...vectors('official')
      .filter(({ format }) => format === '006')
      .map(({ inputs, ...rest }) => ({
        ...rest,
        ...inputs,
        channel: inputs.channelName,
        privileges: inputs.services[0].privileges,
      })),
  ];
  test.each(asked.map((vector, index) => [index, vector]))('%i', (_index, vector) => {
    const { token, appId, appCertificate, channel, uid, ts, salt, privileges } = vector as Vector;
    const parsed = decode(token);
    expect(parsed.findings).toEqual([]);
    expect(parsed.token).toEqual({
      format: '006',
      appId,
      expiresAt: at(ts),
      salt,
      services: [
        {
          name: '1000' in privileges ? 'rtm' : 'rtc',
          channelCrc32: crc32(channel),
          uidCrc32: crc32(uid),
          privileges: Object.entries(privileges as Record<string, number>).map(([id, value]) => ({
            id: Number(id),
            name: expect.not.stringMatching(/^unknown$/),
            value,
            expiresAt: value === 0 ? null : at(value),
          })),
        },
      ],
      signature: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expectSigned(token, appCertificate, { channel, uid });
    // An RTM token has the user id in the channel's place.
    if ('1000' in privileges) expectSigned(token, appCertificate, { userId: channel });
  });
});

describe('the dynamic keys and signaling', () => {
  const NAMES: Readonly<Record<string, string>> = { dynamickey2: 'dynamic-key-2' };
  const legacy = vectors('official').filter(({ format }) => format < '006' || format > '007');

  test.each(legacy.map((vector) => [vector.id, vector]))('%s', (_id, vector) => {
    const { token, format, inputs } = vector as Vector;
    const [service] = inputs.services as Vector[];
    const parsed = decode(token);
    expect(parsed.findings).toEqual([]);
    expect(parsed.token).toEqual({
      format: NAMES[format] ?? format,
      appId: inputs.appId,
      expiresAt: at(inputs.expire),
      ...(format !== 'signaling' && { issuedAt: at(inputs.issueTs), salt: inputs.salt }),
      ...(['003', 'dynamickey2'].includes(format) && { uid: String(inputs.uid) }),
      ...(format === '005' && { services: [services005(service as Vector)] }),
      signature: expect.stringMatching(/^[0-9a-fA-F]+$/),
    });
    expectSigned(token, inputs.appCertificate, {
      channel: inputs.channelName,
      ...(inputs.uid !== undefined && { uid: String(inputs.uid) }),
      account: inputs.account,
    });
  });

  function services005({ type, extra }: Vector) {
    return {
      type,
      name: type === 2 ? 'recording' : 'in-channel-permission',
      ...(extra['1'] && { extra: { allowUploadInChannel: extra['1'] } }),
      privileges: [],
    };
  }
});

describe('whiteboard from six languages', () => {
  const ROLES = ['admin', 'writer', 'reader'];
  const expireAt = (token: string) => {
    const query = Buffer.from(token.slice(token.indexOf('_') + 1), 'base64url').toString();
    return Number(/expireAt=(\d+)/.exec(query)?.[1]);
  };

  test.each(vectors('whiteboard').map((vector, index) => [index, vector.by, vector]))(
    '%i by %s',
    (_index, _by, vector) => {
      const { token, format, accessKey, secretKey, role, uuid, lifespanMs } = vector as Vector;
      const parsed = decode(token);
      expect(parsed.findings).toEqual([]);
      expect(parsed.token).toEqual({
        format: format.replace('netless', 'whiteboard'),
        expiresAt: lifespanMs === 0 ? null : at(Math.floor(expireAt(token) / 1000)),
        accessKey,
        nonce: expect.stringMatching(/^[0-9a-f-]{36}$/),
        role: ROLES[Number(role)],
        ...(uuid !== undefined && { uuid }),
        signature: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expectSigned(token, secretKey);
    },
  );
});

/** What this decoder says of the odd tokens: stricter and clearer than the official parsers. */
const EDGE_CASES: readonly (readonly [name: string, expected: object])[] = [
  ['base rtc', { findings: [], status: 'valid' }],
  ['rtc + unknown 999', { findings: ['unknown-service'], status: 'valid', unread: 999 }],
  ['rtc+rtm+convoai(9)', { findings: [], status: 'valid' }],
  ['convoai(9) then rtm2... unsorted: 9,1', { findings: [], status: 'valid' }],
  ['apaas role 0', { findings: [], status: 'valid' }],
  ['unknown privilege 99', { findings: ['unknown-privilege'], status: 'valid' }],
  ['unsorted privileges', { findings: [], status: 'valid' }],
  ['zero services', { findings: [], status: 'valid' }],
  ['trailing 4 bytes', { findings: ['trailing-bytes'], status: 'valid' }],
  ['expire 0xffffffff', { findings: [], status: 'valid' }],
  ['non-utf8 channel', { findings: [], status: 'valid' }],
  ['channel 40000 bytes', { findings: [], status: 'valid' }],
  ['bad cert', { findings: [], status: 'invalid' }],
  ['base64 no padding', { findings: ['repaired-base64'], status: 'valid' }],
  ['newline inside base64', { findings: ['repaired-whitespace'], status: 'valid' }],
  ['leading space', { findings: ['repaired-whitespace'], status: 'valid' }],
  ['gzip', { reason: 'bad-compression' }],
  ['zlib wrong adler', { reason: 'bad-checksum' }],
  ['sig byte flipped', { findings: [], status: 'invalid' }],
  ['prefix 006', { reason: 'not-a-token' }],
  ['garbage', { reason: 'bad-compression' }],
];

describe('odd tokens', () => {
  test.each(EDGE_CASES)('%s', (name, expected) => {
    expect(judged(edgeCase(name))).toEqual(expected);
  });

  test('every one is in the table', () => {
    expect(EDGE_CASES.map(([name]) => name)).toEqual(vectors('edge-cases').map((v) => v.case));
  });

  test('services keep their order', () => {
    const { token } = decode(edgeCase('convoai(9) then rtm2... unsorted: 9,1'));
    expect(token.services?.map(({ type }) => type)).toEqual([9, 1]);
  });

  test('what is behind an unknown service is given in hex', () => {
    expect(decode(edgeCase('rtc + unknown 999')).token.unread).toEqual({
      type: 999,
      services: 1,
      hex: '0100010058020000',
    });
  });

  test('a channel that is not UTF-8 is given in hex', () => {
    const [rtc] = decode(edgeCase('non-utf8 channel')).token.services ?? [];
    expect(rtc?.channel).toEqual({ hex: expect.stringMatching(/^[0-9a-f]+$/) });
  });

  test('an APaaS role is signed', () => {
    const roles = vectors('official').flatMap(({ token, format }) =>
      format === '007' ? (decode(token).token.services ?? []).map(({ role }) => role) : [],
    );
    expect(roles).toContain(-1);
  });

  function judged(text: string) {
    try {
      const { token, findings, signed } = decode(text);
      return {
        findings: findings.map(({ code }) => code),
        status: verifySignature(signed, '5CFd2fd1755d40ecb72977518be15d3b', nodeRuntime).status,
        ...(token.unread && { unread: token.unread.type }),
      };
    } catch (error) {
      return { reason: (error as { reason: string }).reason };
    }
  }
});
