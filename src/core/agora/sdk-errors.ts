import type { FindingCode } from '../finding.js';

/**
 * What the SDKs and services of Agora say about a token, and why. The same number means different
 * things in different products.
 *
 * Sources: the error tables of docs.agora.io and api-ref.agora.io for each product, the enums in the
 * SDKs' headers, and public support threads for what the texts stand for.
 */
export interface SdkError {
  readonly product: Product;
  /** Numbers and names, as the product writes them. */
  readonly codes: readonly string[];
  /** What its log lines and messages contain, in lower case. */
  readonly texts?: readonly string[];
  readonly meaning: string;
  /** The likeliest first. */
  readonly causes: readonly Cause[];
}

export type Product =
  | 'RTC'
  | 'RTC connection state'
  | 'RTC renewToken'
  | 'RTC Web'
  | 'RTM 1.x'
  | 'RTM 1.x renewToken'
  | 'RTM 2.x'
  | 'Chat'
  | 'Whiteboard'
  | 'Flexible Classroom'
  | 'REST';

export interface Cause {
  readonly text: string;
  /** Options of `inspect` that check for it. */
  readonly check?: string;
  /** What `inspect` then finds. */
  readonly findings?: readonly FindingCode[];
}

const ENDED: Cause = {
  text: 'The token has expired, or the privilege that the service is entered with has. Agora ends every token 24 hours after its issue.',
  check: 'inspect "$TOKEN"',
  findings: [
    'expired',
    'privilege-looks-like-role',
    'privilege-looks-relative',
    'lifetime-over-24h',
    'join-ends-before-publish',
    'short-lifetime',
  ],
};
const OTHER_UID: Cause = {
  text: 'The token is for another uid than the one joined with; joining with 0 needs a token for any uid.',
  check: '--uid or --account',
  findings: ['uid-mismatch', 'uid-literal-text'],
};
const OTHER_CHANNEL: Cause = {
  text: 'The token is for another channel: names are compared byte for byte, letter case and spaces included.',
  check: '--channel',
  findings: ['channel-mismatch', 'channel-invalid-character', 'channel-too-long'],
};
const STRING_OR_NUMBER: Cause = {
  text: 'The token is for a string account and the client joined with a number, or the reverse.',
  check: '--account or --uid',
  findings: ['uid-string-account'],
};
const WRONG_CERTIFICATE: Cause = {
  text: 'The token was signed with the certificate of another project, or with one that was rotated or deleted.',
  check: '--profile, --all-profiles',
  findings: ['signature-mismatch'],
};
/** Every inspection checks for these as far as it can, and says itself what it lacks for more. */
export const CHECKED_UNASKED: ReadonlySet<Cause> = new Set([WRONG_CERTIFICATE]);

const OTHER_APP_ID: Cause = {
  text: 'The token is for another App ID than the client uses.',
  check: '--app-id',
  findings: ['app-id-mismatch', 'app-id-malformed', 'placeholder'],
};
const NO_JOIN: Cause = {
  text: 'The token has no privilege to enter the service with.',
  check: 'inspect "$TOKEN"',
  findings: ['join-missing'],
};
const DAMAGED: Cause = {
  text: 'The token was damaged on its way: a + became a space in a URL, it is still percent-encoded, cut short, or in quotes.',
  check: 'inspect "$TOKEN"',
  findings: [
    'repaired-plus',
    'repaired-percent-encoding',
    'repaired-quotes',
    'repaired-prefix',
    'repaired-whitespace',
    'repaired-base64',
    'repaired-escapes',
    'trailing-bytes',
  ],
};
const EMPTY: Cause = {
  text: 'The token is empty: the official builders return "" when the App ID or certificate is not 32 hex characters, a line break included.',
  check: 'inspect "$TOKEN"',
};
const NONE_SENT: Cause = {
  text: 'The project has a certificate, so it needs a token, and none was sent (or it went into another argument, such as that for the channel).',
};
const NOT_FOR_RTM: Cause = {
  text: 'The token holds no RTM service: one made for RTC, or by the Console, cannot log in.',
  check: '--service rtm',
  findings: ['service-missing'],
};
const OTHER_USER: Cause = {
  text: 'The token is for another user id than the one that logs in.',
  check: '--user-id',
  findings: ['user-id-mismatch'],
};
const OLD_SDK: Cause = {
  text: 'The SDK is too old for 007 tokens: Web needs 4.8.0, native 3.5.2, Flutter 4.2.0; RTM native 1.5.0, RTM Web 1.4.6.',
};
const NEW_PROJECT: Cause = {
  text: 'The project is new, and takes some minutes until it is active; or it is disabled; or its App ID is of the other Console (Agora, Shengwang).',
};
const NO_CERTIFICATE: Cause = {
  text: 'A token was sent, but the project has no certificate enabled. Enable it in the Console, or send no token.',
};
const NOT_ENABLED: Cause = { text: 'The service is not enabled for the project in the Console.' };
const ROLE: Cause = {
  text: 'With co-host authentication, publishing needs a publisher token: renewToken first, then set the client role.',
  check: '--role publisher',
  findings: ['role-mismatch', 'subscriber-only'],
};
const RENEW_IN_TIME: Cause = {
  text: 'The token ends soon. Fetch a new one and call renewToken.',
  check: '--expires-in',
  findings: ['expiring-soon', 'short-lifetime'],
};
const CHAT_SERVICE: Cause = {
  text: 'The token holds no Chat service for a user: an RTC token, or the app token that is for the REST API.',
  check: '--service chat',
  findings: ['service-missing', 'chat-app-token'],
};
const CHAT_NAME: Cause = {
  text: 'The token was signed for the uuid that the REST API returns, or with upper-case letters, instead of the user name.',
  check: '--user-id',
  findings: ['chat-user-uuid', 'chat-user-uppercase', 'user-id-mismatch'],
};

/** What several products say alike, and people too. */
const INVALID_TOKEN = ['invalid token', 'token is invalid'];
const TOKEN_EXPIRED = ['token expired', 'expired token', 'token has expired', 'token is expired'];

const INVALID_RTC_TOKEN: readonly Cause[] = [
  OTHER_UID,
  OTHER_CHANNEL,
  STRING_OR_NUMBER,
  WRONG_CERTIFICATE,
  OTHER_APP_ID,
  NO_JOIN,
  DAMAGED,
  NONE_SENT,
];
const WRONG_APP_ID: readonly Cause[] = [OTHER_APP_ID, NEW_PROJECT, OLD_SDK];
const INVALID_RTM_TOKEN: readonly Cause[] = [
  NOT_FOR_RTM,
  OTHER_USER,
  WRONG_CERTIFICATE,
  OTHER_APP_ID,
  DAMAGED,
  OLD_SDK,
];

export const SDK_ERRORS: readonly SdkError[] = [
  {
    product: 'RTC',
    codes: ['101', 'ERR_INVALID_APP_ID', 'AgoraErrorCodeInvalidAppId'],
    texts: ['invalid app id'],
    meaning: 'The App ID is invalid.',
    causes: WRONG_APP_ID,
  },
  {
    product: 'RTC',
    codes: ['102', 'ERR_INVALID_CHANNEL_NAME', 'AgoraErrorCodeInvalidChannelId'],
    meaning: 'The channel name is invalid.',
    causes: [OTHER_CHANNEL],
  },
  {
    product: 'RTC',
    codes: ['109', 'ERR_TOKEN_EXPIRED', 'ERR_CHANNEL_KEY_EXPIRED', 'AgoraErrorCodeTokenExpired'],
    texts: TOKEN_EXPIRED,
    meaning: 'The token has expired: the user is removed from the channel.',
    causes: [ENDED, RENEW_IN_TIME],
  },
  {
    product: 'RTC',
    codes: ['110', 'ERR_INVALID_TOKEN', 'ERR_INVALID_CHANNEL_KEY', 'AgoraErrorCodeInvalidToken'],
    texts: INVALID_TOKEN,
    meaning:
      'The token is invalid: it does not fit the App ID, channel or uid, or the project needs one and none was sent.',
    causes: INVALID_RTC_TOKEN,
  },
  {
    product: 'RTC',
    codes: ['119', 'ERR_SET_CLIENT_ROLE_NOT_AUTHORIZED'],
    meaning: 'Switching the client role failed.',
    causes: [ROLE, ENDED],
  },
  {
    product: 'RTC',
    codes: ['121', 'ERR_INVALID_USER_ID'],
    meaning: 'The uid is invalid: an integer of 32 bits is expected.',
    causes: [STRING_OR_NUMBER, OTHER_UID],
  },
  {
    product: 'RTC',
    codes: ['134', 'ERR_INVALID_USER_ACCOUNT', 'AgoraErrorCodeInvalidUserAccount'],
    meaning: 'The string user account is invalid: 1 to 255 bytes of the allowed characters.',
    causes: [STRING_OR_NUMBER],
  },
  {
    product: 'RTC',
    codes: [
      'onTokenPrivilegeWillExpire',
      'token-privilege-will-expire',
      'tokenPrivilegeWillExpire',
    ],
    meaning: 'The token, or a privilege, ends in 30 seconds. An event, not an error.',
    causes: [RENEW_IN_TIME],
  },
  {
    product: 'RTC',
    codes: [
      'onRequestToken',
      'rtcEngineRequestToken',
      'token-privilege-did-expire',
      'onTokenPrivilegeDidExpire',
    ],
    meaning: 'The token has ended, and a new one is needed to join again. An event.',
    causes: [ENDED],
  },
  {
    product: 'RTC connection state',
    codes: ['6', 'CONNECTION_CHANGED_INVALID_APP_ID'],
    meaning: 'The connection failed because the App ID is invalid.',
    causes: WRONG_APP_ID,
  },
  {
    product: 'RTC connection state',
    codes: ['7', 'CONNECTION_CHANGED_INVALID_CHANNEL_NAME'],
    meaning: 'The connection failed because the channel name is invalid.',
    causes: [OTHER_CHANNEL],
  },
  {
    product: 'RTC connection state',
    codes: ['8', 'CONNECTION_CHANGED_INVALID_TOKEN'],
    meaning: 'The connection failed because the token is invalid (as 110).',
    causes: INVALID_RTC_TOKEN,
  },
  {
    product: 'RTC connection state',
    codes: ['9', 'CONNECTION_CHANGED_TOKEN_EXPIRED'],
    meaning: 'The connection ended because the token has expired (as 109).',
    causes: [ENDED],
  },
  {
    product: 'RTC renewToken',
    codes: ['2', 'RENEW_TOKEN_TOKEN_EXPIRED'],
    meaning: 'The new token has expired already.',
    causes: [ENDED],
  },
  {
    product: 'RTC renewToken',
    codes: ['3', 'RENEW_TOKEN_INVALID_TOKEN'],
    meaning: 'The new token is invalid.',
    causes: INVALID_RTC_TOKEN,
  },
  {
    product: 'RTC renewToken',
    codes: ['4', 'RENEW_TOKEN_INVALID_CHANNEL_NAME'],
    meaning: 'The new token is for another channel.',
    causes: [OTHER_CHANNEL],
  },
  {
    product: 'RTC renewToken',
    codes: ['5', 'RENEW_TOKEN_INCONSISTENT_APPID'],
    meaning: 'The new token is for another App ID.',
    causes: [OTHER_APP_ID],
  },
  {
    product: 'RTC renewToken',
    codes: ['6', 'RENEW_TOKEN_CANCELED_BY_NEW_REQUEST'],
    meaning: 'A later renewToken took its place. No fault of the token.',
    causes: [{ text: 'renewToken was called twice in short succession.' }],
  },
  {
    product: 'RTC Web',
    codes: ['CAN_NOT_GET_GATEWAY_SERVER: invalid vendor key', '2010005', 'ERR_INVALID_VENDOR_KEY'],
    texts: ['invalid vendor key', 'invalid_vendor_key', 'can not find appid', 'no_such_vendor'],
    meaning: 'The App ID is not known.',
    causes: [OTHER_APP_ID, OLD_SDK, NEW_PROJECT],
  },
  {
    product: 'RTC Web',
    codes: [
      'CAN_NOT_GET_GATEWAY_SERVER: invalid token, authorized failed',
      '2010009',
      '110',
      'NO_AUTHORIZED',
      'ERR_NO_AUTHORIZED',
    ],
    texts: [
      'invalid token, authorized failed',
      'authorized failed',
      'no_authorized',
      ...INVALID_TOKEN,
    ],
    meaning: 'The token does not fit the App ID, channel or uid, or its signature is wrong.',
    causes: [
      OTHER_CHANNEL,
      OTHER_UID,
      WRONG_CERTIFICATE,
      OTHER_APP_ID,
      STRING_OR_NUMBER,
      NO_JOIN,
      DAMAGED,
    ],
  },
  {
    product: 'RTC Web',
    codes: [
      'CAN_NOT_GET_GATEWAY_SERVER: dynamic key expired',
      '2010013',
      '118',
      'EXPIRED',
      'ERR_DYNAMIC_KEY_EXPIRED',
    ],
    texts: ['dynamic key expired', 'dynamic_key_expired', 'dynamic key or token timeout'],
    meaning: 'The token or a privilege of it has expired.',
    causes: [ENDED],
  },
  {
    product: 'RTC Web',
    codes: ['109', 'TIMEOUT', '2010010', 'K_TIMESTAMP_EXPIRED', '2', 'ERR_DYNAMIC_KEY_TIMEOUT'],
    texts: ['dynamic key timeout', 'dynamic_key_timeout', ...TOKEN_EXPIRED],
    meaning: 'The token has expired (numbers of older Web SDKs).',
    causes: [ENDED],
  },
  {
    product: 'RTC Web',
    codes: [
      'CAN_NOT_GET_GATEWAY_SERVER: dynamic use static key',
      '2010015',
      '120',
      'DYNAMIC_USE_STATIC',
      'ERR_DYNAMIC_USE_STATIC_KEY',
    ],
    texts: ['dynamic use static key', 'dynamic_use_static', 'dynamic use static'],
    meaning: 'The project needs a token and none was sent, or an App ID in its place.',
    causes: [NONE_SENT, EMPTY],
  },
  {
    product: 'RTC Web',
    codes: [
      'CAN_NOT_GET_GATEWAY_SERVER: static use dynamic key',
      '2010014',
      '119',
      'STATIC_USE_DYNAMIC',
      'ERR_STATIC_USE_DYNAMIC_KEY',
    ],
    texts: ['static use dynamic key', 'static_use_dynamic', 'static use dynamic'],
    meaning: 'A token was sent, but the certificate of the project is not enabled.',
    causes: [NO_CERTIFICATE, OTHER_APP_ID],
  },
  {
    product: 'RTC Web',
    codes: [
      'CAN_NOT_GET_GATEWAY_SERVER: no active status',
      '2010011',
      '116',
      'ERR_NO_ACTIVE_STATUS',
    ],
    texts: ['no active status', 'no_active_status'],
    meaning: 'The project is disabled.',
    causes: [NEW_PROJECT],
  },
  {
    product: 'RTC Web',
    codes: ['INVALID_PARAMS: Invalid token: .'],
    texts: ['invalid token: . if you don', 'invalid_params: invalid token', 'invalid token: .'],
    meaning: 'The token argument is an empty string.',
    causes: [
      EMPTY,
      { text: 'Where no token is needed, pass null instead of an empty string.' },
      DAMAGED,
    ],
  },
  {
    product: 'RTM 1.x',
    codes: ['2', 'LOGIN_ERR_REJECTED', 'AgoraRtmLoginErrorRejected'],
    meaning: 'The login was rejected by the server.',
    causes: [NOT_FOR_RTM, NOT_ENABLED, NONE_SENT, OTHER_APP_ID],
  },
  {
    product: 'RTM 1.x',
    codes: ['4', 'LOGIN_ERR_INVALID_APP_ID', 'AgoraRtmLoginErrorInvalidAppId'],
    texts: ['invalid app id'],
    meaning: 'The App ID is invalid.',
    causes: WRONG_APP_ID,
  },
  {
    product: 'RTM 1.x',
    codes: ['5', 'LOGIN_ERR_INVALID_TOKEN', 'AgoraRtmLoginErrorInvalidToken'],
    texts: ['signature verification failed', ...INVALID_TOKEN],
    meaning: 'The token is invalid.',
    causes: INVALID_RTM_TOKEN,
  },
  {
    product: 'RTM 1.x',
    codes: ['6', 'LOGIN_ERR_TOKEN_EXPIRED', 'AgoraRtmLoginErrorTokenExpired', 'onTokenExpired'],
    texts: TOKEN_EXPIRED,
    meaning: 'The token has expired.',
    causes: [ENDED],
  },
  {
    product: 'RTM 1.x renewToken',
    codes: ['5', 'RENEW_TOKEN_ERR_TOKEN_EXPIRED', 'AgoraRtmRenewTokenErrorTokenExpired'],
    meaning: 'The new token has expired already.',
    causes: [ENDED],
  },
  {
    product: 'RTM 1.x renewToken',
    codes: ['6', 'RENEW_TOKEN_ERR_INVALID_TOKEN', 'AgoraRtmRenewTokenErrorInvalidToken'],
    meaning: 'The new token is invalid.',
    causes: INVALID_RTM_TOKEN,
  },
  {
    product: 'RTM 2.x',
    codes: ['-10003', 'RTM_ERROR_INVALID_APP_ID', 'AgoraRtmErrorInvalidAppId'],
    texts: ['invalid app id'],
    meaning: 'The App ID is invalid.',
    causes: WRONG_APP_ID,
  },
  {
    product: 'RTM 2.x',
    codes: ['-10005', 'RTM_ERROR_INVALID_TOKEN', 'AgoraRtmErrorInvalidToken'],
    texts: INVALID_TOKEN,
    meaning: 'The token is invalid.',
    causes: INVALID_RTM_TOKEN,
  },
  {
    product: 'RTM 2.x',
    codes: ['-10006', 'RTM_ERROR_INVALID_USER_ID', 'AgoraRtmErrorInvalidUserId'],
    meaning: 'The user id is empty or not allowed: 1 to 64 ASCII characters, always a string.',
    causes: [OTHER_USER],
  },
  {
    product: 'RTM 2.x',
    codes: ['-10008', 'RTM_ERROR_INVALID_CHANNEL_NAME', 'AgoraRtmErrorInvalidChannelName'],
    meaning: 'The channel name is invalid: at most 64 ASCII characters, not beginning with _.',
    causes: [OTHER_CHANNEL],
  },
  {
    product: 'RTM 2.x',
    codes: ['-10009', 'RTM_ERROR_TOKEN_EXPIRED', 'AgoraRtmErrorTokenExpired'],
    texts: ['ticket expired', ...TOKEN_EXPIRED],
    meaning: 'The token has expired: log out, fetch a new token, log in.',
    causes: [ENDED],
  },
  {
    product: 'RTM 2.x',
    codes: ['-10012', 'RTM_ERROR_LOGIN_REJECTED', 'AgoraRtmErrorLoginRejected'],
    meaning: 'The login was rejected by the server.',
    causes: [NOT_FOR_RTM, OTHER_USER, WRONG_CERTIFICATE, NONE_SENT],
  },
  {
    product: 'RTM 2.x',
    codes: ['-10015', 'RTM_ERROR_LOGIN_NOT_AUTHORIZED', 'AgoraRtmErrorLoginNotAuthorized'],
    meaning: 'The login is not authorized: RTM is not enabled for the project.',
    causes: [NOT_ENABLED],
  },
  {
    product: 'RTM 2.x',
    codes: ['-10016', 'RTM_ERROR_INCONSISTENT_APPID', 'AgoraRtmErrorLoginInconsistentAppId'],
    meaning: 'Login and join use different App IDs.',
    causes: [OTHER_APP_ID],
  },
  {
    product: 'RTM 2.x',
    codes: ['-10026', 'RTM_ERROR_RENEW_TOKEN_TIMEOUT'],
    meaning: 'renewToken timed out.',
    causes: [{ text: 'The network, or a new token that the server does not accept.' }, NOT_FOR_RTM],
  },
  {
    product: 'RTM 2.x',
    codes: ['tokenPrivilegeWillExpire', 'onTokenPrivilegeWillExpire'],
    meaning:
      'The token ends in 30 seconds: where a channelName comes with it, the RTC token of that stream channel. An event, not an error.',
    causes: [RENEW_IN_TIME],
  },
  {
    product: 'Chat',
    codes: ['104', 'INVALID_TOKEN'],
    texts: INVALID_TOKEN,
    meaning: 'The token is invalid.',
    causes: [CHAT_SERVICE, CHAT_NAME, WRONG_CERTIFICATE, OTHER_APP_ID, DAMAGED],
  },
  {
    product: 'Chat',
    codes: ['105'],
    meaning: 'The user name is too long: at most 64 characters.',
    causes: [CHAT_NAME],
  },
  {
    product: 'Chat',
    codes: ['108', 'TOKEN_EXPIRED', 'onTokenExpired'],
    texts: TOKEN_EXPIRED,
    meaning: 'The token has expired.',
    causes: [ENDED],
  },
  {
    product: 'Chat',
    codes: ['109', 'TOKEN_WILL_EXPIRE', 'onTokenWillExpire'],
    meaning: 'Half of the lifetime of the token is over. An event, not an error.',
    causes: [{ ...RENEW_IN_TIME, text: 'Fetch a new token and call renewToken.' }],
  },
  {
    product: 'Chat',
    codes: ['110', 'INVALID_PARAM'],
    meaning: 'A parameter is invalid.',
    causes: [CHAT_NAME, EMPTY],
  },
  {
    product: 'Chat',
    codes: ['202', 'USER_AUTHENTICATION_FAILED'],
    meaning: 'The authentication of the user failed.',
    causes: [CHAT_SERVICE, CHAT_NAME, WRONG_CERTIFICATE, ENDED],
  },
  {
    product: 'Whiteboard',
    codes: ['invalid format of token'],
    texts: ['invalid format of token'],
    meaning: 'The token cannot be read.',
    causes: [
      DAMAGED,
      {
        text: 'An RTC token was sent, not one of the whiteboard.',
        check: '--service whiteboard',
        findings: ['service-missing'],
      },
    ],
  },
  {
    product: 'Whiteboard',
    codes: ['expired token'],
    texts: ['expired token'],
    meaning: 'The token has expired.',
    causes: [
      {
        text: 'The lifespan was given in seconds where milliseconds are due, or is over.',
        check: 'inspect "$TOKEN"',
        findings: ['whiteboard-short-lifespan', 'expired'],
      },
    ],
  },
  {
    product: 'Whiteboard',
    codes: ['invalid signature of token'],
    texts: ['invalid signature of token'],
    meaning: 'The token was not signed with the secret key of its access key.',
    causes: [
      {
        ...WRONG_CERTIFICATE,
        text: 'The access key and the secret key are not of one pair, or the token was altered.',
      },
    ],
  },
  {
    product: 'Whiteboard',
    codes: ['token access room forbidden'],
    texts: ['token access room forbidden'],
    meaning: 'The token is not for this room.',
    causes: [
      {
        text: 'The token is for another room, or of another access key than the one that made the room.',
        check: '--uuid',
        findings: ['uuid-mismatch'],
      },
    ],
  },
  {
    product: 'Whiteboard',
    codes: ['token access task forbidden'],
    texts: ['token access task forbidden'],
    meaning: 'The token is not for this task.',
    causes: [
      { text: 'The token is for another task.', check: '--uuid', findings: ['uuid-mismatch'] },
    ],
  },
  {
    product: 'Whiteboard',
    codes: ['token access team forbidden'],
    texts: ['token access team forbidden'],
    meaning: 'The whiteboard of the project is disabled, or belongs to another team.',
    causes: [NOT_ENABLED],
  },
  {
    product: 'Whiteboard',
    codes: ['token access role forbidden'],
    texts: ['token access role'],
    meaning: 'The role of the token does not allow this: a reader joins to look only.',
    causes: [
      { text: 'The token has a lesser role.', check: '--role', findings: ['role-mismatch'] },
    ],
  },
  {
    product: 'Flexible Classroom',
    codes: ['600001', '600001-1'],
    meaning: 'The token is wrong, or its App ID is not the one of the classroom.',
    causes: [
      OTHER_APP_ID,
      {
        text: 'The token has no APaaS service, or is for another room or user.',
        check: '--service apaas, --room, --user-id',
        findings: ['service-missing', 'room-mismatch', 'user-id-mismatch'],
      },
      WRONG_CERTIFICATE,
      ENDED,
      {
        text: 'The role was lost when the token was signed.',
        check: 'inspect "$TOKEN"',
        findings: ['apaas-role-lost'],
      },
    ],
  },
  {
    product: 'Flexible Classroom',
    codes: ['last launch not finished'],
    texts: ['last launch not finished'],
    meaning: 'The RTM login behind the classroom failed, and a launch is pending.',
    causes: [NOT_FOR_RTM, OTHER_USER, ENDED],
  },
  {
    product: 'REST',
    codes: ['401', 'Unauthorized', 'Invalid token'],
    texts: ['http 401', '401 unauthorized', ...INVALID_TOKEN, ...TOKEN_EXPIRED],
    meaning: 'The request was not authorized.',
    causes: [
      ENDED,
      WRONG_CERTIFICATE,
      {
        text: 'The header is wrong: `Authorization: agora token=007…` without quotes for ConvoAI, APaaS and Signaling; `Authorization: Bearer …` with an app token for Chat.',
      },
      {
        text: 'The token was signed with the secondary certificate, which the RESTful APIs refuse.',
        check: 'inspect "$TOKEN"',
        findings: ['signed-by-secondary'],
      },
      {
        text: 'The token lacks a service that the request needs: RTM for a ConvoAI agent with enable_rtm.',
        check: '--service',
        findings: ['service-missing'],
      },
    ],
  },
  {
    product: 'REST',
    codes: ['403', 'Forbidden'],
    texts: ['http 403', '403 forbidden'],
    meaning: 'The token does not allow the request.',
    causes: [
      NOT_ENABLED,
      {
        text: 'The token is for another room, user or service.',
        check: '--service, --room, --uuid, --user-id',
        findings: ['service-missing', 'room-mismatch', 'uuid-mismatch', 'user-id-mismatch'],
      },
    ],
  },
];
