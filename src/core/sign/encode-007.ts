import { isHex32 } from '../agora/hex32.js';
import { SigningError } from '../errors.js';
import type { ParsedToken } from '../token/model.js';
import type { TokenRuntime } from '../token/runtime.js';
import { mac007 } from '../token/verify.js';
import { ByteWriter } from './byte-writer.js';
import { compressorWith, type Deflate } from './fixed-deflate.js';
import { type Request007, serviceType, writeService } from './pack.js';
import { readBack007 } from './read-back.js';

/**
 * `sign007` with an encoder of our own, for many tokens or where there is no Node.js: the payload is
 * that of Agora's AccessToken2, byte for byte, and takes a fraction of the time.
 *
 * @param deflate zlib's, for what `compressorWith` leaves to it
 * @returns signs one token after the other, with the same buffers
 */
export function encoder007(runtime: TokenRuntime, deflate?: Deflate) {
  const writer = new ByteWriter();
  const compressed = compressorWith(deflate);
  return (request: Request007, appCertificate: string): ParsedToken => {
    if (!isHex32(request.appId) || !isHex32(appCertificate) || request.services.length === 0) {
      throw new SigningError('no token came out');
    }
    writer.clear();
    writer.bytes(NO_SIGNATURE);
    const start = writer.written().length;
    writeMessage(writer, request);
    const { issueTs, salt } = request;
    const signature = mac007(
      { issueTs, salt, message: writer.written(start) },
      appCertificate,
      runtime,
    );
    const payload = writer.written();
    payload.set(signature, start - signature.length);
    const text = `007${runtime.toBase64(compressed(payload))}`;
    return readBack007(text, request, appCertificate, runtime);
  };
}

/** Bytes of an HMAC-SHA256, until it is known. */
const NO_SIGNATURE = new Uint8Array(32);

function writeMessage(writer: ByteWriter, request: Request007): void {
  const { appId, issueTs, lifetime, salt, services } = request;
  writer.str(appId);
  writer.u32(issueTs);
  writer.u32(lifetime);
  writer.u32(salt);
  writer.u16(services.length);
  const inOrder =
    services.length < 2 ? services : [...services].sort((a, b) => serviceType(a) - serviceType(b));
  for (const service of inOrder) writeService(writer, service);
}
