import { randomBytes, randomUUID } from 'node:crypto';
import { sign006 } from '../core/sign/sign-006.js';
import { sign007 } from '../core/sign/sign-007.js';
import { signWhiteboard } from '../core/sign/sign-whiteboard.js';
import { signerWith } from '../core/sign/sign-with.js';
import { nodeRuntime } from '../core/token/node-runtime.js';
import type { Platform } from './platform.js';

/** Every signer is at hand: a synchronous library cannot wait until the one that it needs is loaded. */
export const nodePlatform: Platform = {
  sign: signerWith({ sign007, sign006, signWhiteboard }, nodeRuntime),
  randomUint32: () => randomBytes(4).readUInt32LE(),
  randomUuid: randomUUID,
};
