import { isWhiteboardRole, WHITEBOARD_ROLES } from '../../agora/roles.js';
import { type Finding, finding } from '../../finding.js';
import { listed } from '../../text/count.js';
import { show } from '../../text/safe-text.js';
import { inWords, utcTime } from '../../text/time.js';
import type { DecodedService, DecodedToken } from '../../token/model.js';
import { largest } from '../../util.js';
import { privilegeEnd, roleAt } from '../expiry.js';
import { isDynamicKey, isWhiteboard } from '../formats.js';
import { isPublishing, publishesMedia, rtcRole } from '../publishing.js';
import type { ExpectedRole } from '../types.js';
import { kindOf, type Rule, type Subject, servicesWith } from './rule.js';

/** What the token lets its user do, against the role that the caller expects. */

export const roleMismatch: Rule = function* (subject) {
  const { token, expectations } = subject;
  const { role: expected } = expectations;
  if (expected === undefined) return;
  if (isWhiteboard(token)) {
    if (token.role !== expected) yield otherWhiteboardRole(token, expected);
    return;
  }
  const rtc = servicesWith(subject, ({ name }) => name === 'rtc');
  if (rtc.length > 0 && !isWhiteboardRole(expected)) {
    yield* otherRtcRole(rtc, subject, expected);
  } else if (!isDynamicKey(token) || isWhiteboardRole(expected)) {
    yield finding(
      'role-mismatch',
      `${kindOf(subject)} has no such role, but you expect ${expected}`,
      isWhiteboardRole(expected)
        ? `${listed(WHITEBOARD_ROLES)} are roles of whiteboard tokens; RTC tokens have publisher and subscriber.`
        : 'publisher and subscriber are roles of RTC tokens.',
    );
  }
};

function* otherRtcRole(
  rtc: readonly DecodedService[],
  subject: Subject,
  expected: ExpectedRole,
): Generator<Finding> {
  const { token, now } = subject;
  const found = rtc.some((one) => roleAt(one, token, now) === 'publisher')
    ? 'publisher'
    : 'subscriber';
  if (found === expected) return;
  if (found === 'subscriber' && rtc.some((one) => rtcRole(one) === 'publisher')) {
    yield publishingEnded(rtc, subject);
    return;
  }
  const data = rtc.some(({ privileges }) => privileges.some(isPublishing));
  yield finding(
    'role-mismatch',
    found === 'subscriber'
      ? `token has ${data ? 'only a privilege to publish data' : 'no publish privilege'} (subscriber), but you expect a publisher`
      : 'token may publish (publisher), but you expect a subscriber',
    `Sign a token with --role ${expected}.`,
  );
}

function otherWhiteboardRole({ role }: DecodedToken, expected: ExpectedRole): Finding {
  return finding(
    'role-mismatch',
    role === undefined
      ? `role ${expected} is expected, but the token has no role`
      : `token role is ${show(role)}, but you expect ${expected}`,
    `Sign a token with --role ${isWhiteboardRole(expected) ? expected : listed(WHITEBOARD_ROLES, 'or')}.`,
  );
}

function publishingEnded(rtc: readonly DecodedService[], { token, now }: Subject): Finding {
  const ends = rtc.flatMap(({ privileges }) =>
    privileges.filter(publishesMedia).map((privilege) => privilegeEnd(privilege, token).unix),
  );
  const last = largest(ends, 0);
  return finding(
    'role-mismatch',
    `the publish privileges ended ${inWords(now - last)} ago (at ${utcTime(last)}), which leaves a subscriber, but you expect a publisher`,
    'Sign a new token whose publish privileges last as long as join-channel, and renewToken with it.',
  );
}
