import { describe, expect, test } from 'vitest';
import { ROUTES } from '../../src/server/routes.js';
import { type Answer, type Asking, ask, contents } from '../helpers/token-server.js';

/** The exact request of every client and server that is known, and how the client reads the answer. */

/** How a client takes the token out of the answer; what it cannot read is undefined. */
type Read = (answer: Answer) => string | undefined;

const key =
  (...path: readonly string[]): Read =>
  ({ json }) =>
    path.reduce((value, name) => value?.[name], json);
const text: Read = ({ text }) => text;
/** C++ searches the bytes. */
const bytes =
  (name: string): Read =>
  ({ text }) =>
    text.split(`"${name}":"`)[1]?.split('"')[0];
/** iOS and C# cast to a dictionary of texts, which fails with a number in it. */
const texts =
  (name: string, ...path: readonly string[]): Read =>
  ({ json }) => {
    const object = path.reduce((value, each) => value?.[each], json);
    return Object.values(object ?? {}).every((value) => typeof value === 'string')
      ? object?.[name]
      : undefined;
  };
/** Kotlin's getString, and a check of the status first. */
const withStatus =
  (read: Read): Read =>
  (answer) =>
    answer.status === 200 ? read(answer) : undefined;
const withCode =
  (code: unknown, read: Read): Read =>
  (answer) =>
    answer.json?.code === code ? read(answer) : undefined;

const PUBLISHER = 'rtc demo 42 publisher; 3600 s';
const both = 'rtc demo 42 publisher, rtm 42; 3600 s';
const xhr = { headers: { 'x-requested-with': 'XMLHttpRequest' } };
const plain = { headers: { 'content-type': 'text/plain;charset=UTF-8' } };
const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' } };

// biome-ignore format: one request a line
test.each<[client: string, line: string, read: Read, contents: string, more?: Asking]>([
  // UIKits
  ['Web-React', 'GET /rtc/demo/publisher/uid/42/', key('rtcToken'), PUBLISHER],
  ['Web-React without a uid', 'GET /rtc/demo/publisher/uid/0/', key('rtcToken'), 'rtc demo  publisher; 3600 s'],
  ['Web-React, tokenUrl with a slash', 'GET //rtc/demo/publisher/uid/42/', key('rtcToken'), PUBLISHER],
  ['Web-React, encoded channel', 'GET /rtc/my%20room%23a/publisher/uid/42/', key('rtcToken'), 'rtc my room#a 42 publisher; 3600 s'],
  ['Web-React, screen share', 'GET /rtc/demo/publisher/uid/1/', key('rtcToken'), 'rtc demo 1 publisher; 3600 s'],
  ['Web-React, RTM', 'GET /rtm/42', key('rtmToken'), 'rtm 42; 3600 s'],
  ['Web-React, RTM with a time for a name', 'GET /rtm/1700000000000', key('rtmToken'), 'rtm 1700000000000; 3600 s'],
  ['Web-React, RTM with any name', 'GET /rtm/alice@x/y', key('rtmToken'), 'rtm alice@x/y; 3600 s'],
  ['ReactNative', 'GET /rtc/demo/publisher/uid/42', key('rtcToken'), PUBLISHER],
  ['ReactNative, RTM', 'GET /rtm/42', key('rtmToken'), 'rtm 42; 3600 s'],
  ['Flutter', 'GET /rtc/demo/publisher/uid/42', withStatus(key('rtcToken')), PUBLISHER],
  ['Flutter, RTM', 'GET /rtm/alice', withStatus(key('rtmToken')), 'rtm alice; 3600 s'],
  ['iOS and macOS', 'GET /rtc/demo/publisher/uid/42/', texts('rtcToken'), PUBLISHER],
  ['what is after #', 'GET /rtm/alice#/x', key('rtmToken'), 'rtm alice; 3600 s'],
  ['iOS, RTM', 'GET /rtm/alice', texts('rtmToken'), 'rtm alice; 3600 s'],
  ['Android', 'GET /rtc/demo/publisher/uid/42/', key('rtcToken'), PUBLISHER],
  ['Android, a uid from 2^31 on', 'GET /rtc/demo/publisher/uid/-1/', key('rtcToken'), 'rtc demo 4294967295 publisher; 3600 s'],
  ['Android, 2^31', 'GET /rtc/demo/publisher/uid/-2147483648/', key('rtcToken'), 'rtc demo 2147483648 publisher; 3600 s'],
  // the docs
  ['docs, Android and Unity', 'GET /rtc/demo/1/uid/42/?expiry=600', key('rtcToken'), 'rtc demo 42 publisher; 600 s'],
  ['docs, role 2', 'GET /rtc/demo/2/uid/42?expiry=600', key('rtcToken'), 'rtc demo 42 subscriber; 600 s'],
  ['docs, C++', 'GET /rtc/demo/1/uid/42/?expiry=45', bytes('rtcToken'), 'rtc demo 42 publisher; 45 s'],
  ['docs, web', 'GET /rtc/demo/1/uid/42/?expiry=600', key('rtcToken'), 'rtc demo 42 publisher; 600 s', xhr],
  ['docs, RTM', 'GET /rtm/42/?expiry=600', key('rtmToken'), 'rtm 42; 600 s'],
  ['docs, Swift', 'POST /getToken', key('token'), PUBLISHER, { body: { tokenType: 'rtc', uid: '42', role: 'publisher', channel: 'demo' } }],
  ['docs, Swift, RTM', 'POST /getToken', key('token'), 'rtm 42; 3600 s', { body: { tokenType: 'rtm', uid: '42' } }],
  ['docs, Swift in prose', 'POST /fetchToken', key('token'), PUBLISHER, { body: { tokenType: 'rtc', uid: '42', role: 'publisher', channel: 'demo' } }],
  ['docs, use tokens', 'POST /fetch_rtc_token', withCode('200', key('token')), PUBLISHER, { body: { uid: 42, ChannelName: 'demo', role: 1 } }],
  ['docs, use tokens, iOS', 'POST /fetch_rtc_token', texts('token'), 'rtc demo 42 subscriber; 3600 s', { body: { uid: 42, channelName: 'demo', role: 2 } }],
  ['docs, use tokens, React Native and Electron', 'POST /fetch_rtc_token', (answer) => (+answer.json.code === 200 ? answer.json.token : undefined), PUBLISHER, { body: '{"uid":42,"channelName":"demo","role":1}', ...plain }],
  ['React samples', 'GET /rtc/demo/publisher/uid/42/?expiry=600', key('rtcToken'), 'rtc demo 42 publisher; 600 s'],
  ['Unity', 'GET /rtc/demo/publisher/uid/42/', key('rtcToken'), PUBLISHER],
  ['Unity, an older helper', 'GET /rtc/demo/publisher/uid/42/', texts('token'), PUBLISHER],
  ['Unity, TokenClient', 'GET /rte/demo/publisher/uid/42/?expiry=600', key('rtcToken'), 'rtc demo 42 publisher; 600 s'],
  ['Unity, TokenClient, RTM', 'GET /rte/demo/publisher/uid/42/?expiry=600', key('rtmToken'), 'rtm 42; 600 s'],
  // servers: agora-token-service and its relatives
  ['agora-token-service, account', 'GET /rtc/demo/publisher/userAccount/alice/', key('rtcToken'), 'rtc demo alice publisher; 3600 s'],
  ['agora-token-service, no uid', 'GET /rtc/demo/publisher/uid//', key('rtcToken'), 'rtc demo  publisher; 3600 s'],
  ['agora-token-service, a user called token', 'GET /rtc/demo/publisher/userAccount/token', key('rtcToken'), 'rtc demo token publisher; 3600 s'],
  ['agora-token-service, RTM user of its own', 'GET /rte/demo/subscriber/uid/42/alice/', key('rtmToken'), 'rtm alice; 3600 s'],
  ['agora-token-service, Chat', 'GET /chat/account/bob/', key('chatToken'), 'chat bob user; 3600 s'],
  ['agora-token-service, Chat for the app', 'GET /chat/app/', key('chatToken'), 'chat  app; 3600 s'],
  ['agora-token-service, POST for Chat', 'POST /getToken', key('token'), 'chat bob user; 3600 s', { body: { tokenType: 'chat', uid: 'bob' } }],
  ['agora-token-service, POST for the app', 'POST /getToken', key('token'), 'chat  app; 3600 s', { body: { tokenType: 'chat' } }],
  ['agora-token-service, POST without a lifetime', 'POST /getToken', key('token'), PUBLISHER, { body: { tokenType: 'rtc', uid: 42, channel: 'demo', expire: 0 } }],
  ['agora-token-service, stream channel', 'POST /getToken', key('token'), 'rtc demo alice publisher, rtm alice; 3600 s', { body: { tokenType: 'rtm', uid: 'alice', channel: 'demo' } }],
  ['Agora-Node-TokenServer, audience', 'GET /rtc/demo/audience/uid/42?expiry=', key('rtcToken'), 'rtc demo 42 subscriber; 3600 s'],
  ['Agora-Node-TokenServer 1', 'GET /access_token?channelName=demo&uid=42&role=subscriber&expireTime=60', key('token'), 'rtc demo 42 subscriber; 60 s'],
  ['Agora-Node-TokenServer 1, a copy', 'GET /access_token?channel=demo', key('token'), 'rtc demo  publisher; 3600 s'],
  ['agora-go-backend-middleware', 'POST /token/getNew', key('token'), PUBLISHER, { body: { tokenType: 'rtc', channel: 'demo', role: 'publisher', uid: '42' } }],
  ['npm demo', 'GET /rtcToken?channelName=demo&uid=42', key('key'), PUBLISHER],
  ['npm demo, RTM', 'GET /rtmToken?account=alice', key('key'), 'rtm alice; 3600 s'],
  // docker
  ['docker', 'POST /token/generate', withCode(0, key('data', 'token')), 'rtc demo 42 publisher; 900 s', { body: { channelName: 'demo', uid: '42', tokenExpireTs: 900, privilegeExpireTs: 900, serviceRtc: { enable: true, role: 1 }, serviceRtm: { enable: false }} }],
  ['docker, everything', 'POST /token/generate', key('data', 'token'), 'rtc demo 42 subscriber, rtm 42, fpa, chat bob user+app, apaas  carol -1; 3600 s', { body: { channelName: 'demo', uid: '42', serviceRtc: { enable: true, role: 2 }, serviceRtm: { enable: true }, serviceFpa: { enable: true }, serviceChat: { enableUser: true, enableApp: true, userUuid: 'bob' }, serviceEducation: { enableUser: true, userUuid: 'carol' }} }],
  // Chat
  ['Chat docs, Node.js', 'GET /api/token/generateUserToken?account=alice&expireTimeInSeconds=600', key('token'), 'chat alice user; 600 s'],
  ['Chat docs, C#', 'GET /api/token/generateUserToken?account=alice', texts('token'), 'chat alice user; 3600 s'],
  ['Chat docs, app', 'GET /api/token/generateAppToken', key('token'), 'chat  app; 3600 s'],
  ['Chat docs, Go', 'POST /generate-user-token', key('token'), 'chat alice user; 600 s', { body: { user_uuid: 'alice', expire: 600 } }],
  ['Chat docs, Go, app', 'POST /generate-app-token', key('token'), 'chat  app; 600 s', { body: { expire: 600 } }],
  ['Chat samples, Windows', 'GET /api/token/generateUserToken?userId=alice', texts('token'), 'chat alice user; 3600 s'],
  ['Chat samples, Flutter', 'POST /generate-user-token', key('token'), 'chat alice user; 3600 s', { body: { userId: 'alice' } }],
  ['Chat docs, Java', 'POST /token/generate', text, 'chat alice user; 600 s', { body: 'userId=alice&expireSeconds=600&tokenType=user', ...form }],
  ['Chat docs, Java, app', 'POST /token/generate', text, 'chat  app; 600 s', { body: 'expireSeconds=600&tokenType=app', ...form }],
  ['Chat docs, Android', 'POST /token/generate?userId=alice&expireSeconds=600&tokenType=user', text, 'chat alice user; 600 s', { body: '', ...form }],
  ['Chat samples, web', 'GET /chat/user/alice/token', text, 'chat alice user; 3600 s'],
  ['Chat samples, app', 'GET /chat/app/token', text, 'chat  app; 3600 s'],
  ['Chat samples, RTC', 'GET /rtc/demo/42/2/token', text, 'rtc demo 42 subscriber; 3600 s'],
  ['Chat samples, login', 'POST /app/user/login', withCode(200, key('accessToken')), 'chat alice user; 3600 s', { body: { userAccount: 'alice', userPassword: 'secret' } }],
  ['Chat samples, demo login', 'POST /app/chat/user/login', withCode('RES_OK', key('accessToken')), 'chat alice user; 3600 s', { body: { userAccount: 'alice', userPassword: 'secret' } }],
  ['Chat samples, Chat and RTC', 'GET /token?userAccount=alice&channelName=demo&agoraUid=42&publisherRole=true', withCode(200, key('accessToken')), 'rtc demo 42 publisher, chat alice user; 3600 s'],
  ['Chat call kit', 'GET /token/rtc/channel/demo/agorauid/42?userAccount=alice', withCode('RES_OK', key('accessToken')), 'rtc demo 42 publisher, chat alice user; 3600 s'],
  ['Chat call kit, Flutter', 'GET /app/chat/token/rtc/channel/demo/agorauid/42?userAccount=alice', withCode('RES_OK', key('accessToken')), 'rtc demo 42 publisher, chat alice user; 3600 s'],
  // toolbox
  ['API-Examples, Android', 'POST /v1/token/generate', key('data', 'token'), 'rtc demo 42 publisher; 900 s', { body: { appId: '970CA35de60c44645bbae8a215061b33', appCertificate: '0123456789abcdef0123456789abcdef', channelName: 'demo', expire: 900, src: 'Android', ts: '1700000000000', type: 1, uid: '42'} }],
  ['API-Examples, iOS', 'POST /toolbox/v1/token/generate', texts('token', 'data'), 'rtc demo 42 publisher; 900 s', { body: { channelName: 'demo', expire: 900, src: 'iOS', ts: '0', type: 1, uid: '42' } }],
  ['API-Examples, a lifetime of 41 h', 'POST /v1/token/generate', key('data', 'token'), 'rtc demo 42 publisher; 86400 s', { body: { channelName: 'demo', expire: 150000, type: 1, uid: '42' } }],
  ['API-Examples, RTM', 'POST /v1/token/generate', key('data', 'token'), 'rtm alice; 900 s', { body: { channelName: 'demo', expire: 900, type: 2, uid: 'alice' } }],
  ['API-Examples, Chat', 'POST /v1/token/generate', key('data', 'token'), 'chat alice user; 900 s', { body: { expire: 900, type: 3, uid: 'alice' } }],
  ['API-Examples, 006', 'POST /v1/token006/generate', key('data', 'token'), 'rtc publisher; 006', { body: { channelName: 'demo', expire: 900, type: 1, uid: '42' } }],
  ['API-Examples, web', 'POST /v2/token/generate', withCode(0, key('data', 'token')), 'rtc demo 42 publisher, rtm 42; 7200 s', { body: { channelName: 'demo', expire: 7200, src: 'web', types: [1, 2], uid: 42 } }],
  // Conversational AI
  ['ConvoAI, Next.js', 'GET /api/generate-agora-token?channel=demo&uid=42', key('token'), both],
  ['ConvoAI, Next.js, renewing RTM', 'GET /api/generate-agora-token?channel=demo&uid=0', key('token'), 'rtc demo  publisher, rtm ; 3600 s'],
  ['ConvoAI, docs', 'POST /api/token', key('rtcToken'), PUBLISHER, { body: { channel: 'demo', uid: 42 } }],
  ['ConvoAI, docs, RTM', 'POST /api/token', key('rtmToken'), 'rtm 42; 3600 s', { body: { channel: 'demo', uid: 42 } }],
  ['ConvoAI, Python and Go', 'GET /get_config?channel=demo&uid=42', withCode(0, texts('token', 'data')), both],
  ['ConvoAI, playground', 'GET /api/get_config?channel=demo&uid=42', key('data', 'token'), both],
  ['agent-samples', 'GET /start-agent?channel=demo&connect=false', key('user_token', 'token'), 'rtc demo 101 publisher, rtm 101-demo; 3600 s'],
  ['agent-samples, video', 'GET /start-agent?channel=demo&connect=false', key('agent_video_token', 'token'), 'rtc demo 102 publisher, rtm 102; 3600 s'],
  // Classroom
  ['Classroom docs', 'POST /fetch_education_token', withCode('200', key('token')), 'rtm alice, chat 6384e2b2184bcbf58eccf10ca7a6563c user, apaas math alice 2; 3600 s', { body: { roomUuid: 'math', userUuid: 'alice', role: 2 } }],
  ['Classroom web demo', 'GET /edu/v3/rooms/math/roles/1/users/alice/token', key('data', 'token'), 'rtm alice, chat 6384e2b2184bcbf58eccf10ca7a6563c user, apaas math alice 1; 3600 s'],
  ['Classroom web demo, with login', 'GET /edu/v4/rooms/math/roles/student/users/alice/token', key('data', 'token'), 'rtm alice, chat 6384e2b2184bcbf58eccf10ca7a6563c user, apaas math alice 2; 3600 s'],
  // ours
  ['whiteboard room', 'GET /whiteboard/room/abc?role=1', key('token'), 'whiteboard-room abc writer'],
  ['whiteboard sdk', 'GET /whiteboard/sdk', key('token'), 'whiteboard-sdk  reader'],
  ['any kind', 'POST /token', key('token'), 'rtc demo 42 subscriber, rtm alice; 7200 s', { body: { kind: 'rtc', channel: 'demo', uid: 42, role: 'audience', expiresIn: '2h', with: ['rtm=alice']} }],
  ['any kind: its own lifetime', 'POST /token', key('token'), 'rtc demo  publisher; 86400 s', { body: { kind: 'temp', channel: 'demo' } }],
  ['any kind: null is absent', 'POST /token', key('token'), 'rtc demo 42 publisher; 3600 s', { body: { kind: 'rtc', channel: 'demo', uid: 42, account: null, expiresAt: null } }],
  ['any kind: an agent', 'POST /token', key('token'), 'rtc demo 7 publisher, rtm 7, convoai; 3600 s', { body: { kind: 'convoai', channel: 'demo', uid: 7 } }],
])('%s: %s', async (_client, line, read, expected, more) => {
  const answer = await ask(line, more);
  expect(answer.json ?? answer.text).not.toHaveProperty('error');
  const token = read(answer);
  expect(token).toBeTypeOf('string');
  expect(contents(token as string)).toBe(expected);
  expect(answer.status).toBe(200);
  // C++ finds `"rtcToken":"` in compact JSON alone.
  if (answer.json) expect(answer.text).toBe(JSON.stringify(answer.json));
  const type = answer.json ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8';
  expect(answer.headers.get('content-type')).toBe(type);
});

describe('what else clients read', () => {
  // biome-ignore format: one request a line
  test.each<[line: string, expected: object, more?: Asking]>([
    ['GET /ping', { message: 'pong' }],
    ['GET /health', { status: 'ok' }],
    ['GET /get_config?channel=demo&uid=42', { code: 0, msg: 'success', data: { app_id: '970CA35de60c44645bbae8a215061b33', uid: '42', channel_name: 'demo', agent_uid: expect.stringMatching(/^\d{4,7}$/)} }],
    ['GET /get_config?uid=-5', { data: { uid: expect.stringMatching(/^[1-9]\d{3,6}$/), channel_name: expect.stringMatching(/^ai-conversation-1700000000000-[a-z\d]{5}$/)} }],
    ['GET /api/generate-agora-token', { uid: '0', channel: expect.stringMatching(/^ai-conversation-/) }],
    ['POST /api/token', { expireAt: 1_700_003_600 }, { body: { channel: 'demo', uid: 42 } }],
    ['POST /app/user/login', { expireTimestamp: 1_700_003_600_000, chatUserName: 'alice' }, { body: { userAccount: 'alice' } }],
    ['GET /token/rtc/channel/demo?userAccount=alice', { agoraUid: expect.stringMatching(/^[1-9]\d*$/) }],
    ['GET /edu/v3/rooms/math/roles/2/users/alice/token', { data: { appId: '970CA35de60c44645bbae8a215061b33', roomUuid: 'math', userUuid: 'alice' } }],
    ['GET /start-agent?channel=demo&connect=false', { appid: '970CA35de60c44645bbae8a215061b33', uid: '101', agent: { uid: '100' }, agent_rtm_uid: '100-demo', user_rtm_uid: '101-demo', enable_string_uid: false }],
    ['POST /token', { schemaVersion: 1, ok: true, profile: 'library', format: '007', warnings: [] }, { body: { kind: 'rtm', userId: 'alice' } }],
  ])('%s', async (line, expected, more) => {
    expect((await ask(line, more)).json).toMatchObject(expected);
  });

  test('the same Chat user has the same uid each time', async () => {
    const line = 'GET /token/rtc/channel/demo?userAccount=alice';
    const [one, other] = [await ask(line), await ask(line)];
    expect(one.json.agoraUid).toBe(other.json.agoraUid);
  });
});

test.each(ROUTES.map((route) => [route.name, route] as const))(
  'the example of %s',
  async (_, route) => {
    const { path, body } = route.example;
    const { status } = await ask(`${route.method} ${path}`, body === undefined ? {} : { body });
    // The pages are the server's, not the handler's.
    expect(status).toBe(['home', 'routes', 'inspect'].includes(route.name) ? 404 : 200);
  },
);
