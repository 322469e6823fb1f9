/**
 * A matcher for vitest and jest, which a setup file or a test registers by importing this:
 * `expect(token).toBeAgoraTokenFor({ channel: 'demo', uid: 42 })`.
 *
 * Where `expect` is not global (jest with `injectGlobals: false`), `expect.extend(agoraMatchers)`.
 *
 * @packageDocumentation
 */

import { type ExpectedToken, expectedText, problemsOf, problemText } from './expected.js';

/** What a matcher answers. */
interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What `expect.extend` takes. */
export const agoraMatchers: {
  /**
   * Whether a token is the expected one: readable, not ended, and for the channel, user, role, services
   * and App ID. The failure says why not, and how to mend it.
   */
  toBeAgoraTokenFor(received: unknown, expected?: ExpectedToken): MatcherResult;
} = {
  toBeAgoraTokenFor(received, expected = {}) {
    const problems = problemsOf(received, expected);
    return {
      pass: problems.length === 0,
      message: () =>
        problems.length === 0
          ? `expected no Agora token for ${expectedText(expected)}, but this is one`
          : problemText(problems, expected),
    };
  },
};

/** Of jest, the global of vitest, and where vitest keeps its own without globals. */
const runner = globalThis as {
  readonly expect?: { readonly extend?: (matchers: object) => void };
  readonly [vitest: symbol]: { readonly extend?: (matchers: object) => void } | undefined;
};
for (const expect of new Set([runner.expect, runner[Symbol.for('expect-global')]])) {
  expect?.extend?.(agoraMatchers);
}

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: the parameters of vitest's and jest's own declarations.
    interface Matchers<R, T = {}> {
      /** Whether the token is for this; the failure says why not, and how to mend it. */
      toBeAgoraTokenFor(expected?: ExpectedToken): R;
    }
  }
}

export type { ExpectedToken } from './expected.js';
