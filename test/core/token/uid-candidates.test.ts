import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32, crc32Continued } from '../../../src/core/token/crc32.js';
import { uidCandidates } from '../../../src/core/token/uid-candidates.js';
import { runs } from '../../helpers/runs.js';

describe('the uids that have a CRC-32', () => {
  test.each([
    [841265288, [42]],
    [3847331927, [74924804, 273003742, 2211499197, 2882341273, 3964757622]],
    [crc32('0'), [0]],
    [crc32('4294967295'), [4294967295]],
    [crc32('alice'), []],
  ])('%i', (crc, uids) => {
    const found = uidCandidates(crc);
    if (uids.length > 0) expect(found).toEqual(expect.arrayContaining(uids));
    for (const uid of found) expect(crc32(String(uid))).toBe(crc);
  });

  test.each([0, 9, 10, 99999, 100000, 100001, 999999, 1000000000, 4294899999, 4294967295])(
    '%i is among those of its own',
    (uid) => {
      expect(uidCandidates(crc32(String(uid)))).toContain(uid);
    },
  );

  test('are exactly those: every number has its own, and each has the CRC-32, in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (uid) => {
        const crc = crc32(String(uid));
        const found = uidCandidates(crc);
        expect(found).toContain(uid);
        expect(found.every((each) => crc32(String(each)) === crc)).toBe(true);
        expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
      }),
      runs(50),
    );
  });

  test('42 and these five are all that there are', () => {
    expect(uidCandidates(841265288)).toEqual([42]);
    expect(uidCandidates(3847331927)).toHaveLength(5);
  });

  test('no leading zeros, and nothing above 32 bits', () => {
    expect(uidCandidates(crc32('0042'))).not.toContain(42);
    expect(uidCandidates(crc32('4294967296')).every((uid) => uid <= 4294967295)).toBe(true);
    expect(uidCandidates(crc32('9999999999'))).not.toContain(9999999999);
  });

  test('no two ends of five digits have the same state, so that one look finds all', () => {
    const states = Array.from({ length: 100_000 }, (_, end) =>
      crc32Continued(0, String(end).padStart(5, '0')),
    );
    expect(new Set(states).size).toBe(100_000);
  });
});
