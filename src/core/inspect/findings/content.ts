import { FIELDS, TEXT_FIELDS } from '../../agora/fields.js';
import { CHANNEL, utf8Length } from '../../agora/limits.js';
import { SAMPLE } from '../../agora/samples.js';
import { serviceTitle } from '../../agora/titles.js';
import { finding } from '../../finding.js';
import { listed, verb } from '../../text/count.js';
import { UINT32_MAX } from '../../text/parse-values.js';
import { quoted, show } from '../../text/safe-text.js';
import { crc32 } from '../../token/crc32.js';
import { md5 } from '../../token/md5.js';
import type { DecodedService, TokenText } from '../../token/model.js';
import { entries } from '../expiry.js';
import { isDynamicKey, isWhiteboard } from '../formats.js';
import { rtcRole } from '../publishing.js';
import type { InspectInput } from '../types.js';
import type { Content, Rule } from './rule.js';

/** What stands in the fields of a token, where it betrays a mistake or surprises. */

/** A field that says which user a service is for. */
const userOf = ({ uid, account, userId, userUuid }: DecodedService): TokenText | undefined =>
  uid ?? account ?? userId ?? userUuid;

/** What that field is called. Only a uid can stand for several users: empty, or as a pattern. */
function userNoun({ userId, userUuid }: DecodedService): 'uid' | 'user id' | 'user' {
  if (userUuid !== undefined) return 'user';
  return userId === undefined ? 'uid' : 'user id';
}

export const uidWildcard: Rule<Content> = function* ({ services, expectations }) {
  // Whoever expects uid 0 means any user.
  if (expectations.uid === '0') return;
  for (const service of services) {
    const user = userOf(service);
    const noun = userNoun(service);
    const title = serviceTitle(service.name);
    if (isForOneUser(service) && (user === '' || isEmptyCrc(service))) {
      yield finding(
        'uid-wildcard',
        `the ${noun} of the ${title} service is empty${noun === 'uid' ? ' (0): any user may join with this token' : ': the token is for nobody in particular'}`,
        `Sign for one ${noun}, unless every user is meant.`,
      );
    } else if (noun === 'uid' && typeof user === 'string' && user.includes('*')) {
      yield finding(
        'uid-wildcard',
        `the ${noun} ${show(user)} of the ${title} service is a pattern: every user that fits it may use this token`,
        `Sign for one ${noun}, unless that is meant.`,
      );
    }
  }
};

/** A 006 token for RTM has its user id in the place of the channel. */
const isEmptyCrc = ({ name, uidCrc32 }: DecodedService) => name !== 'rtm' && uidCrc32 === 0;

/** Tokens for an app name no user, and are for the REST API alone. */
function isForOneUser({ name, roomUuid, role, privileges }: DecodedService): boolean {
  const has = (...names: string[]) =>
    privileges.some((privilege) => names.includes(privilege.name));
  if (name === 'chat') return has('user');
  if (name === 'apaas') return roomUuid !== '' || role !== -1 || has('room-user', 'user');
  return true;
}

export const channelWildcard: Rule<Content> = function* ({ services }) {
  for (const { name, channel, channelCrc32 } of services) {
    const title = serviceTitle(name);
    if (channel === '' || (channelCrc32 === 0 && name !== 'rtm')) {
      yield finding(
        'channel-wildcard',
        `the channel of the ${title} service is empty, which means any channel`,
        'Set the channel (an environment variable may be empty), unless every channel is meant.',
      );
    } else if (typeof channel === 'string' && channel.includes('*')) {
      const all = /^\*+$/.test(channel);
      yield finding(
        'channel-wildcard',
        `the channel ${show(channel)} of the ${title} service ${all ? 'means any channel: with this token one can join every channel of the project' : 'is a pattern: the token fits every channel like it'}`,
        'Sign for one channel, unless that is meant.',
      );
    }
  }
};

/** What a missing or wrongly typed value becomes when it is written as text. */
const LITERALS = [
  '0',
  'null',
  'undefined',
  'NaN',
  'None',
  'nil',
  '[object Object]',
  'true',
  'false',
];

export const uidLiteralText: Rule<Content> = function* ({ services }) {
  for (const service of services) {
    const user = userOf(service);
    const literal =
      user === undefined
        ? LITERALS.find((text) => crc32(text) === service.uidCrc32)
        : LITERALS.find((text) => text === user);
    const noun = userNoun(service);
    // For RTM, 0 is a user id as good as any.
    if (literal === undefined || (literal === '0' && noun !== 'uid')) continue;
    yield finding(
      'uid-literal-text',
      `the ${noun} of the ${serviceTitle(service.name)} service is the text "${literal}": ${literal === '0' ? 'the string 0 was signed, which is not the number 0 that means any user' : 'a missing or wrongly typed value was signed'}`,
      literal === '0'
        ? 'Pass the uid as a number.'
        : 'Check the value that the token server passes to the builder.',
    );
  }
};

export const uidStringAccount: Rule<Content> = function* ({ services, expectations }) {
  for (const { uid } of services) {
    if (typeof uid !== 'string' || !isSurelyText(uid) || uid === expectations.account) continue;
    yield finding(
      'uid-string-account',
      `uid ${show(uid)} is a string account: joinChannel with a number fails with 110`,
      'Use joinChannelWithUserAccount (on the Web: join with the string), or sign an integer uid.',
    );
  }
};

/** Digits alone may be either, a pattern is neither. */
function isSurelyText(uid: string): boolean {
  if (uid === '' || uid.includes('*') || LITERALS.includes(uid)) return false;
  return !/^\d+$/.test(uid) || Number(uid) > UINT32_MAX;
}

const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** Whether a text is a UUID, as the REST API of Chat gives every user. */
export const isUuid = (text: string) => UUID.test(text);

/**
 * Whether a Chat service names its user by a UUID.
 * @param classroom a classroom is beside it, whose Chat user is an MD5: that looks like a UUID too
 */
export function isChatUuid({ name, userId }: DecodedService, classroom: boolean): boolean {
  if (name !== 'chat' || typeof userId !== 'string' || !isUuid(userId)) return false;
  return !classroom || userId.includes('-');
}

export const chatUserUuid: Rule<Content> = function* ({ services }) {
  // The Chat user of a classroom is an MD5, which looks like a UUID without its dashes.
  const classroom = services.some(({ name }) => name === 'apaas');
  for (const service of services) {
    if (!isChatUuid(service, classroom)) continue;
    yield finding(
      'chat-user-uuid',
      `Chat user id ${show(service.userId ?? '')} is a UUID, as the REST API returns; only the Chat server can tell whose it is`,
      'Current SDKs log in with the user name: sign for that.',
    );
  }
};

export const chatUserUppercase: Rule<Content> = function* ({ services }) {
  for (const { name, userId } of services) {
    if (name !== 'chat' || typeof userId !== 'string' || !/\p{Lu}/u.test(userId)) continue;
    yield finding(
      'chat-user-uppercase',
      `Chat user id ${show(userId)} has upper-case letters; Chat user names are lower case`,
      `Sign for ${show(userId.toLowerCase())}, as which the SDK logs in.`,
    );
  }
};

export const chatAppToken: Rule<Content> = function* ({ services }) {
  for (const { name, privileges } of services) {
    if (name !== 'chat' || !privileges.some((privilege) => privilege.name === 'app')) continue;
    yield finding(
      'chat-app-token',
      'Chat app token: it is only for the REST API (Authorization: Bearer), and a client cannot log in with it',
    );
  }
};

export const rtmMissing: Rule<Content> = function* ({ services }) {
  const agent = services.find(({ name }) => name === 'convoai' || name === 'stt');
  if (!agent || services.some(({ name }) => name === 'rtm' || name === 'rtm2')) return;
  yield finding(
    'rtm-missing',
    `no RTM service with ${serviceTitle(agent.name)}: an agent with enable_rtm needs one, for the user that it joins as`,
    `Sign one that has it: generate ${agent.name}.`,
  );
};

export const apaasRoleLost: Rule<Content> = function* ({ services }) {
  for (const { name, role, roomUuid, userUuid } of services) {
    // Without a room or a user there is no role, and -1 stands for that.
    if (name !== 'apaas' || role !== -1 || roomUuid === '' || userUuid === '') continue;
    yield finding(
      'apaas-role-lost',
      'APaaS role is -1 (65535 as the Node.js library reads it): its builder loses role 0',
      'Pass a role: 1 teacher, 2 student, 3 assistant.',
    );
  }
};

/** Privilege 1, or a role: a room-user token, which is for one room. Sources: the APaaS builders. */
export const apaasRoomMissing: Rule<Content> = function* ({ services }) {
  for (const { name, role, roomUuid, privileges } of services) {
    if (name !== 'apaas' || roomUuid !== '') continue;
    if (role === -1 && !privileges.some((privilege) => privilege.name === 'room-user')) continue;
    yield finding(
      'apaas-room-missing',
      'the room of the APaaS service is empty in a token that is to enter one: its field was probably not set, or not exported',
      'Sign for the roomUuid that the client launches with.',
    );
  }
};

export const apaasChatUser: Rule<Content> = function* ({ services }) {
  const users = services.flatMap(({ name, userUuid }) =>
    name === 'apaas' && typeof userUuid === 'string' && userUuid !== '' ? [userUuid] : [],
  );
  const [user] = users;
  if (user === undefined) return;
  const names = new Set(users.map(md5));
  for (const { name, userId } of services) {
    if (name !== 'chat' || typeof userId !== 'string' || userId === '' || names.has(userId))
      continue;
    yield finding(
      'apaas-chat-user',
      `Chat user id ${show(userId)} does not match the classroom user ${show(user)}: a classroom logs in to Chat as the MD5 of its userUuid`,
      `Sign for the Chat user id ${quoted(md5(user))}, as the room-user builder does.`,
    );
  }
};

/** `*` is no character of a channel, and legal in a token, where it makes a pattern. */
const inChannel = (character: string) => character === '*' || CHANNEL.characters.test(character);

export const channelInvalidCharacter: Rule<Content> = function* ({ services }) {
  for (const { name, channel } of services) {
    if (channel === undefined) continue;
    const characters = typeof channel === 'string' ? [...channel] : [];
    const at = characters.findIndex((character) => !inChannel(character));
    if (typeof channel === 'string' && at < 0) continue;
    yield finding(
      'channel-invalid-character',
      typeof channel === 'string'
        ? `character ${show(characters[at] as string)} at position ${at + 1} is not allowed in a channel name (${show(channel)}, ${serviceTitle(name)} service)`
        : `the channel of the ${serviceTitle(name)} service is ${show(channel)}`,
      `A channel name has only ${CHANNEL.allowed}`,
    );
  }
};

export const channelTooLong: Rule<Content> = function* ({ services }) {
  for (const { name, channel } of services) {
    if (typeof channel !== 'string') continue;
    const length = utf8Length(channel);
    if (length <= CHANNEL.maxBytes) continue;
    yield finding(
      'channel-too-long',
      `the channel of the ${serviceTitle(name)} service is ${length} bytes long, and at most ${CHANNEL.maxBytes} are allowed`,
      'Use a shorter channel name.',
    );
  }
};

export const obsoleteFormat: Rule<Content> = function* ({ token }) {
  if (!isDynamicKey(token) && token.format !== 'signaling') return;
  yield finding(
    'obsolete-format',
    token.format === 'signaling'
      ? 'Signaling tokens are obsolete: the SDK they are for was replaced by RTM'
      : `dynamic keys such as this (${token.format}) are obsolete: SDKs before 2.1 used them`,
    'Sign a 007 token (npm agora-token).',
  );
};

export const legacyFormat: Rule<Content> = function* ({ token }) {
  if (token.format !== '006') return;
  yield finding(
    'legacy-format',
    '006 token (AccessToken), the format before 007',
    'Prefer 007 (npm agora-token): Web SDK 4.8.0, native 3.5.2, Flutter 4.2.0 or newer.',
  );
};

export const subscriberOnly: Rule<Content> = function* ({ relevant, expectations }) {
  if (expectations.role === 'subscriber') return;
  for (const service of relevant) {
    if (rtcRole(service) !== 'subscriber' || entries(service).length === 0) continue;
    yield finding(
      'subscriber-only',
      'subscriber token: allows joining, not publishing audio or video. Agora enforces this only if co-host authentication is enabled in the Console; the token does not show that',
      'To publish, sign a token with --role publisher.',
    );
    return;
  }
};

/** The C SDK for devices refuses longer tokens. Source: agora_rtc_api.h of the RTSA SDK. */
const DEVICE_SDK_LENGTH = 512;

export const tokenTooLong: Rule<Content> = function* ({ text, token }) {
  if (isWhiteboard(token) || text.length <= DEVICE_SDK_LENGTH) return;
  yield finding(
    'token-too-long',
    `the token is ${text.length} characters long; the C SDK for devices (RTSA) accepts at most ${DEVICE_SDK_LENGTH}`,
    'Shorten the names in it, or put fewer services into one token.',
  );
};

/** Templates that nobody filled in, and what documents write in a value's place. */
const TEMPLATE = /^(?:<.*>|\{\{.*\}\}|\$\{.*\}|\$[A-Z_]{3,}|%[A-Z_]{3,}%)$/s;
/** In lower case. */
const PLACEHOLDER = /^(?:\[?your[ _-]|x{3,}$|([0-9a-fx])\1{31}$)/;

export const placeholder: Rule<Content> = function* ({ token, services }) {
  const fields = [
    ['App ID', token.appId],
    ['access key', token.accessKey],
    ['UUID', token.uuid],
    ...services.flatMap((service) =>
      TEXT_FIELDS.map((name) => [FIELDS[name].noun, service[name]] as const),
    ),
  ] as const;
  const seen = new Set<string>();
  for (const [noun, value] of fields) {
    if (typeof value !== 'string' || seen.has(value) || !isTemplateText(value)) continue;
    seen.add(value);
    yield finding(
      'placeholder',
      `the ${noun} ${show(value)} looks like a placeholder of a document or template`,
      'Put the real value in its place.',
    );
  }
};

type SampleSubject = Content & Pick<InspectInput, 'demo'>;

/**
 * What was copied from Agora's samples together with the code. A 006 token has only the CRC-32 of a channel
 * and a uid.
 */
export const sampleValues: Rule<SampleSubject> = function* (subject) {
  const { token, services, expectations, demo } = subject;
  if (demo) return;
  const { appId } = token;
  const isSample = typeof appId === 'string' && appId.toLowerCase() === SAMPLE.appId.toLowerCase();
  const copied = [
    ...(isSample ? [`App ID ${show(appId)}`] : []),
    ...(services.some(({ channel, channelCrc32 }) =>
      isSampleText(SAMPLE.channel, channel, channelCrc32, expectations.channel),
    )
      ? [`channel ${quoted(SAMPLE.channel)}`]
      : []),
    ...(token.uid === SAMPLE.uid ||
    services.some(({ uid, account, uidCrc32 }) =>
      isSampleText(SAMPLE.uid, uid ?? account, uidCrc32, expectations.uid ?? expectations.account),
    )
      ? [`uid ${SAMPLE.uid}`]
      : []),
  ];
  if (copied.length === 0) return;
  yield finding(
    'placeholder',
    `${listed(copied)} ${verb(copied.length, 'is')} from Agora's samples${isSample ? ': no project has this App ID, so that Agora refuses the token' : ''}`,
    isSample
      ? 'Use the App ID and certificate of your own project, from the Console.'
      : 'Put the real value in its place.',
  );
};

/** Other texts have the CRC-32 of a sample too, so that it tells nothing of one that is known. */
const isSampleText = (
  sample: string,
  text: TokenText | undefined,
  crc: number | undefined,
  known = sample,
) => text === sample || (crc !== undefined && known === sample && crc === crc32(sample));

/** One character over and over is no App ID either. */
function isTemplateText(value: string): boolean {
  return TEMPLATE.test(value) || PLACEHOLDER.test(value.toLowerCase());
}
