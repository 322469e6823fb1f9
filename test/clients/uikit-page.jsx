// Agora's UIKit for the web as an app uses it. Only the RTC client is the stand-in of
// agora-token-cli/testing, which the UIKit takes as a documented prop, because there is no Agora behind
// it: it judges the tokens, and the page keeps what it was called with.

import AgoraUIKit from 'agora-react-uikit';
import { createAgoraEmulator } from 'agora-token-cli/testing';
import { createRoot } from 'react-dom/client';

const { appId, appCertificate, tokenUrl, channel } = window.settings;

const { AgoraRTC } = createAgoraEmulator({ projects: [{ appId, appCertificate }], strict: false });
const client = AgoraRTC.createClient({ mode: 'live', codec: 'vp8' });

window.calls = [];
for (const name of ['join', 'renewToken']) {
  const call = client[name].bind(client);
  client[name] = (...values) => {
    window.calls.push([name, ...values]);
    return call(...values);
  };
}
window.emit = (name) => client.emit(name);
client.on('connection-state-change', (...values) => window.calls.push(['state', ...values]));

createRoot(document.getElementById('app')).render(
  <AgoraUIKit
    rtcProps={{ appId, channel, uid: 42, role: 'audience', tokenUrl, customRtcClient: client }}
    rtmProps={{ username: 'alice' }}
  />,
);
