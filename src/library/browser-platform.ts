import { encoder007 } from '../core/sign/encode-007.js';
import { sign006 } from '../core/sign/sign-006.js';
import { signWhiteboard } from '../core/sign/sign-whiteboard.js';
import { signerWith } from '../core/sign/sign-with.js';
import { browserRuntime } from '../core/token/browser-runtime.js';
import { toHex } from '../core/token/bytes.js';
import type { Platform } from './platform.js';

/** Agora's own signer needs Node.js; our encoder writes the same payload. */
export const browserPlatform: Platform = {
  sign: signerWith(
    {
      sign007: (request, appCertificate, runtime) => encoder007(runtime)(request, appCertificate),
      sign006,
      signWhiteboard,
    },
    browserRuntime,
  ),
  randomUint32: () => crypto.getRandomValues(new Uint32Array(1))[0] as number,
  randomUuid,
};

/** crypto.randomUUID() is missing on pages that come over plain http. Source: RFC 9562 section 5.4. */
function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
