import { describe, expect, test } from 'vitest';
import { findErrors } from '../../../src/core/inspect/find-error.js';

/**
 * Lines as SDKs, services and people write them, each with the product and the first code of every
 * entry that it must give; without one, it must give none.
 */
type Row = readonly [line: string, ...entries: string[]];

const entries = (line: string) =>
  findErrors(line).map(({ product, codes }) => `${product} ${codes[0]}`);

const gateway = (text: string) => `RTC Web CAN_NOT_GET_GATEWAY_SERVER: ${text}`;
const VENDOR = gateway('invalid vendor key');
const NO_AUTHORIZED = gateway('invalid token, authorized failed');
const KEY_EXPIRED = gateway('dynamic key expired');
const STATIC_KEY = gateway('dynamic use static key');
const DYNAMIC_KEY = gateway('static use dynamic key');
const INACTIVE = gateway('no active status');
const INVALID = ['RTC 110', NO_AUTHORIZED, 'RTM 1.x 5', 'RTM 2.x -10005', 'Chat 104', 'REST 401'];
const EXPIRED = ['RTC 109', 'RTC Web 109', 'RTM 1.x 6', 'RTM 2.x -10009', 'Chat 108', 'REST 401'];

const ANDROID: readonly Row[] = [
  ['E/AgoraRTC: onError 110', 'RTC 110'],
  ['IRtcEngineEventHandler.onError: 109', 'RTC 109'],
  ['onError code 110 message The Token is invalid', 'RTC 110'],
  ['I/AGORA_SDK: joinChannel returned -17', 'RTC 17'],
  ['RtcEngine joinChannel ret=-2', 'RTC 2'],
  ['ret=-7', 'RTC 7'],
  ['enableVideo() returned -7', 'RTC 7'],
  ['setClientRole failed: -7', 'RTC 7'],
  ['Constants.ERR_INVALID_TOKEN', 'RTC 110'],
  ['io.agora.rtc2.Constants.ERR_TOKEN_EXPIRED', 'RTC 109'],
  ['onConnectionStateChanged state=5 reason=8', 'RTC connection state 8'],
  ['RTC onConnectionStateChanged, state: 5, reason: 9', 'RTC connection state 9'],
  ['CONNECTION_CHANGED_INVALID_TOKEN', 'RTC connection state 8'],
  ['Constants.CONNECTION_CHANGED_TOKEN_EXPIRED(9)', 'RTC connection state 9'],
  ['onConnectionStateChanged: reason CONNECTION_CHANGED_INVALID_APP_ID', 'RTC connection state 6'],
  ['D/rtc: renewToken returned -110', 'RTC renewToken 110'],
  ['renewToken 110', 'RTC renewToken 110'],
  ['onRenewTokenResult: RENEW_TOKEN_TOKEN_EXPIRED', 'RTC renewToken 2'],
  [
    'onTokenPrivilegeWillExpire',
    'RTC onTokenPrivilegeWillExpire',
    'RTM 2.x tokenPrivilegeWillExpire',
  ],
  ['W/agora: onRequestToken', 'RTC onRequestToken'],
  ['setClientRole failed: ERR_SET_CLIENT_ROLE_NOT_AUTHORIZED', 'RTC 119'],
  [
    'onChannelMediaRelayStateChanged state=3 code=RELAY_ERROR_SRC_TOKEN_EXPIRED',
    'RTC media relay 10',
  ],
  ['onChannelMediaRelayStateChanged: state 3, code 11', 'RTC media relay 11'],
];

const IOS: readonly Row[] = [
  ['rtcEngine:didOccurError: 110', 'RTC 110'],
  ['didOccurError errorCode: AgoraErrorCode(rawValue: 109)', 'RTC 109'],
  ['AgoraErrorCode.invalidToken', 'RTC 110'],
  ['AgoraErrorCodeInvalidToken', 'RTC 110'],
  ['AgoraErrorCode.tokenExpired', 'RTC 109'],
  ['AgoraErrorCodeInvalidAppId', 'RTC 101'],
  ['error: AgoraErrorCodeInvalidChannelId', 'RTC 102'],
  ['AgoraConnectionChangedReason.reasonInvalidToken', 'RTC connection state 8'],
  ['AgoraConnectionChangedReason.reasonTokenExpired', 'RTC connection state 9'],
  ['AgoraConnectionChangedInvalidToken', 'RTC connection state 8'],
  ['AgoraConnectionChangedReason(rawValue: 8)', 'RTC connection state 8'],
  ['rtcEngineRequestToken', 'RTC onRequestToken'],
  ['joinChannel(byToken:) result -110', 'RTC 110'],
  ['AgoraRtmLoginErrorCode.invalidToken', 'RTM 1.x 5'],
  ['AgoraRtmLoginErrorTokenExpired', 'RTM 1.x 6'],
  ['Error: login fail:5', 'RTM 1.x 5'],
  ['AgoraRtmErrorCode.invalidToken', 'RTM 2.x -10005'],
  ['AgoraRtmErrorTokenExpired', 'RTM 2.x -10009'],
  ['AgoraRtmErrorCode(rawValue: -11007)', 'RTM 2.x -11007'],
  ['login failed: AgoraRtmErrorInfo errorCode rawValue: -10005', 'RTM 2.x -10005'],
];

const WEB: readonly Row[] = [
  ['AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: dynamic use static key', STATIC_KEY],
  [
    '15:54:58:287 Agora-SDK [ERROR]: [client-be997] join number: 1, Joining channel failed, rollback AgoraRTCException: AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: flag: 4096, message: AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: dynamic use static key',
    STATIC_KEY,
  ],
  [
    'AgoraRTCException: AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: flag: 4096, message: AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: dynamic key or token timeout',
    KEY_EXPIRED,
  ],
  [
    'AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: dynamic key expired data: {"retry":false}',
    KEY_EXPIRED,
  ],
  ['CAN_NOT_GET_GATEWAY_SERVER: invalid vendor key, can not find appid', VENDOR],
  [
    'Uncaught (in promise) AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: invalid token, authorized failed',
    NO_AUTHORIZED,
  ],
  ['AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: static use dynamic key', DYNAMIC_KEY],
  ['AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: no active status', INACTIVE],
  ['AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: flag: 4096, code: 2010013', KEY_EXPIRED],
  ['AgoraRTCError TOKEN_EXPIRE: dynamic key expired', 'RTC Web TOKEN_EXPIRE: dynamic key expired'],
  [
    'AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: TOKEN_EXPIRE: dynamic key expired',
    'RTC Web TOKEN_EXPIRE: dynamic key expired',
  ],
  ['TOKEN_EXPIRE', 'RTC Web TOKEN_EXPIRE: dynamic key expired'],
  ['Agora-SDK [ERROR]: [63CEC] Get server node failed [DYNAMIC_KEY_EXPIRED]', KEY_EXPIRED],
  [
    '10:22:21:680 Agora-SDK [ERROR]: [4A5DB] Get server node failed [DYNAMIC_USE_STATIC_KEY] https://webrtc2-ap-web-1.agora.io/api/v1 DYNAMIC_USE_STATIC_KEY',
    STATIC_KEY,
  ],
  ['Agora-SDK [ERROR]: User join failed [ERR_NO_AUTHORIZED]', NO_AUTHORIZED],
  ['ERR_DYNAMIC_KEY_TIMEOUT(109)', 'RTC Web 109'],
  ['ERR_STATIC_USE_DYNAMIC_KEY(119)', DYNAMIC_KEY],
  [
    'AgoraRTCException: AgoraRTCError INVALID_PARAMS: Invalid token: . If you don not use token, set it to null',
    'RTC Web INVALID_PARAMS: Invalid token: .',
  ],
  ['AgoraRTCError INVALID_PARAMS: uid must be a number', 'RTC Web INVALID_PARAMS'],
  ['p2p lost, ERR_REJOIN_TOKEN_INVALID', 'RTC Web 2024'],
  ['AgoraRTC_N.js gateway error code: 2024', 'RTC Web 2024'],
  ['LIVE_STREAM_RESPONSE_NOT_AUTHORIZED', 'RTC Web 456'],
  ['channel-media-relay-state SRC_TOKEN_EXPIRED', 'RTC media relay 10'],
  ['DEST_TOKEN_EXPIRED', 'RTC media relay 11'],
  ['client.on("token-privilege-did-expire")', 'RTC onRequestToken'],
  [
    'AgoraRTCError PERMISSION_DENIED: NotAllowedError: Permission denied',
    'RTC Web PERMISSION_DENIED',
  ],
  [
    'AgoraRTCError UID_CONFLICT: Client already in connecting/connected state',
    'RTC Web UID_CONFLICT',
  ],
  ['AgoraRTCException: 110', NO_AUTHORIZED],
];

const FLUTTER: readonly Row[] = [
  ['[onError] err: ErrorCodeType.errInvalidToken, msg: ', 'RTC 110'],
  ['onError: ErrorCode.InvalidToken', 'RTC 110'],
  ['ErrorCodeType.errTokenExpired', 'RTC 109'],
  ['flutter: ErrorCodeType.errInvalidAppId', 'RTC 101'],
  ['ErrorCodeType.errInvalidChannelName', 'RTC 102'],
  ['AgoraRtcException(-17, null)', 'RTC 17'],
  ['Unhandled Exception: AgoraRtcException(110, null)', 'RTC 110'],
  ['Flutter: AgoraRtcException(109, null)', 'RTC 109'],
  ['AgoraRtcException(-102, null)', 'RTC 102'],
  ['ConnectionChangedReasonType.connectionChangedInvalidToken', 'RTC connection state 8'],
  [
    'onConnectionStateChanged: connectionStateFailed, connectionChangedTokenExpired',
    'RTC connection state 9',
  ],
  ['ConnectionChangedReason.InvalidToken', 'RTC connection state 8'],
  ['RenewTokenErrorCode.renewTokenInvalidToken', 'RTC renewToken 3'],
  ['renewTokenInvalidToken', 'RTC renewToken 3'],
  ['Unhandled Exception: login failed errorCode:5', 'RTM 1.x 5'],
  [
    '#0 AgoraRtmClient.login (package:agora_rtm/src/agora_rtm_client.dart:228:7) login failed errorCode:2',
    'RTM 1.x 2',
  ],
  [
    'I/flutter ( 1734): Connection state changed: 1, reason: 3 Login error: login failed errorCode:6',
    'RTM 1.x 6',
  ],
  ['Login error: login failed errorCode:4', 'RTM 1.x 4'],
  ['login failed errorCode:8', 'RTM 1.x 8'],
  ['error : RTM service was rejected due to server error., error code: -10012', 'RTM 2.x -10012'],
  ['RtmErrorCode.invalidToken', 'RTM 2.x -10005'],
  ['ChatError: code: 104, desc: token is invalid (agora_chat_sdk)', 'Chat 104'],
];

const REACT_NATIVE: readonly Row[] = [
  ['LOG onError {"err":110,"msg":""} react-native-agora', 'RTC 110'],
  ['react-native-agora: ErrorCodeType.ErrInvalidToken', 'RTC 110'],
  ['ErrInvalidToken', 'RTC 110'],
  ['ErrTokenExpired', 'RTC 109'],
  ['ConnectionChangedInvalidToken', 'RTC connection state 8'],
  ['Possible Unhandled Promise Rejection: Error: RTM login error -10005', 'RTM 2.x -10005'],
  ['{"operation":"Login","errorCode":-10009}', 'RTM 2.x -10009'],
  [
    '{"error":true,"operation":"login","errorCode":-10005,"reason":"Invalid token"}',
    'RTM 2.x -10005',
  ],
  ['RTM Error operation: LOGIN, code: 110'],
  ['joinChannel rejected with code -7', 'RTC 7'],
];

const UNITY_ELECTRON: readonly Row[] = [
  ['OnError err: 110, msg: ', 'RTC 110'],
  ['RTC Error:110, msg: The Token is invalid', 'RTC 110', NO_AUTHORIZED],
  ['ERROR_CODE_TYPE.ERR_INVALID_TOKEN', 'RTC 110'],
  [
    'OnConnectionStateChanged CONNECTION_STATE_FAILED CONNECTION_CHANGED_REASON_TYPE.CONNECTION_CHANGED_INVALID_TOKEN',
    'RTC connection state 8',
  ],
  ['Unity JoinChannel nRet = -102', 'RTC 102'],
  ['[agora-electron-sdk] onError 109 token expired', 'RTC 109'],
  ['electron RtcEngine onError err 101', 'RTC 101'],
  ['IRtcEngine.RenewToken failed: -109', 'RTC 109'],
  ['CHANNEL_MEDIA_RELAY_ERROR.RELAY_ERROR_DEST_TOKEN_EXPIRED', 'RTC media relay 11'],
  ['ERR_NOT_INITIALIZED (-7) from IRtcEngine.JoinChannel', 'RTC 7'],
];

const RTM1: readonly Row[] = [
  ['RTM ERROR 5 LOGIN_ERR_INVALID_TOKEN', 'RTM 1.x 5'],
  ['ErrorInfo object : "RTM ERROR 6 LOGIN_ERR_TOKEN_EXPIRED"', 'RTM 1.x 6'],
  ['RTM ERROR 8 LOGIN_ERR_ALREADY_LOGGED_IN', 'RTM 1.x 8'],
  ['LOGIN_ERR_REJECTED', 'RTM 1.x 2'],
  ['onLoginFailure: LOGIN_ERR_NOT_AUTHORIZED', 'RTM 1.x 7'],
  ['LoginError.LOGIN_ERR_INVALID_APP_ID', 'RTM 1.x 4'],
  [
    'agora-rtm-sdk-1.2.2.js:7 RTM:ERROR Error Code 5. The vendor enabled the dynamic key, but uses the static key.',
    'RTM 1.x 5',
  ],
  ['RTM Error Code 9 - login timed out', 'RTM 1.x 9'],
  ['RTM login error 10', 'RTM 1.x 10'],
  ['rtm login 101', 'RTM 1.x 101'],
  ['RTM: Signature verification failed', 'RTM 1.x 5'],
  ['AgoraRtmClient renewToken failed: 6', 'RTM 1.x renewToken 6'],
  ['RENEW_TOKEN_ERR_INVALID_TOKEN', 'RTM 1.x renewToken 6'],
  ['RTM renewToken error 5', 'RTM 1.x renewToken 5'],
  ['rtm onTokenExpired', 'RTM 1.x 6'],
  ['I am getting RTM status code 5', 'RTM 1.x 5'],
];

const RTM2: readonly Row[] = [
  ['Error Code -10005: RTM2 login failed: invalid token', 'RTM 2.x -10005'],
  ['RTM_ERROR_INVALID_TOKEN', 'RTM 2.x -10005'],
  ['RtmConstants.RtmErrorCode.INVALID_TOKEN', 'RTM 2.x -10005'],
  ['RTMErrorCode.RTM_ERROR_TOKEN_EXPIRED', 'RTM 2.x -10009'],
  ['{"operation":"Login","errorCode":-10015,"reason":"not authorized"}', 'RTM 2.x -10015'],
  ['await login() || -10012', 'RTM 2.x -10012'],
  ['signaling login failed, code=-10011', 'RTM 2.x -10011'],
  ['stream channel join failed -11007', 'RTM 2.x -11007'],
  ['rtm.login: error 10005', 'RTM 2.x -10005'],
  ['RTM: ticket expired', 'RTM 2.x -10009'],
  ['RTM_ERROR_RENEW_TOKEN_TIMEOUT', 'RTM 2.x -10026'],
  ['publish failed: -11024', 'RTM 2.x -11024'],
  ['errorCode：-10009', 'RTM 2.x -10009'],
  ['rtm tokenPrivilegeWillExpire', 'RTM 2.x tokenPrivilegeWillExpire'],
  ['RTM -10099'],
];

const CHAT: readonly Row[] = [
  ['Chat login failed, error code: 104', 'Chat 104'],
  ['AgoraChatClient login error: 202', 'Chat 202'],
  ['EMError.INVALID_TOKEN', 'Chat 104'],
  ['EMErrorInvalidToken', 'Chat 104'],
  ['AgoraChatErrorCode.tokenExpired', 'Chat 108'],
  ['Easemob error 206', 'Chat 206', 'Chat Web 206'],
  ['Hyphenate login: error code 108, token expired', 'Chat 108'],
  ['ChatClient onTokenWillExpire', 'Chat 109'],
  ['Chat SDK error code 110', 'Chat 110'],
  ['com.hyphenate.EMError USER_AUTHENTICATION_FAILED', 'Chat 202'],
  ['WEBIM_CONNCTION_AUTH_ERROR', 'Chat Web 2'],
  ['WebIM.conn error type: 28, WEBIM_CONNCTION_TOKEN_NOT_ASSIGN_ERROR', 'Chat Web 28'],
  ['Agora Chat: INVALID_PARAM', 'Chat 110'],
  ['chat code 404', 'Chat 404'],
  ['Chat error 109', 'Chat 109'],
  ['Chat: error 777'],
];

const RECORDING: readonly Row[] = [
  ['cloud recording start: {"code":110,"reason":"invalid token"}', 'Cloud Recording 110'],
  ['code: 432', 'Cloud Recording 432'],
  ['错误码：432', 'Cloud Recording 432'],
  ['{"cname":"demo","uid":"42","resourceId":"nUwUbQf9Zg6t","code":432}', 'Cloud Recording 432'],
  [
    '{"resourceId":"nUwUbQf9Zg6t","cname":"c","code":2,"reason":"acquire: invalid uid"}',
    'Cloud Recording 2',
  ],
  ['POST /v1/apps/x/cloud_recording/acquire code 62', 'Cloud Recording 62'],
  ['recording error 109', 'Cloud Recording 109'],
  ['cloud_recording/start failed with code: 433', 'Cloud Recording 433'],
  ['cloud recording stop: {"code":435,"reason":"no recorded data"}', 'Cloud Recording 435'],
  ['Cloud Recording {"message":"Invalid authentication credentials"}', 'Cloud Recording 401'],
  ['cloud_recording query returned 404 "failed to find worker"', 'Cloud Recording 404'],
  ['start recording: {"code":53,"reason":"task conflict"}', 'Cloud Recording 53'],
  ['{"code":400,"reason":"invalid_appid"} from cloud recording acquire', 'Cloud Recording 400'],
  ['云端录制 start 返回 code 110', 'Cloud Recording 110'],
  ['Cloud Recording code 999'],
];

const WHITEBOARD: readonly Row[] = [
  [
    '[White] Error: connect failed: cannnot join room: token access room forbidden',
    'Whiteboard token access room forbidden',
  ],
  ['whiteboard: invalid format of token', 'Whiteboard invalid format of token'],
  ['netless join room failed: expired token', 'Whiteboard expired token'],
  ['invalid signature of token', 'Whiteboard invalid signature of token'],
  ['room token: token access team forbidden', 'Whiteboard token access team forbidden'],
  [
    "[White] Error: can't update to writable. you don't have permission",
    'Whiteboard token access role forbidden',
  ],
  ['token access task forbidden', 'Whiteboard token access task forbidden'],
  ['token access role$admin forbidden', 'Whiteboard token access role forbidden'],
  ['netless room token expired', 'Whiteboard expired token'],
  ['netless token expired', 'Whiteboard expired token'],
  ['白板 token 过期', 'Whiteboard expired token'],
  ['whiteboard error 110'],
  ['netless: error code 109'],
];

const SERVICES: readonly Row[] = [
  ['HTTP 401', 'REST 401'],
  ['401 Basic authentication', 'REST 401'],
  ['{"message":"Invalid authentication credentials"}', 'REST 401'],
  ['curl: HTTP/1.1 403 Forbidden', 'REST 403'],
  ['convoai join: 401 Unauthorized', 'ConvoAI 401'],
  [
    'Conversational AI agent: {"detail":"x","reason":"ServiceNotEnabled"} status 403',
    'ConvoAI 403',
  ],
  ['conversational-ai-agent/v2/projects/x/join status code: 409', 'ConvoAI 409'],
  ['AgoraEdu launch failed 600001', 'Flexible Classroom 600001'],
  ['last launch not finished Code=-1', 'Flexible Classroom last launch not finished'],
  [
    'TypeError [ERR_INVALID_ARG_TYPE]: The first argument must be of type string or an instance of Buffer. Received undefined',
    'Token builder The first argument must be of type string',
  ],
  [
    'RangeError [ERR_OUT_OF_RANGE]: The value of "value" is out of range. It must be >= 0 and <= 4294967295. Received 1700000000000',
    'Token builder ERR_OUT_OF_RANGE',
  ],
  ['""', 'Token builder ""'],
  ["struct.error: 'I' format requires 0 <= number <= 4294967295", 'Token builder ERR_OUT_OF_RANGE'],
];

const CHINESE: readonly Row[] = [
  ['加入频道报错110', 'RTC 110', NO_AUTHORIZED],
  ['joinChannel 错误码：110。', 'RTC 110'],
  ['声网 RTC 报错 109', 'RTC 109', 'RTC Web 109'],
  ['错误码：110', 'RTC 110', NO_AUTHORIZED, 'Chat 110'],
  ['onError 返回 101', 'RTC 101'],
  ['登录失败 5', 'RTM 1.x 5'],
  ['RTM 登录失败，错误码：-10005', 'RTM 2.x -10005'],
  ['云信令登录报错 -10009', 'RTM 2.x -10009'],
  ['环信登录失败 错误码 202', 'Chat 202'],
  ['即时通讯 IM 错误码 104', 'Chat 104'],
  ['Token 已过期', ...EXPIRED],
  ['RTC token 无效', 'RTC 110', NO_AUTHORIZED],
  ['白板 invalid format of token', 'Whiteboard invalid format of token'],
  ['加入频道失败：－102', 'RTC 102'],
];

const WORDS: readonly Row[] = [
  ['RTC error 2', 'RTC Web 109', 'RTC 2'],
  ['RTC error 16'],
  ['onLoginFailure errorCode = 5', 'RTM 1.x 5'],
  ['Error code 5', 'RTM 1.x 5'],
  ['joinChannelEx 110', 'RTC 110'],
  ['joinChannel: -17', 'RTC 17'],
  ['renewToken error 3', 'RTC renewToken 3'],
  ['relay code 10', 'RTC media relay 10'],
  ['convoai agent join 403', 'ConvoAI 403'],
  ['room token expired', 'Whiteboard expired token'],
  ['the token is invalid for channel 110', ...INVALID],
  ['video call: token has expired (109)', 'RTC 109', 'RTC Web 109'],
  ['Error(110)', 'RTC 110', NO_AUTHORIZED, 'Chat 110'],
  ['110 error', 'RTC 110', NO_AUTHORIZED, 'Chat 110'],
  ['110 token is invalid', 'RTC 110', NO_AUTHORIZED],
  [
    'Im getting the error 110 when my generated token is used',
    'RTC 110',
    NO_AUTHORIZED,
    'Chat 110',
  ],
  ['Invalid token', ...INVALID],
  ['INVALID_TOKEN', ...INVALID],
  ['InvalidToken', 'RTC 110', 'RTM 1.x 5', 'RTM 2.x -10005', 'Chat 104'],
  ['The token has expired.', ...EXPIRED],
  ['video chat app: joinChannel error 110', 'RTC 110'],
  ['-110', 'RTC 110'],
  ['110.', 'RTC 110', NO_AUTHORIZED, 'Chat 110', 'Cloud Recording 110'],
];

const NONE: readonly Row[] = [
  ['upload returned 2'],
  ['retries failed: 3'],
  [''],
  ['hello'],
  ['2023-11-14 22:13:20 joined'],
  ['9999'],
  ['code'],
  ['error'],
  ['agora error'],
  ['[110, 109]'],
  ['RTM 110'],
  ['invalid'],
  ['token'],
  ['last'],
  ['INVALID_PARAMS: the uid must be a number'],
  ['HTTP 404'],
  ['HTTP/1.1 500 Internal Server Error'],
  ['502 Bad Gateway'],
  ['error 404'],
  ['status code 200'],
  ['connected in 110 ms'],
  ['Error: failed 3 times'],
  ['npm ERR! code 1'],
  ['uid 110 joined the channel'],
  ['java.lang.NullPointerException at Main.java:110'],
  ['GET /rtc/110/token 200 in 109 ms'],
  ['version 1.110.109'],
  ['12:30:45:110 joined'],
  ['listening on port 10005'],
  ['login: 110'],
  ['login failed: 999'],
  ['whiteboard login 5'],
  ['cloud recording -10005'],
  ['Chat -10005'],
  ['Easemob: onDisconnected 206'],
  ['rtmp stream 5 is not published'],
  ['ECONNREFUSED 127.0.0.1:443'],
  ['startCall button pressed'],
  ['0x6e'],
  ['AgoraErrorCode.unheardOf in Main.swift 110'],
  ['Process finished with exit code 110'],
  ['the app exited with code 109'],
  ['logging info: 110'],
];

const TABLES = {
  Android: ANDROID,
  iOS: IOS,
  Web: WEB,
  Flutter: FLUTTER,
  'React Native': REACT_NATIVE,
  'Unity and Electron': UNITY_ELECTRON,
  'RTM 1.x': RTM1,
  'RTM 2.x': RTM2,
  Chat: CHAT,
  'cloud recording': RECORDING,
  whiteboard: WHITEBOARD,
  'REST, ConvoAI, classroom and builders': SERVICES,
  Chinese: CHINESE,
  'numbers and words of people': WORDS,
  none: NONE,
};

describe.each(Object.entries(TABLES))('%s', (_, rows) => {
  test.each(rows.map((row) => [row[0], row.slice(1)] as const))('%s', (line, expected) => {
    expect(entries(line)).toEqual(expected);
  });
});

test('the table is large enough', () => {
  const rows = Object.values(TABLES).flat();
  expect(rows.filter(([, ...found]) => found.length > 0).length).toBeGreaterThanOrEqual(150);
  expect(rows.filter(([, ...found]) => found.length === 0).length).toBeGreaterThanOrEqual(30);
});
