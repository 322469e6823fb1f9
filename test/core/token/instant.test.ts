import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant } from '../../../src/core/token/instant.js';
import { runs } from '../../helpers/runs.js';

test.each([0, 1_700_000_000, 1_700_000_000])(
  'nobody can change the instant %i of others',
  (unix) => {
    expect(Object.isFrozen(instant(unix))).toBe(true);
  },
);

test('an instant is what Date shows, to the second', () => {
  const seconds = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -8.64e12, max: 8.64e12 }));
  fc.assert(
    fc.property(fc.oneof(seconds, fc.nat(0xffff_ffff)), (unix) => {
      const shown = Math.max(-8.64e12, Math.min(8.64e12, unix));
      const iso = new Date(shown * 1000).toISOString().replace('.000Z', 'Z');
      expect(instant(unix)).toEqual({ unix, iso });
    }),
    runs(100),
  );
});
