import type { Product } from './sdk-error.js';
import type { Family } from './sdk-products.js';

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
