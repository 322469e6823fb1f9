import { WHITEBOARD_ROLES } from '../core/agora/roles.js';
import { exclusionError } from '../core/errors.js';
import { type Kind, kindByName } from '../core/generate/kinds.js';
import { EXPIRES_AT, keyOf, type Values, WITH } from '../core/generate/options.js';
import { lifetimeFrom } from '../core/generate/request.js';
import { userText } from '../core/generate/services.js';
import { inputOf } from '../core/generate/values.js';
import { tokenJson } from '../core/json/generate-json.js';
import { quoted } from '../core/text/safe-text.js';
import { crc32 } from '../core/token/crc32.js';
import type { ProjectSecrets } from '../library/secrets.js';
import { type Ask, asRefusal, refusedAs, USERS_OF_JOINED } from './ask.js';
import { judgeJoin } from './emulator.js';
import { COLON_HINT, type Fields, readLifetime, readRole, readUid } from './fields.js';
import type { Params } from './path.js';
import { Refusal } from './refusal.js';
import type { SignedToken } from './sign.js';

/**
 * THE table of the routes: server, handler, the page at `/`, docs and tests read it, so that another
 * client is one more row. Each row says what one kind of client sends, and in which form it reads the
 * answer.
 */
export type Route = SigningRoute | PlainRoute;

interface Row {
  /** A stable name: of events, of `routes` among the handler's options. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** In order: the first that matches counts. */
  readonly paths: readonly string[];
  /** Which clients ask like this. */
  readonly clients: string;
  readonly example: Example;
  /** Signs for whoever asks, as a sample server does: the handler has it only where `routes` names it. */
  readonly development?: true;
}

export interface SigningRoute extends Row {
  readonly read: (reading: Reading) => Omit<Ask, 'route'>;
  /** The tokens of the answer, where they are not one token for all kinds of the ask. */
  readonly tokens?: (ask: Ask) => readonly Ask[];
  /** An object is sent as JSON, a text as it is. */
  readonly answer: (signed: Signed) => object | string;
  /** What the clients of this route look for in a refusal; it is added to the body. */
  readonly refused?: (refusal: Refusal) => Record<string, unknown>;
  readonly plain?: undefined;
}

/** Signs nothing. */
interface PlainRoute extends Row {
  readonly plain: (about: About, fields: Fields) => object | Page | undefined;
}

/** What a server says about itself. */
export interface About {
  readonly project: ProjectSecrets;
  /** Unix milliseconds. */
  readonly sources: { readonly now: () => number };
  /** The list of the routes, where the server has one. */
  readonly home?: () => Page;
  /** The page that inspects and builds tokens. */
  readonly page?: () => Page;
  /** Judges a token with the certificate of the server. */
  readonly inspect?: (fields: Fields) => object;
}

/** A document that is not JSON, with the headers it needs. */
export class Page {
  constructor(
    readonly body: string,
    readonly headers: Readonly<Record<string, string>>,
  ) {}
}

interface Example {
  readonly path: string;
  /** A JSON body, or the text of a form. */
  readonly body?: object | string;
}

/** What a route reads an ask from. */
export interface Reading {
  readonly params: Params;
  readonly fields: Fields;
  readonly method: 'GET' | 'POST';
  readonly settings: Settings;
  /** Something that the log should say with the token. */
  readonly note: (text: string) => void;
}

export interface Settings {
  /** The default, in seconds. */
  readonly lifetime: number;
  readonly tokenVersion: '007' | '006';
  /** Unix milliseconds. */
  readonly now: () => number;
  /** 0 … 2^32-1. */
  readonly randomUint32: () => number;
}

/** What a route answers with. */
export interface Signed {
  readonly ask: Ask;
  readonly tokens: readonly SignedToken[];
  readonly appId: string;
  readonly profile: string;
  /** The body was a JSON object. */
  readonly json: boolean;
  /** Unix seconds: the end of the first token. */
  readonly expiresAt: number;
  readonly randomUint32: () => number;
}

type Partly = Omit<Ask, 'route' | 'expiresIn' | 'tokenVersion'> &
  Partial<Pick<Ask, 'expiresIn' | 'tokenVersion'>>;

/** An ask with the lifetime and the version that every route reads alike. */
function asked({ fields, method, settings }: Reading, ask: Partly): Omit<Ask, 'route'> {
  const zero = method === 'POST' ? 'default' : 'refused';
  return {
    expiresIn: readLifetime(fields, { lifetime: settings.lifetime, zero }),
    tokenVersion: settings.tokenVersion,
    ...ask,
  };
}

const PATH_HINT =
  'The characters # ? % ; and space are legal in a channel, but not in a URL: encodeURIComponent(channel).';

const CHANNEL_NAMES = ['channel', 'channelName', 'channel_name'] as const;

function readChannel({ fields }: Reading): string {
  const channel = fields.text(...CHANNEL_NAMES);
  if (channel !== undefined && channel !== '') return channel;
  throw new Refusal(
    'invalid-channel',
    'the channel is missing',
    'Name it as channel or channelName.',
  );
}

/** The uid of the field, where there is one; none is uid 0. */
const uidOf = ({ fields, note }: Reading) => readUid(fields.text('uid') ?? '', note);

/** What is a number is a uid, and every other text a user account. */
function userOf({ fields, note }: Reading): Pick<Ask, 'uid' | 'account'> {
  const text = fields.text('uid') ?? '';
  // 1.5 without quotes is a number, and no account.
  const account = typeof fields.raw('uid') === 'string' && !/^-?\d*$/.test(text);
  return account ? { account: text } : { uid: readUid(text, note) };
}

const roleOf = ({ fields }: Reading) => readRole(fields.text('role'));

/** A user id that a client must give. */
function idOf({ fields }: Reading, ...names: readonly string[]): string {
  const id = fields.text(...names);
  if (id !== undefined && id !== '') return id;
  throw new Refusal('invalid-user-id', `${names[0]} is missing`);
}

/** `/rtc/{channel}/{role}/{type}/{user}`: channel, role and user of the path. */
function ofPath(reading: Reading): Pick<Ask, 'channel' | 'role' | 'uid' | 'account'> {
  const { rest, channel = '', role, type = '', user = '' } = reading.params;
  if (channel.includes('/')) assertNoOtherRoute(channel);
  if (rest !== undefined) {
    assertNoOtherRoute(rest.slice(rest.indexOf('/') + 1));
    // Most often a channel that was not encoded: a browser sends nothing after its #.
    throw new Refusal(
      'invalid-channel',
      'the path is incomplete: {channel}/{role}/{uid or userAccount}/{user} is expected',
      /(^|\/):/.test(rest) ? COLON_HINT : PATH_HINT,
    );
  }
  switch (type.toLowerCase()) {
    case 'uid':
      return { channel, role: readRole(role), uid: readUid(user, reading.note) };
    case 'useraccount':
    case 'account':
      if (user === '') throw new Refusal('invalid-account', 'the user account is missing');
      return { channel, role: readRole(role), account: user };
    default:
      assertNoOtherRoute(`${role}/${type}`);
      throw new Refusal(
        'invalid-token-type',
        `${quoted(type)} is not a token type`,
        type.startsWith(':') ? COLON_HINT : 'Use uid or userAccount, followed by the user.',
      );
  }
}

/** UIKits take a base URL; where they got a whole URL, they append to that. */
function assertNoOtherRoute(channel: string): void {
  if (!/(^|\/)(rtc|rtm|rte)(\/|$)/.test(channel)) return;
  throw new Refusal(
    'not-found',
    'the path names two routes, one after the other',
    'tokenUrl is only the base URL, such as http://localhost:8080, without /rtc/…',
  );
}

const TYPE = '{type:uid|userAccount|account}';

/** RTM has no user without a name; a UIKit without one asks for 0. */
function assertRtmUser(id: string): string {
  if (id !== '' && id !== '0') return id;
  throw new Refusal(
    'invalid-user-id',
    `${quoted(id)} is not an RTM user id`,
    'Ask with the id that logs in to RTM. A UIKit without rtcUid asks for 0: give it a uid.',
  );
}

const only = ({ tokens: [token] }: Signed) => (token as SignedToken).text;
const token = (signed: Signed) => ({ token: only(signed) });
const second = ({ tokens }: Signed) => (tokens[1] as SignedToken).text;

/** RTC and RTM, each in a token of its own. */
const rtcThenRtm = (ask: Ask): readonly Ask[] => [
  { ...ask, kinds: ['rtc'] },
  { ...ask, kinds: ['rtm'] },
];

/** Chat for a user, or without one for the app. */
const chat = (chatUserId: string | undefined): Pick<Ask, 'kinds' | 'chatUserId'> =>
  chatUserId ? { kinds: ['chat user'], chatUserId } : { kinds: ['chat app'] };

/** `{code: "200"}`: the samples of the docs compare it as a text and as a number. */
const codeAsText = {
  answer: (signed: Signed) => ({ token: only(signed), code: '200' }),
  refused: ({ status }: Refusal) => ({ code: String(status) }),
};

/** The chat samples' own user id for RTC: the same for an account each time. */
const agoraUid = (account: string) => (crc32(account) % 0x7fff_fffe) + 1;

const milliseconds = ({ expiresAt }: Signed) => expiresAt * 1000;

const chatUser = (ask: Ask) => ask.chatUserId ?? userText(ask as Values);

function chatLogin(code: 200 | 'RES_OK') {
  return (signed: Signed) => ({
    code,
    accessToken: only(signed),
    expireTimestamp: milliseconds(signed),
    chatUserName: chatUser(signed.ask),
    agoraUid: String(signed.ask.uid ?? agoraUid(chatUser(signed.ask))),
  });
}

const loginOf = (reading: Reading) =>
  asked(reading, { kinds: ['chat user'], chatUserId: idOf(reading, 'userAccount') });

/** Chat and RTC in one token, as the call samples ask for it. */
function chatAndRtc(reading: Reading, channel: string, uid: string | undefined) {
  const chatUserId = idOf(reading, 'userAccount');
  return asked(reading, {
    kinds: ['rtc', 'chat user'],
    channel,
    uid: uid === undefined ? agoraUid(chatUserId) : readUid(uid, reading.note),
    role: roleOfFlag(reading.fields.text('publisherRole')),
    chatUserId,
  });
}

/** `publisherRole=true`; without it publisher, as for every role. */
function roleOfFlag(flag: string | undefined): 'publisher' | 'subscriber' {
  switch (flag?.toLowerCase()) {
    case 'false':
    case '0':
      return 'subscriber';
    case undefined:
    case '':
    case 'true':
    case '1':
      return 'publisher';
    default:
      throw new Refusal(
        'invalid-role',
        `publisherRole is ${quoted(`${flag}`)}`,
        'Use true or false.',
      );
  }
}

/** A channel's name where the client leaves it to the server. */
function channelOrNew(reading: Reading): string {
  const { now, randomUint32 } = reading.settings;
  const random = (randomUint32() % 36 ** 5).toString(36).padStart(5, '0');
  return reading.fields.text(...CHANNEL_NAMES) || `ai-conversation-${now()}-${random}`;
}

/** A uid from 1000 to 9999999, as the agents' quickstarts draw it. */
const randomUid = (random: number) => 1000 + (random % 9_999_000);

const TOOLBOX_KINDS: Readonly<Record<string, string>> = {
  '1': 'rtc',
  '2': 'rtm',
  '3': 'chat user',
};

/** The types of the toolbox: one as `type`, or several as `types`, which go into one token. */
function toolbox(tokenVersion?: '006') {
  return (reading: Reading) => {
    const given = reading.fields.raw('types') ?? reading.fields.raw('type') ?? 1;
    const kinds = (Array.isArray(given) ? given : [given]).map((each) => {
      const type = textOf(each) ?? 'an object';
      if (Object.hasOwn(TOOLBOX_KINDS, type)) return TOOLBOX_KINDS[type] as string;
      throw new Refusal(
        'invalid-token-type',
        `${quoted(type)} is not a type of token`,
        'Use 1 for RTC, 2 for RTM and 3 for Chat.',
      );
    });
    if (kinds.length === 0 || (tokenVersion && kinds.length > 1)) {
      throw new Refusal(
        'invalid-token-type',
        kinds.length === 0 ? 'types is empty' : 'a 006 token is for one service',
        'Use /v2/token/generate for several.',
      );
    }
    const rtc = kinds.includes('rtc');
    return asked(reading, {
      kinds: [...new Set(kinds)],
      ...(rtc ? { channel: readChannel(reading), role: roleOf(reading) } : {}),
      ...userOf(reading),
      ...(tokenVersion && { tokenVersion }),
    });
  };
}

const toolboxAnswers = {
  // iOS casts `data` to a dictionary of texts: it has no number.
  answer: (signed: Signed) => ({ code: 0, msg: 'success', data: token(signed) }),
  refused: ({ message }: Refusal) => ({ code: 1, msg: message }),
};

/** `serviceRtc`, `serviceChat` … of the docker image, each with its switches. */
function dockerServices(reading: Reading): Omit<Ask, 'route'> {
  const { fields } = reading;
  const service = (name: string): Record<string, unknown> => {
    const value = fields.raw(name);
    if (value === undefined) return {};
    if (typeof value === 'object' && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
    throw new Refusal('invalid-body', `${name} is not an object`);
  };
  const rtc = service('serviceRtc');
  const chatService = service('serviceChat');
  const classroom = service('serviceEducation');
  const kinds = [
    ...(rtc.enable === true ? ['rtc'] : []),
    ...(service('serviceRtm').enable === true ? ['rtm'] : []),
    ...(service('serviceFpa').enable === true ? ['fpa'] : []),
    ...(chatService.enableUser === true ? ['chat user'] : []),
    ...(chatService.enableApp === true ? ['chat app'] : []),
    ...(classroom.enableUser === true ? ['apaas user'] : []),
    ...(classroom.enableApp === true ? ['apaas app'] : []),
  ];
  if (kinds.length === 0) {
    throw new Refusal(
      'invalid-body',
      'no service is enabled',
      'Enable one: {"serviceRtc":{"enable":true,"role":1}}.',
    );
  }
  const ids = {
    ...(textOf(chatService.userUuid) && { chatUserId: textOf(chatService.userUuid) as string }),
    ...(textOf(classroom.userUuid) && { userUuid: textOf(classroom.userUuid) as string }),
  };
  return asked(reading, {
    kinds,
    ...(kinds.includes('rtc')
      ? { channel: readChannel(reading), role: readRole(textOf(rtc.role)) }
      : {}),
    ...userOf(reading),
    ...ids,
  });
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** `userId, expireSeconds, tokenType`: Chat's Java and Android samples. */
function chatOfForm(reading: Reading): Omit<Ask, 'route'> {
  const type = reading.fields.text('tokenType')?.toLowerCase() ?? 'user';
  if (type === 'app') return asked(reading, { kinds: ['chat app'] });
  if (type === 'user') return asked(reading, chat(idOf(reading, 'userId')));
  throw new Refusal(
    'invalid-token-type',
    `${quoted(type)} is not a token type`,
    'Use user or app.',
  );
}

/** The POST of agora-token-service: `{tokenType: rtc|rtm|chat, …}`. */
function getToken(reading: Reading): Omit<Ask, 'route'> {
  const { fields } = reading;
  const type = fields.text('tokenType')?.toLowerCase() ?? 'rtc';
  const uid = fields.text('uid') ?? '';
  switch (type) {
    case 'rtc':
      return asked(reading, {
        kinds: ['rtc'],
        channel: readChannel(reading),
        role: roleOf(reading),
        ...userOf(reading),
      });
    case 'rtm': {
      const rtmUserId = assertRtmUser(uid);
      const channel = fields.text(...CHANNEL_NAMES);
      if (!channel) return asked(reading, { kinds: ['rtm'], rtmUserId });
      // A stream channel needs both services.
      const user = userOf(reading);
      return asked(reading, {
        kinds: ['rtc', 'rtm'],
        channel,
        role: roleOf(reading),
        ...user,
        rtmUserId,
      });
    }
    case 'chat':
      return asked(reading, chat(uid));
    default:
      throw new Refusal(
        'invalid-token-type',
        `${quoted(type)} is not a token type`,
        'Use rtc, rtm or chat.',
      );
  }
}

/** A classroom's token, whose role has no default: a student must not become a teacher. */
function classroom(reading: Reading, room: string, userUuid: string, role: string | undefined) {
  if (role === undefined || role === '') {
    throw new Refusal(
      'invalid-role',
      'the role is missing',
      'Use teacher (1), student (2), assistant (3), or another number.',
    );
  }
  return asked(reading, { kinds: ['apaas room-user'], room, userUuid, role });
}

function whiteboard(kind: string) {
  return (reading: Reading): Omit<Ask, 'route'> => {
    const role = reading.fields.text('role') || 'reader';
    const { uuid } = reading.params;
    return asked(reading, {
      kinds: [kind],
      // The numbers of the official library: 0 admin, 1 writer, 2 reader.
      role: WHITEBOARD_ROLES[Number(role)] ?? role,
      ...(uuid === undefined ? {} : { uuid }),
    });
  };
}

/** What a client must not choose over HTTP: it would outlast every limit on lifetimes. */
const NOT_OVER_HTTP: ReadonlySet<string> = new Set(['issuedAt', 'salt', 'neverExpires']);

/** A `signToken` spec. */
function spec(reading: Reading): Omit<Ask, 'route'> {
  const { fields } = reading;
  const name = fields.text('kind') ?? '';
  const kind = kindByName(name);
  if (!kind) {
    throw new Refusal(
      'invalid-body',
      name === '' ? 'kind is missing' : `unknown kind of token ${quoted(name)}`,
      'The body is a signToken spec: {"kind":"rtc","channel":"demo","uid":42}.',
    );
  }
  const own: Partial<Partly> = {};
  const options: Record<string, unknown> = {};
  for (const [key, value] of optionsOf(kind, fields)) {
    const part = OF_ASK[key];
    if (part) Object.assign(own, part(fields.text(key) ?? '', reading, kind));
    else options[key] = value;
  }
  if (own.uid !== undefined && own.account !== undefined) {
    throw asRefusal(exclusionError('uid', 'account'), 'invalid-uid');
  }
  const joined = joinedOf(options.with);
  return asked(reading, {
    kinds: [...new Set([name, ...joined.kinds])],
    expiresIn: lifetimeOf(kind, reading),
    ...own,
    ...joined.users,
    options: { ...options, ...(joined.services && { with: joined.services }) },
  });
}

/**
 * The options of a kind that a body has, each by its key.
 * @throws Refusal for what is not one
 */
function optionsOf({ name, options }: Kind, fields: Fields): [key: string, value: unknown][] {
  const allowed = options.map(({ key }) => key).filter((key) => !NOT_OVER_HTTP.has(key));
  return [...fields.entries()].flatMap(([given, value]) => {
    if (given === 'kind' || given === 'appid' || value === null) return [];
    const key = allowed.find((each) => each.toLowerCase() === given);
    if (key !== undefined) return [[key, value]];
    throw new Refusal(
      'invalid-body',
      `${quoted(given)} is not an option of ${name} here`,
      `The options are ${allowed.join(', ')}.`,
    );
  });
}

/** The lifetime that a spec names, as such or by its end. */
function lifetimeOf(kind: Kind, reading: Reading): number {
  const { fields, settings } = reading;
  const expiresAt = fields.text('expiresAt');
  if (expiresAt === undefined) {
    return readLifetime(fields, { lifetime: kind.lifetime ?? settings.lifetime, zero: 'refused' });
  }
  if (fields.text('expiresIn') === undefined) return lifetimeUntil(expiresAt, reading);
  throw asRefusal(exclusionError('expiresIn', 'expiresAt'), 'invalid-expiry');
}

type PartOfAsk = (text: string, reading: Reading, kind: Kind) => Partial<Partly>;

/** The options that are a part of the ask, where whoever decides sees them. */
const OF_ASK: Readonly<Record<string, PartOfAsk>> = {
  channel: (channel) => ({ channel }),
  uid: (uid, { note }) => ({ uid: readUid(uid, note) }),
  account: (account) => ({ account }),
  role: (role) => ({ role }),
  userId: (id, _, { name }) => (name === 'rtm' ? { rtmUserId: id } : { chatUserId: id }),
  rtmUserId: (rtmUserId) => ({ rtmUserId }),
  room: (room) => ({ room }),
  user: (userUuid) => ({ userUuid }),
  uuid: (uuid) => ({ uuid }),
  tokenVersion: (version) => ({ tokenVersion: version as '007' | '006' }),
  // `lifetimeOf` reads them.
  expiresIn: () => ({}),
  expiresAt: () => ({}),
};

/** What `with` adds; the users it names become users of the ask, where whoever decides sees them. */
function joinedOf(given: unknown) {
  if (given === undefined) return { kinds: [], users: {}, services: undefined };
  const joined = refusedAs('invalid-body', () =>
    WITH.read(inputOf(given, WITH.key), WITH.key, keyOf),
  );
  const users: Record<string, string> = {};
  const services = joined.map(({ service, id }) => {
    if (id === undefined) return service;
    const name = USERS_OF_JOINED[service];
    if (name === undefined) return `${service}=${id}`;
    users[name] = id;
    return service;
  });
  const kinds = joined.map(({ service }) => KINDS_OF_JOINED[service] ?? service);
  return { kinds, users, services };
}

const KINDS_OF_JOINED: Readonly<Record<string, string>> = {
  chat: 'chat user',
  apaas: 'apaas room-user',
};

/** An end as the lifetime it is from now on, so that it is limited as every lifetime is. */
function lifetimeUntil(end: string, { settings }: Reading): number {
  return refusedAs('invalid-expiry', () => {
    const expiresAt = EXPIRES_AT.read(end, EXPIRES_AT.key, keyOf);
    return lifetimeFrom(Math.floor(settings.now() / 1000), { expiresAt }, undefined, keyOf);
  });
}

export const ROUTES: readonly Route[] = [
  {
    name: 'rtc-text',
    method: 'GET',
    paths: ['/rtc/{channel+}/{user}/{role:1|2}/token'],
    clients: 'Chat samples (Java)',
    example: { path: '/rtc/demo/42/1/token' },
    read: (reading) => {
      const { channel = '', user = '', role } = reading.params;
      if (channel.includes('/')) assertNoOtherRoute(channel);
      const uid = readUid(user, reading.note);
      return asked(reading, { kinds: ['rtc'], channel, role: readRole(role), uid });
    },
    answer: only,
  },
  {
    name: 'rtc',
    method: 'GET',
    paths: [
      `/rtc/{channel+}/{role}/${TYPE}/{user}`,
      // uid 0, which leaves an empty segment
      `/rtc/{channel+}/{role}/${TYPE}`,
      '/rtc/{channel+}/{role}/{type}/{user}',
      '/rtc/{rest+}',
    ],
    clients: 'every UIKit, the samples of the docs, Unity',
    example: { path: '/rtc/demo/publisher/uid/42' },
    read: (reading) => asked(reading, { kinds: ['rtc'], ...ofPath(reading) }),
    answer: (signed) => ({ rtcToken: only(signed), token: only(signed) }),
  },
  {
    name: 'rtm',
    method: 'GET',
    // An RTM user id may contain slashes.
    paths: ['/rtm/{id+}', '/rtm'],
    clients: 'every UIKit, the samples of the docs',
    example: { path: '/rtm/alice' },
    read: (reading) =>
      asked(reading, { kinds: ['rtm'], rtmUserId: assertRtmUser(reading.params.id ?? '') }),
    answer: (signed) => ({ rtmToken: only(signed) }),
  },
  {
    name: 'rte',
    method: 'GET',
    paths: [
      `/rte/{channel+}/{role}/${TYPE}/{user}/{id}`,
      `/rte/{channel+}/{role}/${TYPE}/{user}`,
      '/rte/{channel+}/{role}/{type}/{user}',
      '/rte/{rest+}',
    ],
    clients: 'Unity, agora-token-service',
    example: { path: '/rte/demo/publisher/uid/42/alice' },
    read: (reading) => {
      const user = ofPath(reading);
      const id = reading.params.id ?? user.account ?? String(user.uid);
      return asked(reading, { kinds: ['rtc', 'rtm'], ...user, rtmUserId: assertRtmUser(id) });
    },
    tokens: rtcThenRtm,
    answer: (signed) => ({ rtcToken: only(signed), rtmToken: second(signed) }),
  },
  {
    name: 'chat-account',
    method: 'GET',
    paths: ['/chat/account/{id}'],
    clients: 'agora-token-service',
    example: { path: '/chat/account/alice' },
    read: (reading) => asked(reading, chat(reading.params.id)),
    answer: (signed) => ({ chatToken: only(signed) }),
  },
  {
    name: 'chat-app',
    method: 'GET',
    paths: ['/chat/app'],
    clients: 'agora-token-service',
    example: { path: '/chat/app' },
    read: (reading) => asked(reading, chat(undefined)),
    answer: (signed) => ({ chatToken: only(signed) }),
  },
  {
    name: 'chat-user-text',
    method: 'GET',
    paths: ['/chat/user/{id}/token'],
    clients: 'Chat samples (web, Java)',
    example: { path: '/chat/user/alice/token' },
    read: (reading) => asked(reading, chat(reading.params.id)),
    answer: only,
  },
  {
    name: 'chat-app-text',
    method: 'GET',
    paths: ['/chat/app/token'],
    clients: 'Chat samples (web, Java)',
    example: { path: '/chat/app/token' },
    read: (reading) => asked(reading, chat(undefined)),
    answer: only,
  },
  {
    name: 'get-token',
    method: 'POST',
    paths: ['/getToken', '/fetchToken', '/token/getNew'],
    clients: 'the Swift samples of the docs, agora-go-backend-middleware',
    example: {
      path: '/getToken',
      body: { tokenType: 'rtc', channel: 'demo', role: 'publisher', uid: '42' },
    },
    read: getToken,
    answer: token,
  },
  {
    name: 'fetch-rtc-token',
    method: 'POST',
    paths: ['/fetch_rtc_token'],
    clients: 'the docs on how to use tokens (Android, iOS, Electron, Flutter, React Native, web)',
    example: { path: '/fetch_rtc_token', body: { uid: 42, ChannelName: 'demo', role: 1 } },
    read: (reading) =>
      asked(reading, {
        kinds: ['rtc'],
        channel: readChannel(reading),
        role: roleOf(reading),
        uid: uidOf(reading),
      }),
    ...codeAsText,
  },
  {
    name: 'fetch-education-token',
    method: 'POST',
    paths: ['/fetch_education_token'],
    clients: 'the docs of Flexible Classroom',
    example: {
      path: '/fetch_education_token',
      body: { roomUuid: 'math', userUuid: 'alice', role: 2 },
    },
    read: (reading) =>
      classroom(
        reading,
        idOf(reading, 'roomUuid'),
        idOf(reading, 'userUuid'),
        reading.fields.text('role'),
      ),
    ...codeAsText,
  },
  {
    name: 'rtc-token',
    method: 'GET',
    paths: ['/rtcToken'],
    clients: 'the demo server of npm agora-token and its copies',
    example: { path: '/rtcToken?channelName=demo&uid=42' },
    read: (reading) =>
      asked(reading, {
        kinds: ['rtc'],
        channel: readChannel(reading),
        role: roleOf(reading),
        uid: uidOf(reading),
      }),
    answer: (signed) => ({ key: only(signed) }),
  },
  {
    name: 'rtm-token',
    method: 'GET',
    paths: ['/rtmToken'],
    clients: 'the demo server of npm agora-token and its copies',
    example: { path: '/rtmToken?account=alice' },
    read: (reading) =>
      asked(reading, {
        kinds: ['rtm'],
        rtmUserId: assertRtmUser(idOf(reading, 'account', 'uid', 'userId')),
      }),
    answer: (signed) => ({ key: only(signed) }),
  },
  {
    name: 'access-token',
    method: 'GET',
    paths: ['/access_token'],
    clients: "Agora's blog, Agora-Node-TokenServer 1",
    example: { path: '/access_token?channelName=demo&uid=42&role=publisher&expireTime=3600' },
    read: (reading) =>
      asked(reading, {
        kinds: ['rtc'],
        channel: readChannel(reading),
        role: roleOf(reading),
        uid: uidOf(reading),
      }),
    answer: token,
  },
  {
    name: 'token-generate',
    method: 'POST',
    paths: ['/token/generate'],
    clients: 'the docker image agoracn/token',
    example: {
      path: '/token/generate',
      body: { channelName: 'demo', uid: '42', serviceRtc: { enable: true, role: 1 } },
    },
    // A JSON object is answered in an envelope; a form or a query with the bare token.
    read: (reading) => {
      const services = 'Rtc Rtm Fpa Chat Education'.split(' ').map((name) => `service${name}`);
      return reading.fields.json &&
        (reading.fields.raw(...services) || !reading.fields.raw('userId'))
        ? dockerServices(reading)
        : chatOfForm(reading);
    },
    answer: (signed) =>
      signed.json ? { code: 0, message: 'Success', data: token(signed) } : only(signed),
    refused: () => ({ code: -1, data: '' }),
  },
  {
    name: 'toolbox',
    method: 'POST',
    paths: ['/v1/token/generate', '/toolbox/v1/token/generate'],
    clients: 'API-Examples of every platform',
    example: {
      path: '/v1/token/generate',
      body: { channelName: 'demo', uid: '42', expire: 900, src: 'Android', type: 1 },
    },
    read: toolbox(),
    ...toolboxAnswers,
  },
  {
    name: 'toolbox-006',
    method: 'POST',
    paths: ['/v1/token006/generate', '/toolbox/v1/token006/generate'],
    clients: 'API-Examples for SDKs that do not read 007',
    example: {
      path: '/v1/token006/generate',
      body: { channelName: 'demo', uid: '42', expire: 900, src: 'iOS', type: 1 },
    },
    read: toolbox('006'),
    ...toolboxAnswers,
  },
  {
    name: 'toolbox-2',
    method: 'POST',
    paths: ['/v2/token/generate', '/toolbox/v2/token/generate'],
    clients: 'API-Examples: several services in one token',
    example: {
      path: '/v2/token/generate',
      body: { channelName: 'demo', uid: '42', expire: 900, src: 'Web', types: [1, 2] },
    },
    read: toolbox(),
    ...toolboxAnswers,
  },
  {
    name: 'convoai-nextjs',
    method: 'GET',
    paths: ['/api/generate-agora-token'],
    clients: 'the Conversational AI quickstart with Next.js',
    example: { path: '/api/generate-agora-token?channel=demo&uid=42' },
    read: (reading) => {
      const uid = uidOf(reading);
      // The quickstart renews with uid 0 and logs in to RTM with a name of its own: as with its own
      // server, the RTM user id is then empty.
      return asked(reading, {
        kinds: ['rtc', 'rtm'],
        channel: channelOrNew(reading),
        role: 'publisher',
        uid,
        ...(uid === 0 ? { rtmUserId: '' } : {}),
      });
    },
    answer: (signed) => ({
      token: only(signed),
      uid: String(signed.ask.uid ?? signed.ask.account),
      channel: signed.ask.channel,
    }),
    refused: ({ message }) => ({ details: message }),
  },
  {
    name: 'convoai-docs',
    method: 'POST',
    paths: ['/api/token'],
    clients: 'the docs of Conversational AI',
    example: { path: '/api/token', body: { channel: 'demo', uid: 42 } },
    read: (reading) =>
      asked(reading, {
        kinds: ['rtc', 'rtm'],
        channel: readChannel(reading),
        role: 'publisher',
        uid: uidOf(reading),
      }),
    tokens: rtcThenRtm,
    answer: (signed) => ({
      rtcToken: only(signed),
      rtmToken: second(signed),
      expireAt: signed.expiresAt,
    }),
  },
  {
    name: 'get-config',
    method: 'GET',
    paths: ['/get_config', '/api/get_config'],
    clients: 'the Conversational AI quickstarts with Python and Go',
    example: { path: '/get_config?channel=demo&uid=42' },
    read: (reading) => {
      const given = reading.fields.text('uid') ?? '';
      const uid = /^-?\d+$/.test(given) && Number(given) <= 0 ? 0 : readUid(given, reading.note);
      return asked(reading, {
        kinds: ['rtc', 'rtm'],
        channel: channelOrNew(reading),
        role: 'publisher',
        uid: uid || randomUid(reading.settings.randomUint32()),
      });
    },
    answer: (signed) => ({
      code: 0,
      data: {
        app_id: signed.appId,
        token: only(signed),
        uid: String(signed.ask.uid ?? signed.ask.account),
        channel_name: signed.ask.channel,
        agent_uid: String(randomUid(signed.randomUint32())),
      },
      msg: 'success',
    }),
    refused: ({ message }) => ({ detail: message }),
  },
  {
    name: 'generate-user-token',
    method: 'GET',
    paths: ['/api/token/generateUserToken'],
    clients: 'the docs of Chat (Node.js, Flask)',
    example: { path: '/api/token/generateUserToken?account=alice&expireTimeInSeconds=3600' },
    read: (reading) => asked(reading, chat(idOf(reading, 'account', 'userId'))),
    answer: (signed) => ({ status: 'success', token: only(signed) }),
  },
  {
    name: 'generate-app-token',
    method: 'GET',
    paths: ['/api/token/generateAppToken'],
    clients: 'the docs of Chat (Node.js, Flask)',
    example: { path: '/api/token/generateAppToken' },
    read: (reading) => asked(reading, chat(undefined)),
    answer: (signed) => ({ status: 'success', token: only(signed) }),
  },
  {
    name: 'chat-go-user',
    method: 'POST',
    paths: ['/generate-user-token'],
    clients: 'the docs of Chat (Go)',
    example: { path: '/generate-user-token', body: { user_uuid: 'alice', expire: 3600 } },
    read: (reading) => asked(reading, chat(idOf(reading, 'user_uuid', 'userUuid', 'userId'))),
    answer: token,
  },
  {
    name: 'chat-go-app',
    method: 'POST',
    paths: ['/generate-app-token'],
    clients: 'the docs of Chat (Go)',
    example: { path: '/generate-app-token', body: { expire: 3600 } },
    read: (reading) => asked(reading, chat(undefined)),
    answer: token,
  },
  {
    name: 'classroom',
    method: 'GET',
    paths: ['/edu/{version:v3|v4}/rooms/{room}/roles/{role}/users/{user}/token'],
    clients: 'the web demo of Flexible Classroom',
    example: { path: '/edu/v3/rooms/math/roles/2/users/alice/token' },
    read: (reading) => {
      const { room = '', role, user = '' } = reading.params;
      return classroom(reading, room, user, role);
    },
    answer: (signed) => ({
      code: 0,
      msg: 'Success',
      data: {
        appId: signed.appId,
        token: only(signed),
        userUuid: signed.ask.userUuid ?? userText(signed.ask as Values),
        roomUuid: signed.ask.room,
      },
    }),
    refused: ({ message }) => ({ code: 1, msg: message }),
  },
  {
    name: 'whiteboard-sdk',
    method: 'GET',
    paths: ['/whiteboard/sdk'],
    clients: 'yours: no client of Agora asks for whiteboard tokens',
    example: { path: '/whiteboard/sdk?role=reader&expiry=600' },
    read: whiteboard('whiteboard sdk'),
    answer: token,
  },
  {
    name: 'whiteboard-room',
    method: 'GET',
    paths: ['/whiteboard/room/{uuid}'],
    clients: 'yours',
    example: { path: '/whiteboard/room/4a50dc4f87b0407b8c40?role=writer' },
    read: whiteboard('whiteboard room'),
    answer: token,
  },
  {
    name: 'whiteboard-task',
    method: 'GET',
    paths: ['/whiteboard/task/{uuid}'],
    clients: 'yours',
    example: { path: '/whiteboard/task/9bc0d4f87b0407b8c404a50dc4f87b04' },
    read: whiteboard('whiteboard task'),
    answer: token,
  },
  {
    name: 'token',
    method: 'POST',
    paths: ['/token'],
    clients: 'yours: every kind that signToken signs',
    example: { path: '/token', body: { kind: 'rtc', channel: 'demo', uid: 42, expiresIn: '2h' } },
    read: spec,
    answer: ({ tokens: [signed], profile }) => {
      const { parsed, warnings } = signed as SignedToken;
      return tokenJson(parsed, profile, warnings());
    },
  },
  {
    name: 'chat-login',
    method: 'POST',
    paths: ['/app/user/login'],
    development: true,
    clients: 'the app server of Agora-Chat-API-Examples',
    example: { path: '/app/user/login', body: { userAccount: 'alice', userPassword: '…' } },
    read: loginOf,
    answer: chatLogin(200),
  },
  {
    name: 'chat-demo-login',
    method: 'POST',
    paths: ['/app/chat/user/login'],
    development: true,
    clients: 'the demo server of Agora-Chat-API-Examples',
    example: { path: '/app/chat/user/login', body: { userAccount: 'alice', userPassword: '…' } },
    read: loginOf,
    answer: chatLogin('RES_OK'),
  },
  {
    name: 'chat-and-rtc',
    method: 'GET',
    paths: ['/token'],
    clients: 'the app server of Agora-Chat-API-Examples: Chat and RTC in one token',
    example: { path: '/token?userAccount=alice&channelName=demo&publisherRole=true' },
    read: (reading) => chatAndRtc(reading, readChannel(reading), reading.fields.text('agoraUid')),
    answer: chatLogin(200),
  },
  {
    name: 'chat-call-kit',
    method: 'GET',
    paths: ['', '/app/chat'].flatMap((base) => [
      `${base}/token/rtc/channel/{channel}`,
      `${base}/token/rtc/channel/{channel}/agorauid/{user}`,
    ]),
    clients: "Chat's call kits",
    example: { path: '/token/rtc/channel/demo/agorauid/42?userAccount=alice' },
    read: (reading) => chatAndRtc(reading, reading.params.channel ?? '', reading.params.user),
    answer: chatLogin('RES_OK'),
  },
  {
    name: 'start-agent',
    method: 'GET',
    paths: ['/start-agent'],
    development: true,
    clients: 'agent-samples, for their tokens alone',
    example: { path: '/start-agent?channel=demo&connect=false' },
    read: (reading) => {
      if (reading.fields.text('connect')?.toLowerCase() !== 'false') {
        throw new Refusal(
          'invalid-body',
          'this server starts no agents',
          'Add connect=false for the tokens alone.',
        );
      }
      const channel = channelOrNew(reading);
      return asked(reading, {
        kinds: ['rtc', 'rtm'],
        channel,
        role: 'publisher',
        uid: USER,
        rtmUserId: `${USER}-${channel}`,
      });
    },
    tokens: (ask) => {
      const { account, rtmUserId, ...rest } = ask;
      return [ask, { ...rest, uid: AGENT_VIDEO }];
    },
    answer: (signed) => {
      const uid = String(signed.ask.uid ?? signed.ask.account);
      return {
        audio_scenario: '10',
        token: only(signed),
        uid,
        channel: signed.ask.channel,
        appid: signed.appId,
        user_token: { token: only(signed), uid },
        agent_video_token: { token: second(signed), uid: String(AGENT_VIDEO) },
        agent: { uid: String(AGENT) },
        agent_rtm_uid: `${AGENT}-${signed.ask.channel}`,
        user_rtm_uid: signed.ask.rtmUserId ?? uid,
        enable_string_uid: false,
        agent_response: {
          status_code: 200,
          response: { message: 'tokens only', mode: 'token_only', connect: false },
          success: true,
        },
      };
    },
  },
  {
    name: 'emulator-join',
    method: 'POST',
    paths: ['/emulator/join'],
    development: true,
    clients: 'tests in any language, for what Agora would answer to a join',
    example: {
      path: '/emulator/join',
      body: { appId: '…', channel: 'demo', uid: 42, token: '…' },
    },
    plain: ({ project, sources }, fields) =>
      judgeJoin(fields, project, Math.floor(sources.now() / 1000)),
  },
  {
    name: 'ping',
    method: 'GET',
    paths: ['/ping'],
    clients: 'Unity, agora-token-service',
    example: { path: '/ping' },
    plain: () => ({ message: 'pong' }),
  },
  {
    name: 'health',
    method: 'GET',
    paths: ['/health'],
    clients: 'load balancers and containers',
    example: { path: '/health' },
    plain: () => ({ status: 'ok' }),
  },
  {
    name: 'home',
    method: 'GET',
    paths: ['/'],
    clients: 'people',
    example: { path: '/' },
    plain: ({ page, home }) => (page ?? home)?.(),
  },
  {
    name: 'routes',
    method: 'GET',
    paths: ['/routes'],
    clients: 'people',
    example: { path: '/routes' },
    plain: ({ home }) => home?.(),
  },
  {
    name: 'inspect',
    method: 'POST',
    paths: ['/api/inspect'],
    clients: 'the page at /: judges a token with the certificate of the server',
    example: { path: '/api/inspect', body: { token: '007…', channel: 'demo', uid: 42 } },
    plain: ({ inspect }, fields) => inspect?.(fields),
  },
];

/** The uids that agent-samples give to the agent, the user and the agent's video. */
const AGENT = 100;
const USER = 101;
const AGENT_VIDEO = 102;
