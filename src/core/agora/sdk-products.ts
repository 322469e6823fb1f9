import type { Product } from './sdk-error.js';

/** Products that a person tells apart; the errors of each come from several SDKs or callbacks. */
export type Family =
  | 'rtc'
  | 'rtm'
  | 'chat'
  | 'whiteboard'
  | 'recording'
  | 'convoai'
  | 'classroom'
  | 'rest'
  | 'builder';

/** What `--product` takes, and how the product is called. */
export const PRODUCT_OPTIONS = {
  rtc: 'RTC',
  rtm: 'RTM',
  chat: 'Chat',
  whiteboard: 'the whiteboard',
  recording: 'cloud recording',
  convoai: 'ConvoAI',
} as const satisfies Partial<Record<Family, string>>;

export type ProductOption = keyof typeof PRODUCT_OPTIONS;

export const FAMILY_TITLES: Readonly<Record<Family, string>> = {
  ...PRODUCT_OPTIONS,
  classroom: 'Flexible Classroom',
  rest: 'the REST APIs',
  builder: 'the token builders',
};

interface ProductFacts {
  readonly family: Family;
  /** The service whose tokens it takes; absent where it takes several. */
  readonly service?: string;
  /**
   * What the bindings write in front of a name, without `_` and in lower case: `ERR_` of C++,
   * `AgoraErrorCode` of Objective-C. The longest first.
   */
  readonly prefixes: readonly string[];
  /** The enums that its names belong to, as written before a full stop: `ErrorCodeType.errOk`. */
  readonly enums: readonly string[];
  /** Errors of one callback or method: their numbers count where the text speaks of it. */
  readonly of?: 'reason' | 'renew' | 'relay';
  /** Its log lines say what others say too, so that its name must be there. */
  readonly named?: true;
}

export const PRODUCTS: Readonly<Record<Product, ProductFacts>> = {
  RTC: {
    family: 'rtc',
    service: 'rtc',
    prefixes: ['agoraerrorcodeerr', 'agoraerrorcode', 'err'],
    enums: ['errorcodetype', 'errorcode', 'agoraerrorcode', 'agorartcerrorcode'],
  },
  'RTC connection state': {
    family: 'rtc',
    service: 'rtc',
    prefixes: [
      'agoraconnectionchangedreason',
      'agoraconnectionchanged',
      'connectionchanged',
      'reason',
    ],
    enums: [
      'connectionchangedreasontype',
      'connectionchangedreason',
      'agoraconnectionchangedreason',
    ],
    of: 'reason',
  },
  'RTC renewToken': {
    family: 'rtc',
    service: 'rtc',
    prefixes: ['agorarenewtokenerrorcode', 'renewtokenerror', 'renewtoken'],
    enums: ['renewtokenerrorcode', 'agorarenewtokenerrorcode'],
    of: 'renew',
  },
  'RTC media relay': {
    family: 'rtc',
    service: 'rtc',
    prefixes: ['agorachannelmediarelayerror', 'relayerror'],
    enums: ['channelmediarelayerror', 'agorachannelmediarelayerror'],
    of: 'relay',
  },
  'RTC Web': {
    family: 'rtc',
    service: 'rtc',
    prefixes: [],
    enums: ['agorartcerrorcode'],
  },
  'RTM 1.x': {
    family: 'rtm',
    service: 'rtm',
    prefixes: ['agorartmloginerrorlogin', 'agorartmloginerror', 'loginerr'],
    enums: ['loginerror', 'loginerrcode', 'agorartmloginerrorcode'],
  },
  'RTM 1.x renewToken': {
    family: 'rtm',
    service: 'rtm',
    prefixes: ['agorartmrenewtokenerror', 'renewtokenerr'],
    enums: ['renewtokenerror', 'renewtokenerrcode', 'agorartmrenewtokenerrorcode'],
    of: 'renew',
  },
  'RTM 2.x': {
    family: 'rtm',
    service: 'rtm',
    prefixes: ['agorartmerrorcode', 'agorartmerror', 'rtmerrorcode', 'rtmerror'],
    enums: ['rtmerrorcode', 'agorartmerrorcode', 'rtmerrortype'],
  },
  Chat: {
    family: 'chat',
    service: 'chat',
    prefixes: ['agorachaterrorcode', 'agorachaterror', 'emerror', 'emaerror'],
    enums: [
      'emerror',
      'emerrorcode',
      'emaerror',
      'agorachaterrorcode',
      'chaterror',
      'chaterrorcode',
    ],
  },
  'Chat Web': { family: 'chat', service: 'chat', prefixes: [], enums: [] },
  'Cloud Recording': { family: 'recording', service: 'rtc', prefixes: [], enums: [], named: true },
  ConvoAI: { family: 'convoai', prefixes: [], enums: [], named: true },
  Whiteboard: { family: 'whiteboard', service: 'whiteboard', prefixes: [], enums: [] },
  'Flexible Classroom': { family: 'classroom', service: 'apaas', prefixes: [], enums: [] },
  REST: { family: 'rest', prefixes: [], enums: [] },
  'Token builder': { family: 'builder', prefixes: [], enums: [] },
};

/**
 * Words by which a text names a product, in lower case; all of a row are needed. Several products may
 * be named. A chat by video or voice is RTC, and an RTMP stream is not RTM.
 */
export const FAMILY_WORDS: readonly (readonly [Family, ...RegExp[]])[] = [
  ['rtm', /(?<![a-z])rtm(?!p)|agorartm|signaling|login_err|信令|实时消息/],
  [
    'chat',
    /(?<!(?:video|voice|audio) )(?<![a-z])chat(?![a-z])|agora ?chat|chat(?:client|room|manager|sdk|options)|easemob|hyphenate|(?<![a-z])em(?:a?error|client|options)|webim|环信|即时通讯/,
  ],
  [
    'whiteboard',
    /white ?board|netless|herewhite|white-?web|whitesdk|\[white\]|room ?token|fastboard|白板/,
  ],
  ['recording', /cloud[ _-]?record|(?<![a-z_])record(?:ing|er)(?![a-z_]| device)|云端?录制|录制/],
  ['recording', /cname/, /resource[ _]?id/],
  ['convoai', /convo[ _-]?ai|conversational|agent_rtc_uid|对话式/],
  ['classroom', /classroom|apaas|agora ?edu|education ?sdk|灵动课堂/],
  [
    'rtc',
    /(?<![a-z])i?rtc(?![a-z])|(?:agora|web)rtc|(?<![a-z])i?rtc_?engine|agorartcengine|join ?channel|加入频道|(?<![a-z]|bad )gateway(?![a-z])|connection_?changed_?|media ?relay/,
  ],
  [
    'rest',
    /(?<![a-z])http(?:\/[\d.]+)? ?(?:status|error|code|40)|status ?code"?[ :=]{0,3}"?40|restful|rest api|basic auth|authorization|unauthorized|www-authenticate/,
  ],
];

/** Logging in is done by several products; where none is named, it is RTM. */
export const LOGIN_WORDS =
  /(?<![a-z])(?:(?:on|do|re)?login|log(?:ged|ging)? in(?![a-z]))|登录|登陆/;

/** Words that tell the SDKs of a product apart. */
export const NARROWING_WORDS: readonly (readonly [RegExp, readonly Product[]])[] = [
  [/relay/, ['RTC media relay']],
  [/renew/, ['RTC renewToken', 'RTM 1.x renewToken']],
  [
    /gateway|agorartc(?:error|exception(?!\(-?\d)|client|_n)|web ?sdk|agora-rtc-sdk|agora-sdk|websocket/,
    ['RTC Web'],
  ],
  [
    /rtcengine|rtc_engine|agorartcexception\(-?\d|onerror|on_error|didoccurerror|joinchannel|android|(?<![a-z])ios(?![a-z])|unity|flutter|electron|react-native/,
    ['RTC', 'RTC connection state', 'RTC renewToken', 'RTC media relay'],
  ],
  [/rtm ?(?:sdk )?v?2|rtm_error|rtm2/, ['RTM 2.x']],
  [/rtm ?(?:sdk )?v?1|login_err/, ['RTM 1.x', 'RTM 1.x renewToken']],
  [/webim/, ['Chat Web']],
  [/(?<![a-z])web(?![a-z])/, ['RTC Web', 'Chat Web']],
];
