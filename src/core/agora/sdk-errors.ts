import { OTHER_ERRORS } from './other-sdk-errors.js';
import type { Product, SdkError } from './sdk-error.js';
import * as because from './sdk-error-causes.js';

export type { Cause, Product, SdkError } from './sdk-error.js';

/** What several products say alike, and people too. */
const INVALID_TOKEN = [
  'invalid token',
  'token is invalid',
  'token invalid',
  'token 无效',
  'token无效',
  '无效的 token',
  '无效的token',
];
const TOKEN_EXPIRED = [
  'token expired',
  'expired token',
  'token has expired',
  'token is expired',
  'token 过期',
  'token过期',
  'token 已过期',
  'token已过期',
];

type Row = Omit<SdkError, 'product' | 'source' | 'aboutToken'> & { readonly source?: string };

/** Errors of one product, most of them from one source. */
const of = (product: Product, source: string, rows: readonly Row[]): SdkError[] =>
  rows.map((row) => ({ source, ...row, product, aboutToken: true }));

const DOCS = 'https://docs.agora.io/en';
/** A file of https://github.com/AgoraIO/agora_doc_source. */
const DITA = 'https://github.com/AgoraIO/agora_doc_source en-US/dita/RTC-NG/API';
const WEB_NUMBERS = 'https://github.com/AgoraIO/agora_doc_source markdown/FAQ/token_error.md';
const WEB_EXAMPLES = 'https://github.com/AgoraIO/API-Examples-Web/issues';
const WEB_TYPES = 'https://www.npmjs.com/package/agora-rtc-sdk-ng (4.24.8)';

const RTC = of('RTC', `${DOCS}/video-calling/troubleshooting/error-codes`, [
  {
    codes: ['101', 'ERR_INVALID_APP_ID', 'AgoraErrorCodeInvalidAppId'],
    texts: ['invalid app id'],
    meaning: 'The App ID is invalid.',
    causes: because.WRONG_APP_ID,
  },
  {
    codes: [
      '102',
      'ERR_INVALID_CHANNEL_NAME',
      'ERR_INVALID_CHANNEL_ID',
      'AgoraErrorCodeInvalidChannelId',
    ],
    meaning: 'The channel name is invalid.',
    causes: [because.OTHER_CHANNEL],
  },
  {
    codes: ['109', 'ERR_TOKEN_EXPIRED', 'ERR_CHANNEL_KEY_EXPIRED', 'AgoraErrorCodeTokenExpired'],
    texts: TOKEN_EXPIRED,
    meaning: 'The token has expired: the user is removed from the channel.',
    causes: [because.ENDED, because.RENEW_IN_TIME],
  },
  {
    codes: ['110', 'ERR_INVALID_TOKEN', 'ERR_INVALID_CHANNEL_KEY', 'AgoraErrorCodeInvalidToken'],
    texts: INVALID_TOKEN,
    meaning:
      'The token is invalid: it does not fit the App ID, channel or uid, or the project needs one and none was sent.',
    causes: because.INVALID_RTC_TOKEN,
  },
  {
    codes: ['119', 'ERR_SET_CLIENT_ROLE_NOT_AUTHORIZED'],
    meaning: 'Switching the client role failed.',
    causes: [because.ROLE, because.ENDED],
  },
  {
    codes: ['121', 'ERR_INVALID_USER_ID'],
    meaning: 'The uid is invalid: an integer of 32 bits is expected.',
    causes: [because.STRING_OR_NUMBER, because.OTHER_UID],
  },
  {
    codes: ['134', 'ERR_INVALID_USER_ACCOUNT', 'AgoraErrorCodeInvalidUserAccount'],
    meaning: 'The string user account is invalid: 1 to 255 bytes of the allowed characters.',
    causes: [because.STRING_OR_NUMBER],
  },
  {
    codes: ['onTokenPrivilegeWillExpire', 'token-privilege-will-expire'],
    meaning: 'The token, or a privilege, ends in 30 seconds. An event, not an error.',
    causes: [because.RENEW_IN_TIME],
    source: WEB_NUMBERS,
  },
  {
    codes: [
      'onRequestToken',
      'rtcEngineRequestToken',
      'token-privilege-did-expire',
      'onTokenPrivilegeDidExpire',
    ],
    meaning: 'The token has ended, and a new one is needed to join again. An event.',
    causes: [because.ENDED],
    source: WEB_NUMBERS,
  },
]);

const CONNECTION = of('RTC connection state', `${DITA}/enum_connectionchangedreasontype.dita`, [
  {
    codes: ['6', 'CONNECTION_CHANGED_INVALID_APP_ID'],
    meaning: 'The connection failed because the App ID is invalid.',
    causes: because.WRONG_APP_ID,
  },
  {
    codes: ['7', 'CONNECTION_CHANGED_INVALID_CHANNEL_NAME'],
    meaning: 'The connection failed because the channel name is invalid.',
    causes: [because.OTHER_CHANNEL],
  },
  {
    codes: ['8', 'CONNECTION_CHANGED_INVALID_TOKEN'],
    meaning: 'The connection failed because the token is invalid (as 110).',
    causes: because.INVALID_RTC_TOKEN,
  },
  {
    codes: ['9', 'CONNECTION_CHANGED_TOKEN_EXPIRED'],
    meaning: 'The connection ended because the token has expired (as 109).',
    causes: [because.ENDED],
  },
  {
    codes: ['24', 'CONNECTION_CHANGED_INCONSISTENT_APPID'],
    meaning: 'The connection failed because the App IDs of the joined channels differ.',
    causes: [because.OTHER_APP_ID],
  },
]);

const RENEW = of('RTC renewToken', `${DITA}/enum_renewtokenerrorcode.dita`, [
  {
    codes: ['1', 'RENEW_TOKEN_FAILURE'],
    meaning: 'Renewing failed, and the server does not say why.',
    causes: [because.RENEW_NOT_ACCEPTED, because.OTHER_CHANNEL, because.OTHER_UID],
  },
  {
    codes: ['2', 'RENEW_TOKEN_TOKEN_EXPIRED'],
    meaning: 'The new token has expired already.',
    causes: [because.ENDED],
  },
  {
    codes: ['3', 'RENEW_TOKEN_INVALID_TOKEN'],
    meaning: 'The new token is invalid.',
    causes: because.INVALID_RTC_TOKEN,
  },
  {
    codes: ['4', 'RENEW_TOKEN_INVALID_CHANNEL_NAME'],
    meaning: 'The new token is for another channel.',
    causes: [because.OTHER_CHANNEL],
  },
  {
    codes: ['5', 'RENEW_TOKEN_INCONSISTENT_APPID'],
    meaning: 'The new token is for another App ID.',
    causes: [because.OTHER_APP_ID],
  },
  {
    codes: ['110'],
    meaning:
      'The new token is invalid: it does not fit the App ID, channel or uid that the client joined with.',
    causes: because.INVALID_RTC_TOKEN,
    source: `${DOCS}/video-calling/troubleshooting/error-codes`,
  },
]);

const RELAY = of(
  'RTC media relay',
  'CHANNEL_MEDIA_RELAY_ERROR in IAgoraRtcEngine.h, ChannelMediaRelayError of agora-rtc-sdk-ng',
  [
    {
      codes: ['10', 'RELAY_ERROR_SRC_TOKEN_EXPIRED', 'SRC_TOKEN_EXPIRED'],
      meaning: 'The token of the channel that the relay sends from has expired.',
      causes: [because.ENDED, because.OTHER_RELAY_CHANNEL],
    },
    {
      codes: ['11', 'RELAY_ERROR_DEST_TOKEN_EXPIRED', 'DEST_TOKEN_EXPIRED'],
      meaning: 'The token of the channel that the relay sends to has expired.',
      causes: [because.ENDED, because.OTHER_RELAY_CHANNEL],
    },
  ],
);

const WEB = of('RTC Web', `${WEB_EXAMPLES}/82`, [
  {
    codes: [
      'CAN_NOT_GET_GATEWAY_SERVER: invalid vendor key',
      '2010005',
      'ERR_INVALID_VENDOR_KEY',
      '2013',
    ],
    texts: ['invalid vendor key', 'invalid_vendor_key', 'can not find appid', 'no_such_vendor'],
    meaning: 'The App ID is not known.',
    causes: [because.OTHER_APP_ID, because.OLD_SDK, because.NEW_PROJECT],
    source: `${WEB_EXAMPLES}/69`,
  },
  {
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
      because.OTHER_UID,
      because.OTHER_CHANNEL,
      because.WRONG_CERTIFICATE,
      because.OTHER_APP_ID,
      because.STRING_OR_NUMBER,
      because.NO_JOIN,
      because.DAMAGED,
    ],
    source: WEB_NUMBERS,
  },
  {
    codes: [
      'CAN_NOT_GET_GATEWAY_SERVER: dynamic key expired',
      '2010013',
      '118',
      'EXPIRED',
      'ERR_DYNAMIC_KEY_EXPIRED',
      'DYNAMIC_KEY_EXPIRED',
    ],
    texts: ['dynamic key expired', 'dynamic_key_expired', 'dynamic key or token timeout'],
    meaning: 'The token or a privilege of it has expired.',
    causes: [because.ENDED],
    source: `${WEB_EXAMPLES}/86`,
  },
  {
    codes: ['TOKEN_EXPIRE: dynamic key expired', 'TOKEN_EXPIRE'],
    texts: ['token_expire: dynamic key expired'],
    meaning:
      'The token has expired, or it does not fit: Web SDK 4.24 gives this name to the 110 of the gateway too.',
    causes: [
      because.ENDED,
      because.OTHER_UID,
      because.OTHER_CHANNEL,
      because.STRING_OR_NUMBER,
      because.WRONG_CERTIFICATE,
      because.OTHER_APP_ID,
    ],
    source: WEB_TYPES,
  },
  {
    codes: ['109', 'TIMEOUT', '2010010', 'K_TIMESTAMP_EXPIRED', '2', 'ERR_DYNAMIC_KEY_TIMEOUT'],
    texts: ['dynamic key timeout', 'dynamic_key_timeout', ...TOKEN_EXPIRED],
    meaning: 'The token has expired (numbers of older Web SDKs).',
    causes: [because.ENDED],
    source: WEB_NUMBERS,
  },
  {
    codes: [
      'CAN_NOT_GET_GATEWAY_SERVER: dynamic use static key',
      '2010015',
      '120',
      'DYNAMIC_USE_STATIC',
      'DYNAMIC_USE_STATIC_KEY',
      'ERR_DYNAMIC_USE_STATIC_KEY',
    ],
    texts: ['dynamic use static key', 'dynamic_use_static', 'dynamic use static'],
    meaning: 'The project needs a token and none was sent, or an App ID in its place.',
    causes: [because.NONE_SENT, because.EMPTY],
  },
  {
    codes: [
      'CAN_NOT_GET_GATEWAY_SERVER: static use dynamic key',
      '2010014',
      '119',
      'STATIC_USE_DYNAMIC',
      'ERR_STATIC_USE_DYNAMIC_KEY',
    ],
    texts: ['static use dynamic key', 'static_use_dynamic', 'static use dynamic'],
    meaning: 'A token was sent, but the certificate of the project is not enabled.',
    causes: [because.NO_CERTIFICATE, because.OTHER_APP_ID],
    source: WEB_NUMBERS,
  },
  {
    codes: [
      'CAN_NOT_GET_GATEWAY_SERVER: no active status',
      '2010011',
      '116',
      'ERR_NO_ACTIVE_STATUS',
      'NO_ACTIVE_STATUS',
    ],
    texts: ['no active status', 'no_active_status'],
    meaning: 'The project is disabled.',
    causes: [because.NEW_PROJECT],
    source: `${DOCS}/video-calling/troubleshooting/error-codes?platform=web`,
  },
  {
    codes: ['INVALID_PARAMS: Invalid token: .'],
    texts: ['invalid token: . if you don', 'invalid_params: invalid token', 'invalid token: .'],
    meaning: 'The token argument is an empty string.',
    causes: [because.EMPTY, because.NULL_INSTEAD, because.DAMAGED],
    source: 'https://github.com/AgoraIO-Usecase/eEducation/issues/61',
  },
  {
    codes: ['2024', 'ERR_REJOIN_TOKEN_INVALID'],
    meaning:
      'The client reconnected with a token that is no longer good, or that fits another uid or channel.',
    causes: [because.ENDED, because.OTHER_UID, because.OTHER_CHANNEL, because.WRONG_CERTIFICATE],
    source: WEB_TYPES,
  },
  {
    codes: ['456', 'LIVE_STREAM_RESPONSE_NOT_AUTHORIZED'],
    meaning: 'The gateway does not allow this client to push the stream to a CDN.',
    causes: [because.ROLE, because.ENDED, because.NOT_ENABLED],
    source: WEB_TYPES,
  },
]);

/** `onLoginFailure`, `onFailure` of login; the Web SDK says them in words. */
const RTM1 = of('RTM 1.x', 'LOGIN_ERR_CODE in IAgoraRtmService.h of the RTM 1.x SDK', [
  {
    codes: ['2', 'LOGIN_ERR_REJECTED', 'AgoraRtmLoginErrorRejected'],
    meaning: 'The login was rejected by the server.',
    causes: [because.NOT_FOR_RTM, because.NOT_ENABLED, because.NONE_SENT, because.OTHER_APP_ID],
  },
  {
    codes: ['3', 'LOGIN_ERR_INVALID_ARGUMENT', 'AgoraRtmLoginErrorInvalidArgument'],
    meaning: 'An argument of login is invalid: the user id or the token.',
    causes: [because.OTHER_USER, because.EMPTY, because.DAMAGED],
  },
  {
    codes: ['4', 'LOGIN_ERR_INVALID_APP_ID', 'AgoraRtmLoginErrorInvalidAppId'],
    texts: ['invalid app id', 'invalid appid'],
    meaning: 'The App ID is invalid.',
    causes: because.WRONG_APP_ID,
  },
  {
    codes: ['5', 'LOGIN_ERR_INVALID_TOKEN', 'AgoraRtmLoginErrorInvalidToken'],
    texts: [
      'signature verification failed',
      'enabled the dynamic key, but uses the static key',
      ...INVALID_TOKEN,
    ],
    meaning: 'The token is invalid, or the project needs one and none was sent.',
    causes: [...because.INVALID_RTM_TOKEN, because.NONE_SENT],
  },
  {
    codes: ['6', 'LOGIN_ERR_TOKEN_EXPIRED', 'AgoraRtmLoginErrorTokenExpired', 'onTokenExpired'],
    texts: TOKEN_EXPIRED,
    meaning: 'The token has expired.',
    causes: [because.ENDED],
  },
  {
    codes: ['7', 'LOGIN_ERR_NOT_AUTHORIZED', 'AgoraRtmLoginErrorNotAuthorized'],
    meaning: 'The login is not authorized.',
    causes: [because.NOT_ENABLED, because.NOT_FOR_RTM, because.OTHER_USER],
  },
]);

const RTM1_RENEW = of('RTM 1.x renewToken', 'RENEW_TOKEN_ERR_CODE in IAgoraRtmService.h', [
  {
    codes: ['1', 'RENEW_TOKEN_ERR_FAILURE', 'AgoraRtmRenewTokenErrorFailure'],
    meaning: 'Renewing failed.',
    causes: [because.RENEW_NOT_ACCEPTED, because.NOT_FOR_RTM, because.OTHER_USER],
  },
  {
    codes: ['2', 'RENEW_TOKEN_ERR_INVALID_ARGUMENT', 'AgoraRtmRenewTokenErrorInvalidArgument'],
    meaning: 'The argument is invalid: an empty token, for example.',
    causes: [because.EMPTY, because.DAMAGED],
  },
  {
    codes: ['5', 'RENEW_TOKEN_ERR_TOKEN_EXPIRED', 'AgoraRtmRenewTokenErrorTokenExpired'],
    meaning: 'The new token has expired already.',
    causes: [because.ENDED],
  },
  {
    codes: ['6', 'RENEW_TOKEN_ERR_INVALID_TOKEN', 'AgoraRtmRenewTokenErrorInvalidToken'],
    meaning: 'The new token is invalid.',
    causes: because.INVALID_RTM_TOKEN,
  },
]);

const RTM2 = of('RTM 2.x', `${DOCS}/signaling/reference/error-codes`, [
  {
    codes: ['-10003', 'RTM_ERROR_INVALID_APP_ID', 'AgoraRtmErrorInvalidAppId'],
    texts: ['invalid app id', 'invalid appid'],
    meaning: 'The App ID is invalid, or RTM is not enabled for it.',
    causes: [...because.WRONG_APP_ID, because.NOT_ENABLED],
  },
  {
    codes: ['-10005', 'RTM_ERROR_INVALID_TOKEN', 'AgoraRtmErrorInvalidToken'],
    texts: INVALID_TOKEN,
    meaning: 'The token is invalid.',
    causes: because.INVALID_RTM_TOKEN,
  },
  {
    codes: ['-10006', 'RTM_ERROR_INVALID_USER_ID', 'AgoraRtmErrorInvalidUserId'],
    meaning: 'The user id is empty or not allowed: 1 to 64 ASCII characters, always a string.',
    causes: [because.OTHER_USER],
  },
  {
    codes: ['-10008', 'RTM_ERROR_INVALID_CHANNEL_NAME', 'AgoraRtmErrorInvalidChannelName'],
    meaning: 'The channel name is invalid: at most 64 ASCII characters, not beginning with _.',
    causes: [because.OTHER_CHANNEL],
  },
  {
    codes: ['-10009', 'RTM_ERROR_TOKEN_EXPIRED', 'AgoraRtmErrorTokenExpired'],
    texts: ['ticket expired', ...TOKEN_EXPIRED],
    meaning: 'The token has expired: log out, fetch a new token, log in.',
    causes: [because.ENDED],
  },
  {
    codes: ['-10012', 'RTM_ERROR_LOGIN_REJECTED', 'AgoraRtmErrorLoginRejected'],
    texts: ['login rejected', 'rtm service was rejected'],
    meaning: 'The login was rejected by the server: RTM is not enabled, or the user is banned.',
    causes: [
      because.NOT_FOR_RTM,
      because.NOT_ENABLED,
      because.OTHER_USER,
      because.WRONG_CERTIFICATE,
      because.NONE_SENT,
    ],
  },
  {
    codes: ['-10015', 'RTM_ERROR_LOGIN_NOT_AUTHORIZED', 'AgoraRtmErrorLoginNotAuthorized'],
    meaning: 'The login is not authorized: RTM is not enabled for the project.',
    causes: [because.NOT_ENABLED],
  },
  {
    codes: [
      '-10016',
      'RTM_ERROR_INCONSISTENT_APPID',
      'AgoraRtmErrorLoginInconsistentAppId',
      'AgoraRtmErrorInconsistentAppId',
    ],
    meaning: 'Login and join use different App IDs.',
    causes: [because.OTHER_APP_ID],
  },
  {
    codes: ['-10026', 'RTM_ERROR_RENEW_TOKEN_TIMEOUT'],
    meaning: 'Renewing the token timed out.',
    causes: [because.RENEW_NOT_ACCEPTED, because.NOT_FOR_RTM],
  },
  {
    codes: ['-11007', 'RTM_ERROR_CHANNEL_JOIN_FAILED', 'AgoraRtmErrorChannelJoinFailed'],
    meaning:
      'Joining the stream channel failed; that needs an RTC token for this channel and the user id as its account, as well as the RTM token of the login.',
    causes: [because.OTHER_CHANNEL, because.STRING_OR_NUMBER, because.ENDED],
  },
  {
    codes: ['tokenPrivilegeWillExpire', 'onTokenPrivilegeWillExpire'],
    meaning:
      'The token ends in 30 seconds: where a channelName comes with it, the RTC token of that stream channel. An event, not an error.',
    causes: [because.RENEW_IN_TIME],
  },
]);

const CHAT_DOCS = `${DOCS}/agora-chat/reference/error-codes`;
const CHAT = of('Chat', CHAT_DOCS, [
  {
    codes: ['104', 'INVALID_TOKEN', 'EMErrorInvalidToken'],
    texts: INVALID_TOKEN,
    meaning: 'The token is invalid.',
    causes: [
      because.CHAT_SERVICE,
      because.CHAT_NAME,
      because.WRONG_CERTIFICATE,
      because.OTHER_APP_ID,
      because.DAMAGED,
    ],
  },
  {
    codes: ['105', 'USER_NAME_TOO_LONG', 'EMErrorUsernameTooLong'],
    meaning: 'The user name is too long: at most 64 characters.',
    causes: [because.CHAT_NAME],
  },
  {
    codes: ['108', 'TOKEN_EXPIRED', 'onTokenExpired', 'EMErrorTokenExpire'],
    texts: TOKEN_EXPIRED,
    meaning: 'The token has expired.',
    causes: [because.ENDED],
  },
  {
    codes: ['109', 'TOKEN_WILL_EXPIRE', 'onTokenWillExpire', 'EMErrorTokenWillExpire'],
    meaning: 'Half of the lifetime of the token is over. An event, not an error.',
    causes: [because.CHAT_HALF],
  },
  {
    codes: ['110', 'INVALID_PARAM'],
    meaning: 'A parameter is invalid.',
    causes: [because.CHAT_NAME, because.EMPTY],
  },
  {
    codes: ['202', 'USER_AUTHENTICATION_FAILED', 'EMErrorUserAuthenticationFailed'],
    meaning: 'The authentication of the user failed.',
    causes: [because.CHAT_SERVICE, because.CHAT_NAME, because.WRONG_CERTIFICATE, because.ENDED],
  },
]);

const CHAT_WEB = of('Chat Web', `${CHAT_DOCS}?platform=web`, [
  {
    codes: ['1', 'WEBIM_CONNCTION_OPEN_ERROR'],
    meaning: 'The login failed: the token or the user name was not accepted.',
    causes: [because.CHAT_SERVICE, because.CHAT_NAME, because.ENDED, because.WRONG_CERTIFICATE],
  },
  {
    codes: ['2', 'WEBIM_CONNCTION_AUTH_ERROR'],
    meaning: 'The authentication failed: the App Key is wrong, or the token is.',
    causes: [because.CHAT_SERVICE, because.CHAT_NAME, because.ENDED],
  },
  {
    codes: ['28', 'WEBIM_CONNCTION_TOKEN_NOT_ASSIGN_ERROR'],
    meaning: 'The login got no token.',
    causes: [because.EMPTY],
  },
  {
    codes: ['40', 'WEBIM_CONNECTION_ERROR'],
    meaning: 'The authentication of the user failed.',
    causes: [because.CHAT_SERVICE, because.CHAT_NAME, because.ENDED],
  },
  {
    codes: ['700', 'REST_PARAMS_STATUS'],
    meaning: 'A request was made without a token, or with a wrong App Key.',
    causes: [because.EMPTY, because.ENDED],
  },
]);

const RECORDING_DOCS = `${DOCS}/cloud-recording/rest-api/status-codes`;
const RECORDING_ERRORS = `${DOCS}/cloud-recording/reference/common-errors`;
const RECORDING = of('Cloud Recording', RECORDING_DOCS, [
  {
    codes: ['109'],
    texts: TOKEN_EXPIRED,
    meaning: 'The token that the recorder joins the channel with has expired.',
    causes: [because.ENDED, because.RECORDER_ENDS],
    source: RECORDING_ERRORS,
  },
  {
    codes: ['110'],
    texts: INVALID_TOKEN,
    meaning: 'The token that the recorder joins the channel with is wrong.',
    causes: [
      because.RECORDER_UID,
      because.OTHER_CHANNEL,
      because.WRONG_CERTIFICATE,
      because.OTHER_APP_ID,
      because.NONE_SENT,
    ],
    source: RECORDING_ERRORS,
  },
  {
    codes: ['401', 'Invalid authentication credentials', 'Unauthorized'],
    texts: [
      'invalid authentication credentials',
      'http 401',
      '401 unauthorized',
      'invalid_channel_name',
    ],
    meaning:
      'HTTP 401: the customer ID or secret is wrong or missing. In the body of a 400, with invalid_channel_name: cname has characters that are not allowed.',
    causes: [because.BASIC, because.OTHER_CHANNEL],
  },
  {
    codes: ['432'],
    meaning:
      'App ID, channel or uid of the request are not those that the resource ID was acquired for.',
    causes: [because.RECORDER_UID, because.OTHER_CHANNEL],
    source: RECORDING_ERRORS,
  },
  {
    codes: ['400', 'invalid_appid'],
    texts: ['invalid_appid', 'appid is invalid'],
    meaning: 'The App ID is invalid, or cloud recording is not enabled for it.',
    causes: [because.NOT_ENABLED, because.OTHER_APP_ID],
  },
]);

const CONVOAI_DOCS = `${DOCS}/conversational-ai/rest-api/reference`;
const CONVOAI = of('ConvoAI', CONVOAI_DOCS, [
  {
    codes: ['401', 'Unauthorized'],
    texts: ['http 401', '401 unauthorized', ...INVALID_TOKEN, ...TOKEN_EXPIRED],
    meaning: 'The request was not authorized: the header, the token or the credentials are wrong.',
    causes: [
      because.HEADER,
      because.ENDED,
      because.WRONG_CERTIFICATE,
      because.NO_RTM_FOR_AGENT,
      because.SECONDARY,
      because.BASIC,
    ],
  },
  {
    codes: ['403', 'ServiceNotEnabled', 'AccountSuspended', 'InvalidPermission'],
    texts: ['http 403', '403 forbidden'],
    meaning: 'The service is not enabled for the project, or the account is suspended.',
    causes: [because.NOT_ENABLED, because.OTHER_APP_ID],
  },
]);

/** What others say too, where it is said of the whiteboard: `roomToken expired`, `白板 token 过期`. */
const WHITEBOARD_EXPIRED = TOKEN_EXPIRED.flatMap((text) =>
  /^[ -~]*$/.test(text)
    ? [`room ${text}`, `room${text}`, `whiteboard ${text}`, `netless ${text}`]
    : `白板 ${text}`,
);

const WHITEBOARD = of(
  'Whiteboard',
  `${DOCS}/interactive-whiteboard/develop/authentication-workflow`,
  [
    {
      codes: ['invalid format of token'],
      texts: ['invalid format of token'],
      meaning: 'The token cannot be read.',
      causes: [because.DAMAGED, because.NOT_FOR_WHITEBOARD],
    },
    {
      codes: ['expired token'],
      texts: ['expired token', ...WHITEBOARD_EXPIRED],
      meaning: 'The token has expired.',
      causes: [because.LIFESPAN],
    },
    {
      codes: ['invalid signature of token'],
      texts: ['invalid signature of token'],
      meaning: 'The token was not signed with the secret key of its access key.',
      causes: [because.OTHER_PAIR],
    },
    {
      codes: ['token access room forbidden'],
      texts: ['token access room forbidden'],
      meaning: 'The token is not for this room.',
      causes: [because.OTHER_BOARD],
    },
    {
      codes: ['token access task forbidden'],
      texts: ['token access task forbidden'],
      meaning: 'The token is not for this task.',
      causes: [because.OTHER_TASK],
    },
    {
      codes: ['token access team forbidden'],
      texts: ['token access team forbidden'],
      meaning: 'The whiteboard of the project is disabled, or belongs to another team.',
      causes: [because.NOT_ENABLED],
    },
    {
      codes: ['token access role forbidden'],
      texts: ['token access role', "can't update to writable", 'cannot update to writable'],
      meaning: 'The role of the token does not allow this: a reader joins to look only.',
      causes: [because.LESSER_ROLE],
    },
  ],
);

const CLASSROOM = of(
  'Flexible Classroom',
  'https://github.com/AgoraIO/docs-portal (FAQ: common mistakes of Flexible Classroom)',
  [
    {
      codes: ['600001', '600001-1'],
      meaning: 'The token is wrong, or its App ID is not the one of the classroom.',
      causes: [
        because.OTHER_APP_ID,
        because.NOT_FOR_CLASSROOM,
        because.WRONG_CERTIFICATE,
        because.ENDED,
        because.ROLE_LOST,
      ],
    },
    {
      codes: ['last launch not finished'],
      texts: ['last launch not finished'],
      meaning: 'The RTM login of the classroom failed, and a launch is pending.',
      causes: [because.NOT_FOR_RTM, because.OTHER_USER, because.ENDED],
    },
  ],
);

const REST = of('REST', `${DOCS}/video-calling/channel-management-api/restful-authentication`, [
  {
    codes: ['401', 'Unauthorized', 'Invalid token'],
    texts: [
      'http 401',
      '401 unauthorized',
      'invalid authentication credentials',
      ...INVALID_TOKEN,
      ...TOKEN_EXPIRED,
    ],
    meaning: 'The request was not authorized.',
    causes: [
      because.ENDED,
      because.WRONG_CERTIFICATE,
      because.BASIC,
      because.HEADER,
      because.SECONDARY,
      because.NO_RTM_FOR_AGENT,
    ],
  },
  {
    codes: ['403', 'Forbidden'],
    texts: ['http 403', '403 forbidden'],
    meaning: 'The token does not allow the request.',
    causes: [because.NOT_ENABLED, because.OTHER_TARGET],
  },
]);

const BUILDER = of(
  'Token builder',
  'https://github.com/AgoraIO/Tools/tree/master/DynamicKey/AgoraDynamicKey',
  [
    {
      codes: ['""'],
      meaning: 'The builder returned an empty token and threw nothing.',
      causes: [because.BAD_CREDENTIALS],
    },
    {
      codes: ['The first argument must be of type string'],
      texts: ['first argument must be of type string'],
      meaning: 'The Node builder got a value that is not a string.',
      causes: [because.UNSET_VALUE],
    },
    {
      codes: ['ERR_OUT_OF_RANGE'],
      texts: ['err_out_of_range', 'out of range. it must be >= 0', 'format requires 0 <= number'],
      meaning: 'A builder got a number that does not fit in its field.',
      causes: [because.OUT_OF_RANGE],
    },
  ],
);

export const SDK_ERRORS: readonly SdkError[] = [
  ...RTC,
  ...CONNECTION,
  ...RENEW,
  ...RELAY,
  ...WEB,
  ...RTM1,
  ...RTM1_RENEW,
  ...RTM2,
  ...CHAT,
  ...CHAT_WEB,
  ...RECORDING,
  ...CONVOAI,
  ...WHITEBOARD,
  ...CLASSROOM,
  ...REST,
  ...BUILDER,
  ...OTHER_ERRORS,
];
