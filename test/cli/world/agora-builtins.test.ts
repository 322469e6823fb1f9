import { createHmac } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as agoraCrypto from '../../../src/cli/world/agora-crypto.js';
import * as agoraZlib from '../../../src/cli/world/agora-zlib.js';
import { runs } from '../../helpers/runs.js';

/** What AccessToken2 requires in the built program comes to the same as what Node.js has. */

const bytes = fc.uint8Array({ maxLength: 1000, size: 'max' });

test('an HMAC', () => {
  fc.assert(
    fc.property(fc.oneof(bytes, fc.string()), bytes, (key, message) => {
      const ours = agoraCrypto.createHmac('sha256', key).update(message).digest();
      expect(ours).toEqual(createHmac('sha256', key).update(message).digest());
    }),
    runs(100),
  );
});

test('a zlib stream', () => {
  fc.assert(
    fc.property(bytes, (payload) => {
      const stream = Uint8Array.from(agoraZlib.deflateSync(payload));
      expect([...stream.subarray(0, 2)]).toEqual([0x78, 0x9c]);
      expect(Buffer.compare(inflateSync(stream), payload)).toBe(0);
    }),
    runs(100),
  );
});

test('which is that of zlib where codes of its own make it shorter', () => {
  let seed = 1;
  const letter = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return 97 + ((seed >>> 16) % 13);
  };
  const payload = Buffer.from(Array.from({ length: 3000 }, letter));
  expect(agoraZlib.deflateSync(payload)).toEqual(deflateSync(payload));
});
