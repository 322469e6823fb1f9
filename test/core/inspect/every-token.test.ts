import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FINDING_SEVERITY } from '../../../src/core/finding.js';
import { VERDICT_EXIT } from '../../../src/core/inspect/verdict.js';
import { anyText } from '../../helpers/any-text.js';
import { runs } from '../../helpers/runs.js';
import { vectors } from '../../helpers/vectors.js';
import { judge } from './tokens.js';

const TOKENS = (['official', 'access-token-2', 'access-token', 'whiteboard'] as const).flatMap(
  (file) => vectors(file).map(({ token }) => token),
);
const text = () => anyText({ minLength: 1, maxLength: 12 });

test('whatever is asked of an official token has a consistent answer', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...TOKENS),
      fc.record(
        {
          appId: text(),
          channel: text(),
          uid: fc.nat().map(String),
          userId: text(),
          room: text(),
          uuid: text(),
          service: fc.constantFrom('rtc', 'rtm', 'chat', 'apaas', 'whiteboard'),
          role: fc.constantFrom('publisher', 'subscriber', 'admin', 'reader'),
        },
        { requiredKeys: [] },
      ),
      fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }),
      fc.option(fc.integer({ min: 1, max: 100_000 }), { nil: undefined }),
      (token, expectations, now, expiresIn) => {
        const answer = judge(token, {
          expectations,
          now,
          ...(expiresIn === undefined ? {} : { expiresIn }),
        });
        const { verdict, exitCode, expiry, findings } = answer;
        expect(exitCode).toBe(VERDICT_EXIT[verdict]);
        const errors = findings.filter(({ severity }) => severity === 'error');
        expect(errors.length > 0).toBe(verdict === 'mismatch' || verdict === 'expired');
        expect(findings.some(({ code }) => code === 'expired')).toBe(expiry.status === 'expired');
        if (verdict === 'expiring') expect(findings[0]?.code).toBe('expiring-soon');
        expect(findings.map(({ severity }) => severity)).toEqual(
          findings.map(({ code }) => FINDING_SEVERITY[code]),
        );
        const words = findings.map(({ message, fix }) => `${message} ${fix ?? ''}`).join(' ');
        // What is shown cannot move the cursor or hide text.
        expect(words).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(words).not.toMatch(/undefined\b(?!")|NaN|\[object/);
      },
    ),
    runs(150),
  );
});
