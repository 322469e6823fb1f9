import { isHex32 } from '../../agora/hex32.js';
import { serviceTitle } from '../../agora/titles.js';
import { type Finding, finding } from '../../finding.js';
import { listed } from '../../text/count.js';
import { quoted, show } from '../../text/safe-text.js';
import { crc32 } from '../../token/crc32.js';
import { md5 } from '../../token/md5.js';
import type { DecodedService, TokenText } from '../../token/model.js';
import { uidCandidates } from '../../token/uid-candidates.js';
import { entries } from '../expiry.js';
import { hidesUid, isDynamicKey, isWhiteboard } from '../formats.js';
import { sameAppId } from '../owner.js';
import { isService } from '../relevant.js';
import type { Expectations } from '../types.js';
import { channelByCrc, userByCrc, userText } from '../whom.js';
import { compareField, crc, near } from './compare.js';
import { isChatUuid, isUuid } from './content.js';
import { kindOf, type Rule, servicesWith, serviceTitles } from './rule.js';

/** Who and what the token is for, against what the caller expects. */

export const appIdMalformed: Rule = function* ({ token: { appId } }) {
  if (appId === undefined || (typeof appId === 'string' && isHex32(appId))) return;
  const spaced = typeof appId === 'string' && isHex32(appId.trim());
  yield finding(
    'app-id-malformed',
    spaced
      ? `App ID ${show(appId)} has white space around it`
      : `App ID ${show(appId)} is not 32 hex characters`,
    'Copy the App ID from the Console, and trim it where the token server reads it.',
  );
};

export const appIdMismatch: Rule = function* ({ token, expectations: { appId: expected } }) {
  if (expected === undefined) return;
  const { appId } = token;
  if (appId === undefined) {
    yield finding(
      'app-id-mismatch',
      `App ID ${quoted(expected)} is expected, but ${kindOf({ token, services: [] })} carries an access key and no App ID`,
      'Drop --app-id for a whiteboard token.',
    );
    return;
  }
  if (sameAppId(token, expected)) return;
  yield finding(
    'app-id-mismatch',
    `token App ID ${show(appId)} is not the expected ${quoted(expected)}${near(appId, expected)}`,
    'Use the App ID and certificate of the same project on the token server and in the client.',
  );
};

export const serviceMissing: Rule = function* ({ token, services, expectations: { service } }) {
  if (service === undefined) return;
  const whiteboard = isWhiteboard(token);
  if (service === 'whiteboard' ? whiteboard : services.some((one) => isService(one, service))) {
    return;
  }
  // 003, 004 and the older keys do not name their service, and were made for the media channel.
  if (service === 'rtc' && isDynamicKey(token) && services.length === 0) return;
  const title = service === 'whiteboard' ? 'whiteboard' : serviceTitle(service);
  const rest = token.unread ? ', and a part that could not be read' : '';
  const has = services.length > 0 ? serviceTitles(services) + rest : kindOf({ token, services });
  yield finding(
    'service-missing',
    services.length > 0
      ? `no ${title} service in this token (it has ${has})`
      : `no ${title} service in this token: it is ${has}${rest}`,
    missingServiceFix(service),
  );
};

function missingServiceFix(service: string): string {
  switch (service) {
    case 'rtm':
    case 'rtm2':
      return 'RTM login fails with 5 (1.x) or -10005 (2.x). Sign one: generate rtm, or generate rtc --with rtm.';
    case 'rtc':
      return 'Joining fails with 110. Sign one: generate rtc.';
    case 'chat':
      return 'Chat login fails with 104 or 202. Sign one: generate chat user.';
    case 'whiteboard':
      return 'The whiteboard has tokens of its own: generate whiteboard.';
    default:
      return `Sign one: generate ${service === 'apaas' ? 'apaas room-user' : service}, or generate rtc --with ${service}.`;
  }
}

/**
 * A room-user token of APaaS carries no privilege when the Node.js builder made it, and is good all
 * the same; ConvoAI and STT have none.
 */
export const joinMissing: Rule = function* ({ relevant }) {
  for (const service of relevant) {
    const entry = ENTRY_NAMES[service.name];
    if (!entry || entries(service).length > 0) continue;
    const rest = service.privileges.map(({ name }) => name).join(', ') || 'none';
    yield finding(
      'join-missing',
      `no privilege to ${ENTER[service.name] ?? 'enter'} is in it: the ${serviceTitle(service.name)} service has no ${entry} (it has ${rest})`,
      'Add the privilege, or use a stock builder, which always does.',
    );
  }
};

const ENTRY_NAMES: Readonly<Record<string, string>> = {
  rtc: 'join-channel',
  rtm: 'login',
  rtm2: 'login',
  fpa: 'login',
  chat: 'user or app',
  streaming: 'publish',
  fcdn: 'publish or play',
};

/** What one does with a service that one may use. */
const ENTER: Readonly<Record<string, string>> = {
  rtc: 'join',
  rtm: 'log in',
  rtm2: 'log in',
  fpa: 'log in',
  chat: 'log in',
  streaming: 'publish',
  fcdn: 'publish or play',
};

export const channelMismatch: Rule = (subject) => {
  const { channel } = subject.expectations;
  if (channel === undefined) return [];
  return compareField(subject, {
    code: 'channel-mismatch',
    noun: 'channel',
    flag: '--channel',
    expected: channel,
    read: (service) =>
      service.name === 'rtm' && service.channelCrc32 !== undefined
        ? undefined
        : (service.channel ?? crc(service.channelCrc32)),
    hiddenIn: isDynamicKey(subject.token),
    fix: (inToken) =>
      inToken === undefined
        ? 'Channel names are compared byte for byte: sign with exactly the name that is joined.'
        : `Join channel ${show(inToken)}, or sign a token for ${quoted(channel)}; names are compared byte for byte.`,
  });
};

export const uidMismatch: Rule = (subject) => {
  const { uid, account } = subject.expectations;
  const expected = uid ?? account;
  if (expected === undefined) return [];
  const { token } = subject;
  if (token.uid !== undefined) return comparePlainUid(token.uid, subject.expectations);
  // It neither holds nor signs one: every uid may use it.
  if (token.format === 'dynamic-key-1') return [];
  const read = (service: DecodedService) =>
    service.name === 'rtm' ? undefined : (service.uid ?? service.account ?? crc(service.uidCrc32));
  const holders = servicesWith(subject, (service) => read(service) !== undefined);
  if (uid === '0' && allAre(holders, isForTextZero)) return [FOR_TEXT_ZERO];
  return compareField(subject, {
    code: 'uid-mismatch',
    noun: uid === undefined ? 'account' : 'uid',
    flag: uid === undefined ? '--account' : '--uid',
    expected,
    read,
    hiddenIn: hidesUid(token) || token.format === 'signaling',
    named: userText,
    wanted: wantedUser(subject.expectations),
    recover: onlyUid,
    fix: (inToken) => uidFix(inToken, subject.expectations),
  });
};

/** A uid is a number, an account is in quotes; in the words of what was expected. */
const wantedUser = ({ uid, account = '' }: Expectations) =>
  uid === undefined ? quoted(account) : uid;

function onlyUid(crc: number): string | undefined {
  const [only, another] = uidCandidates(crc);
  return only === undefined || another !== undefined ? undefined : String(only);
}

/** The number 0 means any uid; the text "0" is a user like any other. */
const FOR_TEXT_ZERO = finding(
  'uid-mismatch',
  'token is for the user "0", a text, and you expect the number 0, which means any uid',
  'Pass the uid to the builder as a number.',
);

const allAre = (services: readonly DecodedService[], is: (one: DecodedService) => boolean) =>
  services.length > 0 && services.every(is);

const isForTextZero = ({ uid, account, uidCrc32 }: DecodedService) =>
  (uid ?? account) === '0' || uidCrc32 === crc32('0');

function comparePlainUid(inToken: string, expectations: Expectations): Finding[] {
  const { uid, account } = expectations;
  const expected = uid ?? account;
  if (expected === undefined || inToken === expected || inToken === '0') return [];
  return [
    finding(
      'uid-mismatch',
      `token is for uid ${inToken}, but you expect ${wantedUser(expectations)}${near(inToken, expected)}`,
      uidFix(inToken, expectations),
    ),
  ];
}

function uidFix(inToken: TokenText | undefined, expectations: Expectations): string {
  const { uid } = expectations;
  const sign = uid === '0' ? '0 (any uid)' : `${wantedUser(expectations)} (or 0 for any uid)`;
  if (inToken === undefined) return `Sign a token for ${sign}.`;
  if (uid === '0') {
    return `Join with ${userText(inToken)} (with 0 the SDK picks a uid of its own), or sign a token for ${sign}.`;
  }
  return `Join with ${userText(inToken)}, or sign a token for ${sign}.`;
}

export const userIdMismatch: Rule = (subject) => {
  const { relevant, services, expectations, token } = subject;
  const { userId } = expectations;
  if (userId === undefined) return [];
  // The Chat user of a room-user token is the MD5 of the user UUID that stands beside it.
  const classroom = services.some(({ name }) => name === 'apaas');
  const forChat = allAre(relevant, isChat);
  if (forChat && services.some(({ userUuid }) => userUuid === userId)) {
    const inChat = md5(userId);
    if (relevant.some((service) => service.userId === inChat)) return [];
  }
  // Chat user ids are the same in either case; chat-user-uppercase says what is better.
  if (forChat && relevant.some((one) => equalsFolded(one.userId, userId))) return [];
  // Whose UUID it is only the Chat server can tell, and chat-user-uuid says so.
  if (forChat && !isUuid(userId) && relevant.some((one) => isChatUuid(one, classroom))) return [];
  const read = (service: DecodedService) => {
    if (isChat(service) && classroom && !forChat) return undefined;
    return (
      service.userId ??
      (service.userUuid || undefined) ??
      (service.name === 'rtm' ? crc(service.channelCrc32) : undefined)
    );
  };
  const holders = servicesWith(subject, (service) => read(service) !== undefined);
  if (allAre(holders, isChatApp)) return [noUserInAppToken(userId)];
  return compareField(subject, {
    code: 'user-id-mismatch',
    noun: 'user id',
    flag: '--user-id',
    expected: userId,
    read,
    hiddenIn: token.format === 'signaling',
    exact: true,
    fix: (inToken) =>
      inToken === undefined
        ? `Log in with the user id that was signed, or sign a token for ${quoted(userId)}.`
        : `Log in as ${show(inToken)}, or sign a token for ${quoted(userId)}.`,
  });
};

const equalsFolded = (text: TokenText | undefined, other: string) =>
  typeof text === 'string' && text.toLowerCase() === other.toLowerCase();

const isChat = ({ name }: DecodedService) => name === 'chat';

const isChatApp = ({ name, userId, privileges }: DecodedService) =>
  name === 'chat' && userId === '' && privileges.some((privilege) => privilege.name === 'app');

const noUserInAppToken = (userId: string) =>
  finding(
    'user-id-mismatch',
    `token is a Chat app token, which is for the REST API and for no user, but you expect ${quoted(userId)}`,
    'To log in, sign a user token: generate chat user --user-id.',
  );

export const roomMismatch: Rule = (subject) => {
  const { room } = subject.expectations;
  if (room === undefined) return [];
  return compareField(subject, {
    code: 'room-mismatch',
    noun: 'room',
    flag: '--room',
    expected: room,
    read: ({ roomUuid }) => roomUuid || undefined,
    exact: true,
    hiddenIn: false,
    fix: () => `Sign a room-user token for ${quoted(room)}: generate apaas room-user --room.`,
  });
};

export const uuidMismatch: Rule = function* (subject) {
  const { token, expectations } = subject;
  const { uuid: expected } = expectations;
  const { uuid } = token;
  // An SDK token opens every room.
  if (expected === undefined || (token.format === 'whiteboard-sdk' && uuid === undefined)) return;
  if (uuid === expected) return;
  yield finding(
    'uuid-mismatch',
    uuid === undefined
      ? `${kindOf(subject)} has no room or task UUID, but you expect ${quoted(expected)}`
      : `token is for ${show(uuid)}, not for ${quoted(expected)}${near(uuid, expected)}`,
    uuid === undefined && !isWhiteboard(token)
      ? '--uuid is for whiteboard tokens. For the room of a classroom there is --room.'
      : 'A room refuses it with "token access room forbidden": sign one for the UUID of the room (generate whiteboard room --uuid).',
  );
};

/** A 006 token has only the CRC-32 of its channel and uid: where these are what is expected, it says so. */
export const crcFits: Rule = function* ({ relevant, expectations }) {
  for (const service of relevant) {
    const fits = fittingCrc(service, expectations);
    if (fits.length === 0) continue;
    const one = fits.length === 1;
    yield finding(
      'crc-fits',
      `${listed(fits)} ${one ? 'fits: it has' : 'fit: they have'} the CRC-32 in the token, which has no more of ${one ? 'it' : 'them'}`,
    );
  }
};

/** What is expected and has the CRC-32 in the token. An empty text fits everything, which is no evidence. */
function fittingCrc(service: DecodedService, expectations: Expectations): string[] {
  const { name, channelCrc32, uidCrc32 } = service;
  const { channel, uid, account } = expectations;
  const fits: string[] = [];
  if (channelCrc32 === undefined) return fits;
  if (channelCrc32 !== 0 && channelByCrc(service, expectations).matches) {
    if (name === 'rtm') fits.push('user id');
    else if (channel !== undefined) fits.push('channel');
  }
  if (uidCrc32 !== 0 && userByCrc(service, expectations).matches) {
    if (uid !== undefined) fits.push('uid');
    else if (account !== undefined) fits.push('account');
  }
  return fits;
}

/** Java and some SDKs write a uid above 2147483647 as a negative number. */
export const uidNegative: Rule = function* ({ expectations: { uid, signedUid } }) {
  if (uid === undefined || signedUid === undefined) return;
  yield finding(
    'uid-negative',
    `uid ${signedUid} is compared as ${uid}, which is the same 32 bits without a sign`,
  );
};
