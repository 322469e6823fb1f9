import { compressorWith } from '../../core/sign/fixed-deflate.js';

/** Takes the place of the `zlib` that Agora's AccessToken2 requires: see `agora-crypto.ts`. */
export const deflateSync = compressorWith((payload) =>
  process.getBuiltinModule('node:zlib').deflateSync(payload),
);
