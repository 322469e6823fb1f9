import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../src/core/token/decode.js';
import { fieldMap } from '../../../src/core/token/field-map.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { handMade, u16, u32 } from '../../helpers/demo.js';
import { official, type VectorFile, vectors } from '../../helpers/vectors.js';

const mapOf = (token: string) => fieldMap(decodeText(token, nodeRuntime), nodeRuntime);

/** `label[length]=value` of each field. */
function rows(token: string): string[] {
  return mapOf(token).fields.map(
    ({ label, start, end, value }) =>
      `${label}[${end - start}]${value === undefined ? '' : `=${value}`}`,
  );
}

const FILES: VectorFile[] = ['official', 'access-token-2', 'access-token', 'whiteboard'];

test.each(FILES)('every byte of the tokens of %s belongs to one field', (file) => {
  for (const { token } of vectors(file)) {
    const { bytes, fields } = mapOf(token);
    const ends = fields.map(({ end }) => end);
    expect(fields.map(({ start }) => start)).toEqual([0, ...ends.slice(0, -1)]);
    expect(ends.at(-1)).toBe(bytes.length);
    const wrong = fields.filter(
      ({ start, end, label }) => end <= start || label === '' || label === 'not read',
    );
    expect(wrong).toEqual([]);
  }
});

describe('the fields of each format', () => {
  test('007', () => {
    const { head, encoding } = mapOf(official('007-12'));
    expect(head).toEqual([{ label: 'format', text: '007' }]);
    expect(encoding).toBe('base64 of zlib');
    expect(rows(official('007-12'))).toMatchInlineSnapshot(`
      [
        "signature[34]",
        "App ID[34]="970CA35de60c44645bbae8a215061b33"",
        "issue time[4]=1111111",
        "lifetime[4]=600",
        "salt[4]=1",
        "number of services[2]=1",
        "type of service 1 of 1[2]=1",
        "number of privileges of the RTC service[2]=1",
        "id of a privilege of the RTC service[2]=1",
        "value of a privilege of the RTC service[4]=600",
        "channel of the RTC service[34]="7d72365eb983485397e3e3f9d460bdda"",
        "uid of the RTC service[12]="2882341273"",
      ]
    `);
  });

  test('006', () => {
    expect(mapOf(official('006-03')).head.map(({ label }) => label)).toEqual(['format', 'App ID']);
    expect(rows(official('006-03'))).toMatchInlineSnapshot(`
      [
        "signature[34]",
        "CRC-32 of the channel[4]=276646071",
        "CRC-32 of the uid[4]=3847331927",
        "length of the signed message[2]",
        "salt[4]=1",
        "expiry time[4]=1111111",
        "number of privileges[2]=4",
        "id of a privilege[2]=1",
        "value of a privilege[4]=1446455471",
        "id of a privilege[2]=2",
        "value of a privilege[4]=1446455471",
        "id of a privilege[2]=3",
        "value of a privilege[4]=1446455471",
        "id of a privilege[2]=4",
        "value of a privilege[4]=1446455471",
      ]
    `);
  });

  test('005', () => {
    expect(rows(official('005-02'))).toMatchInlineSnapshot(`
      [
        "service type[2]=2",
        "signature[42]",
        "App ID[18]",
        "issue time[4]=1446455472",
        "salt[4]=58964981",
        "expiry time[4]=1446455471",
        "number of extras[2]=0",
      ]
    `);
  });

  test('004', () => {
    expect(rows(official('004-02'))).toMatchInlineSnapshot(`
      [
        "format[3]=004",
        "signature[40]=d0ec5ee3179c964fe7c0485c045541de6bff332b",
        "App ID[32]=970ca35de60c44645bbae8a215061b33",
        "issue time[10]=1446455472",
        "salt[8]=0383bbf5",
        "expiry time[10]=1446455471",
      ]
    `);
  });

  test('signaling', () => {
    expect(rows(official('signaling-01'))).toMatchInlineSnapshot(`
      [
        "format[2]=1:",
        "App ID[33]=970CA35de60c44645bbae8a215061b33:",
        "expiry time[11]=1514219634:",
        "signature[32]=82539e1f3973bcfe3f0d0c8993e6c051",
      ]
    `);
  });

  test('whiteboard', () => {
    const [first] = vectors('whiteboard');
    expect(mapOf(first?.token ?? '').fields.map(({ label }) => label)).toMatchInlineSnapshot(`
      [
        "ak",
        "expireAt",
        "nonce",
        "role",
        "sig",
        "uuid",
      ]
    `);
  });
});

test('what no reader knows is not read', () => {
  const service = Buffer.concat([u16(1, 99, 1, 1), u32(60)]);
  expect(rows(handMade(service)).slice(-2)).toEqual([
    'type of service 1 of 1[2]=99',
    'not read[8]',
  ]);
});
