import { finding } from '../../finding.js';
import { errorsOfToken } from '../errors-of-token.js';
import type { Rule } from './rule.js';

/** An error that says that the token has expired, beside a token that has not. */
export const notExpired: Rule = function* ({ error, expiry, token }) {
  if (!error || error.entries.length === 0) return;
  // A privilege that has ended is what ends a stay in a channel.
  if ([expiry, ...expiry.privileges].some(({ status }) => status === 'expired')) return;
  const saysExpired = errorsOfToken(error.entries, token).every(({ causes: [likeliest] }) =>
    likeliest?.findings?.includes('expired'),
  );
  if (!saysExpired) return;
  yield finding(
    'not-expired',
    'this token is not expired: the client sends another one, or its clock is wrong',
    'Log the token where the client joins or renews, and inspect that one.',
  );
};
