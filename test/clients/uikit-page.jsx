// Agora's UIKit for the web as an app uses it. Only the RTC client is a stand-in, which the UIKit takes
// as a documented prop, because there is no Agora behind it: it says that it is connected, and keeps
// what it was called with.
import AgoraUIKit from 'agora-react-uikit';
import { createRoot } from 'react-dom/client';

const listeners = new Map();
window.calls = [];

const emit = (name, ...values) => {
  for (const listener of listeners.get(name) ?? []) listener(...values);
};
window.emit = emit;

const client = {
  on: (name, listener) => listeners.set(name, [...(listeners.get(name) ?? []), listener]),
  off: () => {},
  removeAllListeners: () => listeners.clear(),
  join: async (appId, channel, token, uid) => {
    window.calls.push(['join', appId, channel, token, uid]);
    emit('connection-state-change', 'CONNECTED', 'CONNECTING');
    return uid;
  },
  renewToken: async (token) => window.calls.push(['renewToken', token]),
  setClientRole: async () => {},
  enableDualStream: async () => {},
  publish: async () => {},
  unpublish: async () => {},
  leave: async () => {},
  remoteUsers: [],
};

const { appId, tokenUrl, channel } = window.settings;

createRoot(document.getElementById('app')).render(
  <AgoraUIKit
    rtcProps={{ appId, channel, uid: 42, role: 'audience', tokenUrl, customRtcClient: client }}
    rtmProps={{ username: 'alice' }}
  />,
);
