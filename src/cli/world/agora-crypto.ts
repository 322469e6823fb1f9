import { Buffer } from 'node:buffer';
import { nodeRuntime } from '../../core/token/node-runtime.js';

/**
 * What the program gives Agora's AccessToken2 for the `crypto` that it requires (scripts/build.mjs):
 * loading Node.js' own takes longer than the rest of signing a token.
 */
export const createHmac = (algorithm: 'sha256', key: Uint8Array | string) => ({
  update: (message: Uint8Array) => ({
    digest: () => Buffer.from(nodeRuntime.hmac(algorithm, key, message)),
  }),
});
