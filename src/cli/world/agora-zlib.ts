import { compressorWith } from '../../core/sign/fixed-deflate.js';

/** What the program gives Agora's AccessToken2 for the `zlib` that it requires: see `agora-crypto.ts`. */
export const deflateSync = compressorWith((payload) =>
  process.getBuiltinModule('node:zlib').deflateSync(payload),
);
