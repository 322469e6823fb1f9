import { createHmac } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { AccessToken2, type PackedService } from 'agora-token/src/AccessToken2.js';
import { NOW } from './run.js';

/** The App ID and certificate of Agora's own public test suite. */
export const APP_ID = '970CA35de60c44645bbae8a215061b33';
export const CERTIFICATE = '5CFd2fd1755d40ecb72977518be15d3b';
/** As the library takes them. */
export const SECRETS = { appId: APP_ID, appCertificate: CERTIFICATE };
/** Every token is issued at the moment at which the tests run. */
export const ISSUED = NOW;

/** Signs with the official builder; services are its own classes. */
export function signed(
  services: readonly PackedService[],
  { lifetime = 3600, salt = 1 } = {},
): string {
  const token = new AccessToken2(APP_ID, CERTIFICATE, ISSUED, lifetime);
  token.salt = salt;
  for (const service of services) token.add_service(service);
  return token.build();
}

/** A validly signed 007 token around any bytes behind the App ID, to try what no builder writes. */
export function handMade(tail: Uint8Array, appId = APP_ID): string {
  const message = Buffer.concat([text(appId), u32(ISSUED), u32(3600), u32(1), tail]);
  const byTime = hmac(u32(ISSUED), CERTIFICATE);
  const signature = hmac(hmac(u32(1), byTime), message);
  return `007${deflateSync(Buffer.concat([str(signature), message])).toString('base64')}`;
}

const hmac = (key: Uint8Array, message: string | Uint8Array) =>
  createHmac('sha256', key).update(message).digest();

export function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, index) => {
    bytes.writeUInt16LE(value, 2 * index);
  });
  return bytes;
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export const str = (bytes: Uint8Array) => Buffer.concat([u16(bytes.length), bytes]);
export const text = (value: string) => str(Buffer.from(value));

/** The inflated bytes of a 007 token in hex: compressed bytes differ between zlib builds. */
export function payload(token: string): string {
  return inflateSync(Buffer.from(token.trim().slice(3), 'base64')).toString('hex');
}
