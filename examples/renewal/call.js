/**
 * A call on the web: join, publish, and renew the token in time. The SDK is an argument, so that tests
 * can hand in a stand-in; an app that imports it mocks the module instead (see README.md).
 */

/**
 * @param options.AgoraRTC the SDK: `import AgoraRTC from 'agora-rtc-sdk-ng'`
 * @param options.fetchToken asks your token server: `({ channel, uid }) => Promise<string>`
 * @param options.log gets one line for everything a user should see or a developer look at
 */
export async function startCall({ AgoraRTC, appId, channel, uid, fetchToken, log }) {
  const client = AgoraRTC.createClient({ mode: 'rtc', codec: 'vp8' });

  client.on('token-privilege-will-expire', renew);
  client.on('connection-state-change', (state, _before, reason) => {
    if (state === 'DISCONNECTED') log(`disconnected: ${reason}`);
  });

  async function renew() {
    try {
      // The token must be for the uid that joined, not for a new one.
      await client.renewToken(await patiently(() => fetchToken({ channel, uid })));
      log('renewed');
    } catch (error) {
      log(`cannot renew: ${error.message}`);
    }
  }

  await client.join(appId, channel, await patiently(() => fetchToken({ channel, uid })), uid);
  log('joined');

  return {
    client,
    async publishMicrophone() {
      const microphone = await AgoraRTC.createMicrophoneAudioTrack();
      await client.publish(microphone);
      log('publishing');
    },
    leave: () => client.leave(),
  };
}

const ATTEMPTS = 4;
const PAUSE_MILLISECONDS = 2000;

/** A token server that is down for a moment must not end a call: there are 30 s left. */
async function patiently(fetch) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetch();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
    }
  }
}
