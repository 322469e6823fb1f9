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

/** The service whose tokens a product takes; undefined for REST, which takes several. */
export const serviceOf = (product: Product): string | undefined => PRODUCTS[product].service;
