import { Buffer } from 'node:buffer';
import { nodeRuntime } from '../../core/token/node-runtime.js';

/**
 * Takes the place of the `crypto` that Agora's AccessToken2 requires (scripts/build.mjs): loading that of
 * Node.js takes longer than the rest of signing a token.
 */
export const createHmac = (algorithm: 'sha256', key: Uint8Array | string) => ({
  update: (message: Uint8Array) => ({
    digest: () => Buffer.from(nodeRuntime.hmac(algorithm, key, message)),
  }),
});
