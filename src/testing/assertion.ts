import { type ExpectedToken, problemsOf, problemText } from './expected.js';

/** What a failed assertion throws; test runners know it by its name and code, as that of `node:assert`. */
class TokenAssertionError extends Error {
  override readonly name = 'AssertionError';
  readonly code = 'ERR_ASSERTION';
}

/** `assertAgoraToken`, without its documentation. */
export function assertToken(token: unknown, expected: ExpectedToken): asserts token is string {
  const problems = problemsOf(token, expected);
  if (problems.length > 0) throw new TokenAssertionError(problemText(problems, expected));
}
