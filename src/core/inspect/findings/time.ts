import { LIMIT_SECONDS } from '../../agora/limits.js';
import { privilegeTitle } from '../../agora/titles.js';
import { finding } from '../../finding.js';
import { listed, verb } from '../../text/count.js';
import { LOOKS_ABSOLUTE } from '../../text/parse-values.js';
import { inWords, utcTime } from '../../text/time.js';
import type { DecodedPrivilege, DecodedService } from '../../token/model.js';
import { largest } from '../../util.js';
import { earlyEnds } from '../ends.js';
import { endsSoon, entries, entryEnd, issuedAt, privilegeEnd, tokenEnd } from '../expiry.js';
import { isWhiteboard } from '../formats.js';
import { isPublishing } from '../publishing.js';
import type { Rule, Subject } from './rule.js';

/** When the token ends, and lifetimes that betray a mistake. */

/** The SDKs warn so many seconds before a privilege ends. */
const WILL_EXPIRE_SECONDS = 30;
/** Less leaves a client hardly time to fetch a new token. */
const SHORT_SECONDS = 60;
/** Clocks of machines that keep time differ by less. */
const CLOCK_TOLERANCE_SECONDS = 5;
/** 006 builders take the time twice, for the token and for its privileges. */
const ROUNDING_SECONDS = 60;

export const expired: Rule = function* ({ token, expiry, now, relevant }) {
  if (expiry.status !== 'expired' || !expiry.expiresAt) return;
  const { unix } = expiry.expiresAt;
  const whole = tokenEnd(token);
  const when = `${inWords(now - unix)} ago (at ${utcTime(unix)})`;
  if (unix >= whole.unix) {
    yield finding(
      'expired',
      whole.boundedBy === '24h-limit'
        ? `expired ${when}, at Agora's limit of 24 hours after issue`
        : `expired ${when}`,
      isWhiteboard(token) ? NEXT_TO_JOIN : RENEW,
    );
    return;
  }
  const ended = relevant
    .filter((service) => entryEnd(service, token) <= now)
    .flatMap((service) => entries(service).map(privilegeTitle));
  const left = whole.unix > now ? `; the token itself runs until ${utcTime(whole.unix)}` : '';
  yield finding(
    'expired',
    `the ${listed([...new Set(ended)])} privilege ended ${when}${left}`,
    RENEW,
  );
};

/** Whoever is in a whiteboard room stays there when the token ends. */
const NEXT_TO_JOIN =
  'Sign a new token for the next user who joins. Users already in the room are not affected.';
const RENEW = 'Sign a new token; renewToken if in a channel, else join or log in again.';

export const expiringSoon: Rule = function* (subject) {
  const { expiry, expiresIn, token } = subject;
  const { expiresAt, remainingSeconds } = expiry;
  if (!expiresAt || remainingSeconds === null || remainingSeconds <= 0) return;
  const ends = `ends in ${inWords(remainingSeconds)} (at ${utcTime(expiresAt.unix)})`;
  if (expiresIn !== undefined && remainingSeconds < expiresIn) {
    yield finding(
      'expiring-soon',
      `${ends}, and must stay valid for ${inWords(expiresIn)}`,
      expiresIn > LIMIT_SECONDS && !isWhiteboard(token)
        ? 'Ask for less: Agora ends every token 24 hours after its issue.'
        : 'Sign a new token, or one with a longer lifetime.',
    );
  } else if (endsSoon(expiresAt.unix, subject)) {
    yield finding(
      'expiring-soon',
      ends,
      isWhiteboard(token) ? NEXT_TO_JOIN : 'Have a new token ready, and renewToken with it.',
    );
  }
};

/** What the token allowed once and allows no more, although it can still be used for the rest. */
export const privilegeEnded: Rule = function* (subject) {
  const { expiry, now } = subject;
  if (expiry.status === 'expired') return;
  const ended = earlyEnds(subject, ({ unix }) => unix <= now);
  if (ended.length === 0) return;
  yield finding(
    'privilege-ended',
    `${listed(ended.map(({ names, unix }) => `${listed(names)} ended ${inWords(now - unix)} ago (at ${utcTime(unix)})`))}; the token itself can still be used`,
    RENEW,
  );
};

/** What ends before the token does, within the window of `expiring-soon`. */
export const privilegeEndingSoon: Rule = function* (subject) {
  const { expiry, now, expiresIn } = subject;
  if (expiry.status === 'expired') return;
  const ending = earlyEnds(subject, ({ unix }) => endsSoon(unix, subject));
  if (ending.length === 0) return;
  const tooEarly = expiresIn !== undefined && ending.some(({ unix }) => unix - now < expiresIn);
  const must = tooEarly ? `, and must stay valid for ${inWords(expiresIn)}` : '';
  yield finding(
    'privilege-ending-soon',
    `${listed(ending.map(({ names, unix }) => `${listed(names)} ${verb(names.length, 'ends')} in ${inWords(unix - now)} (at ${utcTime(unix)})`))}${must}`,
    'Have a new token ready, and renewToken with it.',
  );
};

export const issuedInFuture: Rule = function* ({ token, now }) {
  const issued = issuedAt(token);
  if (issued === undefined || issued - now <= CLOCK_TOLERANCE_SECONDS) return;
  yield finding(
    'issued-in-future',
    `issued ${inWords(issued - now)} in the future (at ${utcTime(issued)}) by this machine's clock`,
    'Check the clocks (NTP) of the token server and of this machine.',
  );
};

export const lifetimeLooksAbsolute: Rule = function* ({ token: { format, lifetimeSeconds: n } }) {
  if (format !== '007' || n === undefined || n < LOOKS_ABSOLUTE) return;
  yield finding(
    'lifetime-looks-absolute',
    `token lifetime is ${n} s (${inWords(n)}), which looks like a Unix timestamp (${utcTime(n)})`,
    '007 builders take seconds from now, such as 3600; the issue time is added by Agora.',
  );
};

export const lifetimeOver24h: Rule = function* (subject) {
  const { token } = subject;
  const issued = issuedAt(token);
  const lifetime = writtenLifetime(subject);
  if (issued === undefined || lifetime === undefined || lifetime <= LIMIT_SECONDS) return;
  if (token.format === '007' && lifetime >= LOOKS_ABSOLUTE) return;
  yield finding(
    'lifetime-over-24h',
    `lifetime of ${beyondLimit(lifetime)} exceeds Agora's limit of 24 hours: the server stops accepting it at ${utcTime(issued + LIMIT_SECONDS)}`,
    'Sign for at most 24 h (86400 s), and renew.',
  );
};

/** In words, 24 hours and some seconds are 1 day, which does not exceed 24 hours. */
function beyondLimit(lifetime: number): string {
  const words = inWords(lifetime);
  return words === inWords(LIMIT_SECONDS) ? `${lifetime} s` : words;
}

/** For how long the signer meant the token to work; a 006 token says so by its privileges alone. */
function writtenLifetime({ token, services }: Subject): number | undefined {
  const issued = issuedAt(token);
  if (isWhiteboard(token) || issued === undefined) return undefined;
  if (token.format !== '006') return token.expiresAt ? token.expiresAt.unix - issued : undefined;
  const last = largest(
    privilegesOf(services).map(({ value }) => value),
    0,
  );
  return last - issued > LIMIT_SECONDS + ROUNDING_SECONDS ? last - issued : undefined;
}

export const privilegeLooksAbsolute: Rule = function* ({ token, services }) {
  if (token.format !== '007') return;
  const found = privilegesOf(services).filter(({ value }) => value >= LOOKS_ABSOLUTE);
  const [first] = found;
  if (!first) return;
  yield finding(
    'privilege-looks-absolute',
    `${named(found)} ${has(found)} value ${values(found)}, which looks like a Unix timestamp (${utcTime(first.value)})`,
    'Privileges of 007 tokens are seconds after issue, such as 3600.',
  );
};

export const privilegeLooksRelative: Rule = function* (subject) {
  const found = endedIn1970(subject).filter(({ value }) => !ROLE_NUMBERS.has(value));
  const [first] = found;
  if (!first) return;
  yield finding(
    'privilege-looks-relative',
    `${named(found)} ${has(found)} value ${values(found)}, which is ${utcTime(first.value)}`,
    '006 builders take a Unix timestamp: now + seconds.',
  );
};

export const privilegeLooksLikeRole: Rule = function* (subject) {
  const found = endedIn1970(subject).filter(({ value }) => ROLE_NUMBERS.has(value));
  if (found.length === 0) return;
  yield finding(
    'privilege-looks-like-role',
    `${named(found)} ${ends(found)} at Unix time ${values(found)}: the role was probably passed as the expiry`,
    'The order of the arguments is channel, uid, role, expiry.',
  );
};

/** Publisher and subscriber. */
const ROLE_NUMBERS: ReadonlySet<number> = new Set([1, 2]);

/** 006 privileges that are no time of this century, where they are why the token has expired. */
function endedIn1970({ token, relevant, expiry }: Subject): DecodedPrivilege[] {
  if (token.format !== '006' || expiry.status !== 'expired') return [];
  const early = ({ value }: DecodedPrivilege) => value > 0 && value < LOOKS_ABSOLUTE;
  return relevant
    .filter((service) => entries(service).some(early))
    .flatMap(({ privileges }) => privileges.filter(early));
}

/** FPA tokens have a login without an end from the official builder; nothing can be done about it. */
export const privilegeNeverExpires: Rule = function* ({ token, services }) {
  if (token.format !== '007' && token.format !== '006') return;
  const found = privilegesOf(services.filter(({ name }) => name !== 'fpa')).filter(
    ({ value }) => value === 0,
  );
  if (found.length === 0) return;
  yield finding(
    'privilege-never-expires',
    `${named(found)} ${has(found)} no end of ${titles(found).length === 1 ? 'its' : 'their'} own, but the token does: the SDK fires no expiry callback, and joining again fails`,
    token.format === '007'
      ? "Set the privileges' expiry to the token's."
      : 'Set the privileges to now + seconds, at most 24 h.',
  );
};

export const privilegeOutlivesToken: Rule = function* ({ token, services }) {
  const { lifetimeSeconds } = token;
  if (token.format !== '007' || lifetimeSeconds === undefined) return;
  const found = privilegesOf(services).filter(
    ({ value }) => value > lifetimeSeconds && value < LOOKS_ABSOLUTE,
  );
  const longest = largest(
    found.map(({ value }) => value),
    0,
  );
  if (found.length === 0) return;
  yield finding(
    'privilege-outlives-token',
    `${named(found)} would last ${inWords(longest)}, longer than the token's ${inWords(lifetimeSeconds)}: the token's end comes first, without an expiry callback`,
    "Set the privileges' expiry to the token's.",
  );
};

export const joinEndsBeforePublish: Rule = function* ({ token, relevant }) {
  for (const service of relevant) {
    const join = service.privileges.find(({ name }) => name === 'join-channel');
    if (!join) continue;
    const joinEnd = privilegeEnd(join, token).unix;
    const later = service.privileges.filter(
      (privilege) => isPublishing(privilege) && privilegeEnd(privilege, token).unix > joinEnd,
    );
    if (later.length === 0) continue;
    yield finding(
      'join-ends-before-publish',
      `join-channel ends before ${named(later)}: the user is removed from the channel at ${utcTime(joinEnd)}`,
      'Let join-channel last at least as long as the publish privileges.',
    );
  }
};

export const shortLifetime: Rule = function* ({ token, expiry }) {
  if (token.format !== '007' && token.format !== '006') return;
  const issued = issuedAt(token);
  if (issued === undefined || !expiry.expiresAt) return;
  const lifetime = expiry.expiresAt.unix - issued;
  if (lifetime < 0 || lifetime > SHORT_SECONDS) return;
  const why =
    lifetime <= WILL_EXPIRE_SECONDS
      ? `is not above the ${WILL_EXPIRE_SECONDS} s before the end at which the SDK warns: renewal may never fire`
      : `leaves ${lifetime - WILL_EXPIRE_SECONDS} s until the SDK warns of its end`;
  yield finding(
    'short-lifetime',
    lifetime === 0
      ? "lifetime is 0 s: the builder probably did not get a number; a page of Agora's docs says that 0 counts as 24 hours, which cannot be checked here"
      : `lifetime of ${lifetime} s ${why}`,
    'Sign for minutes or hours, such as 3600 s.',
  );
};

const privilegesOf = (services: readonly DecodedService[]) =>
  services.flatMap(({ privileges }) => privileges);

const titles = (list: readonly DecodedPrivilege[]) => [...new Set(list.map(privilegeTitle))];
const named = (list: readonly DecodedPrivilege[]) => listed(titles(list));
const values = (list: readonly DecodedPrivilege[]) =>
  listed([...new Set(list.map(({ value }) => String(value)))]);
const has = (list: readonly DecodedPrivilege[]) => verb(titles(list).length, 'has');
const ends = (list: readonly DecodedPrivilege[]) => verb(titles(list).length, 'ends');
