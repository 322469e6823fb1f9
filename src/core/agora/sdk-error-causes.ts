import { type Cause, CHECKED_UNASKED } from './sdk-error.js';

const INSPECT = 'agora-token inspect "$TOKEN"';
/** Shows what the token is for, to be compared with the client or the Console. */
const DECODE = 'agora-token decode "$TOKEN"';
const THE_TOKEN_ALONE = { check: 'inspect "$TOKEN"', command: INSPECT };

export const ENDED: Cause = {
  text: 'The token has expired, or the privilege that the service is entered with has. Agora ends every token 24 hours after its issue.',
  ...THE_TOKEN_ALONE,
  findings: [
    'expired',
    'privilege-looks-like-role',
    'privilege-looks-relative',
    'lifetime-over-24h',
    'join-ends-before-publish',
    'short-lifetime',
  ],
};
export const OTHER_UID: Cause = {
  text: 'The token is for another uid than the one joined with; joining with 0 needs a token for any uid.',
  check: '--uid or --account',
  command: `${INSPECT} --uid 42`,
  findings: ['uid-mismatch', 'uid-literal-text'],
};
export const OTHER_CHANNEL: Cause = {
  text: 'The token is for another channel: names are compared byte for byte, letter case and spaces included.',
  check: '--channel',
  command: `${INSPECT} --channel demo`,
  findings: ['channel-mismatch', 'channel-invalid-character', 'channel-too-long'],
};
export const STRING_OR_NUMBER: Cause = {
  text: 'The token is for a string account and the client joined with a number, or the reverse.',
  check: '--account or --uid',
  command: `${INSPECT} --account alice`,
  findings: ['uid-string-account'],
};
export const WRONG_CERTIFICATE: Cause = {
  text: 'The token was signed with the certificate of another project, or with one that was rotated or deleted.',
  check: CHECKED_UNASKED,
  command: `${INSPECT} --all-profiles`,
  findings: ['signature-mismatch'],
};
export const OTHER_APP_ID: Cause = {
  text: 'The token is for another App ID than the client uses.',
  check: '--app-id',
  command: DECODE,
  findings: ['app-id-mismatch', 'app-id-malformed', 'placeholder'],
};
export const NO_JOIN: Cause = {
  text: 'The token has no privilege to enter the service with.',
  ...THE_TOKEN_ALONE,
  findings: ['join-missing'],
};
export const DAMAGED: Cause = {
  text: 'The token was damaged on its way: a + became a space in a URL, it is still percent-encoded, cut short, or in quotes.',
  ...THE_TOKEN_ALONE,
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
export const EMPTY: Cause = {
  text: 'The token is empty: the official builders return "" when the App ID or certificate is not 32 hex characters, a line break included.',
  ...THE_TOKEN_ALONE,
};
export const NONE_SENT: Cause = {
  text: 'The project has a certificate, so it needs a token, and none was sent (or it went into another argument, such as that for the channel).',
  command: INSPECT,
};
export const NOT_FOR_RTM: Cause = {
  text: 'The token contains no RTM service: one made for RTC, or by the Console, cannot log in.',
  check: '--service rtm',
  command: `${INSPECT} --service rtm`,
  findings: ['service-missing'],
};
export const OTHER_USER: Cause = {
  text: 'The token is for another user id than the one that logs in.',
  check: '--user-id',
  command: `${INSPECT} --user-id alice`,
  findings: ['user-id-mismatch'],
};
export const OLD_SDK: Cause = {
  text: 'The SDK is too old for 007 tokens: Web needs 4.8.0, native 3.5.2, Flutter 4.2.0; RTM native 1.5.0, RTM Web 1.4.6.',
  command: DECODE,
};
export const NEW_PROJECT: Cause = {
  text: 'The project is new, and takes some minutes until it is active; or it is disabled; or its App ID is of the other Console (Agora, Shengwang).',
  command: DECODE,
};
export const NO_CERTIFICATE: Cause = {
  text: 'A token was sent, but the project has no certificate enabled. Enable it in the Console, or send no token.',
  command: DECODE,
};
export const NOT_ENABLED: Cause = {
  text: 'The service is not enabled for the project in the Console, or the account is suspended.',
  command: DECODE,
};
export const ROLE: Cause = {
  text: 'With co-host authentication, publishing needs a publisher token: renewToken first, then set the client role.',
  check: '--role publisher',
  command: `${INSPECT} --role publisher`,
  findings: ['role-mismatch', 'subscriber-only'],
};
export const RENEW_IN_TIME: Cause = {
  text: 'The token ends soon. Fetch a new one and call renewToken.',
  check: '--expires-in',
  command: `${INSPECT} --expires-in 10m`,
  findings: ['expiring-soon', 'short-lifetime'],
};
export const CHAT_HALF: Cause = {
  ...RENEW_IN_TIME,
  text: 'Fetch a new token and call renewToken.',
};
export const CHAT_SERVICE: Cause = {
  text: 'The token contains no Chat service for a user: an RTC token, or the app token that is for the REST API.',
  check: '--service chat',
  command: `${INSPECT} --service chat`,
  findings: ['service-missing', 'chat-app-token'],
};
export const CHAT_NAME: Cause = {
  text: 'The token was signed for the uuid that the REST API returns, or with upper-case letters, instead of the user name.',
  check: '--user-id',
  command: `${INSPECT} --user-id alice`,
  findings: ['chat-user-uuid', 'chat-user-uppercase', 'user-id-mismatch'],
};
export const BASIC: Cause = {
  text: 'The request uses Basic authentication (cloud recording, Media Push and others): the customer ID and customer secret are wrong, swapped, or of another account. They are not an App ID and no App Certificate.',
  command: 'curl --user "$ID:$SECRET" https://api.agora.io/dev/v1/projects',
};
export const HEADER: Cause = {
  text: 'The header is wrong: `Authorization: agora token=007…` without quotes for ConvoAI, APaaS and Signaling; `Authorization: Bearer …` with an app token for Chat.',
  command: 'printf \'Authorization: agora token=%s\\n\' "$TOKEN"',
};
export const SECONDARY: Cause = {
  text: 'The token was signed with the secondary certificate, which the RESTful APIs refuse.',
  ...THE_TOKEN_ALONE,
  findings: ['signed-by-secondary'],
};
export const NO_RTM_FOR_AGENT: Cause = {
  text: 'The token lacks a service that the request needs: RTM for a ConvoAI agent with enable_rtm.',
  check: '--service',
  command: `${INSPECT} --service rtm`,
  findings: ['service-missing'],
};
export const OTHER_TARGET: Cause = {
  text: 'The token is for another room, user or service.',
  check: '--service, --room, --uuid, --user-id',
  command: DECODE,
  findings: ['service-missing', 'room-mismatch', 'uuid-mismatch', 'user-id-mismatch'],
};
export const RECORDER_UID: Cause = {
  text: 'The recorder joins with its own uid, which the token must be for: an integer from 1 to 4294967295, sent in quotes, that nobody else in the channel has.',
  check: '--uid',
  command: `${INSPECT} --uid 42`,
  findings: ['uid-mismatch', 'uid-string-account', 'uid-literal-text'],
};
export const RECORDER_ENDS: Cause = {
  text: 'Cloud recording cannot renew its token: it must outlive the recording.',
  check: '--expires-in',
  command: `${INSPECT} --expires-in 3h`,
  findings: ['expiring-soon', 'short-lifetime'],
};
export const OTHER_RELAY_CHANNEL: Cause = {
  text: 'Each channel of a relay has a token of its own: that of the source channel for uid 0, that of the target channel for the uid that sends there.',
  check: '--channel',
  command: `${INSPECT} --channel demo`,
  findings: ['channel-mismatch', 'uid-mismatch'],
};
export const NOT_FOR_WHITEBOARD: Cause = {
  text: 'An RTC token was sent, not one of the whiteboard.',
  check: '--service whiteboard',
  command: `${INSPECT} --service whiteboard`,
  findings: ['service-missing'],
};
export const LIFESPAN: Cause = {
  text: 'The lifespan was passed in seconds instead of milliseconds, or is over.',
  ...THE_TOKEN_ALONE,
  findings: ['whiteboard-short-lifespan', 'expired'],
};
export const OTHER_PAIR: Cause = {
  ...WRONG_CERTIFICATE,
  text: 'The access key and the secret key do not belong together, or the token was altered.',
};
export const OTHER_BOARD: Cause = {
  text: 'The token is for another room, or of another access key than the one that made the room.',
  check: '--uuid',
  command: DECODE,
  findings: ['uuid-mismatch'],
};
export const OTHER_TASK: Cause = {
  text: 'The token is for another task.',
  check: '--uuid',
  command: DECODE,
  findings: ['uuid-mismatch'],
};
export const LESSER_ROLE: Cause = {
  text: 'The token has a lesser role.',
  check: '--role',
  command: `${INSPECT} --role writer`,
  findings: ['role-mismatch'],
};
export const NOT_FOR_CLASSROOM: Cause = {
  text: 'The token has no APaaS service, or is for another room or user.',
  check: '--service apaas, --room, --user-id',
  command: `${INSPECT} --service apaas`,
  findings: ['service-missing', 'room-mismatch', 'user-id-mismatch'],
};
export const ROLE_LOST: Cause = {
  text: 'The role was lost when the token was signed.',
  ...THE_TOKEN_ALONE,
  findings: ['apaas-role-lost'],
};
export const RENEW_NOT_ACCEPTED: Cause = {
  text: 'The network, or a new token that the server does not accept.',
  command: INSPECT,
};
export const NULL_INSTEAD: Cause = {
  text: 'Where no token is needed, pass null instead of an empty string.',
  command: DECODE,
};
export const UNSET_VALUE: Cause = {
  text: 'A value passed to the builder is undefined or a number: an environment variable that is not set, or a channel or user id that is not a string.',
  command: 'agora-token doctor',
};
export const OUT_OF_RANGE: Cause = {
  text: 'A time does not fit in 32 bits: milliseconds where seconds belong, NaN, or a negative number. 007 builders take seconds from now, such as 3600.',
  command: 'agora-token generate rtc --help',
};
export const BAD_CREDENTIALS: Cause = {
  text: 'The App ID or the App Certificate passed to the builder is not 32 hex characters: empty, with a line break, or in quotes.',
  command: 'agora-token doctor',
};

export const INVALID_RTC_TOKEN: readonly Cause[] = [
  OTHER_UID,
  OTHER_CHANNEL,
  STRING_OR_NUMBER,
  WRONG_CERTIFICATE,
  OTHER_APP_ID,
  NO_JOIN,
  DAMAGED,
  NONE_SENT,
];
export const WRONG_APP_ID: readonly Cause[] = [OTHER_APP_ID, NEW_PROJECT, OLD_SDK];
export const INVALID_RTM_TOKEN: readonly Cause[] = [
  NOT_FOR_RTM,
  OTHER_USER,
  WRONG_CERTIFICATE,
  OTHER_APP_ID,
  DAMAGED,
  OLD_SDK,
];
